package syntax

import (
	"fmt"
	"unicode/utf8"

	"ivrc/compiler/diag"
)

// invisibleName is what an invisible character is called; soft ones are harmless
// in quotes, block text and comments. The table is closed: variation selectors
// and the joiners inside emoji and some scripts belong to the text.
func invisibleName(r rune) (name string, soft bool) {
	switch {
	case r == 0xa0:
		return "a no-break space", true
	case r == 0x202f:
		return "a narrow no-break space", true
	case r == 0xad:
		return "a soft hyphen", true
	case r == 0x3000, r >= 0x2000 && r <= 0x200a, r == 0x205f, r == 0x1680:
		return "a space of another width", true
	case r == 0xfeff:
		return "a byte order mark", false
	case r == 0x200b, r == 0x180e, r == 0x2060:
		return "a zero-width space", false
	case r == 0x200c, r == 0x200d:
		return "a zero-width joiner", false
	case r == 0x200e, r == 0x200f, r == 0x61c, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return "a sign that changes the direction of writing", false
	case r >= 0x2061 && r <= 0x2064, r >= 0xfff9 && r <= 0xfffb, r == 0x34f:
		return "an invisible character", false
	}
	return "", false
}

// Unspeakable says that no text may hold the character, written or by an escape:
// controls, the places that Unicode keeps free for programs, and the sign that
// stands for a lost character. XML cannot hold some, and nobody can hear any.
// Tabs and line feeds are not among them; a carriage return is.
func Unspeakable(r rune) bool {
	return isControl(r) && r != '\t' && r != '\n' || isNonCharacter(r) || r == utf8.RuneError
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r <= 0x9f }

func isNonCharacter(r rune) bool { return r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef }

// Unseen is the name of a character that cannot be seen, empty for one that can.
// In spoken text it may have its use; in an address or a name it makes two of
// them that look alike.
func Unseen(r rune) string {
	name, _ := invisibleName(r)
	switch {
	case name != "":
		return name
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef, r >= 0x180b && r <= 0x180d, r == 0x180f:
		return "a sign that changes how the one before it looks"
	case r == 0x2028, r == 0x2029:
		return "a line break"
	case r >= 0xe0000 && r <= 0xe0fff, r >= 0x206a && r <= 0x206f, r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0:
		return "an invisible character"
	}
	return ""
}

// invisible refuses characters that people cannot see and readers do not ignore.
func (s *byteScan) invisible(r rune, i, n int) {
	name, soft := invisibleName(r)
	switch {
	case name == "" || r >= 0x200c && r <= 0x200d && s.joins(i, n):
	case soft:
		s.soft = append(s.soft, softRune{offset: i, size: n, r: r})
	default:
		s.add(s.reportInvisible(r, i, n))
	}
}

// joins says that a zero-width joiner or non-joiner stands between two letters
// or pictures outside of ASCII, where scripts and emoji need it.
func (s *byteScan) joins(i, n int) bool {
	before, _ := utf8.DecodeLastRune(s.text[:i])
	after, _ := utf8.DecodeRune(s.text[i+n:])
	return before >= utf8.RuneSelf && before != utf8.RuneError && after >= utf8.RuneSelf && after != utf8.RuneError
}

func (r *reporter) reportInvisible(c rune, i, n int) diag.Diagnostic {
	name, soft := invisibleName(c)
	d := r.at(diag.Invisible, i, i+n, "%s stands here and cannot be seen", fmt.Sprintf("%s (U+%04X)", name, c))
	if soft {
		return d.WithHelp("put an ordinary space here, or put the whole text in quotes")
	}
	if change, ok := r.unseen(c, d.Primary); ok {
		d = d.WithFix(change)
	}
	return d.WithHelp("delete it")
}
