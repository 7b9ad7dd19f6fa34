package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFilesForEditorsAndCIAreAcceptedByTheirTools asks the tools that read what
// ivrc ships and writes for editors and CI: an editor's language server, and what
// checks and runs the files of GitHub, GitLab and pre-commit.
func TestFilesForEditorsAndCIAreAcceptedByTheirTools(t *testing.T) {
	o := &oracles{}
	t.Run("yaml-language-server knows the schemas", o.languageServer)
	t.Run("actionlint takes the workflows", o.actionlint)
	t.Run("the action and the workflows follow GitHub's schemas", o.actionValidator)
	t.Run("pre-commit runs the hooks", o.preCommit)
	t.Run("gitlab-ci-local runs the job", o.gitLab)
	fmt.Printf("oracles: %d run, %d skipped\n", o.run, o.skipped)
}

// tool finds a program of an oracle.
func (o *oracles) tool(t *testing.T, name string) string {
	t.Helper()
	if own := absolute(t, filepath.Join(oracleFolder, "bin", name)); exists(own) {
		return own
	}
	found, err := exec.LookPath(name)
	if err != nil {
		o.missing(t, name)
	}
	return found
}

func (o *oracles) languageServer(t *testing.T) {
	project := t.TempDir()
	code, _, stderr := runIvrc(t, "init", project)
	require.Equal(t, exitOK, code, stderr)
	flows, err := filepath.Glob(filepath.Join(flowFolder, "*.ivr.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, flows)
	for i := range flows {
		flows[i] = absolute(t, flows[i])
	}
	o.node(t, "editor.js", append([]string{project}, flows...)...)
}

const localAction = "ivrc-action"

// workflows writes every workflow of the page and the one of init into a
// repository; the action in them is the one of this repository.
func workflows(t *testing.T) (folder string, files []string) {
	t.Helper()
	folder = t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, ".git"), 0o755))
	put(t, folder, localAction+"/action.yml", read(t, moduleRoot+"/action.yml"))
	texts := map[string]string{".github/workflows/init.yml": string(templateText("github.yml"))}
	for name, text := range ciFiles(t) {
		if strings.HasPrefix(name, ".github/workflows/") {
			texts[name] = text
		}
	}
	require.Len(t, texts, 6)
	for name, text := range texts {
		put(t, folder, name, strings.ReplaceAll(text, "uses: OWNER/ivrc@main", "uses: ./"+localAction))
		files = append(files, filepath.Join(folder, filepath.FromSlash(name)))
	}
	return folder, files
}

func (o *oracles) actionlint(t *testing.T) {
	tool := o.tool(t, "actionlint")
	o.run++
	folder, files := workflows(t)
	lint := func() (string, error) {
		command := exec.Command(tool, append([]string{"-no-color"}, files...)...)
		command.Dir = folder
		output, err := command.CombinedOutput()
		return string(output), err
	}
	output, err := lint()
	require.NoError(t, err, output)
	// It reads the inputs of the action, or this would pass.
	file := filepath.Join(folder, ".github", "workflows", "ivrc.yml")
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(read(t, file), "build:", "bulid:", 1)), 0o644))
	output, err = lint()
	require.Error(t, err)
	require.Contains(t, output, `input "bulid" is not defined in action`)
}

func (o *oracles) actionValidator(t *testing.T) {
	_, files := workflows(t)
	o.node(t, "ci-files.js", append([]string{absolute(t, moduleRoot+"/action.yml")}, files...)...)
}

// published is a repository with the files of this one as they are committed, on
// a branch main.
func (o *oracles) published(t *testing.T) (folder, commit string) {
	t.Helper()
	git := o.tool(t, "git")
	folder = filepath.Join(t.TempDir(), "ivrc")
	if output, err := exec.Command(git, "clone", "--quiet", absolute(t, moduleRoot), folder).CombinedOutput(); err != nil {
		o.missing(t, fmt.Sprintf("a repository of this code (%s)", strings.TrimSpace(string(output))))
	}
	command(t, git, "-C", folder, "checkout", "--quiet", "-B", "main")
	return folder, strings.TrimSpace(command(t, git, "-C", folder, "rev-parse", "HEAD"))
}

// repository makes the working folder a repository with one commit.
func (o *oracles) repository(t *testing.T) {
	t.Helper()
	git := o.tool(t, "git")
	for _, args := range [][]string{
		{"init", "--quiet", "--initial-branch=main"}, {"config", "user.name", "nobody"}, {"config", "user.email", "nobody@example.com"},
		{"remote", "add", "origin", "git@git.example.com:phone/menus.git"},
		{"add", "."}, {"commit", "--quiet", "--no-verify", "--message", "flows"},
	} {
		command(t, append([]string{git}, args...)...)
	}
}

// offline makes Go use what is on this machine already, as every other test does.
func offline(t *testing.T) {
	t.Helper()
	cache := strings.TrimSpace(command(t, "go", "env", "GOMODCACHE"))
	t.Setenv("GOMODCACHE", cache)
	t.Setenv("GOCACHE", strings.TrimSpace(command(t, "go", "env", "GOCACHE")))
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOTOOLCHAIN", "local")
}

// takesLong skips an oracle that builds ivrc, unless oracles are required.
func (o *oracles) takesLong(t *testing.T) {
	t.Helper()
	if os.Getenv(oraclesVariable) != oraclesRequired {
		o.skipped++
		t.Skipf("skipped, because it takes long: %s=%s runs it", oraclesVariable, oraclesRequired)
	}
}

func (o *oracles) preCommit(t *testing.T) {
	o.takesLong(t)
	tool := o.tool(t, "pre-commit")
	ivrc, commit := o.published(t)
	o.run++
	offline(t)
	command(t, tool, "validate-manifest", absolute(t, moduleRoot+"/.pre-commit-hooks.yaml"))
	settings := ciFiles(t)[".pre-commit-config.yaml"]
	settings = strings.Replace(settings, "https://github.com/OWNER/ivrc", ivrc, 1)
	settings = strings.Replace(settings, "rev: main", "rev: "+commit, 1)
	startHere(t)
	put(t, ".", ".pre-commit-config.yaml", settings)
	put(t, ".", "notes.yaml", "a file that is no flow\n")
	o.repository(t)
	t.Setenv("PRE_COMMIT_HOME", t.TempDir())
	output := command(t, tool, "run", "--all-files", "--verbose")
	require.Regexp(t, `(?s)mend phone menus\.+Passed.*check phone menus\.+Passed`, output)
	require.Contains(t, output, "1 flow, 6 steps, 0 problems")

	flow := read(t, "flows/main.ivr.yaml")
	put(t, ".", "flows/main.ivr.yaml", strings.Replace(flow, "goto: goodbye", "goto: goodby", 1))
	broken, err := exec.Command(tool, "run", "ivrc-check", "--all-files").CombinedOutput()
	require.Error(t, err)
	require.Regexp(t, regexp.MustCompile(`flows/main\.ivr\.yaml:\d+:\d+: error: .*\[IVR201\]`), string(broken))
	_, err = exec.Command(tool, "run", "ivrc-fix", "--all-files").CombinedOutput()
	require.Error(t, err, "files were changed")
	require.Equal(t, flow, read(t, "flows/main.ivr.yaml"))
}

func (o *oracles) gitLab(t *testing.T) {
	o.takesLong(t)
	node := o.tool(t, "node")
	o.tool(t, "rsync")
	runner := absolute(t, filepath.Join(oracleFolder, "node_modules", ".bin", "gitlab-ci-local"))
	if !exists(runner) {
		o.missing(t, "gitlab-ci-local")
	}
	ivrc, _ := o.published(t)
	o.run++
	offline(t)
	t.Chdir(t.TempDir())
	code, _, stderr := runIvrc(t, "init", "--ci", "gitlab")
	require.Equal(t, exitOK, code, stderr)
	o.repository(t)
	args := []string{runner, "--force-shell-executor", "--shell-isolation", "--variable", "IVRC_SOURCE=" + ivrc, "ivrc"}
	output := command(t, append([]string{node}, args...)...)
	require.Contains(t, output, "schema validated")
	require.Contains(t, output, "0 problems")
	require.FileExists(t, "dist/main/plivo.xml", output)
	require.Contains(t, read(t, ".gitlab-ci-local/builds/ivrc/ivrc-junit.xml"), "<testsuite")

	put(t, ".", "flows/main.ivr.yaml", strings.Replace(read(t, "flows/main.ivr.yaml"), "goto: goodbye", "goto: goodby", 1))
	failed, err := exec.Command(node, args...).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(failed), "IVR201")
	require.Contains(t, read(t, ".gitlab-ci-local/builds/ivrc/ivrc-junit.xml"), "<failure")
}
