package syntax

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"

	"ivrc/compiler/diag"
)

// fewKeys is how many keys are compared one by one before a table is worth it.
const fewKeys = 12

// mapping is a map while it is read.
type mapping struct {
	*walker
	node *Node
	flow bool
	// keys are the keys and values as the library gives them, the later ones too.
	keys []*yaml.Node
	// table finds a key once there are many.
	table map[string]int
	// spoken is the unquoted value that commas may have cut, key the place of its
	// key; cut is where its last piece ends, 0 while there is none.
	spoken *Node
	key    int
	cut    int
}

// mapNode reads a map. Start is at its { or its first key.
func (w *walker) mapNode(y *yaml.Node, start int, p place) (*Node, int) {
	n := w.make(Node{Kind: Map, Entries: make([]Entry, 0, len(y.Content)/2)})
	m := mapping{walker: w, node: n, keys: y.Content, flow: y.Style&yaml.FlowStyle != 0}
	inner := place{depth: p.depth + 1, parent: p.parent}
	if !m.flow {
		inner.parent = w.column(start)
	}
	end := start
	braces := m.flow && start < len(w.text) && w.text[start] == '{'
	if braces {
		end++
	}
	if t := w.template(y, start, end); t != nil {
		return t, t.Span.End
	}
	for i := 0; i+1 < len(y.Content); i += 2 {
		end = max(end, m.entry(y.Content[i], y.Content[i+1], inner))
	}
	m.flushComma()
	if braces {
		end = w.flowEnd(end, '}')
	}
	n.Span = w.span(start, end)
	return n, end
}

// template recognises {{ name }}, which other programs fill in and YAML reads as
// braces inside braces.
func (w *walker) template(y *yaml.Node, start, end int) *Node {
	if len(y.Content) != 2 || end >= len(w.text) || w.text[start] != '{' || w.text[end] != '{' {
		return nil
	}
	i := end
	for i < len(w.text) && !isBreak(w.text[i]) && w.text[i] != '}' {
		i++
	}
	if i+1 >= len(w.text) || w.text[i] != '}' || w.text[i+1] != '}' {
		return nil
	}
	n := w.make(Node{Kind: Text, Span: w.span(start, i+2)})
	n.Text = n.Span.Text()
	w.add(w.at(diag.ComplexKey, start, i+2, "%s is read as braces inside braces, not as text", clipped(n.Text)).
		WithHelp("fill it in before ivrc reads the file; to speak it as it stands, put it in quotes: %s", inQuotes(n.Text)))
	return n
}

// entry reads one pair and gives the end of its text.
func (m *mapping) entry(yk, yv *yaml.Node, p place) int {
	key, keyEnd := m.walker.node(yk, p)
	colonAt := skipSpace(m.text, keyEnd)
	if colonAt == len(m.text) || m.text[colonAt] != ':' {
		colonAt = -1
	}
	var value *Node
	end := keyEnd
	if nothing(yv) {
		m.nodes++
		if colonAt >= 0 {
			end = colonAt + 1
		}
		value = m.make(Node{Kind: Null, Span: m.span(end, end), Cut: m.commentBehind(end)})
	} else {
		value, end = m.walker.node(yv, p)
	}
	if m.flow && colonAt < 0 && nothing(yv) && key != nil && key.IsScalar() {
		m.noColon(key)
		return end
	}
	m.flushComma()
	if key = m.usableKey(key, yk); key == nil || value == nil {
		return end
	}
	if colonAt >= 0 && !m.flow && m.ownLine(colonAt, value) {
		value = m.unspaced(value)
	}
	m.put(key, value)
	return end
}

// ownLine says that a value stands on a later line than the colon before it.
func (m *mapping) ownLine(colonAt int, value *Node) bool {
	return value.Kind == Text && value.Style == Plain && value.Alias.IsZero() && value.Span.Start > colonAt &&
		bytes.IndexByte(m.text[colonAt:value.Span.Start], '\n') >= 0
}

// nothing says that no value was written.
func nothing(y *yaml.Node) bool {
	return y.Kind == yaml.ScalarNode && y.Value == "" && y.Style == 0 && y.Anchor == "" && y.Tag == "!!null"
}

// usableKey refuses keys that are no names; nil where the pair is left out.
func (m *mapping) usableKey(key *Node, y *yaml.Node) *Node {
	switch {
	case key == nil:
	case !key.IsScalar():
		place := key.Place()
		m.add(diag.New(diag.ComplexKey, place, "a list or braces stand where a key is expected").
			WithHelp("write a plain name before the colon"))
	case y.Tag == "!!merge" && y.Style == 0:
		m.add(diag.New(diag.MergeKey, key.Place(), "merge keys (<<) are not read: other YAML tools disagree about them").
			WithHelp("write out the keys that are meant"))
	case key.Kind == Null, y.Kind == yaml.ScalarNode && y.Tag == "!!null" && y.Style == 0:
		m.nullKey(key)
	default:
		return key
	}
	return nil
}

func (m *mapping) nullKey(key *Node) {
	if key.Text == "" {
		at := key.Place()
		m.add(m.noKey(token{start: at.Start, end: max(at.End, min(at.Start+1, len(m.text)))}))
		return
	}
	m.add(diag.New(diag.NullKey, key.Place(), "%s is read as no key at all", key.Text).
		WithHelp("write the key that is meant; if it is this word, put it in quotes: %s", inQuotes(key.Text)))
}

// put adds a pair, unless its key is there already.
func (m *mapping) put(key, value *Node) {
	if i := m.find(key.Text); i >= 0 {
		if m.enough(diag.DuplicateKey) {
			return
		}
		m.add(m.twice(m.node.Entries[i].Key, key))
		return
	}
	m.node.Entries = append(m.node.Entries, Entry{Key: key, Value: value})
	if m.table != nil {
		m.table[key.Text] = len(m.node.Entries) - 1
	}
	m.spoken, m.key = nil, key.Place().Start
	if value.Kind != Null && value.IsScalar() && value.Style == Plain && value.Alias.IsZero() {
		m.spoken = value
	}
}

// noColon judges an entry in braces that has no colon: the rest of a text that a
// comma cut, a pair without a space, or a slip.
func (m *mapping) noColon(key *Node) {
	if key.Style == Plain && key.Alias.IsZero() {
		if e, ok := m.splitEntry(key.Span.Start, key.Text, true); ok {
			m.flushComma()
			m.add(m.missingSpace(e))
			m.put(e.Key, e.Value)
			return
		}
		if m.spoken != nil {
			m.cut = key.Span.End
			return
		}
	}
	written := key.Span.Text()
	if word, rest, two := strings.Cut(written, " "); two && isName(word) {
		written = word + ": " + rest
	} else {
		written += ": …"
	}
	m.add(diag.New(diag.Syntax, key.Place(), "%s has no colon, so it is neither a key nor a value", inQuotes(clipped(key.Text))).
		WithHelp("write   %s   or put the text that it belongs to in quotes", clipped(written)))
}

// flushComma reports a text that one or more commas cut, and makes it whole so
// that nothing else is said about it.
func (m *mapping) flushComma() {
	if m.cut == 0 {
		return
	}
	heard := m.spoken.Span
	whole := m.span(heard.Start, m.cut)
	name := m.span(m.key, heard.Start).Text()
	change := fix("put the whole text in quotes", whole, inQuotes(whole.Text()))
	change.Safe = cutInPieces(m.span(heard.End, m.cut).Text())
	m.add(m.at(diag.CutByComma, heard.End, m.cut, "the text stops at the comma, because it is not in quotes").
		WithRelated(heard, "all that is read").
		WithHelp("put the text in quotes:   %s%s", clipped(name)+" ", inQuotes(whole.Text())).
		WithFix(change))
	m.spoken.Kind, m.spoken.Text, m.spoken.Span = Text, whole.Text(), whole
	m.spoken, m.cut = nil, 0
}
