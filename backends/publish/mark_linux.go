package publish

import (
	"io/fs"
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

// inodeOf is the number of a file or folder in its file system, 0 if nobody says.
func inodeOf(info fs.FileInfo) uint64 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ino
	}
	return 0
}

// markOfOpen is markOf for a file that is open, but does not say when it was seen: whoever
// looks at many files asks the clock less often.
func markOfOpen(fd int) mark {
	var s unix.Stat_t
	if err := unix.Fstat(fd, &s); err != nil {
		return mark{}
	}
	return markOfStat(&s)
}

// markOfStat is what a file looks like; when it was seen is not in it.
func markOfStat(s *unix.Stat_t) mark {
	if s.Mode&unix.S_IFMT != unix.S_IFREG {
		return mark{}
	}
	return mark{
		dev: uint64(s.Dev), ino: s.Ino, size: s.Size, mode: s.Mode,
		written: s.Mtim.Nano(), changed: s.Ctim.Nano(),
	}
}
