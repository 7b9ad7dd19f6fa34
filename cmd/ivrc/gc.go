package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ivrc/backends/publish"
)

// treeFlags are those of the commands that change a published tree.
type treeFlags struct {
	settingFlags
	place  publishFlags
	flow   string
	dryRun bool
}

func (f *treeFlags) register(c *cobra.Command) {
	f.given = c.Flags().Changed
	c.Flags().StringVar(&f.flow, "flow", "", "`ID` of the only flow to look at")
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "say what would be done, and change nothing")
	c.Flags().StringVar(&f.place.atomic, "atomic", "auto", "require fails where the folder cannot be replaced in one step")
	c.Flags().BoolVar(&f.place.follow, "follow", false, "change the folder that DIR is a link to")
	c.Flags().BoolVar(&f.place.noSync, "no-sync", false, "do not wait for the disk")
	c.Flags().DurationVar(&f.place.lockTimeout, "lock-timeout", time.Minute, "how long to wait for a build")
}

// options are how to change the folder that was named, or that of the settings.
func (s session) treeOptions(f *treeFlags, folder []string) (publish.Options, error) {
	set, err := s.resolve(&f.settingFlags, nil)
	if err != nil {
		return publish.Options{}, err
	}
	if len(folder) > 0 {
		set.out.value = folder[0]
	}
	return s.publishOptions(&f.place, &work{settings: set})
}

const gcWords = `Delete the versions that no call can be on any more. No build does that: a caller
who is on the line stays on the version that the call began on.

Versions that entries lead to stay, and the newest of the others (--keep), and
those that entries have left for less than --older-than: the longest call, and
some more. When entries left a version is in the times of its files. A tree that
was copied without its times looks younger than it is, and loses nothing.`

func (s session) gcCommand() *cobra.Command {
	var flags treeFlags
	var keep int
	var older time.Duration
	c := &cobra.Command{
		Use:   "gc [DIR]",
		Short: "Delete versions that are drained",
		Long:  gcWords,
		Example: "  ivrc gc dist --dry-run\n" +
			"  ivrc gc dist --keep 5 --older-than 48h",
		RunE: func(_ *cobra.Command, args []string) error {
			if keep < 0 || older < 0 {
				return usage("--keep and --older-than must not be negative")
			}
			o, err := s.treeOptions(&flags, args)
			if err != nil {
				return err
			}
			report, fates, err := publish.Collect(publish.Collection{
				Keep: keep, OlderThan: older, Now: time.Now(), Flow: flags.flow, DryRun: flags.dryRun,
			}, o)
			if err != nil {
				return treeError(err)
			}
			s.collected(report, fates, o.Folder, flags.dryRun)
			return nil
		},
	}
	flags.register(c)
	c.Flags().IntVar(&keep, "keep", 2, "`NUMBER` of the newest versions of each flow that stay whatever their age")
	c.Flags().DurationVar(&older, "older-than", 24*time.Hour, "`TIME` for which entries must have led elsewhere")
	return c
}

func treeError(err error) error {
	var refusal *publish.Refusal
	switch {
	case errors.As(err, &refusal):
		return usage("%w", err)
	case errors.Is(err, errInterrupted):
		return errInterrupted
	}
	return failure(err)
}

func (s session) collected(report *publish.Report, fates []publish.Fate, folder string, dryRun bool) {
	verb := "removed"
	if dryRun {
		verb = "would be removed"
	}
	gone, files, bytes := 0, 0, int64(0)
	for _, f := range fates {
		what := "stays"
		if f.Goes {
			what = verb
			gone, files, bytes = gone+1, files+f.Files, bytes+f.Bytes
		}
		version := f.Version
		if version == "" {
			version = "(no version)"
		}
		fmt.Fprintf(s.out, "%s %s %s: %s\n", f.Flow, version, what, f.Why)
	}
	s.kept(report)
	fmt.Fprintf(s.talk, "%s: %s with %s and %s %s, %d left\n",
		folder, plural(gone, "version"), plural(files, "file"), bytesText(bytes), verb, len(fates)-gone)
}

// kept says what was not tidied up, and how the tree was replaced.
func (s session) kept(report *publish.Report) {
	quiet := *report
	quiet.Added, quiet.Changed, quiet.Removed = nil, nil, nil
	s.differences(&quiet)
	if report.NotAtomic != "" {
		fmt.Fprintf(s.err, "publish: not atomic here because %s\n", report.NotAtomic)
	}
}

// someSteps are a few ids for a sentence.
func someSteps(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return " (" + strings.TrimSpace(some(ids)) + ")"
}
