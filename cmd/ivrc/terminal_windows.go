package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// obeys says that a terminal obeys control sequences; those of older Windows do so
// when asked.
func obeys(file *os.File) bool {
	var mode uint32
	handle := windows.Handle(file.Fd())
	if windows.GetConsoleMode(handle, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(handle, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
