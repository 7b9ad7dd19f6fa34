package backends

import (
	"slices"
	"strings"
)

// How Encode lays out the flows of a manifest: no other line of it is indented so.
const (
	flowsBegin = "\n  \"flows\": ["
	flowBegin  = "\n    {"
	flowEnd    = "\n    }"
	flowsEnd   = "\n  ]"
	flowName   = "\n      \"flow\": \""
)

// DecodePart reads only some flows of a manifest. The others are in it as they are
// written: with their name, their text and the number of their files, and no more. It is
// for whoever knows that Encode wrote the text, and that nobody changed it: what is not
// wanted is not looked at. ok is false for a text in which flows cannot be told apart.
func DecodePart(text []byte, wanted func(flow string) bool) (m *Manifest, ok bool) {
	all := string(text)
	at := strings.Index(all, flowsBegin)
	if at < 0 {
		return nil, false
	}
	at += len(flowsBegin)
	var rest []ManifestFlow
	var read []string
	before := ""
	for strings.HasPrefix(all[at:], flowBegin) {
		end := strings.Index(all[at:], flowEnd)
		name, named := strings.CutPrefix(all[at+len(flowBegin):], flowName)
		quote := strings.IndexByte(name, '"')
		if end < 0 || !named || quote < 0 {
			return nil, false
		}
		item, id := all[at:at+end+len(flowEnd)], name[:quote]
		if id <= before {
			return nil, false // Flow puts them in order
		}
		if before = id; wanted(id) {
			read = append(read, item)
		} else {
			rest = append(rest, unreadFlow(id, item))
		}
		at += len(item)
		at += len(all[at:]) - len(strings.TrimPrefix(all[at:], ","))
	}
	tail, ok := strings.CutPrefix(all[at:], flowsEnd)
	if !ok {
		return nil, false
	}
	if len(read) == 0 {
		tail = "]" + tail
	} else {
		tail = flowsEnd + tail
	}
	head := all[:strings.Index(all, flowsBegin)+len(flowsBegin)]
	if m, ok = DecodeAsEncoded([]byte(head + strings.Join(read, ",") + tail)); !ok {
		return nil, false
	}
	m.Flows = append(m.Flows, rest...)
	slices.SortStableFunc(m.Flows, func(a, b ManifestFlow) int { return strings.Compare(a.Flow, b.Flow) })
	return m, true
}

// unreadFlow is a flow with the text of its item in the list.
func unreadFlow(id, item string) ManifestFlow {
	return ManifestFlow{
		Flow: strings.Clone(id), unread: item[len(flowBegin)-1:], files: strings.Count(item, `"sha256": "`),
	}
}

// Unread says that only a part of the manifest was read (DecodePart).
func (m *Manifest) Unread() bool {
	return slices.ContainsFunc(m.Flows, func(f ManifestFlow) bool { return f.unread != "" })
}
