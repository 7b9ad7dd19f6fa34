package publish

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"ivrc/backends"
)

// manifestLimit is in bytes: about a million files.
const manifestLimit = 256 << 20

// Read is the manifest of an output folder, an empty one where there is none
// yet. A manifest is input like any other: one that names anything but files
// that a build could have written is an error.
func Read(root *os.Root) (*backends.Manifest, error) {
	m, err := ReadManifest(root)
	if errors.Is(err, fs.ErrNotExist) {
		return &backends.Manifest{Format: backends.ManifestFormat}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s in the output folder cannot be used: %w; move it away, or choose another folder with --out", ManifestName, err)
	}
	return m, nil
}

// ReadManifest is the manifest of a tree. The error says that there is none, or why it
// cannot be used, without the file's name.
func ReadManifest(root *os.Root) (*backends.Manifest, error) {
	return readManifest(root, ManifestName)
}

func readManifest(root *os.Root, name string) (*backends.Manifest, error) {
	text, err := readWhole(root, name, manifestLimit)
	if err != nil {
		return nil, err
	}
	return decodeManifest(text)
}

// unfitError is something that is no file, or one that is too large.
type unfitError struct{ text string }

// Error says what it is, without its name.
func (e *unfitError) Error() string { return e.text }

// readWhole reads a file of at most so many bytes. A link is not followed. The error is
// an unfitError where the file cannot be one of ours.
func readWhole(root *os.Root, name string, limit int64) ([]byte, error) {
	var text bytes.Buffer
	err := readInto(&text, root, name, limit)
	return text.Bytes(), err
}

// readText is readWhole for who needs a string.
func readText(root *os.Root, name string, limit int64) (string, error) {
	var text strings.Builder
	err := readInto(&text, root, name, limit)
	return text.String(), err
}

// readInto reads into memory of the size of the file: a manifest can be large.
func readInto(text interface {
	io.Writer
	Grow(n int)
}, root *os.Root, name string, limit int64) error {
	info, err := root.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &unfitError{"it is " + kind(info.Mode())}
	}
	if info.Size() > limit {
		return &unfitError{fmt.Sprintf("it is larger than %d MB", limit>>20)}
	}
	file, err := root.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	text.Grow(int(info.Size()) + bytes.MinRead) // which a buffer wants to be free at the end
	_, err = io.Copy(text, io.LimitReader(file, limit))
	return err
}

// Decode is a manifest that comes from anywhere, such as a host. The error says
// that it is none, or names anything but files that a build could have written.
func Decode(text []byte) (*backends.Manifest, error) { return decodeManifest(text) }

func decodeManifest(text []byte) (*backends.Manifest, error) {
	if m, ok := backends.DecodeAsEncoded(text); ok && m.Format == backends.ManifestFormat {
		if err := check(m); err != nil {
			return nil, err
		}
		return m, nil
	}
	var m backends.Manifest
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil || m.Format != backends.ManifestFormat || decoder.More() {
		return nil, errors.New("it was not written by this version of ivrc")
	}
	if err := check(&m); err != nil {
		return nil, err
	}
	return &m, nil
}

// check holds a manifest to what a build could have written.
func check(m *backends.Manifest) error {
	most := 0
	for _, f := range m.Flows {
		for _, v := range f.Versions {
			most = max(most, len(v.Files))
		}
	}
	c := checker{flows: map[string]bool{}, versions: map[string]bool{}, paths: map[string]bool{}, inside: make(map[string]bool, most)}
	for _, f := range m.Flows {
		if !isID(f.Flow) || c.flows[f.Flow] {
			return fmt.Errorf("it has no right to the flow %q, or names it twice", f.Flow)
		}
		c.flows[f.Flow] = true
		for _, e := range f.Entries {
			if !isEntry(e.Path, f.Flow, e.Target) {
				return fmt.Errorf("the entry %q is not in the folder of its flow", e.Path)
			}
			if err := c.file("", e.Path, e.ManifestFile, false); err != nil {
				return err
			}
		}
		for _, v := range f.Versions {
			if err := c.version(f.Flow, v); err != nil {
				return err
			}
			if err := starts(f.Flow, v); err != nil {
				return err
			}
		}
		for _, r := range f.Retired {
			if !isRelease(r.Version) || !isRelease(r.To) || r.Version == r.To {
				return fmt.Errorf("no version %q of %s can be retired", r.Version, f.Flow)
			}
		}
	}
	return nil
}

// isEntry says that a file lies where entries do: in the folder of its flow, or, for
// replies to events, together in a folder that no version has.
func isEntry(path, flow, target string) bool {
	name, ok := strings.CutPrefix(path, flow+"/")
	if folder, reply, below := strings.Cut(name, "/call/"); ok && below && folder == target {
		name = reply
	}
	return ok && !strings.Contains(name, "/")
}

// starts holds the entries of a version to names that a build writes.
func starts(flow string, v backends.ManifestVersion) error {
	for _, s := range v.Starts {
		if !isEntry(s.Path, flow, v.Target) || !isPath(s.Path) || !isPath(s.Document) {
			return fmt.Errorf("the entry %q is not in the folder of its flow", s.Path)
		}
	}
	return nil
}

type checker struct {
	flows, versions map[string]bool
	// paths are in lower case: some hosts know no other. Those of a version that has a
	// folder of its own can only be met in that folder; inside has them while it is read.
	paths, inside map[string]bool
}

func (c checker) version(flow string, v backends.ManifestVersion) error {
	folder := flow + "/"
	if v.Version != "" {
		folder += "v/" + v.Version + "/"
	}
	folder += v.Target + "/"
	switch {
	case v.Version != "" && !isRelease(v.Version), v.Version == "" && v.Target == "v", !isID(v.Target), v.Folder != folder:
		return fmt.Errorf("the version %q in %q is not in a folder of its own", v.Version, v.Folder)
	case c.versions[folder]:
		return fmt.Errorf("it names the version in %s twice", folder)
	}
	c.versions[folder] = true
	for _, file := range v.Files {
		if err := c.file(folder, file.Path, file, v.Version != ""); err != nil {
			return err
		}
	}
	clear(c.inside)
	return nil
}

// file holds a file to the names that builds write, and to being the only one of its
// name; own is one in the folder of a version.
func (c checker) file(folder, path string, file backends.ManifestFile, own bool) error {
	seen, name := c.paths, folder+path
	if own {
		seen, name = c.inside, path
	}
	name = strings.ToLower(name)
	switch {
	case !isPath(path):
		return fmt.Errorf("no build writes a file of the name %q", folder+path)
	case seen[name]:
		return fmt.Errorf("it names %s twice", folder+path)
	case !isHash(file.SHA256) || file.Size < 0:
		return fmt.Errorf("%s has no hash or size", folder+path)
	}
	seen[name] = true
	return nil
}

// listed are the files of a manifest by their path in the tree.
func listed(m *backends.Manifest) map[string]backends.ManifestFile {
	files := make(map[string]backends.ManifestFile, m.FileCount())
	for _, f := range m.Flows {
		for _, e := range f.Entries {
			files[e.Path] = e.ManifestFile
		}
		for _, v := range f.Versions {
			for _, file := range v.Files {
				files[v.Folder+file.Path] = file
			}
		}
	}
	return files
}
