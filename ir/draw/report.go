package draw

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/ir"
)

// Mermaid refuses longer texts and more lines unless it is told otherwise.
const (
	mermaidChars = 50000
	mermaidLines = 500
)

// Report is a page about the flow in Markdown: ways in, what is heard and where it
// goes, keys, the shortest call to each step, and the graph.
func Report(f *ir.Flow) string {
	r := &report{picture: newPicture(f), byStep: make([][]way, len(f.Steps))}
	for _, w := range r.ways {
		r.byStep[w.from] = append(r.byStep[w.from], w)
	}
	r.printf("# %s\n\n", markdown(r.heading()))
	if text := r.mask(f.Description); text != "" {
		r.printf("%s\n\n", markdown(text))
	}
	r.printf("Flow `%s`, %s.\n", f.ID, count(len(f.Steps), "step"))
	r.entries()
	r.steps()
	r.keys()
	r.calls()
	r.graph()
	return r.b.String()
}

type report struct {
	*picture
	b      strings.Builder
	byStep [][]way
}

func (r *report) printf(format string, args ...any) { fmt.Fprintf(&r.b, format, args...) }

// table writes the head of a table.
func (r *report) table(title string, columns ...string) {
	r.printf("\n## %s\n\n| %s |\n|%s\n", title, strings.Join(columns, " | "), strings.Repeat(" --- |", len(columns)))
}

func (r *report) row(cells ...string) { r.printf("| %s |\n", strings.Join(cells, " | ")) }

func (r *report) entries() {
	r.table("Where calls begin", "entry", "first step")
	for _, e := range r.flow.Entries {
		r.row(entryName(e), r.name(e.Step))
	}
	for _, a := range r.anywheres {
		r.printf("\nFrom every step that says nothing else: %s → %s\n", kindWords(a.kinds), r.name(a.to))
	}
}

// name is a target as code.
func (r *report) name(t ir.Target) string { return "`" + r.flow.TargetName(t) + "`" }

func (r *report) steps() {
	r.table("Steps", "step", "does", "is heard", "goes to")
	for i, s := range r.flow.Steps {
		does := s.Act.Word()
		if detail := r.detail(s); detail != "" {
			does += " " + markdown(detail)
		}
		heard := markdown(r.spoken(s))
		if note := r.mask(s.Note); note != "" {
			if heard != "" {
				heard += "<br>"
			}
			heard += "*" + markdown(note) + "*"
		}
		var goes []string
		for _, w := range r.byStep[i] {
			goes = append(goes, strings.TrimLeft(markdown(r.label(w))+" → ", " ")+r.name(w.to))
		}
		r.row("`"+s.ID+"`", does, heard, strings.Join(goes, "<br>"))
	}
}

func (r *report) keys() {
	first := true
	for _, s := range r.flow.Steps {
		menu, ok := s.Act.(*ir.Menu)
		if !ok {
			continue
		}
		if first {
			r.table("Keys", "menu", "key", "leads to")
			first = false
		}
		at := 0
		for _, k := range menu.Keys {
			e, next, ok := s.EdgeFrom(at, ir.KeyOutcome(k.Key))
			if at = next; ok {
				r.row("`"+s.ID+"`", markdown(string(k.Key)), r.name(e.To))
			}
		}
	}
}

// shownHops is how many steps of a long call are shown.
const shownHops = 8

// calls writes the shortest call to each step.
func (r *report) calls() {
	r.table("The shortest call to each step", "step", "call")
	c := r.shortest()
	for i, s := range r.flow.Steps {
		r.row("`"+s.ID+"`", r.call(c, i))
	}
}

func (r *report) call(c calls, step int) string {
	var hops []string
	at := step
	for c.via[at] >= 0 && len(hops) < shownHops {
		w := r.ways[c.via[at]]
		hop := " → "
		if label := r.first(w); label != "" {
			hop = ", " + label + hop
		}
		hops = append(hops, hop+"`"+r.flow.Steps[at].ID+"`")
		at = w.from
	}
	switch {
	case !c.reached[step]:
		return "no call gets there"
	case c.via[at] >= 0:
		hops = append(hops, "… → `"+r.flow.Steps[at].ID+"`")
	case c.entry[at] < 0:
		hops = append(hops, "anywhere → `"+r.flow.Steps[at].ID+"`")
	default:
		hops = append(hops, entryName(r.flow.Entries[c.entry[at]])+" → `"+r.flow.Steps[at].ID+"`")
	}
	slices.Reverse(hops)
	return strings.Join(hops, "")
}

// first is the first outcome of a way in words, empty for going on.
func (r *report) first(w way) string {
	keys, words := r.words(w)
	switch {
	case len(keys) > 0:
		return "key " + markdown(keys[0])
	case len(words) > 0:
		return markdown(words[0])
	}
	return ""
}

func (r *report) graph() {
	chart := Mermaid(r.flow)
	r.printf("\n## Graph\n\n")
	if len(chart) > mermaidChars || strings.Count(chart, "-->")+strings.Count(chart, "-.->") > mermaidLines {
		r.printf("The graph is too big for Mermaid; `ivrc graph --format svg` draws it.\n")
		return
	}
	r.printf("```mermaid\n%s```\n", chart)
}

// markdownEscaper writes what Markdown or HTML could take for something else.
var markdownEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"|", `\|`, "~", `\~`, "#", `\#`, "$", `\$`, "!", `\!`, "\n", " ")

// markdown is a text on one line of Markdown that reads as it is.
func markdown(text string) string {
	return markdownEscaper.Replace(strings.Join(strings.Fields(legal(text)), " "))
}
