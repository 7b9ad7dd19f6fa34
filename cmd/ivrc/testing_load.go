package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ivrc/backends"
	"ivrc/compiler"
	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/script"
	"ivrc/compiler/syntax"
)

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
