package publish

import (
	"errors"
	"fmt"
	"os"
	"time"
)

var (
	// errLocked is another holder.
	errLocked = errors.New("locked")
	// errNoLocks is a system or file system without locks for folders.
	errNoLocks = errors.New("no locks here")
)

const (
	lockPoll = 20 * time.Millisecond
	// lockPatience is the wait that a user need not hear of.
	lockPatience = 500 * time.Millisecond
)

// lock holds a folder until close. The folder itself is locked: a lock file
// would be one more file to write, and deleting it would let two builds hold two
// of them. The kernel lets go of the lock of a killed process.
func (p *publication) lock(root *os.Root) error {
	file, err := lockFile(root)
	if err != nil {
		return fmt.Errorf("opening %s to lock it: %w", root.Name(), err)
	}
	p.locks = append(p.locks, file)
	start, told := time.Now(), false
	for {
		err := tryLock(file)
		switch waited := time.Since(start); {
		case err == nil:
			return nil
		case errors.Is(err, errNoLocks):
			p.warn("this file system has no locks: let only one build write into %s at a time", p.Folder)
			return nil
		case !errors.Is(err, errLocked):
			return fmt.Errorf("locking %s: %w", root.Name(), err)
		case waited >= p.LockTimeout:
			return fmt.Errorf("%s still writes beside or into %s after %s; --lock-timeout waits longer; nothing was changed",
				holder(file), p.Folder, p.LockTimeout)
		case waited >= lockPatience && !told:
			told = true
			p.notify("waiting for %s, which writes beside or into %s", holder(file), p.Folder)
		}
		if err := p.stopped(); err != nil {
			return err
		}
		time.Sleep(lockPoll)
	}
}

func holder(file *os.File) string {
	if pid := lockHolder(file); pid > 0 {
		return fmt.Sprintf("another build (process %d)", pid)
	}
	return "another build"
}
