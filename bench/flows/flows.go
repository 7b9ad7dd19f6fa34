// Package flows makes input for measuring: flows of any size, of the kinds of steps
// and the lengths of text that phone menus have, and shapes that a program could be
// slow at.
//
// In: a number of steps, a layout, a shape and a seed. Out: the texts of the files,
// the same bytes for the same wishes, on every machine. Every shape stays within what
// the reader takes (compiler/syntax, Limits), and all but Wrong and Unreachable
// compile for Plivo and Tropo without an error or a warning when Budgets are given.
package flows

import (
	"fmt"
	"os"
	"path/filepath"
)

// Layout is how many flows the steps are divided into.
type Layout string

const (
	// One is a single flow with all steps.
	One Layout = "one"
	// Many is flows of PerFile steps.
	Many Layout = "many"
)

// PerFile is how many steps a flow has in the layout Many.
const PerFile = 50

// Shape is what the flows look like.
type Shape string

const (
	// Plain is what authors write: three fifths menus of seven keys, a third steps that
	// speak and lead on, the rest transfers and recordings.
	Plain Shape = "plain"
	// HugeMenu is one menu whose keys are the number of steps that was asked for; the
	// keys share few steps.
	HugeMenu Shape = "huge-menu"
	// Comments is Plain with runs of comment lines between steps and a comment at
	// every key.
	Comments Shape = "comments"
	// Anchors is Plain with steps that say what an anchor names and an alias repeats.
	Anchors Shape = "anchors"
	// Wrong is Plain with a mistake in one step of a hundred: misspelt keys, targets
	// that do not exist, values out of range, keys that stand twice.
	Wrong Shape = "wrong"
	// Unreachable is Plain with every second step in a part that no call gets to.
	Unreachable Shape = "unreachable"
	// OneLine is Plain as JSON, all of it on one line.
	OneLine Shape = "one-line"
)

// Shapes are all shapes, Plain first.
func Shapes() []Shape {
	return []Shape{Plain, HugeMenu, Comments, Anchors, Wrong, Unreachable, OneLine}
}

// Budgets is the value of --budget under which the advice about many options and
// long prompts is silent: the menus are meant to be large.
const Budgets = "options=none,prompt=none,menus=none"

// Wish is what is to be made.
type Wish struct {
	// Steps is how many steps there are in all, at least 10; for HugeMenu the keys.
	Steps int
	// Layout is One where it is empty, Shape is Plain.
	Layout Layout
	Shape  Shape
	// Seed chooses texts and targets; any number is as good as another.
	Seed uint64
}

// File is one flow.
type File struct {
	// Name ends in .ivr.yaml.
	Name string
	Text []byte
}

// Make makes the flows. The error says what is wrong with the wish.
func Make(w Wish) ([]File, error) {
	if w.Layout == "" {
		w.Layout = One
	}
	if w.Shape == "" {
		w.Shape = Plain
	}
	if w.Steps < 10 {
		return nil, fmt.Errorf("%d steps are too few: 10 is the least", w.Steps)
	}
	sizes := []int{w.Steps}
	switch w.Layout {
	case One:
	case Many:
		sizes = divided(w.Steps)
	default:
		return nil, fmt.Errorf("there is no layout %q", w.Layout)
	}
	var files []File
	for i, n := range sizes {
		id := fmt.Sprintf("flow-%04d", i)
		text, err := one(id, n, w.Shape, w.Seed+uint64(i))
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: id + ".ivr.yaml", Text: text})
	}
	return files, nil
}

// divided gives every flow PerFile steps, and the last one what is left over.
func divided(steps int) []int {
	var sizes []int
	for left := steps; left > 0; left -= PerFile {
		if left < PerFile+10 {
			return append(sizes, left)
		}
		sizes = append(sizes, PerFile)
	}
	return sizes
}

// Write makes the flows and writes them into a folder, which it creates. It returns
// how many bytes they have.
func Write(folder string, w Wish) (bytes int64, err error) {
	files, err := Make(w)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return 0, err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, f.Name), f.Text, 0o644); err != nil {
			return 0, err
		}
		bytes += int64(len(f.Text))
	}
	return bytes, nil
}

// one is the text of one flow.
func one(id string, steps int, shape Shape, seed uint64) ([]byte, error) {
	switch shape {
	case HugeMenu:
		return hugeMenu(id, steps), nil
	case Plain, Comments, Anchors, Wrong, Unreachable, OneLine:
		p := newPlan(steps, shape == Unreachable, seed)
		if shape == OneLine {
			return oneLine(id, p), nil
		}
		return block(id, p, shape), nil
	}
	return nil, fmt.Errorf("there is no shape %q", shape)
}
