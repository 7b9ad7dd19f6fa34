package main

import (
	"bytes"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"ivrc/compiler/ivrctest"
)

// crawlTree is the tree on which package crawl is tested: the flow, and what a
// build makes of it.
const crawlTree = "../../backends/crawl/testdata/tree.txtar"

func TestTheTreeOfPackageCrawlIsWhatABuildMakes(t *testing.T) {
	archive, err := txtar.ParseFile(crawlTree)
	require.NoError(t, err)
	require.Equal(t, "flow.ivr.yaml", archive.Files[0].Name)
	folder := t.TempDir()
	flow, out := filepath.Join(folder, "flow.ivr.yaml"), filepath.Join(folder, "dist")
	require.NoError(t, os.WriteFile(flow, archive.Files[0].Data, 0o644))
	code, _, stderr := runIvrc(t, "build", flow, "--base-url", "https://ivr.example.com/", "--out", out)
	require.Equal(t, exitOK, code, stderr)
	built := &txtar.Archive{Comment: archive.Comment, Files: archive.Files[:1]}
	files := treeOf(t, out)
	var paths []string
	for path := range files {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	for _, path := range paths {
		name := strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(out)+"/")
		require.True(t, bytes.HasSuffix([]byte(files[path]), []byte("\n")), name)
		built.Files = append(built.Files, txtar.File{Name: name, Data: []byte(files[path])})
	}
	ivrctest.ExpectFile(t, crawlTree, string(txtar.Format(built)))
}
