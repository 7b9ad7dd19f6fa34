package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/ir/draw"
	"ivrc/ir/draw/drawtest"
)

// hospital is a flow of forty steps that is there to be drawn.
const hospital = moduleRoot + "/ir/draw/testdata/hospital.ivr.yaml"

// readable is how wide a picture may be, in its own units, so that its smallest
// words can be read on a page of 1000 pixels.
const readable = 1400

func TestShippedFlowsAreWellDrawn(t *testing.T) {
	for _, path := range append(shippedFlows(t), hospital) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			flow := job{all: allBackends(), base: checkBase}.compile(readShipped(t, path)).flow
			require.NotNil(t, flow)
			svg, err := draw.SVG(flow)
			require.NoError(t, err)
			require.Empty(t, drawtest.Problems(flow, svg))
			require.LessOrEqual(t, drawtest.Width(svg), readable)
			if path == hospital {
				require.Len(t, flow.Steps, 40)
			}
		})
	}
}

func TestTheDrawnFrontDeskIsCurrent(t *testing.T) {
	code, stdout, stderr := runIvrc(t, "graph", frontDesk, "--format", "svg")
	require.Equal(t, exitOK, code, stderr)
	ivrctest.ExpectFile(t, moduleRoot+"/docs/front-desk.svg", stdout)
}

func TestGraphWritesTheFormatThatItsFileAsksFor(t *testing.T) {
	folder := t.TempDir()
	for name, begins := range map[string]string{
		"a.svg": "<svg ", "a b.SVG": "<svg ", "a.dot": "digraph ", "a.gv": "digraph ", "a.mmd": "flowchart TD\n", "a.json": "{\n", "a.md": "# front-desk\n", "a.txt": "flow front-desk\n",
	} {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
		code, stdout, stderr := runIvrc(t, "graph", frontDesk, "-o", path)
		require.Equal(t, exitOK, code, stderr)
		require.Empty(t, stdout)
		require.True(t, strings.HasPrefix(read(t, path), begins), "%s: %.40s", name, read(t, path))
	}
	code, stdout, _ := runIvrc(t, "graph", frontDesk, "-o", filepath.Join(folder, "a.svg"), "--format", "dot")
	require.Equal(t, exitOK, code)
	require.Empty(t, stdout)
	require.True(t, strings.HasPrefix(read(t, filepath.Join(folder, "a.svg")), "digraph "), "--format comes before the suffix")
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, entries, 8, "nothing else is left behind")
}

func TestGraphWritesToStandardOutput(t *testing.T) {
	for format, begins := range map[string]string{"": "flow front-desk\n", "ir": "flow front-desk\n", "json": "{\n", "dot": "digraph ", "mermaid": "flowchart TD\n", "svg": "<svg ", "report": "# front-desk\n"} {
		args := []string{"graph", frontDesk, "-o", "-"}
		if format != "" {
			args = append(args, "--format", format)
		}
		code, stdout, stderr := runIvrc(t, args...)
		require.Equal(t, exitOK, code, stderr)
		require.True(t, strings.HasPrefix(stdout, begins), format)
		require.Equal(t, format == "json", json.Valid([]byte(stdout)))
	}
}

func TestGraphRefusesPlacesThatItWouldSpoil(t *testing.T) {
	folder := t.TempDir()
	flow := filepath.Join(folder, "a.json")
	text := `{"ivr": 1, "flow": "a", "start": "b", "steps": {"b": {"say": "Hi.", "hangup": true, "events": {"hangup": "end", "error": "end"}}}}`
	require.NoError(t, os.WriteFile(flow, []byte(text), 0o644))
	for output, says := range map[string]string{
		filepath.Join(folder, "a.png"): "what shall", flow: "would be lost", folder: "is a folder",
	} {
		code, stdout, stderr := runIvrc(t, "graph", flow, "-o", output)
		require.Equal(t, exitUsage, code, stderr)
		require.Empty(t, stdout)
		require.Contains(t, stderr, says)
	}
	code, _, stderr := runIvrc(t, "graph", flow, "--format", "svg", "-o", folder)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "is a folder")
	code, _, stderr = runIvrc(t, "graph", flow, "-o", filepath.Join(folder, "no", "a.svg"))
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "there is no folder")
	require.Equal(t, text, read(t, flow))
}

func TestAFlowWithErrorsLeavesTheOldPicture(t *testing.T) {
	folder := t.TempDir()
	flow, picture := filepath.Join(folder, "a.ivr.yaml"), filepath.Join(folder, "a.svg")
	require.NoError(t, os.WriteFile(flow, []byte("ivr: 1\nflow: a\nstart: b\nsteps: {b: {say: \"Hi.\"}}\n"), 0o644))
	require.NoError(t, os.WriteFile(picture, []byte("old"), 0o644))
	code, _, stderr := runIvrc(t, "graph", flow, "-o", picture)
	require.Equal(t, exitFlow, code)
	require.Contains(t, stderr, "IVR302")
	require.Equal(t, "old", read(t, picture))
}
