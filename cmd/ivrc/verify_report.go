package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"ivrc/backends/crawl"
)

// verified writes what was found, as a table with the trouble below it, or as
// JSON. What it quotes of documents and hosts is masked already.
func (s session) verified(v *verification, form string) error {
	if form == "json" {
		return s.verifiedJSON(v)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n\n", v.place, v.what())
	rows := v.report.Rows()
	fmt.Fprintf(&b, "%-13s %6s %6s\n", "check", "right", "wrong")
	failed := 0
	for _, row := range rows {
		words := row.Check.Title()
		if row.Failed > 0 {
			failed++
			words = row.Findings[0].Kind.Says()
		}
		fmt.Fprintf(&b, "%-13s %6s %6s  %s\n", row.Check, noneOr(row.OK), noneOr(row.Failed), words)
	}
	for _, row := range rows {
		for _, f := range row.Findings {
			trouble(&b, row.Check, f)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", conclusion(failed, len(rows)))
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

func noneOr(n int) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprint(n)
}

// trouble is one kind of trouble with its examples and the next step.
func trouble(b *strings.Builder, c crawl.Check, f crawl.Finding) {
	fmt.Fprintf(b, "\n%s: %s\n", c, f.Kind.Says())
	for _, example := range f.Examples {
		fmt.Fprintf(b, "  %s\n", example)
	}
	if more := f.Count - len(f.Examples); more > 0 {
		fmt.Fprintf(b, "  and %d more\n", more)
	}
	fmt.Fprintf(b, "  to mend it: %s\n", f.Kind.Mend())
}

func conclusion(failed, checks int) string {
	if failed == 0 {
		return fmt.Sprintf("nothing is wrong in %s", plural(checks, "check"))
	}
	return fmt.Sprintf("%d of %s found something wrong", failed, plural(checks, "check"))
}

type verifyJSON struct {
	Format   int         `json:"ivrc_verify"`
	Place    string      `json:"place"`
	OK       bool        `json:"ok"`
	Requests int         `json:"requests"`
	Planned  int         `json:"requests_planned"`
	Checks   []checkJSON `json:"checks"`
}

type checkJSON struct {
	Check    string        `json:"check"`
	Title    string        `json:"title"`
	Right    int           `json:"right"`
	Wrong    int           `json:"wrong"`
	Findings []findingJSON `json:"findings"`
}

type findingJSON struct {
	Kind     string   `json:"kind"`
	Says     string   `json:"says"`
	Mend     string   `json:"mend"`
	Count    int      `json:"count"`
	Examples []string `json:"examples"`
}

func (s session) verifiedJSON(v *verification) error {
	out := verifyJSON{
		Format: 1, Place: v.place, OK: v.report.Clean(), Requests: v.report.Requests, Planned: v.report.Planned, Checks: []checkJSON{},
	}
	for _, row := range v.report.Rows() {
		c := checkJSON{Check: string(row.Check), Title: row.Check.Title(), Right: row.OK, Wrong: row.Failed, Findings: []findingJSON{}}
		for _, f := range row.Findings {
			found := findingJSON{Kind: string(f.Kind), Says: f.Kind.Says(), Mend: f.Kind.Mend(), Count: f.Count, Examples: f.Examples}
			c.Findings = append(c.Findings, found)
		}
		out.Checks = append(out.Checks, c)
	}
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}
