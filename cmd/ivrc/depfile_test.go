package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// startHere makes the folder of init the working folder.
func startHere(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	code, _, stderr := runIvrc(t, "init", "--ci", "none")
	require.Equal(t, exitOK, code, stderr)
}

func TestTheDepfileNamesEverythingThatABuildLooksAt(t *testing.T) {
	startHere(t)
	put(t, ".", ".ivrcignore", "# nothing\n")
	put(t, ".", "flows/north/office.ivr.yaml", strings.Replace(read(t, "flows/main.ivr.yaml"), "flow: main", "flow: office", 1))
	require.NoError(t, os.MkdirAll("flows/empty", 0o755))
	code, _, stderr := runIvrc(t, "build", "--out", "earlier")
	require.Equal(t, exitOK, code, stderr)
	code, _, stderr = runIvrc(t, "build", "--depfile", "dist.d", "--carry", "earlier")
	require.Equal(t, exitOK, code, stderr)
	rule, alone, _ := strings.Cut(read(t, "dist.d"), "\n\n")
	names := []string{
		".ivrcignore", "earlier/ivrc-manifest.json", "flows", "flows/empty", "flows/main.ivr.yaml", "flows/north", "flows/north/office.ivr.yaml", "ivrc.yaml",
	}
	require.Equal(t, "dist: \\\n  "+strings.Join(names, " \\\n  "), rule)
	require.Equal(t, strings.Join(names, ":\n\n")+":\n", alone)
}

func TestADepfileIsWrittenAfterEverySuccessAndNeverElse(t *testing.T) {
	startHere(t)
	code, _, stderr := runIvrc(t, "build", "--depfile", "dist.d")
	require.Equal(t, exitOK, code, stderr)
	text := read(t, "dist.d")
	put(t, ".", "dist.d", "older\n")
	code, _, stderr = runIvrc(t, "build", "--depfile", "dist.d")
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stderr, "nothing to change")
	require.Equal(t, text, read(t, "dist.d"))

	require.NoError(t, os.Remove("dist.d"))
	put(t, ".", "flows/bad.ivr.yaml", "ivr: 1\nflow: bad\nstart: nowhere\nsteps: {a: {say: \"Hi.\", hangup: true}}\n")
	code, _, _ = runIvrc(t, "build", "--depfile", "dist.d")
	require.Equal(t, exitFlow, code)
	require.NoFileExists(t, "dist.d")
	drafts, err := filepath.Glob(".dist.d*")
	require.NoError(t, err)
	require.Empty(t, drafts)
}

func TestDepfilesThatCannotWorkAreRefusedBeforeTheBuild(t *testing.T) {
	startHere(t)
	put(t, ".", "menu=1.ivr.yaml", read(t, "flows/main.ivr.yaml"))
	require.NoError(t, os.Mkdir("folder.d", 0o755))
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--depfile", "dist"}, "takes the name of what depends with .d behind it"},
		{[]string{"--depfile", ".d"}, "takes the name of what depends with .d behind it"},
		{[]string{"--depfile", "dist/.d"}, "takes the name of what depends with .d behind it"},
		{[]string{"--depfile", "dist/x.d"}, "would be published with dist"},
		{[]string{"--depfile", "folder.d"}, "folder.d is not a file"},
		{[]string{"--depfile", "dist.d", "--check"}, "--check writes nothing"},
		{[]string{"--depfile", "nowhere/dist.d"}, "--depfile: there is no folder nowhere to write dist.d into"},
		{[]string{"--depfile", "a;b.d"}, `no way to write ";"`},
		{[]string{"menu=1.ivr.yaml", "--depfile", "dist.d"}, `no way to write "="`},
	} {
		code, stdout, stderr := runIvrc(t, append([]string{"build"}, c.args...)...)
		require.Equal(t, exitUsage, code, "%v: %s%s", c.args, stdout, stderr)
		require.Contains(t, stderr, c.says)
		require.NoDirExists(t, "dist")
	}
}

// A builder is a build tool that reads depfiles.
type builder struct {
	tool, file string
	// rule holds COMMAND, which writes out.d.
	rule string
	// cannotRead are signs at which the tool ends a name.
	cannotRead string
}

var builders = []builder{
	{"make", "Makefile", "out: ; @echo BUILT; COMMAND; touch out\n-include out.d\n", ""},
	{"ninja", "build.ninja", "rule r\n  command = : BUILT; COMMAND; touch out\n  depfile = out.d\nbuild out: r\n", `"'<>^` + "`*?&"},
	{"ninja", "build.ninja", "rule r\n  command = : BUILT; COMMAND; touch out\n  depfile = out.d\n  deps = gcc\nbuild out: r\n", `"'<>^` + "`*?&"},
}

// run says whether the tool ran the command.
func (b builder) run(t *testing.T) bool {
	t.Helper()
	tool := findTool(t, b.tool)
	args := map[string][]string{"make": {"--no-print-directory"}, "ninja": {"--verbose"}}[b.tool]
	output, err := exec.Command(tool, args...).CombinedOutput()
	require.NoError(t, err, "%s:\n%s", b.tool, output)
	return strings.Contains(string(output), "BUILT")
}

// findTool finds a program that the project's own checks install; elsewhere the
// test is skipped where it is missing.
func findTool(t *testing.T, name string) string {
	t.Helper()
	tool, err := exec.LookPath(name)
	if err != nil && os.Getenv(oraclesVariable) == oraclesRequired {
		t.Fatalf("%s is missing; .ci/tools installs it", name)
	}
	if err != nil {
		t.Skipf("skipped, because %s is missing; .ci/tools installs it", name)
	}
	return tool
}

// Each file and folder with a sign in its name: the tool builds, rests, builds when
// it changes, and builds when it is gone.
func TestBuildToolsReadTheNamesInADepfile(t *testing.T) {
	readNames(t, []string{"two words", "a b#c$d:e\\f", "it's"}, []string{"x(y)"})
}

func TestMatrixBuildToolsReadTheNamesInADepfile(t *testing.T) {
	matrixOnly(t)
	files := []string{"plain", `a\b`, "[a]b", "é", "..a"}
	for _, sign := range ` #$:%,!~*?[]('"<>@+^{}` + "`&-" {
		files = append(files, "a"+string(sign)+"b")
	}
	readNames(t, files, []string{"plain", "two words", "end ", `end\`, "%", "a&"})
}

func readNames(t *testing.T, files, folders []string) {
	t.Helper()
	for i, b := range builders {
		t.Run(fmt.Sprintf("%s %d", b.tool, i+1), func(t *testing.T) {
			findTool(t, b.tool)
			for _, name := range files {
				t.Chdir(t.TempDir())
				b.follows(t, name, false)
			}
			for _, name := range folders {
				t.Chdir(t.TempDir())
				b.follows(t, name, true)
			}
		})
	}
}

// follows tries one name of a file or a folder.
func (b builder) follows(t *testing.T, name string, folder bool) {
	t.Helper()
	change := func(age time.Duration) {
		at := time.Now().Add(-age)
		require.NoError(t, os.Chtimes(name, at, at))
	}
	if folder {
		require.NoError(t, os.Mkdir(name, 0o755))
	} else {
		put(t, ".", name, "")
	}
	change(time.Hour)
	text, err := dependencies("out", []string{name})
	require.NoError(t, err, name)
	put(t, ".", "text", text)
	put(t, ".", b.file, strings.ReplaceAll(b.rule, "COMMAND", "cp text out.d"))

	require.True(t, b.run(t), name)
	if strings.ContainsAny(name, b.cannotRead) && b.cannotRead != "" {
		require.True(t, b.run(t), "%q is built too often, and never too rarely", name)
		return
	}
	require.False(t, b.run(t), "%q: nothing has changed", name)
	change(-time.Hour)
	require.True(t, b.run(t), "%q has changed", name)
	change(time.Hour)
	require.False(t, b.run(t), "%q: nothing has changed", name)
	if strings.ContainsAny(name, "%&:") && b.tool == "make" {
		return // no rule of its own
	}
	require.NoError(t, os.Remove(name))
	require.True(t, b.run(t), "%q is gone", name)
}
