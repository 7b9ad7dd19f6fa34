//go:build unix

package main

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a file the owner and group of another.
func keepOwner(f *os.File, like fs.FileInfo) error {
	own, err := f.Stat()
	if err != nil {
		return err
	}
	has, ok := own.Sys().(*syscall.Stat_t)
	wants, known := like.Sys().(*syscall.Stat_t)
	if !ok || !known || has.Uid == wants.Uid && has.Gid == wants.Gid {
		return nil
	}
	if err := f.Chown(int(wants.Uid), int(wants.Gid)); err != nil {
		return fmt.Errorf("it belongs to somebody else: %w", err)
	}
	return nil
}

// syncFolder makes a rename last. Some file systems cannot do it for folders; the
// file itself is on disk by then.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return nil
	}
	_ = folder.Sync()
	return folder.Close()
}
