package script

import (
	"strings"

	"ivrc/ir/call"
)

// FromTranscript is a call of a script that passes where a call goes as this one
// did: what was heard, what the caller and the network did, and how it ended.
// What was heard stands there whole and is looked for with contains, so that a
// text that grows still passes. Credentials in it are the caller's to mask.
func FromTranscript(name string, t call.Transcript) Call {
	c := Call{Name: name, Entry: t.Entry}
	for i, turn := range t.Turns {
		if i > 0 {
			in := turn.Input
			c.Lines = append(c.Lines, Line{Input: &in})
		}
		for _, text := range newHearing(turn.Moment.Events).lines() {
			if strings.TrimSpace(text) != "" {
				c.Lines = append(c.Lines, Line{Hear: &Hear{Contains: text}})
			}
		}
	}
	if ends := EndOf(t); len(ends) > 0 {
		c.Ends = ends[0]
	}
	return c
}
