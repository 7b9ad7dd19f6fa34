package publish

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// filling is a folder of the new tree while files are put into it. It asks the system
// for three calls for each file, where package os needs twice as many: with a file
// for every key of every menu they are most of what a build costs.
type filling struct {
	folder *os.File
	// modes says that new files get the mode that they are made with: no umask or
	// access list of the folder takes anything away. It is found out by the first.
	modes, asked bool
	marks        bool // whoever writes wants marks
}

func fillFolder(root *os.Root) (*filling, error) {
	folder, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	return &filling{folder: folder}, nil
}

func (f *filling) close() { f.folder.Close() }

// write makes a new file; one that is there already is an error. Its mode does not
// depend on the umask. Waiting for the disk is done once for the whole tree.
func (f *filling) write(name string, text []byte, _ bool) (m mark, err error) {
	var fd int
	err = ignoringEINTR(func() (err error) {
		fd, err = unix.Openat(int(f.folder.Fd()), name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, uint32(fileMode))
		return err
	})
	if err != nil {
		return m, &fs.PathError{Op: "openat", Path: name, Err: err}
	}
	if err = writeAll(fd, text); err != nil {
		err = &fs.PathError{Op: "write", Path: name, Err: err}
	} else if err = f.mode(fd); err != nil {
		err = &fs.PathError{Op: "chmod", Path: name, Err: err}
	} else if f.marks {
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

func (f *filling) mode(fd int) error {
	if !f.asked {
		var made unix.Stat_t
		if err := unix.Fstat(fd, &made); err != nil {
			return err
		}
		f.asked, f.modes = true, made.Mode&0o7777 == uint32(fileMode)
	}
	if f.modes {
		return nil
	}
	return ignoringEINTR(func() error { return unix.Fchmod(fd, uint32(fileMode)) })
}
