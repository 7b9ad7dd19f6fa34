package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/check"
	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/render"
	"ivrc/compiler/source"
)

const pagesFolder = moduleRoot + "/compiler/diag/docs"

// Headings of a code's page, in order. What ivrc itself got wrong has no flow that
// shows it.
var (
	pageHeadings  = []string{"A flow that yields it", "What ivrc says", "The flow put right", "Why callers suffer", "When to turn it off"}
	faultHeadings = []string{"What happened", "What to do", "What to report"}
)

// TestCatalog is the promise about every code: a page, a bad and a good flow, and
// something that emits it.
func TestCatalog(t *testing.T) {
	emitted := emittedCodes(t)
	for _, e := range diag.Catalog() {
		t.Run(string(e.Code), func(t *testing.T) {
			require.True(t, emitted[e.Code], "nothing emits it")
			text, ok := diag.Page(e.Code)
			require.True(t, ok, "it has no page")
			p := pageOf(t, e, text)
			if e.Severity == diag.Bug {
				return
			}
			p.holds(t)
			never := strings.HasPrefix(p.sections[pageHeadings[4]], "\nNever: ")
			can := !e.Severity.IsError() && e.Code != diag.UnusedAllow || strings.HasPrefix(string(e.Code), "IVR60")
			require.Equal(t, !can, never, "errors are never turned off; a warning's page has the line that does")
		})
	}
}

func TestNoPageIsAboutACodeThatDoesNotExist(t *testing.T) {
	files, err := os.ReadDir(filepath.FromSlash(pagesFolder))
	require.NoError(t, err)
	for _, f := range files {
		_, ok := diag.Lookup(diag.Code(strings.TrimSuffix(f.Name(), ".md")))
		require.True(t, ok && strings.HasSuffix(f.Name(), ".md"), f.Name())
	}
}

// codePage is a page as its test reads it.
type codePage struct {
	code     diag.Code
	text     string
	sections map[string]string
}

func pageOf(t *testing.T, e diag.Entry, text string) codePage {
	t.Helper()
	text = strings.ReplaceAll(text, "\r\n", "\n")
	parts := strings.Split(text, "\n## ")
	p := codePage{code: e.Code, text: text, sections: map[string]string{}}
	kinds := map[diag.Severity]string{diag.Error: "An error. ", diag.Warning: "A warning. ", diag.Note: "A note. ", diag.Bug: "A fault of ivrc. "}
	require.True(t, strings.HasPrefix(parts[0], fmt.Sprintf("# %s: %s\n\n%s", e.Code, e.Title, kinds[e.Severity])), parts[0])
	var found []string
	for _, part := range parts[1:] {
		heading, body, _ := strings.Cut(part, "\n")
		found = append(found, heading)
		require.NotEmpty(t, strings.TrimSpace(body), heading)
		p.sections[heading] = strings.TrimRight(body, "\n") + "\n"
	}
	want := pageHeadings
	if e.Severity == diag.Bug {
		want = faultHeadings
	}
	require.Equal(t, want, found)
	return p
}

// holds checks the page's two flows, and what ivrc says about the first.
func (p codePage) holds(t *testing.T) {
	t.Helper()
	bad := p.check(t, pageHeadings[0])
	require.NotEmpty(t, bad, "the bad flow is clean")
	for _, d := range bad {
		require.Equal(t, p.code, d.Code, d.Compact())
	}
	var said bytes.Buffer
	require.NoError(t, render.Write(&said, render.FormatText, render.Report{List: bad}))
	path := filepath.FromSlash(pagesFolder + "/" + string(p.code) + ".md")
	block := regexp.MustCompile("(?s)(\n## " + pageHeadings[1] + "\n.*?\n```text\n).*?(```\n)")
	place := block.FindStringSubmatchIndex(p.text)
	require.NotNil(t, place, "%s has no text block under %q", path, pageHeadings[1])
	ivrctest.ExpectFile(t, path, p.text[:place[3]]+said.String()+p.text[place[4]:])
	require.Empty(t, p.check(t, pageHeadings[2]).Detailed(), "the flow put right is not clean")
	p.turnsOff(t)
}

// turnsOff checks that the line which turns a warning off does so in the bad flow,
// and that no page promises that of an error.
func (p codePage) turnsOff(t *testing.T) {
	t.Helper()
	off := p.sections[pageHeadings[4]]
	line := regexp.MustCompile(`allow: \{` + string(p.code) + `: "[^"]+"\}`).FindString(off)
	if line == "" {
		require.True(t, strings.HasPrefix(off, "\nNever: "), "it says never, or how")
		return
	}
	bad := p.sections[pageHeadings[0]]
	require.Contains(t, bad, "\nsteps:\n")
	p.sections[pageHeadings[0]] = strings.Replace(bad, "\nsteps:\n", "\n"+line+"\nsteps:\n", 1)
	require.Empty(t, p.check(t, pageHeadings[0]).Detailed(), "the line does not turn it off")
}

// check checks the files of one section. Words behind "yaml" say how: the file's
// name, for=plivo, and escaped for text in which unescape finds what Markdown
// cannot hold.
func (p codePage) check(t *testing.T, heading string) diag.List {
	t.Helper()
	all := usualBackends()
	j := job{targets: all, all: all, base: checkBase, budgets: check.DefaultBudgets()}
	var found []compiled
	for _, b := range blocksOf(t, p.sections[heading]) {
		words := strings.Fields(b.language)
		require.NotEmpty(t, words, "%s: a block says what it holds", heading)
		if words[0] != "yaml" {
			continue
		}
		name, text := "flow.ivr.yaml", b.text
		for _, word := range words[1:] {
			if target, ok := strings.CutPrefix(word, "for="); ok {
				var err error
				j.targets, err = selectTargets(strings.Split(target, ","), all)
				require.NoError(t, err)
			} else if word == "escaped" {
				text = unescape(t, text)
			} else {
				require.Regexp(t, `\.ivr\.(yaml|json)$`, word, "a word that this test does not know")
				name = word
			}
		}
		found = append(found, j.compile(source.NewFile(name, []byte(text))))
	}
	require.NotEmpty(t, found, "%s has no yaml block", heading)
	sameFlows(found)
	var list diag.List
	for _, c := range found {
		list.Add(c.list...)
	}
	list.Sort()
	return list
}

// escape is what stands for text that a page cannot hold: a byte \xNN, a
// character \uNNNN, and a text many times \repeat{3000}{text}.
var escape = regexp.MustCompile(`\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\repeat\{[0-9]+\}\{[^}]*\}`)

func unescape(t *testing.T, text string) string {
	t.Helper()
	require.Regexp(t, escape, text, "a block is marked as escaped and has no escape")
	return escape.ReplaceAllStringFunc(text, func(m string) string {
		switch m[1] {
		case 'x', 'u':
			n, err := strconv.ParseUint(m[2:], 16, 16)
			require.NoError(t, err)
			if m[1] == 'x' {
				return string([]byte{byte(n)})
			}
			return string(rune(n))
		}
		times, what, _ := strings.Cut(strings.TrimPrefix(m, `\repeat{`), "}{")
		n, err := strconv.Atoi(times)
		require.NoError(t, err)
		return strings.Repeat(strings.TrimSuffix(what, "}"), n)
	})
}

var diagCodeName = regexp.MustCompile(`\bdiag\.([A-Z][A-Za-z]+)\b`)

// emittedCodes are the codes whose names stand in code that is no test, outside
// the catalogue itself.
func emittedCodes(t *testing.T) map[diag.Code]bool {
	t.Helper()
	codes := map[string]diag.Code{}
	catalog := read(t, moduleRoot+"/compiler/diag/catalog.go")
	for _, m := range regexp.MustCompile(`(?m)^\t([A-Z][A-Za-z]+) +Code = "(IVR[0-9]{3})"`).FindAllStringSubmatch(catalog, -1) {
		codes[m[1]] = diag.Code(m[2])
	}
	require.Len(t, codes, len(diag.Catalog()))
	emitted := map[diag.Code]bool{}
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range diagCodeName.FindAllStringSubmatch(read(t, filepath.Join(moduleRoot, file)), -1) {
			emitted[codes[m[1]]] = true
		}
	}
	return emitted
}
