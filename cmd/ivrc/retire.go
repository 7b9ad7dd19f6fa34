package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"ivrc/backends/fetch"
	"ivrc/backends/publish"
	"ivrc/ir/call"
)

const retireWords = `Withdraw a version that does harm. Entries that lead to it lead to the good version
again, as they did when that was published, and callers who are on the line are led
there as well: each document of the bad version becomes the good version's document
of the same step, or of its beginning where it has no such step. New calls and
those in progress are on the good version then.

The bad version stays in the manifest as retired, and no build makes it again
without --force. Addresses may be in caches for some minutes: purge them.`

func (s session) retireCommand() *cobra.Command {
	var flags treeFlags
	var good string
	c := &cobra.Command{
		Use:   "retire BAD --to GOOD [DIR]",
		Short: "Withdraw a version and lead its callers to another",
		Long:  retireWords,
		Example: "  ivrc retire 4c1f20b7a9e3 --to 92758c90d907 dist\n" +
			"  ivrc retire spring --to winter dist --dry-run",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return usage("retire takes the version to withdraw and the folder: ivrc retire BAD --to GOOD [DIR]")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if good == "" {
				return usage("to which version are callers led? ivrc retire %s --to GOOD (ivrc gc --dry-run lists the versions)", args[0])
			}
			o, err := s.treeOptions(&flags, args[1:])
			if err != nil {
				return err
			}
			report, led, err := publish.Retire(publish.Retirement{
				Bad: args[0], Good: good, Flow: flags.flow, DryRun: flags.dryRun, Begins: speaksFirst,
			}, o)
			if err != nil {
				return treeError(err)
			}
			s.retired(report, led, good, o.Folder, flags.dryRun)
			return nil
		},
	}
	flags.register(c)
	c.Flags().StringVar(&good, "to", "", "`VERSION` to which entries and callers are led, required")
	c.Flags().BoolVar(&flags.place.force, "force", false, "write over documents that were changed since ivrc wrote them")
	return c
}

// speaksFirst says that a flow begins by speaking or asking, so that a caller who is on
// the line can hear it from the beginning: not by dialling somebody, or by turning
// the call away.
func speaksFirst(target, flow, base string, read func(path string) ([]byte, bool)) bool {
	e, ok := engineOver(target, fetch.Tree{Base: base, Read: read}, base, flow)
	if !ok {
		return false
	}
	m, err := e.Start("")
	if err != nil || m.Wait.Alone {
		return false
	}
	return m.Wait.Kind != call.Over || m.Wait.End != call.Redirected && m.Wait.End != call.Rejected && m.Wait.End != call.Lost
}

func (s session) retired(report *publish.Report, led []publish.Led, good, folder string, dryRun bool) {
	for _, l := range led {
		fmt.Fprintf(s.out, "%s %s on %s leads to %s: %s to the same step", l.Flow, l.Version, l.Target, good, plural(l.Same, "document"))
		if l.Other > 0 {
			fmt.Fprintf(s.out, ", %d%s to %s", l.Other, someSteps(l.Gone), l.Where)
		}
		if l.Entries > 0 {
			entries := fmt.Sprintf("%d entries", l.Entries)
			if l.Entries == 1 {
				entries = "1 entry"
			}
			fmt.Fprintf(s.out, "; %s moved", entries)
		}
		fmt.Fprintln(s.out)
	}
	s.kept(report)
	what := outcome(report)
	if dryRun {
		what = strings.TrimSpace(what) + " if this were done"
	}
	fmt.Fprintf(s.talk, "%s: %s\n", folder, what)
	if !dryRun && !report.Current() {
		fmt.Fprintln(s.talk, "upload the folder, then purge these addresses from caches")
	}
}
