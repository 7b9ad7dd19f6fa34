package diag

import (
	"fmt"
	"strings"
)

// Compact is the first line of a diagnostic: file:line:col: severity: message
// [code]. Problem matchers and editors parse it, and goldens compare it.
func (d Diagnostic) Compact() string {
	d = d.Masked()
	var place string
	if !d.Primary.IsZero() {
		at := d.Primary.Begin()
		place = fmt.Sprintf("%s:%d:%d: ", d.Primary.Name(), at.Line, at.Column)
	}
	return fmt.Sprintf("%s%s: %s [%s]", place, d.Severity, d.Message, d.Code)
}

// Detailed is Compact with the end of the span and indented lines for related
// places, notes and help; the form in which most goldens hold diagnostics.
func (d Diagnostic) Detailed() string {
	d = d.Masked()
	var b strings.Builder
	b.WriteString(d.Compact())
	if !d.Primary.IsZero() {
		fmt.Fprintf(&b, "\n  at: %q", clip(d.Primary.Shown()))
	}
	for _, r := range d.Related {
		at := r.Span.Begin()
		fmt.Fprintf(&b, "\n  related: %d:%d %q: %s", at.Line, at.Column, clip(r.Span.Shown()), r.Label)
	}
	for _, n := range d.Notes {
		fmt.Fprintf(&b, "\n  note: %s", n)
	}
	for _, h := range d.Help {
		fmt.Fprintf(&b, "\n  help: %s", h)
	}
	return b.String()
}

func clip(s string) string {
	const most = 60
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "…"
}

// Detailed is the whole list, one diagnostic after the other, each line ended;
// empty for an empty list.
func (l List) Detailed() string {
	var b strings.Builder
	for _, d := range l {
		b.WriteString(d.Detailed())
		b.WriteByte('\n')
	}
	return b.String()
}
