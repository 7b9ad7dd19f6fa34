package faulttest

import (
	"fmt"
	"slices"
	"strings"
)

// part is a piece of a document by its bytes.
type part struct {
	kind kind
	// start and end are the piece itself; of a value what stands between its quotes.
	start, end int
	// from and to are what goes away with the piece: a comma, a space.
	from, to int
	// next is the start of the piece of the same parent that follows, 0 for none.
	next int
}

type kind uint8

const (
	// element is a child of a document or of another: XML elements, objects of a
	// list.
	element kind = iota
	// property is an attribute or a member with its name.
	property
	// value is the value of a property, or a text.
	value
	// open is the place at which a property can be added.
	open
)

// parts spoils each piece of a document: takes it away, repeats it, moves it,
// changes it, adds something unknown.
func (s *spoiler) parts(file string) {
	text := s.tree.Files[file]
	added := ` extra="1"`
	pieces := xmlParts
	if strings.HasSuffix(file, ".json") {
		pieces, added = jsonParts, `"extra":1,`
	}
	edit := func(operator string, start, end int, by string) {
		shown := string(text[start:end])
		if len(shown) > 60 {
			shown = shown[:60] + "…"
		}
		site := fmt.Sprintf("%s, byte %d: %s", file, start, strings.Join(strings.Fields(shown), " "))
		s.one(operator, site, file, slices.Concat(text[:start], []byte(by), text[end:]))
	}
	for _, p := range pieces(text) {
		whole := string(text[p.start:p.end])
		switch p.kind {
		case element:
			edit("part dropped", p.from, p.to, "")
			edit("part repeated", p.from, p.to, strings.Repeat(string(text[p.from:p.to]), 2))
			if p.next > 0 && !strings.HasPrefix(string(text[p.next:]), whole) {
				s.move(file, p)
			}
		case property:
			edit("property dropped", p.from, p.to, "")
		case value:
			edit("value changed", p.start, p.end, another(whole))
		case open:
			edit("unknown property", p.start, p.start, added)
		}
	}
}

// move puts a piece behind the first byte of the next piece's end: the two change
// places.
func (s *spoiler) move(file string, p part) {
	text := s.tree.Files[file]
	for _, n := range s.partsOf(file) {
		if n.kind == element && n.start == p.next {
			changed := slices.Concat(text[:p.start], text[n.start:n.end], text[p.end:n.start], text[p.start:p.end], text[n.end:])
			s.one("parts swapped", fmt.Sprintf("%s, bytes %d and %d", file, p.start, n.start), file, changed)
			return
		}
	}
}

func (s *spoiler) partsOf(file string) []part {
	if strings.HasSuffix(file, ".json") {
		return jsonParts(s.tree.Files[file])
	}
	return xmlParts(s.tree.Files[file])
}

// another is a value that means something else and still has the kind of the one
// before.
func another(value string) string {
	switch value {
	case "true":
		return "false"
	case "false":
		return "true"
	case "GET":
		return "POST"
	case "POST":
		return "GET"
	case "":
		return "1"
	}
	if last := value[len(value)-1]; last >= '0' && last <= '9' {
		return value[:len(value)-1] + string('0'+(last-'0'+1)%10)
	}
	return value + "x"
}
