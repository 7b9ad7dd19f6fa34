package lower

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"ivrc/compiler/diag"
	"ivrc/compiler/syntax"
)

// markup reads SSML; what a provider understands of it is the backend's matter,
// but it must be well formed.
func (d *decoder) markup(n *syntax.Node) (string, bool) {
	text, ok := d.text(n)
	if !ok {
		return "", false
	}
	whole := "<speak>" + text + "</speak>"
	x := xml.NewDecoder(strings.NewReader(whole))
	var open []string
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return text, true
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, elementName(token.Name))
			for _, a := range token.Attr {
				ok = ok && d.speakable(n, a.Value)
			}
		case xml.EndElement:
			open = open[:max(0, len(open)-1)]
		case xml.CharData:
			ok = d.speakable(n, string(token))
		case xml.ProcInst, xml.Directive, xml.Comment:
			d.report(diag.New(diag.BadMarkup, n.Place(), "a comment or declaration stands in this markup, and no voice reads it").
				WithHelp("take it out"))
			return "", false
		}
		// The element around the markup ends where the text ends, not before.
		if err != nil || len(open) == 0 && x.InputOffset() < int64(len(whole)) {
			d.report(brokenMarkup(n, text, whole[:x.InputOffset()], open))
			return "", false
		}
		if !ok {
			return "", false
		}
	}
}

func elementName(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

var (
	ampersand = pattern(`&[^\s&;<]*;?`)
	lessThan  = pattern(`<([^\pL/!?_:]|$)`)
)

// brokenMarkup says in the writer's words why markup cannot be read. Read is how
// far the reader came; open are the elements that had begun there, the one around
// the whole text first.
func brokenMarkup(n *syntax.Node, text, read string, open []string) diag.Diagnostic {
	found := func(format string, args ...any) diag.Diagnostic {
		return diag.New(diag.BadMarkup, n.Place(), "this markup is not well formed: %s", fmt.Sprintf(format, args...))
	}
	for _, sign := range ampersand().FindAllString(text, -1) {
		switch {
		case isReference(sign):
		case strings.HasPrefix(sign, "&#"):
			return found("%s is no character", sign).WithHelp("take it out")
		default:
			return found("an & stands alone in its text").WithHelp("write & as &amp;")
		}
	}
	tag := read[strings.LastIndexByte(read, '<')+1:]
	switch {
	case lessThan().MatchString(text):
		return found("a < stands alone in its text").WithHelp("write < as &lt;")
	case strings.HasPrefix(tag, "/") && len(open) > 1:
		last := open[len(open)-1]
		return found("<%s> is not closed", last).WithHelp("write </%s> where the words that it is about end", last)
	case strings.HasPrefix(tag, "/"):
		return found("<%s closes what was not opened", tag).WithHelp("take it out, or open it before its words")
	}
	return found("what begins with <%s cannot be read", firstWord(tag)).
		WithHelp(`close it with >, and put every value in it in quotes, as in <break time="1s"/>`)
}

// isReference says that a reader of XML knows what the sign stands for.
func isReference(sign string) bool {
	x := xml.NewDecoder(strings.NewReader("<a>" + sign + "</a>"))
	for {
		if _, err := x.Token(); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

func firstWord(text string) string {
	end := strings.IndexFunc(text, func(r rune) bool { return r != ':' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		return text
	}
	return text[:end]
}

// pattern is a regular expression that is compiled when it is asked for first: most runs
// need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
