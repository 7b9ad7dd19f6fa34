package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
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
	manifest, form string
	patience       time.Duration
	all            bool
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
	probes, err := crawl.Probes(s.ctx, web, base, given, crawl.Options{AtOnce: usualAtOnce, Mask: secret.Mask})
	if err != nil {
		return s.stoppedOr(unreachable(err))
	}
	return s.probed(f, secret.Mask(base), probes)
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

// probed writes what came of the probes, and says whether that fails the command.
func (s session) probed(f *probeFlags, place string, probes []crawl.Probe) error {
	write := s.probedText
	if f.form == "json" {
		write = s.probedJSON
	}
	wrong := func(p crawl.Probe) bool {
		return p.Verdict == crawl.Wrong || f.all && p.Verdict == crawl.Unneeded
	}
	failed := slices.ContainsFunc(probes, wrong)
	if err := write(place, probes, failed); err != nil {
		return failure(err)
	}
	if failed {
		return errFindings
	}
	return nil
}

// mark is a verdict as the table shows it.
func mark(v crawl.Verdict) string {
	switch v {
	case crawl.Right:
		return "ok"
	case crawl.Wrong:
		return "WRONG"
	case crawl.Unneeded:
		return "no"
	}
	return "-"
}

func (s session) probedText(place string, probes []crawl.Probe, _ bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", place)
	group := ""
	count := map[crawl.Verdict]int{}
	for _, p := range probes {
		if p.Group != group {
			group = p.Group
			fmt.Fprintf(&b, "\n%s\n", group)
		}
		count[p.Verdict]++
		what := p.Request
		switch p.Verdict {
		case crawl.Wrong:
			what = p.Found
		case crawl.Unneeded:
			what = p.Found + "; not needed: " + p.Reason
		case crawl.Skipped:
			what = p.Reason
		}
		fmt.Fprintf(&b, "  %-5s  %-42s %s\n", mark(p.Verdict), p.Name, what)
	}
	mends(&b, probes)
	fmt.Fprintf(&b, "\n%d right, %d wrong, %d not needed here, %d not asked\n", count[crawl.Right], count[crawl.Wrong], count[crawl.Unneeded], count[crawl.Skipped])
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

// mends says of each kind of trouble once what it means and what to do.
func mends(b *strings.Builder, probes []crawl.Probe) {
	var told []crawl.Kind
	for _, p := range probes {
		if p.Verdict != crawl.Wrong || slices.Contains(told, p.Kind) {
			continue
		}
		told = append(told, p.Kind)
		fmt.Fprintf(b, "\n%s\n  to mend it: %s\n", p.Kind.Says(), p.Kind.Mend())
		if kind := p.Kind; kind == crawl.NotRouted || kind == crawl.Unseen || kind == crawl.Unknown || kind == crawl.RefusesPost {
			fmt.Fprintln(b, "  ivrc host   lists the hosts that do, and prints their configuration")
		}
	}
}

type probeJSON struct {
	Group   string `json:"group"`
	Name    string `json:"name"`
	Verdict string `json:"verdict"`
	Request string `json:"request"`
	Reason  string `json:"reason"`
	Kind    string `json:"kind"`
	Found   string `json:"found"`
	Mend    string `json:"mend"`
}

func (s session) probedJSON(place string, probes []crawl.Probe, failed bool) error {
	rows := make([]probeJSON, 0, len(probes))
	for _, p := range probes {
		row := probeJSON{p.Group, p.Name, string(p.Verdict), p.Request, p.Reason, string(p.Kind), p.Found, ""}
		if p.Kind != "" {
			row.Mend = p.Kind.Mend()
		}
		rows = append(rows, row)
	}
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Format int         `json:"ivrc_probe"`
		Place  string      `json:"place"`
		OK     bool        `json:"ok"`
		Probes []probeJSON `json:"probes"`
	}{1, place, !failed, rows})
}
