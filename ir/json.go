package ir

import (
	"bytes"
	"encoding/json"
	"path"
	"time"

	"ivrc/compiler/source"
)

// jsonVersion is the "ivrc_ir" of EncodeJSON. A new property leaves it; a change
// of meaning or a property that goes away raises it.
const jsonVersion = 1

// EncodeJSON is the flow as JSON for programs, as schema/ir.schema.json describes
// it: indented, with a final newline, every property present. Times are whole
// milliseconds; the file is named without its folders. The error is that of the
// encoder, which a flow from compiler/lower does not cause.
func EncodeJSON(f *Flow) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // addresses stay readable
	enc.SetIndent("", "  ")
	if err := enc.Encode(flowToJSON(f)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

type jsonFlow struct {
	Version     int           `json:"ivrc_ir"`
	File        string        `json:"file"`
	ID          string        `json:"flow"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Broken      bool          `json:"broken"`
	Span        *jsonSpan     `json:"span"`
	Entries     []jsonEntry   `json:"entries"`
	Useless     []jsonUseless `json:"useless"`
	Allow       []jsonAllow   `json:"allow"`
	Steps       []jsonStep    `json:"steps"`
}

type jsonSpan struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"endLine"`
	EndColumn int `json:"endColumn"`
}

type jsonEntry struct {
	ID   string    `json:"id"`
	Step string    `json:"step"`
	Span *jsonSpan `json:"span"`
}

type jsonAllow struct {
	Code   string    `json:"code"`
	Reason string    `json:"reason"`
	Span   *jsonSpan `json:"span"`
}

type jsonStep struct {
	ID        string         `json:"id"`
	Note      string         `json:"note"`
	Broken    bool           `json:"broken"`
	Span      *jsonSpan      `json:"span"`
	Recording *jsonRecording `json:"recording"`
	Say       []any          `json:"say"`
	Act       any            `json:"act"`
	Edges     []jsonEdge     `json:"edges"`
	Useless   []jsonUseless  `json:"useless"`
	Allow     []jsonAllow    `json:"allow"`
}

type jsonRecording struct {
	Start  bool      `json:"start"`
	Send   string    `json:"send"`
	Format string    `json:"format"`
	Span   *jsonSpan `json:"span"`
}

type jsonEdge struct {
	Outcome jsonOutcome `json:"outcome"`
	To      string      `json:"to"`
	Origin  string      `json:"origin"`
	Span    *jsonSpan   `json:"span"`
}

type jsonOutcome struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

type jsonUseless struct {
	Word     string    `json:"word"`
	Shadowed bool      `json:"shadowed"`
	Span     *jsonSpan `json:"span"`
}

func flowToJSON(f *Flow) jsonFlow {
	out := jsonFlow{
		Version: jsonVersion, File: path.Base(f.Span.Name()), ID: f.ID, Title: f.Title, Description: f.Description,
		Broken: f.Broken, Span: spanToJSON(f.Span), Entries: make([]jsonEntry, 0, len(f.Entries)),
		Useless: uselessToJSON(f.Useless), Allow: allowsToJSON(f.Allow), Steps: make([]jsonStep, 0, len(f.Steps)),
	}
	if f.Span.IsZero() {
		out.File = ""
	}
	for _, e := range f.Entries {
		out.Entries = append(out.Entries, jsonEntry{ID: e.ID, Step: f.TargetName(e.Step), Span: spanToJSON(e.Span)})
	}
	for _, s := range f.Steps {
		out.Steps = append(out.Steps, stepToJSON(f, s))
	}
	return out
}

func stepToJSON(f *Flow, s *Step) jsonStep {
	out := jsonStep{
		ID: s.ID, Note: s.Note, Broken: s.Broken, Span: spanToJSON(s.Span), Say: promptToJSON(s.Say),
		Act: actToJSON(f, s.Act), Edges: make([]jsonEdge, 0, len(s.Edges)),
		Useless: uselessToJSON(s.Useless), Allow: allowsToJSON(s.Allow),
	}
	if r := s.Recording; r != nil {
		out.Recording = &jsonRecording{Start: r.Start, Send: r.Send, Format: r.Format, Span: spanToJSON(r.Span)}
	}
	for _, e := range s.Edges {
		out.Edges = append(out.Edges, jsonEdge{
			Outcome: jsonOutcome{Kind: e.Outcome.Kind.Word(), Name: e.Outcome.Name},
			To:      f.TargetName(e.To), Origin: e.Origin.String(), Span: spanToJSON(e.Span),
		})
	}
	return out
}

func uselessToJSON(handlers []UselessHandler) []jsonUseless {
	out := make([]jsonUseless, 0, len(handlers))
	for _, u := range handlers {
		out = append(out, jsonUseless{Word: u.Word, Shadowed: u.Shadowed, Span: spanToJSON(u.Span)})
	}
	return out
}

func allowsToJSON(allows []Allow) []jsonAllow {
	out := make([]jsonAllow, 0, len(allows))
	for _, a := range allows {
		out = append(out, jsonAllow{Code: a.Code, Reason: a.Reason, Span: spanToJSON(a.Span)})
	}
	return out
}

// spanToJSON is null for no place at all, for example behind a default.
func spanToJSON(s source.Span) *jsonSpan {
	if s.IsZero() {
		return nil
	}
	from, to := s.Begin(), s.Finish()
	return &jsonSpan{Line: from.Line, Column: from.Column, EndLine: to.Line, EndColumn: to.Column}
}

func milliseconds(d time.Duration) int64 { return int64(d / time.Millisecond) }
