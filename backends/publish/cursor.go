package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
)

// errInTheWay is something that is not a folder where one is needed.
var errInTheWay = errors.New("something that is not a folder is in the way")

// cursor goes from folder to folder of a tree. It opens each folder from the one
// around it and never through a link, and keeps open only those on the way to
// where it stands.
type cursor struct {
	root  *os.Root
	steps []step
	// mode is what missing folders are made with; nil makes none.
	mode func(folder string) fs.FileMode
	// publish opens folders that are there to everybody.
	publish bool
}

type step struct {
	name    string
	root    *os.Root
	private bool // not everybody may read it
}

// to is the folder of that path, "." for the tree itself. It is open until the
// next call.
func (c *cursor) to(folder string) (*os.Root, error) {
	names, same := wayTo(folder, len(c.steps), func(i int) string { return c.steps[i].name })
	c.back(same)
	for i := same; i < len(names); i++ {
		next, err := c.enter(names[i], strings.Join(names[:i+1], "/"))
		if err != nil {
			return nil, err
		}
		c.steps = append(c.steps, next)
	}
	return c.here(), nil
}

// wayTo are the names on the way to a folder, "." for the tree itself, and how many of them
// are those of the steps on which somebody stands.
func wayTo(folder string, steps int, name func(i int) string) (names []string, same int) {
	if folder != "." {
		names = strings.Split(folder, "/")
	}
	for same < len(names) && same < steps && name(same) == names[same] {
		same++
	}
	return names, same
}

func (c *cursor) here() *os.Root {
	if len(c.steps) == 0 {
		return c.root
	}
	return c.steps[len(c.steps)-1].root
}

func (c *cursor) enter(name, path string) (step, error) {
	around := c.here()
	info, err := around.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) && c.mode != nil {
		info, err = madeFolder(around, name, c.mode(path))
	}
	if err != nil {
		return step{}, err
	}
	if !info.IsDir() {
		return step{}, fmt.Errorf("%s is %s: %w", path, kind(info.Mode()), errInTheWay)
	}
	private := info.Mode()&0o555 != 0o555 && runtime.GOOS != "windows"
	if private && c.publish {
		around.Chmod(name, folderMode) // a folder of somebody else stays as it is
	}
	root, err := around.OpenRoot(name)
	return step{name, root, private}, err
}

// public says whether everybody may read the folders on the way; the tree's own
// folder is its owner's affair.
func (c *cursor) public() bool {
	return !slices.ContainsFunc(c.steps, func(s step) bool { return s.private })
}

func isPublic(mode fs.FileMode) bool { return mode&0o444 == 0o444 || runtime.GOOS == "windows" }

// madeFolder makes a folder that everybody may see, and looks at it.
func madeFolder(root *os.Root, name string, mode fs.FileMode) (fs.FileInfo, error) {
	err := root.Mkdir(name, mode)
	if errors.Is(err, fs.ErrExist) {
		return root.Lstat(name) // another worker made it
	}
	if err != nil {
		return nil, err
	}
	info, err := root.Lstat(name)
	if err != nil || info.Mode().Perm() == mode.Perm() || runtime.GOOS == "windows" {
		return info, err
	}
	if err := root.Chmod(name, mode); err != nil {
		return nil, err
	}
	return root.Lstat(name)
}

// makeFolder gives the folder its mode whatever the umask is.
func makeFolder(root *os.Root, name string, mode fs.FileMode) error {
	if err := root.Mkdir(name, 0o700); err != nil {
		return err
	}
	return root.Chmod(name, mode)
}

// back leaves all folders but the first n.
func (c *cursor) back(n int) {
	for len(c.steps) > n {
		c.steps[len(c.steps)-1].root.Close()
		c.steps = c.steps[:len(c.steps)-1]
	}
}

func (c *cursor) close() { c.back(0) }
