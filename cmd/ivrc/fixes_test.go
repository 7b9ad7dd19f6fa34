package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"ivrc/compiler/check"
	"ivrc/compiler/diag"
	"ivrc/compiler/fix"
	"ivrc/compiler/source"
)

// checkAll is what the tests of fixes check with: all targets, all advice.
func checkAll(file *source.File) diag.List {
	all := usualBackends()
	return job{targets: all, all: all, base: checkBase, budgets: check.DefaultBudgets()}.compile(file).list
}

// corpus are the flows of all golden cases, by where they stand.
func corpus(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, root := range []string{moduleRoot + "/compiler", "testdata"} {
		require.NoError(t, filepath.WalkDir(filepath.FromSlash(root), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() && entry.Name() == "config" {
				return filepath.SkipDir // settings, no flows
			}
			if err != nil || filepath.Ext(path) != ".txtar" {
				return err
			}
			data, err := os.ReadFile(path)
			for _, f := range txtar.Parse(data).Files {
				if ext := filepath.Ext(f.Name); ext == ".yaml" || ext == ".yml" || ext == ".json" && !strings.HasPrefix(f.Name, "out/") {
					texts[filepath.ToSlash(path)+":"+f.Name] = string(f.Data)
				}
			}
			return err
		}))
	}
	return texts
}

// notSafeAlone are cases whose safe fix is refused by the proof: they are pieces
// that are no flow.
var notSafeAlone = []string{"traps.txtar:hash-key-alone.yaml"}

// TestEverySafeFixOfTheCasesMendsWhatItSays looks at all flows of all golden cases
// with its own eyes: the codes that were fixed are fewer, the lines are as many,
// nothing safe is left, and nothing is refused.
func TestEverySafeFixOfTheCasesMendsWhatItSays(t *testing.T) {
	table := fixables()
	cases, fixes := 0, 0
	for name, text := range corpus(t) {
		file := source.NewFile("flow.ivr.yaml", []byte(text))
		before := checkAll(file)
		for _, d := range before {
			require.True(t, d.SafeFix() == nil || table[d.Code].what != "", "%s: %s has a safe fix, and docs/fix.md says no", name, d.Code)
		}
		if !slices.ContainsFunc(before, func(d diag.Diagnostic) bool { return d.SafeFix() != nil }) {
			continue
		}
		r := fix.Run(file, checkAll)
		cases, fixes = cases+1, fixes+len(r.Applied)
		if slices.ContainsFunc(notSafeAlone, func(piece string) bool { return strings.HasSuffix(name, piece) }) {
			require.NotEmpty(t, r.Refused)
			continue
		}
		require.Empty(t, r.Refused, name)
		require.NotEmpty(t, r.Applied, name)
		for _, d := range r.List {
			require.Nil(t, d.SafeFix(), "%s: %s", name, d.Compact())
		}
		fixed := map[diag.Code]int{}
		for _, a := range r.Applied {
			fixed[a.Code]++
		}
		for code, n := range fixed {
			require.LessOrEqual(t, countOf(r.List, code), max(0, countOf(before, code)-n), "%s: %s", name, code)
		}
		require.Equal(t, strings.Count(text, "\n"), strings.Count(string(r.File.Text), "\n"), name)
		require.Equal(t, checkAll(r.File), r.List)
	}
	require.Greater(t, cases, 50)
	t.Logf("%d fixes in %d flows", fixes, cases)
}

func countOf(list diag.List, code diag.Code) int {
	n := 0
	for _, d := range list {
		if d.Code == code {
			n++
		}
	}
	return n
}
