package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"ivrc/backends/crawl"
	"ivrc/backends/hosts"
)

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

func (s session) probedText(all probing, _ bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", all.place)
	for _, other := range all.elsewhere {
		fmt.Fprintf(&b, "links lead to %s: callers who come in here go on there\n", other)
	}
	group := ""
	count := map[crawl.Verdict]int{}
	for _, p := range all.probes {
		if p.Group != group {
			group = p.Group
			fmt.Fprintf(&b, "\n%s\n", group)
		}
		count[p.Verdict]++
		what := p.Request
		switch p.Verdict {
		case crawl.Wrong, crawl.Unneeded:
			what = p.Found
		case crawl.Skipped:
			what = p.Reason
		}
		fmt.Fprintf(&b, "  %-5s  %-42s %s\n", mark(p.Verdict), p.Name, what)
	}
	reasons(&b, all.probes)
	mends(&b, all.probes)
	fmt.Fprintf(&b, "\n%d right, %d wrong, %d not needed here, %d not asked\n", count[crawl.Right], count[crawl.Wrong], count[crawl.Unneeded], count[crawl.Skipped])
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

// reasons says why what the host cannot is not needed, each once.
func reasons(b *strings.Builder, probes []crawl.Probe) {
	var told []string
	for _, p := range probes {
		if p.Verdict != crawl.Unneeded || slices.Contains(told, p.Reason) {
			continue
		}
		told = append(told, p.Reason)
		fmt.Fprintf(b, "\nnot needed, %s: %s\n", p.Group, p.Reason)
	}
}

// mends says of each kind of trouble once what it is, what callers meet, and what to
// do.
func mends(b *strings.Builder, probes []crawl.Probe) {
	var told []crawl.Kind
	for _, p := range probes {
		if p.Verdict != crawl.Wrong || slices.Contains(told, p.Kind) {
			continue
		}
		told = append(told, p.Kind)
		fmt.Fprintf(b, "\n%s\n  callers: %s\n  to mend it: %s\n", p.Kind.Says(), p.Kind.Meets(), p.Kind.Mend())
		if able := ableHosts(probes, p.Kind); len(able) > 0 {
			fmt.Fprintf(b, "  ivrc host NAME prints the configuration of one that does: %s\n", strings.Join(able, ", "))
		}
	}
}

// ableHosts are the hosts of the catalogue that can do everything at which this one
// has a kind of trouble; none where that is no question of the kind of host.
func ableHosts(probes []crawl.Probe, k crawl.Kind) []string {
	if !slices.Contains([]crawl.Kind{crawl.NotRouted, crawl.Unseen, crawl.Unknown, crawl.RefusesPost, crawl.Unchecked}, k) {
		return nil
	}
	needed := map[crawl.Way]bool{}
	for i := range probes {
		if probes[i].Verdict == crawl.Wrong && probes[i].Kind == k {
			needed[probes[i].Way()] = true
		}
	}
	var names []string
	for _, h := range hosts.All() {
		can := (h.GET.Can || !needed[crawl.ByQuery]) && (h.Form.Can || !needed[crawl.ByForm]) &&
			(h.JSON.Can || !needed[crawl.ByJSON]) && (h.VoiceShot.Can || !needed[crawl.ByEvent])
		if can && (h.Signs || k != crawl.Unchecked) {
			names = append(names, h.Name)
		}
	}
	return names
}

type probeJSON struct {
	Group   string `json:"group"`
	Name    string `json:"name"`
	Verdict string `json:"verdict"`
	Request string `json:"request"`
	Reason  string `json:"reason"`
	Kind    string `json:"kind"`
	Found   string `json:"found"`
	Callers string `json:"callers"`
	Mend    string `json:"mend"`
	// Hosts are those that ivrc host configures so that this goes right.
	Hosts []string `json:"hosts"`
}

func (s session) probedJSON(all probing, failed bool) error {
	rows := make([]probeJSON, 0, len(all.probes))
	for _, p := range all.probes {
		row := probeJSON{p.Group, p.Name, string(p.Verdict), p.Request, p.Reason, string(p.Kind), p.Found, "", "", []string{}}
		if p.Kind != "" {
			row.Callers, row.Mend = p.Kind.Meets(), p.Kind.Mend()
			row.Hosts = append(row.Hosts, ableHosts([]crawl.Probe{wrong(p)}, p.Kind)...)
		}
		rows = append(rows, row)
	}
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Format    int         `json:"ivrc_probe"`
		Place     string      `json:"place"`
		Elsewhere []string    `json:"links_lead_to"`
		OK        bool        `json:"ok"`
		Probes    []probeJSON `json:"probes"`
	}{1, all.place, all.elsewhere, !failed, rows})
}

// wrong is a probe as one that counts, whether this tree needs it or not.
func wrong(p crawl.Probe) crawl.Probe {
	p.Verdict = crawl.Wrong
	return p
}
