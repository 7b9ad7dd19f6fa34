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

// Element is an element of a document.
type Element struct {
	Name       string
	Attributes []xml.Attr
	Children   []*Element
	// Text is what stands directly in it, without white space around.
	Text string
	// Speech is what stands in a Speak, tags and text in their order.
	Speech []Mark
}

// Mark is a piece of speech: a text, or a tag with its attributes as they are
// written, sorted by name.
type Mark struct {
	Kind       MarkKind
	Name, Text string
	Attributes []xml.Attr
}

// MarkKind is what a Mark is.
type MarkKind uint8

// The kinds of marks.
const (
	MarkText MarkKind = iota
	MarkOpen
	MarkClose
)

// Get is the value of an attribute; ok is false where it is not written.
func (e *Element) Get(name string) (value string, ok bool) {
	for _, a := range e.Attributes {
		if Written(a.Name) == name {
			return a.Value, true
		}
	}
	return "", false
}

// Value is the value of an attribute, empty where it is not written.
func (e *Element) Value(name string) string {
	v, _ := e.Get(name)
	return v
}

// Written is a name with its prefix.
func Written(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

// Declaration is what every document begins with: the first byte must be its
// own (plivo.md §8, rule 31).
const Declaration = `<?xml version="1.0" encoding="UTF-8"?>`

// Parse reads a document: the declaration at the first byte (plivo.md §8, rule
// 31), one root, and nothing but elements and text.
func Parse(text []byte) (*Element, error) {
	if len(text) > DocumentLimit {
		return nil, fmt.Errorf("it has %d bytes, more than Plivo reads", len(text))
	}
	body, ok := bytes.CutPrefix(text, []byte(Declaration))
	if !ok {
		return nil, errors.New("it does not begin with the XML declaration")
	}
	if root, ok := plain(body); ok {
		return root, nil
	}
	return library(body)
}

// library reads what stands behind the declaration.
func library(body []byte) (*Element, error) {
	p := newParser()
	if err := p.read(body); err != nil {
		return nil, err
	}
	return p.done()
}

func newParser() *parser {
	p := &parser{root: &Element{}}
	p.open = []*Element{p.root}
	return p
}

// done is the document when all of it was read.
func (p *parser) done() (*Element, error) {
	if len(p.open) > 1 {
		return nil, fmt.Errorf("<%s> is not closed", p.open[len(p.open)-1].Name)
	}
	if len(p.root.Children) != 1 || p.root.Text != "" {
		return nil, errors.New("it has no single root")
	}
	return p.root.Children[0], nil
}

// parser keeps the open elements in a slice: their depth is the person's choice.
type parser struct {
	root *Element
	open []*Element
	// spoken is the Speak that is open, nil outside.
	spoken *Element
	tags   []string // open tags of the speech
}

func (p *parser) read(text []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errors.New("it is not well-formed XML")
		}
		piece, err := pieceOf(token)
		if err == nil {
			err = p.take(piece)
		}
		if err != nil {
			return err
		}
	}
}

// take takes the next piece of the document.
func (p *parser) take(piece Mark) error {
	if p.spoken != nil {
		return p.speech(piece)
	}
	return p.structure(piece)
}

// pieceOf is a token that may stand in a document.
func pieceOf(token xml.Token) (Mark, error) {
	switch token := token.(type) {
	case xml.StartElement:
		m := Mark{Kind: MarkOpen, Name: Written(token.Name)}
		if len(token.Attr) > 0 {
			m.Attributes = slices.Clone(token.Attr)
		}
		return m, nil
	case xml.EndElement:
		return Mark{Kind: MarkClose, Name: Written(token.Name)}, nil
	case xml.CharData:
		return Mark{Kind: MarkText, Text: string(token)}, nil
	}
	return Mark{}, errors.New("it holds something that is neither an element nor text")
}

func (p *parser) structure(piece Mark) error {
	top := p.open[len(p.open)-1]
	switch piece.Kind {
	case MarkOpen:
		e := &Element{Name: piece.Name, Attributes: piece.Attributes}
		top.Children = append(top.Children, e)
		p.open = append(p.open, e)
		if e.Name == "Speak" {
			p.spoken = e
		}
	case MarkClose:
		return p.close(piece)
	case MarkText:
		top.Text = strings.TrimSpace(top.Text + piece.Text)
	}
	return nil
}

func (p *parser) close(piece Mark) error {
	top := p.open[len(p.open)-1]
	if len(p.open) == 1 || piece.Name != top.Name {
		return fmt.Errorf("</%s> closes nothing", piece.Name)
	}
	p.open = p.open[:len(p.open)-1]
	return nil
}

func (p *parser) speech(piece Mark) error {
	if piece.Kind == MarkClose && len(p.tags) == 0 {
		p.spoken = nil
		return p.close(piece)
	}
	marks, tags, err := addMark(p.spoken.Speech, p.tags, piece)
	p.spoken.Speech, p.tags = marks, tags
	return err
}

// addMark adds a piece to speech; tags are those that are open.
func addMark(marks []Mark, tags []string, piece Mark) ([]Mark, []string, error) {
	switch piece.Kind {
	case MarkOpen:
		slices.SortStableFunc(piece.Attributes, func(a, b xml.Attr) int { return strings.Compare(Written(a.Name), Written(b.Name)) })
		return append(marks, piece), append(tags, piece.Name), nil
	case MarkClose:
		if len(tags) == 0 || tags[len(tags)-1] != piece.Name {
			return marks, tags, fmt.Errorf("</%s> closes nothing", piece.Name)
		}
		return append(marks, piece), tags[:len(tags)-1], nil
	}
	if n := len(marks); n > 0 && marks[n-1].Kind == MarkText {
		marks[n-1].Text += piece.Text
		return marks, tags, nil
	}
	return append(marks, piece), tags, nil
}

// ReadMarkup reads what a flow writes inside <speak>; comments say nothing.
func ReadMarkup(markup string) []Mark {
	decoder := xml.NewDecoder(strings.NewReader(markup))
	var marks []Mark
	var tags []string
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return marks
		}
		if _, comment := token.(xml.Comment); comment {
			continue
		}
		piece, err := pieceOf(token)
		if err == nil {
			marks, tags, err = addMark(marks, tags, piece)
		}
		if err != nil {
			return marks
		}
	}
}
