package syntax

import (
	"bytes"
	"strings"

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
	return level{open: open, value: open, layout: layout{depth: d.indentOf(open), inner: -1, odd: -1}}
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
		if top.full && !top.reported {
			top.reported = true
			d.add(d.at(diag.Syntax, t.start, t.end, "inside brackets a question mark ends unquoted text").
				WithHelp("put the text in quotes: %s", inQuotes(d.entryText(top.value))))
		}
		top.full = false
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
		d.secondColon(t, top.value, d.entryText(top.value))
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
	d.add(n.WithHelp("put the text in quotes: %s", inQuotes(text)).
		WithFix(fix("put the text in quotes", d.span(start, start+len(text)), inQuotes(text))))
}

// close takes a closing bracket.
func (d *diagnosis) close(t token) {
	n := len(d.levels) - 1
	open := d.levels[n].open
	if want := counterparts[d.text[open]]; d.text[t.start] == want {
		if missing := d.levels[n].comma; missing != nil {
			d.add(*missing)
		}
	} else {
		d.bracketTrouble(d.at(diag.Syntax, open, open+1, "this %c is not closed before the next %c", d.text[open], d.text[t.start]).
			WithRelated(d.span(t.start, t.end), "another bracket closes here").
			WithHelp("put a closing %c where it ends, or delete it", want))
	}
	if d.levels = d.levels[:n]; n > 0 {
		d.levels[n-1].full = true
	}
}

// layOut compares the depth of a line inside a bracket with the lines before it.
// What is odd is kept in mind: it is no mistake by itself, but where brackets do
// not match it shows which one is missing.
func (d *diagnosis) layOut(top *level, t token) {
	switch c := t.column; {
	case t.kind == closing && c == top.depth:
	case c <= top.depth && (top.inner < 0 || top.comma != nil):
		d.suspicious(d.neverClosed(top.open))
	case c <= top.depth:
		d.suspicious(d.at(diag.Syntax, t.start, t.start+1, "a closing %c is missing before this line", counterparts[d.text[top.open]]).
			WithRelated(d.span(top.open, top.open+1), "it is opened here").
			WithHelp("put a %c on a line of its own, indented by %d", counterparts[d.text[top.open]], top.depth))
	case t.kind == closing && (top.odd >= 0 || top.inner > c):
		at := top.odd
		if at < 0 {
			at = top.first
		}
		d.suspicious(d.at(diag.Syntax, at, d.lexer.trimmed(at), "an opening %c is missing above this line", opened(d.text[t.start])).
			WithRelated(d.span(t.start, t.end), "it is closed here").
			WithHelp("write the key and the bracket that these lines belong to"))
	case t.kind == closing:
		d.suspicious(d.at(diag.Syntax, t.start, t.end, "nothing is open that this %c could close", d.text[t.start]).
			WithHelp("delete it"))
	case top.inner < 0:
		top.inner, top.first = c, t.start
	case c > top.inner && top.odd < 0:
		top.odd = t.start
	}
}

func opened(closing byte) byte {
	if closing == '}' {
		return '{'
	}
	return '['
}

func (d *diagnosis) suspicious(n diag.Diagnostic) {
	if d.suspect == nil {
		d.suspect = &n
	}
}

// bracketTrouble reports a bracket without its counterpart, at the place that
// the layout of the lines points to, if it does. Behind a wrong quote brackets
// mean nothing.
func (d *diagnosis) bracketTrouble(n diag.Diagnostic) {
	d.swallowed = true
	switch {
	case d.misquoted:
	case d.suspect != nil:
		d.add(*d.suspect)
	default:
		d.add(n)
	}
	d.suspect, d.misquoted = nil, true
}

// indentOf is how deep the line that holds an offset is indented.
func (d *diagnosis) indentOf(offset int) int {
	at := d.file.LineStart(d.file.LineOf(offset))
	column, _ := measure(d.text, at)
	return column
}

// commentInside remembers a comment that hides the end of a bracket.
func (d *diagnosis) commentInside(t token) {
	if n := len(d.levels); n > 0 && bytes.ContainsAny(d.text[t.start:t.end], "]}") {
		d.hidden, d.cut = t, token{}
		if d.last.kind == scalar && d.last.style == Plain && !t.first {
			d.cut = d.last
		}
	}
}

// giveUp reports the brackets that the lexer shows to be forgotten.
func (d *diagnosis) giveUp(t token) {
	if len(d.lexer.abandoned) == 0 {
		return
	}
	if n := len(d.levels); n > 0 && t.first {
		d.layOut(&d.levels[n-1], t)
	}
	d.unclosedBracket(d.lexer.abandoned[len(d.lexer.abandoned)-1])
	d.lexer.abandoned, d.misquoted = nil, false
	d.levels = d.levels[:0]
	d.hidden = token{}
}

func (d *diagnosis) unclosedAtEnd() {
	if len(d.levels) > 0 && len(d.lexer.brackets) > 0 {
		d.unclosedBracket(d.levels[0].open)
	}
}

// unclosedBracket reports a bracket without its counterpart, or the comment that
// hides it.
func (d *diagnosis) unclosedBracket(open int) {
	if h := d.hidden; h.end > open {
		d.hiddenEnd(h, open)
		return
	}
	d.bracketTrouble(d.neverClosed(open))
}

func (d *diagnosis) neverClosed(open int) diag.Diagnostic {
	return d.at(diag.Syntax, open, open+1, "this %c is never closed", d.text[open]).
		WithHelp("put a closing %c where it ends, or delete it", counterparts[d.text[open]])
}

// hiddenEnd reports the # that turns the end of a bracket into a comment.
func (d *diagnosis) hiddenEnd(h token, open int) {
	text := string(d.text[h.start:h.end])
	related := d.span(open, open+1)
	if isLostKey([]byte(text)) {
		d.add(d.lostKey(h.start, h.end, "the rest of this line is a comment").WithRelated(related, "so this bracket is not closed"))
		return
	}
	n := d.at(diag.CutByHash, h.start, h.end, "an unquoted # begins a comment, so this is not read").
		WithRelated(related, "so this bracket is not closed")
	switch {
	case strings.Trim(text, "#") == "" || isFlowSign(text[1]):
		n = n.WithHelp(`put the sign in quotes: "#"`)
	case d.cut.end > 0:
		n = n.WithHelp("put the text in quotes: %s", inQuotes(d.entryText(d.cut.start)))
	default:
		n = n.WithHelp("put the text in quotes")
	}
	d.add(n)
}
