package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/backends/publish"
	"ivrc/compiler/diag"
)

// publishFlags are where and how a build is published.
type publishFlags struct {
	out, release, carry, atomic string
	check, force, follow        bool
	noSync, noCache             bool
	lockTimeout                 time.Duration
	depfile                     string
}

func (f *publishFlags) register(c *cobra.Command) {
	c.Flags().StringVar(&f.release, "release", "", "name of the version instead of a hash; none leaves versions out of every path")
	c.Flags().StringVar(&f.carry, "carry", "", "folder or manifest of an earlier build whose versions the output shall hold as well")
	c.Flags().BoolVar(&f.check, "check", false, "write nothing; exit code 1 if the output is not what the build would write")
	c.Flags().StringVar(&f.atomic, "atomic", "auto", "require fails where the output cannot be replaced in one step")
	c.Flags().BoolVar(&f.force, "force", false, "take a folder that ivrc did not write, and write over files that were changed")
	c.Flags().BoolVar(&f.follow, "follow", false, "publish into the folder that --out is a link to")
	c.Flags().BoolVar(&f.noSync, "no-sync", false, "do not wait for the disk")
	c.Flags().BoolVar(&f.noCache, "no-cache", false, "do not ask the cache whether the output is current, and leave nothing in it")
	c.Flags().StringVar(&f.depfile, "depfile", "", "`FILE` such as dist.d to write, which tells make and ninja what dist depends on")
	c.Flags().DurationVar(&f.lockTimeout, "lock-timeout", time.Minute, "how long to wait for another build")
}

func (s session) publishOptions(f *publishFlags, w *work) (publish.Options, error) {
	f.out = w.settings.out.value
	if f.atomic != "auto" && f.atomic != "require" {
		return publish.Options{}, usage("--atomic takes auto or require, not %q", f.atomic)
	}
	return publish.Options{
		Folder: f.out, Inputs: w.paths(), Carry: f.carry, Force: f.force, Follow: f.follow,
		NoSync: f.noSync, RequireAtomic: f.atomic == "require", LockTimeout: f.lockTimeout,
		Notify:  func(line string) { fmt.Fprintln(s.talk, line) },
		Stopped: s.interrupted,
	}, nil
}

// published writes the releases, or only compares, and reports. They are proven while
// the new tree is written where nobody sees it.
func (s session) published(all []compiled, releases []*backends.Release, f *publishFlags, o publish.Options, again *rebuild, begun *ahead) error {
	o.Seal, o.Past = again != nil, again.seal(all)
	run, differences := publish.Write, begun.differences
	switch {
	case begun != nil:
		run = begun.finish
	case f.check:
		run = publish.Compare
	}
	if begun == nil {
		differences = s.proving(all, releases)
	}
	for i := range all {
		all[i].flow = named(all[i].flow)
	}
	o.Ready = provenBy(differences)
	report, err := run(made(releases), o)
	if err := s.judged(differences()); err != nil {
		return err
	}
	if errors.Is(err, publish.ErrUnsealed) {
		if err := s.compileKept(all, releases, f, again); err != nil {
			return err
		}
		o.Past = nil
		report, err = run(made(releases), o)
	}
	var refusal *publish.Refusal
	if errors.As(err, &refusal) {
		return usage("%w", err)
	}
	if stopped := s.interrupted(); stopped != nil && errors.Is(err, stopped) {
		return stopped
	}
	if err != nil {
		return failure(err)
	}
	if f.check {
		return s.compared(report, f.out)
	}
	var told []*pastFlow
	if begun != nil {
		told = begun.says
	} else {
		told = s.sayings(all, releases)
	}
	s.announce(all, told, report.Manifest.FileCount(), f, report)
	again.remember(all, told, report)
	return nil
}

// provenBy says whether releases may be seen.
func provenBy(differences func() diag.List) func() error {
	return func() error {
		if len(differences()) > 0 {
			return errUnproven
		}
		return nil
	}
}

// made are the releases that there are.
func made(releases []*backends.Release) []*backends.Release {
	return slices.DeleteFunc(slices.Clone(releases), func(r *backends.Release) bool { return r == nil })
}

// hints are about the output as a whole, which holds so many files.
func (s session) hints(files int, f *publishFlags) {
	if f.release == backends.NoVersion {
		fmt.Fprintln(s.err, "without versions a deploy changes the documents of calls that are in progress")
	}
	if files > manyFiles {
		fmt.Fprintf(s.err, "%s holds %d files with its earlier versions; some hosts take no more than %d in one deployment\n", f.out, files, manyFiles)
	}
}

// total is what became different, and the line that ends a build.
func (s session) total(all []compiled, files int, size int64, f *publishFlags, report *publish.Report) {
	s.differences(report)
	if report.NotAtomic != "" {
		fmt.Fprintf(s.err, "publish: not atomic here because %s\n", report.NotAtomic)
	}
	fmt.Fprintf(s.talk, "%s; %s with %s in %s: %s\n", summary(all), plural(files, "file"), bytesText(size), f.out, outcome(report))
}

// manyFiles is the number of files in one deployment at which common hosts stop
// (edge.md §2).
const manyFiles = 20_000

// compared is the verdict of --check, on stdout because it was asked for.
func (s session) compared(report *publish.Report, out string) error {
	s.differences(report)
	if report.Current() {
		fmt.Fprintf(s.out, "%s is current\n", out)
		return nil
	}
	fmt.Fprintf(s.out, "%s is not current: %s\n", out, outcome(report))
	return errFindings
}

func outcome(r *publish.Report) string {
	if r.Current() {
		return "nothing to change"
	}
	text := fmt.Sprintf("%d added, %d changed, %d removed", len(r.Added), len(r.Changed), len(r.Removed))
	if len(r.Added)+len(r.Changed)+len(r.Removed) == 0 {
		text += ", the manifest changed"
	}
	return text
}

// released prints what a provider is told to fetch.
func (s session) released(r *backends.Release) {
	version := r.Version
	if version == "" {
		version = "without a version"
	}
	fmt.Fprintf(s.out, "%s %s\n", r.Flow, version)
	for _, b := range r.Bundles {
		if b.Events != "" {
			fmt.Fprintf(s.out, "  %-9s %s%s/%s\n", "events", b.Site.Base, r.Flow, b.Events)
		}
		for _, e := range b.Entries {
			if e.Use == backends.UseReply {
				continue
			}
			fmt.Fprintf(s.out, "  %-9s %s%s/%s\n", e.Use, b.Site.Base, r.Flow, e.Name)
		}
	}
}

// routers says at which steps files alone are not enough.
func (s session) routers(r *backends.Release) {
	for _, b := range r.Bundles {
		var steps []string
		seen := make(map[string]bool, len(b.Routes))
		for _, route := range b.Routes {
			if !seen[route.Step] {
				seen[route.Step] = true
				steps = append(steps, route.Step)
			}
		}
		if b.Events != "" {
			fmt.Fprintf(s.talk, "%s on %s: %s needs a host that reads the body of a request\n", r.Flow, b.Site.Target, b.Events)
			continue
		}
		if len(steps) == 0 {
			fmt.Fprintf(s.talk, "%s on %s: no step needs a router\n", r.Flow, b.Site.Target)
			continue
		}
		fmt.Fprintf(s.talk, "%s on %s: %s a router: %s\n", r.Flow, b.Site.Target, needs(len(steps)), some(steps))
	}
}

func needs(n int) string {
	if n == 1 {
		return "1 step needs"
	}
	return fmt.Sprintf("%d steps need", n)
}

// manyNames is what is shown of a list that can be long.
const manyNames = 8

func some(names []string) string {
	if len(names) <= manyNames {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:manyNames], ", "), len(names)-manyNames)
}

func (s session) differences(r *publish.Report) {
	for _, list := range []struct {
		word  string
		files []string
	}{{"added", r.Added}, {"changed", r.Changed}, {"removed", r.Removed}} {
		for _, file := range list.files[:min(len(list.files), manyNames)] {
			fmt.Fprintf(s.talk, "  %-8s %s\n", list.word, file)
		}
		if n := len(list.files) - manyNames; n > 0 {
			fmt.Fprintf(s.talk, "  %-8s and %d more\n", list.word, n)
		}
	}
	for _, file := range r.Kept {
		fmt.Fprintf(s.err, "warning: %s is not part of the build any more, but was changed since ivrc wrote it: it stays\n", file)
	}
	for _, line := range r.Warnings {
		fmt.Fprintf(s.err, "warning: %s\n", line)
	}
}

// bytesText is a size for people.
func bytesText(n int64) string {
	if n < 1000 {
		return fmt.Sprintf("%d bytes", n)
	}
	if n < 1_000_000 {
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
