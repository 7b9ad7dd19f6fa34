package render

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"ivrc/compiler/diag"
)

// shownByGitHub is how many errors, and how many warnings, GitHub shows of a step
// (reliability-ux.md D.1).
const shownByGitHub = 10

// writeGitHub writes one workflow command for each finding, the worst first, in a
// group of the log, and a line that sums up.
func writeGitHub(w io.Writer, r Report) error {
	var b bytes.Buffer
	list := r.findings()
	if len(list) > 0 {
		fmt.Fprintf(&b, "::group::%s\n", plural(len(list), "finding"))
		for _, f := range bySeverity(list) {
			command(&b, f)
		}
		b.WriteString("::endgroup::\n")
	}
	b.WriteString(r.summary(list) + "\n")
	if n := counted(list); n.errors > shownByGitHub || n.warnings > shownByGitHub {
		fmt.Fprintf(&b, "GitHub shows %d errors and %d warnings of a step; all of them are in the group above\n", shownByGitHub, shownByGitHub)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// command is one finding. GitHub takes columns only where a place begins and ends
// on one line.
func command(b *bytes.Buffer, f finding) {
	word := "notice"
	if level := levelOf(f.Severity); level != "note" {
		word = level
	}
	fmt.Fprintf(b, "::%s ", word)
	if !f.Primary.IsZero() {
		at := region(f.Primary)
		fmt.Fprintf(b, "file=%s,line=%d,endLine=%d,", commandProperty(path.Clean(f.Primary.Name())), at.StartLine, at.EndLine)
		if at.StartLine == at.EndLine {
			fmt.Fprintf(b, "col=%d,endColumn=%d,", at.StartColumn, at.EndColumn)
		}
	}
	title := string(f.Code)
	if f.title != "" {
		title += " " + f.title
	}
	fmt.Fprintf(b, "title=%s::%s\n", commandProperty(title), commandText(said(f, notesAndPlaces(f.Diagnostic))))
}

// notesAndPlaces are the notes with the related places before them.
func notesAndPlaces(d diag.Diagnostic) []string {
	var notes []string
	for _, r := range d.Related {
		at := ""
		switch {
		case r.Span.IsZero():
		case r.Span.File == d.Primary.File:
			at = fmt.Sprintf("line %d: ", r.Span.Line())
		default:
			at = fmt.Sprintf("%s:%d: ", r.Span.Name(), r.Span.Line())
		}
		notes = append(notes, at+r.Label)
	}
	return append(notes, d.Notes...)
}

// commandText escapes the text of a workflow command; what a terminal would obey
// becomes a sign.
func commandText(s string) string {
	return strings.NewReplacer("%", "%25", "\n", "%0A").Replace(visible(s, "\n"))
}

// commandProperty escapes a property of a workflow command.
func commandProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(visible(s, "\r\n"))
}
