package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/schema"
)

// TestOutputPageShowsWhatTheCommandsPrint runs the commands of docs/output.md on the
// flow at its top and compares what they print with the block that follows.
func TestOutputPageShowsWhatTheCommandsPrint(t *testing.T) {
	page, err := filepath.Abs(filepath.FromSlash(moduleRoot + "/docs/output.md"))
	require.NoError(t, err)
	text := read(t, page)
	_, flow, ok := strings.Cut(text, "```yaml\n")
	require.True(t, ok)
	flow, _, _ = strings.Cut(flow, "```")
	t.Chdir(t.TempDir())
	t.Setenv("GITHUB_STEP_SUMMARY", "")
	require.NoError(t, os.WriteFile("front.ivr.yaml", []byte(flow), 0o600))

	shown := regexp.MustCompile("(?s)```sh\nivrc (check [^\n]*)\n```\n\n```([a-z]+)\n(.*?)```\n")
	commands := 0
	made := shown.ReplaceAllStringFunc(text, func(found string) string {
		parts := shown.FindStringSubmatch(found)
		commands++
		code, stdout, _ := runIvrc(t, strings.Fields(parts[1])...)
		require.Equal(t, exitFlow, code, parts[1])
		if parts[2] == "json" {
			var value any
			require.NoError(t, json.Unmarshal([]byte(stdout), &value))
			require.Empty(t, schema.CheckDiagnostics(value))
			stdout = strings.Replace(stdout, `"version": "`+version()+`"`, `"version": "v1.0.0"`, 1)
		}
		return strings.Replace(found, "```"+parts[2]+"\n"+parts[3], "```"+parts[2]+"\n"+stdout, 1)
	})
	require.Equal(t, 4, commands)
	ivrctest.ExpectFile(t, page, made)
}
