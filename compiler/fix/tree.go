package fix

import (
	"slices"

	"ivrc/compiler/syntax"
)

// differ compares two trees. It stops at the first difference that no edit
// explains.
type differ struct {
	*proof
	reason string
}

// compare walks both trees side by side; it calls itself once for each level,
// which the reader has bounded.
func (d *differ) compare(old, now *syntax.Node) {
	switch {
	case d.reason != "":
	case !old.Alias.IsZero() || !now.Alias.IsZero():
		if d.moved(old.Alias.Start) != now.Alias.Start || old.Alias.IsZero() != now.Alias.IsZero() {
			d.reason = otherMeaning
		}
	case old.Kind != now.Kind || old.IsScalar():
		if !d.changed(old, now) && !d.same(old, now) {
			d.reason = otherMeaning
		}
	case old.Kind == syntax.List:
		d.items(old, now)
	default:
		d.pairs(old, now)
	}
}

const otherMeaning = "another part of the flow would be read differently"

// changed says that an edit touches both values, so that they may differ. What
// stands in the place of nothing was a comment.
func (d *differ) changed(old, now *syntax.Node) bool {
	was := old.Span
	if old.Kind == syntax.Null && !old.Cut.IsZero() {
		was = old.Cut
	}
	return touching(d.old, was.Start, was.End) && touching(d.now, now.Span.Start, now.Span.End)
}

// same says that two values that no edit touches are one and the same.
func (d *differ) same(old, now *syntax.Node) bool {
	return old.Kind == now.Kind && old.Style == now.Style && old.Text == now.Text && d.moved(old.Span.Start) == now.Span.Start &&
		(old.Cut.IsZero() && now.Cut.IsZero() || !old.Cut.IsZero() && d.moved(old.Cut.Start) == now.Cut.Start)
}

func (d *differ) items(old, now *syntax.Node) {
	if len(old.Items) != len(now.Items) {
		d.reason = otherMeaning
		return
	}
	for i := range old.Items {
		d.compare(old.Items[i], now.Items[i])
	}
}

// pairs compares two maps. Pairs whose key an edit touches may have another name,
// and may be new (a # key that was a comment); all others are the same.
func (d *differ) pairs(old, now *syntax.Node) {
	oldKept, oldEdited := split(old.Entries, d.old)
	nowKept, nowEdited := split(now.Entries, d.now)
	if len(oldKept) != len(nowKept) || len(oldEdited) > len(nowEdited) {
		d.reason = otherMeaning
		return
	}
	for i := range oldKept {
		if !d.same(oldKept[i].Key, nowKept[i].Key) {
			d.reason = otherMeaning
			return
		}
		d.compare(oldKept[i].Value, nowKept[i].Value)
	}
	for _, e := range oldEdited {
		start := d.moved(e.Key.Span.Start)
		i := slices.IndexFunc(nowEdited, func(n syntax.Entry) bool { return n.Key.Span.Start == start })
		if i < 0 {
			d.reason = otherMeaning
			return
		}
		d.compare(e.Value, nowEdited[i].Value)
		nowEdited = slices.Delete(nowEdited, i, i+1)
	}
	for _, e := range nowEdited {
		if !d.inOpenedComment(e) {
			d.reason = otherMeaning
			return
		}
	}
}

// split tells the pairs whose key an edit touches from the others.
func split(entries []syntax.Entry, edits []edit) (kept, edited []syntax.Entry) {
	for _, e := range entries {
		if touching(edits, e.Key.Span.Start, e.Key.Span.End) {
			edited = append(edited, e)
		} else {
			kept = append(kept, e)
		}
	}
	return kept, edited
}

// inOpenedComment says that a new pair stands where a comment was.
func (d *differ) inOpenedComment(e syntax.Entry) bool {
	for _, c := range syntax.Comments(d.before.file, true) {
		start, end := d.moved(c.Start), d.moved(c.End)
		if touching(d.old, c.Start, c.End) && start <= e.Key.Span.Start && e.Value.Span.End <= end {
			return true
		}
	}
	return false
}
