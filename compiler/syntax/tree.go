package syntax

import "ivrc/compiler/source"

// Kind is what a node is.
type Kind uint8

// The kinds of node.
const (
	Null Kind = iota + 1 // nothing, ~ or null
	Bool                 // true or false, unquoted
	Int                  // an unquoted whole number without sign or leading zero: 0, 5, 120
	Text                 // everything else that is one value
	List
	Map
)

// Style is how a scalar stands in the source.
type Style uint8

// The styles of a scalar.
const (
	Plain  Style = iota // without quotes
	Single              // 'text'
	Double              // "text"
	Block               // | or >
)

// Node is one value of the document with its place. Scalars keep the text of
// the source: `01` is "01", never 1, and only Null, Bool and Int are told apart,
// by the rules that every YAML and JSON reader shares.
type Node struct {
	Kind  Kind
	Style Style
	// Span is the exact token of a scalar (with its quotes), or from the first to
	// the last token of a list or map.
	Span source.Span
	// Text is a scalar's text with quotes, escapes and folding undone.
	Text string
	// Cut is the comment that directly follows an unquoted text on its line
	// (`say: Press # to end`), else the zero Span.
	Cut source.Span
	// Items are the values of a List.
	Items []*Node
	// Entries are the pairs of a Map in source order. Keys are unique as written.
	Entries []Entry
	// Alias is the place of the alias through which this node stands here, the
	// zero Span where it stands itself.
	Alias source.Span
}

// Entry is one pair of a map. Key is a scalar (Text, Int or Bool by look), and
// Key.Text is its name as written.
type Entry struct {
	Key   *Node
	Value *Node
}

// Get is the value of a key, nil where the map has no such key or the node is
// no map.
func (n *Node) Get(key string) *Node {
	if e := n.Entry(key); e != nil {
		return e.Value
	}
	return nil
}

// Entry is the pair of a key, nil where there is none.
func (n *Node) Entry(key string) *Entry {
	if n == nil {
		return nil
	}
	for i := range n.Entries {
		if n.Entries[i].Key.Text == key {
			return &n.Entries[i]
		}
	}
	return nil
}

// IsScalar says that the node is one value: Null, Bool, Int or Text.
func (n *Node) IsScalar() bool { return n.Kind < List }

// Place is where a person sees the value: the alias if it came through one,
// else the value itself.
func (n *Node) Place() source.Span {
	if !n.Alias.IsZero() {
		return n.Alias
	}
	return n.Span
}
