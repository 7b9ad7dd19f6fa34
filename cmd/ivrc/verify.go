package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/backends/crawl"
)

// verifyFlags are what is looked at, and with what it is compared.
type verifyFlags struct {
	flowFlags
	flows             []string
	manifest, release string
	entries, skip     []string
	form, secret      string
	most, atOnce      int
	patience          time.Duration
	mostGiven         bool
}

const (
	usualRequests = 5000
	usualAtOnce   = 8
	usualPatience = 10 * time.Second
)

func (s session) verifyCommand() *cobra.Command {
	var flags verifyFlags
	c := &cobra.Command{
		Use:   "verify DIR|URL",
		Short: "Compare published documents with what was built",
		Long: "Read a published tree back, from disk or over HTTP, and compare it with its\n" +
			"manifest and, with --flow, with the flow. A host is asked for every file, in the\n" +
			"way in which the provider asks, and at every routed address for every answer.\n" +
			"This is the test after a deploy: 1 if anything differs.",
		Example: "  ivrc verify dist --flow flows\n" +
			"  ivrc verify https://ivr.example.com/ --manifest dist\n" +
			"  ivrc verify https://ivr.example.com/ --skip caching",
		Args: onePlace,
		RunE: func(c *cobra.Command, args []string) error {
			flags.mostGiven = c.Flags().Changed("max-requests")
			if err := flags.check(); err != nil {
				return err
			}
			return s.verify(&flags, args[0])
		},
	}
	flags.register(c, "target", "audio-base")
	c.Flags().StringSliceVar(&flags.flows, "flow", nil, "`FILES` of flows to compare with, folders of them, or ivrc.yaml for those that it lists")
	c.Flags().StringVar(&flags.manifest, "manifest", "", "`FILE`, or folder with one, to compare a host with instead of what it publishes itself")
	c.Flags().StringVar(&flags.release, "release", "", "what build got as --release, where --flow is all there is to compare with")
	c.Flags().StringSliceVar(&flags.entries, "entry", nil, "`PATHS` of entries to find the way from, such as front-desk/plivo.xml, where there is no manifest")
	c.Flags().StringSliceVar(&flags.skip, "skip", nil, "`CHECKS` to leave out, by their names in the table")
	c.Flags().IntVar(&flags.most, "max-requests", usualRequests, "`NUMBER` of requests to make at most; 0 for no limit")
	c.Flags().IntVar(&flags.atOnce, "concurrency", usualAtOnce, "`NUMBER` of requests at once")
	c.Flags().DurationVar(&flags.patience, "timeout", usualPatience, "how long to wait for an answer")
	registerSignature(c, &flags.secret)
	c.Flags().StringVar(&flags.form, "format", "text", "text or json")
	names := make([]string, 0, len(crawl.Checks()))
	for _, check := range crawl.Checks() {
		names = append(names, string(check))
	}
	// The error is that the flag is not there.
	_ = c.RegisterFlagCompletionFunc("skip", completeList(names))
	return c
}

func onePlace(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage("verify takes one folder or address, for example dist or https://ivr.example.com/")
	}
	return nil
}

func (f *verifyFlags) check() error {
	switch {
	case f.form != "text" && f.form != "json":
		return usage("--format takes text or json, not %q", f.form)
	case f.most < 0:
		return usage("--max-requests takes a number from 0 on")
	case f.atOnce < 1 || f.atOnce > 64:
		return usage("--concurrency takes a number from 1 to 64")
	case f.patience <= 0:
		return usage("--timeout takes a duration such as 10s")
	case len(f.entries) > 0 && (len(f.flows) > 0 || f.manifest != ""):
		return usage("--entry is for hosts with nothing to compare with; --flow and --manifest ask for more")
	case f.release != "" && len(f.flows) == 0:
		return usage("--release says how --flow was built; name the flow too")
	}
	for _, name := range f.skip {
		if !slices.Contains(crawl.Checks(), crawl.Check(name)) {
			var names []string
			for _, c := range crawl.Checks() {
				names = append(names, string(c))
			}
			return usage("there is no check %q; the checks are %s%s", name, strings.Join(names, ", "), didYouMean(name, names))
		}
	}
	return nil
}

// verify looks at one place and reports.
func (s session) verify(f *verifyFlags, place string) error {
	s.status.begin()
	look := s.verifyFolder
	if isAddress(place) {
		look = s.verifyHost
	}
	v, err := look(f, place)
	if s.interrupted() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	for _, name := range f.skip {
		v.report.Drop(crawl.Check(name))
	}
	if err := s.verified(v, f.form); err != nil {
		return failure(err)
	}
	if !v.report.Clean() {
		return errFindings
	}
	return nil
}

// verification is what came of looking at one place.
type verification struct {
	place    string
	manifest *backends.Manifest // nil where nothing lists what there must be
	report   crawl.Report
}

// what is what was looked at, in words.
func (v *verification) what() string {
	asked := plural(v.report.Requests, "request")
	if v.report.Requests < v.report.Planned {
		asked = fmt.Sprintf("%d of %s", v.report.Requests, plural(v.report.Planned, "request"))
	}
	if v.manifest == nil {
		return asked
	}
	versions := 0
	for _, f := range v.manifest.Flows {
		versions += len(f.Versions)
	}
	text := fmt.Sprintf("%s, %s, %s", plural(len(v.manifest.Flows), "flow"), plural(versions, "version"), plural(v.manifest.FileCount(), "file"))
	if v.report.Planned > 0 {
		text += ", " + asked
	}
	return text
}
