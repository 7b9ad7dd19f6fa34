package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"ivrc/backends"
	"ivrc/compiler"
	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/script"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
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

// load reads the scripts, and compiles each flow that they name once, for the
// targets with which some call is compared.
func (r *testRun) load(paths []string) error {
	r.status.begin()
	for i, path := range paths {
		r.status.say("%d of %s", i+1, plural(len(paths), "call script"))
		if r.interrupted() != nil {
			return errStoppedTest
		}
		r.suites = append(r.suites, r.read(path))
	}
	for i, t := range r.order {
		r.status.say("%d of %s", i+1, plural(len(r.order), "flow"))
		if err := r.compileFlow(t); err != nil {
			return err
		}
	}
	for _, u := range r.suites {
		u.checkNames()
	}
	return nil
}

// errStoppedTest says that somebody stopped the command; nothing is lost.
var errStoppedTest = fault{exitInterrupted, errors.New("interrupted")}

// read reads a script and finds the file of its flow.
func (r *testRun) read(path string) *suite {
	file, list, err := readFile(path)
	u := &suite{path: path, file: file, list: list, failed: err}
	if err != nil || list.HasErrors() {
		return u
	}
	compiler.Hide(file)
	s, found := script.Read(file, script.Options{Limits: syntax.DefaultLimits(), Targets: targetNames()})
	u.script = s
	u.list.Add(found...)
	if s.Flow == "" {
		return u
	}
	flow := filepath.FromSlash(s.Flow)
	if !filepath.IsAbs(flow) {
		flow = filepath.Join(filepath.Dir(path), flow)
	}
	if info, err := os.Stat(flow); errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir() {
		u.list.Add(*noFlow(u, flow))
		return u
	}
	u.flow = r.flows[flow]
	if u.flow == nil {
		u.flow = &testedFlow{path: flow}
		r.flows[flow] = u.flow
		r.order = append(r.order, u.flow)
	}
	for i := range s.Calls {
		u.flow.need(&s.Calls[i], r.job.targets)
	}
	return u
}

// need remembers the targets with which a call is compared.
func (t *testedFlow) need(c *script.Call, all []backends.Backend) {
	for _, b := range all {
		if (c.Only == nil || slices.Contains(c.Only, b.Name())) && !slices.Contains(t.needed, b) {
			t.needed = append(t.needed, b)
		}
	}
}

// compileFlow compiles a flow. A target that no call is compared with has no say.
func (r *testRun) compileFlow(t *testedFlow) error {
	j := r.job
	j.targets = t.needed
	c, err := r.compile(input{path: t.path}, j)
	if err != nil {
		return errStoppedTest
	}
	t.compiled = c
	return nil
}

// checkNames adds what the script says of a flow that it does not have.
func (u *suite) checkNames() {
	if u.script != nil && u.flow != nil && u.flow.flow != nil && !u.list.HasErrors() {
		u.list.Add(u.script.Check(u.flow.flow)...)
	}
	u.list.Sort()
}

// noFlow says that the file of a flow is not there, and which was probably meant.
func noFlow(u *suite, path string) *diag.Diagnostic {
	d := diag.New(diag.BadValue, u.script.FlowSpan, "there is no file %s", filepath.ToSlash(path))
	entries, _ := os.ReadDir(filepath.Dir(path))
	var names []string
	for _, e := range entries {
		if !e.IsDir() && isFlowName(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	written := strings.TrimSuffix(u.script.Flow, filepath.Base(path))
	switch near := nearest.Name(filepath.Base(path), names); {
	case near != "":
		d = d.WithHelp("did you mean %s?", written+near)
	case len(names) == 1:
		d = d.WithHelp("the flow beside it is %s", written+names[0])
	default:
		d = d.WithHelp("write the flow's file as it is seen from the folder of this script")
	}
	return &d
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
