package reread

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"ivrc/backends/plivo/decode"
	"ivrc/backends/verify"
)

// The kinds of verify.Sound.
const (
	kindText   = "text"
	kindAudio  = "audio"
	kindMarkup = "markup"
	kindPause  = "pause"
	kindDigits = "digits"
	kindNumber = "number"
	kindDate   = "date"
)

// speech is what a Speak says: text; a pause where it holds nothing but breaks; a
// value that is read out where it is all that a say-as holds; else markup.
func speech(marks []decode.Mark, voice, language string) verify.Sound {
	s := verify.Sound{Voice: voice, Language: language}
	if !tagged(marks) {
		s.Kind, s.What = kindText, textOf(marks)
	} else if length, ok := breaks(marks); ok {
		s.Kind, s.What = kindPause, milliseconds(length)
	} else if kind, value, ok := sayAs(marks); ok {
		s.Kind, s.What = kind, value
	} else {
		s.Kind, s.What = kindMarkup, markup(marks)
	}
	return s
}

func tagged(marks []decode.Mark) bool {
	for _, m := range marks {
		if m.Kind != decode.MarkText {
			return true
		}
	}
	return false
}

func textOf(marks []decode.Mark) string {
	var b strings.Builder
	for _, m := range marks {
		b.WriteString(m.Text)
	}
	return b.String()
}

// breaks is the length of breaks that stand alone (plivo.md §1.17).
func breaks(marks []decode.Mark) (length time.Duration, ok bool) {
	for _, m := range marks {
		switch {
		case m.Kind == decode.MarkText && strings.TrimSpace(m.Text) != "", m.Name != "break" && m.Kind != decode.MarkText:
			return 0, false
		case m.Kind == decode.MarkOpen:
			if len(m.Attributes) != 1 || decode.Written(m.Attributes[0].Name) != "time" {
				return 0, false
			}
			d, err := time.ParseDuration(m.Attributes[0].Value)
			if err != nil {
				return 0, false
			}
			length += d
		}
	}
	return length, true
}

// milliseconds are rounded up: Plivo's breaks have no shorter unit.
func milliseconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Millisecond-1)/time.Millisecond), 10)
}

// sayAs is a value in a say-as that stands alone.
func sayAs(marks []decode.Mark) (kind, value string, ok bool) {
	if len(marks) != 3 || marks[0].Kind != decode.MarkOpen || marks[0].Name != "say-as" || marks[1].Kind != decode.MarkText {
		return "", "", false
	}
	value = strings.Join(strings.Fields(marks[1].Text), " ")
	switch attributesText(marks[0]) {
	case ` interpret-as="digits"`:
		return kindDigits, value, true
	case ` interpret-as="cardinal"`:
		return kindNumber, value, true
	case ` format="yyyymmdd" interpret-as="date"`:
		return kindDate, value, true
	}
	return "", "", false
}

func attributesText(m decode.Mark) string {
	var b strings.Builder
	for _, a := range m.Attributes {
		fmt.Fprintf(&b, " %s=%q", decode.Written(a.Name), a.Value)
	}
	return b.String()
}

// markup is speech with its tags in one form, and runs of white space as one
// space.
func markup(marks []decode.Mark) string {
	var b strings.Builder
	for _, m := range marks {
		switch m.Kind {
		case decode.MarkText:
			b.WriteString(squeeze(m.Text))
		case decode.MarkOpen:
			b.WriteString("<" + m.Name + attributesText(m) + ">")
		case decode.MarkClose:
			b.WriteString("</" + m.Name + ">")
		}
	}
	return b.String()
}

func squeeze(text string) string {
	words := strings.Join(strings.Fields(text), " ")
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	if words == "" {
		return " "
	}
	if strings.TrimSpace(string(first)) == "" {
		words = " " + words
	}
	if strings.TrimSpace(string(last)) == "" {
		words += " "
	}
	return words
}

// joined is a prompt in the form in which two are compared: texts and pauses
// that follow each other in one voice are one, because a text that is too long
// for one Speak (plivo.md §1.3) stands in several.
func joined(sounds []verify.Sound) []verify.Sound {
	var out []verify.Sound
	for _, s := range sounds {
		n := len(out) - 1
		switch {
		case s.Kind == kindText && strings.TrimSpace(s.What) == "", s.Kind == kindPause && s.What == "0":
		case n < 0 || s.Kind != out[n].Kind || s.Voice != out[n].Voice || s.Language != out[n].Language:
			out = append(out, s)
		case s.Kind == kindText:
			out[n].What += " " + s.What
		case s.Kind == kindPause:
			out[n].What = sum(out[n].What, s.What)
		default:
			out = append(out, s)
		}
	}
	for i := range out {
		if out[i].Kind == kindText {
			out[i].What = plain(out[i].What)
		}
	}
	return out
}

func sum(a, b string) string {
	x, _ := strconv.ParseInt(a, 10, 64)
	y, _ := strconv.ParseInt(b, 10, 64)
	return strconv.FormatInt(x+y, 10)
}

// uncut is how long a text without its white space may be and still be sure to
// have words: longer ones may have been cut in the middle of a run of characters.
const uncut = 1500

// isPlain says that there is nothing to do: single spaces inside, and no other signs
// than ASCII and the letters of Latin-1 that begin with the same byte.
func isPlain(text string) bool {
	if len(text) > uncut || text == "" || text[0] == ' ' || text[len(text)-1] == ' ' {
		return false
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ' ' && text[i+1] == ' ':
			return false
		case c >= ' ' && c < 0x7f:
		case c == 0xc3 && i+1 < len(text) && text[i+1]&0xc0 == 0x80:
			i++
		default:
			return false
		}
	}
	return true
}

// closing are the full stops of scripts that write no space behind them.
var closing = strings.NewReplacer("。 ", "。", "！ ", "！", "？ ", "？")

// plain is a text without what a cut between two Speaks may change: white space,
// and any at all behind the full stop of a script that writes none, or in a text
// that is so long that it may have no words.
func plain(text string) string {
	if isPlain(text) {
		return text
	}
	words := strings.Fields(text)
	length := 0
	for _, w := range words {
		length += len(w)
	}
	if length > uncut {
		return strings.Join(words, "")
	}
	return closing.Replace(strings.Join(words, " "))
}
