package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/lock"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// numbersOf reads the numbers that a flow has at the targets that keep some, by
// the name of the flow's file.
type numbersOf func(file, flow string, targets []backends.Backend) ([]backends.Number, diag.List)

// lockBeside is the lock file of a target for a flow's file; ok is false for a
// target without one, and for a flow that has no place.
func lockBeside(file string, b backends.Backend) (path string, ok bool) {
	numbered, ok := b.(backends.Numbered)
	if !ok || file == stdinName || file == "" {
		return "", false
	}
	return filepath.Join(filepath.Dir(filepath.FromSlash(file)), numbered.LockFile()), true
}

// numbersBeside reads what stands beside flows, each file once; what is wrong with
// one is said at the first flow that needs it. A file that is not there holds
// nothing.
func numbersBeside() numbersOf {
	var mutex sync.Mutex
	read := map[string]*lock.Lock{}
	return func(file, flow string, targets []backends.Backend) ([]backends.Number, diag.List) {
		mutex.Lock()
		defer mutex.Unlock()
		for _, b := range targets {
			path, ok := lockBeside(file, b)
			if !ok {
				continue
			}
			l, known := read[path]
			if known {
				return numbersIn(l, flow), nil
			}
			l, list, err := readLock(path)
			if err != nil {
				list.Add(diag.New(diag.BadValue, source.Span{}, "%s cannot be read: %s", filepath.ToSlash(path), err).
					WithHelp("make it readable: without it, prompts that are drawn already would get other numbers"))
			}
			read[path] = l
			return numbersIn(l, flow), list
		}
		return nil, nil
	}
}

func readLock(path string) (*lock.Lock, diag.List, error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return &lock.Lock{}, nil, nil
	}
	file, list, err := readFile(path)
	if err != nil || file == nil || list.HasErrors() {
		return &lock.Lock{}, list, err
	}
	l, found := lock.Parse(file, syntax.DefaultLimits())
	if list.Add(found...); list.HasErrors() {
		return &lock.Lock{}, list, nil
	}
	return l, list, nil
}

func numbersIn(l *lock.Lock, flow string) []backends.Number {
	var out []backends.Number
	for _, e := range l.Flow(flow) {
		out = append(out, backends.Number{Name: e.Name, Number: e.Number, Print: e.Print, Retired: e.Retired, Span: e.Span})
	}
	return out
}

// lockChange is a lock file that a build writes anew.
type lockChange struct {
	path, staged string
	text         []byte
	lines        []string // what a person has to draw
}

// lockChanges are the lock files whose numbers are not those of the bundles.
func lockChanges(all []compiled) ([]lockChange, error) {
	locks := map[string]*lock.Lock{}
	var order []string
	lines := map[string][]string{}
	for _, c := range all {
		for _, b := range c.bundles {
			if len(b.Numbers) == 0 {
				continue
			}
			targets, err := selectTargets([]string{b.Site.Target}, allBackends())
			if err != nil {
				return nil, failure(err)
			}
			path, ok := lockBeside(c.input.path, targets[0])
			if !ok {
				continue
			}
			if locks[path] == nil {
				l, list, err := readLock(path)
				if err != nil || list.HasErrors() {
					return nil, failure(fmt.Errorf("reading %s: it cannot be read any more", path))
				}
				locks[path], order = l, append(order, path)
			}
			lines[path] = append(lines[path], toDraw(c.flow.ID, numbersIn(locks[path], c.flow.ID), b.Numbers)...)
			locks[path].Set(c.flow.ID, entriesOf(b.Numbers))
		}
	}
	var changes []lockChange
	for _, path := range order {
		text := locks[path].Encode()
		before, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, failure(err)
		}
		if !slices.Equal(before, text) && len(lines[path]) > 0 {
			changes = append(changes, lockChange{path: path, text: text, lines: lines[path]})
		}
	}
	return changes, nil
}

func entriesOf(numbers []backends.Number) []lock.Entry {
	var out []lock.Entry
	for _, n := range numbers {
		out = append(out, lock.Entry{Name: n.Name, Number: n.Number, Print: n.Print, Retired: n.Retired})
	}
	return out
}

// toDraw says what is new between the numbers of a file and those of a build;
// nothing where only the form of the file would change.
func toDraw(flow string, before, now []backends.Number) []string {
	was := map[int]backends.Number{}
	for _, n := range before {
		was[n.Number] = n
	}
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, flow+": "+fmt.Sprintf(format, args...)) }
	now = slices.Clone(now)
	slices.SortFunc(now, func(a, b backends.Number) int { return a.Number - b.Number })
	for _, n := range now {
		old, known := was[n.Number]
		switch {
		case !known:
			say("draw prompt %d (%s)", n.Number, n.Name)
		case n.Retired && !old.Retired:
			say("take prompt %d (%s) away: the flow no longer has it", n.Number, n.Name)
		case n.Retired:
		case old.Retired:
			say("draw prompt %d (%s) again: the flow has it once more", n.Number, n.Name)
		case old.Name != n.Name:
			say("prompt %d, which was %s, is now called %s", n.Number, old.Name, n.Name)
		case old.Print == "":
			say("see whether prompt %d (%s) is drawn as the sheet says", n.Number, n.Name)
		case old.Print != n.Print:
			say("draw prompt %d (%s) again: what it plays has changed", n.Number, n.Name)
		}
	}
	return lines
}

// stage writes the new text beside the file, so that nothing but a rename is left
// to do once the build is published.
func (c *lockChange) stage() error {
	f, err := os.CreateTemp(filepath.Dir(c.path), "."+filepath.Base(c.path)+".*")
	if err != nil {
		return failure(fmt.Errorf("writing %s: %w", c.path, err))
	}
	c.staged = f.Name()
	_, err = f.Write(c.text)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		c.drop()
		return failure(fmt.Errorf("writing %s: %w", c.path, err))
	}
	return nil
}

func (c *lockChange) drop() {
	if c.staged != "" {
		_ = os.Remove(c.staged) // what is left over is a hidden file that nobody reads
		c.staged = ""
	}
}

// commit puts the new text in the place of the file.
func (c *lockChange) commit() error {
	if err := os.Rename(c.staged, c.path); err != nil {
		c.drop()
		return failure(fmt.Errorf("the documents are published, but %s could not be written, and the next build may number prompts in another way: %w", c.path, err))
	}
	c.staged = ""
	return nil
}

// numbers says that a target's documents depend on numbers beside the flows.
func (w *work) numbers() bool {
	return slices.ContainsFunc(w.job.targets, func(b backends.Backend) bool {
		_, ok := b.(backends.Numbered)
		return ok
	})
}

// lockPaths are the lock files that stand beside the flows, for those who must
// not write over them and for build tools.
func (w *work) lockPaths() []string {
	var paths []string
	for _, in := range w.inputs {
		for _, b := range w.job.targets {
			path, ok := lockBeside(in.path, b)
			if _, err := os.Stat(path); ok && err == nil && !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	return paths
}
