package draw

import (
	"fmt"
	"strings"

	"ivrc/ir"
)

const dotHead = `  graph [fontname="Helvetica,Arial,sans-serif", labelloc=t, rankdir=TB, nodesep=0.35, ranksep=0.5];
  node [fontname="Helvetica,Arial,sans-serif", fontsize=11, shape=box, style="rounded,filled", fillcolor="#f7f9fb", color="#8795a3"];
  edge [fontname="Helvetica,Arial,sans-serif", fontsize=11, color="#52606d", arrowsize=0.7];
`

// dotQuiet are the attributes of quiet lines.
const dotQuiet = `style=dashed, color="#9aa5b1", fontcolor="#5a6672"`

// dotFill are the colours of boxes by what their act does.
func dotFill(a ir.Act) string {
	switch actClass(a) {
	case "asks":
		return `, fillcolor="#eef4fd", color="#3b74b9"`
	case "dials":
		return `, fillcolor="#edf7ee", color="#4b8b52"`
	case "records":
		return `, fillcolor="#fdf3e7", color="#b9772b"`
	case "sends":
		return `, fillcolor="#f5effb", color="#8659b5"`
	case "leaves":
		return `, fillcolor="#e9ecef", color="#52606d"`
	}
	return ""
}

// DOT is the flow in the language of Graphviz. Names of steps are names of nodes;
// entries and ends have a space in theirs, which no step has.
func DOT(f *ir.Flow) string {
	p := newPicture(f)
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, "  "+format+"\n", args...) }
	fmt.Fprintf(&b, "digraph %s {\n", dotQuote(f.ID))
	b.WriteString(dotHead)
	line("label=%s;", dotQuote(p.heading()))
	for _, s := range f.Steps {
		line("%s [label=%s, tooltip=%s%s];", dotQuote(s.ID), dotQuote(p.caption(s)...), dotQuote(p.whole(s)), dotFill(s.Act))
	}
	stop := func(name string) {
		line(`%s [shape=doublecircle, label="", width=0.12, fixedsize=true, style=filled, fillcolor="#52606d"];`, dotQuote(name))
	}
	for _, e := range f.Entries {
		name := "entry " + e.ID
		line(`%s [shape=cds, label=%s, fontsize=10, style=filled, fillcolor="#1f4f8a", fontcolor=white];`, dotQuote(name), dotQuote(entryName(e)))
		line("%s -> %s;", dotQuote(name), dotQuote(f.TargetName(e.Step)))
	}
	for _, a := range p.anywheres {
		words := kindWords(a.kinds)
		name, target := "anywhere "+words, f.TargetName(a.to)
		line(`%s [shape=plaintext, style="", label=%s, fontsize=10, fontcolor="#5a6672"];`, dotQuote(name), dotQuote("anywhere: "+words))
		if a.to == ir.End {
			target = "end of " + name
			stop(target)
		}
		line("%s -> %s [%s];", dotQuote(name), dotQuote(target), dotQuiet)
	}
	stopped := map[int]bool{}
	for _, w := range p.ways {
		target := f.TargetName(w.to)
		if !w.to.IsStep() {
			target = "end of " + f.Steps[w.from].ID
			if !stopped[w.from] {
				stopped[w.from] = true
				stop(target)
			}
		}
		attributes := ""
		if label := p.label(w); label != "" {
			attributes = " [label=" + dotQuote(label) + "]"
		}
		if w.quiet {
			attributes += " [" + dotQuiet + "]"
		}
		line("%s -> %s%s;", dotQuote(f.Steps[w.from].ID), dotQuote(target), attributes)
	}
	b.WriteString("}\n")
	return b.String()
}

// caption is what stands in a box of a picture that somebody else lays out: the
// id, the act, and the first words.
func (p *picture) caption(s *ir.Step) []string {
	head := s.Act.Word()
	if detail := p.detail(s); detail != "" {
		head += " " + textFace.cut(legal(detail), cardLeast)
	}
	lines := []string{s.ID, head}
	if say := p.spoken(s); say != "" {
		lines = append(lines, textFace.wrap("“"+legal(say)+"”", cardLeast, promptMost)...)
	}
	return append(lines, noteFace.wrap(legal(p.mask(s.Note)), cardLeast, 2)...)
}

// Inside quotes Graphviz knows backslashes and HTML's entities; it takes nothing
// there for markup.
var dotEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;")

// dotQuote is a string of Graphviz, one line for each text.
func dotQuote(lines ...string) string {
	for i, line := range lines {
		lines[i] = dotEscaper.Replace(legal(line))
	}
	return `"` + strings.Join(lines, `\n`) + `"`
}
