package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"ivrc/compiler/script"
)

type jsonTest struct {
	Version  int           `json:"ivrc_test"`
	Calls    int           `json:"calls"`
	Failed   int           `json:"failed"`
	Results  []jsonCall    `json:"results"`
	Problems []jsonProblem `json:"problems"`
}

type jsonCall struct {
	Name     string        `json:"name"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Flow     string        `json:"flow"`
	Passed   bool          `json:"passed"`
	Ends     []string      `json:"ends"`
	Seconds  float64       `json:"seconds"`
	Keys     int           `json:"keys"`
	Targets  []string      `json:"targets"`
	Dialogue []string      `json:"dialogue"`
	Failures []jsonFailure `json:"failures"`
}

type jsonFailure struct {
	Message string   `json:"message"`
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Column  int      `json:"column"`
	Turn    int      `json:"turn"`
	Target  string   `json:"target,omitempty"`
	Flow    []string `json:"flow,omitempty"`
	Told    []string `json:"documents,omitempty"`
}

type jsonProblem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// json writes every call, those that passed too.
func (r *testRun) json(w io.Writer) error {
	calls, failed, _ := r.count()
	out := jsonTest{Version: 1, Calls: calls, Failed: failed, Results: []jsonCall{}, Problems: []jsonProblem{}}
	for _, u := range r.suites {
		for _, result := range u.results {
			out.Results = append(out.Results, callToJSON(u, result))
		}
	}
	for _, d := range r.problems() {
		at := d.Primary.Begin()
		out.Problems = append(out.Problems, jsonProblem{d.Primary.Name(), at.Line, at.Column, string(d.Code), d.Masked().Message})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

func callToJSON(u *suite, result script.Result) jsonCall {
	out := jsonCall{
		Name: u.masked(result.Call.Name), File: filepath.ToSlash(u.path), Line: result.Call.Span.Line(), Flow: u.flow.flow.ID, Passed: result.Passed(),
		Ends: append([]string{}, script.EndOf(result.Transcript)...), Seconds: math.Round(result.Spent.Seconds()*10) / 10, Keys: result.Keys,
		Targets: append([]string{}, result.Targets...), Dialogue: []string{}, Failures: []jsonFailure{},
	}
	for n, turn := range result.Transcript.Turns {
		lines, _ := dialogue(n, turn, script.Failure{Turn: -1})
		out.Dialogue = append(out.Dialogue, maskedLines(u, lines)...)
	}
	for _, f := range result.Failures {
		at := f.Span.Begin()
		out.Failures = append(out.Failures, jsonFailure{
			Message: u.masked(f.Message), File: filepath.ToSlash(u.path), Line: at.Line, Column: at.Column, Turn: f.Turn,
			Target: f.Target, Flow: maskedLines(u, f.Want), Told: maskedLines(u, f.Got),
		})
	}
	return out
}

func maskedLines(u *suite, lines []string) []string {
	var out []string
	for _, line := range lines {
		out = append(out, u.masked(line))
	}
	return out
}

// stopped is why a script could not be run, empty where it was.
func (u *suite) stopped() string {
	list := u.list
	switch {
	case u.runs():
		return ""
	case u.failed != nil:
		return u.failed.Error()
	case list.HasErrors():
	case u.flow != nil && u.flow.failed != nil:
		return u.flow.failed.Error()
	case u.flow != nil:
		list = u.flow.list
	}
	var lines []string
	for _, d := range list {
		if d.Severity.IsError() {
			lines = append(lines, d.Compact())
		}
	}
	return strings.Join(lines, "\n")
}

// junit writes a suite for each script and a case for each call. A script that
// cannot be run is one case with an error.
func (r *testRun) junit(w io.Writer) error {
	calls, failed, broken := r.count()
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	fmt.Fprintf(&b, "<testsuites name=\"ivrc test\" tests=\"%d\" failures=\"%d\" errors=\"%d\">\n", calls+broken, failed, broken)
	for _, u := range r.suites {
		u.junit(&b)
	}
	b.WriteString("</testsuites>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (u *suite) junit(b *strings.Builder) {
	path, failed, stopped := filepath.ToSlash(u.path), 0, u.stopped()
	for _, result := range u.results {
		if !result.Passed() {
			failed++
		}
	}
	tests, errors := len(u.results), 0
	if stopped != "" {
		tests, errors = 1, 1
	}
	fmt.Fprintf(b, "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"0\">\n", inXML(path), tests, failed, errors)
	if stopped != "" {
		first, _, _ := strings.Cut(stopped, "\n")
		fmt.Fprintf(b, "    <testcase name=\"%s\" classname=\"%s\">\n      <error message=\"%s\">%s</error>\n    </testcase>\n", inXML(path), inXML(path), inXML(first), strings.ReplaceAll(inXML(stopped), "&#xA;", "\n"))
	}
	for _, result := range u.results {
		fmt.Fprintf(b, "    <testcase name=\"%s\" classname=\"%s\"", inXML(u.masked(result.Call.Name)), inXML(path))
		if result.Passed() {
			b.WriteString("/>\n")
			continue
		}
		message := u.masked(result.Failures[0].Message)
		text := u.masked(strings.Join(told(result), "\n"))
		fmt.Fprintf(b, ">\n      <failure message=\"%s\">%s</failure>\n    </testcase>\n", inXML(message), strings.ReplaceAll(inXML(text), "&#xA;", "\n"))
	}
	b.WriteString("  </testsuite>\n")
}

// inXML is a text for the content or an attribute of XML.
func inXML(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return b.String()
}

// tap writes the Test Anything Protocol, version 14.
func (r *testRun) tap(w io.Writer) error {
	calls, _, broken := r.count()
	var b strings.Builder
	fmt.Fprintf(&b, "TAP version 14\n1..%d\n", calls+broken)
	n := 0
	point := func(ok bool, name string, lines []string) {
		n++
		word := "ok"
		if !ok {
			word = "not ok"
		}
		fmt.Fprintf(&b, "%s %d - %s\n", word, n, inTAP(name))
		if len(lines) == 0 {
			return
		}
		b.WriteString("  ---\n  message: " + strconv.QuoteToGraphic(lines[0]) + "\n")
		if len(lines) > 1 {
			b.WriteString("  dialogue: |2\n")
		}
		for _, line := range lines[1:] {
			b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
		}
		b.WriteString("  ...\n")
	}
	for _, u := range r.suites {
		path := filepath.ToSlash(u.path)
		if stopped := u.stopped(); stopped != "" {
			point(false, path, []string{stopped})
		}
		for _, result := range u.results {
			name := path + ": " + u.masked(result.Call.Name)
			if result.Passed() {
				point(true, name, nil)
				continue
			}
			f := result.Failures[0]
			point(false, name, maskedLines(u, append([]string{f.Message + " (" + scriptPlace(f) + ")"}, told(result)...)))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// inTAP is a description: # would begin a directive.
func inTAP(text string) string {
	return strings.NewReplacer(`\`, `\\`, "#", `\#`).Replace(text)
}
