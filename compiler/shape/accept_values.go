package shape

import (
	"slices"

	"ivrc/compiler/syntax"
)

// isText is the accept of a text of a certain form.
func isText(n *syntax.Node, form func(string) bool) bool {
	return n.Kind == syntax.Text && form(n.Text)
}

// isNumber says that the node is a whole number within limits of up to 18 digits.
func isNumber(n *syntax.Node, least, most int64) bool {
	if n.Kind != syntax.Int || len(n.Text) > 18 {
		return false
	}
	var value int64
	for i := 0; i < len(n.Text); i++ {
		c := n.Text[i]
		if c < '0' || c > '9' {
			return false
		}
		value = value*10 + int64(c-'0')
	}
	return n.Text != "" && value >= least && value <= most
}

// largest is the largest number of 18 digits, which several values may have.
const largest = 999_999_999_999_999_999

func isBool(n *syntax.Node) bool { return n.Kind == syntax.Bool }

func isReason(n *syntax.Node) bool { return n.Kind == syntax.Text || n.Kind == syntax.Null }

func isSpoken(n *syntax.Node) bool { return isText(n, hasWords) }

func isTarget(n *syntax.Node) bool { return isText(n, isIdentifier) }

func isOwnID(n *syntax.Node) bool { return isText(n, isIdentifier) && n.Text != "end" }

func isURL(n *syntax.Node) bool { return isText(n, isWebAddress) }

func isAudio(n *syntax.Node) bool { return isText(n, isUnbroken) }

func isLanguage(n *syntax.Node) bool { return isText(n, isLanguageTag) }

func isPhoneNumber(n *syntax.Node) bool { return isText(n, isDialled) }

func isSIP(n *syntax.Node) bool { return isText(n, isSIPAddress) }

func isAddress(n *syntax.Node) bool { return isPhoneNumber(n) || isSIP(n) }

func isWord(n *syntax.Node) bool { return isText(n, isPlainName) }

func isDate(n *syntax.Node) bool { return isText(n, isDay) }

func isFormat(n *syntax.Node) bool {
	return n.Kind == syntax.Text && (n.Text == "mp3" || n.Text == "wav")
}

func isAttempts(n *syntax.Node) bool { return isNumber(n, 1, 10) }

func isDuration(n *syntax.Node) bool { return isText(n, isTime) || isNumber(n, 1, 999_999) }

func isDigitCount(n *syntax.Node) bool { return isText(n, isCount) || isNumber(n, 1, 32) }

func isFinishKey(n *syntax.Node) bool { return isText(n, isOneKey) || isNumber(n, 0, 9) }

func isTones(n *syntax.Node) bool { return isText(n, isTone) || isNumber(n, 0, largest) }

func isRoom(n *syntax.Node) bool { return isText(n, isPlainName) || isNumber(n, 0, largest) }

func isReadDigits(n *syntax.Node) bool { return isText(n, isDigits) || isNumber(n, 0, largest) }

func isReadNumber(n *syntax.Node) bool {
	return isText(n, isDecimal) || isNumber(n, 0, 999_999_999_999_999)
}

func isVoice(n *syntax.Node) bool {
	return isSpoken(n) || named(n, isProviderName, isSpoken, 1)
}

// manyItems is how many items of a list are compared with each other here.
const manyItems = 16

// distinct says that the node is a list of such items, each once.
func distinct(n *syntax.Node, item accept, least int) bool {
	if n.Kind != syntax.List || len(n.Items) < least || len(n.Items) > manyItems {
		return false
	}
	for i, one := range n.Items {
		same := func(before *syntax.Node) bool { return before.Text == one.Text }
		if !item(one) || slices.ContainsFunc(n.Items[:i], same) {
			return false
		}
	}
	return true
}

func isTargets(n *syntax.Node) bool { return distinct(n, isTarget, 1) }

func isTargetsOrNone(n *syntax.Node) bool { return distinct(n, isTarget, 0) }

func isAddresses(n *syntax.Node) bool { return isAddress(n) || distinct(n, isAddress, 1) }

// partFields are the keys of a part of a prompt: what is heard, then how.
var partFields = fields{
	{"text", isSpoken, false},
	{"audio", isAudio, false},
	{"ssml", isSpoken, false},
	{"digits", isReadDigits, false},
	{"number", isReadNumber, false},
	{"date", isDate, false},
	{"pause", isDuration, false},
	{"prompt", isOwnID, false},
	{"voice", isVoice, false},
	{"language", isLanguage, false},
}

// What stands where in partFields.
const (
	textBit  = 1 << 0
	audioBit = 1 << 1
	heard    = 1<<8 - 1
	manner   = 3 << 8
	// voiceless have no voice and no language of their own.
	voiceless = audioBit | 1<<6 | 1<<7
)

// isPart takes one thing that is heard, or a recording with its words.
func isPart(n *syntax.Node) bool {
	had, ok := partFields.accepts(n)
	what := had & heard
	one := what != 0 && what&(what-1) == 0 || what == textBit|audioBit
	return ok && one && (had&manner == 0 || what&voiceless == 0)
}

func isSay(n *syntax.Node) bool {
	if n.Kind != syntax.List {
		return isSpoken(n) || isPart(n)
	}
	for _, item := range n.Items {
		if !isSpoken(item) && !isPart(item) {
			return false
		}
	}
	return len(n.Items) > 0
}
