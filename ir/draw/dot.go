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

// graphviz writes the language of Graphviz.
type graphviz struct {
	*picture
	b strings.Builder
}

// DOT is the flow in the language of Graphviz. Names of steps are names of nodes;
// entries and ends have a space in theirs, which no step has.
func DOT(f *ir.Flow) string {
	g := &graphviz{picture: newPicture(f)}
	fmt.Fprintf(&g.b, "digraph %s {\n", dotQuote(f.ID))
	g.b.WriteString(dotHead)
	g.line("label=%s;", dotQuote(g.heading()))
	for _, s := range f.Steps {
		g.line("%s [label=%s, tooltip=%s%s];", dotQuote(s.ID), dotQuote(g.caption(s)...), dotQuote(g.whole(s)), dotFill(s.Act))
	}
	g.leads()
	g.ways()
	g.b.WriteString("}\n")
	return g.b.String()
}

func (g *graphviz) line(format string, args ...any) { fmt.Fprintf(&g.b, "  "+format+"\n", args...) }

// stop writes a small end.
func (g *graphviz) stop(name string) {
	g.line(`%s [shape=doublecircle, label="", width=0.12, fixedsize=true, style=filled, fillcolor="#52606d"];`, dotQuote(name))
}

// leads writes entries and flow-wide handlers.
func (g *graphviz) leads() {
	for _, e := range g.flow.Entries {
		name := dotQuote("entry " + e.ID)
		g.line(`%s [shape=cds, label=%s, fontsize=10, style=filled, fillcolor="#1f4f8a", fontcolor=white];`, name, dotQuote(entryName(e)))
		g.line("%s -> %s;", name, dotQuote(g.flow.TargetName(e.Step)))
	}
	for _, a := range g.anywheres {
		words := kindWords(a.kinds)
		name, target := "anywhere "+words, g.flow.TargetName(a.to)
		g.line(`%s [shape=plaintext, style="", label=%s, fontsize=10, fontcolor="#5a6672"];`, dotQuote(name), dotQuote("anywhere: "+words))
		if a.to == ir.End {
			target = "end of " + name
			g.stop(target)
		}
		g.line("%s -> %s [%s];", dotQuote(name), dotQuote(target), dotQuiet)
	}
}

// ways writes the lines between steps; a step has one end of its own.
func (g *graphviz) ways() {
	stopped := -1
	for _, w := range g.picture.ways {
		from, target := g.flow.Steps[w.from].ID, g.flow.TargetName(w.to)
		if !w.to.IsStep() {
			target = "end of " + from
			if stopped != w.from {
				stopped = w.from
				g.stop(target)
			}
		}
		attributes := ""
		if label := g.label(w); label != "" {
			attributes = " [label=" + dotQuote(label) + "]"
		}
		if w.quiet {
			attributes += " [" + dotQuiet + "]"
		}
		g.line("%s -> %s%s;", dotQuote(from), dotQuote(target), attributes)
	}
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
