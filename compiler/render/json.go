package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"ivrc/compiler/source"
)

// jsonVersion is the version of the JSON form. It changes when a property goes
// or means something else; new properties do not change it.
const jsonVersion = 1

// The JSON form; schema/diagnostics.schema.json describes it. Every property is
// always there.
type (
	jsonReport struct {
		Version     int           `json:"version"`
		Tool        jsonTool      `json:"tool"`
		Summary     jsonSummary   `json:"summary"`
		Diagnostics []jsonFinding `json:"diagnostics"`
	}
	jsonTool struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	jsonSummary struct {
		Files    int `json:"files"`
		Errors   int `json:"errors"`
		Warnings int `json:"warnings"`
		Notes    int `json:"notes"`
	}
	jsonFinding struct {
		Code     string `json:"code"`
		Severity string `json:"severity"`
		Title    string `json:"title"`
		Message  string `json:"message"`
		jsonPlace
		Flow        string        `json:"flow"`
		Step        string        `json:"step"`
		Related     []jsonRelated `json:"related"`
		Notes       []string      `json:"notes"`
		Help        []string      `json:"help"`
		Fixes       []jsonFix     `json:"fixes"`
		Explain     string        `json:"explain"`
		Fingerprint string        `json:"fingerprint"`
	}
	jsonPlace struct {
		File  *string    `json:"file"`
		Range *jsonRange `json:"range"`
	}
	jsonRange struct {
		Start jsonPosition `json:"start"`
		End   jsonPosition `json:"end"`
	}
	jsonPosition struct {
		Line   int `json:"line"`
		Column int `json:"column"`
		UTF16  int `json:"utf16"`
		Offset int `json:"offset"`
	}
	jsonRelated struct {
		jsonPlace
		Label string `json:"label"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Safe    bool       `json:"safe"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		jsonPlace
		New string `json:"new"`
	}
)

func writeJSON(w io.Writer, r Report) error {
	list := r.findings()
	n := counted(list)
	report := jsonReport{
		Version:     jsonVersion,
		Tool:        jsonTool{Name: "ivrc", Version: r.Version},
		Summary:     jsonSummary{Files: len(r.names(list)), Errors: n.errors, Warnings: n.warnings, Notes: n.notes},
		Diagnostics: make([]jsonFinding, 0, len(list)),
	}
	p := places{}
	for _, f := range list {
		report.Diagnostics = append(report.Diagnostics, p.finding(f))
	}
	return writeDocument(w, report)
}

func (p places) finding(f finding) jsonFinding {
	out := jsonFinding{
		Code: string(f.Code), Severity: f.Severity.String(), Title: f.title, Message: f.Message,
		jsonPlace: p.place(f.Primary), Flow: f.flow, Step: f.Step,
		Related: []jsonRelated{}, Notes: append([]string{}, f.Notes...), Help: append([]string{}, f.Help...), Fixes: []jsonFix{},
		Explain: "ivrc explain " + string(f.Code), Fingerprint: f.fingerprint,
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, jsonRelated{jsonPlace: p.place(r.Span), Label: r.Label})
	}
	for _, fix := range f.Fixes {
		j := jsonFix{Message: fix.Message, Safe: fix.Safe, Edits: []jsonEdit{}}
		for _, e := range fix.Edits {
			j.Edits = append(j.Edits, jsonEdit{jsonPlace: p.place(e.Span), New: e.New})
		}
		out.Fixes = append(out.Fixes, j)
	}
	return out
}

// places turns spans into positions. For each file it counts, once, the code
// points that are two units in UTF-16, so that a long line costs no more than
// many short ones.
type places map[*source.File][]int

const placesBlock = 4096

func (p places) place(at source.Span) jsonPlace {
	if at.IsZero() {
		return jsonPlace{}
	}
	start := min(max(at.Start, 0), len(at.File.Text))
	end := min(max(at.End, start), len(at.File.Text))
	name := at.File.Name
	return jsonPlace{File: &name, Range: &jsonRange{Start: p.position(at.File, start), End: p.position(at.File, end)}}
}

func (p places) position(file *source.File, offset int) jsonPosition {
	at := file.Position(offset)
	pairs := p.pairsBefore(file, offset) - p.pairsBefore(file, file.LineStart(at.Line))
	return jsonPosition{Line: at.Line, Column: at.Column, UTF16: at.Column + pairs, Offset: offset}
}

// pairsBefore counts the code points before an offset that UTF-16 writes as two
// units: those that begin with 0xF0 or more in UTF-8.
func (p places) pairsBefore(file *source.File, offset int) int {
	blocks, known := p[file]
	if !known {
		n := 0
		for i, b := range file.Text {
			if i%placesBlock == 0 {
				blocks = append(blocks, n)
			}
			if b >= 0xf0 {
				n++
			}
		}
		blocks = append(blocks, n)
		p[file] = blocks
	}
	block := min(offset/placesBlock, len(blocks)-1)
	n := blocks[block]
	for i := block * placesBlock; i < offset; i++ {
		if file.Text[i] >= 0xf0 {
			n++
		}
	}
	return n
}

// writeDocument writes a value as JSON for people and programs: indented, and with
// characters that a terminal would obey or hide as escapes.
func writeDocument(w io.Writer, value any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		return fmt.Errorf("encoding the findings: %w", err)
	}
	_, err := w.Write(escaped(b.Bytes()))
	return err
}

// escaped writes hidden characters, which JSON text has inside its strings only,
// as \u escapes.
func escaped(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == '\n' || !hidden(r):
			out = append(out, text[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[size:]
	}
	return out
}
