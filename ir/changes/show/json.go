package show

import (
	"bytes"
	"encoding/json"
	"io"

	"ivrc/compiler/source"
	"ivrc/ir/changes"
)

// Format is the version of the JSON form: keys are added to it, never renamed.
const Format = 1

// Document is the JSON form of a report.
type Document struct {
	Format  int            `json:"ivrc_diff"`
	Old     string         `json:"old"`
	New     string         `json:"new"`
	Changed bool           `json:"changed"`
	Flows   []DocumentFlow `json:"flows"`
}

// DocumentFlow is one flow in the JSON form.
type DocumentFlow struct {
	Flow    string   `json:"flow"`
	Status  Status   `json:"status"`
	OldFile string   `json:"old_file,omitempty"`
	NewFile string   `json:"new_file,omitempty"`
	Changes []Change `json:"changes"`
}

// Change is one change in the JSON form.
type Change struct {
	Kind changes.Kind `json:"kind"`
	// Text is the change as a sentence.
	Text string `json:"text"`
	// Entry is the id of the entry that it is about, empty for the flow's start;
	// without it, it is about steps or the whole flow.
	Entry *string  `json:"entry,omitempty"`
	Steps []string `json:"steps,omitempty"`
	What  string   `json:"what,omitempty"`
	// Severity is that of a finding: warning or error.
	Severity string `json:"severity,omitempty"`
	Old      string `json:"old,omitempty"`
	New      string `json:"new,omitempty"`
	Words    []Word `json:"words,omitempty"`
	// OldTime and NewTime are estimates.
	OldTime *Time    `json:"old_time,omitempty"`
	NewTime *Time    `json:"new_time,omitempty"`
	Worse   bool     `json:"worse,omitempty"`
	Targets []string `json:"targets,omitempty"`
	OldLine int      `json:"old_line,omitempty"`
	NewLine int      `json:"new_line,omitempty"`
}

// Word is a run of words on one side or both.
type Word struct {
	Is   string `json:"is"` // kept, gone or new
	Text string `json:"text"`
}

// Time is an estimate. Least says that it may be longer, Endless that it has no
// end.
type Time struct {
	Seconds int  `json:"seconds"`
	Least   bool `json:"least,omitempty"`
	Endless bool `json:"endless,omitempty"`
}

// JSON writes the report for programs, whole. The error is the writer's own.
func JSON(w io.Writer, r Report) error {
	d := Document{Format: Format, Old: r.Old, New: r.New, Changed: r.Changed()}
	d.Flows = make([]DocumentFlow, len(r.Flows))
	for i, f := range r.Flows {
		one := &d.Flows[i]
		one.Flow, one.Status, one.OldFile, one.NewFile = f.ID, f.Status, f.OldFile, f.NewFile
		one.Changes = make([]Change, len(f.Changes))
		for j, c := range f.Changes {
			one.Changes[j] = encoded(c)
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

func encoded(c changes.Change) Change {
	out := Change{
		Kind: c.Kind, Text: where(c) + ": " + sentence(c) + only(c), What: c.What, Severity: c.Severity, Old: c.Old, New: c.New,
		OldTime: timeOf(c.OldTime), NewTime: timeOf(c.NewTime), Worse: c.Worse, Targets: c.Targets,
		OldLine: lineOf(c.OldAt), NewLine: lineOf(c.NewAt),
	}
	switch {
	case c.IsEntry:
		out.Entry = &c.Entry
	case c.Step != "":
		out.Steps = append([]string{c.Step}, c.Also...)
	}
	for _, w := range c.Words {
		out.Words = append(out.Words, Word{Is: w.Op.String(), Text: w.Text})
	}
	return out
}

func timeOf(l *changes.Length) *Time {
	switch {
	case l == nil:
		return nil
	case l.Endless:
		return &Time{Endless: true}
	}
	return &Time{Seconds: l.Seconds(), Least: l.Least}
}

func lineOf(at source.Span) int { return at.Line() }
