package render

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// finding is a diagnostic as every form shows it: nothing of it is secret any
// more.
type finding struct {
	diag.Diagnostic
	// title is the catalogue's phrase for the code, empty for an unknown one.
	title string
	// flow is the id of the flow, empty where it is not known.
	flow string
	// fingerprint is the same for the same mistake in a later run.
	fingerprint string
}

// findings are the report's diagnostics, each once, in their order.
func (r Report) findings() []finding {
	list := once(r.List)
	out := make([]finding, len(list))
	for i, d := range list {
		entry, _ := diag.Lookup(d.Code)
		out[i] = finding{Diagnostic: d, title: entry.Title, flow: d.Primary.File.Masked(r.Flows[d.Primary.File])}
	}
	number(out)
	return out
}

// once is the list without what its files hide, and without repeats: the same
// file may have been read twice.
func once(list diag.List) diag.List {
	type place struct {
		code       diag.Code
		file       string
		start, end int
		message    string
	}
	seen := make(map[place]bool, len(list))
	out := make(diag.List, 0, len(list))
	for _, d := range list {
		d = open(d)
		p := place{d.Code, d.Primary.Name(), d.Primary.Start, d.Primary.End, d.Message}
		if !seen[p] {
			seen[p] = true
			out = append(out, d)
		}
	}
	return out
}

// open masks what diag.Masked leaves to renderers: the step's id, which can be
// any text while it is wrong, and fixes that put a new text where something
// hidden stands.
func open(d diag.Diagnostic) diag.Diagnostic {
	d = d.Masked()
	d.Step = d.Primary.File.Masked(d.Step)
	if slices.ContainsFunc(d.Fixes, tells) {
		d.Fixes = slices.DeleteFunc(slices.Clone(d.Fixes), tells)
	}
	return d
}

// tells says that a fix could repeat something hidden, in whole or in part.
func tells(f diag.Fix) bool {
	return slices.ContainsFunc(f.Edits, func(e diag.Edit) bool {
		if !e.Span.File.Hides() || e.New == "" {
			return false
		}
		return e.Span.File.Masked(e.New) != e.New || e.Span.Shown() != e.Span.Text()
	})
}

// count is how many findings there are of what kind.
type count struct {
	errors, warnings, notes int
}

// countOf counts; what is ivrc's own fault is an error.
func countOf(list diag.List) count {
	var c count
	for _, d := range list {
		switch {
		case d.Severity.IsError():
			c.errors++
		case d.Severity == diag.Warning:
			c.warnings++
		default:
			c.notes++
		}
	}
	return c
}

func (c count) total() int { return c.errors + c.warnings + c.notes }

// words are the counts that are not zero: "2 errors, 1 warning".
func (c count) words() string {
	var parts []string
	for _, one := range []struct {
		n    int
		word string
	}{{c.errors, "error"}, {c.warnings, "warning"}, {c.notes, "note"}} {
		if one.n > 0 {
			parts = append(parts, plural(one.n, one.word))
		}
	}
	return strings.Join(parts, ", ")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func counted(list []finding) count {
	var plain diag.List
	for _, f := range list {
		plain.Add(f.Diagnostic)
	}
	return countOf(plain)
}

// summary is one line about the whole run.
func (r Report) summary(list []finding) string {
	words := counted(list).words()
	if words == "" {
		words = "no problems"
	}
	return fmt.Sprintf("ivrc: %s in %s", words, plural(len(r.names(list)), "file"))
}

// names are the names of all files, each once: first those that were looked at,
// then others in which something was found.
func (r Report) names(list []finding) []string {
	var names []string
	seen := map[string]bool{}
	add := func(file *source.File) {
		if file != nil && !seen[file.Name] {
			seen[file.Name] = true
			names = append(names, file.Name)
		}
	}
	for _, file := range r.Files {
		add(file)
	}
	for _, f := range list {
		add(f.Primary.File)
	}
	return names
}

// bySeverity are the findings with the worst first, else in their order.
func bySeverity(list []finding) []finding {
	out := slices.Clone(list)
	rank := func(f finding) int {
		switch f.Severity {
		case diag.Bug:
			return 0
		case diag.Error:
			return 1
		case diag.Warning:
			return 2
		}
		return 3
	}
	slices.SortStableFunc(out, func(a, b finding) int { return rank(a) - rank(b) })
	return out
}
