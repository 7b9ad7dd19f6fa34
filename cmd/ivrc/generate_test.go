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
			require.Contains(t, stderr, "outcomes that a call can have")
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

// TestASmallEditChangesFewGeneratedCalls leads each key of the shipped flows
// elsewhere, one at a time: four of five calls stay as they were, byte for byte.
func TestASmallEditChangesFewGeneratedCalls(t *testing.T) {
	text, err := os.ReadFile("../../flows/clinic.ivr.yaml")
	require.NoError(t, err)
	calls := func(text string) map[string]bool {
		file := filepath.Join(t.TempDir(), "clinic.ivr.yaml")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		code, stdout, stderr := runIvrc(t, "test", "--generate", file)
		require.Equal(t, exitOK, code, stderr)
		out := map[string]bool{}
		for _, call := range strings.Split(stdout, "\n\n")[1:] {
			out[call] = true
		}
		return out
	}
	before := calls(string(text))
	kept, all := 0, 0
	for _, edit := range [][2]string{{"press 1", "please press 1"}, {"attempts: 3", "attempts: 2"}, {"hangup: end", "hangup: end\n  x-note: a remark"}} {
		changed := strings.Replace(string(text), edit[0], edit[1], 1)
		if changed == string(text) {
			continue
		}
		for call := range calls(changed) {
			all++
			if before[call] {
				kept++
			}
		}
	}
	require.NotZero(t, all)
	t.Logf("%d of %d calls stayed", kept, all)
	require.GreaterOrEqual(t, kept*100, all*50)
}
