package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/check"
	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
)

// onPages are the codes whose bad flow no golden holds: other bytes than text, two
// files, or a hundred thousand bytes. Their pages show it, and TestCatalog checks
// that.
var onPages = []diag.Code{diag.Encoding, diag.Invisible, diag.LineBreak, diag.SameFlow, diag.TooLong}

// TestEveryCodeHasABadAndAGoodCase runs each case through the whole program: the
// bad flow yields its code and no other, the good one nothing at all.
func TestEveryCodeHasABadAndAGoodCase(t *testing.T) {
	for _, e := range diag.Catalog() {
		t.Run(string(e.Code), func(t *testing.T) {
			path := filepath.Join("testdata", "codes", string(e.Code)+".txtar")
			if e.Severity == diag.Bug || slices.Contains(onPages, e.Code) {
				require.NoFileExists(t, path, "this code has a case of its own: take it out of the list")
				return
			}
			require.FileExists(t, path)
		})
	}
	ivrctest.Run(t, "testdata/codes/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		bad := checkText(t, c.Comment, c.Input(t, "bad.ivr.yaml"))
		require.NotEmpty(t, bad, "the bad case is clean")
		for _, d := range bad {
			require.Equal(t, c.Name, string(d.Code), "%s", d.Compact())
			require.True(t, d.Severity == diag.Note || len(d.Help) > 0, "every problem says what to do: %s", d.Compact())
		}
		c.Expect(t, "diags.txt", bad.Detailed())
		require.Empty(t, checkText(t, c.Comment, c.Input(t, "good.ivr.yaml")).Detailed(), "the good case is not clean")
	})
}

// checkText checks a flow for the target that the comment names ("target: x"),
// else for all.
func checkText(t *testing.T, comment string, text []byte) diag.List {
	t.Helper()
	all := usualBackends()
	targets := all
	if _, name, ok := strings.Cut(comment, "target: "); ok {
		var err error
		targets, err = selectTargets([]string{strings.TrimSpace(name)}, all)
		require.NoError(t, err)
	}
	return job{targets: targets, all: all, base: checkBase, budgets: check.DefaultBudgets()}.compile(source.NewFile("flow.ivr.yaml", text)).list
}

func TestTwoFilesWithOneFlowIDAreAnError(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"a.ivr.yaml", "b.ivr.yaml"} {
		text := "ivr: 1\nflow: same\nstart: a\nevents: {hangup: end, error: end}\nsteps:\n  a: {say: \"Hello.\", hangup: true}\n"
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
	}
	code, out, _ := runIvrc(t, "check", folder)
	require.Equal(t, exitFlow, code)
	require.Contains(t, out, "b.ivr.yaml:2:7: error: flow \"same\" is already another file's id")
	require.Contains(t, out, "[IVR205]")
}

func TestEscapesOfControlCharactersAreRefused(t *testing.T) {
	list := checkText(t, "", []byte("ivr: 1\nflow: f\nstart: a\nevents: {hangup: end, error: end}\nsteps:\n  a: {say: \"Hello.\\a\", hangup: true}\n"))
	require.Len(t, list, 1)
	require.Equal(t, diag.Invisible, list[0].Code)
	require.Contains(t, list[0].Message, "U+0007")
}
