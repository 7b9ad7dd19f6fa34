package show

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"ivrc/ir/changes"
)

// Options are how much is shown, and how.
type Options struct {
	// Max is the number of changes shown of all flows together; the rest is counted.
	// 0 shows all.
	Max int
	// Color allows ANSI colours, in text only. Without them the text is the same.
	Color bool
}

// Text writes the report for people. The error is the writer's own.
func Text(w io.Writer, r Report, options Options) error {
	p := page{left: options.Max, all: options.Max == 0, color: options.Color}
	for _, f := range r.Flows {
		p.flow(f)
	}
	if p.hidden > 0 {
		fmt.Fprintf(&p.b, "and %s\n", plural(p.hidden, "more change"))
	}
	_, err := w.Write(p.b.Bytes())
	return err
}

// page is a text in the making.
type page struct {
	b            bytes.Buffer
	left, hidden int
	all, color   bool
}

// takes says that one more change may be shown, and counts it if not.
func (p *page) takes() bool {
	if p.all {
		return true
	}
	if p.left == 0 {
		p.hidden++
		return false
	}
	p.left--
	return true
}

func (p *page) flow(f Flow) {
	fmt.Fprintf(&p.b, "%s: %s\n", f.ID, heading(f))
	for _, g := range changes.Groups() {
		p.group(g, f.Changes)
	}
}

// heading is what became of a flow.
func heading(f Flow) string {
	switch f.Status {
	case Added:
		return "a new flow of " + plural(f.Steps, "step")
	case Gone:
		return "the flow is gone, it had " + plural(f.Steps, "step")
	case Changed:
		return plural(len(f.Changes), "change") + " for callers"
	}
	return "nothing changes for callers"
}

func (p *page) group(g changes.Group, list []changes.Change) {
	titled := false
	for _, c := range of(g, list) {
		if !p.takes() {
			continue
		}
		if !titled {
			fmt.Fprintf(&p.b, "  %s\n", g.Title)
			titled = true
		}
		fmt.Fprintf(&p.b, "    %s: %s%s\n", printable(where(c)), printable(sentence(c)), only(c))
		if c.Kind == changes.PromptChanged {
			fmt.Fprintf(&p.b, "      %s\n", p.words(c.Words))
		}
	}
}

// of are the changes of a group, in their order.
func of(g changes.Group, list []changes.Change) []changes.Change {
	var out []changes.Change
	for _, c := range list {
		for _, k := range g.Kinds {
			if c.Kind == k {
				out = append(out, c)
			}
		}
	}
	return out
}

// words are two prompts in one line: [-gone-] {+new+}.
func (p *page) words(list []changes.Word) string {
	var b strings.Builder
	for i, w := range list {
		if w.Gap && i > 0 {
			b.WriteByte(' ')
		}
		text := printable(w.Text)
		switch w.Op {
		case changes.Gone:
			b.WriteString(p.paint("31", "[-"+text+"-]"))
		case changes.New:
			b.WriteString(p.paint("32", "{+"+text+"+}"))
		default:
			b.WriteString(short(text, i == 0, i == len(list)-1))
		}
	}
	return b.String()
}

func (p *page) paint(color, text string) string {
	if !p.color {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

// beside is how many words that stay are shown next to a change.
const beside = 8

// short leaves out of a run of words that stay what is far from any change: the
// middle, or the outer part at an end of the prompt.
func short(text string, first, last bool) string {
	head, tail := beside, beside
	if first {
		head = 0
	}
	if last {
		tail = 0
	}
	fields := strings.Fields(text)
	if len(fields) <= head+tail+2 {
		return text
	}
	parts := append(fields[:head:head], "…")
	return strings.Join(append(parts, fields[len(fields)-tail:]...), " ")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// printable replaces what a terminal would obey or hide.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || unicode.IsPrint(r) {
			return r
		}
		return '�'
	}, text)
}
