package syntax_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// mutant is a text with one line changed. The lines from first to last name it:
// where a line is gone its neighbours do, and of two equal lines either.
type mutant struct {
	name              string
	text              string
	line, first, last int
	// again says that the change writes a line twice, so that a duplicate key is
	// its mistake and not a consequence.
	again bool
}

// TestSyntaxErrorsNameTheChangedLine is row Y3 of the fault model: one line of a
// good flow is changed, and the first report must be about that line. With -short
// a tenth of the changes is tried.
func TestSyntaxErrorsNameTheChangedLine(t *testing.T) {
	paths := shippedFlows(t)
	all, wrong := make([]int, len(paths)), make([][]string, len(paths))
	t.Run("flows", func(t *testing.T) {
		for i, path := range paths {
			t.Run(filepath.Base(path), func(t *testing.T) {
				t.Parallel()
				all[i], wrong[i] = mistakenLines(t, path)
			})
		}
	})
	total, misses := 0, slices.Concat(wrong...)
	for _, n := range all {
		total += n
	}
	t.Logf("%d mutants are syntax errors, %d name another line", total, len(misses))
	require.Greater(t, total, 500, "the mutations must produce mistakes")
	for _, miss := range misses {
		t.Log(miss)
	}
	require.LessOrEqual(t, len(misses)*100, total, "at least 99 %% of the reports must name the changed line")
}

// mistakenLines counts the mutants of a flow that are syntax errors, and tells
// those whose report names another line than the changed one.
func mistakenLines(t *testing.T, path string) (all int, wrong []string) {
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	root, found := syntax.Parse(source.NewFile("flow", data), syntax.Limits{})
	require.Empty(t, found.Detailed(), path)
	require.NotNil(t, root)
	for i, m := range mutants(string(data)) {
		if testing.Short() && i%10 != 0 {
			continue
		}
		d, ok := syntaxMistake(m)
		if !ok {
			continue
		}
		all++
		if line := d.Primary.Line(); line < m.first || line > m.last {
			wrong = append(wrong, fmt.Sprintf("%s: %s: line %d was changed, reported: %s\n\t%q",
				filepath.Base(path), m.name, m.line, d.Compact(), lineOf(m.text, m.line)))
		}
	}
	return all, wrong
}

// syntaxMistake is the first report about reading the mutant as YAML. Duplicate
// keys that only come about because the file means something else now are left
// to the phases that know what it means.
func syntaxMistake(m mutant) (diag.Diagnostic, bool) {
	_, found := syntax.Parse(source.NewFile("flow", []byte(m.text)), syntax.Limits{})
	for _, d := range found {
		if d.Code != diag.DuplicateKey || m.again {
			return d, true
		}
	}
	return diag.Diagnostic{}, false
}

func shippedFlows(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, pattern := range []string{"../../flows/*.ivr.yaml", "testdata/flows/*.ivr.*"} {
		found, err := filepath.Glob(filepath.FromSlash(pattern))
		require.NoError(t, err)
		paths = append(paths, found...)
	}
	require.NotEmpty(t, paths)
	return paths
}

func lineOf(text string, line int) string {
	lines := strings.Split(text, "\n")
	if line > len(lines) {
		return ""
	}
	return lines[line-1]
}

var (
	quotedText = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	plainText  = regexp.MustCompile(`(: |- |, |\{)([^\s"'{}\[\],#][^"'{}\[\],#]*?)(,|\}|\]|$)`)
	keyColon   = regexp.MustCompile(`:( |$)`)
	keyName    = regexp.MustCompile(`[A-Za-z0-9_-]+"?:( |$)`)
)

// mutants are all single-line changes of a text.
func mutants(text string) []mutant {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	var out []mutant
	add := func(name string, i int, replacement ...string) {
		changed := append(append(append([]string{}, lines[:i]...), replacement...), lines[i+1:]...)
		out = append(out, mutant{name: name, text: strings.Join(changed, "\n") + "\n", line: i + 1, first: i + 1, last: i + 1})
	}
	for i, line := range lines {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		add("delete", i)
		out[len(out)-1].first, out[len(out)-1].last = neighbours(lines, i)
		add("duplicate", i, line, line)
		out[len(out)-1].last, out[len(out)-1].again = i+2, true
		depth := len(line) - len(strings.TrimLeft(line, " "))
		for _, by := range []int{-2, -1, 1, 2} {
			if depth+by >= 0 {
				add(fmt.Sprintf("indent by %+d", by), i, strings.Repeat(" ", depth+by)+line[depth:])
			}
		}
		if depth > 0 {
			add("tab for the indentation", i, "\t"+line[depth:])
			add("tab for one space", i, line[:depth-1]+"\t"+line[depth:])
		}
		for _, m := range changedParts(line) {
			add(m[0], i, m[1])
		}
	}
	return out
}

// neighbours are the lines that say something around a deleted one, numbered as
// they are without it.
func neighbours(lines []string, i int) (first, last int) {
	silent := func(k int) bool {
		line := strings.TrimSpace(lines[k])
		return line == "" || line[0] == '#'
	}
	before, after := i-1, i+1
	for before > 0 && silent(before) {
		before--
	}
	for after < len(lines)-1 && silent(after) {
		after++
	}
	return before + 1, after
}

// changedParts are the changes inside a line: quotes, colons, brackets, names.
func changedParts(line string) [][2]string {
	var out [][2]string
	cut := func(name string, from, to int, by string) {
		out = append(out, [2]string{name, line[:from] + by + line[to:]})
	}
	for _, at := range quotedText.FindAllStringIndex(line, -1) {
		cut("unquote", at[0], at[1], line[at[0]+1:at[1]-1])
		cut("drop the first quote", at[0], at[0]+1, "")
		cut("drop the last quote", at[1]-1, at[1], "")
		cut("open a bracket", at[0], at[0], "[")
		cut("open a brace", at[0], at[0], "{")
	}
	for _, at := range plainText.FindAllStringSubmatchIndex(line, -1) {
		cut("quote", at[4], at[5], `"`+line[at[4]:at[5]]+`"`)
		cut("open a bracket", at[4], at[4], "[")
		cut("open a brace", at[4], at[4], "{")
	}
	for _, at := range keyColon.FindAllStringIndex(line, -1) {
		cut("drop the colon", at[0], at[0]+1, "")
		cut("drop the space", at[0], at[1], ":")
	}
	for _, at := range keyName.FindAllStringIndex(line, -1) {
		cut("rename", at[0], at[0], "x")
	}
	for i := 0; i < len(line); i++ {
		if line[i] == ']' || line[i] == '}' {
			cut("drop a closing bracket", i, i+1, "")
		}
	}
	return out
}
