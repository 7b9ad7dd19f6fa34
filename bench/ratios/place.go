//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// mounted is a file system of this run.
type mounted struct{ folder, image string }

// memory is where Linux has files in memory.
const memory = "/dev/shm"

// choosePlace looks whether fresh file systems can be made.
func (b *bench) choosePlace() {
	if b.folder != "" || os.Geteuid() != 0 {
		return
	}
	tmp, err := os.MkdirTemp(memory, "ivrc-ratios-")
	if err != nil {
		return
	}
	b.tmp = tmp
	_, drop, err := b.fresh(100)
	if err != nil {
		fmt.Fprintln(os.Stderr, "no file system of its own:", err)
		os.RemoveAll(tmp)
		b.tmp = ""
		return
	}
	drop()
}

// fresh is an empty folder with room for so many documents, on a file system of its
// own where that can be had: what was written and deleted before has no part in it.
func (b *bench) fresh(files int) (folder string, drop func(), err error) {
	if b.tmp == "" {
		folder, err := os.MkdirTemp(b.work, "place-")
		return folder, func() { os.RemoveAll(folder) }, err
	}
	folder, err = os.MkdirTemp(b.work, "place-")
	if err != nil {
		return "", nil, err
	}
	m := mounted{folder: folder, image: filepath.Join(b.tmp, filepath.Base(folder))}
	f, err := os.Create(m.image)
	if err == nil {
		// A document takes a block of 4 KiB, twice where a build stages it.
		err = f.Truncate(256<<20 + int64(files)*3*4096)
		f.Close()
	}
	b.mntd = append(b.mntd, m)
	if err == nil {
		err = quietly(exec.Command("mkfs.ext4", "-q", "-F", "-N", fmt.Sprint(files*3+20_000), m.image))
	}
	if err == nil {
		err = quietly(exec.Command("mount", "-o", "loop,noatime", m.image, folder))
	}
	return folder, func() { b.drop(m) }, err
}

// drop gives a file system back.
func (b *bench) drop(m mounted) {
	_ = quietly(exec.Command("umount", m.folder))
	os.Remove(m.image)
	os.Remove(m.folder)
	b.mntd = slices.DeleteFunc(b.mntd, func(one mounted) bool { return one == m })
}

func (b *bench) dropAll() {
	for _, m := range slices.Clone(b.mntd) {
		b.drop(m)
	}
	if b.tmp != "" {
		os.RemoveAll(b.tmp)
	}
}

// quietly runs a command that only speaks when it fails.
func quietly(c *exec.Cmd) error {
	if said, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", c.Args[0], err, said)
	}
	return nil
}
