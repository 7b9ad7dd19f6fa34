package publish

import (
	"io/fs"
	"os"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// descent goes from folder to folder like a cursor, and marks files. It asks the system
// for three calls for each folder and one for each file, which is most of what a build
// costs that changes nothing.
type descent struct {
	top   *os.File
	steps []descentStep
}

type descentStep struct {
	name    string
	fd      int
	private bool // not everybody may read it
}

func descend(root *os.Root) (*descent, error) {
	top, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	return &descent{top: top}, nil
}

// to goes to a folder, "." for the tree itself, and never through a link.
func (d *descent) to(folder string) error {
	var names []string
	if folder != "." {
		names = strings.Split(folder, "/")
	}
	same := 0
	for same < len(names) && same < len(d.steps) && d.steps[same].name == names[same] {
		same++
	}
	d.back(same)
	for _, name := range names[same:] {
		next := descentStep{name: name}
		err := ignoringEINTR(func() (err error) {
			next.fd, err = unix.Openat(d.here(), name, unix.O_PATH|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
			return err
		})
		if err != nil {
			return &fs.PathError{Op: "openat", Path: name, Err: err}
		}
		d.steps = append(d.steps, next)
		var s unix.Stat_t
		if err := unix.Fstat(next.fd, &s); err != nil {
			return &fs.PathError{Op: "fstat", Path: name, Err: err}
		}
		d.steps[len(d.steps)-1].private = s.Mode&0o555 != 0o555
	}
	return nil
}

func (d *descent) here() int {
	if len(d.steps) == 0 {
		return int(d.top.Fd())
	}
	return d.steps[len(d.steps)-1].fd
}

// public says whether everybody may read the folders on the way.
func (d *descent) public() bool {
	return !slices.ContainsFunc(d.steps, func(s descentStep) bool { return s.private })
}

// back leaves all folders but the first n.
func (d *descent) back(n int) {
	for len(d.steps) > n {
		unix.Close(d.steps[len(d.steps)-1].fd)
		d.steps = d.steps[:len(d.steps)-1]
	}
}

func (d *descent) close() {
	d.back(0)
	d.top.Close()
}

// mark is markOfOpen for a name in the folder; links are not followed.
func (d *descent) mark(name string) (mark, error) {
	var s unix.Stat_t
	err := ignoringEINTR(func() error { return unix.Fstatat(d.here(), name, &s, unix.AT_SYMLINK_NOFOLLOW) })
	if err != nil {
		return mark{}, &fs.PathError{Op: "fstatat", Path: name, Err: err}
	}
	return markOfStat(&s), nil
}
