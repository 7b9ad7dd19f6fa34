package publish

import "strings"

// segmentLimit keeps names below the 255 bytes of common file systems.
const segmentLimit = 200

// pathLimit is far beyond what a build writes.
const pathLimit = 1024

// The forms of names in a manifest are read byte by byte: a tree has a hundred
// thousand of them, and a regular expression takes longer than all else.

func isSmallOrDigit(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// isID is the form of flows and targets: a small letter or digit, then also - and _.
func isID(text string) bool {
	if text == "" || len(text) > 64 || !isSmallOrDigit(text[0]) {
		return false
	}
	for i := 1; i < len(text); i++ {
		if c := text[i]; !isSmallOrDigit(c) && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// isRelease is the form of versions: dots, too, but letters and digits at both ends.
func isRelease(text string) bool {
	if text == "" || len(text) > 63 || !isSmallOrDigit(text[0]) || !isSmallOrDigit(text[len(text)-1]) {
		return false
	}
	for i := 1; i < len(text); i++ {
		if c := text[i]; !isSmallOrDigit(c) && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

// isSegment is the form of one name in a path: nothing hidden, no dot at the end.
func isSegment(text string) bool {
	if text == "" || len(text) > segmentLimit {
		return false
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case isSmallOrDigit(c), c >= 'A' && c <= 'Z', c == '_':
		case i == 0, c != '-' && c != '.', c == '.' && i == len(text)-1:
			return false
		}
	}
	return true
}

// isHash is the form of a SHA-256 in small hexadecimal digits.
func isHash(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(text) == 64
}

// isPath allows the names that builds write, and no others: no "..", no absolute
// path, nothing hidden.
func isPath(path string) bool {
	if len(path) > pathLimit {
		return false
	}
	for more := true; more; {
		var segment string
		if segment, path, more = strings.Cut(path, "/"); !isSegment(segment) {
			return false
		}
	}
	return true
}
