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
