package publish

import (
	"errors"
	"fmt"
	"os"
	"path"
	"syscall"

	"golang.org/x/sys/unix"
)

// syncsEach: one call waits for a whole file system, so files need not.
const syncsEach = false

func syncTree(root *os.Root) error {
	folder, err := root.Open(".")
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := unix.Syncfs(int(folder.Fd())); err != nil {
		return &os.SyscallError{Syscall: "syncfs", Err: err}
	}
	return nil
}

// cannotExchange is what can be known before anything is written.
func (p *publication) cannotExchange() string {
	around, err := p.parent.Stat(".")
	if err != nil {
		return ""
	}
	a, okA := around.Sys().(*syscall.Stat_t)
	b, okB := p.out.info.Sys().(*syscall.Stat_t)
	if okA && okB && a.Dev != b.Dev {
		return "it is a mount point"
	}
	return ""
}

// exchange gives the new tree the name of the output, and then deletes the old
// one. If what was exchanged is not what was looked at, it is exchanged back.
func (p *publication) exchange(s *stage) error {
	folder, err := p.parent.Open(".")
	if err != nil {
		return fmt.Errorf("opening the folder around %s: %w; nothing was changed", p.Folder, err)
	}
	defer folder.Close()
	if err := p.swap(folder, s.name); err != nil {
		return err
	}
	err = p.isExchanged(s)
	if err == nil && !p.NoSync {
		err = folder.Sync()
	}
	if err != nil {
		if back := p.swapBack(folder, s.name); back != nil {
			return fmt.Errorf("%s is the new tree, but this is not certain to outlast a power cut: %w (and going back: %v)", p.Folder, err, back)
		}
		return fmt.Errorf("exchanging %s: %w; nothing was changed", p.Folder, err)
	}
	if !p.out.exists {
		return nil
	}
	if err := p.parent.RemoveAll(s.name); err != nil {
		p.warn("the tree before could not be removed, the next build tries again: %v", err)
	}
	return nil
}

func (p *publication) swap(folder *os.File, stage string) error {
	flags := uint(unix.RENAME_EXCHANGE)
	if !p.out.exists {
		flags = unix.RENAME_NOREPLACE
	}
	err := rename(folder, stage, folder, p.out.name, flags)
	if err == nil {
		return nil
	}
	if p.out.exists {
		if why := whyNot(err); why != "" {
			return notAtomic(why)
		}
	} else if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		// Without the flag, a folder that is not empty is in nobody's way either: rename
		// does not replace it.
		if err = p.parent.Rename(stage, p.out.name); err == nil {
			return nil
		}
	}
	return fmt.Errorf("giving the new tree the name %s: %w; nothing was changed", p.Folder, err)
}

// rename is renameat2: https://man7.org/linux/man-pages/man2/rename.2.html.
func rename(from *os.File, name string, to *os.File, newName string, flags uint) error {
	return ignoringEINTR(func() error { return unix.Renameat2(int(from.Fd()), name, int(to.Fd()), newName, flags) })
}

// exchangeNames lets what has a name in one folder and what has it in another change
// places in one step. Links are not followed.
func exchangeNames(a, b *os.File, name string) error {
	err := rename(a, name, b, name, unix.RENAME_EXCHANGE)
	if err == nil {
		return nil
	}
	if why := whyNot(err); why != "" {
		return notAtomic(why)
	}
	return &os.LinkError{Op: "renameat2", Old: path.Join(a.Name(), name), New: path.Join(b.Name(), name), Err: err}
}

func (p *publication) swapBack(folder *os.File, stage string) error {
	if !p.out.exists {
		return p.parent.Rename(p.out.name, stage)
	}
	return rename(folder, stage, folder, p.out.name, unix.RENAME_EXCHANGE)
}

// isExchanged looks whether both names have what they should have: somebody may
// have moved folders about in the meantime.
func (p *publication) isExchanged(s *stage) error {
	names := map[string]*os.Root{p.out.name: s.root}
	if p.old != nil {
		names[s.name] = p.old
	}
	for name, root := range names {
		at, err := p.parent.Lstat(name)
		if err != nil {
			return err
		}
		want, err := root.Stat(".")
		if err != nil {
			return err
		}
		if !os.SameFile(at, want) {
			return errors.New("the folder was replaced by something else during the build")
		}
	}
	return nil
}

// whyNot is the reason of errors that say that folders cannot be exchanged here.
func whyNot(err error) string {
	switch {
	case errors.Is(err, unix.EBUSY):
		return "it is a mount point"
	case errors.Is(err, unix.EXDEV):
		return "it is a mount point or comes from a lower layer of an overlay"
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM), errors.Is(err, unix.EROFS):
		return "the folder around it cannot be written to"
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.ENOTSUP):
		return "this file system cannot exchange folders"
	}
	return ""
}

func isReadOnly(err error) bool { return errors.Is(err, unix.EROFS) }

func ignoringEINTR(do func() error) error {
	for {
		if err := do(); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// linkFile gives a file a second name. A link is linked itself, not followed.
func linkFile(from, to *os.File, name string) error {
	err := ignoringEINTR(func() error { return unix.Linkat(int(from.Fd()), name, int(to.Fd()), name, 0) })
	if err != nil {
		return &os.LinkError{Op: "link", Old: path.Join(from.Name(), name), New: path.Join(to.Name(), name), Err: err}
	}
	return nil
}

// cannotLink are file systems without links, files that may not have another
// name, and mount points.
func cannotLink(err error) bool {
	for _, e := range []error{unix.EPERM, unix.EACCES, unix.EMLINK, unix.EXDEV, unix.ENOTSUP, unix.ENOSYS} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// mayChange says whether names in a folder can be removed: the old tree must go.
func mayChange(folder *os.File) bool {
	return unix.Faccessat(int(folder.Fd()), ".", unix.W_OK|unix.X_OK, unix.AT_EACCESS) == nil
}

// attributeLimit is in bytes; what is larger is left out.
const attributeLimit = 64 << 10

// copyAttributes brings over labels and access lists of a folder as far as the
// file system lets it: they are no part of what is published.
func copyAttributes(from, to *os.File) {
	names := make([]byte, attributeLimit)
	n, err := unix.Flistxattr(int(from.Fd()), names)
	if err != nil || n == 0 {
		return
	}
	value := make([]byte, attributeLimit)
	for _, name := range splitNames(names[:n]) {
		if size, err := unix.Fgetxattr(int(from.Fd()), name, value); err == nil {
			unix.Fsetxattr(int(to.Fd()), name, value[:size], 0) // a label may not be ours to set
		}
	}
}

func splitNames(list []byte) (names []string) {
	start := 0
	for i, c := range list {
		if c == 0 {
			names, start = append(names, string(list[start:i])), i+1
		}
	}
	return names
}
