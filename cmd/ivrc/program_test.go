package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

// asProgram makes this test binary be ivrc itself, for tests that need a process
// of their own.
const asProgram = "IVRC_TEST_AS_PROGRAM"

const raceVariable = "GORACE"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
	}
	// The race detector waits a second at the end of each process.
	os.Setenv(raceVariable, "atexit_sleep_ms=0")
	// What builds remember is not for the user whose tests these are: a test that wants
	// a cache names a folder of its own.
	keepCachesOfTools()
	os.Setenv("XDG_CACHE_HOME", "/dev/null/no-cache")
	testscript.Main(m, map[string]func(){"ivrc": main, "unread": unread})
}

// keepCachesOfTools leaves to the tools that tests run the caches that they have.
func keepCachesOfTools() {
	cache, err := os.UserCacheDir()
	if err != nil {
		return
	}
	for variable, folder := range map[string]string{"GOCACHE": "go-build", "PRE_COMMIT_HOME": "pre-commit"} {
		if os.Getenv(variable) == "" {
			os.Setenv(variable, filepath.Join(cache, folder))
		}
	}
}

// program is a copy of the test binary that every user can execute, in a folder
// that every user can read.
func program(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	from, err := os.Open(self)
	require.NoError(t, err)
	defer from.Close()
	file := filepath.Join(openFolder(t), "ivrc.test")
	to, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE, 0o755)
	require.NoError(t, err)
	_, err = io.Copy(to, from)
	require.NoError(t, err)
	require.NoError(t, to.Close())
	return file
}

// openFolder is a temporary folder that every user may read.
func openFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.Chmod(filepath.Dir(folder), 0o755))
	require.NoError(t, os.Chmod(folder, 0o755))
	return folder
}

// execute runs a command and returns its exit code, -1 for a signal.
func execute(t *testing.T, env []string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	c := exec.Command(args[0], args[1:]...)
	c.Env = append(os.Environ(), append([]string{asProgram + "=1"}, env...)...)
	c.Stdout, c.Stderr = &out, &err
	failed := c.Run()
	var exit *exec.ExitError
	if failed != nil && !errors.As(failed, &exit) {
		require.NoError(t, failed)
	}
	return c.ProcessState.ExitCode(), out.String(), err.String()
}

// need skips a test on a machine without a tool.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("SKIPPED, not proven on this machine: %s is not installed", tool)
		}
	}
}

// hello is a flow of about 20 files for plivo; the texts tell builds apart.
func hello(text string) string {
	return `ivr: 1
flow: hello
start: main
events: {hangup: end, error: end, incomplete: bye}
steps:
  main:
    menu:
      say: "` + text + ` Press 1 or 2."
      keys: {1: opening, 2: bye}
  opening: {say: "We open at nine.", goto: main}
  bye: {say: "Goodbye.", hangup: true}
`
}

// flowFile writes a flow of that text beside the output.
func flowFile(t *testing.T, folder, text string) string {
	t.Helper()
	file := filepath.Join(folder, "hello.ivr.yaml")
	require.NoError(t, os.WriteFile(file, []byte(hello(text)), 0o644))
	return file
}

// buildArgs are a build for one target.
func buildArgs(flow, out string, more ...string) []string {
	return append([]string{"build", flow, "--base-url", "https://ivr.example.com/", "--target", "plivo", "--out", out}, more...)
}

// snapshot is everything below a folder: names, modes, texts. What a build in
// place has pending is not part of the tree.
func snapshot(t *testing.T, root string) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Name() == ".ivrc-pending" {
			return fs.SkipDir
		}
		info, err := entry.Info()
		require.NoError(t, err)
		name, err := filepath.Rel(root, path)
		require.NoError(t, err)
		b.WriteString(filepath.ToSlash(name) + " " + info.Mode().String() + "\n")
		if info.Mode().IsRegular() {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			b.Write(text)
		}
		return nil
	}))
	return b.String()
}

// besideOut are the names in the folder around the output.
func besideOut(t *testing.T, out string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(out))
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// filesIn are the files of a tree.
func filesIn(t *testing.T, tree string) (files []string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(tree, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, path)
		}
		return err
	}))
	return files
}
