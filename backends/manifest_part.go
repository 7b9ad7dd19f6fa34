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
func DecodePart(text string, wanted func(flow string) bool) (m *Manifest, ok bool) {
	head, items, ok := strings.Cut(text, flowsBegin)
	if !ok {
		return nil, false
	}
	var read []string
	var rest []ManifestFlow
	before := ""
	for strings.HasPrefix(items, flowBegin) {
		id, item, ok := firstFlow(items)
		if !ok || id <= before { // Flow puts them in order
			return nil, false
		}
		if before = id; wanted(id) {
			read = append(read, item)
		} else {
			rest = append(rest, unreadFlow(id, item))
		}
		items = strings.TrimPrefix(items[len(item):], ",")
	}
	tail, ok := strings.CutPrefix(items, flowsEnd)
	if !ok {
		return nil, false
	}
	end := flowsEnd
	if len(read) == 0 {
		end = "]" // Encode begins no line for an empty list
	}
	if m, ok = DecodeAsEncoded([]byte(head + flowsBegin + strings.Join(read, ",") + end + tail)); !ok {
		return nil, false
	}
	m.Flows = append(m.Flows, rest...)
	slices.SortStableFunc(m.Flows, func(a, b ManifestFlow) int { return strings.Compare(a.Flow, b.Flow) })
	return m, true
}

// firstFlow is the first item of the list with its id.
func firstFlow(items string) (id, item string, ok bool) {
	end := strings.Index(items, flowEnd)
	name, named := strings.CutPrefix(items[len(flowBegin):], flowName)
	id, _, quoted := strings.Cut(name, `"`)
	if end < 0 || !named || !quoted {
		return "", "", false
	}
	return id, items[:end+len(flowEnd)], true
}

// unreadFlow is a flow with the text of its item in the list.
func unreadFlow(id, item string) ManifestFlow {
	return ManifestFlow{
		Flow: strings.Clone(id), unread: item[len(flowBegin)-1:], files: strings.Count(item, `"sha256": "`),
	}
}

// Pack keeps of each flow what Encode writes of it, and no more: a manifest that nobody
// asks about any flow needs half of the memory. It works in the buffer, and returns it for
// the next.
func (m *Manifest) Pack(buffer []byte) []byte {
	for i, f := range m.Flows {
		if f.unread != "" {
			continue
		}
		w := manifestWriter{out: slices.Grow(buffer[:0], usualLine*f.fileCount()), depth: flowDepth}
		w.flow(f)
		m.Flows[i] = ManifestFlow{Flow: f.Flow, unread: string(w.out), files: f.fileCount()}
		buffer = w.out
	}
	return buffer
}

// flowDepth is how deep a flow stands in a manifest.
const flowDepth = 2

// Unread says that only a part of the manifest was read (DecodePart).
func (m *Manifest) Unread() bool {
	return slices.ContainsFunc(m.Flows, func(f ManifestFlow) bool { return f.unread != "" })
}
