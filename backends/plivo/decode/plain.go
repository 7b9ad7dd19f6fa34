package decode

import (
	"bytes"
	"encoding/xml"
	"strings"
	"unicode/utf8"
)

// plain reads what stands behind the declaration byte by byte, in the form that
// documents have; ok is false for whatever is unusual, right or wrong: the library says
// what that is. A build reads every document that it writes, and package xml takes ten
// times as long.
func plain(body []byte) (root *Element, ok bool) {
	if !isPlain(body) {
		return nil, false
	}
	p := newParser()
	r := plainReader{text: string(body)}
	for r.at < len(r.text) {
		piece, whole, ok := r.piece()
		if !ok || p.take(piece) != nil {
			return nil, false
		}
		if whole && p.take(Mark{Kind: MarkClose, Name: piece.Name}) != nil {
			return nil, false
		}
	}
	root, err := p.done()
	return root, err == nil
}

// isPlain says that all signs may stand in XML and mean themselves, wherever they are.
func isPlain(body []byte) bool {
	ascii := true
	for _, c := range body {
		if c < ' ' && c != '\n' || c == ']' {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.Valid(body) && !bytes.Contains(body, []byte("\ufffe")) && !bytes.Contains(body, []byte("\uffff"))
}

type plainReader struct {
	text string
	at   int
}

// piece is a tag or a text; whole says of a tag that it also closes its element.
func (r *plainReader) piece() (m Mark, whole, ok bool) {
	if r.text[r.at] != '<' {
		end := strings.IndexByte(r.text[r.at:], '<')
		if end < 0 {
			end = len(r.text) - r.at
		}
		m.Text, ok = unescaped(r.text[r.at : r.at+end])
		r.at += end
		return m, false, ok
	}
	r.at++
	if r.take('/') {
		m.Kind, m.Name = MarkClose, r.name()
		r.space()
		return m, false, m.Name != "" && r.take('>')
	}
	m.Kind, m.Name = MarkOpen, r.name()
	if m.Name == "" {
		return m, false, false
	}
	for {
		r.space()
		if whole = r.take('/'); whole || r.take('>') {
			return m, whole, !whole || r.take('>')
		}
		a, ok := r.attribute()
		if !ok {
			return m, false, false
		}
		if m.Attributes == nil {
			m.Attributes = make([]xml.Attr, 0, usualAttributes)
		}
		m.Attributes = append(m.Attributes, a)
	}
}

const usualAttributes = 2

func (r *plainReader) attribute() (a xml.Attr, ok bool) {
	if a.Name.Local = r.name(); a.Name.Local == "" || !r.take('=') || !r.take('"') {
		return a, false
	}
	end := strings.IndexByte(r.text[r.at:], '"')
	if end < 0 || strings.IndexByte(r.text[r.at:r.at+end], '<') >= 0 {
		return a, false
	}
	a.Value, ok = unescaped(r.text[r.at : r.at+end])
	r.at += end + 1
	return a, ok
}

// take skips the next byte if it is that one.
func (r *plainReader) take(c byte) bool {
	if r.at >= len(r.text) || r.text[r.at] != c {
		return false
	}
	r.at++
	return true
}

func (r *plainReader) space() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\n') {
		r.at++
	}
}

// name is a name of letters, digits and hyphens that begins with a letter, empty for
// none.
func (r *plainReader) name() string {
	from := r.at
	for r.at < len(r.text) {
		c := r.text[r.at]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (r.at == from || c != '-' && (c < '0' || c > '9')) {
			break
		}
		r.at++
	}
	return r.text[from:r.at]
}

// unescaped is a text with its entities read; ok is false for others than the five that
// XML has by itself.
func unescaped(text string) (string, bool) {
	if strings.IndexByte(text, '&') < 0 {
		return text, true
	}
	var out []byte
	for {
		before, rest, found := strings.Cut(text, "&")
		out = append(out, before...)
		if !found {
			return string(out), true
		}
		name, behind, closed := strings.Cut(rest, ";")
		sign := entities(name)
		if !closed || sign == 0 {
			return "", false
		}
		out, text = append(out, sign), behind
	}
}

// entities are the signs that have names, 0 for none.
func entities(name string) byte {
	switch name {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	return 0
}
