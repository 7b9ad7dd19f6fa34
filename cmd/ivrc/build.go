package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/backends/publish"
)

func (s session) buildCommand() *cobra.Command {
	var flags flowFlags
	var to publishFlags
	c := &cobra.Command{
		Use:   "build [FLOW...]",
		Short: "Check flows and write their documents",
		Long: "Check flows and, if there are no errors, write one document per step for each\n" +
			"target into the output folder, with the manifest that describes the tree. The\n" +
			"folder is replaced in one step; a build that fails leaves it as it was.\n\n" + flowWords,
		Example: "  ivrc build flows --base-url https://ivr.example.com/ --out dist\n" +
			"  ivrc build                     with flows and base in ivrc.yaml\n" +
			"  ivrc build --check             write nothing; 1 if dist is not current",
		RunE: func(_ *cobra.Command, args []string) error { return s.build(args, &flags, &to) },
	}
	flags.register(c, "target", "base-url", "audio-base", "out", "fail-on", "budget")
	flags.registerForms(c)
	to.register(c)
	return c
}

func (s session) build(args []string, flags *flowFlags, to *publishFlags) error {
	if err := flags.needsFile(s.form(flags)); err != nil {
		return err
	}
	w, err := s.work(flags, args, baseURL)
	if err != nil {
		return err
	}
	options, err := s.publishOptions(to, w)
	if err != nil {
		return err
	}
	dependencies, err := newDepfile(to, w)
	if err != nil {
		return err
	}
	again := s.rebuild(w, to)
	if all := again.whole(options); all != nil {
		if err := s.findings(s.err, all, w); err != nil {
			return err
		}
		s.announce(all, s.sayings(all, nil), again.past.Held, to, &publish.Report{})
		return dependencies.write()
	}
	begun := s.ahead(w, to, options, again)
	defer s.dropped(begun)
	all, err := s.compileRest(w, again, begun.take)
	if err != nil {
		return err
	}
	err = s.findings(s.err, all, w)
	if err == nil && hasErrors(all) {
		// --fail-on never forgives what is found, not that nothing was built.
		err = errFindings
	}
	if err != nil {
		fmt.Fprintf(s.talk, "%s; nothing was written\n", summary(all))
		return err
	}
	if err := s.publish(all, to, options, again, begun); err != nil {
		return err
	}
	return dependencies.write()
}

func hasErrors(all []compiled) bool {
	for _, c := range all {
		if c.list.HasErrors() {
			return true
		}
	}
	return false
}

func (s session) publish(all []compiled, f *publishFlags, o publish.Options, again *rebuild, begun *ahead) error {
	releases, err := s.assembled(all, f.release, begun)
	if err != nil {
		return err
	}
	changes, err := lockChanges(all)
	if err != nil {
		return err
	}
	if f.check {
		return s.checkedLocks(changes, s.published(all, releases, f, o, again, nil))
	}
	for i := range changes {
		defer changes[i].drop()
		if err := changes[i].stage(); err != nil {
			return err
		}
	}
	s.status.say("writing %s, and comparing it with %s", f.out, plural(len(all), "flow"))
	if err := s.published(all, releases, f, o, again, begun); err != nil {
		return err
	}
	for i := range changes {
		if err := changes[i].commit(); err != nil {
			return err
		}
		s.drawn(changes[i], "wrote")
	}
	return nil
}

// assembled gives every flow its version and its files. What an earlier build published
// has none, nor has what was done ahead.
func (s session) assembled(all []compiled, name string, begun *ahead) ([]*backends.Release, error) {
	if begun != nil {
		return nil, firstOf(begun.problems)
	}
	releases := make([]*backends.Release, len(all))
	problems := make([]error, len(all))
	s.eachOf(len(all), func(i int) {
		if problems[i] = s.interrupted(); problems[i] != nil || all[i].past != nil {
			return
		}
		releases[i], problems[i] = all[i].assembled(name)
	})
	return releases, firstOf(problems)
}

// firstOf is the first error that there is.
func firstOf(problems []error) error {
	for _, err := range problems {
		if err != nil {
			return err
		}
	}
	return nil
}

func (c compiled) assembled(name string) (*backends.Release, error) {
	r, err := backends.Assemble(c.flow.ID, c.bundles, name)
	if err != nil {
		return nil, usage("%w", err)
	}
	r.DropDocuments()
	return r, nil
}

// drawn says what a person has to draw.
func (s session) drawn(c lockChange, word string) {
	fmt.Fprintf(s.talk, "%s %s\n", word, filepath.ToSlash(c.path))
	for _, line := range c.lines {
		fmt.Fprintf(s.talk, "  %s\n", line)
	}
}

// checkedLocks is the verdict of --check about lock files, besides the one about
// the output.
func (s session) checkedLocks(changes []lockChange, verdict error) error {
	for _, c := range changes {
		fmt.Fprintf(s.out, "%s is not current\n", filepath.ToSlash(c.path))
		s.drawn(c, "a build writes")
	}
	if verdict == nil && len(changes) > 0 {
		return errFindings
	}
	return verdict
}
