// Package render writes diagnostics for people and machines.
//
// In: a sorted list of diagnostics. Out: text with the line, a caret at the exact
// token, the other places that matter and what to do next. It decides nothing:
// which findings there are, and in what order, is settled before. It refuses to
// pass control characters of a source line on to a terminal, or to show what the
// file hides.
package render

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// TextOptions are how much is shown.
type TextOptions struct {
	// Max is the number of diagnostics shown; the rest is counted. 0 shows all.
	Max int
}

// Text writes the list, one paragraph per diagnostic.
func Text(w io.Writer, list diag.List, options TextOptions) error {
	var b bytes.Buffer
	shown := list
	if options.Max > 0 && len(list) > options.Max {
		shown = list[:options.Max]
	}
	for _, d := range shown {
		text(&b, d)
	}
	if hidden := len(list) - len(shown); hidden > 0 {
		fmt.Fprintf(&b, "and %d more\n", hidden)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func text(b *bytes.Buffer, d diag.Diagnostic) {
	d = d.Masked()
	b.WriteString(printable(d.Compact()))
	b.WriteByte('\n')
	gutter := gutterOf(d)
	excerpt(b, gutter, d.Primary, '^', "")
	for _, r := range d.Related {
		switch {
		case r.Span.IsZero():
			fmt.Fprintf(b, "%*s note: %s\n", gutter, "", printable(r.Label))
		case r.Span.File != d.Primary.File:
			at := r.Span.Begin()
			fmt.Fprintf(b, "%*s --> %s:%d:%d: %s\n", gutter, "", r.Span.Name(), at.Line, at.Column, printable(r.Label))
			excerpt(b, gutter, r.Span, '-', "")
		default:
			excerpt(b, gutter, r.Span, '-', printable(r.Label))
		}
	}
	for _, n := range d.Notes {
		fmt.Fprintf(b, "%*s note: %s\n", gutter, "", printable(n))
	}
	for _, h := range d.Help {
		fmt.Fprintf(b, "%*s help: %s\n", gutter, "", printable(h))
	}
}

// gutterOf is the width of the widest line number shown.
func gutterOf(d diag.Diagnostic) int {
	line := d.Primary.Line()
	for _, r := range d.Related {
		line = max(line, r.Span.Line())
	}
	return len(strconv.Itoa(line)) + 1
}

// tabWidth is the number of columns that a tab takes in an excerpt.
const tabWidth = 4

// maxColumns is the widest excerpt; longer lines are cut around the caret.
const maxColumns = 100

func excerpt(b *bytes.Buffer, gutter int, span source.Span, mark rune, label string) {
	if span.IsZero() {
		return
	}
	from := span.Begin()
	first := span.File.LineStart(from.Line)
	last := first + len(span.File.Line(from.Line))
	start := min(max(span.Start, first), last)
	end := min(max(start, span.End), last)
	before, cutLeft := head(shown(span.File.Shown(first, start)))
	under := shown(span.File.Shown(start, end))
	room := maxColumns - width(before)
	middle, cutMiddle := tail(under, room)
	rest, cutRight := tail(shown(span.File.Shown(end, last)), room-width(middle))
	if cutMiddle {
		rest, cutRight = "", true
	}
	left, right := "", ""
	if cutLeft {
		left = "…"
	}
	if cutRight {
		right = "…"
	}
	fmt.Fprintf(b, "%*d | %s\n", gutter, from.Line, strings.TrimRight(left+before+middle+rest+right, " "))
	marks := strings.Repeat(string(mark), max(1, width(middle)))
	if label != "" {
		label = " " + label
	}
	fmt.Fprintf(b, "%*s | %*s%s%s\n", gutter, "", width(left+before), "", marks, label)
}

// shown is source text as an excerpt shows it: tabs as spaces, other control
// and direction characters as a visible sign.
func shown(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == '\t':
			b.WriteString(strings.Repeat(" ", tabWidth))
		case r == utf8.RuneError && size == 1, hidden(r):
			b.WriteRune('\u00b7')
		default:
			b.WriteRune(r)
		}
		text = text[size:]
	}
	return b.String()
}

// hidden says that a terminal would obey or hide the character.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}

// printable makes a message safe for a terminal; it keeps line breaks out.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if hidden(r) {
			return '\u00b7'
		}
		return r
	}, s)
}

// head keeps the end of the text before the caret.
func head(s string) (kept string, cut bool) {
	const most = maxColumns * 2 / 3
	columns := 0
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if columns += columnsOf(r); columns > most {
			return s[i:], true
		}
		i -= size
	}
	return s, false
}

// tail keeps as much of the text as there is room for.
func tail(s string, room int) (kept string, cut bool) {
	columns := 0
	for i, r := range s {
		if columns += columnsOf(r); columns > room {
			return s[:i], true
		}
	}
	return s, false
}

func width(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

// wide are the blocks whose characters take two columns on a terminal: CJK,
// Hangul, full-width forms and emoji.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, {Lo: 0x2e80, Hi: 0x303e, Stride: 1}, {Lo: 0x3041, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, {Lo: 0xf900, Hi: 0xfaff, Stride: 1}, {Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
		{Lo: 0xff00, Hi: 0xff60, Stride: 1}, {Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, {Lo: 0x1f680, Hi: 0x1faff, Stride: 1}, {Lo: 0x20000, Hi: 0x3fffd, Stride: 1}},
}

// columnsOf is the number of terminal columns of a character: combining marks
// take none.
func columnsOf(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}
