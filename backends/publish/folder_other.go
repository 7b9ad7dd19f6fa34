//go:build !linux

package publish

import "os"

// filling is a folder of the new tree while files are put into it.
type filling struct{ folder *os.Root }

// fillFolder borrows the folder.
func fillFolder(root *os.Root) (*filling, error) { return &filling{root}, nil }

func (f *filling) close() {}

// write makes a new file; one that is there already is an error.
func (f *filling) write(name string, text []byte, sync bool) error {
	return writeFile(f.folder, name, text, sync)
}
