package syntax

import (
	"unicode/utf8"

	"ivrc/compiler/source"
)

// cursor turns yaml.v3's lines and columns (code points) into byte offsets. It
// remembers the last place, because asked for in order a line of many megabytes
// is walked once.
type cursor struct {
	file               *source.File
	line, column, byte int
}

func newCursor(file *source.File) *cursor {
	return &cursor{file: file, line: 1, column: 1, byte: bom(file.Text)}
}

// offset is the byte at the 1-based line and column, clamped to the file.
func (c *cursor) offset(line, column int) int {
	if line != c.line {
		c.line, c.column, c.byte = line, 1, c.file.LineStart(line)
		if line == 1 {
			c.byte = bom(c.file.Text)
		}
	}
	text := c.file.Text
	for c.column < column && c.byte < len(text) {
		if text[c.byte] < utf8.RuneSelf {
			c.byte++
		} else {
			_, n := utf8.DecodeRune(text[c.byte:])
			c.byte += n
		}
		c.column++
	}
	for c.column > column && c.byte > 0 {
		_, n := utf8.DecodeLastRune(text[:c.byte])
		c.byte -= n
		c.column--
	}
	return c.byte
}

// skipSpace is the first byte at or after i that is neither white space nor in a
// comment.
func skipSpace(text []byte, i int) int {
	for i < len(text) {
		switch {
		case isSpace(text[i]):
			i++
		case text[i] == '#':
			for i < len(text) && text[i] != '\n' {
				i++
			}
		default:
			return i
		}
	}
	return i
}

// plainEnd is the end of unquoted text that begins at i and has the given value:
// the same characters, with any white space where the value has some.
func plainEnd(text []byte, i int, value string) int {
	if end := i + len(value); end <= len(text) && string(text[i:end]) == value {
		return end
	}
	end := i
	for k := 0; k < len(value) && i < len(text); {
		if isSpace(value[k]) {
			k++
			continue
		}
		for i < len(text) && isSpace(text[i]) {
			i++
		}
		if i == len(text) || text[i] != value[k] {
			break
		}
		i++
		k++
		end = i
	}
	return end
}

// quotedEnd is the offset behind the counterpart of the quote at i.
func quotedEnd(text []byte, i int) int {
	quote := text[i]
	for i++; i < len(text); i++ {
		switch {
		case quote == '"' && text[i] == '\\':
			i++
		case text[i] != quote:
		case quote == '\'' && i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return len(text)
}

// blockTextEnd is the end of the block text whose | or > stands at i.
func blockTextEnd(text []byte, i, parent int) int {
	explicit := 0
	for i++; i < len(text) && (text[i] == '+' || text[i] == '-' || text[i] >= '1' && text[i] <= '9'); i++ {
		if text[i] >= '1' {
			explicit = int(text[i] - '0')
		}
	}
	end, _, _ := blockEnd(text, i, parent, explicit)
	return end
}

// commentAfter is the comment that follows on the same line, start -1 for none.
func commentAfter(text []byte, i int) (start, end int) {
	at := i
	for at < len(text) && isBlank(text[at]) {
		at++
	}
	if at == i || at == len(text) || text[at] != '#' {
		return -1, -1
	}
	end = at
	for end < len(text) && text[end] != '\n' {
		end++
	}
	for end > at && isSpace(text[end-1]) {
		end--
	}
	return at, end
}
