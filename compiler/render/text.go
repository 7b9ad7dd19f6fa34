package render

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// TextOptions are how much is shown, and how.
type TextOptions struct {
	// Max is the number of diagnostics shown; the rest is counted. 0 shows all.
	Max int
	// Color allows ANSI colours. Without them the text is the same.
	Color bool
}

// Text writes the list, one paragraph per diagnostic.
func Text(w io.Writer, list diag.List, options TextOptions) error {
	p := page{color: options.Color}
	list = once(list)
	shown := list
	if options.Max > 0 && len(list) > options.Max {
		shown = list[:options.Max]
	}
	for _, d := range shown {
		p.paragraph(d)
	}
	if more := list[len(shown):]; len(more) > 0 {
		fmt.Fprintf(&p.b, "and %d more: %s\n", len(more), countOf(more).words())
	}
	_, err := w.Write(p.b.Bytes())
	return err
}

// page is text in the making.
type page struct {
	b      bytes.Buffer
	color  bool
	gutter int
}

// The colours, as parameters of the ANSI sequence.
const (
	dim     = "2"
	red     = "1;31"
	yellow  = "1;33"
	magenta = "1;35"
	cyan    = "1;36"
	blue    = "34"
)

func colorOf(s diag.Severity) string {
	switch s {
	case diag.Note:
		return cyan
	case diag.Warning:
		return yellow
	case diag.Bug:
		return magenta
	}
	return red
}

func (p *page) paint(color, text string) string {
	if !p.color {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// paragraph is one finding; it is masked already.
func (p *page) paragraph(d diag.Diagnostic) {
	p.gutter = gutterOf(d)
	line := d.Compact()
	severity := d.Severity.String()
	after := fmt.Sprintf(": %s [%s]", d.Message, d.Code)
	place := strings.TrimSuffix(line, severity+after)
	fmt.Fprintf(&p.b, "%s%s%s\n", printable(place), p.paint(colorOf(d.Severity), severity), printable(after))
	p.excerpt(d.Primary, "^", colorOf(d.Severity), "")
	for _, r := range d.Related {
		switch {
		case r.Span.IsZero():
			p.line("note", r.Label)
		case r.Span.File != d.Primary.File:
			at := r.Span.Begin()
			fmt.Fprintf(&p.b, "%*s --> %s:%d:%d: %s\n", p.gutter, "", printable(r.Span.Name()), at.Line, at.Column, printable(r.Label))
			p.excerpt(r.Span, "-", blue, "")
		default:
			p.excerpt(r.Span, "-", blue, " "+printable(r.Label))
		}
	}
	for _, n := range d.Notes {
		p.line("note", n)
	}
	for _, h := range d.Help {
		p.line("help", h)
	}
	if safe(d) {
		p.line("fix", " "+fixes)
	}
}

func (p *page) line(word, text string) {
	fmt.Fprintf(&p.b, "%*s %s: %s\n", p.gutter, "", word, printable(text))
}

// fixes is the next step where safe.
const fixes = "ivrc check --fix  would change it"

// safe says that `ivrc check --fix` would change the source.
func safe(d diag.Diagnostic) bool {
	for _, f := range d.Fixes {
		if f.Safe {
			return true
		}
	}
	return false
}

// gutterOf is the width of the widest line number shown.
func gutterOf(d diag.Diagnostic) int {
	line := d.Primary.Line()
	for _, r := range d.Related {
		line = max(line, r.Span.Line())
	}
	return len(strconv.Itoa(line)) + 1
}

func (p *page) excerpt(span source.Span, mark, color, label string) {
	if span.IsZero() {
		return
	}
	e := excerptOf(span)
	fmt.Fprintf(&p.b, "%s %s\n", p.paint(dim, fmt.Sprintf("%*d |", p.gutter, e.line)), e.text)
	marks := p.paint(color, strings.Repeat(mark, e.marks))
	fmt.Fprintf(&p.b, "%s %*s%s%s\n", p.paint(dim, fmt.Sprintf("%*s |", p.gutter, "")), e.indent, "", marks, label)
}
