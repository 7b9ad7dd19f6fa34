package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Node is one JSON value with its members in the order of the file, so that two
// of one name are seen.
type Node struct {
	Kind  Kind
	Text  string // of a string; of a number, its digits
	Truth bool
	Names []string // of an object, beside Items
	Items []Node   // of an array or an object
	// Defined is the place in Items of each name.
	Defined map[string]int
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
func Parse(text []byte) (Node, error) {
	for _, c := range text {
		if c >= 0x7f || c < ' ' && c != '\n' {
			return Node{}, fmt.Errorf("byte %#x is outside printable ASCII", c)
		}
	}
	if !bytes.HasSuffix(text, []byte("}\n")) {
		return Node{}, errors.New("it does not end in } and a newline")
	}
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
		n.Kind, n.Defined = IsObject, map[string]int{}
	}
	for d.More() {
		if n.Kind == IsObject {
			token, err := d.Token()
			if err != nil {
				return Node{}, err
			}
			name, _ := token.(string)
			if _, twice := n.Defined[name]; twice {
				return Node{}, fmt.Errorf("%q stands twice in one object", name)
			}
			n.Defined[name] = len(n.Items)
			n.Names = append(n.Names, name)
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
