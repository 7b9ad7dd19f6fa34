package publish

import (
	"io/fs"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// descent goes from folder to folder like a cursor, and marks files. It asks the system
// for three calls for each folder and one for each file, which is most of what a build
// costs that changes nothing.
type descent struct{ trail }

func descend(root *os.Root) (*descent, error) {
	top, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	return &descent{trail{top: top}}, nil
}

// to goes to a folder, "." for the tree itself, and never through a link.
func (d *descent) to(folder string) error {
	for _, name := range d.toward(folder) {
		if err := d.enter(name, unix.O_PATH); err != nil {
			return err
		}
		var s unix.Stat_t
		if err := unix.Fstat(d.here(), &s); err != nil {
			return &fs.PathError{Op: "fstat", Path: name, Err: err}
		}
		d.steps[len(d.steps)-1].private = s.Mode&0o555 != 0o555
	}
	return nil
}

// public says whether everybody may read the folders on the way.
func (d *descent) public() bool {
	return !slices.ContainsFunc(d.steps, func(s trailStep) bool { return s.private })
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
