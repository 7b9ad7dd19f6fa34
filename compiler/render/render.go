// Package render writes diagnostics for people and machines.
//
// In: a sorted list of diagnostics, and the files that were looked at. Out: text
// with the line, a caret at the exact token, the other places that matter and
// what to do next; or JSON, SARIF, workflow commands, a test report. It decides
// nothing: which findings there are, and in what order, is settled before. It
// refuses to pass control characters of a source line on to a terminal, or to
// show what a file hides.
package render

import (
	"fmt"
	"io"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// Format is the name of a form in which findings are written, as --format takes
// it.
type Format string

// The forms of findings.
const (
	FormatText   Format = "text"   // for people: excerpt, caret, help
	FormatJSON   Format = "json"   // for programs: one versioned object
	FormatSARIF  Format = "sarif"  // SARIF 2.1.0, for code scanning
	FormatGitHub Format = "github" // workflow commands, for annotations
	FormatJUnit  Format = "junit"  // test report, one case per file
)

// Formats are all of them in the order of the help text.
func Formats() []Format {
	return []Format{FormatText, FormatJSON, FormatSARIF, FormatGitHub, FormatJUnit}
}

// Report is everything that one run has to say.
type Report struct {
	// List is sorted; what an allow silences is not in it any more.
	List diag.List
	// Files are all flows that were looked at, the clean ones too, in input order.
	Files []*source.File
	// Flows are the ids of the files' flows, as far as they could be read. A finding
	// keeps its fingerprint when the file of its flow is renamed or moved.
	Flows map[*source.File]string
	// Version is that of ivrc, for forms that name their tool.
	Version string
	// Max is the number of diagnostics shown as text; 0 shows all. Forms for
	// programs hold all of them.
	Max int
	// Color allows ANSI colours in text.
	Color bool
}

// Write writes the report in one form. The error is the writer's own, or names a
// form that does not exist.
func Write(w io.Writer, format Format, r Report) error {
	switch format {
	case FormatText:
		return Text(w, r.List, TextOptions{Max: r.Max, Color: r.Color})
	case FormatJSON:
		return writeJSON(w, r)
	case FormatSARIF:
		return writeSARIF(w, r)
	case FormatGitHub:
		return writeGitHub(w, r)
	case FormatJUnit:
		return writeJUnit(w, r)
	}
	return fmt.Errorf("there is no format %q", format)
}
