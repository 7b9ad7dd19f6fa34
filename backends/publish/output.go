package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// output is the folder to publish into, as it was found.
type output struct {
	parent string // real path of the folder around it
	name   string
	exists bool
	info   fs.FileInfo
}

// locate finds the output folder and refuses places where a tree that replaces
// the whole folder could cost somebody more than an old build.
func locate(o Options) (*output, error) {
	if o.Folder == "" {
		return nil, refuse("the output folder has no name")
	}
	path, err := filepath.Abs(o.Folder)
	if err != nil {
		return nil, fmt.Errorf("looking for the output folder: %w", err)
	}
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if path, info, err = followed(o, path); err != nil {
			return nil, err
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missing(path)
	case errors.Is(err, syscall.ENOTDIR):
		return nil, refuse("the output folder %s would lie inside a file", o.Folder)
	case err != nil:
		return nil, fmt.Errorf("looking for the output folder: %w", err)
	case !info.IsDir():
		return nil, refuse("the output folder %s is %s, not a folder", o.Folder, kind(info.Mode()))
	}
	if err := refusePlaces(o, path, info); err != nil {
		return nil, err
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("looking for the output folder: %w", err)
	}
	return &output{parent: parent, name: filepath.Base(path), exists: true, info: info}, nil
}

// followed is where a link leads, if that is allowed.
func followed(o Options, link string) (string, fs.FileInfo, error) {
	path, err := filepath.EvalSymlinks(link)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil, refuse("the output folder %s is a link that leads nowhere", o.Folder)
	}
	if err != nil {
		return "", nil, fmt.Errorf("following the output folder: %w", err)
	}
	if !o.Follow {
		return "", nil, refuse("the output folder %s is a link: name the folder itself, or use --follow", o.Folder)
	}
	info, err := os.Lstat(path)
	return path, info, err
}

// missing is an output that a build will make.
func missing(path string) (*output, error) {
	there, rest := filepath.Dir(path), ""
	for {
		real, err := filepath.EvalSymlinks(there)
		if err == nil {
			return &output{parent: filepath.Join(real, rest), name: filepath.Base(path)}, nil
		}
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(there) == there {
			return nil, fmt.Errorf("looking for the folder around the output: %w", err)
		}
		if _, err := os.Lstat(there); err == nil {
			return nil, refuse("the output folder would lie behind %s, a link that leads nowhere", there)
		}
		there, rest = filepath.Dir(there), filepath.Join(filepath.Base(there), rest)
	}
}

func kind(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "a file"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	case mode&fs.ModeSymlink != 0:
		return "a link"
	case mode.IsDir():
		return "a folder"
	}
	return "something special"
}

func refusePlaces(o Options, path string, info fs.FileInfo) error {
	if filepath.Dir(path) == path {
		return refuse("the output folder %s is the root of the file system", o.Folder)
	}
	if home, err := os.UserHomeDir(); err == nil && holds(info, home) {
		return refuse("the output folder %s is the home folder, or holds it", o.Folder)
	}
	if here, err := os.Getwd(); err == nil && holds(info, here) {
		return refuse("the output folder %s is the working directory, or holds it: choose a folder of its own, for example dist", o.Folder)
	}
	for _, input := range o.Inputs {
		if holds(info, input) {
			return refuse("the output folder %s holds the input %s: choose a folder of its own, for example dist", o.Folder, input)
		}
	}
	return nil
}

// holds says whether a path is the folder or lies inside it. Files are compared,
// not names: the same folder can be spelt in several ways.
func holds(folder fs.FileInfo, path string) bool {
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for {
		if info, err := os.Stat(path); err == nil && os.SameFile(info, folder) {
			return true
		}
		if filepath.Dir(path) == path {
			return false
		}
		path = filepath.Dir(path)
	}
}

// makeParents makes the folders around the output and returns those that were
// not there, the outermost first.
func (out *output) makeParents() (made []string, err error) {
	if out.exists {
		return nil, nil
	}
	var absent []string
	for path := out.parent; ; path = filepath.Dir(path) {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) || filepath.Dir(path) == path {
			break
		}
		absent = append(absent, path)
	}
	for i := len(absent) - 1; i >= 0; i-- {
		err := os.Mkdir(absent[i], 0o755)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return made, fmt.Errorf("making a folder for the output: %w", err)
		}
		if err == nil {
			made = append(made, absent[i])
		}
	}
	return made, nil
}

// removeEmpty takes back folders that were made for nothing.
func removeEmpty(folders []string) {
	for i := len(folders) - 1; i >= 0; i-- {
		os.Remove(folders[i]) // one that is in use by now stays
	}
}
