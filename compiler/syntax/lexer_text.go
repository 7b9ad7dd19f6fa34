package syntax

import "bytes"

// plain reads unquoted text, over several lines where they belong to it.
func (l *lexer) plain(t *token) {
	t.kind, t.style = scalar, Plain
	i := l.pos
	for {
		stop := l.plainPart(&i, t)
		l.pos = i
		if stop {
			break
		}
		next, lineStart, ok := l.goesOn(i)
		if !ok {
			break
		}
		i, l.pos, l.lineStart = next, next, lineStart
		if l.plainEnds(i) {
			break
		}
	}
	if t.end > t.start && l.lineStart > t.start {
		t.lines = bytes.Count(l.text[t.start:t.end], []byte{'\n'})
	}
	if t.end == t.start { // a sign that can begin nothing here
		t.kind, t.end = stray, t.start+1
		l.pos = max(l.pos, t.end)
	}
}

// plainPart reads the part of a text that stands on one line; stop says that a
// sign and not the end of the line ended it.
func (l *lexer) plainPart(i *int, t *token) (stop bool) {
	for ; *i < len(l.text); *i++ {
		c := l.text[*i]
		if isBlank(c) {
			continue
		}
		if c == '\n' || c == '\r' && l.at(*i+1) == '\n' {
			return false
		}
		if *i > t.start && c == '#' && isBlank(l.text[*i-1]) || l.plainEnds(*i) {
			return true
		}
		t.end = *i + 1
	}
	return true
}

// plainEnds says that a sign at i ends unquoted text. A question mark does so
// inside brackets: yaml.v3 knows it better than the specification.
func (l *lexer) plainEnds(i int) bool {
	switch c := l.at(i); {
	case c == ':':
		return isSpace(l.at(i + 1))
	case l.inBrackets():
		return isFlowSign(c) || c == '?'
	}
	return false
}

// goesOn finds where unquoted text goes on after the line that ends at i.
func (l *lexer) goesOn(i int) (next, lineStart int, ok bool) {
	for i < len(l.text) && isSpace(l.text[i]) {
		if l.text[i] == '\n' {
			lineStart = i + 1
		} else if l.text[i] == '\t' && l.repair && lineStart > 0 && i-lineStart <= l.parent() {
			l.noteTab(i, lineStart)
		}
		i++
	}
	column := i - lineStart
	switch {
	case i >= len(l.text) || l.text[i] == '#':
		return 0, 0, false
	case column == 0 && l.isDocumentMark(i):
		return 0, 0, false
	case !l.inBrackets() && (column <= l.parent() || colonAhead(l.text, i)):
		return 0, 0, false
	case l.repair && l.text[i] == '-' && isSpace(l.at(i+1)):
		return 0, 0, false
	case l.inBrackets() && l.repair && keyColon(l.text, i) >= 0:
		return 0, 0, false
	}
	return i, lineStart, true
}

func (l *lexer) isDocumentMark(i int) bool {
	c := l.at(i)
	return (c == '-' || c == '.') && l.at(i+1) == c && l.at(i+2) == c && isSpace(l.at(i+3))
}

// colonAhead says that a key's colon stands on the line: no unquoted text of
// several lines may contain one.
func colonAhead(text []byte, i int) bool {
	for ; i < len(text) && text[i] != '\n'; i++ {
		if text[i] == ':' && (i+1 == len(text) || isSpace(text[i+1])) {
			return true
		}
		if text[i] == '#' && isSpace(text[i-1]) {
			return false
		}
	}
	return false
}

// quoted reads text in quotes to its counterpart.
func (l *lexer) quoted(t *token, quote byte) {
	t.kind, t.style = scalar, Double
	if quote == '\'' {
		t.style = Single
	}
	i, lineStart, suspicious := l.pos+1, l.lineStart, false
	for ; ; i++ {
		if i >= len(l.text) || i == lineStart && l.isDocumentMark(i) {
			t.unclosed = true
			break
		}
		switch c := l.text[i]; {
		case c == '\\' && quote == '"' && !isBreak(l.at(i+1)):
			i++
			continue
		case c == '\n':
			lineStart = i + 1
			t.lines++
			suspicious = suspicious || l.repair && l.swallows(lineStart)
			continue
		case c != quote:
			continue
		case quote == '\'' && l.at(i+1) == quote:
			i++
			continue
		}
		break
	}
	t.end = min(i+1, len(l.text))
	if l.repair && (t.unclosed || t.lines > 0 && (suspicious || !l.mayFollowQuote(t.end))) {
		l.forgottenQuote(t)
		return
	}
	l.pos, l.lineStart = t.end, lineStart
}

// swallows says that a line inside quotes looks like an entry of the flow.
func (l *lexer) swallows(lineStart int) bool {
	i := lineStart
	for l.at(i) == ' ' {
		i++
	}
	return i-lineStart <= l.parent() && i < len(l.text) && !isBreak(l.text[i]) && l.startsEntry(i)
}

// mayFollowQuote says that what follows a closing quote is fine there.
func (l *lexer) mayFollowQuote(i int) bool {
	for isBlank(l.at(i)) {
		i++
	}
	c := l.at(i)
	return isBreak(c) || c == '#' || c == ':' || l.inBrackets() && isFlowSign(c)
}

// forgottenQuote goes on behind the line on which the quote was opened, and
// gives up the brackets of that line.
func (l *lexer) forgottenQuote(t *token) {
	t.unclosed, t.lines = true, 0
	t.end = max(l.trimmed(t.start), t.start+1)
	l.pos = max(l.lineEnd(t.start), t.end)
	for n := len(l.brackets); n > 0 && l.brackets[n-1] >= l.lineStart; n-- {
		l.brackets = l.brackets[:n-1]
	}
}

// blockText reads the text behind | or >.
func (l *lexer) blockText(t *token) {
	t.kind, t.style = scalar, Block
	i, explicit := l.pos+1, 0
	for ; l.at(i) == '+' || l.at(i) == '-' || l.at(i) >= '1' && l.at(i) <= '9'; i++ {
		if c := l.at(i); c >= '1' {
			explicit = int(c - '0')
		}
	}
	t.end = i
	end, lines, lineStart := blockEnd(l.text, i, l.parent(), explicit)
	if end > i {
		t.end = end
	}
	t.lines = lines
	l.pos = lineStart
	l.newLine()
}

// blockEnd finds the end of block text whose header ends at i: the end of its
// last line that is not blank (i where there is none), how many line breaks lie
// before that, and the start of the line behind it. Parent is the column of the
// block that owns the text; explicit is the digit in the header, 0 for none.
func blockEnd(text []byte, i, parent, explicit int) (end, lines, after int) {
	end, after = i, behindLine(text, i)
	indent := explicit
	if explicit > 0 {
		indent += max(parent, 0)
	} else {
		indent = max(detectIndent(text, after), parent+1, 1)
	}
	seen := 0
	for after < len(text) {
		column, blank := measure(text, after)
		if !blank && column < indent {
			break
		}
		seen++
		next := behindLine(text, after)
		if !blank {
			lines = seen
			end = next
			for end > after && isBreak(text[end-1]) {
				end--
			}
		}
		after = next
	}
	return end, lines, after
}

// detectIndent is how deep block text is, by its first line that is not empty
// and the blank ones before it.
func detectIndent(text []byte, at int) int {
	most := 0
	for at < len(text) {
		column, blank := measure(text, at)
		most = max(most, column)
		if !blank {
			break
		}
		at = behindLine(text, at)
	}
	return most
}

// measure counts the spaces that begin a line.
func measure(text []byte, at int) (column int, blank bool) {
	i := at
	for i < len(text) && text[i] == ' ' {
		i++
	}
	return i - at, i >= len(text) || isBreak(text[i])
}

// behindLine is the start of the line after the one that holds i.
func behindLine(text []byte, i int) int {
	for i < len(text) && text[i] != '\n' {
		i++
	}
	return min(i+1, len(text))
}
