package main

import (
	"slices"
	"strconv"
	"strings"

	"ivrc/ir"
	"ivrc/ir/call"
)

// numbered are the choices that are picked by their number: what the network says,
// and where an application sends the call.
func numbered(wait call.Wait) []call.Input {
	var out []call.Input
	for _, c := range wait.Choices() {
		if c.Input.Kind == call.Answer || c.Input.Kind == call.Return && c.Input.Value != "" {
			out = append(out, c.Input)
		}
	}
	return out
}

// typed is what a word stands for while the call waits: what ParseInput reads, and
// here besides a number of the choices, a step by its name, and the key that
// leaves a conference.
func typed(word string, wait call.Wait, leaveKey string) (call.Input, error) {
	choices := numbered(wait)
	if n, err := strconv.Atoi(word); err == nil && n >= 1 && n <= len(choices) {
		return choices[n-1], nil
	}
	if wait.Kind == call.InRoom && word == leaveKey {
		return call.Input{Kind: call.Leave}, nil
	}
	if i := slices.IndexFunc(choices, func(in call.Input) bool { return in.Value == word }); i >= 0 {
		return choices[i], nil
	}
	in, err := call.ParseInput(word)
	if err != nil && wait.Kind == call.Application && len(wait.Returns) == 0 {
		return call.Input{Kind: call.Return, Value: word}, nil
	}
	return in, err
}

// offers are the choices as the line above the cursor shows them: what to type,
// and what it does. That a provider fails is possible always, and told by ?.
func offers(wait call.Wait) []string {
	var out []string
	n := 0
	for _, c := range wait.Choices() {
		word := c.Input.String()
		switch in := c.Input; {
		case in.Kind == call.Fault:
			continue
		case in.Kind == call.Press:
			out = append(out, c.Means)
			continue
		case in.Kind == call.Return && in.Value == "":
			out = append(out, "the name of a step, or end")
			continue
		case in.Kind == call.Answer, in.Kind == call.Return:
			n++
			word = strconv.Itoa(n)
		case in.Kind == call.HangUp:
			word = "h"
		}
		out = append(out, strings.TrimSpace(word+" "+strings.TrimPrefix(c.Means, word+" ")))
	}
	if len(out) == 0 {
		out = []string{"fault"}
	}
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], " ", unbroken)
	}
	return out
}

// leaveKey is the key by which the conference is left, empty where nobody can tell.
func (w *walk) leaveKey() string {
	if w.flow == nil {
		return ""
	}
	for _, step := range w.flow.Steps {
		if room, ok := step.Act.(*ir.Conference); ok && step.ID == w.wait().Step {
			return string(room.Leave)
		}
	}
	return ""
}
