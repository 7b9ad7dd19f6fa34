package reread

import (
	"strconv"
	"time"
)

// The words in which both halves speak; the rest are the flow format's.
const (
	// actSilent is a document without elements.
	actSilent = "nothing"
	// actEntry is a stable file that repeats a document.
	actEntry = "entry"
	// outcomeAnswer is what an entry file does.
	outcomeAnswer = "answer"
	// fromHere stands in an attempt between what nobody can interrupt and what keys
	// interrupt.
	fromHere = "keys interrupt from here"

	afterTimeout = "timeout"
	afterNoMatch = "nomatch"
)

// later names a further attempt as the target of an edge.
func later(step string, number int, after string) string {
	return "attempt " + strconv.Itoa(number) + " of " + step + " after " + after
}

// moment is what the names of facts end in, where they belong to a further
// attempt.
func moment(number int, after string) string {
	if after == "" {
		return ""
	}
	return " at attempt " + strconv.Itoa(number) + " after " + after
}

// seconds is a time as Plivo takes it: whole seconds, rounded up, at least one
// (plivo.md §1.6, §1.8).
func seconds(d time.Duration) string {
	whole := int64(d / time.Second)
	if d%time.Second > 0 {
		whole++
	}
	return strconv.FormatInt(max(whole, 1), 10) + "s"
}
