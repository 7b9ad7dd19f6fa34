package syntax

import (
	"ivrc/compiler/diag"
)

// level is one open bracket.
type level struct {
	open int
	// full says that a value was read and a comma or the end must follow; paired
	// that the entry has had its colon.
	full, paired bool
	// value is where the last value began, for showing it in quotes.
	value int
	// reported keeps one slip from being told twice.
	reported bool
	// comma is a report that stands only if the bracket is closed in the end;
	// otherwise the bracket itself is the slip.
	comma *diag.Diagnostic
	layout
}

// layout is how the lines inside a bracket are indented: depth is that of the
// line with the bracket, inner that of the first line inside it (which begins at
// first), and odd where a line begins that is deeper still, -1 for none.
type layout struct {
	depth, inner, first, odd int
}

func (d *diagnosis) newLevel(open int) level {
	return level{open: open, value: open, layout: layout{depth: d.indentOf(), inner: -1, odd: -1}}
}

var counterparts = map[byte]byte{'{': '}', '[': ']'}

// bracketed takes one token inside brackets, or the first bracket itself.
func (d *diagnosis) bracketed(t token) {
	if len(d.levels) == 0 {
		d.inBlock(t) // the row gets a value
		d.suspect = nil
		d.levels = append(d.levels, d.newLevel(t.start))
		return
	}
	top := &d.levels[len(d.levels)-1]
	if t.first {
		d.layOut(top, t)
	}
	switch t.kind {
	case opening:
		d.expectRoom(top, t)
		top.full = true
		d.levels = append(d.levels, d.newLevel(t.start))
	case closing:
		d.close(t)
	case comma:
		if !top.full && !top.paired && !top.reported {
			d.add(d.at(diag.Syntax, t.start, t.end, "nothing stands before this comma").WithHelp("delete the comma"))
		}
		*top = level{open: top.open, value: t.end, comma: top.comma, layout: top.layout}
	case colon:
		d.colonInside(top, t)
		top.paired, top.full = true, false
	case question:
		d.questionInside(top, t)
	case dash:
		d.add(d.at(diag.Syntax, t.start, t.end, "a list with dashes cannot stand inside brackets").
			WithHelp("separate the values by commas"))
	case scalar, alias, stray:
		d.expectRoom(top, t)
		top.full, top.value = true, t.start
		if t.unclosed {
			top.reported = true
		}
	}
}

// questionInside takes a question mark, which yaml.v3 never counts to unquoted
// text inside brackets.
func (d *diagnosis) questionInside(top *level, t token) {
	if top.full && !top.reported {
		top.reported = true
		if !d.enough(diag.Syntax) {
			d.add(d.at(diag.Syntax, t.start, t.end, "inside brackets a question mark ends unquoted text").
				WithHelp("put the text in quotes: %s", inQuotes(d.entryText(top.value))))
		}
	}
	top.full = false
}

// entryText is unquoted text up to the next comma or bracket.
func (d *diagnosis) entryText(start int) string {
	end := start
	for end < len(d.text) && !isBreak(d.text[end]) && !isFlowSign(d.text[end]) {
		end++
	}
	return trimEnd(string(d.text[start:end]))
}

// expectRoom reports a value that directly follows another one.
func (d *diagnosis) expectRoom(top *level, t token) {
	if !top.full || top.reported {
		return
	}
	top.reported = true
	end := max(t.start+1, min(t.end, d.lexer.lineEnd(t.start)))
	if isQuoted(d.last) && !t.first && t.kind == scalar && !t.key {
		d.textBehindQuote(t.start, end)
		return
	}
	n := d.at(diag.Syntax, t.start, end, "a comma is missing before %s", clipped(string(d.text[t.start:end]))).
		WithRelated(d.span(top.open, top.open+1), "inside this bracket").
		WithHelp("separate the entries by commas")
	if t.first && top.first == t.start && d.lexer.startsEntry(t.start) {
		top.comma = &n
		return
	}
	d.add(n)
}

func isQuoted(t token) bool {
	return t.kind == scalar && (t.style == Double || t.style == Single)
}

func (d *diagnosis) textBehindQuote(start, end int) {
	d.misquoted = len(d.levels) > 0
	n := d.at(diag.Syntax, start, end, "text stands behind the closing quote").
		WithRelated(d.span(d.last.start, d.last.end), "the text in quotes ends here")
	if d.last.style == Single {
		d.add(n.WithHelp("put the text in double quotes, or write an apostrophe inside single quotes twice: ''"))
		return
	}
	d.add(n.WithHelp("put the whole text in one pair of quotes; inside it write a double quote as \\\""))
}

func (d *diagnosis) colonInside(top *level, t token) {
	switch {
	case top.reported:
	case top.paired:
		top.reported = true
		if !d.enough(diag.SecondColon) {
			d.secondColon(t, top.value, d.entryText(top.value))
		}
	case !top.full && d.last.kind != question:
		d.add(d.noKey(t))
	}
}

// secondColon reports a colon in unquoted text; start is where the text begins.
func (d *diagnosis) secondColon(t token, start int, text string) {
	n := d.at(diag.SecondColon, t.start, t.end, `a second ":" in unquoted text`)
	if isQuoted(d.last) && d.last.start == start {
		n.Message = `a ":" behind the closing quote`
		d.add(n.WithHelp("put the whole text in one pair of quotes"))
		return
	}
	d.add(n.WithHelp("put the text in quotes:   %s%s", keyBefore(d.text, start), inQuotes(text)).
		WithFix(fix("put the text in quotes", d.span(start, start+len(text)), inQuotes(text))))
}
