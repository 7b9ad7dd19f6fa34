package plivo

import (
	"fmt"
	"strings"
	"time"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

const (
	// longestBreak is the longest silence of one break (plivo.md §1.17).
	longestBreak = 10 * time.Second
	// breaksPerSpeak keeps a Speak of breaks under speakLimit.
	breaksPerSpeak = 100
)

// where says in what a prompt stands.
type where uint8

const (
	outside where = iota // between the elements of the document
	inside               // in a GetDigits, where keys interrupt it
)

// prompt is what plays a prompt, item by item.
func (l *lowering) prompt(p ir.Prompt, in where) []Element {
	var out []Element
	for _, item := range p {
		out = append(out, l.item(item, in)...)
	}
	return out
}

func (l *lowering) item(item ir.Item, in where) []Element {
	// Sound files and pauses need no language that Plivo speaks.
	switch item := item.(type) {
	case *ir.Audio:
		l.checkAudio(item.URL, item.Span)
		return []Element{&Play{URL: item.URL}}
	case *ir.Pause:
		return l.pause(item, in)
	}
	s, ok := l.speaker(item)
	if !ok {
		return nil
	}
	switch item := item.(type) {
	case *ir.Text:
		l.checkCharacters(item.Text, item.Span)
		return s.speakText(item.Text)
	case *ir.SSML:
		return l.ssml(item, s)
	case *ir.ReadOut:
		l.checkCharacters(item.Value, item.Span)
		return l.readOut(item, s)
	}
	return nil
}

func (s speaker) speakText(text string) []Element {
	var out []Element
	for _, part := range split(text, speakLimit) {
		out = append(out, s.speak(Mark{Kind: MarkText, Text: part}))
	}
	return out
}

// pause is exact with a Polly voice. Without one it is a Wait of whole seconds,
// which the reference pages do not list among the children of GetDigits
// (plivo.md §1.1); the official libraries do.
func (l *lowering) pause(p *ir.Pause, in where) []Element {
	if p.Length <= 0 {
		return nil
	}
	s, _ := voiceOf(p)
	if s.polly {
		return s.breaks(p.Length)
	}
	help := "record the prompt with its pauses and play it"
	if s.tongue.tag != "" {
		help = fmt.Sprintf("choose a Polly voice, which keeps silent exactly: voice: {plivo: %s}", s.tongue.firstPolly())
	}
	length := seconds(p.Length)
	if time.Duration(length)*time.Second != p.Length {
		l.report(diag.New(diag.Lossy, p.Span, "on plivo: a pause of %s is heard as %ds: without a Polly voice pauses are whole seconds", p.Length, length).
			WithHelp("%s", help))
	}
	if in == inside {
		l.report(diag.New(diag.Lossy, p.Span, "on plivo: a pause of a prompt that keys interrupt may be skipped: Plivo's pages promise only speech and sound files there").
			WithHelp("%s", help))
	}
	return []Element{&Wait{Length: length}}
}

// breaks is silence as markup, in steps of ten seconds.
func (s speaker) breaks(length time.Duration) []Element {
	var out []Element
	var content []Mark
	for length > 0 {
		one := min(length, longestBreak)
		length -= one
		milliseconds := (one + time.Millisecond - 1) / time.Millisecond
		content = append(content, Mark{Kind: MarkEmpty, Name: "break",
			Attributes: []Attribute{{"time", fmt.Sprintf("%dms", milliseconds)}}})
		if len(content) == breaksPerSpeak || length <= 0 {
			out = append(out, s.speak(content...))
			content = nil
		}
	}
	return out
}

// readOut reads a value as digits, number or date: with say-as where the voice
// is Polly's, else by writing it so that a voice reads it that way.
func (l *lowering) readOut(r *ir.ReadOut, s speaker) []Element {
	if s.polly && (r.As != ir.ReadNumber || whole(r.Value)) {
		return []Element{s.speak(sayAs(r)...)}
	}
	switch r.As {
	case ir.ReadDigits:
		return s.speakText(spaced(r.Value))
	case ir.ReadDate:
		l.report(diag.New(diag.Lossy, r.Span, "on plivo: the date %s is read as plain text: only a Polly voice reads dates as dates", r.Value).
			WithHelp("choose a Polly voice: voice: {plivo: %s}", s.tongue.firstPolly()))
	}
	return s.speakText(r.Value)
}

func sayAs(r *ir.ReadOut) []Mark {
	value := r.Value
	attributes := []Attribute{{"interpret-as", "cardinal"}}
	switch r.As {
	case ir.ReadDigits:
		attributes[0].Value = "digits"
	case ir.ReadDate:
		attributes = []Attribute{{"interpret-as", "date"}, {"format", "yyyymmdd"}}
		value = strings.ReplaceAll(value, "-", "")
	}
	return []Mark{
		{Kind: MarkOpen, Name: "say-as", Attributes: attributes},
		{Kind: MarkText, Text: value},
		{Kind: MarkClose, Name: "say-as"},
	}
}

// whole says that a number has no fraction: say-as reads whole numbers, and every
// voice reads 12.50 by itself.
func whole(number string) bool {
	digits := strings.TrimPrefix(number, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// spaced puts a space between characters, so that 42 is not read as forty-two.
func spaced(value string) string {
	return strings.Join(strings.Split(strings.ReplaceAll(value, " ", ""), ""), " ")
}
