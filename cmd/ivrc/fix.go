package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/compiler/diag"
	"ivrc/compiler/fix"
	"ivrc/compiler/render"
	"ivrc/compiler/source"
)

// fixFlags are those of check that change flows.
type fixFlags struct {
	fix, dryRun bool
}

func (f *fixFlags) register(c *cobra.Command) {
	c.Flags().BoolVar(&f.fix, "fix", false, "change what can only be meant one way, and check again; for - the flow goes to stdout")
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "with --fix: show the changes as a diff and write nothing")
}

// check refuses what cannot be mixed: stdout holds one thing.
func (f *fixFlags) check(w *work, form render.Format) error {
	stdin := slices.ContainsFunc(w.inputs, func(in input) bool { return in.stdin })
	switch {
	case f.dryRun && !f.fix:
		return usage("--dry-run goes with --fix")
	case !f.fix:
	case stdin && len(w.inputs) > 1:
		return usage("with --fix, - stands alone: the flow is written to standard output")
	case (f.dryRun || stdin) && form != render.FormatText && w.flags.file == "":
		return usage("--fix writes to standard output here: with --format %s it needs --output-file", form)
	}
	return nil
}

// usual is where people read the findings: on stdout, unless that holds a flow or
// a diff.
func (s session) usual(f *fixFlags, w *work) io.Writer {
	if f.fix && (f.dryRun || slices.ContainsFunc(w.inputs, func(in input) bool { return in.stdin })) {
		return s.err
	}
	return s.out
}

// fixAll carries out the safe fixes of all flows. What cannot be written is kept
// in the result, so that the other files are done all the same.
func (s session) fixAll(all []compiled, f *fixFlags, w *work) ([]compiled, error) {
	for i := range all {
		if err := s.interrupted(); err != nil {
			return nil, err
		}
		if all[i].failed == nil && all[i].file != nil {
			all[i] = s.fixOne(all[i], f, w)
		}
		all[i].list = slices.DeleteFunc(all[i].list, func(d diag.Diagnostic) bool { return d.Code == diag.SameFlow })
	}
	sameFlows(all)
	return all, nil
}

func (s session) fixOne(c compiled, f *fixFlags, w *work) compiled {
	r := fix.Result{File: c.file, List: c.list}
	if saysFlow.Match(c.file.Text) {
		r = fix.Run(c.file, func(file *source.File) diag.List { return w.job.compile(file).list })
	}
	var err error
	switch {
	case f.dryRun:
		_, err = io.WriteString(s.out, unifiedDiff(c.file, r.File))
	case c.input.stdin:
		_, err = s.out.Write(r.File.Text)
	case r.Changed():
		err = rewriteFlow(c.input.path, c.file.Text, r.File.Text)
	}
	if err != nil {
		c.failed = failure(err)
		return c
	}
	s.told(c, r, f, w.flags.most)
	if f.dryRun {
		return c
	}
	if r.Changed() {
		now := w.job.compile(r.File)
		now.input, now.file = c.input, r.File
		c = now
	}
	c.list = r.List
	return c
}

// saysFlow finds the key ivr, without which a file is perhaps no flow at all:
// nothing is changed in the settings of another tool that somebody named by
// mistake.
var saysFlow = regexp.MustCompile(`(?m)(^|[{,\s\x{feff}])["']?ivr["']?[ \t]*:`)

// told says what was done to one file, in places of the file as it was.
func (s session) told(c compiled, r fix.Result, f *fixFlags, most int) {
	done := fmt.Sprintf("%d fixes", len(r.Applied))
	if len(r.Applied) == 1 {
		done = "1 fix"
	}
	if f.dryRun {
		done += ", not made"
	}
	var lines []string
	for _, a := range r.Applied {
		what := a.Message
		if a.Old != "" && a.New != "" {
			what = c.file.Masked(a.Old) + " → " + c.file.Masked(r.File.Masked(a.New))
		}
		lines = append(lines, fmt.Sprintf("  %d:%d: %s [%s]", a.At.Line, a.At.Column, seen(what), a.Code))
	}
	for _, no := range r.Refused {
		lines = append(lines, fmt.Sprintf("  %d:%d: not fixed [%s]: %s", no.At.Line, no.At.Column, no.Code, seen(c.file.Masked(no.Reason))))
	}
	if len(lines) == 0 {
		return
	}
	if more := len(lines) - most; most > 0 && more > 0 {
		lines = append(lines[:most], fmt.Sprintf("  and %d more", more))
	}
	fmt.Fprintf(s.talk, "%s: %s\n%s\n", c.file.Name, done, strings.Join(lines, "\n"))
}
