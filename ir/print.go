package ir

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// plainLanguage is what a flow speaks when it says nothing about it; Print
// leaves it out.
const plainLanguage = "en-US"

// Print writes the flow as text for people to read and to compare: one line for
// each thing, in the order of the source, with every default written out. No
// line or column is printed, so that a comment added to the flow changes
// nothing. The error is that of the writer.
func Print(w io.Writer, f *Flow) error {
	p := printer{w: bufio.NewWriter(w), flow: f}
	p.line(0, "flow %s", f.ID)
	p.text(1, "title", f.Title)
	p.text(1, "description", f.Description)
	p.allows(1, f.Allow)
	p.mark(1, f.Broken, "broken")
	for i, e := range f.Entries {
		if i == 0 {
			p.line(1, "start -> %s", f.TargetName(e.Step))
		} else {
			p.line(1, "entry %s -> %s", e.ID, f.TargetName(e.Step))
		}
	}
	p.useless(f.Useless)
	for _, s := range f.Steps {
		p.step(s)
	}
	return p.w.Flush()
}

// printer keeps the first error of its writer inside bufio.Writer, which Flush
// gives back.
type printer struct {
	w    *bufio.Writer
	flow *Flow
}

func (p *printer) line(depth int, format string, args ...any) {
	p.w.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(p.w, format, args...)
	p.w.WriteByte('\n')
}

func (p *printer) text(depth int, word, text string) {
	p.mark(depth, text != "", word+" "+quote(text))
}

func (p *printer) mark(depth int, is bool, text string) {
	if is {
		p.line(depth, "%s", text)
	}
}

func (p *printer) allows(depth int, allows []Allow) {
	for _, a := range allows {
		p.line(depth, "allow %s %s", a.Code, quote(a.Reason))
	}
}

func (p *printer) step(s *Step) {
	p.w.WriteByte('\n')
	p.line(0, "step %s", s.ID)
	p.text(1, "note", s.Note)
	p.allows(1, s.Allow)
	p.mark(1, s.Broken, "broken")
	switch r := s.Recording; {
	case r == nil:
	case r.Start:
		p.line(1, "recording send=%s format=%s", quote(r.Send), r.Format)
	default:
		p.line(1, "recording stop")
	}
	p.prompt(1, "say", s.Say)
	p.act(s.Act)
	for _, e := range s.Edges {
		p.line(1, "%s -> %s (%s)", e.Outcome, p.flow.TargetName(e.To), e.Origin)
	}
	p.useless(s.Useless)
}

func (p *printer) useless(handlers []UselessHandler) {
	for _, u := range handlers {
		if u.Shadowed {
			p.line(1, "useless %s (shadowed)", quote(u.Word))
		} else {
			p.line(1, "useless %s", quote(u.Word))
		}
	}
}

func (p *printer) prompt(depth int, word string, prompt Prompt) {
	if len(prompt) == 0 {
		return
	}
	p.line(depth, "%s", word)
	for _, item := range prompt {
		p.line(depth+1, "%s%s", itemText(item), speechText(item.Voiced()))
	}
}

func itemText(item Item) string {
	switch item := item.(type) {
	case *Text:
		return "text " + quote(item.Text)
	case *Audio:
		if item.Transcript == "" {
			return "audio " + quote(item.URL)
		}
		return "audio " + quote(item.URL) + " says " + quote(item.Transcript)
	case *SSML:
		return "ssml " + quote(item.Markup)
	case *Pause:
		return "pause " + seconds(item.Length)
	case *ReadOut:
		return item.As.String() + " " + quote(item.Value)
	}
	return "?"
}

func speechText(s Speech) string {
	var b strings.Builder
	if s.Language != plainLanguage {
		b.WriteString(" language=" + s.Language)
	}
	if s.Voice.Any != "" {
		b.WriteString(" voice=" + quote(s.Voice.Any))
	}
	for _, v := range s.Voice.For {
		b.WriteString(" voice." + v.Provider + "=" + quote(v.Name))
	}
	return b.String()
}

// quote keeps letters of all scripts and escapes what is invisible.
func quote(s string) string { return strconv.Quote(s) }

// seconds writes a duration as the flow format does, in seconds or milliseconds.
func seconds(d time.Duration) string {
	if d%time.Second == 0 {
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	return strconv.FormatInt(int64(d/time.Millisecond), 10) + "ms"
}
