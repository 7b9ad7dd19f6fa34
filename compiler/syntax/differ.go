package syntax

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// ReadsDifferently says that another YAML reader takes an unquoted text for
// something else, and for what, in words that follow "other YAML tools read it
// as": a number, true, a date. The readers are those of YAML 1.1 (PyYAML) and 1.2
// (editors), measured in reliability-ux.md A2.2 and A2.9. Text in quotes, and
// what every reader reads alike (5, true, nothing), does not differ.
func ReadsDifferently(n *Node) (how string, differs bool) {
	if n == nil || n.Kind != Text || n.Style != Plain || len(n.Text) == 0 || len(n.Text) > longestOdd {
		return "", false
	}
	if how := oddWord(n.Text); how != "" {
		return how, true
	}
	if c := n.Text[0]; (c < '0' || c > '9') && c != '+' && c != '-' && c != '.' {
		return "", false
	}
	for _, form := range oddForms() {
		if how := form(n.Text); how != "" {
			return how, true
		}
	}
	return "", false
}

// longestOdd is the length up to which a text is taken for a number.
const longestOdd = 64

// oddWord knows the words that YAML 1.1 or 1.2 give a meaning. PyYAML takes three
// spellings of each: no, No and NO.
func oddWord(text string) string {
	lower := strings.ToLower(text)
	if text[0] != '.' && text != lower && text != strings.ToUpper(text) && text != strings.ToUpper(text[:1])+lower[1:] {
		return ""
	}
	switch lower {
	case "yes", "on", "y", "true":
		return "true"
	case "no", "off", "n", "false":
		return "false"
	case "null":
		return "nothing"
	case "=":
		return "a default value"
	case "<<":
		return "a merge key"
	case ".inf":
		return "the number infinity"
	case ".nan":
		return "something that is not a number"
	}
	return ""
}

// oddForms are the forms of numbers and dates, each a function that gives words
// or nothing.
func oddForms() []func(string) string {
	return []func(string) string{leadingZeros, based, whole, sexagesimal, fraction, date}
}

var (
	zeroForm   = pattern(`^[-+]?0[0-9_]+$`)
	basedForm  = pattern(`^([-+]?)0([xX][0-9a-fA-F_]+|o[0-7]+|b[01_]+)$`)
	wholeForm  = pattern(`^[-+]?[0-9][0-9_]*$`)
	sixtyForm  = pattern(`^[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$`)
	floatForm  = pattern(`^[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$`)
	dateForm   = pattern(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$`)
	momentForm = pattern(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}`)
)

// digitsOf is the number without plus, underscores and leading zeros.
func digitsOf(text string) string {
	sign := ""
	if text[0] == '-' {
		sign = "-"
	}
	digits := strings.TrimLeft(strings.ReplaceAll(strings.TrimLeft(text, "+-"), "_", ""), "0")
	if digits == "" {
		return "0"
	}
	return sign + digits
}

// leadingZeros: a telephone number loses its zero; with digits up to 7 old readers
// count by eights.
func leadingZeros(text string) string {
	if !zeroForm().MatchString(text) {
		return ""
	}
	how := "the number " + digitsOf(text)
	if octal, ok := new(big.Int).SetString(digitsOf(text), 8); ok && octal.String() != digitsOf(text) {
		how += fmt.Sprintf(" or %s", octal)
	}
	return how
}

func based(text string) string {
	m := basedForm().FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	base := map[byte]int{'x': 16, 'X': 16, 'o': 8, 'b': 2}[m[2][0]]
	value, ok := new(big.Int).SetString(strings.ReplaceAll(m[2][1:], "_", ""), base)
	if !ok {
		return ""
	}
	return "the number " + strings.TrimPrefix(m[1], "+") + value.String()
}

// whole: a plus sign or underscores are lost.
func whole(text string) string {
	if !wholeForm().MatchString(text) {
		return ""
	}
	return "the number " + digitsOf(text)
}

// sexagesimal: YAML 1.1 counts 12:30 by sixties.
func sexagesimal(text string) string {
	if !sixtyForm().MatchString(text) {
		return ""
	}
	head, tail, _ := strings.Cut(strings.ReplaceAll(strings.TrimLeft(text, "+-"), "_", ""), ".")
	total := new(big.Int)
	for _, part := range strings.Split(head, ":") {
		value, ok := new(big.Int).SetString(part, 10)
		if !ok {
			return ""
		}
		total.Add(total.Mul(total, big.NewInt(60)), value)
	}
	how := "the number "
	if text[0] == '-' {
		how += "-"
	}
	how += total.String()
	if tail = strings.TrimRight(tail, "0"); tail != "" {
		how += "." + tail
	}
	return how
}

// fraction: 1.10 loses its zero, 1e3 becomes a thousand.
func fraction(text string) string {
	if strings.EqualFold(text[1:], ".inf") {
		return map[byte]string{'+': "the number infinity", '-': "the number minus infinity"}[text[0]]
	}
	if !floatForm().MatchString(text) {
		return ""
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	if err != nil {
		return "a number too large to hold"
	}
	return "the number " + strconv.FormatFloat(value, 'f', -1, 64)
}

func date(text string) string {
	switch {
	case dateForm().MatchString(text):
		return "a date"
	case momentForm().MatchString(text):
		return "a date and time"
	}
	return ""
}

// pattern is a regular expression that is compiled when it is asked for first: most runs
// need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
