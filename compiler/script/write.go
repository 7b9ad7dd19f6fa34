package script

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode"

	"ivrc/compiler/syntax"
	"ivrc/ir/call"
)

// Write writes a script as YAML that Read reads back to the same calls. Equal
// scripts give equal texts: what is said and pressed stands in quotes, one line
// of a call on a line. The error is that of the writer.
func Write(w io.Writer, s Script) error {
	p := &page{}
	p.line(0, "ivr-calls: %d", FormatVersion)
	p.line(0, "flow: %s", plain(s.Flow))
	if len(s.Calls) == 0 {
		p.line(0, "calls: []")
	} else {
		p.line(0, "calls:")
	}
	for i, c := range s.Calls {
		if i > 0 {
			p.b.WriteByte('\n')
		}
		p.call(c)
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// page is a text of YAML that grows.
type page struct{ b strings.Builder }

func (p *page) line(depth int, format string, args ...any) {
	p.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&p.b, format, args...)
	p.b.WriteByte('\n')
}

func (p *page) call(c Call) {
	p.line(1, "- name: %s", plain(c.Name))
	if c.Entry != "" {
		p.line(2, "entry: %s", plain(c.Entry))
	}
	if len(c.Lines) == 0 {
		p.line(2, "call: []")
	} else {
		p.line(2, "call:")
	}
	for _, l := range c.Lines {
		p.line(3, "- %s", l.text())
	}
	if c.Ends != "" {
		p.line(2, "ends: %s", c.Ends)
	}
	if len(c.Never) > 0 {
		p.line(2, "never:")
	}
	for _, h := range c.Never {
		p.line(3, "- %s", h.text())
	}
	p.budget(c.Budget)
	if c.Only != nil {
		var names []string
		for _, name := range c.Only {
			names = append(names, plain(name))
		}
		p.line(2, "targets: [%s]", strings.Join(names, ", "))
	}
}

func (p *page) budget(b Budget) {
	var parts []string
	if b.Time > 0 {
		parts = append(parts, "time: "+durationText(b.Time))
	}
	if b.Keys > 0 {
		parts = append(parts, fmt.Sprintf("keys: %d", b.Keys))
	}
	if len(parts) > 0 {
		p.line(2, "budget: {%s}", strings.Join(parts, ", "))
	}
}

func durationText(d time.Duration) string {
	if d%time.Second == 0 {
		return fmt.Sprintf("%ds", d/time.Second)
	}
	return fmt.Sprintf("%dms", d/time.Millisecond)
}

// text is the line as YAML, without the dash.
func (l Line) text() string {
	switch {
	case l.Input != nil:
		return inputText(*l.Input)
	case l.Hear != nil:
		return "hear: " + l.Hear.text()
	}
	return "at: " + plain(l.At)
}

// inputText is what the caller or the network does as a line.
func inputText(in call.Input) string {
	switch in.Kind {
	case call.Press:
		return "press: " + quoted(in.Value)
	case call.Answer:
		return "answer: " + plain(in.Value)
	case call.Return:
		return "return: " + plain(in.Value)
	}
	return wordOf(in.Kind) + ": true"
}

// text is the expectation as YAML, in the short form where there is one.
func (h Hear) text() string {
	switch {
	case h.Matches != nil:
		return "{matches: " + quoted(h.Matches.String()) + "}"
	case h.Equals != "":
		return "{equals: " + quoted(h.Equals) + "}"
	}
	return quoted(h.Contains)
}

// plainText is a text that every YAML reader takes as it stands, in braces too.
var plainText = regexp.MustCompile(`^[A-Za-z](?:[A-Za-z0-9_./()' -]*[A-Za-z0-9_)])?$`)

// plain is a text without quotes where it needs none.
func plain(text string) string {
	if plainText.MatchString(text) && !isWord(text) && !strings.Contains(text, "  ") {
		return text
	}
	return quoted(text)
}

// isWord says that some YAML reader takes the text for true, false or nothing.
func isWord(text string) bool {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return true
	}
	return false
}

// quoted is a text in double quotes. What cannot be seen is written as an escape,
// so that it can.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r) && syntax.Unseen(r) == "":
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, r)
		default:
			fmt.Fprintf(&b, `\u%04X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
