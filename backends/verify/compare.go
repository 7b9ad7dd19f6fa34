package verify

import (
	"fmt"
	"slices"
	"strings"
)

// Compare lists how what is heard differs from what is expected: one sentence
// for each difference, sorted, nil where they are the same. Targets of edges are
// compared by name.
func Compare(expected, heard []Heard) []string {
	return CompareBy(expected, heard, func(to string) string { return to })
}

// CompareBy is Compare for lists in which several targets may be one to a
// caller: class gives what is the same for all of them. A reread package gives
// the bytes of a step's own document, so that it does not matter which of two
// equal documents a link names.
func CompareBy(expected, heard []Heard, class func(to string) string) []string {
	c := comparison{class: class}
	byID := make(map[string]*Heard, len(heard))
	for i := range heard {
		byID[heard[i].ID] = &heard[i]
	}
	known := make(map[string]bool, len(expected))
	for i := range expected {
		want := &expected[i]
		known[want.ID] = true
		if got := byID[want.ID]; got == nil {
			c.add("%s: the flow has it, the files do not", want.ID)
		} else {
			c.step(want, got)
		}
	}
	for i := range heard {
		if !known[heard[i].ID] {
			c.add("%s: the files have it, the flow does not", heard[i].ID)
		}
	}
	slices.Sort(c.differences)
	return slices.Compact(c.differences)
}

type comparison struct {
	class       func(string) string
	differences []string
}

func (c *comparison) add(format string, args ...any) {
	c.differences = append(c.differences, fmt.Sprintf(format, args...))
}

// differ adds the sentence that all differences have.
func (c *comparison) differ(step, what, want, got string) {
	c.add("%s, %s: the flow says %s, the files say %s", step, what, want, got)
}

func (c *comparison) step(want, got *Heard) {
	if want.Act != got.Act {
		c.differ(want.ID, "act", want.Act, got.Act)
	}
	c.sounds(want.ID, "what is heard", want.Say, got.Say)
	// Nearly always nothing differs, and to see that is cheap.
	if !slices.Equal(want.Facts, got.Facts) {
		c.facts(want, got)
	}
	if !sameAttempts(want.Attempts, got.Attempts) {
		c.attempts(want, got)
	}
	if !sameEdges(want.Edges, got.Edges, c.class) {
		c.edges(want, got)
	}
}

// sounds names the first place at which two prompts part.
func (c *comparison) sounds(step, what string, want, got []Sound) {
	for i := range max(len(want), len(got)) {
		if i < len(want) && i < len(got) && want[i] == got[i] {
			continue
		}
		w, g := soundAt(want, i), soundAt(got, i)
		if w != g {
			c.differ(step, fmt.Sprintf("%s, part %d", what, i+1), w, g)
			return
		}
	}
}

const nothing = "nothing"

// soundAt is a sound in words.
func soundAt(sounds []Sound, i int) string {
	if i >= len(sounds) {
		return nothing
	}
	s := sounds[i]
	text := fmt.Sprintf("%s %q", s.Kind, s.What)
	if s.Voice != "" || s.Language != "" {
		text += fmt.Sprintf(" (voice %q, language %q)", s.Voice, s.Language)
	}
	return text
}

func (c *comparison) facts(want, got *Heard) {
	w, g := factsOf(want.Facts), factsOf(got.Facts)
	for _, f := range want.Facts {
		if value, ok := g[f.Name]; !ok {
			c.differ(want.ID, f.Name, f.Value, nothing)
		} else if value != w[f.Name] {
			c.differ(want.ID, f.Name, w[f.Name], value)
		}
	}
	for _, f := range got.Facts {
		if _, ok := w[f.Name]; !ok {
			c.differ(want.ID, f.Name, nothing, f.Value)
		}
	}
}

// factsOf are facts by name; one that stands twice has both values.
func factsOf(facts []Fact) map[string]string {
	out := make(map[string]string, len(facts))
	for _, f := range facts {
		if before, ok := out[f.Name]; ok {
			f.Value = before + " and " + f.Value
		}
		out[f.Name] = f.Value
	}
	return out
}

type moment struct {
	number int
	after  string
}

// String is the moment in words of the flow format.
func (m moment) String() string {
	if m.after == "" {
		return fmt.Sprintf("attempt %d", m.number)
	}
	return fmt.Sprintf("attempt %d after %s", m.number, m.after)
}

func (c *comparison) attempts(want, got *Heard) {
	heard := make(map[moment][]Sound, len(got.Attempts))
	for _, a := range got.Attempts {
		heard[moment{a.Number, a.After}] = a.Sounds
	}
	expected := make(map[moment]bool, len(want.Attempts))
	for _, a := range want.Attempts {
		m := moment{a.Number, a.After}
		expected[m] = true
		if sounds, ok := heard[m]; ok {
			c.sounds(want.ID, m.String(), a.Sounds, sounds)
		} else {
			c.add("%s, %s: the flow has it, the files do not", want.ID, m)
		}
	}
	for _, a := range got.Attempts {
		if m := (moment{a.Number, a.After}); !expected[m] {
			c.add("%s, %s: the files have it, the flow does not", want.ID, m)
		}
	}
}

type way struct {
	outcome string
	attempt int
}

// String is the way in words of the flow format.
func (w way) String() string {
	if w.attempt == 0 {
		return w.outcome
	}
	return fmt.Sprintf("%s at attempt %d", w.outcome, w.attempt)
}

// edges compares where each outcome leads. An outcome may stand several times
// where several words or documents stand for it: they must lead to one place.
func (c *comparison) edges(want, got *Heard) {
	w, g := targetsOf(want.Edges), targetsOf(got.Edges)
	for _, e := range want.Edges {
		at := way{e.Outcome, e.Attempt}
		if to := g[at]; !c.sameTargets(w[at], to) {
			c.differ(want.ID, at.String(), "to "+strings.Join(w[at], " and "), leads(to))
		}
	}
	for _, e := range got.Edges {
		if at := (way{e.Outcome, e.Attempt}); w[at] == nil {
			c.differ(want.ID, at.String(), nothing, leads(g[at]))
		}
	}
}

func leads(to []string) string {
	if len(to) == 0 {
		return nothing
	}
	return "to " + strings.Join(to, " and ")
}

func targetsOf(edges []Edge) map[way][]string {
	out := make(map[way][]string, len(edges))
	for _, e := range edges {
		at := way{e.Outcome, e.Attempt}
		if !slices.Contains(out[at], e.To) {
			out[at] = append(out[at], e.To)
		}
	}
	return out
}

func (c *comparison) sameTargets(want, got []string) bool {
	if slices.Equal(want, got) {
		return true // whatever their classes are
	}
	classes := func(targets []string) []string {
		var out []string
		for _, t := range targets {
			out = append(out, c.class(t))
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return slices.Equal(classes(want), classes(got))
}
