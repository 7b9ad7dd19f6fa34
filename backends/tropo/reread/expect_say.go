package reread

import (
	"strconv"
	"strings"
	"unicode"

	"ivrc/backends/tropo/decode"
	"ivrc/backends/verify"
	"ivrc/ir"
)

// spoken is a prompt that a document says by itself: every item keeps its own
// voice, sounds and silence have none.
func (e *expectation) spoken(p ir.Prompt) []verify.Sound {
	var out []verify.Sound
	for _, item := range p {
		voice := ""
		if speaks(item) {
			voice = e.voice(item)
		}
		out = append(out, inVoice(sounds(item), voice)...)
	}
	return out
}

// within is a prompt inside an act: one text of markup with spaces between the
// items, in one voice, that of its first spoken item. voiced says that it has
// one. Nil is a prompt that says nothing.
func (e *expectation) within(p ir.Prompt) (out []verify.Sound, voice string, voiced bool) {
	for _, item := range p {
		heard := sounds(item)
		switch {
		case len(heard) == 0 && isText(item):
			continue
		case out == nil:
			out = []verify.Sound{}
		default:
			out = decode.Join(out, verify.Sound{Kind: decode.Text, What: " "})
		}
		out = decode.Join(out, heard...)
		if !voiced && speaks(item) {
			voice, voiced = e.voice(item), true
		}
	}
	return out, voice, voiced
}

// defaultVoice is Tropo's own (tropo.md §5).
const defaultVoice = "allison"

// attempts expects the question at the first attempt, and at each later one what
// the retry says after what happened, then the question again: Tropo has no
// other question for them. What is said at an event is in the question's voice
// unless it has one of its own.
func (e *expectation) attempts(question ir.Prompt, retry ir.Retry, attempts int) {
	asked, voice, _ := e.within(question)
	if asked == nil {
		asked = []verify.Sound{{Kind: decode.Pause, What: "10"}} // a question must say something
	}
	e.fact("voice", voice)
	asked = inVoice(asked, voice)
	e.heard.Attempts = []verify.Attempt{{Number: 1, Sounds: asked}}
	if attempts < 2 {
		return
	}
	for _, lead := range []struct {
		after  ir.OutcomeKind
		prompt ir.Prompt
	}{{ir.NoMatch, retry.NoMatch}, {ir.Timeout, retry.Timeout}} {
		said, own, voiced := e.within(lead.prompt)
		switch {
		case !voiced:
			own = voice
		case own == "" && voice != "":
			own = defaultVoice
		}
		e.heard.Attempts = append(e.heard.Attempts, verify.Attempt{
			Number: 2, After: lead.after.Word(), Sounds: append(inVoice(said, own), asked...),
		})
	}
}

// before is what a recording says first; silence is nothing.
func (e *expectation) before(p ir.Prompt) {
	said, voice, _ := e.within(p)
	if said == nil {
		return
	}
	e.fact("voice", voice)
	e.heard.Attempts = []verify.Attempt{{Number: 1, Sounds: inVoice(said, voice)}}
}

// sounds are what an item makes heard; a text of spaces is nothing.
func sounds(item ir.Item) []verify.Sound {
	switch item := item.(type) {
	case *ir.Text:
		text := writable(item.Text)
		if strings.TrimSpace(text) == "" {
			return nil
		}
		return []verify.Sound{{Kind: decode.Text, What: decode.Lines(text)}}
	case *ir.Audio:
		return []verify.Sound{{Kind: decode.Audio, What: item.URL}}
	case *ir.SSML:
		return decode.Reduce(writable(item.Markup))
	case *ir.Pause:
		ms := (item.Length.Microseconds() + 999) / 1000
		return []verify.Sound{{Kind: decode.Pause, What: strconv.FormatInt(ms, 10)}}
	case *ir.ReadOut:
		value := writable(item.Value)
		if item.As == ir.ReadDate {
			value = strings.ReplaceAll(value, "-", "") // as the vendor writes dates
		}
		return []verify.Sound{{Kind: item.As.String(), What: decode.Lines(value)}}
	}
	return nil
}

func isText(item ir.Item) bool {
	_, ok := item.(*ir.Text)
	return ok
}

// speaks says that the item is spoken, so that its voice matters.
func speaks(item ir.Item) bool {
	switch item.(type) {
	case *ir.Text, *ir.SSML, *ir.ReadOut:
		return true
	}
	return false
}

// writable puts a space in the place of every sign that XML cannot hold: one
// would make the engine drop the whole prompt.
func writable(text string) string {
	if isWritable(text) {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if unicode.Is(unicode.Cc, r) && r < ' ' && !strings.ContainsRune("\t\n\r", r) || r == 0xfffe || r == 0xffff {
			r = ' '
		}
		out.WriteRune(r)
	}
	return out.String()
}

// isWritable says that a text is nothing but printable ASCII and letters of Latin-1, as
// nearly all are: it stays as it is.
func isWritable(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= ' ' && c < 0x7f:
		case (c == 0xc2 || c == 0xc3) && i+1 < len(text) && text[i+1]&0xc0 == 0x80:
			i++
		default:
			return false
		}
	}
	return true
}
