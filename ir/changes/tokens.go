package changes

import (
	"slices"
	"strings"
	"unicode"

	"ivrc/ir"
)

// token is what two prompts are compared by: a word, a tag, a sound.
type token struct {
	text   string
	gap    bool
	speech string
	// whole says that it is no word: a sound file, a pause, a value that is read out.
	whole bool
}

// tokens cuts a prompt up. How texts are spread over items and how much space
// stands between words nobody hears.
func tokens(p ir.Prompt, mask func(string) string) []token {
	var out []token
	for _, item := range p {
		speech := speechOf(item)
		switch item := item.(type) {
		case *ir.Text:
			out = wordsOf(out, mask(item.Text), speech)
		case *ir.SSML:
			out = markupOf(out, mask(item.Markup), speech)
		default:
			out = append(out, token{text: mask(wordFor(item)), gap: true, speech: speech, whole: true})
		}
	}
	return out
}

// wordFor is an item that has no words in one.
func wordFor(item ir.Item) string {
	switch item := item.(type) {
	case *ir.Audio:
		if text := strings.Join(strings.Fields(item.Transcript), " "); text != "" {
			return "[" + item.URL + ": " + text + "]"
		}
		return "[" + item.URL + "]"
	case *ir.Pause:
		return "[" + exactly(item.Length) + " of silence]"
	case *ir.ReadOut:
		return "[" + item.As.String() + " " + item.Value + "]"
	}
	return "[?]"
}

// speechOf is how an item is spoken, in words; silence has no voice.
func speechOf(item ir.Item) string {
	if _, silent := item.(*ir.Pause); silent {
		return ""
	}
	s := item.Voiced()
	parts := []string{}
	if s.Language != "" {
		parts = append(parts, s.Language)
	}
	if s.Voice.Any != "" {
		parts = append(parts, s.Voice.Any)
	}
	for _, v := range s.Voice.For {
		parts = append(parts, v.Name+" on "+v.Provider)
	}
	return strings.Join(parts, ", ")
}

// wordsOf cuts a text at its spaces, and a script without spaces at every sign.
func wordsOf(out []token, text, speech string) []token {
	for _, field := range strings.Fields(text) {
		begin, gap := 0, true
		add := func(end int) {
			if end > begin {
				out = append(out, token{text: field[begin:end], gap: gap, speech: speech})
				begin, gap = end, false
			}
		}
		for i, r := range field {
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
				add(i)
				add(i + len(string(r)))
			}
		}
		add(len(field))
	}
	return out
}

// markupOf cuts SSML into its tags and the words between them.
func markupOf(out []token, markup, speech string) []token {
	for markup != "" {
		open := strings.IndexByte(markup, '<')
		if open < 0 {
			return wordsOf(out, markup, speech)
		}
		out = wordsOf(out, markup[:open], speech)
		length := strings.IndexByte(markup[open:], '>') + 1
		if length == 0 {
			length = len(markup) - open
		}
		out = append(out, token{text: strings.Join(strings.Fields(markup[open:open+length]), " "), gap: true, speech: speech, whole: true})
		markup = markup[open+length:]
	}
	return out
}

func same(a, b token) bool { return a.text == b.text && a.whole == b.whole }

func plainly(text string) string { return text }

// Alike says that nobody can tell two prompts apart: neither words nor voices
// differ. How texts are cut into items does not matter.
func Alike(a, b ir.Prompt) bool {
	return slices.EqualFunc(tokens(a, plainly), tokens(b, plainly), func(a, b token) bool {
		return same(a, b) && a.speech == b.speech
	})
}

// textOf is a prompt in one line.
func textOf(list []token) string {
	var b strings.Builder
	for i, t := range list {
		if t.gap && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}
