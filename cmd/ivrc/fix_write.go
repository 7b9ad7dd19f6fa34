package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// rewriteFlow writes a new text over a file that held the old one: all of it or
// nothing, with the same permissions and owner. Where the path is a link, the file
// that it leads to is written and the link stays. The error is a sentence; the
// file is as it was then.
func rewriteFlow(path string, old, now []byte) (err error) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("fixing %s: %w", path, err)
	}
	info, err := writable(path, target)
	if err != nil {
		return err
	}
	stage, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*.tmp")
	if err != nil {
		return fmt.Errorf("%s cannot be fixed, because its folder takes no new file: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(stage.Name())
		}
	}()
	if err := fillStage(stage, info, now); err != nil {
		return fmt.Errorf("fixing %s: %w; nothing was changed", path, err)
	}
	switch there, err := os.ReadFile(target); {
	case err != nil:
		return fmt.Errorf("fixing %s: %w", path, err)
	case bytes.Equal(there, now): // the same file under another name
		return os.Remove(stage.Name())
	case !bytes.Equal(there, old):
		return fmt.Errorf("%s was changed by somebody else in the meantime, so it was not fixed; try again", path)
	}
	if err := os.Rename(stage.Name(), target); err != nil {
		return fmt.Errorf("fixing %s: %w; nothing was changed", path, err)
	}
	return syncFolder(filepath.Dir(target))
}

// writable refuses files that their owner protects, although a rename would get
// past that.
func writable(path, target string) (fs.FileInfo, error) {
	info, err := os.Stat(target)
	if err != nil {
		return nil, fmt.Errorf("fixing %s: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file, so it cannot be fixed", path)
	}
	protected := info.Mode().Perm()&0o200 == 0
	if !protected {
		f, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err == nil {
			err = f.Close()
		}
		if err != nil && !errors.Is(err, fs.ErrPermission) {
			return nil, fmt.Errorf("fixing %s: %w", path, err)
		}
		protected = err != nil
	}
	if protected {
		return nil, fmt.Errorf("%s is read-only, so it was not fixed; allow writing, or look at the changes with --fix --dry-run", path)
	}
	return info, nil
}

// fillStage writes the whole text to disk, with the mode and owner of the file
// that it will replace.
func fillStage(stage *os.File, like fs.FileInfo, text []byte) error {
	_, err := stage.Write(text)
	if err == nil {
		err = keepOwner(stage, like)
	}
	if err == nil {
		err = stage.Chmod(like.Mode() & (fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky))
	}
	if err == nil {
		err = stage.Sync()
	}
	return errors.Join(err, stage.Close())
}
