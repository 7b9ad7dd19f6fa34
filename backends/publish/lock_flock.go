//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// locksFolders: the output itself can be locked as well.
const locksFolders = true

// lockFile is what is locked: the folder, opened for reading.
func lockFile(root *os.Root) (*os.File, error) { return root.Open(".") }

func tryLock(file *os.File) error {
	for {
		err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EWOULDBLOCK):
			return errLocked
		case errors.Is(err, unix.EBADF), errors.Is(err, unix.ENOLCK), errors.Is(err, unix.EINVAL),
			errors.Is(err, unix.ENOTSUP), errors.Is(err, unix.ENOSYS):
			// Network file systems lock only files that are open for writing.
			return errNoLocks
		}
		return err
	}
}
