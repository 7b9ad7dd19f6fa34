package tropo

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"ivrc/backends"
)

// jsonWriter writes JSON into a body whose version is still open. It is written by
// hand because encoding/json leaves text outside ASCII as it is, and knows no
// open places.
type jsonWriter struct {
	body  backends.Body
	site  backends.Site
	depth int
	// begun says for each depth that something stands in the brackets.
	begun [maxDepth]bool
}

// maxDepth is deeper than any document of this package: tropo, verb, on, say,
// object.
const maxDepth = 16

func (w *jsonWriter) open(bracket byte) {
	w.body.Write(string(bracket))
	w.depth++
	w.begun[w.depth] = false
}

func (w *jsonWriter) close(bracket byte) {
	filled := w.begun[w.depth]
	w.depth--
	if filled {
		w.newline()
	}
	w.body.Write(string(bracket))
}

func (w *jsonWriter) newline() { w.body.Write(indentation[:1+2*w.depth]) }

// indentation is a line end and two spaces for each depth.
var indentation = "\n" + strings.Repeat("  ", maxDepth)

// item begins an element of an array.
func (w *jsonWriter) item() {
	if w.begun[w.depth] {
		w.body.Write(",")
	}
	w.begun[w.depth] = true
	w.newline()
}

// key begins a property. Names are those of this package, and need no escaping.
func (w *jsonWriter) key(name string) {
	w.item()
	w.body.Write(`"`)
	w.body.Write(name)
	w.body.Write(`": `)
}

func (w *jsonWriter) quoted(text string) {
	w.body.Write(`"`)
	w.body.Escaped(text, escape)
	w.body.Write(`"`)
}

func (w *jsonWriter) text(name, value string) {
	w.key(name)
	w.quoted(value)
}

// optional writes a property unless its value is empty.
func (w *jsonWriter) optional(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

const hexDigits = "0123456789abcdef"

// escape appends text as the inside of a JSON string in pure ASCII, so that it
// means the same under every charset a host may send (tropo.md §5). Bytes that
// are not UTF-8 become U+FFFD, as encoding/json does.
func escape(dst []byte, text string) []byte {
	for i := 0; i < len(text); {
		plain := i // what is written as it is
		for i < len(text) && text[i] >= ' ' && text[i] < 0x7f && text[i] != '"' && text[i] != '\\' {
			i++
		}
		if dst = append(dst, text[plain:i]...); i == len(text) {
			break
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, `\n`...)
		case r == '\r':
			dst = append(dst, `\r`...)
		case r == '\t':
			dst = append(dst, `\t`...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			dst = unit(unit(dst, high), low)
		default:
			dst = unit(dst, r)
		}
	}
	return dst
}

// unit appends one UTF-16 code unit.
func unit(dst []byte, r rune) []byte {
	return append(dst, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}

// decimalSeconds writes a duration as seconds without going through floating
// point: 500ms is "0.5". Anything finer than a millisecond is rounded up, so that
// a wait never becomes none.
func decimalSeconds(d time.Duration) string {
	ms := milliseconds(d)
	whole, rest := ms/1000, ms%1000
	out := strconv.FormatInt(whole, 10)
	if rest == 0 {
		return out
	}
	digits := strconv.FormatInt(1000+rest, 10)[1:]
	return out + "." + strings.TrimRight(digits, "0")
}

// milliseconds rounds up, as decimalSeconds says.
func milliseconds(d time.Duration) int64 {
	return int64((max(d, 0) + time.Millisecond - 1) / time.Millisecond)
}

// xmlText appends text as the inside of an XML element or a double-quoted
// attribute.
func xmlText(dst []byte, text string) []byte {
	for _, r := range text {
		switch r {
		case '&':
			dst = append(dst, "&amp;"...)
		case '<':
			dst = append(dst, "&lt;"...)
		case '>':
			dst = append(dst, "&gt;"...)
		case '"':
			dst = append(dst, "&quot;"...)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
