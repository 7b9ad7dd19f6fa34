package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/serve"
)

const hostingPage = moduleRoot + "/docs/hosting.md"

// pageLines are the commands of a page that begin with one of these words.
func pageLines(t *testing.T, page string, programs ...string) (lines []string) {
	t.Helper()
	for _, b := range blocks(t, page) {
		if b.language != "sh" {
			continue
		}
		for _, line := range strings.Split(strings.TrimSpace(b.text), "\n") {
			if word, _, _ := strings.Cut(line, " "); slices.Contains(programs, word) {
				lines = append(lines, line)
			}
		}
	}
	require.NotEmpty(t, lines)
	return lines
}

// TestEveryCommandOfTheHostingPageWorks runs them in the order of the page, on a
// tree that a host of this machine serves.
func TestEveryCommandOfTheHostingPageWorks(t *testing.T) {
	lines := pageLines(t, hostingPage, "ivrc")
	folder, err := filepath.Abs(moduleRoot)
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	text, err := os.ReadFile(filepath.Join(folder, "flows/front-desk.ivr.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.Mkdir("flows", 0o755))
	require.NoError(t, os.WriteFile("flows/front-desk.ivr.yaml", text, 0o644))
	server := httptest.NewUnstartedServer(nil)
	base := "http://" + server.Listener.Addr().String() + "/"
	build := func(args ...string) {
		t.Helper()
		code, _, stderr := runIvrc(t, append([]string{"build", "flows", "--base-url", base}, args...)...)
		require.Equal(t, exitOK, code, stderr)
	}
	build("--out", "previous", "--release", "good")
	build("--out", "previous", "--release", "bad")
	build("--out", "dist", "--carry", "previous")
	tree, err := serve.NewFolder("dist")
	require.NoError(t, err)
	server.Config.Handler = serve.New(tree, serve.Options{})
	server.Start()
	defer server.Close()
	words := strings.NewReplacer("https://ivr.example.com/", base, "BAD", "bad", "GOOD", "good", "'", "")
	for _, line := range lines {
		args := strings.Fields(words.Replace(line))[1:]
		code, stdout, stderr := runIvrc(t, args...)
		if strings.Contains(stderr, "unknown command \""+args[0]) {
			t.Logf("NOT RUN, there is no such command yet: %s", line)
			continue
		}
		require.Equal(t, exitOK, code, "%s\n%s%s", line, stdout, stderr)
	}
}

func TestTheOrderOfTheHostingPageNamesEveryFileOnceAndEntriesLast(t *testing.T) {
	need(t, "jq", "sh")
	lines := pageLines(t, hostingPage, "jq")
	require.Len(t, lines, 1)
	folder := t.TempDir()
	flow := flowFile(t, folder, "Welcome.")
	for _, args := range [][]string{nil, {"--release", "none"}} {
		out := filepath.Join(folder, "dist")
		require.NoError(t, os.RemoveAll(out))
		code, _, stderr := runIvrc(t, buildArgs(flow, out, args...)...)
		require.Equal(t, exitOK, code, stderr)
		c := exec.Command("sh", "-c", lines[0])
		c.Dir = folder
		order, err := c.Output()
		require.NoError(t, err)
		names := strings.Fields(string(order))
		entries := names[len(names)-4:]
		require.Equal(t, []string{"hello/plivo.xml", "hello/plivo.error.xml", "hello/plivo.hangup.xml", "ivrc-manifest.json"}, entries)
		var files []string
		for name := range treeOf(t, out) {
			name, err = filepath.Rel(out, name)
			require.NoError(t, err)
			files = append(files, filepath.ToSlash(name))
		}
		require.ElementsMatch(t, files, names)
	}
}
