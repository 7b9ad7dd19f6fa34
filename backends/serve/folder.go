package serve

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"
)

// Folder is a published tree on disk. A publish that exchanges the folder, or
// writes a new manifest, is seen by the next request.
type Folder struct {
	path  string
	mutex sync.Mutex
	now   *onDisk
}

// NewFolder opens a published tree; the error says why it is none.
func NewFolder(path string) (*Folder, error) {
	f := &Folder{path: path}
	now, err := openTree(path)
	if err != nil {
		return nil, err
	}
	f.now = now
	return f, nil
}

// Tree is the folder as it is now. While a manifest cannot be read, because
// somebody is writing it, the tree stays what it was; the error is that of a
// folder that is gone.
func (f *Folder) Tree() (Tree, error) {
	folder, err := os.Stat(f.path)
	if err != nil {
		return nil, err
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.now.current(folder) {
		return f.now, nil
	}
	next, err := openTree(f.path)
	if err != nil && !os.SameFile(folder, f.now.folder) {
		return nil, err
	}
	if err == nil {
		// Requests that began before still read from the old root: it is closed when
		// nobody holds it any more.
		f.now = next
	}
	return f.now, nil
}

// onDisk is a folder as it was opened.
type onDisk struct {
	root             *os.Root
	folder, manifest fs.FileInfo
	about            *About
}

func openTree(path string) (*onDisk, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	t := &onDisk{root: root}
	if err := t.read(); err != nil {
		root.Close()
		return nil, err
	}
	return t, nil
}

func (t *onDisk) read() error {
	var err error
	if t.folder, err = t.root.Stat("."); err != nil {
		return err
	}
	if t.manifest, err = t.root.Lstat(ManifestName); err != nil {
		return fmt.Errorf("%s: %w", ManifestName, err)
	}
	if !t.manifest.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", ManifestName)
	}
	file, err := t.root.Open(ManifestName)
	if err != nil {
		return fmt.Errorf("%s: %w", ManifestName, err)
	}
	defer file.Close()
	if t.about, err = readAbout(file); err != nil {
		return fmt.Errorf("%s cannot be used: %w", ManifestName, err)
	}
	return nil
}

// current says that nothing was published since the tree was opened.
func (t *onDisk) current(folder fs.FileInfo) bool {
	if !os.SameFile(folder, t.folder) {
		return false
	}
	manifest, err := t.root.Lstat(ManifestName)
	return err == nil && os.SameFile(manifest, t.manifest) && manifest.Size() == t.manifest.Size() && manifest.ModTime().Equal(t.manifest.ModTime())
}

// Has says that a file is there. The root follows no link that leads out.
func (t *onDisk) Has(path string) bool {
	info, err := t.root.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// inMemory is the size in bytes up to which a file is read before it is sent: all
// documents are far smaller (plivo.md §3.8).
const inMemory = 1 << 20

// Open opens a regular file; a pipe or device could go on for ever.
func (t *onDisk) Open(path string) (*File, error) {
	if !t.Has(path) {
		return nil, fs.ErrNotExist
	}
	file, err := t.root.Open(path)
	if err != nil {
		return nil, missing(err)
	}
	info, err := file.Stat()
	if err == nil && info.Mode().IsRegular() && info.Size() > inMemory {
		return &File{ReadSeekCloser: file, Size: info.Size(), Tag: fmt.Sprintf("%x-%x", info.Size(), info.ModTime().UnixNano())}, nil
	}
	defer file.Close()
	if err != nil || !info.Mode().IsRegular() {
		return nil, missing(err)
	}
	text, err := io.ReadAll(io.LimitReader(file, inMemory))
	if err != nil {
		return nil, err
	}
	return textFile(text), nil
}

// missing is the error of a file that is not to be had: whatever a link or a
// right is the reason, the request learns only that nothing is there.
func missing(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return err
	}
	return fs.ErrNotExist
}

// About is what the manifest says.
func (t *onDisk) About() *About { return t.about }
