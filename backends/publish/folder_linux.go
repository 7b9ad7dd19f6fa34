package publish

import (
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// building goes from folder to folder of the new tree, makes those that are missing, and
// puts files into them. It asks the system for three calls for each folder and each file,
// where package os needs twice as many and more: with a file for every key of every menu
// they are most of what a build costs. Nobody else may enter the tree, and no link is
// followed.
type building struct {
	trail
	// modes says that what is made gets the mode that it is made with: no umask or access
	// list of the folder takes anything away. It is found out by the first.
	folders, files modes
	marks          bool // whoever writes wants marks
}

func build(root *os.Root, marks bool) (*building, error) {
	top, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	return &building{trail: trail{top: top}, folders: modes{wanted: uint32(folderMode)}, files: modes{wanted: uint32(fileMode)}, marks: marks}, nil
}

// to goes to a folder, "." for the tree itself.
func (b *building) to(folder string) error {
	for _, name := range b.toward(folder) {
		if err := b.make(name); err != nil {
			return err
		}
	}
	return nil
}

// make makes a folder where it stands, and goes into it. Another worker may have made it.
func (b *building) make(name string) error {
	err := ignoringEINTR(func() error { return unix.Mkdirat(b.here(), name, uint32(folderMode)) })
	made := err == nil
	if err != nil && err != unix.EEXIST {
		return &fs.PathError{Op: "mkdirat", Path: name, Err: err}
	}
	if err := b.enter(name, unix.O_RDONLY); err != nil || !made {
		return err
	}
	if err := b.folders.give(b.here()); err != nil {
		return &fs.PathError{Op: "chmod", Path: name, Err: err}
	}
	return nil
}

// setTime gives a file a time, if there is one. A file system that has no times to give
// makes files younger.
func (b *building) setTime(name string, t time.Time) {
	if !t.IsZero() {
		at := unix.NsecToTimespec(t.UnixNano())
		_ = unix.UtimesNanoAt(b.here(), name, []unix.Timespec{at, at}, unix.AT_SYMLINK_NOFOLLOW)
	}
}

// write makes a new file; one that is there already is an error. Its mode does not
// depend on the umask. Waiting for the disk is done once for the whole tree.
func (b *building) write(name string, text []byte, _ bool) (m mark, err error) {
	var fd int
	err = ignoringEINTR(func() (err error) {
		fd, err = unix.Openat(b.here(), name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, uint32(fileMode))
		return err
	})
	if err != nil {
		return m, &fs.PathError{Op: "openat", Path: name, Err: err}
	}
	if err = writeAll(fd, text); err != nil {
		err = &fs.PathError{Op: "write", Path: name, Err: err}
	} else if err = b.files.give(fd); err != nil {
		err = &fs.PathError{Op: "chmod", Path: name, Err: err}
	} else if b.marks {
		m = markOfOpen(fd)
	}
	if closing := unix.Close(fd); err == nil && closing != nil && closing != unix.EINTR {
		err = &fs.PathError{Op: "close", Path: name, Err: closing}
	}
	return m, err
}

func writeAll(fd int, text []byte) error {
	for len(text) > 0 {
		n, err := unix.Write(fd, text)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return err
		}
		text = text[n:]
	}
	return nil
}

// modes is whether what is made has the mode that it shall have.
type modes struct {
	wanted      uint32
	same, asked bool
}

// give makes sure of the mode of something that was just made.
func (m *modes) give(fd int) error {
	if !m.asked {
		var made unix.Stat_t
		if err := unix.Fstat(fd, &made); err != nil {
			return err
		}
		m.asked, m.same = true, made.Mode&0o7777 == m.wanted
	}
	if m.same {
		return nil
	}
	return ignoringEINTR(func() error { return unix.Fchmod(fd, m.wanted) })
}
