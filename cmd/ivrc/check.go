package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ivrc/compiler/diag"
)

// checkBase stands in for the address of a tree that is not going to be
// published; it has the length of a usual one, so that limits give the verdict
// that a build would give.
const checkBase = "https://ivr.example.com/"

func (s session) checkCommand() *cobra.Command {
	var flags flowFlags
	var fixes fixFlags
	c := &cobra.Command{
		Use:   "check [FLOW...]",
		Short: "Check flows; with --fix, put right what can only be meant one way",
		Long: "Check flows: reading, shape, names, the graph, and what each target can do.\n" +
			"Nothing is written, unless --fix asks for it.\n\n" +
			flowWords,
		Example: "  ivrc check flows\n  ivrc check --fix --dry-run flows\n  ivrc check 'flows/**/*.ivr.yaml' --fail-on warning\n" +
			"  ivrc check --format sarif --output-file ivrc.sarif",
		RunE: func(_ *cobra.Command, args []string) error {
			start := s.clock.now()
			w, err := s.work(&flags, args, nothingMore)
			if err != nil {
				return err
			}
			if err := fixes.check(w, s.form(w.flags)); err != nil {
				return err
			}
			w.job.verdict = !fixes.fix
			all, err := s.compileAll(w, nobody)
			if err != nil {
				return err
			}
			if fixes.fix {
				if all, err = s.fixAll(all, &fixes, w); err != nil {
					return err
				}
			}
			err = s.findings(s.usual(&fixes, w), all, w)
			fmt.Fprintln(s.talk, summary(all)+s.took(start))
			return err
		},
	}
	flags.register(c, "target", "base-url", "audio-base", "fail-on", "budget")
	flags.registerForms(c)
	fixes.register(c)
	return c
}

// took is how long it took, for people only: other readers compare.
func (s session) took(start time.Time) string {
	if to, ok := s.err.(*stream); !ok || !to.terminal {
		return ""
	}
	d := s.clock.now().Sub(start)
	if d < time.Second {
		return fmt.Sprintf(" (%d ms)", d.Milliseconds())
	}
	return fmt.Sprintf(" (%.1f s)", d.Seconds())
}

// summary is one line about everything that was looked at.
func summary(all []compiled) string {
	var list diag.List
	steps, unread, unwritten := 0, 0, 0
	for _, c := range all {
		list.Add(c.list...)
		switch {
		case c.failed != nil && c.file == nil:
			unread++
		case c.failed != nil:
			unwritten++
		}
		steps += c.steps
	}
	parts := []string{plural(len(all), "flow"), plural(steps, "step")}
	errors, warnings := list.Count(diag.Error)+list.Count(diag.Bug), list.Count(diag.Warning)
	switch {
	case errors > 0 || warnings > 0:
		parts = append(parts, plural(errors, "error"))
	case unread+unwritten == 0:
		parts = append(parts, "0 problems")
	}
	if warnings > 0 {
		parts = append(parts, plural(warnings, "warning"))
	}
	if unread > 0 {
		parts = append(parts, plural(unread, "file")+" not read")
	}
	if unwritten > 0 {
		parts = append(parts, plural(unwritten, "file")+" not written")
	}
	return strings.Join(parts, ", ")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
