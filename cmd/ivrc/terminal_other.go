//go:build !windows

package main

import "os"

// obeys says that a terminal obeys control sequences.
func obeys(*os.File) bool { return true }
