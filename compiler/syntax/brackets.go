package syntax

import (
	"bytes"
	"strings"

	"ivrc/compiler/diag"
)

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

// indentOf is how deep the line of the lexer is indented.
func (d *diagnosis) indentOf() int {
	if start := d.lexer.lineStart; start != d.depthOf {
		d.depthOf = start
		d.depth, _ = measure(d.text, start)
	}
	return d.depth
}

// commentInside remembers a comment that hides the end of a bracket.
func (d *diagnosis) commentInside(t token) {
	if n := len(d.levels); n > 0 && bytes.ContainsAny(d.text[t.start:t.end], "]}") {
		d.hidden, d.cut, d.behindColon = t, token{}, d.last.kind == colon
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
		if h.first {
			return // the survey has reported it
		}
		d.add(d.lostKey(h.start, h.end, "the rest of this line is a comment").WithRelated(related, "so this bracket is not closed"))
		return
	}
	n := d.at(diag.CutByHash, h.start, h.end, "an unquoted # begins a comment, so this is not read").
		WithRelated(related, "so this bracket is not closed")
	switch {
	case strings.Trim(text, "#") == "" || isFlowSign(text[1]):
		n = n.WithHelp(`put the sign in quotes: "#"`)
		if d.behindColon && len(text) > 1 && isFlowSign(text[1]) {
			n = n.WithFix(safeFix("put it in quotes", d.span(h.start, h.start+1), `"#"`))
		}
	case d.cut.end > 0:
		n = n.WithHelp("put the text in quotes: %s", inQuotes(d.entryText(d.cut.start)))
	default:
		n = n.WithHelp("put the text in quotes")
	}
	d.add(n)
}
