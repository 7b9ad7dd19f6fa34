package render

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"ivrc/compiler/diag"
)

// writeJUnit writes a test report: each file is a test that fails where it holds
// errors. Warnings and notes are its output. There is one failure for a file,
// because readers of the form show no more than the first.
func writeJUnit(w io.Writer, r Report) error {
	list := r.findings()
	cases := r.cases(list)
	failures, errors := 0, 0
	for _, c := range cases {
		switch {
		case len(c.bugs) > 0:
			errors++
		case len(c.errors) > 0:
			failures++
		}
	}
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	numbers := fmt.Sprintf(`tests="%d" failures="%d" errors="%d"`, len(cases), failures, errors)
	fmt.Fprintf(&b, "<testsuites name=\"ivrc\" %s>\n  <testsuite name=\"ivrc check\" %s skipped=\"0\">\n", numbers, numbers)
	for _, c := range cases {
		c.write(&b)
	}
	b.WriteString("  </testsuite>\n</testsuites>\n")
	_, err := w.Write(b.Bytes())
	return err
}

// testCase is one file and what was found in it.
type testCase struct {
	name                  string
	bugs, errors, remarks diag.List
}

// cases are the files in order; findings without a file have a case of their own.
func (r Report) cases(list []finding) []*testCase {
	var out []*testCase
	byName := map[string]*testCase{}
	for _, name := range r.names(list) {
		byName[name] = &testCase{name: name}
		out = append(out, byName[name])
	}
	for _, f := range list {
		c := byName[f.Primary.Name()]
		if f.Primary.IsZero() || c == nil {
			if c = byName[""]; c == nil {
				c = &testCase{name: "ivrc"}
				byName[""] = c
				out = append(out, c)
			}
		}
		switch {
		case f.Severity == diag.Bug:
			c.bugs.Add(f.Diagnostic)
		case f.Severity.IsError():
			c.errors.Add(f.Diagnostic)
		default:
			c.remarks.Add(f.Diagnostic)
		}
	}
	return out
}

func (c *testCase) write(b *bytes.Buffer) {
	fmt.Fprintf(b, "    <testcase name=\"%s\" classname=\"ivrc\"", xmlText(printable(c.name)))
	worst := append(append(diag.List{}, c.bugs...), c.errors...)
	if len(worst)+len(c.remarks) == 0 {
		b.WriteString("/>\n")
		return
	}
	b.WriteString(">\n")
	if len(worst) > 0 {
		element := "failure"
		if len(c.bugs) > 0 {
			element = "error"
		}
		message := worst[0].Message
		if len(worst) > 1 {
			message = fmt.Sprintf("%s (and %d more)", message, len(worst)-1)
		}
		fmt.Fprintf(b, "      <%s type=\"%s\" message=\"%s\">%s</%s>\n", element, worst[0].Code, xmlText(printable(message)), xmlText(paragraphs(worst)), element)
	}
	if len(c.remarks) > 0 {
		fmt.Fprintf(b, "      <system-out>%s</system-out>\n", xmlText(paragraphs(c.remarks)))
	}
	b.WriteString("    </testcase>\n")
}

// paragraphs are findings as text.
func paragraphs(list diag.List) string {
	var p page
	for _, d := range list {
		p.paragraph(d)
	}
	return p.b.String()
}

// xmlText is text for the content or an attribute of XML 1.0. Characters that XML
// cannot hold, in any spelling, are left out.
func xmlText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\n' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000:
			b.WriteRune(r)
		}
	}
	return b.String()
}
