// Package lock reads and writes the file in which the numbers of prompts stand
// that people have drawn by hand at a provider.
//
// In: the bytes of one file, or the numbers of flows. Out: the numbers with their
// places, and diagnostics 0xx and 1xx with exact places; or the text, the same for
// the same numbers, one line for each step and sorted, so that two branches of a
// repository seldom touch the same line. It goes through the same reader as
// flows. It refuses what two people could read in two ways: a number of two steps,
// a number below 1, keys that do not exist.
package lock

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// versionKey begins the file.
const versionKey = "ivr-prompts"

// Entry is the number of one name.
type Entry struct {
	// Name is a step's id, with ".2" and so on for further attempts of a question.
	Name   string
	Number int
	// Print is a fingerprint of what was drawn, empty where nobody wrote it.
	Print string
	// Retired says that nothing has the name any more.
	Retired bool
	// Span is the number; the zero Span for one that is not in a file yet.
	Span source.Span
}

// Lock is what one file says.
type Lock struct{ flows map[string][]Entry }

// Flow are the numbers of a flow, sorted by name; nil where the file has none.
func (l *Lock) Flow(id string) []Entry { return slices.Clone(l.flows[id]) }

// Set replaces the numbers of a flow.
func (l *Lock) Set(id string, entries []Entry) {
	if l.flows == nil {
		l.flows = map[string][]Entry{}
	}
	l.flows[id] = slices.Clone(entries)
}

// Parse reads one file. What could be read is fit for use only if the list has no
// errors.
func Parse(file *source.File, limits syntax.Limits) (*Lock, diag.List) {
	l := &Lock{flows: map[string][]Entry{}}
	root, list := syntax.Parse(file, limits)
	if root == nil {
		return l, aboutNumbers(list)
	}
	r := &reader{lock: l, damaged: list.HasErrors(), list: aboutNumbers(list)}
	r.root(root)
	r.list.Sort()
	return l, r.list
}

// aboutNumbers replaces the next step of findings of the reader that speak of
// flows.
func aboutNumbers(list diag.List) diag.List {
	for i, d := range list {
		if d.Code == diag.OneDocument {
			list[i].Help = []string{"the file begins with   " + versionKey + ": 1; if it holds no number that you need, delete it"}
		}
	}
	return list
}

const heading = `# The numbers of prompts that people have drawn by hand, by flow and step. ivrc
# build writes this file; keep it with the flows. To rename a step and keep its
# number, change the name here too. A retired number is not used again.
` + versionKey + ": 1\nflows:\n"

// Encode is the text of the file: flows and names are sorted.
func (l *Lock) Encode() []byte {
	var ids []string
	for id, entries := range l.flows {
		if len(entries) > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var b strings.Builder
	b.WriteString(heading)
	if len(ids) == 0 {
		return []byte(strings.TrimSuffix(heading, "flows:\n") + "flows: {}\n")
	}
	for _, id := range ids {
		entries := slices.Clone(l.flows[id])
		slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
		fmt.Fprintf(&b, "  %s:\n", key(id))
		for _, e := range entries {
			fmt.Fprintf(&b, "    %s: {prompt: %d", key(e.Name), e.Number)
			if e.Print != "" {
				fmt.Fprintf(&b, ", print: %q", e.Print)
			}
			if e.Retired {
				b.WriteString(", retired: true")
			}
			b.WriteString("}\n")
		}
	}
	return []byte(b.String())
}

// key puts an id in quotes that some reader of YAML takes for another word.
func key(id string) string {
	switch id {
	case "null", "true", "false", "yes", "no", "on", "off", "y", "n":
		return `"` + id + `"`
	}
	return id
}
