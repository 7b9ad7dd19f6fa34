package syntax

import "bytes"

// next is the next token; endOfText for ever at the end.
func (l *lexer) next() token {
	l.skipBlanks()
	t := token{start: l.pos, end: l.pos, column: l.pos - l.lineStart, first: l.fresh}
	if l.pos >= len(l.text) {
		return t
	}
	c := l.text[l.pos]
	if c == '#' {
		t.kind, t.end = comment, l.lineEnd(l.pos)
		l.pos = t.end
		return t
	}
	if l.fresh {
		l.beginLine(t.column, c)
	}
	l.fresh = false
	if t.column == 0 && l.document(&t) {
		return t
	}
	switch {
	case l.sign(&t, c):
	case c == '"' || c == '\'':
		l.quoted(&t, c)
		l.keyOrValue(&t)
	case (c == '|' || c == '>') && !l.inBrackets():
		l.blockText(&t)
	case (c == '*' || c == '&' || c == '!') && l.property(&t, c):
	default:
		l.plain(&t)
		if c == '@' || c == '`' || c == '%' || c == '*' || c == '&' {
			t.kind = stray
		}
		l.keyOrValue(&t)
	}
	return t
}

// skipBlanks goes to the next thing that is not white space.
func (l *lexer) skipBlanks() {
	for l.pos < len(l.text) {
		switch c := l.text[l.pos]; {
		case c == '\n':
			l.pos++
			l.newLine()
		case isSpace(c):
			if c == '\t' && l.repair && l.fresh && !l.inBrackets() {
				l.noteTab(l.pos, l.lineStart)
			}
			l.pos++
		default:
			return
		}
	}
}

// noteTab remembers the first tab in the indentation of a line.
func (l *lexer) noteTab(at, lineStart int) {
	if n := len(l.tabs); n == 0 || l.tabs[n-1] < lineStart {
		l.tabs = append(l.tabs, at)
	}
}

func (l *lexer) newLine() {
	l.lineStart, l.fresh, l.propertyColumn = l.pos, true, -1
	if !l.inBrackets() {
		l.keyAllowed = true
	}
}

// beginLine closes the blocks that a line of this depth ends, and in repair mode
// the brackets that it shows to be forgotten.
func (l *lexer) beginLine(column int, c byte) {
	if l.inBrackets() && l.repair && column <= l.parent() && l.startsEntry(l.pos) {
		l.abandoned = append(l.abandoned, l.brackets...)
		l.brackets = l.brackets[:0]
		l.keyAllowed = true
	}
	if l.inBrackets() {
		return
	}
	isItem := c == '-' && isSpace(l.at(l.pos+1))
	for n := len(l.blocks); n > 0; n-- {
		top := l.blocks[n-1]
		// A list may stand at the column of the key that owns it; the next key ends it.
		sameList := top.column == column && top.list && !isItem && n > 1 && l.blocks[n-2].column == column
		if top.column <= column && !sameList {
			return
		}
		l.blocks = l.blocks[:n-1]
	}
}

// startsEntry says that the line goes on like a map or list in block form.
func (l *lexer) startsEntry(i int) bool {
	return l.at(i) == '-' && isSpace(l.at(i+1)) || keyColon(l.text, i) >= 0
}

// document reads what only the first column can hold.
func (l *lexer) document(t *token) bool {
	rest := l.text[l.pos:]
	switch {
	case rest[0] == '%' && !l.inBrackets():
		t.kind, t.end = directive, l.trimmed(l.pos)
	case bytes.HasPrefix(rest, []byte("---")) && isSpace(l.at(l.pos+3)):
		t.kind, t.end = documentStart, l.pos+3
	case bytes.HasPrefix(rest, []byte("...")) && isSpace(l.at(l.pos+3)):
		t.kind, t.end = documentEnd, l.pos+3
	default:
		return false
	}
	l.pos = t.end
	l.blocks, l.brackets, l.keyAllowed = l.blocks[:0], l.brackets[:0], false
	return true
}

// sign reads the signs that structure the text.
func (l *lexer) sign(t *token, c byte) bool {
	followed := isSpace(l.at(l.pos + 1))
	switch {
	case c == '[' || c == '{':
		l.brackets = append(l.brackets, l.pos)
		t.kind = opening
	case c == ']' || c == '}':
		if l.inBrackets() {
			l.brackets = l.brackets[:len(l.brackets)-1]
		}
		t.kind = closing
	case c == ',':
		t.kind = comma
	case c == '-' && followed:
		t.kind = dash
		l.push(t.column, true)
	case c == '?' && (followed || l.inBrackets()):
		t.kind = question
		l.push(t.column, false)
	case c == ':' && (followed || l.inBrackets()):
		t.kind = colon
		if l.keyAllowed {
			l.push(t.column, false)
		}
		l.keyAllowed = t.first // behind ? a key may follow at once
	default:
		return false
	}
	t.end = l.pos + 1
	l.pos = t.end
	if t.kind == closing {
		l.keyOrValue(t)
	}
	return true
}

// push opens a block unless one is open at the column already.
func (l *lexer) push(column int, list bool) {
	if l.inBrackets() {
		return
	}
	n := len(l.blocks)
	if n == 0 || l.blocks[n-1].column < column || l.blocks[n-1].column == column && list && !l.blocks[n-1].list {
		l.blocks = append(l.blocks, block{column, list})
	}
}

// property reads &anchor, *alias and !tag. It gives false for a sign that is
// followed by something else than a name.
func (l *lexer) property(t *token, c byte) bool {
	end := l.pos + 1
	for end < len(l.text) && !isSpace(l.text[end]) && (c == '!' || isWord(l.text[end])) &&
		!(l.inBrackets() && isFlowSign(l.text[end])) {
		end++
	}
	if follower := l.at(end); c != '!' && (end == l.pos+1 || !isSpace(follower) && !containsByte("?:,]}%@`", follower)) {
		return false
	}
	l.pos, t.end = end, end
	if c == '*' {
		t.kind = alias
		l.keyOrValue(t)
		return true
	}
	if t.kind = anchor; c == '!' {
		t.kind = tag
	}
	if l.propertyColumn < 0 {
		l.propertyColumn = t.column
	}
	return true
}

func isWord(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == '-'
}

// keyOrValue looks whether a colon makes the token a key, and opens the map
// that it begins.
func (l *lexer) keyOrValue(t *token) {
	i := l.pos
	for isBlank(l.at(i)) {
		i++
	}
	t.key = l.at(i) == ':' && t.lines == 0 && (isSpace(l.at(i+1)) || l.inBrackets()) && !t.unclosed
	if t.kind == closing || l.inBrackets() {
		return
	}
	if t.key && l.keyAllowed {
		column := t.column
		if l.propertyColumn >= 0 {
			column = l.propertyColumn
		}
		l.push(column, false)
	} else {
		t.again = t.key
	}
	l.keyAllowed, l.propertyColumn = false, -1
}

// keyColon is the offset of the colon of the key that begins at i, -1 where the
// line has none.
func keyColon(text []byte, i int) int {
	if i < len(text) && (text[i] == '"' || text[i] == '\'') {
		for j := i + 1; j < len(text) && text[j] != '\n'; j++ {
			if text[j] == text[i] {
				i = j + 1
				break
			}
		}
	}
	for ; i < len(text) && text[i] != '\n'; i++ {
		if text[i] == ':' && (i+1 == len(text) || isSpace(text[i+1])) {
			return i
		}
		if text[i] == '#' && i > 0 && isSpace(text[i-1]) {
			return -1
		}
	}
	return -1
}
