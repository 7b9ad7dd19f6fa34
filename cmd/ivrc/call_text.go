package main

import (
	"fmt"
	"io"
	"strings"

	"ivrc/compiler/render"
	"ivrc/ir/call"
)

// Colours of a call on a terminal.
const (
	dim    = "2"
	cyan   = "36"
	yellow = "33"
	red    = "31"
)

// unbroken is a space at which no line ends; it is written as any other.
const unbroken = "\u00a0"

// pageWidth is the width of lines on a terminal, in columns.
const pageWidth = 80

// paper is where a call is written: with places in the source, and on a terminal
// with line breaks and perhaps colours.
type paper struct {
	to            io.Writer
	place         *walkable
	wrapped       bool
	colored       bool
	writingFailed error
}

func (s session) paper(p *walkable) *paper {
	out, ok := s.out.(*stream)
	return &paper{to: s.out, place: p, wrapped: ok && out.terminal, colored: s.colors(s.out)}
}

// turn writes one turn, before which the call waited for before.
func (p *paper) turn(t call.Turn, before call.Wait) {
	for _, line := range t.Lines(before) {
		p.line(line)
	}
}

func (p *paper) line(l call.Line) {
	if at := strings.Trim(l.Text, "[]"); l.Event == call.Reached && p.place.where(at) != "" {
		l.Text += "  " + p.place.where(at)
	}
	color := ""
	switch {
	case l.Event == call.Remark:
		color = yellow
	case l.Who == "-":
		color = dim
	case l.Who != "ivr":
		color = cyan
	}
	p.block(l.String(), call.WhoWidth+1, color)
}

// block writes a text, broken into lines on a terminal; all but the first begin
// below the text.
func (p *paper) block(text string, indent int, color string) {
	lines := []string{text}
	if p.wrapped {
		lines = wrap(text, pageWidth, indent)
	}
	for i, line := range lines {
		line = strings.ReplaceAll(line, unbroken, " ")
		if i > 0 {
			line = strings.Repeat(" ", indent) + line
		}
		if p.colored && color != "" {
			line = "\x1b[" + color + "m" + line + "\x1b[0m"
		}
		p.write("%s\n", line)
	}
}

func (p *paper) write(format string, args ...any) {
	if _, err := fmt.Fprintf(p.to, format, args...); err != nil && p.writingFailed == nil {
		p.writingFailed = err
	}
}

func (p *paper) failed() error {
	if p.writingFailed != nil {
		return failure(p.writingFailed)
	}
	return nil
}

// wrap breaks a text between words into lines of a width in columns; all but the
// first are shorter by the indent. A word that fits on no line is cut.
func wrap(text string, width, indent int) []string {
	var lines []string
	var line strings.Builder
	room := width
	flush := func() {
		lines = append(lines, strings.TrimRight(line.String(), " "))
		line.Reset()
		room = width - indent
	}
	for len(text) > 0 {
		word, rest := text, ""
		if i := strings.IndexByte(text[1:], ' '); i >= 0 {
			word, rest = text[:i+1], text[i+1:]
		}
		text = rest
		for takes := render.Columns(word); takes > room; takes = render.Columns(word) {
			if trimmed := strings.TrimLeft(word, " "); line.Len() > 0 && render.Columns(trimmed) <= width-indent {
				flush()
				word = trimmed
				continue
			}
			head := cut(word, room)
			line.WriteString(head)
			flush()
			word = word[len(head):]
		}
		line.WriteString(word)
		room -= render.Columns(word)
	}
	flush()
	return lines
}

// cut is the part of a word that fits, one character at least.
func cut(word string, room int) string {
	for i, r := range word {
		if room -= render.Columns(string(r)); room < 0 && i > 0 {
			return word[:i]
		}
	}
	return word
}
