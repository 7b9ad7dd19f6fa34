package main

import (
	"io/fs"
	"os"
	"path/filepath"
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
	all := allBackends()
	return job{targets: all, all: all, base: checkBase, budgets: check.DefaultBudgets()}.compile(file).list
}

// corpus are the flows of all golden cases, by where they stand.
func corpus(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, root := range []string{moduleRoot + "/compiler", "testdata"} {
		require.NoError(t, filepath.WalkDir(filepath.FromSlash(root), func(path string, entry fs.DirEntry, err error) error {
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

func TestEverySafeFixOfTheCasesMendsWhatItSays(t *testing.T) {
	for name, text := range corpus(t) {
		file := source.NewFile("flow.ivr.yaml", []byte(text))
		before := checkAll(file)
		safe := 0
		for _, d := range before {
			if d.SafeFix() != nil {
				safe++
			}
		}
		if safe == 0 {
			continue
		}
		r := fix.Run(file, checkAll)
		t.Logf("%s: %d safe, applied %d, refused %d", name, safe, len(r.Applied), len(r.Refused))
		for _, a := range r.Applied {
			t.Logf("   %s %v %q -> %q  %s", a.Code, a.At, a.Old, a.New, a.Message)
		}
		for _, a := range r.Refused {
			t.Logf("   REFUSED %s %v %s", a.Code, a.At, a.Reason)
		}
	}
}
