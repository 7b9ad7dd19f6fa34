//go:build !linux

package publish

import (
	"io/fs"
	"os"
	"time"
)

// building goes from folder to folder of the new tree, makes those that are missing, and
// puts files into them.
type building struct {
	cursor
}

// build does not know how files look here, so nobody gets marks.
func build(root *os.Root, _ bool) (*building, error) {
	return &building{cursor{root: root, mode: func(string) fs.FileMode { return folderMode }}}, nil
}

// to goes to a folder, "." for the tree itself.
func (b *building) to(folder string) error {
	_, err := b.cursor.to(folder)
	return err
}

// write makes a new file; one that is there already is an error.
func (b *building) write(name string, text []byte, sync bool) (mark, error) {
	return mark{}, writeFile(b.here(), name, text, sync)
}

func (b *building) setTime(name string, t time.Time) { setTime(b.here(), name, t) }
