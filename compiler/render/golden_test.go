package render_test

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/render"
	"ivrc/compiler/source"
)

// TestEveryForm compares what each form makes of the findings of a case.
//
// A case holds files (*.yaml) and the section "findings", with a line for each
// finding and indented lines for its parts:
//
//	hide "text"                      the files hide it
//	CODE at "text" in step: message  at the first place of the text in the files
//	CODE nowhere: message
//	  related "text": label          or  related nowhere: label
//	  note: …  help: …
//	  fix "text" => "new": message   or  safe fix …
func TestEveryForm(t *testing.T) {
	ivrctest.Run(t, "testdata/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		r := reportOf(t, c)
		for _, format := range render.Formats() {
			got := written(t, format, r)
			require.Equal(t, got, written(t, format, r), "two runs of %s", format)
			c.Expect(t, string(format), pages.ReplaceAllString(got, ""))
		}
		r.Color = true
		c.Expect(t, "color", strings.ReplaceAll(written(t, render.FormatText, r), "\x1b", "ESC"))
		var b bytes.Buffer
		require.NoError(t, render.Summary(&b, r))
		c.Expect(t, "summary", b.String())
	})
}

func written(t testing.TB, format render.Format, r render.Report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, render.Write(&b, format, r))
	return b.String()
}

// reportOf reads the findings of a case.
func reportOf(t testing.TB, c *ivrctest.Case) render.Report {
	t.Helper()
	s := script{t: t, r: render.Report{Version: "1.2.3", Flows: map[*source.File]string{}}}
	for _, name := range c.Names() {
		if strings.HasSuffix(name, ".yaml") {
			s.file(name, c.Input(t, name))
		}
	}
	for line := range strings.Lines(string(c.Input(t, "findings"))) {
		s.line(strings.TrimSuffix(line, "\n"))
	}
	return s.r
}

type script struct {
	t testing.TB
	r render.Report
}

func (s *script) file(name string, text []byte) {
	f := source.NewFile(name, text)
	s.r.Files = append(s.r.Files, f)
	if _, after, has := strings.Cut(string(text), "flow: "); has {
		s.r.Flows[f], _, _ = strings.Cut(after, "\n")
	}
}

func (s *script) line(line string) {
	if words, ok := strings.CutPrefix(line, "hide "); ok {
		s.hide(words)
		return
	}
	if part, ok := strings.CutPrefix(line, "  "); ok {
		last := &s.r.List[len(s.r.List)-1]
		*last = s.part(*last, part)
		return
	}
	code, rest, _ := strings.Cut(line, " ")
	at, rest := s.place(strings.TrimPrefix(rest, "at "))
	head, message, ok := strings.Cut(rest, ": ")
	require.True(s.t, ok, line)
	d := diag.New(diag.Code(code), at, "%s", message)
	d.Step = strings.TrimPrefix(head, " in ")
	s.r.List.Add(d)
}

func (s *script) part(d diag.Diagnostic, part string) diag.Diagnostic {
	kind, rest, _ := strings.Cut(part, " ")
	switch kind {
	case "note:":
		return d.WithNote("%s", rest)
	case "help:":
		return d.WithHelp("%s", rest)
	case "related":
		at, label := s.place(rest)
		return d.WithRelated(at, "%s", strings.TrimPrefix(label, ": "))
	case "safe":
		d = s.part(d, rest)
		d.Fixes[len(d.Fixes)-1].Safe = true
		return d
	}
	require.Equal(s.t, "fix", kind)
	at, rest := s.place(rest)
	text, rest := s.quoted(strings.TrimPrefix(rest, " => "))
	return d.WithFix(diag.Fix{Message: strings.TrimPrefix(rest, ": "), Edits: []diag.Edit{{Span: at, New: text}}})
}

// place finds quoted text, which begins the line, in the files.
func (s *script) place(line string) (source.Span, string) {
	if rest, ok := strings.CutPrefix(line, "nowhere"); ok {
		return source.Span{}, rest
	}
	text, rest := s.quoted(line)
	for _, f := range s.r.Files {
		if i := bytes.Index(f.Text, []byte(text)); i >= 0 {
			return source.Span{File: f, Start: i, End: i + len(text)}, rest
		}
	}
	require.Fail(s.t, "no file holds the text", text)
	return source.Span{}, ""
}

func (s *script) quoted(line string) (text, rest string) {
	prefix, err := strconv.QuotedPrefix(line)
	require.NoError(s.t, err, line)
	text, err = strconv.Unquote(prefix)
	require.NoError(s.t, err)
	return text, line[len(prefix):]
}

func (s *script) hide(words string) {
	at, _ := s.place(words)
	var parts []source.Hidden
	for from := 0; ; {
		i := strings.Index(string(at.File.Text[from:]), at.Text())
		if i < 0 {
			break
		}
		parts = append(parts, source.Hidden{Start: from + i, End: from + i + len(at.Text())})
		from += i + len(at.Text())
	}
	at.File.Hide(parts, []string{at.Text(), source.Stars})
}

// pages are the pages of codes, which have tests of their own.
var pages = regexp.MustCompile(`,\n *"markdown": ".*"`)
