package tropo

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// silence stands where a verb must say something and the flow says nothing.
const silence = `<speak><break time="10ms"/></speak>`

// says is a prompt as a verb of its own: one say object for each item, so that
// each keeps its own voice and its own way of reading. Empty for silence.
func (l *lowering) says(p ir.Prompt) []verb {
	var list []spoken
	for _, item := range p {
		s := spoken{}
		switch item := item.(type) {
		case *ir.Text:
			if blank(item.Text) {
				continue
			}
			s.Value, s.Voice = textValue(item.Text), l.voice(item)
		case *ir.ReadOut:
			s.Value, s.As, s.Voice = readValue(item), strings.ToUpper(item.As.String()), l.voice(item)
		case *ir.SSML:
			s.Value, s.Voice = speak(markup(item)), l.voice(item)
		case *ir.Audio:
			s.Value = audioValue(item.URL)
		default:
			s.Value = speak(markup(item))
		}
		list = append(list, s)
	}
	if len(list) == 0 {
		return nil
	}
	return []verb{say{list}}
}

// single is a prompt inside another verb, where one value must hold all of it:
// text or a sound as it stands, or else markup. voiced says that some of it is
// spoken, so that its voice matters. The value is empty for silence.
func (l *lowering) single(p ir.Prompt) (s spoken, voiced bool) {
	var first ir.Item
	heard := 0
	for _, item := range p {
		if isBlank(item) {
			continue
		}
		if heard++; heard == 1 {
			first = item
		}
		if !isSpoken(item) {
			continue
		}
		voice := l.voice(item)
		if !voiced {
			s.Voice, voiced = voice, true
		} else if voice != s.Voice {
			l.lossy(item.Place(), fmt.Sprintf("a prompt inside an act has one voice: this part is spoken by %s, not by %s", named(s.Voice), named(voice)),
				"let the step's own say speak it, before the act")
		}
	}
	if heard == 1 {
		s.Value = plainValue(first)
	}
	if heard > 0 && s.Value == "" {
		s.Value = speak(markupOf(p))
	}
	return s, voiced
}

// markupOf is a whole prompt as it stands inside <speak>.
func markupOf(p ir.Prompt) string {
	parts := make([]string, 0, len(p))
	for _, item := range p {
		if !isBlank(item) {
			parts = append(parts, markup(item))
		}
	}
	return strings.Join(parts, " ")
}

func isBlank(item ir.Item) bool {
	t, ok := item.(*ir.Text)
	return ok && blank(t.Text)
}

// named is a voice as people know it.
func named(voice string) string {
	if voice == "" {
		return defaultVoice
	}
	return voice
}

// isSpoken says that an item needs a voice.
func isSpoken(item ir.Item) bool {
	switch item.(type) {
	case *ir.Audio, *ir.Pause:
		return false
	}
	return true
}

// voice is the voice of an item as a document writes it: in lower case, empty
// for Tropo's own. Languages and voices that Tropo does not have are IVR504 and
// IVR503.
func (l *lowering) voice(item ir.Item) string {
	speech := item.Voiced()
	lang, ok := languageOf(speech.Language)
	if !ok {
		at := speech.LanguageSpan
		if at.IsZero() {
			at = l.place(item.Place())
		}
		l.found.Add(diag.New(diag.UnknownLanguage, at, "tropo has no voice for the language %q", speech.Language).
			InStep(l.step.ID).WithHelp("tropo speaks %s", strings.Join(relatives(speech.Language), ", ")))
		return ""
	}
	name, at := speech.Voice.At(Name)
	if name == "" {
		return lang.usual()
	}
	if at.IsZero() {
		at = l.place(item.Place())
	}
	voice := strings.ToLower(name)
	if !lang.has(voice) {
		names := lang.names()
		d := diag.New(diag.UnknownVoice, at, "tropo has no voice %q for %s", name, lang.Tag).InStep(l.step.ID)
		if others := speakers(voice); len(others) > 0 {
			d = d.WithNote("%q speaks %s", name, strings.Join(others, ", "))
		}
		l.found.Add(d.WithHelp("write voice: {tropo: %s}; there are %s", names[0], strings.Join(names, ", ")))
	}
	return voice
}

// plainValue is an item that needs no markup, empty for one that does.
func plainValue(item ir.Item) string {
	switch item := item.(type) {
	case *ir.Text:
		if isPlain(item.Text) {
			return clean(item.Text)
		}
	case *ir.Audio:
		if isPlainURL(item.URL) {
			return item.URL
		}
	}
	return ""
}

// isPlain says that a text can be written as it stands. The engine put text
// between <speak> tags without escaping it, took what begins with < for markup,
// and played every address in it (tropo.md §5).
func isPlain(text string) bool {
	return !strings.ContainsAny(text, "&<>") && !strings.Contains(text, "://")
}

// isPlainURL says that an address cannot be cut short by what stands in it.
func isPlainURL(url string) bool { return !strings.ContainsAny(url, "&<>\"' \t\r\n") }

// textValue is a text as a say's value.
func textValue(text string) string {
	if isPlain(text) {
		return clean(text)
	}
	return speak(escaped(text))
}

// audioValue is a sound's address as a say's value.
func audioValue(url string) string {
	if isPlainURL(url) {
		return clean(url)
	}
	return speak(audioMarkup(url))
}

func speak(inside string) string { return "<speak>" + inside + "</speak>" }

// markup is an item as it stands inside <speak>.
func markup(item ir.Item) string {
	switch item := item.(type) {
	case *ir.Text:
		return escaped(item.Text)
	case *ir.Audio:
		return audioMarkup(item.URL)
	case *ir.SSML:
		return clean(item.Markup)
	case *ir.Pause:
		return fmt.Sprintf(`<break time="%dms"/>`, milliseconds(item.Length))
	case *ir.ReadOut:
		return fmt.Sprintf(`<say-as interpret-as="vxml:%s">%s</say-as>`, item.As, escaped(readValue(item)))
	}
	return ""
}

func audioMarkup(url string) string { return `<audio src="` + escaped(url) + `"/>` }

// readValue is what a read-out reads. Dates are written without hyphens, as the
// vendor's own samples of say-as write them ("20020322").
func readValue(r *ir.ReadOut) string {
	if r.As == ir.ReadDate {
		return clean(strings.ReplaceAll(r.Value, "-", ""))
	}
	return clean(r.Value)
}

func escaped(text string) string { return string(xmlText(nil, clean(text))) }

// blank texts say nothing, and a value must not be empty.
func blank(text string) bool {
	if text != "" && text[0] > ' ' && text[0] < 0x7f {
		return false
	}
	return strings.TrimSpace(clean(text)) == ""
}

// clean puts a space where a sign cannot stand in XML, which every value becomes
// inside the engine; one such sign would silence the whole prompt.
func clean(text string) string {
	i := 0
	for i < len(text) && text[i] >= ' ' && text[i] < utf8.RuneSelf {
		i++
	}
	if i == len(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xd7ff || r >= 0xe000 && r <= utf8.RuneError || r > 0xffff {
			return r
		}
		return ' '
	}, text)
}
