package draw

import (
	"strings"
	"unicode"
)

// glyphs are the advance widths of the signs from space to tilde in a common
// sans-serif face, in hundredths of the font size. No font is asked: the picture
// is the same on every machine, with a little air for wider faces.
var glyphs = [...]int{
	28, 28, 36, 56, 56, 89, 67, 20, 34, 34, 39, 59, 28, 34, 28, 28, // space to /
	56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 28, 28, 59, 59, 59, 56, // 0 to ?
	102, 67, 67, 73, 73, 67, 61, 78, 73, 28, 50, 67, 56, 84, 73, 78, // @ to O
	67, 78, 73, 67, 61, 73, 67, 95, 67, 67, 61, 28, 28, 28, 48, 56, // P to _
	34, 56, 56, 50, 56, 56, 28, 56, 56, 23, 23, 50, 23, 84, 56, 56, // ` to o
	56, 56, 34, 50, 28, 56, 50, 73, 50, 50, 50, 34, 26, 34, 59, // p to ~
}

// Widths of other signs, in the same measure.
const (
	widthOther = 62
	widthWide  = 105 // Chinese, Japanese, Korean, pictures
	widthBold  = 7   // what bold adds
)

// glyph is the width of one sign.
func glyph(r rune) int {
	switch {
	case r >= ' ' && int(r-' ') < len(glyphs):
		return glyphs[r-' ']
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0x1f000:
		return widthWide
	}
	return widthOther
}

// face is a size of text, bold or not.
type face struct {
	size int
	bold bool
}

// width is that of a text in the picture's units, rounded up.
func (f face) width(text string) int {
	sum := 0
	for _, r := range text {
		sum += glyph(r)
		if f.bold {
			sum += widthBold
		}
	}
	return (sum*f.size*105/100 + 99) / 100
}

// cut shortens a text to a width and marks what is missing.
func (f face) cut(text string, width int) string {
	if f.width(text) <= width {
		return text
	}
	runes := []rune(text)
	room, n := width-f.width("…"), 0
	for sum := 0; n < len(runes); n++ {
		if sum += f.width(string(runes[n])); sum > room {
			break
		}
	}
	return strings.TrimRight(string(runes[:n]), " .,;:") + "…"
}

// wrap breaks a text into lines of a width, at most so many; what does not fit is
// cut.
func (f face) wrap(text string, width, most int) (lines []string) {
	line := ""
	words := strings.Fields(text)
	for i, word := range words {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if f.width(longer) <= width {
			line = longer
			continue
		}
		if len(lines)+1 == most {
			// The rest is not measured word by word: it does not fit.
			return append(lines, f.cut(longer+" "+first(words[i+1:]), width))
		}
		if line != "" {
			lines = append(lines, line)
			line = word
		}
		for f.width(line) > width { // a word without spaces, or another script
			if len(lines)+1 == most {
				return append(lines, f.cut(line, width))
			}
			head := f.head(line, width)
			lines = append(lines, head)
			line = line[len(head):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// head is as much of a text as fits, at least one sign.
func (f face) head(text string, width int) string {
	sum := 0
	for i, r := range text {
		if sum += f.width(string(r)); sum > width && i > 0 {
			return text[:i]
		}
	}
	return text
}

// legal takes out what XML cannot hold and what nobody can see: control signs,
// marks that change the direction of text, and halves of pairs.
func legal(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r == unicode.ReplacementChar, r == 0xfffe, r == 0xffff, unicode.Is(unicode.Cc, r):
			return -1
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, text)
}

var xmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// xml is a text as XML holds it, in elements and in attributes.
func xml(text string) string { return xmlEscaper.Replace(legal(text)) }
