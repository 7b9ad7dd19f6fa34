package decode

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// element is an element with its attributes in their order.
type element struct {
	name       string
	attributes []xml.Attr
	children   []*element
}

// parse reads one element that holds nothing but elements.
func parse(text []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	root := &element{}
	open := []*element{root}
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.New("it is not well-formed XML")
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Space != "" {
				return nil, fmt.Errorf("it holds <%s:%s>", token.Name.Space, token.Name.Local)
			}
			e := &element{name: token.Name.Local, attributes: slices.Clone(token.Attr)}
			top.children = append(top.children, e)
			open = append(open, e)
		case xml.EndElement:
			if len(open) == 1 || token.Name.Space != "" || token.Name.Local != top.name {
				return nil, fmt.Errorf("</%s> closes nothing", token.Name.Local)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if strings.TrimSpace(string(token)) != "" {
				return nil, fmt.Errorf("it holds the text %q", string(token))
			}
		default:
			return nil, errors.New("it holds something that is no element")
		}
	}
	if len(open) > 1 || len(root.children) != 1 {
		return nil, errors.New("it has no single root")
	}
	return root.children[0], nil
}

// values are the attributes of an element by name, if it has no others than
// those allowed and none twice.
func (e *element) values(allowed ...string) (map[string]string, error) {
	out := make(map[string]string, len(e.attributes))
	for _, a := range e.attributes {
		name := a.Name.Local
		_, twice := out[name]
		switch {
		case a.Name.Space != "" || !slices.Contains(allowed, name):
			return nil, fmt.Errorf("<%s> has an attribute %s", e.name, name)
		case twice:
			return nil, fmt.Errorf("<%s> has %s twice", e.name, name)
		case a.Value == "":
			return nil, fmt.Errorf("<%s> has an empty %s", e.name, name)
		}
		out[name] = a.Value
	}
	return out, nil
}
