package syntax

import (
	"ivrc/compiler/diag"
)

// survey is what one pass of the lexer learns before yaml.v3 sees the text: how
// deep and how large it is, where documents begin, and which characters stand
// where they are lost.
type survey struct {
	*reporter
	text   []byte
	limits Limits
	soft   []softRune
	// documents are the offsets at which a document begins, content or mark.
	documents []int
	// endMark is the offset of a ... that nothing has followed yet, -1 for none.
	endMark int
	// content says that the current document holds something.
	content bool
	// yamlDirectives are %YAML lines, which say nothing that matters.
	yamlDirectives []int
	nodes          int
	tooDeep        bool
}

// surveyText runs over the text once and stops at the first limit.
func surveyText(r *reporter, limits Limits, soft []softRune) *survey {
	s := &survey{reporter: r, text: r.file.Text, limits: limits, soft: soft, endMark: -1}
	l := newLexer(s.text, false)
	for {
		t := l.next()
		if t.kind == endOfText {
			return s
		}
		s.softIn(t)
		s.structure(t)
		if s.count(t, l.depth()); s.tooDeep {
			return s
		}
	}
}

// count keeps the limits: yaml.v3 itself follows ten thousand levels and as many
// values as memory holds.
func (s *survey) count(t token, depth int) {
	switch t.kind {
	case scalar, alias, opening:
		s.nodes++
	case dash: // behind others comes something that is counted itself
		if t.end == len(s.text) || isBreak(s.text[t.end]) {
			s.nodes++
		}
	}
	switch {
	case depth > s.limits.Depth:
		s.tooDeep = true
		s.add(s.at(diag.TooLarge, t.start, t.end, "lists and maps stand more than %d deep in each other here", s.limits.Depth).
			WithHelp("a flow needs no more than ten levels: is a bracket missing?"))
	case s.nodes > s.limits.Nodes:
		s.tooDeep = true
		s.add(s.at(diag.TooLarge, t.start, t.end, "the file holds more than %d values", s.limits.Nodes).
			WithHelp("split it into several flows"))
	}
}

// structure notes documents, directives and lost # keys.
func (s *survey) structure(t token) {
	switch t.kind {
	case documentStart:
		s.documents = append(s.documents, t.start)
		s.content, s.endMark = true, -1
		return
	case documentEnd:
		s.content, s.endMark = false, t.start
		return
	case directive:
		s.content = false
		if isYAMLDirective(s.text[t.start:t.end]) {
			s.yamlDirectives = append(s.yamlDirectives, t.start)
		}
		return
	case comment:
		if t.first && isLostKey(s.text[t.start:t.end]) {
			s.add(s.lostKey(t.start, t.end, "this line is a comment"))
		}
		return
	}
	if !s.content {
		s.content = true
		s.documents = append(s.documents, t.start)
	}
}

// softIn reports the characters that cannot be seen and stand where they are a
// part of a word; in quotes, block text and comments they do no harm.
func (s *survey) softIn(t token) {
	for len(s.soft) > 0 && s.soft[0].offset < t.end {
		c := s.soft[0]
		s.soft = s.soft[1:]
		if t.kind == comment || t.kind == scalar && t.style != Plain {
			continue
		}
		s.add(s.reportInvisible(c.r, c.offset, c.size))
	}
}

// isLostKey recognises `#: operator`: a key of a telephone that YAML reads as a
// comment (reliability-ux.md A2.2).
func isLostKey(text []byte) bool {
	return len(text) >= 2 && text[1] == ':' && (len(text) == 2 || isBlank(text[2]))
}

func (r *reporter) lostKey(start, end int, what string) diag.Diagnostic {
	rest := string(r.file.Text[start+1 : end])
	if n := cutComment(rest); n >= 0 {
		rest = rest[:n]
	}
	fixed := `"#"` + trimEnd(rest)
	d := r.at(diag.LostHashKey, start, start+1, `%s, so the "#" key does nothing`, what).
		WithNote("in YAML an unquoted # begins a comment; a comment that begins with a colon is written # :").
		WithHelp("write it as   %s", fixed)
	return d.WithFix(safeFix("put the key in quotes", r.span(start, start+1), `"#"`))
}
