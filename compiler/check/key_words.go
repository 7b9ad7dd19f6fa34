package check

import (
	"strings"
	"unicode"
)

// keySet is a set of single keys, a bit for each sign of signs.
type keySet uint16

const signs = "0123456789*#"

const everyKey = keySet(1<<len(signs) - 1)

// keyOf is the set of one key; empty for anything but a single sign.
func keyOf(key string) keySet {
	if i := strings.Index(signs, key); len(key) == 1 && i >= 0 {
		return 1 << i
	}
	return 0
}

// between are the keys from one digit to another.
func between(a, b keySet) keySet {
	if a > b {
		a, b = b, a
	}
	return (b | (b - 1)) &^ (a - 1)
}

// digitZeros are the zeros of the scripts that people write digits in: Latin,
// Arabic, Persian, Devanagari, Bengali, Thai, wide Latin.
const digitZeros = "0٠۰०০๐０"

// digit is the key of a digit in any of those scripts.
func digit(r rune) keySet {
	for _, zero := range digitZeros {
		if r >= zero && r <= zero+9 {
			return 1 << (r - zero)
		}
	}
	return 0
}

// keyNamesOf lists how keys are called, key by key, in the languages in which
// most menus are read: English, Spanish, French, German, Italian, Portuguese,
// Dutch, Polish, Russian, Chinese and Japanese. A word counts in every text,
// because one menu often speaks several languages.
var keyNamesOf = [len(signs)]string{
	"zero cero zéro null nul ноль ноля 零 〇",
	"one uno una un une eins eine um uma een één jeden jedynkę один единицу 一",
	"two dos deux zwei zwo due dois duas twee dwa dwójkę два двойку 二",
	"three tres trois drei tre três drie trzy trójkę три тройку 三",
	"four cuatro quatre vier quattro quatro cztery czwórkę четыре 四",
	"five cinco cinq fünf cinque vijf pięć piątkę пять 五",
	"six seis sechs sei zes sześć szóstkę шесть 六",
	"seven siete sept sieben sette sete zeven siedem siódemkę семь 七",
	"eight ocho huit acht otto oito osiem ósemkę восемь 八",
	"nine nueve neuf neun nove negen dziewięć dziewiątkę девять 九",
	"* star asterisk asterisco estrella étoile etoile stern sterntaste stella estrela ster sterretje gwiazdka gwiazdkę звёздочку звездочку 星",
	"# pound hash octothorpe numeral gato almohadilla dièse diese carré raute rautetaste cancelletto cardinal sustenido velha hekje krzyżyk решётку решетку 井",
}

// pressWords ask for a key. Words that also choose among things ("choose one of")
// are not among them.
const pressWords = "press dial push touch hit oprima oprime pulse pulsa presione presiona marque appuyez tapez composez drücken drücke wählen " +
	"premi prema premere digiti pressione digite tecle disque aperte druk toets naciśnij wciśnij wybierz нажмите наберите 按 押"

// rangeWords stand between the first and the last of several keys.
const rangeWords = "- – to through thru till until bis a à al hasta jusque até tot t/m do до по 到 至 から ~"

// anyWords take every key. The English word does only before a word for a key.
const anyWords = "beliebige beliebigen cualquier qualsiasi qualquer n'importe willekeurige dowolny любую 任意"

// keyVocabulary is the tables above for looking up.
type keyVocabulary struct {
	names                map[string]keySet
	press, ranges, every map[string]bool
}

func newKeyVocabulary() *keyVocabulary {
	v := &keyVocabulary{names: map[string]keySet{}, press: setOf(pressWords), ranges: setOf(rangeWords), every: setOf(anyWords)}
	for i, names := range keyNamesOf {
		for _, name := range strings.Fields(names) {
			v.names[name] |= 1 << i
		}
	}
	return v
}

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// keysIn are the keys that a text speaks about. heard are those that it may
// name, by a digit or a word anywhere; named those that it names for certain.
func (v *keyVocabulary) keysIn(text string) (heard, named keySet) {
	words := keyWords(text)
	for i, word := range words {
		digits, alone := digitsOf(word)
		called := v.names[word]
		heard |= digits | called
		switch {
		case alone || word == "*" || word == "#":
			named |= digits | called
		case called != 0 && v.pressed(words, i):
			named |= called
		case v.ranges[word] && i > 0 && i+1 < len(words):
			a, b := v.single(words[i-1]), v.single(words[i+1])
			if a != 0 && b != 0 {
				heard |= between(a, b)
			}
		case v.every[word] || word == "any" && namesAKey(words[i+1:]):
			heard = everyKey
		}
	}
	return heard, named
}

// single is the one digit that a word stands for.
func (v *keyVocabulary) single(word string) keySet {
	if digits, alone := digitsOf(word); alone {
		return digits
	}
	return v.names[word]
}

// pressed says that the word at i follows a word that asks for a key, with
// nothing but an article or so in between, and is not about a choice ("press one
// of the keys").
func (v *keyVocabulary) pressed(words []string, i int) bool {
	if i+1 < len(words) && words[i+1] == "of" {
		return false
	}
	for _, before := range words[max(i-3, 0):i] {
		if v.press[before] {
			return true
		}
	}
	return false
}

// namesAKey says that the English "any" before these words is about keys.
func namesAKey(words []string) bool {
	for _, word := range words[:min(2, len(words))] {
		switch word {
		case "key", "keys", "number", "digit", "button":
			return true
		}
	}
	return false
}

// digitsOf are the digits in a word; alone says that it is a single one.
func digitsOf(word string) (digits keySet, alone bool) {
	n := 0
	for _, r := range word {
		digits |= digit(r)
		n++
	}
	return digits, n == 1 && digits != 0
}

// keyWords cuts a text into words in small letters. Stars, hashes, dashes and the
// signs of scripts without spaces stand alone.
func keyWords(text string) []string {
	var words []string
	start := -1
	text = strings.ToLower(text)
	end := func(i int) {
		if start >= 0 {
			words = append(words, strings.Trim(text[start:i], "'’/"))
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case strings.ContainsRune("*#-–~", r) || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			end(i)
			words = append(words, string(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("'’/", r):
			if start < 0 {
				start = i
			}
		default:
			end(i)
		}
	}
	end(len(text))
	return words
}
