package source

import (
	"slices"
	"strings"
	"sync"
)

// Stars stand in the place of a hidden part of a file, whatever its length.
const Stars = "*****"

// Hidden is a part of a file that no output may show: a credential.
type Hidden struct {
	Start, End int
}

// hidden is what File.Hide or HideBy has made known.
type hidden struct {
	parts []Hidden
	words *strings.Replacer
}

// HideBy is Hide for who finds the parts and the words only when somebody asks: of most
// files nothing is ever said. find is called at most once, by whoever asks first.
func (f *File) HideBy(find func() (parts []Hidden, words []string)) {
	f.hidden = sync.OnceValue(func() *hidden { return hiding(find()) })
}

// hides is what the file hides, nil for nothing.
func (f *File) hides() *hidden {
	if f == nil || f.hidden == nil {
		return nil
	}
	return f.hidden()
}

// Hide makes known which parts of the text no output may show, and by which
// words a message could repeat them: pairs of what must not be printed and what
// is printed instead. Whoever prints a message or an excerpt uses Masked and
// Shown. It is called once, before anything is said about the file.
func (f *File) Hide(parts []Hidden, words []string) {
	f.HideBy(func() ([]Hidden, []string) { return parts, words })
}

func hiding(parts []Hidden, words []string) *hidden {
	if len(parts) == 0 && len(words) == 0 {
		return nil
	}
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b Hidden) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	return &hidden{parts: parts, words: strings.NewReplacer(words...)}
}

// Hides says that the file has hidden parts.
func (f *File) Hides() bool { return f.hides() != nil }

// Masked is a text about the file with stars for what the file hides.
func (f *File) Masked(text string) string {
	h := f.hides()
	if h == nil {
		return text
	}
	return h.words.Replace(text)
}

// Shown is the text of a byte range with stars for each hidden part that it
// touches, clamped to the file.
func (f *File) Shown(start, end int) string {
	start = min(max(start, 0), len(f.Text))
	end = min(max(end, start), len(f.Text))
	hidden := f.hides()
	if hidden == nil {
		return string(f.Text[start:end])
	}
	var b strings.Builder
	for _, h := range hidden.parts {
		if h.End <= start || h.Start >= end {
			continue
		}
		if h.Start > start {
			b.Write(f.Text[start:h.Start])
		}
		b.WriteString(Stars)
		start = h.End
	}
	if start < end {
		b.Write(f.Text[start:end])
	}
	return b.String()
}

// Shown is the source text under the span with stars for its hidden parts.
func (s Span) Shown() string {
	if s.File == nil {
		return ""
	}
	return s.File.Shown(s.Start, s.End)
}
