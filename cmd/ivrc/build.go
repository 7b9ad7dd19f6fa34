package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/backends/publish"
)

func (s session) buildCommand() *cobra.Command {
	var flags flowFlags
	var out, release string
	c := &cobra.Command{
		Use:   "build FLOW...",
		Short: "Check flows and write their documents",
		Long: "Check flows and, if there are no errors, write one document per step for each\n" +
			"target into the output folder, with the manifest that describes the tree.",
		RunE: func(_ *cobra.Command, args []string) error {
			j, err := s.job(&flags, true)
			if err != nil {
				return err
			}
			all, err := s.compileAll(args, j)
			if err != nil {
				return err
			}
			err = findings(s.err, all, &flags)
			if err == nil && hasErrors(all) {
				// --fail-on never forgives what is found, not that nothing was built.
				err = errFindings
			}
			if err != nil {
				fmt.Fprintf(s.err, "%s; nothing was written\n", summary(all))
				return err
			}
			return s.publish(all, out, release)
		},
	}
	flags.register(c)
	c.Flags().StringVar(&out, "out", "dist", "folder to write into")
	c.Flags().StringVar(&release, "release", "", "name of the version instead of a hash; none leaves versions out of every path")
	return c
}

func hasErrors(all []compiled) bool {
	for _, c := range all {
		if c.list.HasErrors() {
			return true
		}
	}
	return false
}

func (s session) publish(all []compiled, out, name string) error {
	var releases []*backends.Release
	for _, c := range all {
		r, err := backends.Assemble(c.flow.ID, c.bundles, name)
		if err != nil {
			return usage("%w", err)
		}
		releases = append(releases, r)
	}
	report, err := publish.Write(out, releases)
	if err != nil {
		return failure(err)
	}
	if name == backends.NoVersion {
		fmt.Fprintln(s.err, "without versions a deploy changes the documents of calls that are in progress")
	}
	if n := report.Manifest.FileCount(); n > manyFiles {
		fmt.Fprintf(s.err, "%s holds %d files with its earlier versions; some hosts take no more than %d in one deployment\n", out, n, manyFiles)
	}
	for _, r := range releases {
		s.released(r)
	}
	fmt.Fprintf(s.err, "%s; %s in %s, %d written\n", summary(all), plural(report.Files, "file"), out, report.Written)
	return nil
}

// manyFiles is the number of files in one deployment at which common hosts stop
// (edge.md §2).
const manyFiles = 20_000

// released prints what a provider is told to fetch.
func (s session) released(r *backends.Release) {
	version := r.Version
	if version == "" {
		version = "without a version"
	}
	fmt.Fprintf(s.out, "%s %s\n", r.Flow, version)
	for _, b := range r.Bundles {
		for _, e := range b.Entries {
			fmt.Fprintf(s.out, "  %-9s %s%s/%s\n", e.Use, b.Site.Base, r.Flow, e.Name)
		}
	}
}
