package changes

import (
	"slices"
	"strings"
	"unicode"

	"ivrc/ir"
)

// Op says on which side words stand.
type Op uint8

// The sides.
const (
	Kept Op = iota + 1
	Gone
	New
)

// String is kept, gone or new.
func (o Op) String() string {
	switch o {
	case Kept:
		return "kept"
	case Gone:
		return "gone"
	case New:
		return "new"
	}
	return "?"
}

// Word is a run of words that stand on one side or on both.
type Word struct {
	Op   Op
	Text string
	// Gap says that a space stands before the run.
	Gap bool
}

// token is what two prompts are compared by: a word, a tag, a sound.
type token struct {
	text   string
	gap    bool
	speech string
	// whole says that it is no word: a sound file, a pause, a value that is read out.
	whole bool
}

// tokens cuts a prompt up. How texts are spread over items and how much space
// stands between words nobody hears.
func tokens(p ir.Prompt, mask func(string) string) []token {
	var out []token
	for _, item := range p {
		speech := speechOf(item)
		switch item := item.(type) {
		case *ir.Text:
			out = wordsOf(out, mask(item.Text), speech)
		case *ir.SSML:
			out = markupOf(out, mask(item.Markup), speech)
		default:
			out = append(out, token{text: mask(wordFor(item)), gap: true, speech: speech, whole: true})
		}
	}
	return out
}

// wordFor is an item that has no words in one.
func wordFor(item ir.Item) string {
	switch item := item.(type) {
	case *ir.Audio:
		if text := strings.Join(strings.Fields(item.Transcript), " "); text != "" {
			return "[" + item.URL + ": " + text + "]"
		}
		return "[" + item.URL + "]"
	case *ir.Pause:
		return "[" + exactly(item.Length) + " of silence]"
	case *ir.ReadOut:
		return "[" + item.As.String() + " " + item.Value + "]"
	}
	return "[?]"
}

// speechOf is how an item is spoken, in words; silence has no voice.
func speechOf(item ir.Item) string {
	if _, silent := item.(*ir.Pause); silent {
		return ""
	}
	s := item.Voiced()
	parts := []string{}
	if s.Language != "" {
		parts = append(parts, s.Language)
	}
	if s.Voice.Any != "" {
		parts = append(parts, s.Voice.Any)
	}
	for _, v := range s.Voice.For {
		parts = append(parts, v.Name+" on "+v.Provider)
	}
	return strings.Join(parts, ", ")
}

// wordsOf cuts a text at its spaces, and a script without spaces at every sign.
func wordsOf(out []token, text, speech string) []token {
	for _, field := range strings.Fields(text) {
		begin, gap := 0, true
		add := func(end int) {
			if end > begin {
				out = append(out, token{text: field[begin:end], gap: gap, speech: speech})
				begin, gap = end, false
			}
		}
		for i, r := range field {
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
				add(i)
				add(i + len(string(r)))
			}
		}
		add(len(field))
	}
	return out
}

// markupOf cuts SSML into its tags and the words between them.
func markupOf(out []token, markup, speech string) []token {
	for markup != "" {
		open := strings.IndexByte(markup, '<')
		if open < 0 {
			return wordsOf(out, markup, speech)
		}
		out = wordsOf(out, markup[:open], speech)
		length := strings.IndexByte(markup[open:], '>') + 1
		if length == 0 {
			length = len(markup) - open
		}
		out = append(out, token{text: strings.Join(strings.Fields(markup[open:open+length]), " "), gap: true, speech: speech, whole: true})
		markup = markup[open+length:]
	}
	return out
}

func same(a, b token) bool { return a.text == b.text && a.whole == b.whole }

func plainly(text string) string { return text }

// Alike says that nobody can tell two prompts apart: neither words nor voices
// differ. How texts are cut into items does not matter.
func Alike(a, b ir.Prompt) bool {
	return slices.EqualFunc(tokens(a, plainly), tokens(b, plainly), func(a, b token) bool {
		return same(a, b) && a.speech == b.speech
	})
}

// textOf is a prompt in one line.
func textOf(list []token) string {
	var b strings.Builder
	for i, t := range list {
		if t.gap && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}

// mostCells is how large a table of words gets; prompts that differ in more are
// told as a whole.
const mostCells = 1 << 16

// side is a pair of places at which two lists have the same token, or one place
// and -1.
type side struct{ old, new int }

// align puts two lists side by side: what both begin and end with, and between
// them the longest common sequence.
func align(old, new []token) []side {
	var out []side
	first := 0
	for first < len(old) && first < len(new) && same(old[first], new[first]) {
		out = append(out, side{first, first})
		first++
	}
	last := 0
	for last < len(old)-first && last < len(new)-first && same(old[len(old)-1-last], new[len(new)-1-last]) {
		last++
	}
	out = between(out, old, new, first, len(old)-last, len(new)-last)
	for i := last; i > 0; i-- {
		out = append(out, side{len(old) - i, len(new) - i})
	}
	return out
}

// between aligns old[first:oldEnd] with new[first:newEnd].
func between(out []side, old, new []token, first, oldEnd, newEnd int) []side {
	n, m := oldEnd-first, newEnd-first
	i, j := 0, 0
	if n > 0 && m > 0 && n <= mostCells/m {
		// longest[a][b] is how much the two rests have in common.
		longest := make([]int32, (n+1)*(m+1))
		for a := n - 1; a >= 0; a-- {
			for b := m - 1; b >= 0; b-- {
				cell := &longest[a*(m+1)+b]
				if same(old[first+a], new[first+b]) {
					*cell = longest[(a+1)*(m+1)+b+1] + 1
				} else {
					*cell = max(longest[(a+1)*(m+1)+b], longest[a*(m+1)+b+1])
				}
			}
		}
		for i < n && j < m {
			switch {
			case same(old[first+i], new[first+j]):
				out = append(out, side{first + i, first + j})
				i, j = i+1, j+1
			case longest[(i+1)*(m+1)+j] >= longest[i*(m+1)+j+1]:
				out = append(out, side{first + i, -1})
				i++
			default:
				out = append(out, side{-1, first + j})
				j++
			}
		}
	}
	for ; i < n; i++ {
		out = append(out, side{first + i, -1})
	}
	for ; j < m; j++ {
		out = append(out, side{-1, first + j})
	}
	return out
}

// runs joins what stands side by side to runs of words; in a place where words
// are replaced, those that are gone come first.
func runs(old, new []token, sides []side) []Word {
	var out []Word
	add := func(op Op, list []token) {
		if len(list) > 0 {
			out = append(out, Word{Op: op, Text: textOf(list), Gap: list[0].gap && len(out) > 0})
		}
	}
	for i := 0; i < len(sides); {
		var kept, gone, fresh []token
		for ; i < len(sides) && sides[i].old >= 0 && sides[i].new >= 0; i++ {
			kept = append(kept, new[sides[i].new])
		}
		for ; i < len(sides) && (sides[i].old < 0 || sides[i].new < 0); i++ {
			if sides[i].new < 0 {
				gone = append(gone, old[sides[i].old])
			} else {
				fresh = append(fresh, new[sides[i].new])
			}
		}
		add(Kept, kept)
		add(Gone, gone)
		add(New, fresh)
	}
	return out
}
