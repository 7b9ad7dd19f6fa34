package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// ivrcOnPath puts this test binary on the PATH under the name ivrc, in front of
// all, and returns its folder.
func ivrcOnPath(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("skipped, because the files are written for other systems' shells")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	folder := t.TempDir()
	require.NoError(t, os.Symlink(self, filepath.Join(folder, "ivrc")))
	t.Setenv(asProgram, "1")
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	return folder
}

// startWith is startHere with a file of docs/ci.md in it.
func startWith(t *testing.T, name string) {
	t.Helper()
	text, ok := ciFiles(t)[name]
	require.True(t, ok, "docs/ci.md shows no %s", name)
	startHere(t)
	put(t, ".", name, text)
}

// command runs a command in the working folder and returns what it says.
func command(t *testing.T, args ...string) string {
	t.Helper()
	output, err := exec.Command(args[0], args[1:]...).CombinedOutput()
	require.NoError(t, err, "%v:\n%s", args, output)
	return string(output)
}

// later gives a file a time after everything that was built.
func later(t *testing.T, name string) {
	t.Helper()
	at := time.Now().Add(time.Hour)
	require.NoError(t, os.Chtimes(name, at, at))
}

// settle gives everything in the working folder a time of long ago, and what is
// built a later one, as if the build were some time ago.
func settle(t *testing.T, built ...string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(".", func(path string, _ os.DirEntry, err error) error {
		at := time.Now().Add(-2 * time.Hour)
		for _, name := range built {
			if path == name {
				at = at.Add(time.Hour)
			}
		}
		if err == nil {
			err = os.Chtimes(path, at, at)
		}
		return err
	}))
}

// TestFilesOfTheCIPageMake runs the Makefile of the page: nothing where nothing
// changed, and a build for a changed flow, a new one, one that is gone, and other
// settings.
func TestFilesOfTheCIPageMake(t *testing.T) {
	tool := findTool(t, "make")
	ivrcOnPath(t)
	startWith(t, "Makefile")
	runs := func() bool { return strings.Contains(command(t, tool, "dist"), "ivrc build") }
	require.True(t, runs())
	require.FileExists(t, "dist/main/plivo.xml")
	require.False(t, runs(), "nothing has changed")
	later(t, "flows/main.ivr.yaml")
	require.True(t, runs(), "a flow is newer")
	settle(t, "dist")
	require.False(t, runs(), "nothing has changed")
	put(t, ".", "flows/second.ivr.yaml", strings.Replace(read(t, "flows/main.ivr.yaml"), "flow: main", "flow: second", 1))
	require.True(t, runs(), "there is a new flow")
	require.FileExists(t, "dist/second/plivo.xml")
	settle(t, "dist")
	require.False(t, runs(), "nothing has changed")
	require.NoError(t, os.Remove("flows/second.ivr.yaml"))
	require.True(t, runs(), "a flow is gone")
	require.False(t, runs(), "nothing has changed")
	for _, name := range []string{"ivrc.yaml", "Makefile"} {
		settle(t, "dist")
		later(t, name)
		require.True(t, runs(), "%s is newer", name)
	}
}

// TestFilesOfTheCIPageMakeFailsWithTheBuild breaks a flow: make fails every time,
// and the output stays.
func TestFilesOfTheCIPageMakeFailsWithTheBuild(t *testing.T) {
	tool := findTool(t, "make")
	ivrcOnPath(t)
	startWith(t, "Makefile")
	command(t, tool, "dist")
	flow := read(t, "flows/main.ivr.yaml")
	settle(t, "dist")
	put(t, ".", "flows/main.ivr.yaml", strings.Replace(flow, "goto: menu", "goto: nowhere", 1))
	for range 2 {
		output, err := exec.Command(tool, "dist").CombinedOutput()
		require.Error(t, err)
		require.Contains(t, string(output), "IVR201")
	}
	require.FileExists(t, "dist/main/plivo.xml")
	put(t, ".", "flows/main.ivr.yaml", flow)
	command(t, tool, "dist")
}

// TestFilesOfTheCIPageNinja does the same with ninja, where the upload waits for
// another document.
func TestFilesOfTheCIPageNinja(t *testing.T) {
	tool := findTool(t, "ninja")
	ivrcOnPath(t)
	startWith(t, "build.ninja")
	put(t, ".", "upload.sh", "test -f dist/ivrc-manifest.json\n")
	const built, uploaded = "ivrc build", "sh upload.sh"
	runs := func() (steps []string) {
		output := command(t, tool, "--verbose")
		for _, step := range []string{built, uploaded} {
			if strings.Contains(output, "] "+step) {
				steps = append(steps, step)
			}
		}
		return steps
	}
	require.Equal(t, []string{built, uploaded}, runs())
	require.Empty(t, runs(), "nothing has changed")
	flow := read(t, "flows/main.ivr.yaml")
	put(t, ".", "flows/main.ivr.yaml", flow+"# a comment\n")
	later(t, "flows/main.ivr.yaml")
	require.Equal(t, []string{built}, runs(), "the documents are the same")
	put(t, ".", "flows/main.ivr.yaml", strings.Replace(flow, "Goodbye.", "Good night.", 1))
	later(t, "flows/main.ivr.yaml")
	require.Equal(t, []string{built, uploaded}, runs(), "a document is another one")
	put(t, ".", "flows/second.ivr.yaml", strings.Replace(flow, "flow: main", "flow: second", 1))
	later(t, "flows")
	require.Equal(t, []string{built, uploaded}, runs(), "there is a new flow")
}

var (
	bazelCommand = regexp.MustCompile(`(?s)\n    cmd = (.*?),\n    tools`)
	bazelText    = regexp.MustCompile(`"([^"]*)"`)
)

// TestFilesOfTheCIPageBazel runs the command of the genrule as Bazel writes it out:
// with paths for the names, inputs that are links, and an environment that is
// nearly empty. Two runs in two places give the same bytes.
func TestFilesOfTheCIPageBazel(t *testing.T) {
	shell, tar := findTool(t, "bash"), findTool(t, "tar")
	if version, err := exec.Command(tar, "--version").Output(); err != nil || !strings.Contains(string(version), "GNU tar") {
		t.Skip("skipped, because tar is not GNU tar")
	}
	ivrc := ivrcOnPath(t)
	rule := bazelCommand.FindStringSubmatch(ciFiles(t)["BUILD.bazel"])
	require.NotNil(t, rule)
	var script strings.Builder
	for _, m := range bazelText.FindAllStringSubmatch(rule[1], -1) {
		script.WriteString(m[1])
	}
	startHere(t)
	source, err := filepath.Abs(".")
	require.NoError(t, err)
	var tars []string
	for _, mask := range []string{"022", "077"} {
		t.Chdir(t.TempDir())
		require.NoError(t, os.MkdirAll("flows", 0o755))
		for _, name := range []string{"flows/main.ivr.yaml", "ivrc.yaml"} {
			require.NoError(t, os.Symlink(filepath.Join(source, name), name))
		}
		text := strings.NewReplacer(
			"$(@D)", "out", "$@", "out/phone-menus.tar", "$(execpath //tools:ivrc)", filepath.Join(ivrc, "ivrc"),
			"$(execpath ivrc.yaml)", "ivrc.yaml", "$(execpaths :flows)", "flows/main.ivr.yaml",
		).Replace(script.String())
		require.NotContains(t, text, "$(")
		require.NoError(t, os.Mkdir("out", 0o755))
		run := exec.Command(shell, "-euc", "umask "+mask+"; "+text)
		run.Env = []string{"PATH=/bin:/usr/bin", asProgram + "=1"}
		output, err := run.CombinedOutput()
		require.NoError(t, err, "%s", output)
		tars = append(tars, read(t, "out/phone-menus.tar"))
	}
	require.True(t, tars[0] == tars[1], "two runs give two archives")
	require.Contains(t, tars[0], "ivrc-manifest.json")
}
