package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// wrongFlow has a misspelt step, a lost star, and something that no fix is for.
const wrongFlow = `# Front desk.
ivr: 1
flow: wrong
start: main
events: {hangup: end, error: end}

steps:
  main:
    menu:
      say: "For sales, press 1. To hear this again, press star."
      keys:
        1: slaes   # the shop
        *: main
    events: {incomplete: end}
  sales: {say: "Sales is closed today.", goto: nowhere}
`

var rightFlow = strings.NewReplacer("slaes", "sales", "*:", `"*":`).Replace(wrongFlow)

func flowToFix(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "wrong.ivr.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o640))
	return path
}

// bytesOf is a file with the line ends that it has.
func bytesOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func TestFixWritesTheFileAndReportsWhatIsLeft(t *testing.T) {
	path := flowToFix(t, wrongFlow)
	code, stdout, stderr := runIvrc(t, "check", "--fix", path)
	require.Equal(t, exitFlow, code)
	require.Equal(t, rightFlow, bytesOf(t, path))
	require.Contains(t, stderr, "wrong.ivr.yaml: 2 fixes\n  12:12: slaes → sales [IVR201]\n  13:9: * → \"*\" [IVR013]\n")
	require.Contains(t, stdout, `wrong.ivr.yaml:15:48: error: step "nowhere" does not exist [IVR201]`)
	require.NotContains(t, stdout, "IVR013")
	require.Equal(t, []string{"wrong.ivr.yaml"}, names(t, filepath.Dir(path)), "nothing is left beside it")
	info, err := os.Stat(path)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Equal(t, os.FileMode(0o640), info.Mode())
	}

	code, stdout, stderr = runIvrc(t, "check", "--fix", path)
	require.Equal(t, exitFlow, code)
	require.NotContains(t, stderr, "fix")
	require.Contains(t, stdout, "nowhere")
	after, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, info.ModTime(), after.ModTime(), "a file without a fix is not written")
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestFixedFlowsPass(t *testing.T) {
	path := flowToFix(t, strings.Replace(wrongFlow, "goto: nowhere", "hangup: true", 1))
	code, stdout, _ := runIvrc(t, "check", "--fix", path)
	require.Equal(t, exitOK, code, stdout)
	code, stdout, _ = runIvrc(t, "check", "--fix", "--fail-on", "warning", path)
	require.Equal(t, exitOK, code, stdout)
}

func TestDryRunShowsADiffAndWritesNothing(t *testing.T) {
	path := flowToFix(t, wrongFlow)
	t.Chdir(filepath.Dir(path))
	code, stdout, stderr := runIvrc(t, "check", "--fix", "--dry-run", "wrong.ivr.yaml")
	require.Equal(t, exitFlow, code)
	require.Equal(t, wrongFlow, bytesOf(t, path))
	require.Equal(t, `--- wrong.ivr.yaml
+++ wrong.ivr.yaml
@@ -9,7 +9,7 @@
     menu:
       say: "For sales, press 1. To hear this again, press star."
       keys:
-        1: slaes   # the shop
-        *: main
+        1: sales   # the shop
+        "*": main
     events: {incomplete: end}
   sales: {say: "Sales is closed today.", goto: nowhere}
`, stdout)
	require.Contains(t, stderr, "2 fixes, not made")
	require.Contains(t, stderr, "[IVR013]", "the findings are those of the file as it is")
}

func TestFixOfStandardInputGoesToStandardOutput(t *testing.T) {
	t.Setenv("IVRC_BASE_URL", "")
	for given, want := range map[string]string{wrongFlow: rightFlow, rightFlow: rightFlow} {
		var out, err bytes.Buffer
		code := run([]string{"check", "--fix", "-"}, strings.NewReader(given), &out, &err)
		require.Equal(t, exitFlow, code)
		require.Equal(t, want, out.String())
		require.Contains(t, err.String(), "nowhere")
	}
}

func TestFixKeepsLineEndsAndTheEndOfTheFile(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"CRLF":             func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"no final newline": func(s string) string { return strings.TrimSuffix(s, "\n") },
		"byte order mark":  func(s string) string { return "\ufeff" + s },
		"blank lines":      func(s string) string { return strings.ReplaceAll(s, "\n", " \n\n  \n") },
	} {
		t.Run(name, func(t *testing.T) {
			path := flowToFix(t, change(wrongFlow))
			_, _, stderr := runIvrc(t, "check", "--fix", path)
			require.Contains(t, stderr, "2 fixes")
			require.Equal(t, change(rightFlow), bytesOf(t, path))
		})
	}
}

func TestFixFollowsALinkAndLeavesIt(t *testing.T) {
	path := flowToFix(t, wrongFlow)
	link := filepath.Join(t.TempDir(), "link.ivr.yaml")
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no links here")
	}
	_, _, stderr := runIvrc(t, "check", "--fix", link, path)
	require.NotContains(t, stderr, "changed by somebody else", "both are one file")
	require.Equal(t, rightFlow, bytesOf(t, path))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.Equal(t, os.ModeSymlink, info.Mode().Type())
	require.Equal(t, []string{"link.ivr.yaml"}, names(t, filepath.Dir(link)))
}

func TestFixLeavesAReadOnlyFileAloneAndDoesTheOthers(t *testing.T) {
	protected, other := flowToFix(t, wrongFlow), flowToFix(t, strings.Replace(wrongFlow, "flow: wrong", "flow: other", 1))
	require.NoError(t, os.Chmod(protected, 0o440))
	code, stdout, stderr := runIvrc(t, "check", "--fix", protected, other)
	require.Equal(t, exitFailure, code)
	require.Contains(t, stderr, "is read-only, so it was not fixed")
	require.Contains(t, stdout, "[IVR013]", "its findings are still those of the file")
	require.Equal(t, wrongFlow, bytesOf(t, protected))
	require.Contains(t, bytesOf(t, other), `"*": main`)
}

func TestAFileThatChangedInTheMeantimeIsLeftAlone(t *testing.T) {
	path := flowToFix(t, "ivr: 1 # newer\n")
	err := rewriteFlow(path, []byte(wrongFlow), []byte(rightFlow))
	require.ErrorContains(t, err, "was changed by somebody else in the meantime")
	require.Equal(t, "ivr: 1 # newer\n", bytesOf(t, path))
	require.Equal(t, []string{"wrong.ivr.yaml"}, names(t, filepath.Dir(path)))
}

func TestNothingIsChangedInAFileOfAnotherTool(t *testing.T) {
	text := "name: ci\non: {push: main}\nstep:\n  - run: no\n"
	path := flowToFix(t, text)
	code, _, stderr := runIvrc(t, "check", "--fix", path)
	require.Equal(t, exitFlow, code)
	require.NotContains(t, stderr, "fix")
	require.Equal(t, text, bytesOf(t, path))
}

func TestWhatFixCannotBeMixedWith(t *testing.T) {
	path := flowToFix(t, wrongFlow)
	for says, args := range map[string][]string{
		"--dry-run goes with --fix":          {"check", "--dry-run", path},
		"- stands alone":                     {"check", "--fix", "-", path},
		"it needs --output-file":             {"check", "--fix", "--dry-run", "--format", "json", path},
		"with --format sarif it needs --out": {"check", "--fix", "--format", "sarif", "-"},
	} {
		code, stdout, stderr := runIvrc(t, args...)
		require.Equal(t, exitUsage, code, args)
		require.Empty(t, stdout)
		require.Contains(t, stderr, says)
	}
	require.Equal(t, wrongFlow, bytesOf(t, path))
}

func TestFormsForProgramsHoldWhatIsLeft(t *testing.T) {
	path := flowToFix(t, wrongFlow)
	_, before, _ := runIvrc(t, "check", "--format", "json", path)
	require.Contains(t, before, `"fixes"`)
	_, after, _ := runIvrc(t, "check", "--fix", "--format", "json", path)
	require.Contains(t, after, "nowhere")
	require.NotContains(t, after, "IVR013")
	require.Equal(t, rightFlow, bytesOf(t, path))
}

func TestNeitherDiffNorListShowsACredential(t *testing.T) {
	text := strings.Replace(wrongFlow, "sales: {say", "sales: {note: \"https://bob:hunter2secret@example.com/x\", say", 1)
	path := flowToFix(t, strings.Replace(text, "\"https", "https", 1))
	for _, args := range [][]string{{"check", "--fix", "--dry-run", path}, {"check", "--fix", path}} {
		_, stdout, stderr := runIvrc(t, args...)
		require.NotContains(t, stdout+stderr, "hunter2secret")
	}
}

func TestWhatCannotBeProvedIsToldAndNotCalledSafeAnyMore(t *testing.T) {
	text := strings.NewReplacer("*: main", "\"#\": main\n        #: sales", "slaes", "sales").Replace(wrongFlow)
	path := flowToFix(t, text)
	code, stdout, stderr := runIvrc(t, "check", "--fix", path)
	require.Equal(t, exitFlow, code)
	require.Equal(t, text, bytesOf(t, path))
	require.Contains(t, stderr, "0 fixes\n  14:9: not fixed [IVR012]: it would bring an error: key # is already used in this menu [IVR014]\n")
	require.Contains(t, stdout, "[IVR012]")
	require.NotContains(t, stdout, "would change it")
}
