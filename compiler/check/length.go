package check

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"ivrc/ir"
)

// How fast a voice reads. 150 words a minute is the pace that publishers of
// audiobooks ask of their readers, and English has five to six letters and
// spaces to a word: 14 a second. Signs that stand for whole syllables or words
// (Chinese, Japanese, Korean) take about as long as three letters and a half.
// Figures read one by one take half a second each, a date two and a half. The
// voices of providers differ by a fifth either way, which a round of half a
// minute does not feel.
const (
	perLetter = time.Second / 14
	perSign   = time.Second / 4
	perFigure = time.Second / 2
	perDate   = 5 * time.Second / 2
)

// length adds up how long something is heard. known turns false where a part of
// it, like a sound file without a transcript, cannot be told from the flow; the
// sum is then the least.
type length struct {
	took  time.Duration
	known bool
}

func (l *length) wait(d time.Duration) { l.took += d }

func (l *length) prompt(p ir.Prompt) {
	for _, item := range p {
		switch item := item.(type) {
		case *ir.Text:
			l.text(item.Text)
		case *ir.Audio:
			l.text(item.Transcript)
			l.known = l.known && strings.TrimSpace(item.Transcript) != ""
		case *ir.SSML:
			l.text(withoutTags(item.Markup))
			l.known = l.known && !strings.Contains(item.Markup, "<")
		case *ir.Pause:
			l.wait(item.Length)
		case *ir.ReadOut:
			l.readOut(item)
		}
	}
}

func (l *length) text(s string) {
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			l.wait(perSign)
		} else {
			l.wait(perLetter)
		}
	}
}

func (l *length) readOut(r *ir.ReadOut) {
	if r.As == ir.ReadDate {
		l.wait(perDate)
		return
	}
	for range r.Value {
		l.wait(perFigure)
	}
}

// withoutTags is what stands between the tags of SSML. Breaks and changes of
// pace are left out, which is why the length is then only the least.
func withoutTags(markup string) string {
	var b strings.Builder
	inside := false
	for _, r := range markup {
		switch {
		case r == '<':
			inside = true
		case r == '>':
			inside = false
		case !inside:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// inSeconds writes a time as people say it: 3 s, 0.5 s.
func inSeconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}
