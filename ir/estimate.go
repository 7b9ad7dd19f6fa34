package ir

import (
	"strings"
	"time"
	"unicode"
)

// WordsPerMinute is how fast an estimate takes a voice to read: the pace that
// publishers of audiobooks ask of their readers. Voices of providers differ by a
// fifth either way.
const WordsPerMinute = 150

// How long the parts of speech take. Words are counted by their letters, five
// to six letters and a space to a word as in English, because a German or Finnish
// word may be three English ones and because Thai writes no spaces. Signs that
// stand for whole syllables or words (Chinese, Japanese, Korean) take as long as
// three letters and a half: 240 a minute. A figure in a text is a word; read out
// one by one it takes half a second, a date two and a half.
const (
	perWord   = time.Minute / WordsPerMinute
	perLetter = perWord * 10 / 56
	perSign   = time.Minute / 240
	perFigure = time.Second / 2
	perDate   = 5 * time.Second / 2
)

// Estimate is about how long the prompt is heard. known is false where a part of
// it cannot be told from the flow: a sound file without a transcript, or SSML that
// changes the pace. The estimate is then the least, with nothing for the sound.
func (p Prompt) Estimate() (heard time.Duration, known bool) {
	known = true
	for _, item := range p {
		took, sure := estimate(item)
		heard, known = heard+took, known && sure
	}
	return heard, known
}

func estimate(item Item) (heard time.Duration, known bool) {
	switch item := item.(type) {
	case *Text:
		return reading(item.Text), true
	case *Audio:
		return reading(item.Transcript), strings.TrimSpace(item.Transcript) != ""
	case *SSML:
		m := spokenMarkup(item.Markup)
		return reading(m.text) + m.breaks, m.known
	case *Pause:
		return item.Length, true
	case *ReadOut:
		if item.As == ReadDate {
			return perDate, true
		}
		return perFigure * time.Duration(len([]rune(item.Value))), true
	}
	return 0, false
}

// WordsIn is how many words are read in a time.
func WordsIn(d time.Duration) int { return int((d + perWord - 1) / perWord) }

// firstSign is before all signs that are words: the first of Hangul.
const firstSign = 0x1100

// reading is how long a text takes. Any amount of space between words counts as
// one letter, accents on a letter as none.
func reading(text string) time.Duration {
	var heard time.Duration
	gap, begun := false, false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			gap = begun
			continue
		case r < unicode.MaxASCII && (r < '0' || r > '9'):
			heard += perLetter
		case r >= firstSign && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			heard += perSign
		case unicode.IsDigit(r):
			heard += perWord
		case r >= 0x300 && r <= 0x36f: // combining accents
		default:
			heard += perLetter
		}
		if gap {
			heard += perLetter
		}
		gap, begun = false, true
	}
	return heard
}
