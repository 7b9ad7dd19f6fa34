package plivo

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// xmlSpace is the name that the reader gives to the prefix of xml:lang.
const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// ssml is a Speak with markup. The markup is read and written anew, so that
// what is published is well-formed whatever stood in the flow; what Plivo does
// not know is reported (IVR506), because one unknown tag ends the call.
func (l *lowering) ssml(item *ir.SSML, s speaker) []Element {
	if !s.polly {
		l.report(diag.New(diag.ProviderValue, item.Span, "on Plivo only a Polly voice reads speech markup").
			WithNote("the voices for %s are %s", s.tongue.tag, strings.Join(s.tongue.voices(), ", ")).
			WithHelp("choose one: voice: {plivo: %s}", s.tongue.firstPolly()))
		return nil
	}
	if n := len(item.Markup); n > speakLimit {
		l.report(diag.New(diag.TooLong, item.Span, "the markup has %d bytes, and Plivo speaks at most %d at once", n, speakLimit).
			WithHelp("make several items of it: say: [{ssml: …}, {ssml: …}]"))
		return nil
	}
	r := markupReader{lowering: l, item: item}
	if !r.read() || len(r.marks) == 0 {
		return nil
	}
	return []Element{s.speak(r.marks...)}
}

// markupReader turns markup into marks. It keeps the open tags in a slice: their
// depth is the person's choice.
type markupReader struct {
	*lowering
	item  *ir.SSML
	marks []Mark
	open  []string
	found bool // something was reported
}

func (r *markupReader) read() bool {
	decoder := xml.NewDecoder(strings.NewReader(r.item.Markup))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return !r.found
		}
		if err != nil {
			r.refuse("", "the markup is not well-formed")
			return false
		}
		switch token := token.(type) {
		case xml.StartElement:
			r.start(token)
		case xml.EndElement:
			r.end()
		case xml.CharData:
			r.text(string(token))
		case xml.ProcInst, xml.Directive:
			r.refuse("<", "the markup holds a declaration, which Plivo does not read inside speech")
		}
	}
}

func (r *markupReader) start(token xml.StartElement) {
	name := qualified(token.Name)
	rule, ok := tagRules[name]
	switch {
	case !ok:
		r.refuse("<"+name, "Plivo has no markup <%s>; it knows %s", name, strings.Join(tagNames, ", "))
	case len(r.open) > 0 && r.inside().known() && !slices.Contains(r.inside().children, name):
		r.refuse("<"+name, "Plivo does not take <%s> inside <%s>", name, r.open[len(r.open)-1])
	default:
		r.attributes(name, rule, token.Attr)
	}
	mark := Mark{Kind: MarkOpen, Name: name}
	for _, a := range token.Attr {
		mark.Attributes = append(mark.Attributes, Attribute{qualified(a.Name), a.Value})
	}
	r.marks = append(r.marks, mark)
	r.open = append(r.open, name)
}

func (r *markupReader) attributes(name string, rule tagRule, attributes []xml.Attr) {
	present := map[string]bool{}
	for _, a := range attributes {
		attribute := qualified(a.Name)
		present[attribute] = true
		allowed, ok := rule.attribute(attribute)
		switch {
		case !ok:
			r.refuse(attribute, "Plivo's <%s> has no attribute %s", name, attribute)
		case !allowed.ok(a.Value):
			r.refuse(a.Value, "Plivo's <%s> does not take %s=%q: expected %s", name, attribute, a.Value, allowed.allowed)
		}
	}
	for _, a := range rule.attributes {
		if a.required && !present[a.name] {
			r.refuse("<"+name, "Plivo's <%s> needs %s: %s", name, a.name, a.allowed)
		}
	}
	if len(rule.oneOf) > 0 && !slices.ContainsFunc(rule.oneOf, func(a string) bool { return present[a] }) {
		r.refuse("<"+name, "Plivo's <%s> needs at least one of %s", name, strings.Join(rule.oneOf, ", "))
	}
}

// end closes the innermost tag; one that holds nothing is written in one piece.
func (r *markupReader) end() {
	name := r.open[len(r.open)-1]
	r.open = r.open[:len(r.open)-1]
	if last := &r.marks[len(r.marks)-1]; last.Kind == MarkOpen {
		last.Kind = MarkEmpty
		return
	}
	r.marks = append(r.marks, Mark{Kind: MarkClose, Name: name})
}

func (r *markupReader) text(text string) {
	if text == "" {
		return
	}
	if len(r.open) > 0 && r.inside().empty && strings.TrimSpace(text) != "" {
		r.refuse("<"+r.open[len(r.open)-1], "Plivo's <%s> holds no text", r.open[len(r.open)-1])
	}
	r.marks = append(r.marks, Mark{Kind: MarkText, Text: text})
}

func (r *markupReader) inside() tagRule { return tagRules[r.open[len(r.open)-1]] }

// refuse reports at the piece of the markup, where it can be found in the source,
// else at the item.
func (r *markupReader) refuse(piece, format string, args ...any) {
	r.found = true
	r.report(diag.New(diag.ProviderValue, within(r.item.Span, piece), format, args...).
		WithHelp("take it out, or say it without markup: {text: …}"))
}

func within(span source.Span, piece string) source.Span {
	if i := strings.Index(span.Text(), piece); piece != "" && i >= 0 {
		return source.Span{File: span.File, Start: span.Start + i, End: span.Start + i + len(piece)}
	}
	return span
}

// qualified is a name as it is written, with its prefix.
func qualified(name xml.Name) string {
	switch name.Space {
	case "":
		return name.Local
	case xmlSpace:
		return "xml:" + name.Local
	}
	return name.Space + ":" + name.Local
}
