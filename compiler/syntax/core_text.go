package syntax

// isCoreKey says that a sign may stand in an unquoted key of the core.
func isCoreKey(b byte) bool { return isWord(b) }

// longestCoreKey is far below the length up to which yaml.v3 looks for a colon.
const longestCoreKey = 200

// startsKey says that a key and its colon stand at i.
func (c *core) startsKey(i int) bool {
	if s := c.sign(i); s == '"' || s == '\'' {
		end := quotedEnd(c.text, i)
		return c.sign(end) == ':'
	}
	end := i
	for isCoreKey(c.sign(end)) {
		end++
	}
	return end > i && c.sign(end) == ':' && isSpace(c.sign(end+1))
}

// key reads a key and the colon directly behind it; end is behind the colon. It is nil
// for anything else.
func (c *core) key(i int) (n *Node, end int) {
	if s := c.sign(i); s == '"' || s == '\'' {
		if n, end = c.quoted(i); n == nil || n.Text == "" {
			return nil, 0
		}
	} else {
		for end = i; isCoreKey(c.sign(end)); end++ {
		}
		if end == i || s == '-' {
			return nil, 0
		}
		text := c.whole[i:end]
		n = c.node(plainKind(text), i, end)
		n.Text = text
		if isNullWord(text) {
			return nil, 0
		}
	}
	if end-i > longestCoreKey || c.sign(end) != ':' || !isSpace(c.sign(end+1)) {
		return nil, 0
	}
	return n, end + 1
}

// isNullWord knows the words that yaml.v3 takes for nothing.
func isNullWord(text string) bool {
	return text == "null" || text == "Null" || text == "NULL"
}

// plain reads unquoted text that ends on this line. Inside of brackets it ends at the
// signs that structure them, too.
func (c *core) plain(i int, inBrackets bool) (*Node, int) {
	if !beginsPlain(c.sign(i)) || c.text[i] == '-' && !isWord(c.sign(i+1)) {
		return c.giveUp()
	}
	end, at := i, i
	for at < len(c.text) {
		s := c.text[at]
		if s == '\n' || s == '#' && c.text[at-1] == ' ' {
			break
		}
		if s == ':' && (isSpace(c.sign(at+1)) || inBrackets && !isPlainBehindColon(c.sign(at+1))) {
			return c.giveUp()
		}
		if inBrackets && (isFlowSign(s) || s == '?' || s == '#') {
			if s == ',' || s == ']' || s == '}' {
				break
			}
			return c.giveUp()
		}
		at++
		if s != ' ' {
			end = at
		}
	}
	text := c.whole[i:end]
	n := c.node(plainKind(text), i, end)
	n.Text = text
	if at < len(c.text) && c.text[at] == '#' {
		from, to := commentAfter(c.text, end)
		n.Cut = c.span(from, to)
	}
	return n, end
}

// beginsPlain says that unquoted text may begin with a sign.
func beginsPlain(b byte) bool {
	switch b {
	case '+', '-', '/', '.', '(', ')', '$', '_', '^', ';', '\\':
		return true
	}
	return isWord(b) || b >= 0x80
}

// isPlainBehindColon says that a colon in brackets, followed by this sign, is a part of
// the text: an address.
func isPlainBehindColon(b byte) bool { return isWord(b) || b == '/' || b == '+' }

// quoted reads a text in quotes that ends on this line; end is behind the quotes.
func (c *core) quoted(i int) (*Node, int) {
	quote := c.sign(i)
	style := Double
	if quote == '\'' {
		style = Single
	}
	doubled, at := false, i+1
	for ; ; at++ {
		switch s := c.sign(at); {
		case s == '\n', s == '\\' && quote == '"' && c.sign(at+1) != '"' && c.sign(at+1) != '\\':
			return c.giveUp()
		case s == '\\' && quote == '"', s == quote && quote == '\'' && c.sign(at+1) == quote:
			doubled = true
			at++
			continue
		case s != quote:
			continue
		}
		break
	}
	n := c.node(Text, i, at+1)
	n.Style = style
	if n.Text = c.whole[i+1 : at]; doubled {
		n.Text = withoutEvery(n.Text, map[Style]byte{Double: '\\', Single: '\''}[style])
	}
	return n, at + 1
}

// withoutEvery takes out each sign that stands before another one for it.
func withoutEvery(text string, mark byte) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == mark {
			i++
		}
		out = append(out, text[i])
	}
	return string(out)
}

// blockText reads the text behind the | or > at i. Lines that are folded must all stand
// at one depth. Column is that of the map or list around it.
func (c *core) blockText(i, column int) (*Node, int) {
	header := i + 1
	strip := c.sign(header) == '-'
	if strip {
		header++
	}
	first := header + 1
	if c.sign(header) != '\n' || first >= len(c.text) {
		return c.giveUp()
	}
	indent := c.past(first) - first
	if indent <= column {
		return c.giveUp()
	}
	folded := c.text[i] == '>'
	out := make([]byte, 0, 256)
	end, blank, line := first, 0, first
	for line < len(c.text) {
		at := c.past(line)
		if c.sign(at) == '\n' && at == line {
			blank++
			line++
			continue
		}
		if at-line < indent && c.sign(at) != '\n' {
			break
		}
		deeper := at-line > indent
		next := behindLine(c.text, at)
		if c.sign(at) == '\n' || line == first && blank > 0 || folded && deeper || c.text[next-1] != '\n' {
			return c.giveUp()
		}
		if out = appendBreaks(out, line > first, folded, blank); line == first && deeper {
			return c.giveUp()
		}
		out = append(out, c.text[line+indent:next-1]...)
		end, blank, line = next-1, 0, next
	}
	if end == first {
		return c.giveUp()
	}
	if !strip {
		out = append(out, '\n')
	}
	n := c.node(Text, i, end)
	n.Style, n.Text = Block, string(out)
	c.toContent(line)
	return n, end
}

// appendBreaks adds what stands between two lines of block text with so many blank ones
// between them.
func appendBreaks(out []byte, behindLine, folded bool, blank int) []byte {
	if !behindLine {
		return out
	}
	if folded && blank == 0 {
		return append(out, ' ')
	}
	if !folded {
		blank++
	}
	for range blank {
		out = append(out, '\n')
	}
	return out
}
