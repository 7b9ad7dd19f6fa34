package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/compiler/check"
	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// shippedFlows are the flows of the repository.
func shippedFlows(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("../../flows/*.ivr.yaml")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(paths), 8)
	return paths
}

func readShipped(t testing.TB, path string) *source.File {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return source.NewFile("flows/"+filepath.Base(path), text)
}

// TestShippedFlowsCompileToTheirGoldens keeps, for every shipped flow and every
// target, what comes out or why nothing does. The version has a fixed name, so
// that a change of one document does not change every golden.
func TestShippedFlowsCompileToTheirGoldens(t *testing.T) {
	for _, path := range shippedFlows(t) {
		name := strings.TrimSuffix(filepath.Base(path), ".ivr.yaml")
		golden := filepath.Join("testdata", "flows", name+".txtar")
		if _, err := os.Stat(golden); errors.Is(err, os.ErrNotExist) && ivrctest.Updating() {
			require.NoError(t, os.WriteFile(golden, []byte("What flows/"+name+".ivr.yaml compiles to.\n"), 0o644))
		}
		require.FileExists(t, golden, "IVRC_UPDATE=1 makes it")
	}
	ivrctest.Run(t, "testdata/flows/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		file := readShipped(t, "../../flows/"+c.Name+".ivr.yaml")
		all := allBackends()
		clean := false
		for _, target := range all {
			j := job{targets: []backends.Backend{target}, all: all, base: checkBase, budgets: check.DefaultBudgets()}
			done := j.compile(file)
			clean = clean || len(done.list) == 0
			c.Expect(t, target.Name()+"/diags.txt", done.list.Detailed())
			if done.list.HasErrors() {
				continue
			}
			for _, f := range releasedFiles(t, done) {
				c.Expect(t, target.Name()+"/"+f.Path, string(f.Text))
			}
		}
		require.True(t, clean, "a shipped flow has no diagnostic at all for at least one target")
		var text bytes.Buffer
		require.NoError(t, ir.Print(&text, job{all: all, base: checkBase}.compile(file).flow))
		c.Expect(t, "ir.txt", text.String())
		c.DropOutputs(t, "")
	})
}

func releasedFiles(t testing.TB, c compiled) []backends.File {
	t.Helper()
	r, err := backends.Assemble(c.flow.ID, c.bundles, "golden")
	require.NoError(t, err)
	var files []backends.File
	for _, b := range r.Bundles {
		versioned, entries := r.Files(b)
		files = append(append(files, entries...), versioned...)
	}
	return files
}

// wellFormed fails unless the file is a document of its kind.
func wellFormed(t testing.TB, f backends.File) {
	t.Helper()
	if strings.HasSuffix(f.Path, ".json") {
		require.True(t, json.Valid(f.Text), "%s: %s", f.Path, f.Text)
		return
	}
	d := xml.NewDecoder(bytes.NewReader(f.Text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else {
			require.NoError(t, err, "%s: %s", f.Path, f.Text)
		}
	}
}

// FuzzCompile takes bytes through every phase and both backends: nothing of
// ivrc's own fails, two runs give the same bytes, every document is well formed,
// and what is read back is the flow.
func FuzzCompile(f *testing.F) {
	for _, path := range shippedFlows(f) {
		f.Add(readShipped(f, path).Text)
	}
	for _, text := range goodFlows(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		all := usualBackends()
		j := job{targets: all, all: all, base: checkBase, budgets: check.DefaultBudgets()}
		first := j.compile(source.NewFile("fuzz.ivr.yaml", text))
		for _, d := range first.list {
			require.NotEqual(t, diag.Bug, d.Severity, "%s", d.Compact())
			require.LessOrEqual(t, 0, d.Primary.Start)
			require.LessOrEqual(t, d.Primary.Start, d.Primary.End, d.Compact())
			require.LessOrEqual(t, d.Primary.End, len(text), d.Compact())
		}
		if len(first.bundles) == 0 {
			return
		}
		second := j.compile(source.NewFile("fuzz.ivr.yaml", bytes.Clone(text)))
		files := releasedFiles(t, first)
		require.Equal(t, files, releasedFiles(t, second))
		r, err := backends.Assemble(first.flow.ID, first.bundles, "")
		require.NoError(t, err)
		for _, b := range r.Bundles {
			require.Empty(t, reread(first.flow, r, b).Detailed())
		}
		for _, file := range files {
			wellFormed(t, file)
		}
	})
}
