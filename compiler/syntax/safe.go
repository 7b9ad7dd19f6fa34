package syntax

import (
	"bytes"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// safeFix is a change of one place that can only be meant one way.
func safeFix(message string, at source.Span, text string) diag.Fix {
	f := fix(message, at, text)
	f.Safe = true
	return f
}

// quoteStray puts a text that cannot stand without quotes into quotes. That is
// safe for a key, and for a value where nothing follows that could belong to it: a
// comment, a comma, another line.
func (d *diagnosis) quoteStray(t token, text string) diag.Fix {
	f := fix("put it in quotes", d.span(t.start, t.end), inQuotes(text))
	if written := string(d.text[t.start:t.end]); written != text || t.lines > 0 || t.unclosed {
		return f
	}
	behind := d.lexer.at(skipBlank(d.text, t.end))
	ends := isBreak(behind)
	switch {
	case d.text[t.start] == '*':
		f.Safe = isKeyPad(text) && (t.key || ends || d.lexer.inBrackets() && isFlowSign(behind))
	case strings.IndexByte("@`%", d.text[t.start]) >= 0:
		f.Safe = !t.key && ends && !d.lexer.inBrackets()
	}
	return f
}

// spacesForTabs is the change of all tabs in the indentation of a file to two
// spaces each. It is safe where every indented line begins with tabs alone, so
// that their number says how deep it is, and no text keeps its own indentation.
func (d *diagnosis) spacesForTabs() (f diag.Fix, ok bool) {
	f = diag.Fix{Message: "write two spaces for each tab of the indentation", Safe: true}
	starts := map[int]bool{}
	for line := 1; line <= d.file.Lines(); line++ {
		start := d.file.LineStart(line)
		if line == 1 {
			start += bom(d.text)
		}
		end := skipBlank(d.text, start)
		if end == start || isBreak(d.lexer.at(end)) {
			continue
		}
		if bytes.IndexByte(d.text[start:end], ' ') >= 0 {
			return f, false
		}
		starts[start] = true
		f.Edits = append(f.Edits, diag.Edit{Span: d.span(start, end), New: strings.Repeat("  ", end-start)})
	}
	l := newLexer(d.text, true)
	for t := l.next(); t.kind != endOfText; t = l.next() {
		if t.kind == scalar && t.style == Block {
			return f, false
		}
	}
	return f, !slices.ContainsFunc(d.lexer.tabs, func(at int) bool { return !starts[at] })
}

// unseen is the change that takes out a character which no reader sees and no
// caller hears; nothing but its absence can be meant.
func (r *reporter) unseen(c rune, at source.Span) (f diag.Fix, ok bool) {
	switch c {
	case 0xfeff, 0x200b, 0x180e, 0x2060:
		return safeFix("take it out", at, ""), true
	}
	return f, false
}

// cutInPieces says that what a comma cut off can be nothing but the rest of the
// text: pieces of several words on one line, the last of which ends a sentence. A
// word alone could be a key whose value is missing.
func cutInPieces(rest string) bool {
	if strings.ContainsAny(rest, "\n#") || !strings.ContainsAny(rest[len(rest)-1:], ".!?") {
		return false
	}
	pieces := strings.Split(strings.TrimPrefix(rest, ","), ",")
	return !slices.ContainsFunc(pieces, func(piece string) bool { return len(strings.Fields(piece)) < 2 })
}

// spacesAfterDashes is the change of lines `-item` to items of a list.
func (w *walker) spacesAfterDashes(start int, lines []string) diag.Fix {
	f := diag.Fix{Message: "put a space after each dash", Safe: true}
	for _, line := range lines {
		if i := strings.IndexByte(line, '-'); i >= 0 {
			f.Edits = append(f.Edits, diag.Edit{Span: w.span(start+i, start+i+1), New: "- "})
		}
		start += len(line) + 1
	}
	return f
}
