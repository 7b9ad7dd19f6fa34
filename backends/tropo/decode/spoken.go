package decode

import "strings"

// spoken is markup without elements as the text that it is; ok is false where it may be
// something else. Most speech has no more in it than an ampersand, and package xml takes
// fifty times as long to say so.
func spoken(markup string) (text string, ok bool) {
	if markup == "" {
		return "", false
	}
	var out []byte // nil as long as the text is the markup
	from := 0
	for i := 0; i < len(markup); i++ {
		switch c := markup[i]; {
		case c == '&':
			sign, length := entity(markup[i:])
			if length == 0 {
				return "", false
			}
			out = append(append(out, markup[from:i]...), sign)
			i += length - 1
			from = i + 1
		case c >= ' ' && c < 0x7f && c != '<' && c != '>':
		case (c == 0xc2 || c == 0xc3) && i+1 < len(markup) && markup[i+1]&0xc0 == 0x80:
			i++ // a letter of Latin-1
		default:
			return "", false
		}
	}
	if out == nil {
		return markup, true
	}
	return string(append(out, markup[from:]...)), true
}

// entity is the sign that a text begins with as an entity, and the entity's length; 0
// for anything else.
func entity(text string) (sign byte, length int) {
	for _, e := range [...]struct {
		name string
		sign byte
	}{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}} {
		if strings.HasPrefix(text, e.name) {
			return e.sign, len(e.name)
		}
	}
	return 0, 0
}
