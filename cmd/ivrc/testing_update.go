package main

import (
	"fmt"
	"path/filepath"

	"ivrc/compiler/script"
	"ivrc/compiler/syntax"
)

// update writes what was heard, and how calls ended, into the scripts that expect
// something else, and runs these again.
func (r *testRun) update() error {
	options := script.Options{Limits: syntax.DefaultLimits(), Targets: targetNames()}
	for _, u := range r.suites {
		if !u.runs() {
			continue
		}
		// A credential is never written anywhere.
		open := func(text string) bool { return u.masked(text) == text }
		text, n, err := script.Update(u.script, u.results, open, options)
		if err != nil {
			fmt.Fprintf(r.err, "%s was not changed: %s\n", filepath.ToSlash(u.path), err)
		}
		if n == 0 {
			continue
		}
		if err := writeWhole(u.path, string(text)); err != nil {
			return err
		}
		fmt.Fprintf(r.talk, "%s: %s written\n", filepath.ToSlash(u.path), plural(n, "expectation"))
		*u = *r.read(u.path)
		u.checkNames()
		if u.runs() {
			if err := r.suite(u); err != nil {
				return err
			}
		}
	}
	return nil
}
