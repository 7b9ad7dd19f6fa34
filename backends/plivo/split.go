package plivo

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// speakLimit is how much one Speak may say. One page counts characters, one
// official library bytes; bytes satisfy both (plivo.md §1.3).
const speakLimit = 3000

// split cuts text into parts of at most limit bytes: behind a sentence where
// there is one, else behind a word, else (text without spaces) between two
// characters. White space around the parts is dropped; nothing else is.
func split(text string, limit int) []string {
	var parts []string
	for text = strings.TrimSpace(text); text != ""; {
		if len(text) <= limit {
			return append(parts, text)
		}
		cut := cutBefore(text, limit)
		parts = append(parts, strings.TrimSpace(text[:cut]))
		text = strings.TrimSpace(text[cut:])
	}
	return parts
}

// cutBefore is the best place to cut at or before the limit. A full stop of
// Latin script ends a sentence only before a space, one of Chinese always.
func cutBefore(text string, limit int) int {
	sentence, word, character := 0, 0, 0
	var before rune
	for i, r := range text {
		if i > limit {
			break
		}
		character = i
		if unicode.IsSpace(r) {
			word = i
			if strings.ContainsRune(".!?", before) {
				sentence = i
			}
		}
		if strings.ContainsRune("。！？", before) {
			sentence = i
		}
		before = r
	}
	switch {
	case sentence > 0:
		return sentence
	case word > 0:
		return word
	case character > 0:
		return character
	}
	_, size := utf8.DecodeRuneInString(text)
	return size
}
