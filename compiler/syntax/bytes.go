package syntax

import (
	"bytes"
	"unicode/utf8"

	"ivrc/compiler/diag"
)

// byteScan looks at every byte before any parser does. Positions are exact here,
// while YAML parsers name no line for a wrong byte (reliability-ux.md A2.4).
type byteScan struct {
	*reporter
	text []byte
	// fatal says that no parser should see the text.
	fatal bool
	// soft are characters that are fine in quotes, block text and comments only.
	soft []softRune
	// breaks are line breaks that editors do not show. In JSON they are ordinary
	// characters, so they are reported once that is known.
	breaks diag.List
}

type softRune struct {
	offset, size int
	r            rune
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// bom is how many bytes of a byte order mark begin the text.
func bom(text []byte) int {
	if bytes.HasPrefix(text, byteOrderMark) {
		return len(byteOrderMark)
	}
	return 0
}

func scanBytes(r *reporter) *byteScan {
	s := &byteScan{reporter: r, text: r.file.Text}
	if s.wideEncoding() {
		return s
	}
	s.conflicts()
	for i := bom(s.text); i < len(s.text); {
		b := s.text[i]
		if b >= ' ' && b < 0x7f || b == '\n' || b == '\t' {
			i++
			continue
		}
		i += s.special(i)
	}
	return s
}

// wideEncoding reports UTF-16 and UTF-32, which look like a file full of control
// characters otherwise.
func (s *byteScan) wideEncoding() bool {
	name := ""
	switch t := s.text; {
	case bytes.HasPrefix(t, []byte{0xff, 0xfe, 0, 0}), bytes.HasPrefix(t, []byte{0, 0, 0xfe, 0xff}):
		name = "UTF-32"
	case bytes.HasPrefix(t, []byte{0xff, 0xfe}), bytes.HasPrefix(t, []byte{0xfe, 0xff}):
		name = "UTF-16"
	case len(t) >= 4 && t[0] != 0 && t[1] == 0 && t[2] != 0 && t[3] == 0,
		len(t) >= 4 && t[0] == 0 && t[1] != 0 && t[2] == 0 && t[3] != 0:
		name = "UTF-16"
	default:
		return false
	}
	s.fatal = true
	s.add(s.at(diag.Encoding, 0, 0, "the file is %s, not UTF-8", name).
		WithHelp("save it as UTF-8 in your editor"))
	return true
}

// special looks at one character that is not ordinary ASCII and gives its length.
func (s *byteScan) special(i int) int {
	if s.text[i] == '\r' {
		if i+1 == len(s.text) || s.text[i+1] != '\n' {
			s.lineBreak(i, 1, "a carriage return (U+000D) without a line feed")
		}
		return 1
	}
	r, n := utf8.DecodeRune(s.text[i:])
	switch {
	case r == utf8.RuneError && n <= 1:
		return s.notUTF8(i)
	case isControl(r) && r != 0x85 || isNonCharacter(r):
		s.fatal = true
		s.add(s.at(diag.Invisible, i, i+n, "a control character (U+%04X) that has no place in a flow", r).
			WithHelp("delete it"))
	case r == 0x85:
		s.lineBreak(i, n, "a next-line character (U+0085)")
	case r == 0x2028:
		s.lineBreak(i, n, "a line separator (U+2028)")
	case r == 0x2029:
		s.lineBreak(i, n, "a paragraph separator (U+2029)")
	default:
		s.invisible(r, i, n)
	}
	return n
}

// lineBreak notes a break that some YAML readers count as a line and editors do
// not.
func (s *byteScan) lineBreak(i, n int, what string) {
	if len(s.breaks) > mostAlike {
		return
	}
	s.breaks.Add(s.at(diag.LineBreak, i, i+n, "%s: some tools begin a new line here and others do not", what).
		WithHelp("use ordinary line ends (LF or CRLF); where the text needs one, write it in double quotes as \\n"))
}

func (s *byteScan) reportBreaks() {
	for _, d := range s.breaks {
		s.fatal = true
		s.add(d)
	}
}

// notUTF8 reports one run of bytes that are not UTF-8 and gives its length.
func (s *byteScan) notUTF8(i int) int {
	end := i
	for end < len(s.text) {
		if r, n := utf8.DecodeRune(s.text[end:]); r != utf8.RuneError || n > 1 {
			break
		}
		end++
	}
	s.fatal = true
	d := s.at(diag.Encoding, i, end, "the byte 0x%02X is not UTF-8", s.text[i])
	if end == i+1 && s.text[i] >= 0xa0 {
		d = d.WithNote("in Windows-1252 and Latin-1 it is %q", string(rune(s.text[i])))
	}
	s.add(d.WithHelp("save the file as UTF-8 in your editor"))
	return end - i
}

// conflicts finds what an unfinished merge leaves behind, one finding for each
// conflict.
func (s *byteScan) conflicts() {
	open := false
	var d diag.Diagnostic
	for at := 0; at < len(s.text); at = s.nextLine(at) {
		switch mark := conflictMark(s.text[at:]); {
		case mark == '<' || mark == '>' && !open:
			if open {
				s.add(d)
			}
			s.fatal = true
			open = mark == '<'
			d = s.at(diag.MergeConflict, at, at+7, "this mark is left over from an unfinished merge").
				WithHelp("keep one of the two versions and delete the lines that begin with <<<<<<<, ======= and >>>>>>>")
			if !open {
				s.add(d)
			}
		case open && mark == '=':
			d = d.WithRelated(s.span(at, at+7), "the other version begins here")
		case open && mark == '>':
			open = false
			s.add(d.WithRelated(s.span(at, at+7), "and ends here"))
		}
	}
	if open {
		s.add(d)
	}
}

// conflictMark is the sign that stands seven times at the start of the line, 0
// for none.
func conflictMark(line []byte) byte {
	if len(line) < 7 || len(line) > 7 && line[7] != ' ' && line[7] != '\n' && line[7] != '\r' {
		return 0
	}
	for i := 1; i < 7; i++ {
		if line[i] != line[0] {
			return 0
		}
	}
	if b := line[0]; b == '<' || b == '>' || b == '=' {
		return b
	}
	return 0
}

func (s *byteScan) nextLine(at int) int {
	if n := bytes.IndexByte(s.text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(s.text)
}
