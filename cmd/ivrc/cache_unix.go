//go:build unix

package main

import (
	"os"
	"syscall"
)

// isOurs says that a file or folder of the cache belongs to the user, and that nobody
// else can write to it.
func isOurs(path string) bool {
	info, err := os.Lstat(path)
	if err != nil {
		return false
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(s.Uid) == os.Geteuid() && info.Mode()&0o022 == 0 && info.Mode()&os.ModeSymlink == 0
}
