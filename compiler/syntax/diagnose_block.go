package syntax

import (
	"strconv"
	"unicode/utf16"

	"ivrc/compiler/diag"
)

// row is one line that begins an entry in block form.
type row struct {
	start, line int
	// columns are the lists and maps that the line stands in or opens.
	columns []block
	// key is the text before the first colon and keyEnd its end; text is true for
	// a line without a colon or dash. Item is the text behind a dash where it has no
	// colon, in which case the end of it is keyEnd.
	key    string
	keyEnd int
	text   bool
	item   token
	// open says that a value may follow on deeper lines; textual that block text
	// does, which begins at the line body.
	open    bool
	textual bool
}

func (r row) indent() int { return r.columns[0].column }

// inBlock takes one token outside of brackets.
func (d *diagnosis) inBlock(t token) {
	if t.first {
		d.endRow()
		d.inRow, d.told, d.value = true, false, token{}
		d.misquoted = d.misquoted && t.kind == closing
		d.row = row{start: t.start, line: d.file.LineOf(t.start)}
	}
	switch t.kind {
	case documentStart, documentEnd, directive:
		d.inRow = false
	case tag:
		d.tagged = d.tagged || t.first
	case dash, question:
		d.marker(t)
	case colon:
		d.colonInBlock(t)
	case comma, closing:
		if d.misquoted {
			break
		}
		d.bracketTrouble(d.at(diag.Syntax, t.start, t.end, "%s stands here without an opening bracket", inQuotes(string(d.text[t.start:t.end]))).
			WithHelp("delete it, or put the text that it belongs to in quotes"))
	case scalar, alias, stray, opening:
		d.valueOrKey(t)
	}
}

func (d *diagnosis) endRow() {
	if d.tagged {
		d.row.text = false // the tag is reported already
	}
	if d.inRow && len(d.row.columns) > 0 {
		d.rows = append(d.rows, d.row)
	}
	d.inRow, d.tagged = false, false
}

// marker takes a dash or question mark.
func (d *diagnosis) marker(t token) {
	switch {
	case d.told:
		return
	case d.row.key != "" || d.value.end > 0:
		d.told = true
		d.add(d.at(diag.Syntax, t.start, t.end, "a list cannot begin on the line of its key").
			WithHelp("begin the list on the next line, or write it in brackets: [a, b]"))
		return
	}
	if t.kind == question {
		d.asked = t.column
	}
	d.row.columns = append(d.row.columns, block{t.column, t.kind == dash})
	d.row.open = true
	if end := t.end; d.lexer.at(end) == '\t' && !isBreak(d.lexer.at(skipBlank(d.text, end))) {
		d.lexer.tabs = append(d.lexer.tabs, end)
	}
}

func skipBlank(text []byte, i int) int {
	for i < len(text) && isBlank(text[i]) {
		i++
	}
	return i
}

func (d *diagnosis) colonInBlock(t token) {
	switch {
	case d.told:
	case d.value.again || d.value.end > 0:
		start := d.value.start
		d.secondColon(t, start, string(d.text[start:max(d.lexer.plainTextEnd(start), start)]))
		d.told = true
	case len(d.row.columns) == 0:
		if t.column != d.asked {
			d.add(d.noKey(t))
		}
		d.row.columns = append(d.row.columns, block{t.column, false})
	}
	d.row.open = true
}

func (r *reporter) noKey(t token) diag.Diagnostic {
	return r.at(diag.NullKey, t.start, t.end, "there is no key before this colon").
		WithHelp(`write a key; where it is a sign of the telephone, put it in quotes: "#": or "*":`)
}

// valueOrKey takes what stands before or behind a colon.
func (d *diagnosis) valueOrKey(t token) {
	r := &d.row
	switch {
	case d.told: // the rest of a text that was reported
	case d.value.end > 0:
		d.behindValue(t)
	case t.key && !t.again:
		r.columns = append(r.columns, block{d.rowColumn(t), false})
		r.key, r.keyEnd = string(d.text[t.start:t.end]), t.end
	default:
		d.value = t
		r.textual = t.kind == scalar && t.style == Block
		r.open = false
		if r.textual {
			d.textBehindSign(t)
		}
		switch {
		case len(r.columns) == 0:
			r.columns = append(r.columns, block{d.rowColumn(t), false})
			r.text, r.keyEnd = true, t.end
		case r.key == "" && t.kind == scalar:
			r.item = t
		}
	}
}

// rowColumn is the column of a key: that of its row for the first one, which an
// anchor or tag may begin.
func (d *diagnosis) rowColumn(t token) int {
	if len(d.row.columns) > 0 {
		return t.column
	}
	column := d.row.start - d.file.LineStart(d.row.line)
	if d.row.line == 1 {
		column -= bom(d.text)
	}
	return column
}

// behindValue reports what follows a complete value on the same line.
func (d *diagnosis) behindValue(t token) {
	end := max(t.start+1, d.lexer.trimmed(t.start))
	if isQuoted(d.value) {
		d.last = d.value
		d.textBehindQuote(t.start, end)
	} else {
		d.add(d.at(diag.Syntax, t.start, end, "text stands behind the end of the value").
			WithHelp("put the whole text in quotes"))
	}
	d.told = true
}

// textBehindSign reports text on the line of a | or >.
func (d *diagnosis) textBehindSign(t token) {
	i := t.start + 1
	for i < len(d.text) && (d.text[i] == '+' || d.text[i] == '-' || d.text[i] >= '0' && d.text[i] <= '9') {
		i++
	}
	i = skipBlank(d.text, i)
	if c := d.lexer.at(i); isBreak(c) || c == '#' {
		return
	}
	d.add(d.at(diag.Syntax, i, max(d.lexer.trimmed(i), i+1), "text cannot stand on the line of the %c", d.text[t.start]).
		WithHelp("begin the text on the next line, indented deeper than its key; or put it in quotes"))
}

// escapes checks what follows a backslash in double quotes.
func (d *diagnosis) escapes(t token) {
	for i := t.start + 1; i < t.end-1; i++ {
		if d.text[i] == '\\' {
			i += d.escape(i)
		}
	}
}

// escape checks the escape at i and gives its length without the backslash.
func (d *diagnosis) escape(i int) int {
	c := d.lexer.at(i + 1)
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
	if digits == 0 {
		if !isBreak(c) && !containsByte("0abt\tnvfre \"'\\N_LP", c) {
			d.add(d.at(diag.Syntax, i, i+2, `\%c means nothing in a text in double quotes`, c).
				WithHelp(`write %c without the backslash, or \\ for a backslash`, c))
		}
		return 1
	}
	value, err := strconv.ParseUint(string(d.text[i+2:min(i+2+digits, len(d.text))]), 16, 32)
	if err != nil || value > 0x10ffff || utf16.IsSurrogate(rune(value)) {
		d.add(d.at(diag.Syntax, i, min(i+2+digits, len(d.text)), `this escape names no character`).
			WithHelp(`write the character itself, or \U and eight digits for a picture`))
	}
	return 1 + digits
}

func containsByte(set string, b byte) bool {
	for i := 0; i < len(set); i++ {
		if set[i] == b {
			return true
		}
	}
	return false
}
