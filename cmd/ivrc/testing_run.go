package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/script"
	"ivrc/compiler/source"
)

// testRun is one run of call scripts.
type testRun struct {
	session
	job    job
	suites []*suite
	// flows are those that the scripts name, by path; order is that in which they
	// were first named.
	flows map[string]*testedFlow
	order []*testedFlow
}

// suite is one call script.
type suite struct {
	path   string
	file   *source.File
	script *script.Script
	flow   *testedFlow // nil where none could be found
	// list is what there is to say about the file; failed is why it could not be read.
	list    diag.List
	failed  error
	results []script.Result
}

// runs says that the calls of the script can be run.
func (u *suite) runs() bool {
	return u.failed == nil && !u.list.HasErrors() && u.flow != nil && u.flow.usable()
}

// masked is a text about the script without the credentials of its files.
func (u *suite) masked(text string) string {
	if u.file != nil {
		text = u.file.Masked(text)
	}
	if u.flow != nil && u.flow.file != nil {
		text = u.flow.file.Masked(text)
	}
	return text
}

// testedFlow is a flow that scripts name.
type testedFlow struct {
	compiled
	path     string
	needed   []backends.Backend // targets with which some call is compared
	coverage *script.Coverage
}

func (t *testedFlow) usable() bool { return t.failed == nil && t.flow != nil && !t.list.HasErrors() }

// paths are all files that were read.
func (r *testRun) paths() []string {
	var paths []string
	for _, u := range r.suites {
		paths = append(paths, u.path)
	}
	for _, t := range r.order {
		paths = append(paths, t.path)
	}
	return paths
}

// calls runs every call of every script that can be run.
func (r *testRun) calls() error {
	r.status.begin()
	for i, u := range r.suites {
		r.status.say("%d of %s", i+1, plural(len(r.suites), "call script"))
		if !u.runs() {
			continue
		}
		if err := r.suite(u); err != nil {
			return err
		}
	}
	return nil
}

// suite runs the calls of one script, many of them side by side. The results are in
// the order of the script all the same.
func (r *testRun) suite(u *suite) error {
	calls := u.script.Calls
	results := make([]script.Result, len(calls))
	workers := min(runtime.GOMAXPROCS(0), 1+len(calls)/callsPerWorker)
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		targets, err := u.flow.engines()
		if err != nil {
			return err
		}
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(calls) && r.interrupted() == nil; i = int(next.Add(1)) - 1 {
				results[i] = script.Run(&calls[i], u.flow.flow, targets)
			}
		})
	}
	group.Wait()
	if r.interrupted() != nil {
		return errStoppedTest
	}
	u.results = results
	return nil
}

// callsPerWorker are so many calls that another worker is worth its engines.
const callsPerWorker = 50

// engines are engines for one worker: a call has its own.
func (t *testedFlow) engines() ([]script.Target, error) {
	var targets []script.Target
	for _, b := range t.needed {
		engine, err := t.engine(b.Name())
		if err != nil {
			return nil, err
		}
		targets = append(targets, script.Target{Name: b.Name(), Engine: engine})
	}
	return targets, nil
}

// problems are the diagnostics of files that cannot be run, and what else there is
// to say about the scripts.
func (r *testRun) problems() diag.List {
	var list diag.List
	for _, u := range r.suites {
		list.Add(u.list...)
	}
	for _, t := range r.order {
		if !t.usable() {
			list.Add(t.list...)
		}
	}
	list.Sort()
	return list
}

// count is how many calls ran and failed, and how many scripts could not be run.
func (r *testRun) count() (calls, failed, broken int) {
	for _, u := range r.suites {
		if !u.runs() {
			broken++
		}
		for _, result := range u.results {
			calls++
			if !result.Passed() {
				failed++
			}
		}
	}
	return calls, failed, broken
}

func (r *testRun) summary() string {
	calls, failed, broken := r.count()
	text := fmt.Sprintf("%s, %d failed", plural(calls, "call"), failed)
	if broken > 0 {
		text += ", " + plural(broken, "script") + " could not be run"
	}
	return text
}

// verdict is the error of the run: that of the environment, else that of calls
// that fail and files with errors.
func (r *testRun) verdict() error {
	for _, u := range r.suites {
		if u.failed != nil {
			return u.failed
		}
	}
	for _, t := range r.order {
		if t.failed != nil {
			return t.failed
		}
	}
	if _, failed, broken := r.count(); failed+broken > 0 {
		if r.problems().Count(diag.Bug) > 0 {
			return errBug
		}
		return errFindings
	}
	return nil
}
