package voiceshot

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"ivrc/backends"
)

// encodeReply writes a call command as the provider's page does (voiceshot.md
// §1.5): one element, nothing before or behind it.
func (l *lowering) encodeReply(say spoken, to link) backends.Body {
	var b backends.Body
	b.Write("<prompt")
	l.way(&b, say, to)
	b.Write(" />")
	return b
}

// way writes where a reply or a drawn condition leads, with what is said there.
func (l *lowering) way(b *backends.Body, say spoken, to link) {
	if to.To != "" {
		attribute(b, "goto", strconv.Itoa(l.numbers[to.To]))
	}
	attribute(b, "tts", say.TTS)
	attribute(b, "filename", say.Filename)
	attribute(b, "transferto", strings.Join(to.Transfer, ","))
}

// encodeCampaign writes the campaign as a person draws it, in VoiceShot's own
// words where it has them. VoiceShot itself never fetches it.
func (l *lowering) encodeCampaign(first string) backends.Body {
	var b backends.Body
	b.Write(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<campaign")
	attribute(&b, "flow", l.flow.ID)
	attribute(&b, "events", l.site.Base+l.site.Flow+"/"+events)
	attribute(&b, "first", strconv.Itoa(l.numbers[first]))
	b.Write(">\n")
	for i := range l.prompts {
		l.encodePrompt(&b, &l.prompts[i])
	}
	for _, s := range l.sounds {
		b.Write("  <file")
		attribute(&b, "filename", s.Filename)
		attribute(&b, "from", s.URL)
		b.Write("/>\n")
	}
	b.Write("</campaign>\n")
	return b
}

func (l *lowering) encodePrompt(b *backends.Body, p *prompt) {
	b.Write("  <prompt")
	attribute(b, "promptid", strconv.Itoa(l.numbers[p.Name]))
	attribute(b, "step", p.Name)
	attribute(b, "tts", p.Play.TTS)
	attribute(b, "filename", p.Play.Filename)
	if p.Question {
		attribute(b, "keyevents", "on")
		attribute(b, "digits", strconv.Itoa(p.Digits))
		attribute(b, "finish", p.Finish)
	}
	if !p.Question && !p.Follows {
		b.Write("/>\n")
		return
	}
	b.Write(">\n")
	if p.Question {
		l.condition(b, "noresponse", p.Silence, p.OnSilence)
		l.condition(b, "error", spoken{}, p.OnError)
	} else {
		name := "then"
		if p.Dials {
			name = "transfer"
		}
		l.condition(b, name, spoken{}, p.Then)
	}
	b.Write("  </prompt>\n")
}

// condition writes what is drawn under a condition; nothing ends the call.
func (l *lowering) condition(b *backends.Body, name string, say spoken, to link) {
	b.Write("    <" + name)
	l.way(b, say, to)
	b.Write("/>\n")
}

// attribute leaves an empty value out.
func attribute(b *backends.Body, name, value string) {
	if value == "" {
		return
	}
	b.Write(" " + name + `="`)
	b.Escaped(value, escape)
	b.Write(`"`)
}

// escape writes a value in ASCII, because no page says which alphabet VoiceShot
// reads a reply in.
func escape(dst []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '"':
			dst = append(dst, "&quot;"...)
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0xFFFE, r == 0xFFFF, r >= utf8.RuneError && r < 0x10000:
			dst = append(dst, "&#65533;"...) // earlier phases refuse such text
		case r < ' ' || r >= 0x7F:
			dst = fmt.Appendf(dst, "&#%d;", r)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
