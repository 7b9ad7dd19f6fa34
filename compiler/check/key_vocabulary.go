package check

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"
)

// meaning is what a word says about keys.
type meaning struct {
	// called are the keys that the word is a name of, digits those that it has in
	// figures; alone says that it is one sign of a telephone and nothing else.
	called, digits keySet
	alone          bool
	// press asks for a key, ranges stands between the first and the last of several,
	// every takes all; of and any are the English words, noun is one for a key.
	press, ranges, every, of, any, noun bool
}

// keyVocabulary is the tables above for looking up.
type keyVocabulary struct {
	known map[string]meaning
	// said and small are the words of the text at hand and its letters, kept for the
	// next one.
	said  []meaning
	small []byte
}

func newKeyVocabulary() *keyVocabulary { return &keyVocabulary{known: knownWords()} }

// knownWords are the words of the tables.
var knownWords = sync.OnceValue(func() map[string]meaning {
	known := map[string]meaning{}
	mean := func(words string, set func(m *meaning)) {
		for _, word := range strings.Fields(words) {
			m := known[word]
			set(&m)
			known[word] = m
		}
	}
	for i, names := range keyNamesOf {
		mean(names, func(m *meaning) { m.called |= 1 << i })
	}
	mean(pressWords, func(m *meaning) { m.press = true })
	mean(rangeWords, func(m *meaning) { m.ranges = true })
	mean(anyWords, func(m *meaning) { m.every = true })
	mean("of", func(m *meaning) { m.of = true })
	mean("any", func(m *meaning) { m.any = true })
	mean("key keys number digit button", func(m *meaning) { m.noun = true })
	mean("* #", func(m *meaning) { m.alone = true })
	return known
})

// keysIn are the keys that a text speaks about. heard are those that it may
// name, by a digit or a word anywhere; named those that it names for certain.
func (v *keyVocabulary) keysIn(text string) (heard, named keySet) {
	words := v.words(text)
	for i := range words {
		word := &words[i]
		heard |= word.digits | word.called
		switch {
		case word.alone:
			named |= word.digits | word.called
		case word.called != 0 && pressed(words, i):
			named |= word.called
		case word.ranges && i > 0 && i+1 < len(words):
			a, b := words[i-1].single(), words[i+1].single()
			if a != 0 && b != 0 {
				heard |= between(a, b)
			}
		case word.every || word.any && namesAKey(words[i+1:]):
			heard = everyKey
		}
	}
	return heard, named
}

// single is the one digit that a word stands for.
func (m meaning) single() keySet {
	if m.alone && m.digits != 0 {
		return m.digits
	}
	return m.called
}

// pressed says that the word at i follows a word that asks for a key, with
// nothing but an article or so in between, and is not about a choice ("press one
// of the keys").
func pressed(words []meaning, i int) bool {
	if i+1 < len(words) && words[i+1].of {
		return false
	}
	for j := max(i-3, 0); j < i; j++ {
		if words[j].press {
			return true
		}
	}
	return false
}

// namesAKey says that the English "any" before these words is about keys.
func namesAKey(words []meaning) bool {
	for i := range min(2, len(words)) {
		if words[i].noun {
			return true
		}
	}
	return false
}

// words are what the words of a text mean, good until the next call. Most texts are
// plain ASCII, which needs no tables of letters.
func (v *keyVocabulary) words(text string) []meaning {
	v.said = v.said[:0]
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			for _, word := range keyWords(text) {
				m := v.known[word]
				digits, alone := digitsOf(word)
				m.digits, m.alone = digits, m.alone || alone
				v.said = append(v.said, m)
			}
			return v.said
		}
	}
	v.asciiWords(text)
	return v.said
}

// asciiWords is keyWords for a text without other letters.
func (v *keyVocabulary) asciiWords(text string) {
	v.small = v.small[:0]
	end := func() {
		if len(v.small) > 0 {
			v.said = append(v.said, v.ascii(bytes.Trim(v.small, "'/")))
			v.small = v.small[:0]
		}
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= 'A' && c <= 'Z':
			v.small = append(v.small, c-'A'+'a')
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '\'', c == '/':
			v.small = append(v.small, c)
		case c == '*', c == '#', c == '-', c == '~':
			end()
			v.small = append(v.small, c)
			end()
		default:
			end()
		}
	}
	end()
}

func (v *keyVocabulary) ascii(word []byte) meaning {
	m := v.known[string(word)]
	for _, c := range word {
		if c >= '0' && c <= '9' {
			m.digits |= 1 << (c - '0')
		}
	}
	m.alone = m.alone || len(word) == 1 && m.digits != 0
	return m
}
