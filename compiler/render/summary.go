package render

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// mostRows is how many findings a job summary lists; GitHub takes 1 MiB of it.
const mostRows = 200

// Summary writes the report as a page of Markdown with one table, the worst
// findings first, for the summary of a job (GITHUB_STEP_SUMMARY). The error is
// the writer's own.
func Summary(w io.Writer, r Report) error {
	var b bytes.Buffer
	list := r.findings()
	fmt.Fprintf(&b, "### %s\n", r.summary(list))
	shown := list
	if len(list) > 0 {
		shown = bySeverity(list)
		shown = shown[:min(len(shown), mostRows)]
		b.WriteString("\n| | place | finding | what to do |\n| --- | --- | --- | --- |\n")
	}
	for _, f := range shown {
		place := ""
		if at := f.Primary.Begin(); !f.Primary.IsZero() {
			place = fmt.Sprintf("%s:%d:%d", f.Primary.Name(), at.Line, at.Column)
		}
		fmt.Fprintf(&b, "| %s | %s | %s (%s) | %s |\n",
			f.Severity, markdown(place), markdown(f.Message), f.Code, markdown(strings.Join(f.Help, "; ")))
	}
	if hidden := len(list) - len(shown); hidden > 0 {
		fmt.Fprintf(&b, "\nand %d more\n", hidden)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// mostCell is how much of a text stands in a cell, in characters.
const mostCell = 1000

// signs mean something inside a cell; the others of Markdown do so only where a
// line begins.
const signs = "\\`*_[]|~@"

// markdown is plain text as a cell of a table.
func markdown(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range printable(s) {
		if n++; n > mostCell {
			b.WriteRune('…')
			break
		}
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune(signs, r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
