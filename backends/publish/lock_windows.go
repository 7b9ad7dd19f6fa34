package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockName is a file because Windows does not lock folders. It is never deleted.
const lockName = ".ivrc-lock"

// locksFolders: a lock file inside the output would be published with it.
const locksFolders = false

func lockFile(root *os.Root) (*os.File, error) {
	return root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o644)
}

func tryLock(file *os.File) error {
	err := windows.LockFileEx(windows.Handle(file.Fd()),
		windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return errLocked
	}
	return err
}
