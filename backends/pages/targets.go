// Package pages generates the pages of docs/ that come from tables.
//
// In: the backends with their support tables. Out: Markdown, the same bytes each
// time. It refuses to know anything that is not in a table, so that a page can
// never say something else than the compiler does.
package pages

import (
	"fmt"
	"strings"

	"ivrc/backends"
)

// Targets is docs/targets.md: what each provider can do with each feature.
func Targets(all []backends.Backend) string {
	var b strings.Builder
	b.WriteString(targetsIntro)
	matrix(&b, all)
	for _, one := range all {
		details(&b, one)
		if d, ok := one.(backends.Documented); ok {
			for _, table := range d.Facts() {
				facts(&b, table)
			}
		}
	}
	return b.String()
}

const targetsIntro = `# What each target can do

<!-- Generated from the support tables: ivrc targets > docs/targets.md -->

A flow uses a feature only where it makes a difference: handlers that lead to one
step anyway never need the feature that tells them apart.

| level | means |
| --- | --- |
| native | the provider has just that |
| emulated | made of other things; callers hear no difference |
| noted | different in a way callers do not suffer from: one note (IVR507) for the flow |
| lossy | callers notice: a warning (IVR502) at each place |
| absent | impossible: an error (IVR501) at each place |

**Router** marks features for which the host must choose between files by a
request's parameter; everything else works on a host that only serves files.

The evidence of a row is a section of the project's notes on the provider's own
pages and libraries (` + "`plivo.md`, `tropo.md`, `voiceshot.md`" + `). They are kept with the design, not in
this repository.

`

func matrix(b *strings.Builder, all []backends.Backend) {
	b.WriteString("| feature | in a flow |")
	for _, one := range all {
		fmt.Fprintf(b, " %s |", one.Name())
	}
	b.WriteString("\n| --- | --- |" + strings.Repeat(" --- |", len(all)) + "\n")
	for _, f := range backends.Features() {
		fmt.Fprintf(b, "| `%s` | %s |", f.Feature, cell(f.Meaning))
		for _, one := range all {
			row := one.Support()[f.Feature]
			text := row.Level.String()
			if row.Level >= backends.Lossy {
				text = "**" + text + "**"
			}
			if row.Router {
				text += ", router"
			}
			fmt.Fprintf(b, " %s |", text)
		}
		b.WriteByte('\n')
	}
}

func details(b *strings.Builder, one backends.Backend) {
	fmt.Fprintf(b, "\n## %s\n\n| feature | level | how it is written, or what is different | evidence |\n| --- | --- | --- | --- |\n", one.Name())
	table := one.Support()
	for _, f := range backends.Features() {
		row := table[f.Feature]
		how := row.How
		if row.Instead != "" {
			how += ". Instead: " + row.Instead
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", f.Feature, row.Level, cell(how), cell(row.Source))
	}
}

func facts(b *strings.Builder, t backends.FactTable) {
	fmt.Fprintf(b, "\n### %s\n\n", t.Title)
	if t.Intro != "" {
		fmt.Fprintf(b, "%s\n\n", t.Intro)
	}
	fmt.Fprintf(b, "| %s | %s |\n| --- | --- |\n", t.Subject, t.Says)
	for _, row := range t.Rows {
		fmt.Fprintf(b, "| %s | %s |\n", cell(row.Subject), cell(row.Says))
	}
}

// cell keeps a text inside its cell of a Markdown table; < would begin HTML.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(s)
}
