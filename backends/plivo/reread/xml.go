package reread

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// element is an element of a document.
type element struct {
	name       string
	attributes []xml.Attr
	children   []*element
	// text is what stands directly in it, without white space around.
	text string
	// speech is what stands in a Speak, tags and text in their order.
	speech []mark
}

// mark is a piece of speech: a text, or a tag with its attributes as they are
// written, sorted by name.
type mark struct {
	kind       markKind
	name, text string
	attributes []xml.Attr
}

type markKind uint8

const (
	markText markKind = iota
	markOpen
	markClose
)

// get is the value of an attribute; ok is false where it is not written.
func (e *element) get(name string) (value string, ok bool) {
	for _, a := range e.attributes {
		if written(a.Name) == name {
			return a.Value, true
		}
	}
	return "", false
}

func (e *element) value(name string) string {
	v, _ := e.get(name)
	return v
}

// written is a name with its prefix.
func written(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

const declaration = `<?xml version="1.0" encoding="UTF-8"?>`

// parse reads a document: the declaration at the first byte (plivo.md §8, rule
// 31), one root, and nothing but elements and text.
func parse(text []byte) (*element, error) {
	if len(text) > documentLimit {
		return nil, fmt.Errorf("it has %d bytes, more than Plivo reads", len(text))
	}
	body, ok := bytes.CutPrefix(text, []byte(declaration))
	if !ok {
		return nil, errors.New("it does not begin with the XML declaration")
	}
	p := parser{root: &element{}}
	p.open = []*element{p.root}
	if err := p.read(body); err != nil {
		return nil, err
	}
	if len(p.root.children) != 1 || p.root.text != "" {
		return nil, errors.New("it has no single root")
	}
	return p.root.children[0], nil
}

// parser keeps the open elements in a slice: their depth is the person's choice.
type parser struct {
	root *element
	open []*element
	// spoken is the Speak that is open, nil outside.
	spoken *element
	tags   []string // open tags of the speech
}

func (p *parser) read(text []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.RawToken()
		switch {
		case errors.Is(err, io.EOF) && len(p.open) > 1:
			return fmt.Errorf("<%s> is not closed", p.open[len(p.open)-1].name)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errors.New("it is not well-formed XML")
		}
		if p.spoken != nil {
			err = p.speech(token)
		} else {
			err = p.structure(token)
		}
		if err != nil {
			return err
		}
	}
}

func (p *parser) structure(token xml.Token) error {
	top := p.open[len(p.open)-1]
	switch token := token.(type) {
	case xml.StartElement:
		e := &element{name: written(token.Name), attributes: slices.Clone(token.Attr)}
		top.children = append(top.children, e)
		p.open = append(p.open, e)
		if e.name == "Speak" {
			p.spoken = e
		}
	case xml.EndElement:
		return p.close(token)
	case xml.CharData:
		top.text = strings.TrimSpace(top.text + string(token))
	default:
		return errors.New("it holds something that is neither an element nor text")
	}
	return nil
}

func (p *parser) close(token xml.EndElement) error {
	top := p.open[len(p.open)-1]
	if len(p.open) == 1 || written(token.Name) != top.name {
		return fmt.Errorf("</%s> closes nothing", written(token.Name))
	}
	p.open = p.open[:len(p.open)-1]
	return nil
}

func (p *parser) speech(token xml.Token) error {
	if end, ok := token.(xml.EndElement); ok && len(p.tags) == 0 {
		p.spoken = nil
		return p.close(end)
	}
	marks, tags, err := addMark(p.spoken.speech, p.tags, token)
	p.spoken.speech, p.tags = marks, tags
	return err
}

// addMark adds a token to speech; tags are those that are open.
func addMark(marks []mark, tags []string, token xml.Token) ([]mark, []string, error) {
	switch token := token.(type) {
	case xml.StartElement:
		name := written(token.Name)
		m := mark{kind: markOpen, name: name, attributes: slices.Clone(token.Attr)}
		slices.SortStableFunc(m.attributes, func(a, b xml.Attr) int { return strings.Compare(written(a.Name), written(b.Name)) })
		return append(marks, m), append(tags, name), nil
	case xml.EndElement:
		name := written(token.Name)
		if len(tags) == 0 || tags[len(tags)-1] != name {
			return marks, tags, fmt.Errorf("</%s> closes nothing", name)
		}
		return append(marks, mark{kind: markClose, name: name}), tags[:len(tags)-1], nil
	case xml.CharData:
		if n := len(marks); n > 0 && marks[n-1].kind == markText {
			marks[n-1].text += string(token)
			return marks, tags, nil
		}
		return append(marks, mark{kind: markText, text: string(token)}), tags, nil
	}
	return marks, tags, errors.New("it holds something that is neither an element nor text")
}

// readMarkup reads what a flow writes inside <speak>; comments say nothing.
func readMarkup(markup string) []mark {
	decoder := xml.NewDecoder(strings.NewReader(markup))
	var marks []mark
	var tags []string
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return marks
		}
		if _, comment := token.(xml.Comment); comment {
			continue
		}
		if marks, tags, err = addMark(marks, tags, token); err != nil {
			return marks
		}
	}
}
