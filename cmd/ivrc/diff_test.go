package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/ir/changes"
	"ivrc/ir/changes/show"
)

// TestWhatChangedForCallers runs the command over the two flows of each case.
func TestWhatChangedForCallers(t *testing.T) {
	told := map[changes.Kind]bool{}
	ivrctest.Run(t, "testdata/diff/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		old, new := c.Input(t, "old.ivr.yaml"), c.Input(t, "new.ivr.yaml")
		inFolder(t, map[string][]byte{"old.ivr.yaml": old, "new.ivr.yaml": new}, func() {
			code, text, stderr := runIvrc(t, "diff", "old.ivr.yaml", "new.ivr.yaml", "--no-config", "--quiet")
			require.Equal(t, exitOK, code, stderr)
			require.Empty(t, stderr)
			c.Expect(t, "text", text)
			_, markdown, _ := runIvrc(t, "diff", "old.ivr.yaml", "new.ivr.yaml", "--no-config", "--format", "markdown")
			c.Expect(t, "markdown", markdown)
			_, encoded, _ := runIvrc(t, "diff", "old.ivr.yaml", "new.ivr.yaml", "--no-config", "--format", "json")
			c.Expect(t, "json", encoded)
			d := decodeDiff(t, encoded)
			for _, change := range d.Flows[0].Changes {
				told[change.Kind] = true
			}
			code, _, _ = runIvrc(t, "diff", "old.ivr.yaml", "new.ivr.yaml", "--no-config", "--exit-code")
			require.Equal(t, d.Changed, code == exitFlow)
			_, same, _ := runIvrc(t, "diff", "new.ivr.yaml", "new.ivr.yaml", "--no-config")
			require.Contains(t, same, "nothing changes for callers")
		})
	})
	for _, k := range changes.Kinds() {
		if k != changes.TargetAdded && k != changes.TargetGone { // of trees
			require.True(t, told[k], "no case has %s", k)
		}
	}
}

// decodeDiff reads the JSON form as a program does that knows every key.
func decodeDiff(t *testing.T, text string) show.Document {
	t.Helper()
	var d show.Document
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&d))
	require.False(t, decoder.More())
	require.Equal(t, show.Format, d.Format)
	return d
}

// inFolder does something in a folder that holds some files.
func inFolder(t *testing.T, files map[string][]byte, do func()) {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, text, 0o644))
	}
	before, err := os.Getwd()
	require.NoError(t, err)
	require.NoError(t, os.Chdir(folder))
	defer func() { require.NoError(t, os.Chdir(before)) }()
	do()
}
