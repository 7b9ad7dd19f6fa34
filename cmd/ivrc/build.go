package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/backends/publish"
)

func (s session) buildCommand() *cobra.Command {
	var flags flowFlags
	var to publishFlags
	c := &cobra.Command{
		Use:   "build FLOW...",
		Short: "Check flows and write their documents",
		Long: "Check flows and, if there are no errors, write one document per step for each\n" +
			"target into the output folder, with the manifest that describes the tree. The\n" +
			"folder is replaced in one step; a build that fails leaves it as it was.",
		RunE: func(_ *cobra.Command, args []string) error {
			j, err := s.job(&flags, true)
			if err != nil {
				return err
			}
			options, err := s.publishOptions(&to, args)
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
			return s.publish(all, &to, options)
		},
	}
	flags.register(c)
	to.register(c)
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

func (s session) publish(all []compiled, f *publishFlags, o publish.Options) error {
	var releases []*backends.Release
	for _, c := range all {
		r, err := backends.Assemble(c.flow.ID, c.bundles, f.release)
		if err != nil {
			return usage("%w", err)
		}
		releases = append(releases, r)
	}
	if err := s.proven(all, releases); err != nil {
		return err
	}
	return s.published(all, releases, f, o)
}
