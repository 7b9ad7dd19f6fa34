package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
)

// graphFiles writes the graph of every shipped flow, and the golden one with every
// act and every hostile text, in one format.
func graphFiles(t *testing.T, format, suffix string) []string {
	t.Helper()
	folder := t.TempDir()
	golden := filepath.Join(folder, "every-act"+suffix)
	c := ivrctest.Load(t, moduleRoot+"/ir/draw/testdata/every-act.txtar")
	require.NoError(t, os.WriteFile(golden, c.Input(t, "flow"+suffix), 0o644))
	files := []string{golden}
	for _, path := range append(shippedFlows(t), hospital) {
		file := filepath.Join(folder, strings.TrimSuffix(filepath.Base(path), ".ivr.yaml")+suffix)
		code, _, stderr := runIvrc(t, "graph", path, "--format", format, "-o", file)
		require.Equal(t, exitOK, code, stderr)
		files = append(files, file)
	}
	return files
}

func TestGraphvizTakesEveryGraph(t *testing.T) {
	o := &oracles{}
	tool, err := exec.LookPath("dot")
	if err != nil {
		o.missing(t, "dot (of Graphviz)")
	}
	for _, file := range graphFiles(t, "dot", ".dot") {
		var said bytes.Buffer
		command := exec.Command(tool, "-Tsvg", "-o", os.DevNull, file)
		command.Stderr = &said
		require.NoError(t, command.Run(), "%s: %s", file, &said)
		require.Empty(t, said.String(), file)
	}
}

// Graphviz reads labels in a language of its own; what it draws must be what was
// meant.
func TestGraphvizShowsTextsAsTheyAre(t *testing.T) {
	o := &oracles{}
	tool, err := exec.LookPath("dot")
	if err != nil {
		o.missing(t, "dot (of Graphviz)")
	}
	drawn, err := exec.Command(tool, "-Tsvg", graphFiles(t, "dot", ".dot")[0]).Output()
	require.NoError(t, err)
	shown := strings.NewReplacer("&#45;", "-", "&#160;", " ", "&quot;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(string(drawn))
	for _, text := range []string{`>"quoted" and 'quoted'<`, `>back\slash \n \N \G<`, "><b>bold</b> <script>alert(1)</script><", ">&amp; &#35; &lt;<", ">]]> <!-- --><", ">Grüße 你好 🙂<"} {
		require.Contains(t, shown, text)
	}
}

func TestMermaidTakesEveryGraph(t *testing.T) {
	o := &oracles{}
	tool, err := exec.LookPath("node")
	if err != nil {
		o.missing(t, "node")
	}
	folder := filepath.Join(oracleFolder, "mermaid")
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); err != nil {
		o.missing(t, "Mermaid")
	}
	command := exec.Command(tool, append([]string{"parse.mjs"}, graphFiles(t, "mermaid", ".mmd")...)...)
	command.Dir = folder
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	t.Log(strings.TrimSpace(string(output)))
}
