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
}

var counterparts = map[byte]byte{'{': '}', '[': ']'}

// bracketed takes one token inside brackets, or the first bracket itself.
func (d *diagnosis) bracketed(t token) {
	if len(d.levels) == 0 {
		d.inBlock(t) // the row gets a value
		d.levels = append(d.levels, level{open: t.start, value: t.start})
		return
	}
	top := &d.levels[len(d.levels)-1]
	switch t.kind {
	case opening:
		d.expectRoom(top, t)
		top.full = true
		d.levels = append(d.levels, level{open: t.start, value: t.start})
	case closing:
		d.close(t)
	case comma:
		if !top.full && !top.paired && !top.reported {
			d.add(d.at(diag.Syntax, t.start, t.end, "nothing stands before this comma").WithHelp("delete the comma"))
		}
		*top = level{open: top.open, value: t.end}
	case colon:
		d.secondColonInside(top, t)
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
	if isQuoted(d.last) && bytes.IndexByte(d.text[d.last.end:t.start], '\n') < 0 && t.kind == scalar {
		d.textBehindQuote(t.start, end)
		return
	}
	d.add(d.at(diag.Syntax, t.start, end, "a comma is missing before %s", inQuotes(clipped(string(d.text[t.start:end])))).
		WithRelated(d.span(top.open, top.open+1), "inside this bracket").
		WithHelp("separate the entries by commas"))
}

func isQuoted(t token) bool {
	return t.kind == scalar && (t.style == Double || t.style == Single)
}

func (d *diagnosis) textBehindQuote(start, end int) {
	d.add(d.at(diag.Syntax, start, end, "text stands behind the closing quote").
		WithRelated(d.span(d.last.start, d.last.end), "the text in quotes ends here").
		WithHelp("put the whole text in one pair of quotes; inside it write a double quote as \\\""))
}

func (d *diagnosis) secondColonInside(top *level, t token) {
	switch {
	case top.reported || !top.paired:
	default:
		top.reported = true
		d.secondColon(t, top.value, d.entryText(top.value))
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
	if want := counterparts[d.text[open]]; d.text[t.start] != want {
		d.swallowed = true
		d.add(d.at(diag.Syntax, open, open+1, "this %c is not closed before the next %c", d.text[open], d.text[t.start]).
			WithRelated(d.span(t.start, t.end), "another bracket closes here").
			WithHelp("put a closing %c where it ends, or delete it", want))
	}
	if t.first && d.misaligned < 0 && d.indentOf(open) != t.column {
		d.misaligned = open
	}
	d.levels = d.levels[:n]
	if n > 0 {
		d.levels[n-1].full = true
	}
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
		d.hidden = t
	}
}

// giveUp reports the brackets that the lexer shows to be forgotten.
func (d *diagnosis) giveUp() {
	if len(d.lexer.abandoned) == 0 {
		return
	}
	d.unclosedBracket(d.lexer.abandoned[len(d.lexer.abandoned)-1])
	d.lexer.abandoned = nil
	d.levels = d.levels[:0]
	d.hidden = token{}
}

func (d *diagnosis) unclosedAtEnd() {
	if len(d.levels) == 0 || len(d.lexer.brackets) == 0 {
		return
	}
	open := d.levels[0].open
	if d.misaligned >= 0 {
		open = d.misaligned
	}
	d.unclosedBracket(open)
}

// unclosedBracket reports a bracket without its counterpart, or the comment that
// hides it.
func (d *diagnosis) unclosedBracket(open int) {
	if h := d.hidden; h.end > open {
		d.hiddenEnd(h, open)
		return
	}
	d.swallowed = true
	d.add(d.at(diag.Syntax, open, open+1, "this %c is never closed", d.text[open]).
		WithHelp("put a closing %c where it ends, or delete it", counterparts[d.text[open]]))
}

// hiddenEnd reports the # that turns the end of a bracket into a comment.
func (d *diagnosis) hiddenEnd(h token, open int) {
	text := string(d.text[h.start:h.end])
	related := d.span(open, open+1)
	if isLostKey([]byte(text)) {
		d.add(d.lostKey(h.start, h.end).WithRelated(related, "so this bracket is not closed"))
		return
	}
	n := d.at(diag.CutByHash, h.start, h.end, "an unquoted # begins a comment, so this is not read").
		WithRelated(related, "so this bracket is not closed")
	if strings.Trim(text, "#") == "" || isFlowSign(text[1]) {
		n = n.WithHelp(`put the sign in quotes: "#"`)
	} else {
		n = n.WithHelp("put the text in quotes")
	}
	d.add(n)
}
