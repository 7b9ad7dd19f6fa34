package render

import (
	"strings"
	"unicode/utf8"

	"ivrc/compiler/source"
)

// maxColumns is the widest excerpt; longer lines are cut around the caret.
const maxColumns = 100

// window is how many bytes are looked at on either side of a place, so that a
// line of megabytes costs no more than a short one.
const window = 1024

// excerpt is one line of source around a place and the marks under it.
type excerpt struct {
	line          int
	text          string
	indent, marks int // in columns
}

// excerptOf shows the first line of a span, up to its end.
func excerptOf(span source.Span) excerpt {
	line := span.Line()
	first := span.File.LineStart(line)
	last := first + len(span.File.Line(line))
	start := min(max(span.Start, first), last)
	end := min(max(start, span.End), last)

	before, cutLeft := head(leftOf(span.File, first, start))
	middle, cutMiddle := tail(rightOf(span.File, start, end))(maxColumns - width(before))
	rest, cutRight := "", true
	if !cutMiddle {
		rest, cutRight = tail(rightOf(span.File, end, last))(maxColumns - width(before) - width(middle))
	}
	if cutLeft {
		before = "…" + before
	}
	if cutRight {
		rest += "…"
	}
	return excerpt{
		line: line, text: strings.TrimRight(before+middle+rest, " "),
		indent: width(before), marks: max(1, width(middle)),
	}
}

// leftOf is what is shown of a line before a place; cut says that the line begins
// further left.
func leftOf(file *source.File, first, place int) (text string, cut bool) {
	from := max(first, place-window)
	for from > first && from < place && !utf8.RuneStart(file.Text[from]) {
		from++
	}
	return shown(file.Shown(from, place)), from > first
}

// rightOf is what is shown of a line from a place on; cut says that it goes on.
func rightOf(file *source.File, place, last int) (text string, cut bool) {
	to := min(last, place+window)
	for to < last && to > place && !utf8.RuneStart(file.Text[to]) {
		to--
	}
	return shown(file.Shown(place, to)), to < last
}

// head keeps the end of the text before the caret.
func head(s string, cut bool) (string, bool) {
	const most = maxColumns * 2 / 3
	columns := 0
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if columns += columnsOf(r); columns > most {
			return strings.TrimLeftFunc(s[i:], func(r rune) bool { return columnsOf(r) == 0 }), true
		}
		i -= size
	}
	return s, cut
}

// tail keeps as much of the text as there is room for.
func tail(s string, cut bool) func(room int) (string, bool) {
	return func(room int) (string, bool) {
		columns := 0
		for i, r := range s {
			if columns += columnsOf(r); columns > room {
				return s[:i], true
			}
		}
		return s, cut
	}
}
