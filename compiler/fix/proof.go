package fix

import (
	"bytes"
	"fmt"
	"slices"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// proof holds a text against the one that it was made from.
type proof struct {
	change
	before, after state
	batch         []chosen
	// was and is are the findings of both texts by code and place, mends those that
	// are to go.
	was, is, mends map[finding]bool
}

// finding is a code at the place where its finding begins.
type finding struct {
	code  diag.Code
	start int
}

func findingOf(d diag.Diagnostic) finding { return finding{d.Code, d.Primary.Start} }

func newProof(before, after state, c change, batch []chosen) *proof {
	p := &proof{change: c, before: before, after: after, batch: batch, mends: map[finding]bool{}}
	p.was, p.is = findingsOf(before.list), findingsOf(after.list)
	for _, one := range batch {
		p.mends[findingOf(one.found)] = true
	}
	return p
}

func findingsOf(list diag.List) map[finding]bool {
	found := make(map[finding]bool, len(list))
	for _, d := range list {
		found[findingOf(d)] = true
	}
	return found
}

// run is why the new text cannot be taken, empty where it can.
func (p *proof) run() (reason string) {
	for _, step := range []func() string{p.bytes, p.lines, p.comments, p.tree, p.mended, p.hidden, p.errors} {
		if reason := step(); reason != "" {
			return reason
		}
	}
	return ""
}

// bytes compares everything outside the edits.
func (p *proof) bytes() string {
	from, to := p.before.file.Text, p.after.file.Text
	old, now := 0, 0
	for i, e := range p.old {
		r := p.now[i]
		if r.start < now || r.end > len(to) || !bytes.Equal(from[old:e.start], to[now:r.start]) || string(to[r.start:r.end]) != e.text {
			return "other parts of the file would change"
		}
		old, now = e.end, r.end
	}
	if !bytes.Equal(from[old:], to[now:]) {
		return "other parts of the file would change"
	}
	return ""
}

// lines compares the number of lines, and which of them are blank.
func (p *proof) lines() string {
	from, to := p.before.file, p.after.file
	if from.Lines() != to.Lines() {
		return "lines would be added or removed"
	}
	for i := 1; i <= from.Lines(); i++ {
		if (len(bytes.TrimSpace(from.Line(i))) == 0) != (len(bytes.TrimSpace(to.Line(i))) == 0) {
			return "a blank line would change"
		}
	}
	return ""
}

// comments demands that each comment stays one and no other appears. A comment
// that an edit touches may become a key, and what stands behind the key a comment
// of its own.
func (p *proof) comments() string {
	was := syntax.Comments(p.before.file, p.before.root != nil)
	is := syntax.Comments(p.after.file, p.after.root != nil)
	var opened []source.Span
	var kept []int
	for _, c := range was {
		if touching(p.old, c.Start, c.End) {
			opened = append(opened, source.Span{Start: p.moved(c.Start), End: p.moved(c.End)})
		} else {
			kept = append(kept, p.moved(c.Start))
		}
	}
	for _, c := range is {
		switch {
		case len(kept) > 0 && kept[0] == c.Start:
			kept = kept[1:]
		case !slices.ContainsFunc(opened, func(o source.Span) bool { return o.Start < c.Start && c.End <= o.End }):
			return "text would become a comment"
		}
	}
	if len(kept) > 0 {
		return "a comment would become text"
	}
	return ""
}

// tree compares what is read from the texts.
func (p *proof) tree() string {
	if p.before.root == nil {
		return ""
	}
	if p.after.root == nil {
		return "the file could not be read any more"
	}
	d := differ{proof: p}
	d.compare(p.before.root, p.after.root)
	return d.reason
}

// mended demands that what was to be mended is not reported any more.
func (p *proof) mended() string {
	byCode := map[diag.Code][]diag.Diagnostic{}
	for _, d := range p.after.list {
		byCode[d.Code] = append(byCode[d.Code], d)
	}
	for _, c := range p.batch {
		places := []edit{{start: p.moved(c.found.Primary.Start), end: p.moved(c.found.Primary.End)}}
		for _, e := range c.edits {
			start := p.moved(e.start)
			places = append(places, edit{start: start, end: start + len(e.text)})
		}
		for _, d := range byCode[c.found.Code] {
			if slices.ContainsFunc(places, func(e edit) bool { return meet(e, edit{start: d.Primary.Start, end: d.Primary.End}) }) {
				return fmt.Sprintf("%s would still be reported here", d.Code)
			}
		}
	}
	return ""
}

// hidden demands that no error about reading the text falls silent that was not
// to be mended: quotes around half a sentence would hide that the other half is a
// comment. Where the text could not be read at all the errors followed from each
// other.
func (p *proof) hidden() string {
	if p.before.root == nil {
		return ""
	}
	for _, d := range p.before.list {
		if len(d.Code) < 4 || d.Code[3] != '0' || !d.Severity.IsError() || p.mends[findingOf(d)] {
			continue
		}
		if !p.is[finding{d.Code, p.moved(d.Primary.Start)}] {
			return fmt.Sprintf("it would hide what %s says about the same text", d.Code)
		}
	}
	return ""
}

// errors looks for new errors. Those that an error has hidden so far may show,
// but not at an edit; a warning hides nothing. An unknown key at an edit says that
// the guess was wrong, be it old or new; a missing one only that more is to be done.
func (p *proof) errors() string {
	mendedErrors := slices.ContainsFunc(p.batch, func(c chosen) bool { return c.found.Severity.IsError() })
	for _, d := range p.after.list {
		if !d.Severity.IsError() {
			continue
		}
		at := touching(p.now, d.Primary.Start, d.Primary.End) && d.SafeFix() == nil && d.Code != diag.MissingKey
		isNew := !p.was[finding{d.Code, p.movedBack(d.Primary.Start)}]
		if isNew {
			at = at || slices.ContainsFunc(d.Related, func(r diag.Related) bool { return touching(p.now, r.Span.Start, r.Span.End) })
		}
		if isNew && (at || !mendedErrors) || at && d.Code == diag.UnknownKey {
			return fmt.Sprintf("it would bring an error: %s [%s]", d.Message, d.Code)
		}
	}
	return ""
}
