package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/render"
)

// flowFlags are what check and build share.
type flowFlags struct {
	targets []string
	base    string
	failOn  string
	most    int
}

func (f *flowFlags) register(c *cobra.Command) {
	c.Flags().StringSliceVar(&f.targets, "target", []string{"plivo", "tropo"}, "providers to compile for")
	c.Flags().StringVar(&f.base, "base-url", "", "address under which the output is published (or IVRC_BASE_URL)")
	c.Flags().StringVar(&f.failOn, "fail-on", "error", "what makes the exit code 1: error, warning or never")
	c.Flags().IntVar(&f.most, "max", 50, "diagnostics to show; 0 shows all")
}

// checkBase stands in for the address of a tree that is not going to be
// published; it has the length of a usual one, so that limits give the verdict
// that a build would give.
const checkBase = "https://ivr.example.com/"

func (s session) job(f *flowFlags, needBase bool) (job, error) {
	all := allBackends()
	targets, err := selectTargets(f.targets, all)
	if err != nil {
		return job{}, err
	}
	base := f.base
	if base == "" {
		base = s.getenv("IVRC_BASE_URL")
	}
	switch {
	case base == "" && needBase:
		return job{}, usage("where will the files be published? Say so with --base-url https://ivr.example.com/ or IVRC_BASE_URL")
	case base == "":
		base = checkBase
	}
	if base, err = backends.CanonicalBase(base); err != nil {
		return job{}, usage("%w", err)
	}
	if f.failOn != "error" && f.failOn != "warning" && f.failOn != "never" {
		return job{}, usage("--fail-on takes error, warning or never, not %q", f.failOn)
	}
	return job{targets: targets, all: all, base: base}, nil
}

// compileAll reads and compiles every input.
func (s session) compileAll(args []string, j job) ([]compiled, error) {
	paths, err := inputs(args)
	if err != nil {
		return nil, err
	}
	all := make([]compiled, 0, len(paths))
	for _, path := range paths {
		file, list, err := readFlow(path)
		if err != nil {
			return nil, err
		}
		if list.HasErrors() {
			all = append(all, compiled{list: list})
			continue
		}
		c := j.compile(file)
		c.list.Add(list...)
		all = append(all, c)
	}
	sameFlows(all)
	return all, nil
}

// findings prints what was found to out and says whether that fails the command.
func findings(out io.Writer, all []compiled, f *flowFlags) error {
	var list diag.List
	for _, c := range all {
		list.Add(c.list...)
	}
	list.Sort()
	if err := render.Text(out, list, render.TextOptions{Max: f.most}); err != nil {
		return failure(err)
	}
	if list.Count(diag.Bug) > 0 {
		return errBug // no flow can be blamed or forgiven for it
	}
	if f.failOn == "never" {
		return nil
	}
	if list.HasErrors() || f.failOn == "warning" && list.Count(diag.Warning) > 0 {
		return errFindings
	}
	return nil
}

func (s session) checkCommand() *cobra.Command {
	var flags flowFlags
	c := &cobra.Command{
		Use:   "check FLOW...",
		Short: "Check flows and write nothing",
		Long: "Check flows: reading, shape, names, the graph, and what each target can do.\n" +
			"A flow is a file, or every *.ivr.yaml, *.ivr.yml and *.ivr.json of a folder.",
		RunE: func(_ *cobra.Command, args []string) error {
			j, err := s.job(&flags, false)
			if err != nil {
				return err
			}
			all, err := s.compileAll(args, j)
			if err != nil {
				return err
			}
			err = findings(s.out, all, &flags)
			fmt.Fprintln(s.err, summary(all))
			return err
		},
	}
	flags.register(c)
	return c
}

// summary is one line about everything that was looked at.
func summary(all []compiled) string {
	var list diag.List
	steps := 0
	for _, c := range all {
		list.Add(c.list...)
		if c.flow != nil {
			steps += len(c.flow.Steps)
		}
	}
	parts := []string{plural(len(all), "flow"), plural(steps, "step"), plural(list.Count(diag.Error)+list.Count(diag.Bug), "error")}
	if n := list.Count(diag.Warning); n > 0 {
		parts = append(parts, plural(n, "warning"))
	}
	return strings.Join(parts, ", ")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
