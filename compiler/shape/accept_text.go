package shape

import "strings"

// The forms of texts in which the schema has patterns, by reading bytes: a pattern
// costs a hundred times as much.

// class is a set of the characters of ASCII.
type class [2]uint64

func (c *class) has(b byte) bool { return b < 128 && c[b>>6]&(1<<(b&63)) != 0 }

// all says that a text of that many bytes consists of the class.
func (c *class) all(text string, least, most int) bool {
	if len(text) < least || len(text) > most {
		return false
	}
	for i := 0; i < len(text); i++ {
		if !c.has(text[i]) {
			return false
		}
	}
	return true
}

// Sets of characters: 0-9 are bits 48 to 57 of the first word, A-Z bits 1 to 26 of
// the second, a-z bits 33 to 58.
const (
	digitBits = 0x3ff << 48
	upperBits = 0x3ffffff << 1
	lowerBits = 0x3ffffff << 33
	starBit   = 1 << '*'
	poundBit  = 1 << '#'
	dashBit   = 1 << '-'
	underBit  = 1 << ('_' - 64)
)

var (
	digitClass    = class{digitBits, 0}
	keyClass      = class{digitBits | starBit | poundBit, 0}
	toneClass     = class{digitBits | starBit | poundBit, 1<<('w'-64) | 1<<('W'-64)}
	idClass       = class{digitBits | dashBit, lowerBits | underBit}
	wordClass     = class{digitBits | dashBit, lowerBits | upperBits | underBit}
	letterClass   = class{0, lowerBits | upperBits}
	alnumClass    = class{digitBits, lowerBits | upperBits}
	providerClass = class{digitBits, lowerBits}
	// notSIP are the characters that no SIP address has.
	notSIP = class{
		1<<'\t' | 1<<'\n' | 1<<'\f' | 1<<'\r' | 1<<' ' | 1<<'"' | 1<<'<' | 1<<'>',
		1<<('\\'-64) | 1<<('^'-64) | 1<<('`'-64) | 1<<('{'-64) | 1<<('|'-64) | 1<<('}'-64),
	}
)

func isBlankSign(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\f' || b == '\r' }

// hasWords says that a text has something besides white space.
func hasWords(text string) bool {
	for i := 0; i < len(text); i++ {
		if !isBlankSign(text[i]) {
			return true
		}
	}
	return false
}

// isUnbroken says that a text is not empty and has no white space.
func isUnbroken(text string) bool {
	for i := 0; i < len(text); i++ {
		if isBlankSign(text[i]) {
			return false
		}
	}
	return text != ""
}

func isSmall(b byte) bool { return b >= 'a' && b <= 'z' }

func isIdentifier(text string) bool { return idClass.all(text, 1, 63) && isSmall(text[0]) }

// isName is the name of a step, an entry or a prompt.
func isName(text string) bool { return isIdentifier(text) && text != "end" }

func isProviderName(text string) bool { return providerClass.all(text, 1, 32) && isSmall(text[0]) }

func isPlainName(text string) bool { return wordClass.all(text, 1, 64) }

func isDigits(text string) bool { return digitClass.all(text, 1, 32) }

func isTone(text string) bool { return toneClass.all(text, 1, 64) }

func isCodeName(text string) bool {
	return len(text) == 6 && text[:3] == "IVR" && digitClass.all(text[3:], 3, 3)
}

// signNames are other names of the keys * and #.
var signNames = [...]string{"star", "pound", "hash"}

func isOneKey(text string) bool {
	return keyClass.all(text, 1, 1) || text == signNames[0] || text == signNames[1] || text == signNames[2]
}

// isKeyName is one or more keys of a phone, as they are pressed for one choice.
func isKeyName(text string) bool {
	if digitClass.all(text, 1, 32) {
		return true
	}
	if text != "" && (text[0] == '*' || text[0] == '#') {
		return digitClass.all(text[1:], 0, 32)
	}
	for _, sign := range signNames {
		if rest, ok := strings.CutPrefix(text, sign); ok {
			return digitClass.all(rest, 0, 32)
		}
	}
	return false
}

func isDialled(text string) bool {
	return text != "" && text[0] == '+' && digitClass.all(text[1:], 7, 15)
}

func isSIPAddress(text string) bool {
	user, ok := strings.CutPrefix(text, "sip:")
	if !ok || user == "" || len(user) > 250 { // the schema counts characters
		return false
	}
	for i := 0; i < len(user); i++ {
		if notSIP.has(user[i]) {
			return false
		}
	}
	return true
}

func isWebAddress(text string) bool {
	rest, ok := strings.CutPrefix(text, "http")
	if !ok {
		return false
	}
	rest, ok = strings.CutPrefix(strings.TrimPrefix(rest, "s"), "://")
	return ok && isUnbroken(rest)
}

func isLanguageTag(text string) bool {
	first, rest, more := strings.Cut(text, "-")
	if !letterClass.all(first, 2, 3) {
		return false
	}
	for more {
		var part string
		if part, rest, more = strings.Cut(rest, "-"); !alnumClass.all(part, 2, 8) {
			return false
		}
	}
	return true
}

// isTime is a number of up to six digits with its unit.
func isTime(text string) bool {
	digits := strings.TrimRight(text, "hms")
	switch text[len(digits):] {
	case "ms", "s", "m", "h":
		return digitClass.all(digits, 1, 6) && digits[0] != '0'
	}
	return false
}

func isCount(text string) bool {
	one := func(text string) bool { return digitClass.all(text, 1, 2) && text[0] != '0' }
	least, most, both := strings.Cut(text, "-")
	return one(least) && (!both || one(most))
}

func isDecimal(text string) bool {
	whole, part, both := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return digitClass.all(whole, 1, 15) && (!both || digitClass.all(part, 1, 6))
}

func isDay(text string) bool {
	return len(text) == 10 && text[4] == '-' && text[7] == '-' &&
		digitClass.all(text[:4], 4, 4) && digitClass.all(text[5:7], 2, 2) && digitClass.all(text[8:], 2, 2)
}
