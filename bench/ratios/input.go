//go:build linux

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"ivrc/bench/flows"
)

// input is one folder of flows.
type input struct {
	name   string
	wish   flows.Wish
	folder string
	bytes  int64
	edits  int
}

// input lets another process write the flows: this one stays small.
func (b *bench) input(w flows.Wish) (*input, error) {
	in := &input{name: fmt.Sprintf("%d %s", w.Steps, w.Layout), wish: w}
	if w.Shape != flows.Plain {
		in.name = fmt.Sprintf("%s %d", w.Shape, w.Steps)
	}
	in.folder = filepath.Join(b.work, fmt.Sprintf("%s-%s-%d", w.Shape, w.Layout, w.Steps))
	_, _, err := b.exec(false, nil, b.program("write"), "-steps", fmt.Sprint(w.Steps), "-layout", string(w.Layout),
		"-shape", string(w.Shape), "-seed", fmt.Sprint(w.Seed), "-out", in.folder)
	if err != nil {
		return nil, err
	}
	files, err := os.ReadDir(in.folder)
	for _, f := range files {
		info, err := f.Info()
		if err != nil {
			return nil, err
		}
		in.bytes += info.Size()
	}
	return in, err
}

// findings says whether a check of it ends with exit code 1.
func (in *input) findings() bool {
	return in.wish.Shape == flows.Wrong || in.wish.Shape == flows.Unreachable
}

// documents is about how many files a build of it writes.
func (in *input) documents() int { return in.wish.Steps * 12 }

// spoken is a word of a prompt with a letter that can be another.
var spoken = regexp.MustCompile(`Nort[a-z]n & S`)

// edit changes one letter of one prompt, near the middle.
func (in *input) edit() error {
	files, err := os.ReadDir(in.folder)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(in.folder, files[len(files)/2].Name()), os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	const window = 64 << 10
	text := make([]byte, min(window, info.Size()))
	from := (info.Size() - int64(len(text))) / 2
	if _, err := f.ReadAt(text, from); err != nil {
		return err
	}
	at := spoken.FindIndex(text)
	if at == nil {
		return errors.New("there is no prompt to edit")
	}
	in.edits++
	_, err = f.WriteAt([]byte{byte('a' + in.edits%26)}, from+int64(at[0])+4)
	return err
}
