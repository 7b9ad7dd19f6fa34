package draw

import (
	"fmt"
	"strconv"
	"strings"

	"ivrc/ir"
)

const mermaidClasses = `  classDef speaks fill:#f7f9fb,stroke:#8795a3,color:#1f2933
  classDef asks fill:#eef4fd,stroke:#3b74b9,color:#1f2933
  classDef dials fill:#edf7ee,stroke:#4b8b52,color:#1f2933
  classDef records fill:#fdf3e7,stroke:#b9772b,color:#1f2933
  classDef sends fill:#f5effb,stroke:#8659b5,color:#1f2933
  classDef leaves fill:#e9ecef,stroke:#52606d,color:#1f2933
  classDef entry fill:#1f4f8a,stroke:#1f4f8a,color:#ffffff
  classDef stop fill:#52606d,stroke:#52606d,color:#ffffff
  classDef quiet fill:none,stroke:#9aa5b1,stroke-dasharray:4 3,color:#5a6672
`

// chart writes a flowchart of Mermaid.
type chart struct {
	*picture
	b     strings.Builder
	names []string // of steps
	lines int
	quiet []string // numbers of quiet lines
}

// Mermaid is the flow as a flowchart of Mermaid.
func Mermaid(f *ir.Flow) string {
	c := &chart{picture: newPicture(f), names: mermaidNames(f)}
	c.b.WriteString("flowchart TD\n")
	for i, s := range f.Steps {
		opening, closing := `["`, `"]`
		if ends(s) {
			opening, closing = `(["`, `"])`
		}
		c.printf("%s%s%s%s:::%s", c.names[i], opening, mermaidText(c.caption(s)...), closing, actClass(s.Act))
	}
	for i, e := range f.Entries {
		if f.Step(e.Step) == nil {
			continue
		}
		name := "in_" + strconv.Itoa(i)
		c.printf(`%s(["%s"]):::entry`, name, mermaidText(entryName(e)))
		c.line(name, c.names[e.Step], "", false)
	}
	for i, a := range c.anywheres {
		name := "any_" + strconv.Itoa(i)
		c.printf(`%s["%s"]:::quiet`, name, mermaidText("anywhere: "+kindWords(a.kinds)))
		c.line(name, c.target(name, a.to), "", true)
	}
	for _, w := range c.ways {
		name := c.names[w.from]
		c.line(name, c.target(name, w.to), c.label(w), w.quiet)
	}
	c.b.WriteString(mermaidClasses)
	if len(c.quiet) > 0 {
		c.printf("linkStyle %s stroke:#9aa5b1,stroke-width:1px", strings.Join(c.quiet, ","))
	}
	return c.b.String()
}

func (c *chart) printf(format string, args ...any) { fmt.Fprintf(&c.b, "  "+format+"\n", args...) }

// target is the name of a step, or of a small end that belongs to the one that
// leads there.
func (c *chart) target(from string, to ir.Target) string {
	if to.IsStep() {
		return c.names[to]
	}
	return "x_" + from + `((" ")):::stop`
}

func (c *chart) line(from, to, label string, quiet bool) {
	arrow := "-->"
	if quiet {
		arrow = "-.->"
		c.quiet = append(c.quiet, strconv.Itoa(c.lines))
	}
	c.lines++
	if label != "" {
		label = `|"` + mermaidText(label) + `"|`
	}
	c.printf("%s %s%s %s", from, arrow, label, to)
}

// mermaidNames gives each step a name of its own: hyphens could be read as lines,
// and words like "end" mean something, so that no name is the id itself.
func mermaidNames(f *ir.Flow) []string {
	names := make([]string, len(f.Steps))
	taken := map[string]bool{}
	for i, s := range f.Steps {
		name := "s_" + strings.ReplaceAll(s.ID, "-", "_")
		for n := 2; taken[name]; n++ {
			name = "s_" + strings.ReplaceAll(s.ID, "-", "_") + "__" + strconv.Itoa(n)
		}
		taken[name] = true
		names[i] = name
	}
	return names
}

// mermaidEscaper writes everything as a number that Mermaid, the Markdown in its
// texts, its directives or the browser could take for something else.
var mermaidEscaper = strings.NewReplacer(
	`"`, "#quot;", "#", "#35;", "&", "#amp;", "<", "#lt;", ">", "#gt;", "`", "#96;", "*", "#42;", "_", "#95;",
	"~", "#126;", "%", "#37;", `\`, "#92;", "|", "#124;", "[", "#91;", "]", "#93;", "{", "#123;", "}", "#125;", "$", "#36;")

func mermaidText(lines ...string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = mermaidEscaper.Replace(legal(line))
	}
	return strings.Join(escaped, "<br/>")
}
