package publish

import (
	"io/fs"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// markOf is what the system says of a file that was looked at; the zero mark for
// anything but a file.
func markOf(info fs.FileInfo) mark {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.Mode().IsRegular() {
		return mark{}
	}
	return mark{
		dev: uint64(s.Dev), ino: s.Ino, size: s.Size, mode: s.Mode,
		written: time.Unix(s.Mtim.Unix()).UnixNano(), changed: time.Unix(s.Ctim.Unix()).UnixNano(), seen: time.Now().UnixNano(),
	}
}

// markOfOpen is markOf for a file that is open.
func markOfOpen(fd int) mark {
	var s unix.Stat_t
	if err := unix.Fstat(fd, &s); err != nil {
		return mark{}
	}
	return markOfStat(&s)
}

func markOfStat(s *unix.Stat_t) mark {
	if s.Mode&unix.S_IFMT != unix.S_IFREG {
		return mark{}
	}
	return mark{
		dev: uint64(s.Dev), ino: s.Ino, size: s.Size, mode: s.Mode,
		written: s.Mtim.Nano(), changed: s.Ctim.Nano(), seen: time.Now().UnixNano(),
	}
}

// marking marks the files of a folder: for each it asks the system once, which is most
// of what a build costs that changes nothing.
type marking struct{ folder *os.File }

func markFiles(root *os.Root) (marking, error) {
	folder, err := root.Open(".")
	return marking{folder}, err
}

func (m marking) close() { m.folder.Close() }

// mark is markOf for a name in the folder; links are not followed.
func (m marking) mark(name string) (mark, error) {
	var s unix.Stat_t
	err := ignoringEINTR(func() error { return unix.Fstatat(int(m.folder.Fd()), name, &s, unix.AT_SYMLINK_NOFOLLOW) })
	if err != nil {
		return mark{}, &fs.PathError{Op: "fstatat", Path: name, Err: err}
	}
	return markOfStat(&s), nil
}
