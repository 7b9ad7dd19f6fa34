// Package diag is what every phase says about a flow: diagnostics as values.
//
// In: codes, spans and sentences. Out: an ordered, de-duplicated list for the
// renderers. It refuses to be an error value: a List is not an error, so that
// warnings never look like failures; Go errors are for I/O and misuse only.
package diag

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/compiler/source"
)

// Severity says what a diagnostic means for the build. It is never compared:
// ask IsError.
type Severity uint8

// The severities. The zero value is invalid so that a forgotten one shows.
const (
	Note    Severity = iota + 1 // worth knowing, nothing to do
	Warning                     // callers may suffer; the build goes on
	Error                       // callers will suffer; nothing is published
	Bug                         // ivrc's own fault (9xx); nothing is published
)

// String is the word that is printed: note, warning, error, bug.
func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	case Bug:
		return "bug"
	}
	return fmt.Sprintf("severity(%d)", uint8(s))
}

// IsError says that nothing may be published.
func (s Severity) IsError() bool { return s == Error || s == Bug }

// Related is a second place that matters, with a short label ("first use").
type Related struct {
	Span  source.Span
	Label string
}

// Edit replaces the text under Span by New.
type Edit struct {
	Span source.Span
	New  string
}

// Rename is the edit that writes one word in the place of another, in the quotes
// that stand there; the word needs none of its own.
func Rename(at source.Span, word string) Edit {
	if old := at.Text(); len(old) > 1 && (old[0] == '"' || old[0] == '\'') && old[len(old)-1] == old[0] {
		word = old[:1] + word + old[:1]
	}
	return Edit{Span: at, New: word}
}

// Fix is a change of the source that removes the diagnostic. Safe means that it
// can only be meant one way, and that a test applies it and checks again.
type Fix struct {
	Message string
	Edits   []Edit
	Safe    bool
}

// Diagnostic is one finding: what was found where, the other places that
// matter, and one next step that can be copied.
type Diagnostic struct {
	Code     Code
	Severity Severity
	// Message is one sentence without a full stop; it names the thing and quotes
	// the user's text.
	Message string
	// Primary is the exact token; the zero Span only for problems with no place
	// in any file.
	Primary source.Span
	Related []Related
	// Notes are facts ("reached from start by key 3"), Help is what to do.
	Notes []string
	Help  []string
	Fixes []Fix
	// Step is the id of the step that the finding is about, empty for none. An
	// `allow` in that step silences it.
	Step string
}

// New makes a diagnostic with the severity that the catalogue gives its code.
func New(code Code, at source.Span, format string, args ...any) Diagnostic {
	return Diagnostic{Code: code, Severity: code.Severity(), Message: fmt.Sprintf(format, args...), Primary: at}
}

// WithHelp adds one next step.
func (d Diagnostic) WithHelp(format string, args ...any) Diagnostic {
	d.Help = append(slices.Clip(d.Help), fmt.Sprintf(format, args...))
	return d
}

// WithNote adds a fact.
func (d Diagnostic) WithNote(format string, args ...any) Diagnostic {
	d.Notes = append(slices.Clip(d.Notes), fmt.Sprintf(format, args...))
	return d
}

// WithRelated adds a second place.
func (d Diagnostic) WithRelated(at source.Span, format string, args ...any) Diagnostic {
	d.Related = append(slices.Clip(d.Related), Related{Span: at, Label: fmt.Sprintf(format, args...)})
	return d
}

// SafeFix is the change that `ivrc check --fix` would make, nil for none.
func (d Diagnostic) SafeFix() *Fix {
	for i := range d.Fixes {
		if d.Fixes[i].Safe {
			return &d.Fixes[i]
		}
	}
	return nil
}

// WithFix adds a change of the source that removes the diagnostic.
func (d Diagnostic) WithFix(fix Fix) Diagnostic {
	d.Fixes = append(slices.Clip(d.Fixes), fix)
	return d
}

// InStep names the step that the finding is about.
func (d Diagnostic) InStep(id string) Diagnostic {
	d.Step = id
	return d
}

// List is the findings of one or more phases, in any order until Sort.
type List []Diagnostic

// Add appends diagnostics.
func (l *List) Add(ds ...Diagnostic) { *l = append(*l, ds...) }

// HasErrors says that at least one finding forbids publishing.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity.IsError() })
}

// Count is the number of findings of that severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == s {
			n++
		}
	}
	return n
}

// Sort orders by file, start, end, code and message, and drops repeats of the
// same code and message at the same place.
func (l *List) Sort() {
	slices.SortStableFunc(*l, compare)
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool {
		return a.Code == b.Code && a.Primary == b.Primary && a.Message == b.Message
	})
}

func compare(a, b Diagnostic) int {
	if c := source.Compare(a.Primary, b.Primary); c != 0 {
		return c
	}
	if c := strings.Compare(string(a.Code), string(b.Code)); c != 0 {
		return c
	}
	return strings.Compare(a.Message, b.Message)
}
