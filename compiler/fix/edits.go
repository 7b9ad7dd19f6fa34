package fix

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// edit replaces the bytes [start, end) by text.
type edit struct {
	start, end int
	text       string
}

// editsOf are the edits of a fix in order, or the reason why they cannot be
// carried out.
func editsOf(fix *diag.Fix, file *source.File) (edits []edit, reason string) {
	for _, e := range fix.Edits {
		at := e.Span
		switch {
		case at.File != file || at.Start < 0 || at.End <= at.Start || at.End > len(file.Text):
			return nil, "its place is not a part of the file"
		case breaks(at.Text()) != breaks(e.New):
			return nil, "it would add or remove lines"
		case at.Text() == e.New:
			return nil, "it would change nothing"
		}
		edits = append(edits, edit{at.Start, at.End, e.New})
	}
	sortEdits(edits)
	for i := 1; i < len(edits); i++ {
		if overlap(edits[i-1], edits[i]) {
			return nil, "its changes touch each other"
		}
	}
	if len(edits) == 0 {
		return nil, "it changes nothing"
	}
	return edits, ""
}

// breaks are the line breaks of a text, one after the other.
func breaks(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return r
		}
		return -1
	}, text)
}

func sortEdits(edits []edit) {
	slices.SortStableFunc(edits, func(a, b edit) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return a.end - b.end
	})
}

// overlap says that two edits share a byte.
func overlap(a, b edit) bool { return a.start < b.end && b.start < a.end }

// taken is a sorted list of edits that do not overlap.
type taken []edit

// add puts edits in unless one of them overlaps another.
func (t *taken) add(edits []edit) bool {
	places := make([]int, len(edits))
	for i, e := range edits {
		at := sort.Search(len(*t), func(k int) bool { return (*t)[k].end > e.start })
		if at < len(*t) && overlap((*t)[at], e) {
			return false
		}
		places[i] = at
	}
	for i, e := range edits {
		*t = slices.Insert(*t, places[i]+i, e)
	}
	return true
}

// apply carries out sorted edits that do not overlap.
func apply(text []byte, edits []edit) []byte {
	var b bytes.Buffer
	b.Grow(len(text) + 16*len(edits))
	at := 0
	for _, e := range edits {
		b.Write(text[at:e.start])
		b.WriteString(e.text)
		at = e.end
	}
	b.Write(text[at:])
	return b.Bytes()
}

// change is sorted edits that do not overlap, in the old text and as they lie in
// the new one.
type change struct {
	old, now []edit
}

func newChange(edits []edit) change {
	c := change{old: edits, now: make([]edit, len(edits))}
	shift := 0
	for i, e := range edits {
		c.now[i] = edit{start: e.start + shift, end: e.start + shift + len(e.text)}
		shift += len(e.text) - (e.end - e.start)
	}
	return c
}

// moved is where an offset of the old text is in the new one: what an edit
// replaces is at its start, what follows it behind it.
func (c change) moved(offset int) int { return across(c.old, c.now, offset) }

// movedBack is where an offset of the new text was in the old one.
func (c change) movedBack(offset int) int { return across(c.now, c.old, offset) }

func across(from, to []edit, offset int) int {
	i := sort.Search(len(from), func(k int) bool { return from[k].start >= offset }) - 1
	switch {
	case i < 0:
		return offset
	case offset >= from[i].end:
		return offset + to[i].end - from[i].end
	}
	return to[i].start
}

// touching says that one of the sorted edits shares a byte with [start, end). An
// empty range touches what it stands in, not what it stands beside.
func touching(edits []edit, start, end int) bool {
	for i := sort.Search(len(edits), func(k int) bool { return edits[k].end >= start }); i < len(edits) && edits[i].start <= end; i++ {
		if meet(edits[i], edit{start: start, end: end}) {
			return true
		}
	}
	return false
}

func meet(a, b edit) bool {
	from, to := max(a.start, b.start), min(a.end, b.end)
	return from < to || from == to && (a.start < from && from < a.end || b.start < from && from < b.end || a.start == a.end && b.start == b.end)
}
