package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAGeneratedScriptPassesAndTakesEverything(t *testing.T) {
	for _, name := range []string{"front-desk", "clinic", "pin-check", "appointment-reminder", "conference-bridge"} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			text, err := os.ReadFile("../../flows/" + name + ".ivr.yaml")
			require.NoError(t, err)
			flow := filepath.Join(folder, name+".ivr.yaml")
			require.NoError(t, os.WriteFile(flow, text, 0o644))
			file := filepath.Join(folder, "all.call.yaml")
			code, _, stderr := runIvrc(t, "test", "--generate", flow, "--output-file", file)
			require.Equal(t, exitOK, code, stderr)
			require.Contains(t, stderr, "all that a call can take")
			code, stdout, stderr := runIvrc(t, "test", folder, "--coverage", "text")
			require.Equal(t, exitOK, code, stdout+stderr)
			code, _, stderr = runIvrc(t, "test", "--generate", flow, "--output-file", file)
			require.Equal(t, exitOK, code, "its own file may be written again: %s", stderr)
		})
	}
}

func TestAScriptThatAPersonWroteIsNotWrittenOver(t *testing.T) {
	file := filepath.Join(t.TempDir(), "own.call.yaml")
	require.NoError(t, os.WriteFile(file, []byte("# my calls\n"), 0o644))
	code, _, stderr := runIvrc(t, "test", "--generate", frontDesk, "--output-file", file)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "would be lost")
	left, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "# my calls\n", string(left))
}

// TestASmallEditChangesFewGeneratedCalls edits a flow as people do, one thing at a
// time. Four of five calls stay as they were, byte for byte; more may change only with a
// prompt, which is in every call that hears it.
func TestASmallEditChangesFewGeneratedCalls(t *testing.T) {
	clinic, err := os.ReadFile("../../flows/clinic.ivr.yaml")
	require.NoError(t, err)
	before := generatedCalls(t, string(clinic))
	for _, edit := range [][2]string{
		{"  hangup: end\n", "  hangup: end\n  x-note: a remark\n"},
		{"1: appointments-en, 2: prescriptions-en", "1: prescriptions-en, 2: appointments-en"},
		{"4: visit-es, \"*\": main-es", "4: visit-es, 9: visit-es, \"*\": main-es"},
		{"    events: {incomplete: appointments-fr}", "    events: {incomplete: nurse-fr}"},
		{"attempts: 2\n", "attempts: 3\n"},
	} {
		require.Contains(t, string(clinic), edit[0])
		kept := 0
		after := generatedCalls(t, strings.Replace(string(clinic), edit[0], edit[1], 1))
		for call := range after {
			if before[call] {
				kept++
			}
		}
		t.Logf("%q: %d of %d calls stayed", edit[1], kept, len(after))
		require.GreaterOrEqual(t, kept*100, len(after)*80, edit[1])
	}
}

// generatedCalls are the texts of the generated calls of a flow.
func generatedCalls(t *testing.T, text string) map[string]bool {
	t.Helper()
	file := filepath.Join(t.TempDir(), "clinic.ivr.yaml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	code, stdout, stderr := runIvrc(t, "test", "--generate", file)
	require.Equal(t, exitOK, code, stderr)
	calls := strings.Split(stdout, "\n\n")
	_, calls[0], _ = strings.Cut(calls[0], "calls:\n")
	out := map[string]bool{}
	for _, call := range calls {
		out[strings.TrimSpace(call)] = true
	}
	return out
}
