package main

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"ivrc/compiler/source"
)

// diffContext is how many lines are shown around a change.
const diffContext = 3

// unifiedDiff shows what a fix changes. Fixes neither add nor remove lines, so the
// hunks are the lines that differ. Credentials are hidden and signs that nobody
// sees are shown as a dot: the diff is for people, and --fix makes the change.
func unifiedDiff(old, now *source.File) string {
	var b strings.Builder
	last := 0
	for _, h := range hunks(old, now) {
		if last == 0 {
			fmt.Fprintf(&b, "--- %s\n+++ %s\n", old.Name, old.Name)
		}
		last = h.end
		fmt.Fprintf(&b, "@@ -%d,%d +%d,%d @@\n", h.start, h.end-h.start, h.start, h.end-h.start)
		for line := h.start; line < h.end; {
			if sameLine(old, now, line) {
				diffLine(&b, ' ', old, line)
				line++
				continue
			}
			end := line
			for end < h.end && !sameLine(old, now, end) {
				diffLine(&b, '-', old, end)
				end++
			}
			for ; line < end; line++ {
				diffLine(&b, '+', now, line)
			}
		}
	}
	return b.String()
}

// hunk is lines [start, end), 1-based.
type hunk struct{ start, end int }

func hunks(old, now *source.File) []hunk {
	var all []hunk
	for line := 1; line <= old.Lines(); line++ {
		if sameLine(old, now, line) {
			continue
		}
		h := hunk{max(1, line-diffContext), min(old.Lines(), line+diffContext) + 1}
		if n := len(all); n > 0 && all[n-1].end >= h.start {
			all[n-1].end = h.end
		} else {
			all = append(all, h)
		}
	}
	return all
}

func sameLine(old, now *source.File, line int) bool {
	return bytes.Equal(old.Line(line), now.Line(line))
}

func diffLine(b *strings.Builder, sign byte, f *source.File, line int) {
	start, end := f.LineStart(line), f.LineStart(line+1)
	text := f.Shown(start, end)
	whole := strings.HasSuffix(text, "\n")
	text = strings.TrimSuffix(text, "\n")
	carriage := strings.HasSuffix(text, "\r")
	b.WriteByte(sign)
	b.WriteString(seen(strings.TrimSuffix(text, "\r")))
	if carriage {
		b.WriteByte('\r')
	}
	b.WriteByte('\n')
	if !whole {
		b.WriteString("\\ No newline at end of file\n")
	}
}

// seen makes text safe for a terminal.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return '·'
		}
		return r
	}, text)
}
