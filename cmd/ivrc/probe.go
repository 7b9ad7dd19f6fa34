package main

import (
	"net/http"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/backends/crawl"
	"ivrc/backends/fetch"
	"ivrc/backends/publish"
	"ivrc/compiler/secret"
)

// probeFlags are those of ivrc probe.
type probeFlags struct {
	manifest, form, secret string
	patience               time.Duration
	all                    bool
}

const probeWords = `Ask a host for what callers need: entries, documents, each kind of answer in a
query, a form and a result of Tropo, an earlier version, what is not there, content
types, cache rules. Some fifty requests, chosen from the manifest, which the host
publishes or --manifest names. 1 if the host does anything wrong that callers of
this tree can meet.

ivrc verify asks for every file and every answer; probe shows what a host can do.`

func (s session) probeCommand() *cobra.Command {
	var f probeFlags
	c := &cobra.Command{
		Use:   "probe URL",
		Short: "Ask a host for everything that callers need of one",
		Long:  probeWords,
		Example: "  ivrc probe https://ivr.example.com/\n" +
			"  ivrc probe http://127.0.0.1:8080/ --manifest dist",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("probe takes one address, for example https://ivr.example.com/")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return s.probe(&f, args[0]) },
	}
	c.Flags().StringVar(&f.manifest, "manifest", "", "`FILE`, or folder with one, that says what is published, instead of the one at the host")
	c.Flags().StringVar(&f.form, "format", "text", "text or json")
	c.Flags().DurationVar(&f.patience, "timeout", usualPatience, "how long to wait for an answer")
	registerSignature(c, &f.secret)
	c.Flags().BoolVar(&f.all, "all", false, "also fail for what no caller of this tree can meet")
	return c
}

func (s session) probe(f *probeFlags, address string) error {
	switch {
	case f.form != "text" && f.form != "json":
		return usage("--format takes text or json, not %q", f.form)
	case f.patience <= 0:
		return usage("--timeout takes a duration such as 10s")
	case !isAddress(address):
		return usage("probe asks a host; %s is no address, which begins with https:// (ivrc verify reads a folder)", address)
	}
	base, err := hostBase(address)
	if err != nil {
		return err
	}
	given, err := givenManifest(f.manifest)
	if err != nil {
		return err
	}
	s.status.begin()
	s.status.say("asking %s", secret.Mask(base))
	client := providersClient(f.patience, usualAtOnce)
	defer client.CloseIdleConnections()
	web := fetch.Web{Client: client, Context: s.ctx}
	if given == nil {
		if given, err = manifestAt(web, base); err != nil {
			return s.stoppedOr(err)
		}
	}
	if given.FileCount() == 0 {
		return usage("the manifest lists no file, so that there is nothing to ask for: build a flow into the tree and publish it")
	}
	if web.Signature, err = s.signature(f.secret, base, given); err != nil {
		return err
	}
	o := crawl.Options{AtOnce: usualAtOnce, Mask: secret.Mask, Signed: f.secret != ""}
	probes, err := crawl.Probes(s.ctx, web, base, given, o)
	if err != nil {
		return s.stoppedOr(unreachable(err))
	}
	return s.probed(f, probing{secret.Mask(base), linksLead(given, base), probes})
}

// linksLead are the addresses that links of the tree lead to, other than that of the
// host: somebody asks a host for a trial, or the tree is at the wrong place.
func linksLead(m *backends.Manifest, base string) []string {
	others := []string{}
	for _, f := range m.Flows {
		for _, v := range f.Versions {
			if other := secret.Mask(v.Base); v.Base != base && !slices.Contains(others, other) {
				others = append(others, other)
			}
		}
	}
	return others
}

// stoppedOr is the error of a command that was stopped, else the one that it had.
func (s session) stoppedOr(err error) error {
	if stopped := s.interrupted(); stopped != nil {
		return stopped
	}
	return err
}

// manifestAt is the manifest that a host publishes.
func manifestAt(web fetch.Web, base string) (*backends.Manifest, error) {
	web.Most = mostManifest
	answer, err := web.Fetch(fetch.Request{Method: http.MethodGet, URL: base + publish.ManifestName})
	if err != nil {
		return nil, unreachable(crawl.Unreachable{Err: err})
	}
	m, problem := publishedManifest(answer)
	if m == nil {
		return nil, usage("the host publishes no manifest that can be used (%s): say what is published with --manifest dist", problem)
	}
	return m, nil
}

// probing is what came of the probes of one place.
type probing struct {
	place     string
	elsewhere []string
	probes    []crawl.Probe
}

// probed writes what came of the probes, and says whether that fails the command.
func (s session) probed(f *probeFlags, p probing) error {
	write := s.probedText
	if f.form == "json" {
		write = s.probedJSON
	}
	failed := slices.ContainsFunc(p.probes, func(p crawl.Probe) bool {
		return p.Verdict == crawl.Wrong || f.all && p.Verdict == crawl.Unneeded
	})
	if err := write(p, failed); err != nil {
		return failure(err)
	}
	if failed {
		return errFindings
	}
	return nil
}
