package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
)

func TestExplainTakesACodeInEveryFormPeopleWrite(t *testing.T) {
	page, ok := diag.Page(diag.Unreachable)
	require.True(t, ok)
	for _, written := range []string{"IVR301", "ivr301", "301", "[IVR301]"} {
		code, out, stderr := runIvrc(t, "explain", written)
		require.Equal(t, exitOK, code, stderr)
		require.Equal(t, page, out, "the bytes of the page")
	}
}

func TestExplainPrintsSeveralPages(t *testing.T) {
	code, out, _ := runIvrc(t, "explain", "101", "301")
	require.Equal(t, exitOK, code)
	require.True(t, strings.HasPrefix(out, "# IVR101: "))
	require.Contains(t, out, "\n\n# IVR301: ")
}

func TestExplainWithoutACodeListsAll(t *testing.T) {
	code, out, _ := runIvrc(t, "explain")
	require.Equal(t, exitOK, code)
	for _, e := range diag.Catalog() {
		require.Contains(t, out, string(e.Code)+"  "+e.Severity.String())
		require.Contains(t, out, "  "+e.Title+"\n")
	}
	require.Contains(t, out, "\nIVR3xx the graph\n  IVR301")
	for _, g := range diag.Groups() {
		require.NotEmpty(t, g.Title, g.Name)
	}
}

func TestExplainNamesTheNearestCode(t *testing.T) {
	for written, near := range map[string]string{"IVR3O1": "IVR301", "IVR30": "", "IVR350": "IVR305", "399": "IVR309", "hangup": ""} {
		code, out, stderr := runIvrc(t, "explain", "301", written)
		require.Equal(t, exitUsage, code)
		require.Empty(t, out, "nothing is printed of a command that is wrong")
		require.Contains(t, stderr, "there is no code \""+written+"\"")
		require.Contains(t, stderr, "ivrc explain lists all codes")
		if near == "" {
			require.NotContains(t, stderr, "did you mean")
		} else {
			require.Contains(t, stderr, "did you mean "+near+"?")
		}
	}
}

func TestExplainForPrograms(t *testing.T) {
	var all, one struct {
		Format int         `json:"ivrc_explain"`
		Codes  []explained `json:"codes"`
	}
	_, out, _ := runIvrc(t, "explain", "--format", "json")
	require.NoError(t, json.Unmarshal([]byte(out), &all))
	require.Equal(t, 1, all.Format)
	require.Len(t, all.Codes, len(diag.Catalog()))
	_, out, _ = runIvrc(t, "explain", "302", "--format", "json")
	require.NoError(t, json.Unmarshal([]byte(out), &one))
	require.Len(t, one.Codes, 1)
	require.Equal(t, "error", one.Codes[0].Severity)
	code, _, stderr := runIvrc(t, "explain", "--format", "xml")
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "--format takes text, json or markdown")
}

func TestAShellCompletesCodesWithTheirTitles(t *testing.T) {
	_, out, _ := runIvrc(t, "__complete", "explain", "301", "ivr30")
	require.Contains(t, out, "IVR302\tan outcome that nobody handles\n")
	require.NotContains(t, out, "IVR301", "it is given already")
	require.NotContains(t, out, "IVR101")
}
