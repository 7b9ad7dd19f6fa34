package lower

import (
	"strconv"
	"strings"
	"time"

	"ivrc/ir"
)

// The patterns of the flow format as predicates. They are the decoder's own
// reading of what schema/flow.schema.json writes as patterns; a test holds the
// two together.

func isStepID(s string) bool { return ir.IsID(s) && s != "end" }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// isWord says that the text has 1 to 64 letters, digits, - and _.
func isWord(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isLower(c) && !isUpper(c) && !isDigit(c) && c != '-' && c != '_' {
			return false
		}
	}
	return len(s) >= 1 && len(s) <= 64
}

// signs are the names of * and # besides themselves, longest first.
var signs = [...]struct{ name, sign string }{{"pound", "#"}, {"star", "*"}, {"hash", "#"}, {"*", "*"}, {"#", "#"}}

// canonicalKey is a menu key in the phone's own signs: star becomes *.
func canonicalKey(s string) (key string, ok bool) {
	sign, digits := "", s
	for _, n := range signs {
		if strings.HasPrefix(s, n.name) {
			sign, digits = n.sign, s[len(n.name):]
			break
		}
	}
	if len(digits) > 32 || (digits != "" && !allDigits(digits)) || sign+digits == "" {
		return "", false
	}
	return sign + digits, true
}

// oneKey is a single key: a digit, * or #, or their names.
func oneKey(s string) (key string, ok bool) {
	key, ok = canonicalKey(s)
	return key, ok && len(key) == 1
}

// isAddress says that the text is a number to dial or a sip: address.
func isAddress(s string) bool { return isNumber(s) || isSIP(s) }

func isNumber(s string) bool {
	return len(s) >= 8 && len(s) <= 16 && s[0] == '+' && allDigits(s[1:])
}

func isSIP(s string) bool {
	rest, ok := strings.CutPrefix(s, "sip:")
	if !ok || rest == "" {
		return false
	}
	count := 0
	for _, r := range rest {
		if isSpace(r) || strings.ContainsRune("\"<>\\^`{|}", r) {
			return false
		}
		count++
	}
	return count <= 250
}

// isSpace is what \s means in a JSON Schema pattern as Go reads it.
func isSpace(r rune) bool { return r == ' ' || (r >= '\t' && r <= '\r' && r != '\v') }

func noSpace(s string) bool { return s != "" && !strings.ContainsFunc(s, isSpace) }

func notBlank(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return !isSpace(r) })
}

func isURL(s string) bool {
	for _, scheme := range []string{"https://", "http://"} {
		if rest, ok := strings.CutPrefix(s, scheme); ok {
			return noSpace(rest)
		}
	}
	return false
}

func isLanguage(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if i == 0 && (len(part) < 2 || len(part) > 3) || i > 0 && (len(part) < 2 || len(part) > 8) {
			return false
		}
		for j := 0; j < len(part); j++ {
			if c := part[j]; !isLower(c) && !isUpper(c) && (i == 0 || !isDigit(c)) {
				return false
			}
		}
	}
	return true
}

func isProvider(s string) bool {
	if s == "" || len(s) > 32 || !isLower(s[0]) {
		return false
	}
	for i := 1; i < len(s); i++ {
		if !isLower(s[i]) && !isDigit(s[i]) {
			return false
		}
	}
	return true
}

func isDate(s string) bool {
	return len(s) == 10 && s[4] == '-' && s[7] == '-' && allDigits(s[:4]) && allDigits(s[5:7]) && allDigits(s[8:])
}

// isAmount says that the text is a number with at most 15 digits before and 6
// behind the point.
func isAmount(s string) bool {
	whole, part, hasPart := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if !allDigits(whole) || len(whole) > 15 {
		return false
	}
	return !hasPart || allDigits(part) && len(part) <= 6
}

func isCode(s string) bool {
	return len(s) == 6 && strings.HasPrefix(s, "IVR") && allDigits(s[3:])
}

func isTones(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) && !strings.ContainsRune("*#wW", rune(s[i])) {
			return false
		}
	}
	return len(s) >= 1 && len(s) <= 64
}

// parseDuration reads 500ms, 5s, 2m or 1h.
func parseDuration(s string) (time.Duration, bool) {
	digits := 0
	for digits < len(s) && isDigit(s[digits]) {
		digits++
	}
	unit := map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour}[s[digits:]]
	if unit == 0 || digits < 1 || digits > 6 || s[0] == '0' {
		return 0, false
	}
	n, err := strconv.Atoi(s[:digits])
	return time.Duration(n) * unit, err == nil
}

// parseDigits reads the digits of a collect: 4 or 4-10.
func parseDigits(s string) (least, most int, ok bool) {
	from, to, ranged := strings.Cut(s, "-")
	if !ranged {
		to = from
	}
	for _, part := range []string{from, to} {
		if !allDigits(part) || len(part) > 2 || part[0] == '0' {
			return 0, 0, false
		}
	}
	least, _ = strconv.Atoi(from)
	most, _ = strconv.Atoi(to)
	return least, most, true
}
