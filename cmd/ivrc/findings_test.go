package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/render"
)

// looping is a flow with one warning; lost one with an error.
func looping(id string) string {
	return "ivr: 1\nflow: " + id + "\nstart: a\nevents: {hangup: end, error: end}\nsteps:\n  a: {menu: {say: \"Press 1.\", keys: {1: end}}, events: {incomplete: a}}\n"
}

func lost(id string) string { return strings.Replace(small(id), "hangup: true", "goto: nowhere", 1) }

func TestEveryFormComesAloneOnStandardOutput(t *testing.T) {
	tree(t, map[string]string{"lost.ivr.yaml": lost("a"), "fine.ivr.yaml": small("b")})
	for form, begins := range map[string]string{"text": "lost.ivr.yaml:5:", "json": "{", "sarif": "{", "github": "::group::", "junit": "<?xml"} {
		p, out, messages := around(nil, "")
		require.Equal(t, exitFlow, runIn(p, []string{"check", ".", "--format", form}))
		require.True(t, strings.HasPrefix(out.String(), begins), "%s: %s", form, out)
		require.Equal(t, "2 flows, 2 steps, 1 error\n", messages.String())
		if begins == "{" {
			require.True(t, json.Valid(out.Bytes()))
		}
	}
	require.Len(t, render.Formats(), 5)
	p, _, messages := around(nil, "")
	require.Equal(t, exitUsage, runIn(p, []string{"check", ".", "--format", "xml"}))
	require.Contains(t, messages.String(), `--format takes text, json, sarif, github, junit, auto, not "xml"`)
}

func TestAutoIsGithubWhereActionsRunIt(t *testing.T) {
	tree(t, map[string]string{"lost.ivr.yaml": lost("a")})
	for variable, begins := range map[string]string{"true": "::group::", "": "lost.ivr.yaml:5:"} {
		p, out, _ := around(map[string]string{"GITHUB_ACTIONS": variable}, "")
		require.Equal(t, exitFlow, runIn(p, []string{"check", ".", "--format", "auto"}))
		require.True(t, strings.HasPrefix(out.String(), begins), out)
	}
	p, out, _ := around(map[string]string{"GITHUB_ACTIONS": "true"}, "")
	require.Equal(t, exitFlow, runIn(p, []string{"check", "."}))
	require.True(t, strings.HasPrefix(out.String(), "lost.ivr.yaml:5:"), "text is the form that nobody asked for")
}

func TestTheSummaryOfAJobGrows(t *testing.T) {
	tree(t, map[string]string{"lost.ivr.yaml": lost("a"), "page.md": "before\n"})
	variables := map[string]string{"GITHUB_STEP_SUMMARY": "page.md"}
	p, _, _ := around(variables, "")
	require.Equal(t, exitFlow, runIn(p, []string{"check", ".", "--format", "github"}))
	page := read(t, "page.md")
	require.True(t, strings.HasPrefix(page, "before\n"))
	require.Contains(t, page, "IVR201")
	p, _, _ = around(variables, "")
	require.Equal(t, exitFlow, runIn(p, []string{"check", "."}))
	require.Equal(t, page, read(t, "page.md"), "other forms leave it alone")
	p, _, messages := around(map[string]string{"GITHUB_STEP_SUMMARY": "no/such/folder"}, "")
	require.Equal(t, exitFailure, runIn(p, []string{"check", ".", "--format", "github"}))
	require.Contains(t, messages.String(), "GITHUB_STEP_SUMMARY")
}

func TestAnOutputFileGetsTheFormAndPeopleTheText(t *testing.T) {
	tree(t, map[string]string{"lost.ivr.yaml": lost("a"), "ivrc.yaml": "ivrc: 1\nbase: https://x.example/\n"})
	for _, command := range []string{"check", "build"} {
		p, out, messages := around(nil, "")
		require.Equal(t, exitFlow, runIn(p, []string{command, "lost.ivr.yaml", "--format", "json", "--output-file", "found.json"}))
		require.True(t, json.Valid([]byte(read(t, "found.json"))))
		require.Contains(t, out.String()+messages.String(), "lost.ivr.yaml:5:")
		require.Equal(t, command == "build", out.Len() == 0, "a build's results are its addresses")
	}
	for path, says := range map[string]string{
		".": "--output-file: . is a folder; name a file in it", "lost.ivr.yaml": "--output-file: lost.ivr.yaml is read by this command and would be lost",
		"ivrc.yaml": "ivrc.yaml is read by this command", "no/such/file": "--output-file: there is no folder no/such to write file into",
		"": "--output-file needs the name of a file",
	} {
		p, out, messages := around(nil, "")
		require.Equal(t, exitUsage, runIn(p, []string{"check", "lost.ivr.yaml", "--output-file", path}))
		require.Contains(t, messages.String(), says)
		require.Empty(t, out.String())
	}
	require.Contains(t, read(t, "lost.ivr.yaml"), "flow: a")
}

func TestABuildTakesFormsForProgramsOnlyWithAFile(t *testing.T) {
	tree(t, map[string]string{"lost.ivr.yaml": lost("a")})
	for _, form := range []string{"json", "sarif", "junit"} {
		p, _, messages := around(nil, "")
		require.Equal(t, exitUsage, runIn(p, []string{"build", "lost.ivr.yaml", "--base-url", "https://x.example/", "--format", form}))
		require.Contains(t, messages.String(), "with --format "+form+" it needs --output-file")
	}
	p, out, messages := around(nil, "")
	require.Equal(t, exitFlow, runIn(p, []string{"build", "lost.ivr.yaml", "--base-url", "https://x.example/", "--format", "github"}))
	require.True(t, strings.HasPrefix(messages.String(), "::group::"), messages)
	require.Empty(t, out.String())
}

func TestQuietLeavesProblemsAndResults(t *testing.T) {
	tree(t, map[string]string{"a.ivr.yaml": looping("a")})
	p, out, messages := around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"check", ".", "-q"}))
	require.Contains(t, out.String(), "IVR309")
	require.Empty(t, messages.String())
	p, out, messages = around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"build", ".", "--quiet", "--base-url", "https://x.example/"}))
	require.Contains(t, out.String(), "https://x.example/a/plivo.xml")
	require.Contains(t, messages.String(), "IVR309")
	require.NotContains(t, messages.String(), "router")
	require.NotContains(t, messages.String(), "added")
	p, _, messages = around(nil, "")
	require.Equal(t, exitUsage, runIn(p, []string{"check", "nowhere", "-q"}))
	require.Contains(t, messages.String(), "nowhere")
}

func TestTheHelpIsShortAloneAndGroupedWhenAsked(t *testing.T) {
	p, out, _ := around(nil, "")
	require.Equal(t, exitOK, runIn(p, nil))
	require.LessOrEqual(t, strings.Count(out.String(), "\n"), 14)
	for _, word := range []string{"ivrc init", "ivrc check", "ivrc build", "ivrc graph", "ivrc explain"} {
		require.Contains(t, out.String(), word)
	}
	p, out, _ = around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"--help"}))
	for _, title := range []string{"Every day:", "To see and to understand:", "Once per project:", "130 interrupted"} {
		require.Contains(t, out.String(), title)
	}
	p, out, _ = around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"build", "--help"}))
	for _, title := range []string{"Examples:\n", "Settings (also in ivrc.yaml):\n", "Output:\n", "Publishing:\n", "--base-url URL"} {
		require.Contains(t, out.String(), title)
	}
}

func TestWordsThatAreNoCommandsGetTheNearestOne(t *testing.T) {
	tree(t, map[string]string{"a.ivr.yaml": small("a")})
	for word, says := range map[string]string{
		"bild": `unknown command "bild"; did you mean "build"?`, "Check": `did you mean "check"?`, "zzz": "the commands are build, call, check",
		"a.ivr.yaml": "to check it, type   ivrc check a.ivr.yaml",
	} {
		p, _, messages := around(nil, "")
		require.Equal(t, exitUsage, runIn(p, []string{word}))
		require.Contains(t, messages.String(), says)
	}
}

func TestVersionIsJSONWhenAsked(t *testing.T) {
	p, out, _ := around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"version", "--json"}))
	var record buildRecord
	require.NoError(t, json.Unmarshal(out.Bytes(), &record))
	require.Equal(t, 1, record.Format)
	require.Equal(t, version(), record.Version)
	require.True(t, strings.HasPrefix(record.Go, "go"))
}

func TestShellsCompleteFlagsAndFlows(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		p, out, messages := around(nil, "")
		require.Equal(t, exitOK, runIn(p, []string{"completion", shell}), messages)
		require.Contains(t, out.String(), "ivrc")
	}
	for _, c := range []struct{ typed, offers string }{
		{"check --target ", "plivo\ntropo\nvoiceshot\n:4\n"},
		{"check --target plivo,", "plivo,tropo\nplivo,voiceshot\n:4\n"},
		{"build --format ", "text\njson\nsarif\ngithub\njunit\nauto\n:4\n"},
		{"sheet --format ", "markdown\njson\n:4\n"},
		{"config --format ", "text\njson\n:4\n"},
		{"check --fail-on ", "error\nwarning\nnever\n:4\n"},
		{"check --color ", "auto\nalways\nnever\n:4\n"},
		{"check --budget ", "options=\nprompt=\nmenus=\n:6\n"},
		{"schema --of ", "flow\ncall\nir\nconfig\ndiagnostics\ntranscript\n:4\n"},
		{"test --format ", "text\njson\njunit\ntap\n:4\n"},
		{"test --coverage ", "text\njson\nlcov\n:4\n"},
		{"test ", "call.yaml\ncall.yml\ncall.json\n:8\n"},
		{"check ", "ivr.yaml\nivr.yml\nivr.json\n:8\n"},
		{"build --out ", ":16\n"},
		{"check --config ", "yaml\nyml\n:8\n"},
	} {
		p, out, _ := around(nil, "")
		args := strings.Split(c.typed, " ")
		require.Equal(t, exitOK, runIn(p, append([]string{"__complete"}, args...)))
		require.Equal(t, c.offers, out.String(), c.typed)
	}
}

func TestAFullDiskUnderTheResultsIsAFailure(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	defer full.Close()
	tree(t, map[string]string{"lost.ivr.yaml": lost("a")})
	p, _, messages := around(nil, "")
	p.out = full
	require.Equal(t, exitFailure, runIn(p, []string{"check", "."}))
	require.Contains(t, messages.String(), "ivrc: writing the results: ")
}
