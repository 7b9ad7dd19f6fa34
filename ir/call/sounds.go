package call

import (
	"strings"

	"ivrc/ir"
)

// heard are the items of a prompt as events.
func heard(p ir.Prompt) []Event {
	out := make([]Event, 0, len(p))
	for _, item := range p {
		length, _ := ir.Prompt{item}.Estimate()
		sound := Sound{Kind: Words, Length: length}
		switch item := item.(type) {
		case *ir.Text:
			sound.Text = Plain(item.Text)
		case *ir.SSML:
			sound.Text = Plain(item.Spoken())
		case *ir.ReadOut:
			sound.Text = item.Value
		case *ir.Audio:
			sound.Kind, sound.Text = Audio, item.URL
		case *ir.Pause:
			sound.Kind = Pause
		}
		out = append(out, Event{Kind: Heard, Sound: sound})
	}
	return out
}

// Plain is a text with single spaces: how it is broken into lines is not heard.
func Plain(text string) string { return strings.Join(strings.Fields(text), " ") }

// WithoutMarkup is what a piece of SSML says, without its tags.
func WithoutMarkup(markup string) string { return (&ir.SSML{Markup: markup}).Spoken() }
