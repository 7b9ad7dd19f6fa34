// Package source holds the text that a person wrote and places in it.
//
// In: the bytes of one file and the name to show for it. Out: spans (half-open
// byte ranges) and, on demand, lines and columns. It refuses nothing: a span is
// whatever its maker says, and out-of-range offsets are clamped when they are
// turned into positions, so that a wrong span never panics while a message is
// being printed.
package source

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"sort"
	"unicode/utf8"
)

// File is one input file: its text exactly as read and a line table. Lines end
// at LF or CRLF only, as editors count them; compiler/syntax refuses the other
// line breaks that YAML knows.
type File struct {
	// Name is the path as the user gave it, with forward slashes.
	Name string
	// Text is the whole content, byte for byte.
	Text []byte

	starts []int // byte offset of the first byte of each line
	// runes counts the code points before each blockSize bytes, so that a column
	// of a line of megabytes costs no more than one of a short line.
	runes []int

	hidden func() *hidden // nil where everything may be shown
}

const blockSize = 4096

// NewFile makes a File and its line table. The text is kept, not copied.
func NewFile(name string, text []byte) *File {
	f := &File{Name: name, Text: text}
	f.starts = make([]int, 1, 1+bytes.Count(text, []byte{'\n'}))
	for line := 0; ; {
		n := bytes.IndexByte(text[line:], '\n')
		if n < 0 {
			break
		}
		line += n + 1
		f.starts = append(f.starts, line)
	}
	runes := 0
	f.runes = make([]int, 0, len(text)/blockSize+1)
	for block := range slices.Chunk(text, blockSize) {
		f.runes = append(f.runes, runes)
		runes += runeStarts(block)
	}
	return f
}

// runeStarts counts the bytes that begin a code point, eight at a time: all but those of
// the form 10xxxxxx.
func runeStarts(text []byte) (n int) {
	const ones = 0x0101010101010101
	n = len(text)
	for ; len(text) >= 8; text = text[8:] {
		b := binary.LittleEndian.Uint64(text)
		n -= bits.OnesCount64(b >> 7 &^ (b >> 6) & ones)
	}
	for _, b := range text {
		if !utf8.RuneStart(b) {
			n--
		}
	}
	return n
}

// runesBefore counts the code points that begin before an offset.
func (f *File) runesBefore(offset int) int {
	block := offset / blockSize
	if block >= len(f.runes) {
		block = len(f.runes) - 1
	}
	n := f.runes[block]
	return n + runeStarts(f.Text[block*blockSize:offset])
}

// columns counts the code points between two offsets of one line.
func (f *File) columns(from, to int) int {
	if to-from <= blockSize {
		return utf8.RuneCount(f.Text[from:to])
	}
	return f.runesBefore(to) - f.runesBefore(from)
}

// Lines is the number of lines; a final newline does not begin another one,
// but an empty file has one line.
func (f *File) Lines() int {
	n := len(f.starts)
	if n > 1 && f.starts[n-1] == len(f.Text) {
		n--
	}
	return n
}

// LineStart is the byte offset at which the 1-based line begins. Lines past the
// end give the length of the text.
func (f *File) LineStart(line int) int {
	if line < 1 {
		return 0
	}
	if line > len(f.starts) {
		return len(f.Text)
	}
	return f.starts[line-1]
}

// Line is the text of the 1-based line without its line break.
func (f *File) Line(line int) []byte {
	start, end := f.LineStart(line), f.LineStart(line+1)
	for end > start && (f.Text[end-1] == '\n' || f.Text[end-1] == '\r') {
		end--
	}
	return f.Text[start:end]
}

// LineOf is the 1-based line that holds the byte at offset.
func (f *File) LineOf(offset int) int {
	return sort.Search(len(f.starts), func(i int) bool { return f.starts[i] > offset })
}

// Position is a place for people: 1-based line, and 1-based column in Unicode
// code points (what SARIF calls unicodeCodePoints).
type Position struct {
	Line, Column int
}

// Position turns a byte offset into line and column. Offsets outside the file
// are clamped to its ends.
func (f *File) Position(offset int) Position {
	offset = min(max(offset, 0), len(f.Text))
	line := max(f.LineOf(offset), 1)
	return Position{Line: line, Column: f.columns(f.starts[line-1], offset) + 1}
}

// Span is the half-open byte range [Start, End) of a file. The zero Span is no
// place at all.
type Span struct {
	File       *File
	Start, End int
}

// IsZero says that the span names no place.
func (s Span) IsZero() bool { return s.File == nil }

// Text is the source text under the span, clamped to the file.
func (s Span) Text() string {
	if s.File == nil {
		return ""
	}
	start := min(max(s.Start, 0), len(s.File.Text))
	end := min(max(s.End, start), len(s.File.Text))
	return string(s.File.Text[start:end])
}

// Begin is the position of the first character, End that just behind the last
// one. Both are the zero Position for the zero Span.
func (s Span) Begin() Position {
	if s.File == nil {
		return Position{}
	}
	return s.File.Position(s.Start)
}

// Finish is the position just behind the last character.
func (s Span) Finish() Position {
	if s.File == nil {
		return Position{}
	}
	return s.File.Position(s.End)
}

// Line is the 1-based line on which the span begins, 0 for the zero Span.
func (s Span) Line() int { return s.Begin().Line }

// Name is the name of the span's file, empty for the zero Span.
func (s Span) Name() string {
	if s.File == nil {
		return ""
	}
	return s.File.Name
}

// Compare orders spans by file name, start and end; the zero Span is first.
func Compare(a, b Span) int {
	if a.File != b.File {
		switch an, bn := a.Name(), b.Name(); {
		case an < bn:
			return -1
		case an > bn:
			return 1
		}
	}
	if a.Start != b.Start {
		return a.Start - b.Start
	}
	return a.End - b.End
}
