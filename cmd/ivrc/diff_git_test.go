package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// inRepository does something in a new repository. Its first commit has the files,
// main is its branch.
func inRepository(t *testing.T, files map[string][]byte, do func(git func(args ...string))) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} {
		t.Setenv(name, "")
		require.NoError(t, os.Unsetenv(name))
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	inFolder(t, files, func() {
		git := func(args ...string) {
			t.Helper()
			out, err := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"}, args...)...).CombinedOutput()
			require.NoError(t, err, "%v: %s", args, out)
		}
		git("init", "-q")
		git("add", ".")
		git("commit", "-qm", "first")
		git("branch", "-M", "main")
		do(git)
	})
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, text, 0o644))
}

func diffText(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	code, stdout, stderr := runIvrc(t, append([]string{"diff", "--quiet"}, args...)...)
	require.Equal(t, want, code, stdout+stderr)
	return stdout, stderr
}

const oneChange = "front-desk: 1 change for callers\n  How things are done\n    sales: timeout is 40s, no longer 20s\n"

func TestRevisionsAreCompared(t *testing.T) {
	first := map[string][]byte{
		"flows/front-desk.ivr.yaml": edited(t, "front-desk"), "flows/sub/clinic.ivr.yaml": edited(t, "clinic"),
		"flows/.hidden/x.ivr.yaml": []byte("no flow"), "flows/node_modules/x.ivr.yaml": []byte("no flow"), "flows/old/x.ivr.yaml": []byte("no flow"),
		"flows/.ivrcignore": []byte("old/\n"), "ivrc.yaml": []byte("ivrc: 1\nflows: [flows]\n"),
	}
	later, shorter := edited(t, "front-desk", "timeout: 20s", "timeout: 40s"), edited(t, "front-desk", "Goodbye.", "Bye.")
	moved := edited(t, "number-moved")
	inRepository(t, first, func(git func(args ...string)) {
		write(t, "flows/front-desk.ivr.yaml", later)
		both := oneChange
		folder := "clinic: nothing changes for callers\n" + oneChange
		for _, c := range []struct {
			args []string
			want string
		}{
			{[]string{"HEAD:flows/front-desk.ivr.yaml", "flows/front-desk.ivr.yaml"}, both},
			{[]string{"main:flows", "flows"}, folder},
			{[]string{"main:./flows", "flows"}, folder},
			{[]string{"--git", "main", "flows"}, folder},
			{[]string{"--git", "main"}, folder},
			{[]string{"--git", "main", "flows/front-desk.ivr.yaml"}, both},
			{[]string{"--git", "main..HEAD", "flows/front-desk.ivr.yaml"}, "front-desk: nothing changes for callers\n"},
		} {
			got, _ := diffText(t, exitOK, c.args...)
			require.Equal(t, c.want, got, "%v", c.args)
		}
		git("checkout", "-qb", "topic")
		git("commit", "-qam", "second")
		git("checkout", "-q", "main")
		write(t, "flows/front-desk.ivr.yaml", shorter)
		write(t, "flows/number-moved.ivr.yaml", moved)
		git("rm", "-q", "flows/sub/clinic.ivr.yaml")
		git("add", ".")
		git("commit", "-qm", "third")
		got, _ := diffText(t, exitOK, "--git", "main...topic", "flows/front-desk.ivr.yaml")
		require.Equal(t, oneChange, got, "what main did meanwhile does not count")
		got, _ = diffText(t, exitOK, "--git", "main..topic", "flows/front-desk.ivr.yaml")
		require.Contains(t, got, "{+Goodbye.+}")
		got, _ = diffText(t, exitFlow, "--git", "topic..main", "--exit-code")
		require.Contains(t, got, "clinic: the flow is gone, it had ")
		require.Contains(t, got, "number-moved: a new flow of ")
		write(t, "here/x", nil)
		require.NoError(t, os.Chdir("here"))
		got, _ = diffText(t, exitOK, "--git", "topic..main", "../flows/front-desk.ivr.yaml", "--no-config")
		require.Contains(t, got, "[-Goodbye.-]")
		require.NoError(t, os.Chdir(".."))
	})
}

func TestWhatGitCannotAnswerIsASentence(t *testing.T) {
	inRepository(t, map[string][]byte{"flows/front-desk.ivr.yaml": edited(t, "front-desk"), "out/ivrc-manifest.json": []byte("{}"), "bad.ivr.yaml": []byte("ivr: 1\n")}, func(func(args ...string)) {
		for _, c := range []struct {
			args []string
			code int
			says string
		}{
			{[]string{"--git", "nothing-of-the-kind", "flows"}, exitUsage, "git knows no revision nothing-of-the-kind"},
			{[]string{"nowhere:flows", "flows"}, exitUsage, "git knows no revision nowhere"},
			{[]string{"--git", "--output=x", "flows"}, exitUsage, `"--output=x" is no git revision`},
			{[]string{"--git", "", "flows"}, exitUsage, "diff takes two things"},
			{[]string{"--git", "main..--all", "flows"}, exitUsage, `"--all" is no git revision`},
			{[]string{"main:gone.ivr.yaml", "flows"}, exitUsage, "main has no flow gone.ivr.yaml"},
			{[]string{"main:out", "flows"}, exitUsage, "is what a build wrote: check that revision out"},
			{[]string{"--git", "main", "nowhere"}, exitUsage, "neither side has a flow nowhere"},
			{[]string{"--git", "main"}, exitUsage, "name the flows to compare"},
			{[]string{"main:bad.ivr.yaml", "flows"}, exitFlow, "main:bad.ivr.yaml:1:1: error: "},
			{[]string{"flows"}, exitUsage, "diff takes two things to compare"},
			{[]string{"flows", "flows", "--format", "html"}, exitUsage, "--format takes text, json or markdown"},
			{[]string{"-", "-"}, exitUsage, "only one side can be standard input"},
			{[]string{"flows", "flos"}, exitUsage, "did you mean flows?"},
		} {
			out, stderr := diffText(t, c.code, append(c.args, "--no-config")...)
			require.Empty(t, out)
			require.Contains(t, stderr, c.says, "%v", c.args)
		}
		t.Setenv("PATH", t.TempDir())
		_, stderr := diffText(t, exitFailure, "--git", "main", "flows", "--no-config")
		require.Contains(t, stderr, "git is not installed")
	})
	if _, err := exec.LookPath("git"); err != nil {
		return
	}
	inFolder(t, map[string][]byte{"a.ivr.yaml": edited(t, "front-desk")}, func() {
		t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(t.TempDir()))
		_, stderr := diffText(t, exitUsage, "--git", "main", "a.ivr.yaml", "--no-config")
		require.Contains(t, stderr, "there is no git repository here")
	})
}

func TestErrorsOfBothSidesAreTold(t *testing.T) {
	inFolder(t, map[string][]byte{"a.ivr.yaml": []byte("ivr: 1\nflow: a\n"), "b.ivr.yaml": edited(t, "front-desk", "goto: main", "goto: nowhere")}, func() {
		out, stderr := diffText(t, exitFlow, "a.ivr.yaml", "b.ivr.yaml", "--no-config")
		require.Empty(t, out)
		require.Contains(t, stderr, "a.ivr.yaml:")
		require.Contains(t, stderr, "IVR201")
		require.Contains(t, stderr, "flows with errors are not compared")
	})
}
