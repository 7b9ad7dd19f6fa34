package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/schema"
)

const testingPage = moduleRoot + "/docs/testing-flows.md"

// flowsBeside is a folder with the shipped flows.
func flowsBeside(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	flows, err := filepath.Glob(moduleRoot + "/flows/*.ivr.yaml")
	require.NoError(t, err)
	for _, flow := range flows {
		put(t, folder, "flows/"+filepath.Base(flow), read(t, flow))
	}
	return folder
}

const frontDeskCalls = "ivr-calls: 1\nflow: front-desk.ivr.yaml\ncalls:\n"

// TestEveryExampleOfThePageAboutTestingPasses runs the examples: whole scripts,
// calls of one for the front desk, and one that fails as the page shows.
func TestEveryExampleOfThePageAboutTestingPasses(t *testing.T) {
	folder := flowsBeside(t)
	var all strings.Builder
	failing, shown := "", ""
	page := blocks(t, testingPage)
	t.Chdir(folder)
	for _, b := range page {
		text := b.text
		all.WriteString(text)
		calls, isCalls := strings.CutPrefix(text, "# calls\n")
		fails, isFailing := strings.CutPrefix(text, "# fails\n")
		switch {
		case b.language == "text":
			shown = text
			continue
		case b.language != "yaml":
			continue
		case isFailing:
			failing = fails
			continue
		case isCalls:
			text = frontDeskCalls + calls
		default:
			require.Contains(t, text, "ivr-calls: 1", "line %d: a whole script, or marked with # calls", b.line)
		}
		put(t, folder, "flows/x.call.yaml", text)
		code, stdout, stderr := runIvrc(t, "test", "flows/x.call.yaml")
		require.Equal(t, exitOK, code, "line %d: %s%s", b.line, stdout, stderr)
	}
	put(t, folder, "flows/front-desk.call.yaml", frontDeskCalls+failing)
	code, stdout, _ := runIvrc(t, "test", "flows/front-desk.call.yaml")
	require.Equal(t, exitFlow, code)
	require.Equal(t, shown, strings.TrimSuffix(stdout, "\n"), "the page shows")

	for _, key := range callKeys(t) {
		require.Contains(t, all.String(), key+":", "no example of the page has the key")
	}
}

// callKeys are all keys of call scripts.
func callKeys(t *testing.T) []string {
	t.Helper()
	type object struct {
		Properties  map[string]json.RawMessage `json:"properties"`
		Definitions map[string]struct {
			Properties map[string]struct {
				Properties map[string]json.RawMessage `json:"properties"`
			} `json:"properties"`
		} `json:"definitions"`
	}
	var root object
	require.NoError(t, json.Unmarshal(schema.Call(), &root))
	var keys []string
	for name := range root.Properties {
		keys = append(keys, name)
	}
	for _, d := range root.Definitions {
		for name, p := range d.Properties {
			keys = append(keys, name)
			for inner := range p.Properties {
				keys = append(keys, inner)
			}
		}
	}
	require.Greater(t, len(keys), 20)
	return keys
}
