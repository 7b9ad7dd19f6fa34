package main

import (
	"fmt"
	"io"
	"strings"

	"ivrc/compiler/script"
	"ivrc/ir/call"
)

// text writes what people read: what is wrong with files on stderr, then each call
// that fails as a dialogue with the first wrong line marked.
func (r *testRun) text(w io.Writer) error {
	if list := r.problems(); len(list) > 0 {
		if err := r.session.text(r.err, list); err != nil {
			return err
		}
	}
	var b strings.Builder
	for _, u := range r.suites {
		for _, result := range u.results {
			if !result.Passed() {
				fmt.Fprintf(&b, "FAILED  %s (%s:%d)\n", result.Call.Name, u.path, result.Call.Span.Line())
				for _, line := range told(result) {
					b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
				}
				b.WriteByte('\n')
			}
		}
		text := u.masked(b.String())
		b.Reset()
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return nil
}

// told is a call that failed: the dialogue up to the turn of the first failure with
// the wrong line marked and what was expected there, then the other failures.
func told(result script.Result) []string {
	first := result.Failures[0]
	var lines []string
	for n, turn := range result.Transcript.Turns {
		if n > first.Turn {
			break
		}
		spoken, at := dialogue(n, turn, first)
		for i, line := range spoken {
			if n == first.Turn && i == at {
				lines = append(lines, "> "+line)
				lines = append(lines, expected(first)...)
				continue
			}
			lines = append(lines, "  "+line)
		}
		if n == first.Turn && first.Input != nil {
			refused, _ := dialogue(1, call.Turn{Input: *first.Input}, first)
			lines = append(lines, "> "+strings.Join(refused, ""))
		}
		if n == first.Turn && at < 0 {
			lines = append(lines, expected(first)...)
		}
	}
	if len(result.Transcript.Turns) == 0 {
		lines = append(lines, expected(first)...)
	}
	for _, f := range result.Failures[1:] {
		lines = append(lines, "  also "+f.Message+" ("+scriptPlace(f)+")")
		lines = append(lines, sides(f, "       ")...)
	}
	return lines
}

// expected is what was expected in the place of the marked line.
func expected(f script.Failure) []string {
	lines := []string{"^ " + f.Message + " (" + scriptPlace(f) + ")"}
	return append(lines, sides(f, "  ")...)
}

// sides are the lines of the flow and of the documents where they differ.
func sides(f script.Failure, indent string) []string {
	var lines []string
	for _, line := range f.Want {
		lines = append(lines, fmt.Sprintf("%sthe flow: %s", indent, line))
	}
	for _, line := range f.Got {
		lines = append(lines, fmt.Sprintf("%s%8s: %s", indent, f.Target, line))
	}
	return lines
}

func scriptPlace(f script.Failure) string {
	at := f.Span.Begin()
	return fmt.Sprintf("%s:%d:%d", f.Span.Name(), at.Line, at.Column)
}

// dialogue are the lines of a turn, and the position of the one that a failure is
// about, -1 for none.
func dialogue(n int, turn call.Turn, f script.Failure) (lines []string, at int) {
	var b strings.Builder
	t := call.Transcript{Turns: []call.Turn{turn}}
	if n > 0 {
		t.Turns = []call.Turn{{}, turn}
	}
	_ = t.Text(&b) // a builder takes everything
	if b.Len() > 0 {
		lines = strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	}
	if f.Turn != n || f.Event < 0 {
		return lines, -1
	}
	at = min(n, 1)
	for _, e := range turn.Moment.Events[:f.Event] {
		if e.Line() != "" {
			at++
		}
	}
	return lines, at
}
