package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ivrc/backends/publish"
)

// depfileSuffix is how a depfile's name ends; what stands before it is the file
// that depends.
const depfileSuffix = ".d"

// depfile is what a build tool must look at to know whether a build would write
// something else: one rule in the syntax of make, which ninja reads as well.
type depfile struct {
	path, text string
}

// newDepfile makes the depfile of a build, nil where none is asked for. It comes
// before the build: a name that make cannot read is refused while nothing is
// written yet.
func newDepfile(f *publishFlags, w *work) (*depfile, error) {
	if f.depfile == "" {
		return nil, nil
	}
	target, named := strings.CutSuffix(f.depfile, depfileSuffix)
	switch {
	case !named || target == "" || os.IsPathSeparator(target[len(target)-1]):
		return nil, usage("--depfile takes the name of what depends with .d behind it, for example dist.d, not %q", f.depfile)
	case f.check:
		return nil, usage("--check writes nothing, so --depfile cannot be given with it")
	case isBelow(f.depfile, w.settings.out.value):
		return nil, usage("--depfile %s would be published with %s: choose a place outside of it", f.depfile, w.settings.out.value)
	}
	if info, err := os.Stat(f.depfile); err == nil && !info.Mode().IsRegular() {
		return nil, usage("--depfile: %s is not a file", f.depfile)
	}
	if err := noFolder("--depfile", f.depfile); err != nil {
		return nil, err
	}
	text, err := dependencies(target, w.prerequisites(f))
	if err != nil {
		return nil, err
	}
	return &depfile{f.depfile, text}, nil
}

// isBelow says that a file lies in a folder.
func isBelow(file, folder string) bool {
	at, err := filepath.Abs(file)
	top, topErr := filepath.Abs(folder)
	return err == nil && topErr == nil && at != top && within(at, top)
}

// prerequisites are the files that the build reads and the folders that it
// searches, each once: a new file in a folder shows in the folder's time.
func (w *work) prerequisites(f *publishFlags) []string {
	names := slices.Concat(w.paths(), w.settings.looked)
	if f.carry != "" {
		manifest := f.carry
		if info, err := os.Stat(manifest); err == nil && info.IsDir() {
			manifest = filepath.Join(manifest, publish.ManifestName)
		}
		names = append(names, manifest)
	}
	for i, name := range names {
		names[i] = filepath.Clean(name)
		if filepath.IsAbs(name) {
			names[i] = shortPath(name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// dependencies is the rule that a target depends on names. Each name also gets a
// rule without a recipe, as compilers of C write it: where the file is gone, make
// then builds again and does not stop.
func dependencies(target string, names []string) (string, error) {
	first, err := makeName(target)
	if err != nil {
		return "", err
	}
	var rule, alone strings.Builder
	rule.WriteString(first + ":")
	for _, name := range names {
		written, err := makeName(name)
		if err != nil {
			return "", err
		}
		rule.WriteString(" \\\n  " + written)
		if !strings.Contains(name, "%") && !strings.HasSuffix(name, "&") && !strings.HasSuffix(name, ":") {
			alone.WriteString("\n" + written + ":\n") // else make or ninja takes the rule for another kind
		}
	}
	return rule.String() + "\n" + alone.String(), nil
}

// makeName is a path as make reads it in a rule. What make has no way to write is
// an error. (ninja cannot read some other signs, such as quotes; it then builds
// every time, and never too rarely.)
func makeName(path string) (string, error) {
	name := filepath.ToSlash(path)
	if strings.HasSuffix(name, ")") || strings.HasSuffix(name, " ") || strings.HasSuffix(name, `\`) {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			name += "/." // the same folder, with an end that make can read
		}
	}
	bad := strings.IndexFunc(name, func(r rune) bool { return r < ' ' || strings.ContainsRune(";|=", r) })
	if bad < 0 && strings.ContainsAny(name[len(name)-1:], ") \\") {
		bad = len(name) - 1
	}
	if bad >= 0 {
		return "", usage("the name %q cannot stand in a depfile, because make has no way to write %q there; rename it, or build without --depfile", path, name[bad:bad+1])
	}
	var b strings.Builder
	slashes := 0 // backslashes before the sign at hand
	for i := range len(name) {
		c := name[i]
		switch c {
		case '\\':
			slashes++
			b.WriteByte(c)
			continue
		case '$':
			b.WriteByte('$')
		case ' ', '#', ':':
			if c == ':' && filepath.VolumeName(path) != "" && i == 1 {
				break // a drive
			}
			b.WriteString(strings.Repeat(`\`, slashes+1))
		}
		b.WriteByte(c)
		slashes = 0
	}
	return b.String(), nil
}

// write replaces the depfile as a whole.
func (d *depfile) write() error {
	if d == nil {
		return nil
	}
	folder, name := filepath.Split(d.path)
	draft, err := os.CreateTemp(folder, "."+name+".*")
	if err != nil {
		return failure(fmt.Errorf("writing the depfile: %w", reason(err)))
	}
	_, err = draft.WriteString(d.text)
	for _, step := range []func() error{
		func() error { return draft.Chmod(0o644) },
		draft.Close,
		func() error { return os.Rename(draft.Name(), d.path) },
	} {
		if problem := step(); err == nil {
			err = problem
		}
	}
	if err != nil {
		os.Remove(draft.Name())
		return failure(fmt.Errorf("writing the depfile: %w", reason(err)))
	}
	return nil
}
