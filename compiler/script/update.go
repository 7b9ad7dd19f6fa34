package script

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// ErrRepeated is the error of an update that would change more than the lines that
// fail, because others repeat them through an anchor.
var ErrRepeated = errors.New("other lines repeat what would change; write it at each of them")

// Update is the text of a script in which the expectations that failed say what
// was heard and how the call ended; everything else stays as it is, byte for byte.
// A regular expression, a step, a budget and what must never be heard are left to
// people, and so is a text for which show is false. n is the number of changes.
func Update(s *Script, results []Result, show func(text string) bool, o Options) (text []byte, n int, err error) {
	var edits []diag.Edit
	heard, ends := map[*Hear]string{}, map[*Call]string{}
	for _, r := range results {
		for _, f := range r.Failures {
			switch {
			case f.hear != nil && f.hear.Matches == nil && f.rest != "" && show(f.rest) && editable(f.Span):
				heard[f.hear] = f.rest
				edits = append(edits, diag.Edit{Span: f.Span, New: inPlaceOf(f.Span.Text(), f.rest)})
			case f.ends != "" && editable(f.Span):
				ends[r.Call] = f.ends
				edits = append(edits, diag.Edit{Span: f.Span, New: diag.Rename(f.Span, f.ends).New})
			}
		}
	}
	slices.SortStableFunc(edits, func(a, b diag.Edit) int { return source.Compare(a.Span, b.Span) })
	text = edited(s.File.Text, edits)
	again, list := Read(source.NewFile(s.File.Name, text), o)
	if list.HasErrors() || !same(*again, s.with(heard, ends)) {
		return s.File.Text, 0, ErrRepeated
	}
	return text, len(edits), nil
}

// editable says that a value stands here itself, and nothing would be lost with
// it: an alias stands for a value elsewhere, and the first line of a block text
// may hold a comment.
func editable(at source.Span) bool {
	first, _, _ := strings.Cut(at.Text(), "\n")
	return first != "" && first[0] != '*' && !((first[0] == '|' || first[0] == '>') && strings.Contains(first, "#"))
}

// inPlaceOf is a text in the quotes of the one that it replaces. The line break
// behind a block text stays.
func inPlaceOf(old, text string) string {
	switch {
	case old[0] == '\'' && !strings.ContainsAny(text, "'\\") && quoted(text) == `"`+text+`"`:
		return "'" + text + "'"
	case strings.HasSuffix(old, "\r\n"):
		return quoted(text) + "\r\n"
	case strings.HasSuffix(old, "\n"):
		return quoted(text) + "\n"
	}
	return quoted(text)
}

func edited(text []byte, edits []diag.Edit) []byte {
	var b bytes.Buffer
	at := 0
	for _, e := range edits {
		b.Write(text[at:e.Span.Start])
		b.WriteString(e.New)
		at = e.Span.End
	}
	b.Write(text[at:])
	return b.Bytes()
}

// with is the script as it is meant to read after the changes.
func (s *Script) with(heard map[*Hear]string, ends map[*Call]string) Script {
	out := *s
	out.Calls = slices.Clone(s.Calls)
	for i := range out.Calls {
		if word := ends[&s.Calls[i]]; word != "" {
			out.Calls[i].Ends = word
		}
		out.Calls[i].Lines = slices.Clone(out.Calls[i].Lines)
		for k, l := range out.Calls[i].Lines {
			text := heard[l.Hear]
			if l.Hear == nil || text == "" {
				continue
			}
			h := *l.Hear
			if h.Equals != "" {
				h.Equals = text
			} else {
				h.Contains = text
			}
			out.Calls[i].Lines[k].Hear = &h
		}
	}
	return out
}

func same(a, b Script) bool {
	var left, right strings.Builder
	return Write(&left, a) == nil && Write(&right, b) == nil && left.String() == right.String()
}
