package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Node is one JSON value with its members in the order of the file, so that two
// of one name are seen.
type Node struct {
	Kind  Kind
	Truth bool
	Text  string   // of a string; of a number, its digits
	Names []string // of an object, beside Items
	Items []Node   // of an array or an object
	// places are those in Items of each name, where there are many.
	places map[string]int
}

// manyNames are so many that a map finds one sooner than a look at all of them.
const manyNames = 16

// At is the place in Items of a name, -1 where the object has none.
func (n *Node) At(name string) int {
	if n.places != nil {
		if i, ok := n.places[name]; ok {
			return i
		}
		return -1
	}
	return slices.Index(n.Names, name)
}

// add gives an object another name; false where it stands there already. Its item is
// to follow.
func (n *Node) add(name string) bool {
	if n.At(name) >= 0 {
		return false
	}
	n.Names = append(n.Names, name)
	switch {
	case n.places != nil:
		n.places[name] = len(n.Names) - 1
	case len(n.Names) > manyNames:
		n.places = make(map[string]int, 2*manyNames)
		for i, name := range n.Names {
			n.places[name] = i
		}
	}
	return true
}

// Kind is the type of a JSON value.
type Kind uint8

// The types.
const (
	IsNull Kind = iota
	IsTruth
	IsNumber
	IsString
	IsArray
	IsObject
)

// maxDepth is deeper than any document: tropo, verb, on, say, object.
const maxDepth = 16

// Parse reads one document: JSON in ASCII with a final newline and nothing
// behind it.
func Parse(text []byte) (Node, error) { return new(Reader).Parse(text) }

// Reader reads one document after the other with the same memory. The zero Reader is
// ready.
type Reader struct{ plain plainReader }

// Parse is Parse; what it returns is good until the next document is read.
func (r *Reader) Parse(text []byte) (Node, error) {
	for _, c := range text {
		if c >= 0x7f || c < ' ' && c != '\n' {
			return Node{}, fmt.Errorf("byte %#x is outside printable ASCII", c)
		}
	}
	if !bytes.HasSuffix(text, []byte("}\n")) {
		return Node{}, errors.New("it does not end in } and a newline")
	}
	if root, ok := r.plain.plain(text); ok {
		return root, nil
	}
	return library(text)
}

// library reads a text of which nothing is known but its signs and its end.
func library(text []byte) (Node, error) {
	if !json.Valid(text) {
		return Node{}, errors.New("it is not JSON")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return value(d, 0)
}

// value reads the next value of a text that is known to be JSON.
func value(d *json.Decoder, depth int) (Node, error) {
	token, err := d.Token()
	if err != nil {
		return Node{}, err
	}
	switch t := token.(type) {
	case bool:
		return Node{Kind: IsTruth, Truth: t}, nil
	case json.Number:
		return Node{Kind: IsNumber, Text: t.String()}, nil
	case string:
		return Node{Kind: IsString, Text: t}, nil
	case json.Delim:
		if depth >= maxDepth {
			return Node{}, errors.New("its brackets stand too deep")
		}
		return container(d, t, depth)
	}
	return Node{Kind: IsNull}, nil
}

func container(d *json.Decoder, open json.Delim, depth int) (Node, error) {
	n := Node{Kind: IsArray}
	if open == '{' {
		n.Kind = IsObject
	}
	for d.More() {
		if n.Kind == IsObject {
			token, err := d.Token()
			if err != nil {
				return Node{}, err
			}
			name, _ := token.(string)
			if !n.add(name) {
				return Node{}, fmt.Errorf("%q stands twice in one object", name)
			}
		}
		item, err := value(d, depth+1)
		if err != nil {
			return Node{}, err
		}
		n.Items = append(n.Items, item)
	}
	_, err := d.Token() // the closing bracket
	return n, err
}
