package plivo

import "unicode/utf8"

// escapeText appends text as the content of an element. A carriage return is
// written by number, because an XML reader would turn it into a line feed.
func escapeText(dst []byte, text string) []byte { return escape(dst, text, false) }

// escapeAttribute appends text as a value between double quotes. Tabs and line
// breaks are written by number, because an XML reader would turn them into
// spaces.
func escapeAttribute(dst []byte, text string) []byte { return escape(dst, text, true) }

func escape(dst []byte, text string, attribute bool) []byte {
	plain := 0 // where what is written as it is begins
	for i := 0; i < len(text); {
		if asItIs[text[i]] {
			i++
			continue
		}
		dst = append(dst, text[plain:i]...)
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '\r':
			dst = append(dst, "&#13;"...)
		case attribute && r == '"':
			dst = append(dst, "&quot;"...)
		case attribute && r == '\t':
			dst = append(dst, "&#9;"...)
		case attribute && r == '\n':
			dst = append(dst, "&#10;"...)
		case !writable(r) || r == utf8.RuneError && size == 1:
			// Lowering has refused such text; the document stays well-formed anyway.
			dst = utf8.AppendRune(dst, utf8.RuneError)
		default:
			dst = append(dst, text[i:i+size]...)
		}
		i += size
		plain = i
	}
	return append(dst, text[plain:]...)
}

// asItIs are the signs of ASCII that stand for themselves everywhere.
var asItIs = func() (of [256]bool) {
	for b := ' '; b < utf8.RuneSelf; b++ {
		of[b] = b != '&' && b != '<' && b != '>' && b != '"'
	}
	return of
}()

// writable says that XML 1.0 has a way to write the character.
func writable(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return true
	case r < 0x20 || r == 0xFFFE || r == 0xFFFF:
		return false
	}
	return true
}
