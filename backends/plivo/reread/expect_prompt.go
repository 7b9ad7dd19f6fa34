package reread

import (
	"strings"
	"time"

	"ivrc/backends/plivo/decode"
	"ivrc/backends/verify"
	"ivrc/ir"
)

// heard is how a prompt sounds on Plivo.
func (e *expectation) heard(prompts ...ir.Prompt) []verify.Sound {
	var out []verify.Sound
	for _, p := range prompts {
		for _, item := range p {
			out = append(out, e.sound(item))
		}
	}
	return joined(out)
}

func (e *expectation) sound(item ir.Item) verify.Sound {
	voice, language, ok := told(item.Voiced(), e.target)
	marksUp := ok && strings.HasPrefix(voice, polly)
	if !ok {
		voice, language = "none that Plivo has", item.Voiced().Language
	}
	s := verify.Sound{Voice: voice, Language: language}
	switch item := item.(type) {
	case *ir.Text:
		s.Kind, s.What = kindText, item.Text
	case *ir.Audio:
		return verify.Sound{Kind: kindAudio, What: strings.TrimSpace(item.URL)}
	case *ir.SSML:
		return speech(decode.ReadMarkup(item.Markup), voice, language)
	case *ir.Pause:
		return pause(item.Length, s, marksUp)
	case *ir.ReadOut:
		return readOut(item, s, marksUp)
	}
	return s
}

// pause is exact as the break of a Polly voice, else whole seconds of silence
// (plivo.md §1.13, §1.17).
func pause(length time.Duration, s verify.Sound, marksUp bool) verify.Sound {
	s.Kind = kindPause
	switch {
	case length <= 0:
		s.What = "0"
	case marksUp:
		s.What = milliseconds(length)
	default:
		s = verify.Sound{Kind: kindPause, What: strings.TrimSuffix(seconds(length), "s") + "000"}
	}
	return s
}

// readOut is a value that a Polly voice reads in its way; other voices get it
// written so that they read it like that. Only whole numbers have a way of their
// own (plivo.md §1.17).
func readOut(r *ir.ReadOut, s verify.Sound, marksUp bool) verify.Sound {
	s.Kind, s.What = kindText, r.Value
	switch r.As {
	case ir.ReadDigits:
		if marksUp {
			s.Kind = kindDigits
		} else {
			var apart []string
			for _, c := range strings.ReplaceAll(r.Value, " ", "") {
				apart = append(apart, string(c))
			}
			s.What = strings.Join(apart, " ")
		}
	case ir.ReadNumber:
		if marksUp && strings.Trim(strings.TrimPrefix(r.Value, "-"), "0123456789") == "" {
			s.Kind = kindNumber
		}
	case ir.ReadDate:
		if marksUp {
			s.Kind, s.What = kindDate, strings.ReplaceAll(r.Value, "-", "")
		}
	}
	if s.Kind != kindText {
		s.What = strings.Join(strings.Fields(s.What), " ")
	}
	return s
}
