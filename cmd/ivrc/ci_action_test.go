package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/syntax"
)

// actionRun is what a step of the action is given and what it does.
type actionRun struct {
	action *syntax.Node
	// folder is where the action's own files lie.
	folder string
	inputs map[string]string
	code   int
	log    string
	output map[string]string
}

// step is the step of the action with a name, the expressions in it replaced.
func (r *actionRun) step(t *testing.T, name string) (script string, env []string) {
	t.Helper()
	value := func(text string) string {
		text = strings.ReplaceAll(text, "${{ github.action_path }}", r.folder)
		return regexp.MustCompile(`\$\{\{ inputs\.([a-z-]+) \}\}`).ReplaceAllStringFunc(text, func(found string) string {
			name := strings.TrimSuffix(strings.TrimPrefix(found, "${{ inputs."), " }}")
			if given, ok := r.inputs[name]; ok {
				return given
			}
			standard := r.action.Get("inputs").Get(name).Get("default")
			require.NotNil(t, standard, name)
			return standard.Text
		})
	}
	for _, step := range r.action.Get("runs").Get("steps").Items {
		if step.Get("name").Text != name {
			continue
		}
		require.Equal(t, "bash", step.Get("shell").Text)
		script = step.Get("run").Text
		require.NotContains(t, script, "${{", "a value in a script is read as a command")
		if variables := step.Get("env"); variables != nil {
			require.Equal(t, syntax.Map, variables.Kind)
			for _, e := range variables.Entries {
				env = append(env, e.Key.Text+"="+value(e.Value.Text))
			}
		}
		return script, env
	}
	require.Fail(t, "the action has no step "+name)
	return "", nil
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	found, err := filepath.Abs(path)
	require.NoError(t, err)
	return found
}

// run runs a step as GitHub does.
func (r *actionRun) run(t *testing.T, name, folder string) {
	t.Helper()
	shell := findTool(t, "bash")
	script, env := r.step(t, name)
	work := t.TempDir()
	file := filepath.Join(work, "script.sh")
	require.NoError(t, os.WriteFile(file, []byte(script), 0o644))
	for _, name := range []string{"GITHUB_OUTPUT", "GITHUB_PATH"} {
		env = append(env, name+"="+filepath.Join(work, name))
	}
	command := exec.Command(shell, "--noprofile", "--norc", "-e", "-o", "pipefail", file)
	command.Dir = folder
	command.Env = append(append(os.Environ(), env...), "GITHUB_ACTIONS=true", "CI=true")
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	r.code, r.log, r.output = command.ProcessState.ExitCode(), string(output), map[string]string{}
	for _, name := range []string{"GITHUB_OUTPUT", "GITHUB_PATH"} {
		text, _ := os.ReadFile(filepath.Join(work, name))
		for _, line := range strings.Fields(string(text)) {
			key, value, isPair := strings.Cut(line, "=")
			if !isPair {
				key, value = name, line
			}
			r.output[key] = value
		}
	}
}

// TestTheActionChecksAndBuilds runs the script of the action in a project.
func TestTheActionChecksAndBuilds(t *testing.T) {
	ivrcOnPath(t)
	action, root := actionOf(t), absolute(t, moduleRoot)
	startHere(t)
	t.Setenv("RUNNER_TEMP", t.TempDir())
	put(t, ".", "odd/two words.ivr.yaml", strings.Replace(read(t, "flows/main.ivr.yaml"), "goto: menu", "goto: nowhere", 1))
	have := strings.TrimSpace(strings.TrimPrefix(command(t, "ivrc", "version"), "ivrc "))
	const bad = "odd/two words.ivr.yaml"
	for _, c := range []struct {
		name   string
		inputs map[string]string
		code   int
		says   []string
		report string
	}{
		{"by default", nil, exitOK, []string{"0 problems"}, ""},
		{"one flow, with spaces in its name", map[string]string{"flows": bad}, exitFlow, []string{"::error file=odd/two words.ivr.yaml,"}, ""},
		{"several flows", map[string]string{"flows": "flows\n\nodd/two words.ivr.yaml\n"}, exitFlow, []string{"2 flows", "::error"}, ""},
		{"a text that looks like a command", map[string]string{"flows": "$(touch owned); `touch owned`"}, exitUsage, []string{"touch owned"}, ""},
		{"a flow that looks like a flag", map[string]string{"flows": "--help"}, exitUsage, []string{"there is no file or folder --help"}, ""},
		{"text", map[string]string{"flows": bad, "format": "text"}, exitFlow, []string{"::add-matcher::", "error: ", "::remove-matcher owner=ivrc::"}, ""},
		{"a report", map[string]string{"flows": bad, "format": "sarif"}, exitFlow, []string{"::add-matcher::", "error: "}, "sarif"},
		{"another report", map[string]string{"format": "junit"}, exitOK, nil, "junit"},
		{"no report", map[string]string{"flows": "nothing", "format": "json"}, exitUsage, nil, ""},
		{"never failing", map[string]string{"flows": bad, "fail-on": "never"}, exitOK, []string{"::error"}, ""},
		{"more flags", map[string]string{"args": " --max  3   --no-config ", "flows": "flows", "targets": "tropo"}, exitOK, []string{"0 problems"}, ""},
		{"a wrong flag", map[string]string{"args": "--colour"}, exitUsage, []string{"unknown flag: --colour"}, ""},
		{"a build", map[string]string{"build": "true", "out": "site", "base-url": "https://voice.example.com"}, exitOK, []string{"https://voice.example.com/main/plivo.xml"}, ""},
		{"the version that is there", map[string]string{"version": have}, exitOK, []string{"0 problems"}, ""},
		{"any version", map[string]string{"version": "any"}, exitOK, []string{"0 problems"}, ""},
		{"another version", map[string]string{"version": "v0.0.1"}, exitUsage, []string{"::error title=ivrc::the step asks for ivrc v0.0.1"}, ""},
	} {
		r := actionRun{action: action, folder: root, inputs: c.inputs}
		r.run(t, "Check flows", ".")
		require.Equal(t, c.code, r.code, "%s:\n%s", c.name, r.log)
		for _, words := range c.says {
			require.Contains(t, r.log, words, c.name)
		}
		if c.inputs["version"] != "v0.0.1" {
			require.Equal(t, string(rune('0'+c.code)), r.output["exit-code"], c.name)
		}
		require.Equal(t, c.report != "", r.output["report"] != "", "%s: %v", c.name, r.output)
		if c.report != "" {
			require.Contains(t, read(t, r.output["report"]), map[string]string{"sarif": "2.1.0", "junit": "<testsuite"}[c.report])
		}
		if strings.Contains(r.log, "::add-matcher::") {
			_, file, _ := strings.Cut(r.log, "::add-matcher::")
			file, _, _ = strings.Cut(file, "\n")
			require.FileExists(t, file)
		}
	}
	require.FileExists(t, "site/main/plivo.xml")
	require.NoFileExists(t, "owned")
}

// TestMatrixTheActionBuildsIvrc runs the step that makes the program, from the
// action's own files.
func TestMatrixTheActionBuildsIvrc(t *testing.T) {
	matrixOnly(t)
	t.Setenv("RUNNER_TEMP", t.TempDir())
	r := actionRun{action: actionOf(t), folder: absolute(t, moduleRoot)}
	r.run(t, "Build ivrc", moduleRoot)
	require.Zero(t, r.code, r.log)
	folder := r.output["GITHUB_PATH"]
	require.NotEmpty(t, folder)
	require.True(t, strings.HasPrefix(command(t, filepath.Join(folder, "ivrc"), "version"), "ivrc "))
}
