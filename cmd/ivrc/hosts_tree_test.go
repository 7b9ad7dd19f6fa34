package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/backends/routes"
)

// hostedTree is a published tree on disk: all flows of the project, for every
// target that can express them, in two versions.
type hostedTree struct {
	root     string
	manifest backends.Manifest
	memory   fetch.Tree
}

func publishedFlows(t *testing.T) hostedTree {
	t.Helper()
	root := filepath.Join(t.TempDir(), "dist")
	// A server that runs as somebody else must get there.
	for folder := filepath.Dir(root); folder != filepath.Clean(os.TempDir()); folder = filepath.Dir(folder) {
		require.NoError(t, os.Chmod(folder, 0o755))
	}
	paths, err := filepath.Glob(filepath.Join(flowFolder, "*.ivr.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, b := range allBackends() {
		args := []string{"build", "--target", b.Name(), "--base-url", oracleBase, "--out", root, "--no-sync"}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			if c := compiledFor(b, text); !c.list.HasErrors() {
				args = append(args, path)
			}
		}
		for _, release := range [][]string{{"--release", "older"}, nil} {
			var out, errs bytes.Buffer
			code := run(append(args, release...), strings.NewReader(""), &out, &errs)
			require.Equal(t, exitOK, code, "%s:\n%s", b.Name(), &errs)
		}
	}
	return readHostedTree(t, root)
}

// readHostedTree reads what a build wrote.
func readHostedTree(t *testing.T, root string) hostedTree {
	t.Helper()
	tree := hostedTree{root: root}
	text, err := os.ReadFile(filepath.Join(root, "ivrc-manifest.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &tree.manifest))
	files := map[string][]byte{}
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		files[filepath.ToSlash(name)] = text
		return err
	}))
	tree.memory = fetch.Tree{Base: oracleBase, Read: func(path string) ([]byte, bool) {
		text, ok := files[path]
		return text, ok
	}}
	return tree
}

// routed are the routed URLs of a suffix, as paths in the tree.
func (tree hostedTree) routed(extension string) []string {
	var paths []string
	for _, f := range tree.manifest.Flows {
		for _, v := range f.Versions {
			for _, r := range v.Router {
				place, ok := routes.At("/" + v.Folder + r.Path)
				if ok && slices.Contains(routes.Parameters(extension), place.Parameter) {
					paths = append(paths, v.Folder+r.Path)
				}
			}
		}
	}
	return paths
}

// countingWeb is the web, with the project's base address led to a host.
type countingWeb struct {
	web      fetch.Web
	address  string
	requests int
}

func (w *countingWeb) Fetch(r fetch.Request) (fetch.Response, error) {
	w.requests++
	if inside, ok := strings.CutPrefix(r.URL, oracleBase); ok {
		r.URL = w.address + inside
	}
	return w.web.Fetch(r)
}
