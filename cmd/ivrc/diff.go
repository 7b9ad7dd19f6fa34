package main

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/compiler/diag"
	"ivrc/ir/changes/show"
)

// errChanged is the exit code that --exit-code asks for; everything is said.
var errChanged = fault{exitFlow, errors.New("callers notice a difference")}

// diffFlags are those of diff.
type diffFlags struct {
	flowFlags
	form     string
	git      string
	exitCode bool
}

// diffForms are what --format takes.
func diffForms() []string { return []string{"text", "json", "markdown"} }

func (s session) diffCommand() *cobra.Command {
	var f diffFlags
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what changed for callers",
		Long: "Say what changed for callers from OLD to NEW: where keys and outcomes lead, what is\n" +
			"heard, who is dialled, new findings, longer waits. Each side is a flow, a folder of\n" +
			"flows, a folder that build wrote, or REVISION:PATH of a git repository. Flows are\n" +
			"matched by their ids.\n\n" +
			"With --git, the paths (else the flows of ivrc.yaml) are compared with themselves at\n" +
			"another time: --git main with what main has, --git v1..v2 at two revisions, and\n" +
			"--git main...HEAD since HEAD left main.",
		Example: "  ivrc diff HEAD~1:flows/front-desk.ivr.yaml flows/front-desk.ivr.yaml\n" +
			"  ivrc diff --git main flows\n" +
			"  ivrc diff dist flows/front-desk.ivr.yaml\n" +
			"  ivrc diff --git origin/main...HEAD --format markdown",
		Args: cobra.ArbitraryArgs, // how many there are depends on --git
		RunE: func(_ *cobra.Command, args []string) error { return s.diff(&f, args) },
	}
	f.register(c, "target", "audio-base", "budget")
	c.Flags().Lookup("max").Usage = "`NUMBER` of changes to show as text or Markdown; 0 shows all"
	c.Flags().StringVar(&f.form, "format", "text", strings.Join(diffForms(), ", "))
	c.Flags().StringVar(&f.git, "git", "", "`REVISION` to compare with the working files, or two with .. or ... between them")
	c.Flags().BoolVar(&f.exitCode, "exit-code", false, "end with 1 if anything changed for callers")
	return c
}

func (s session) diff(f *diffFlags, args []string) error {
	if !slices.Contains(diffForms(), f.form) {
		return usage("--format takes text, json or markdown, not %q", f.form)
	}
	if f.most < 0 {
		return usage("--max takes a number of changes, or 0 for all, not %d", f.most)
	}
	s.status.begin()
	w, sides, err := s.sides(f, args)
	if err != nil {
		return err
	}
	if err := s.compileSides(w, sides); err != nil {
		return err
	}
	report, err := s.compareSides(w, sides[0], sides[1])
	if err != nil {
		return err
	}
	if err := s.showDiff(f, report); err != nil {
		return failure(err)
	}
	fmt.Fprintln(s.talk, diffSummary(report))
	if f.exitCode && report.Changed() {
		return errChanged
	}
	return nil
}

// compileSides compiles the flows of both sides. A flow with errors cannot be
// compared; all of them are told.
func (s session) compileSides(w *work, sides [2]*side) error {
	var all []compiled
	for _, one := range sides {
		for i, in := range one.inputs {
			s.status.say("%d of %s of %s", i+1, plural(len(one.inputs), "flow"), one.name)
			if err := s.interrupted(); err != nil {
				return err
			}
			c, err := s.compileRevision(in, w.job)
			if err != nil {
				return err
			}
			one.flows = append(one.flows, c)
		}
		sameFlows(one.flows)
		all = append(all, one.flows...)
	}
	var broken []compiled
	for _, c := range all {
		if c.failed != nil || c.flow == nil || !isSound(c.list) {
			broken = append(broken, c)
		}
	}
	if len(broken) == 0 {
		return nil
	}
	err := s.refused(broken, w)
	if errors.Is(err, errFindings) {
		fmt.Fprintln(s.err, "flows with errors are not compared")
	}
	return err
}

// isSound says that the graph of a flow can be compared: what a target cannot do
// (5xx) is a finding like others.
func isSound(list diag.List) bool {
	return !slices.ContainsFunc(list, func(d diag.Diagnostic) bool {
		return d.Severity.IsError() && !strings.HasPrefix(string(d.Code), "IVR5")
	})
}

// compileRevision is one flow of a side after all phases.
func (s session) compileRevision(in revisionFlow, j job) (compiled, error) {
	if in.read == nil {
		return s.compile(in.input, j)
	}
	file, list, err := in.read()
	if s.interrupted() != nil {
		return compiled{}, errInterrupted
	}
	if err != nil || list.HasErrors() {
		if file == nil && len(list) > 0 {
			file = list[0].Primary.File
		}
		return compiled{input: in.input, file: file, list: list, failed: err}, nil
	}
	c := j.compile(file)
	c.list.Add(list...)
	c.input, c.file = in.input, file
	return c, nil
}

func (s session) showDiff(f *diffFlags, r show.Report) error {
	options := show.Options{Max: f.most}
	var text bytes.Buffer
	var err error
	switch f.form {
	case "json":
		err = show.JSON(&text, r)
	case "markdown":
		err = show.Markdown(&text, r, options)
	default:
		options.Color = s.colors(s.out)
		err = show.Text(&text, r, options)
	}
	if err == nil {
		_, err = s.out.Write(text.Bytes())
	}
	return err
}

// diffSummary is one line about everything that was compared.
func diffSummary(r show.Report) string {
	count := map[show.Status]int{}
	for _, f := range r.Flows {
		count[f.Status]++
	}
	parts := []string{plural(len(r.Flows), "flow")}
	for _, status := range []show.Status{show.Changed, show.Added, show.Gone, show.Same} {
		if n := count[status]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, status))
		}
	}
	return strings.Join(parts, ", ")
}
