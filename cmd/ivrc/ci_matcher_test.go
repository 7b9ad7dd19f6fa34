package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/render"
	"ivrc/compiler/source"
)

// matchers are the regular expressions of the problem matcher, with the names of
// their groups.
func matchers(t *testing.T) (all []*regexp.Regexp, groups []map[string]int) {
	t.Helper()
	var file struct {
		ProblemMatcher []struct {
			Owner, Severity string
			Pattern         []map[string]any
		}
	}
	require.NoError(t, json.Unmarshal([]byte(read(t, moduleRoot+"/.github/ivrc-matcher.json")), &file))
	for _, m := range file.ProblemMatcher {
		require.Contains(t, read(t, moduleRoot+"/action.yml"), "::remove-matcher owner="+m.Owner+"::")
		require.Len(t, m.Pattern, 1)
		names := map[string]int{}
		for name, value := range m.Pattern[0] {
			if number, ok := value.(float64); ok {
				names[name] = int(number)
			}
		}
		_, hasSeverity := names["severity"]
		require.NotEqual(t, hasSeverity, m.Severity == "error", m.Owner)
		all = append(all, regexp.MustCompile(m.Pattern[0]["regexp"].(string)))
		groups = append(groups, names)
	}
	return all, groups
}

// matched is what a matcher reads in a line, nil for nothing.
func matched(t *testing.T, all []*regexp.Regexp, groups []map[string]int, line string) map[string]string {
	t.Helper()
	var found map[string]string
	for i, m := range all {
		parts := m.FindStringSubmatch(line)
		if parts == nil {
			continue
		}
		require.Nil(t, found, "two matchers take %q", line)
		found = map[string]string{"severity": "bug"}
		for name, group := range groups[i] {
			found[name] = parts[group]
		}
	}
	return found
}

var firstLine = regexp.MustCompile(`^(.+):([0-9]+):([0-9]+): (error|warning|note|bug): (.+) \[(IVR[0-9]{3})\]$`)

// TestTheProblemMatcherReadsEveryDiagnosticOfTheGoldens takes every first line that
// stands in a golden, of every package.
func TestTheProblemMatcherReadsEveryDiagnosticOfTheGoldens(t *testing.T) {
	all, groups := matchers(t)
	codes, lines := map[string]bool{}, 0
	require.NoError(t, filepath.WalkDir(moduleRoot, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txtar" || !strings.Contains(filepath.ToSlash(path), "/testdata/") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, file := range txtar.Parse(text).Files {
			for _, line := range strings.Split(string(file.Data), "\n") {
				want := firstLine.FindStringSubmatch(line)
				if want == nil {
					continue
				}
				got := matched(t, all, groups, line)
				require.Equal(t, map[string]string{
					"file": want[1], "line": want[2], "column": want[3], "severity": want[4], "message": want[5], "code": want[6],
				}, got, "%s: %s", path, line)
				codes[want[6]], lines = true, lines+1
			}
		}
		return nil
	}))
	require.Greater(t, lines, 500)
	require.Greater(t, len(codes), 50)
}

// TestTheProblemMatcherReadsTextAsItIsWritten takes the text form of the bad flow
// of every code, with colours and without.
func TestTheProblemMatcherReadsTextAsItIsWritten(t *testing.T) {
	all, groups := matchers(t)
	cases, err := filepath.Glob("testdata/codes/*.txtar")
	require.NoError(t, err)
	for _, path := range cases {
		c := ivrctest.Load(t, path)
		list := checkText(t, c.Comment, c.Input(t, "bad.ivr.yaml"))
		requireMatches(t, all, groups, list)
	}
	// Places of a system with drives, names with spaces and brackets, a fault of ours.
	file := source.NewFile(`C:\phone menus\a [IVR101] b.ivr.yaml`, []byte("é: x\n"))
	requireMatches(t, all, groups, diag.List{
		diag.New(diag.UnknownKey, source.Span{File: file, Start: 0, End: 2}, "there is no %q: see [IVR999] or x:1:2: error: y", "é"),
		diag.New(diag.Crash, source.Span{File: file, Start: 4, End: 5}, "a step vanished"),
	})
}

func requireMatches(t *testing.T, all []*regexp.Regexp, groups []map[string]int, list diag.List) {
	t.Helper()
	list.Sort()
	for _, color := range []bool{false, true} {
		var b strings.Builder
		require.NoError(t, render.Write(&b, render.FormatText, render.Report{List: list, Color: color}))
		var got []map[string]string
		for _, line := range strings.Split(b.String(), "\n") {
			if found := matched(t, all, groups, line); found != nil {
				got = append(got, found)
			}
		}
		require.Len(t, got, len(list), "%v:\n%s", color, &b)
		for i, d := range list {
			begin := d.Primary.Begin()
			require.Equal(t, map[string]string{
				"file": d.Primary.Name(), "line": strconv.Itoa(begin.Line), "column": strconv.Itoa(begin.Column),
				"severity": d.Severity.String(), "message": d.Message, "code": string(d.Code),
			}, got[i])
		}
	}
}
