package reread

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// node is one JSON value with its members in the order of the file, so that two
// of one name are seen.
type node struct {
	kind    kind
	text    string // of a string; of a number, its digits
	truth   bool
	names   []string // of an object, beside items
	items   []node   // of an array or an object
	defined map[string]int
}

// kind is the type of a JSON value.
type kind uint8

const (
	isNull kind = iota
	isTruth
	isNumber
	isString
	isArray
	isObject
)

// maxDepth is deeper than any document: tropo, verb, on, say, object.
const maxDepth = 16

// parse reads one document: JSON in ASCII with a final newline and nothing
// behind it.
func parse(text []byte) (node, error) {
	for _, c := range text {
		if c >= 0x7f || c < ' ' && c != '\n' {
			return node{}, fmt.Errorf("byte %#x is outside printable ASCII", c)
		}
	}
	if !bytes.HasSuffix(text, []byte("}\n")) {
		return node{}, errors.New("it does not end in } and a newline")
	}
	if !json.Valid(text) {
		return node{}, errors.New("it is not JSON")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return value(d, 0)
}

// value reads the next value of a text that is known to be JSON.
func value(d *json.Decoder, depth int) (node, error) {
	token, err := d.Token()
	if err != nil {
		return node{}, err
	}
	switch t := token.(type) {
	case bool:
		return node{kind: isTruth, truth: t}, nil
	case json.Number:
		return node{kind: isNumber, text: t.String()}, nil
	case string:
		return node{kind: isString, text: t}, nil
	case json.Delim:
		if depth >= maxDepth {
			return node{}, errors.New("its brackets stand too deep")
		}
		return container(d, t, depth)
	}
	return node{kind: isNull}, nil
}

func container(d *json.Decoder, open json.Delim, depth int) (node, error) {
	n := node{kind: isArray}
	if open == '{' {
		n.kind, n.defined = isObject, map[string]int{}
	}
	for d.More() {
		if n.kind == isObject {
			token, err := d.Token()
			if err != nil {
				return node{}, err
			}
			name, _ := token.(string)
			if _, twice := n.defined[name]; twice {
				return node{}, fmt.Errorf("%q stands twice in one object", name)
			}
			n.defined[name] = len(n.items)
			n.names = append(n.names, name)
		}
		item, err := value(d, depth+1)
		if err != nil {
			return node{}, err
		}
		n.items = append(n.items, item)
	}
	_, err := d.Token() // the closing bracket
	return n, err
}
