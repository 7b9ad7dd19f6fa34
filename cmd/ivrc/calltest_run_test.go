package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEveryShippedFlowHasCallsThatTakeEveryOutcome runs the scripts of flows/ over
// the flows and the documents of every target.
func TestEveryShippedFlowHasCallsThatTakeEveryOutcome(t *testing.T) {
	t.Chdir(moduleRoot)
	code, stdout, stderr := runIvrc(t, "test", "flows", "--coverage", "text", "--min-coverage", "100")
	require.Equal(t, exitOK, code, stdout+stderr)
	require.NotContains(t, stdout, "FAILED")
	require.NotContains(t, stdout, "never")
	flows, err := filepath.Glob("flows/*.ivr.yaml")
	require.NoError(t, err)
	require.Len(t, flows, 10)
	for _, flow := range flows {
		require.Contains(t, stdout, filepath.ToSlash(flow)+": ")
	}
	// What no call can take, by name.
	require.Equal(t, 2, strings.Count(stdout, "not counted: "), stdout)
	require.Contains(t, stdout, "not counted: hangup of any of 3 steps, which no call can take (flows/tag-youre-it.ivr.yaml:18)")
	require.Contains(t, stdout, "not counted: error of any of 3 steps, which no call can take (flows/tag-youre-it.ivr.yaml:19)")
}

const goodbyeFlow = `ivr: 1
flow: f
start: bye
events: {hangup: end, error: end}
steps:
  bye: {say: "Goodbye.", hangup: true}
`

const goodbyeScript = `ivr-calls: 1
flow: f.ivr.yaml
calls:
  - name: a
    call: [{hear: "Goodbye"}]
`

func TestScriptsAreFoundAsFlowsAre(t *testing.T) {
	folder := t.TempDir()
	put(t, folder, "ivrc.yaml", "ivrc: 1\nflows: [nothing]\ntargets: [plivo]\n")
	put(t, folder, ".ivrcignore", "/old/\n")
	for _, place := range []string{"", "a/", "a/b/", "old/", ".hidden/", "node_modules/x/"} {
		put(t, folder, place+"f.ivr.yaml", goodbyeFlow)
		put(t, folder, place+"f.call.yaml", goodbyeScript)
	}
	put(t, folder, "a/g.call.json", `{"ivr-calls": 1, "flow": "b/f.ivr.yaml", "calls": [{"name": "g", "call": []}]}`)
	put(t, folder, "a/h.test", goodbyeScript)
	for _, c := range []struct {
		in   string
		args []string
		says string
	}{
		{"", nil, "4 calls, 0 failed"},
		{"a/b", nil, "4 calls, 0 failed"},
		{"", []string{"a"}, "3 calls, 0 failed"},
		{"", []string{"a/*.call.*"}, "2 calls, 0 failed"},
		{"", []string{"a/**/*.call.yaml"}, "2 calls, 0 failed"},
		{"", []string{"a/h.test"}, "1 call, 0 failed"},
		{"", []string{"old"}, "1 call, 0 failed"},
		{"", []string{"f.call.yaml", "./f.call.yaml"}, "1 call, 0 failed"},
	} {
		t.Run(c.in+" "+strings.Join(c.args, " "), func(t *testing.T) {
			t.Chdir(filepath.Join(folder, c.in))
			code, stdout, stderr := runIvrc(t, append([]string{"test"}, c.args...)...)
			require.Equal(t, exitOK, code, stdout+stderr)
			require.Equal(t, c.says+"\n", stderr)
			require.Empty(t, stdout)
		})
	}
}

func TestExitCodesOfTests(t *testing.T) {
	folder := t.TempDir()
	put(t, folder, "f.ivr.yaml", strings.Replace(goodbyeFlow, "hangup: true}", "goto: end, events: {error: bye}}\n  never: {say: \"No.\", goto: bye}\nentries: {other: never}", 1))
	put(t, folder, "f.call.yaml", goodbyeScript)
	put(t, folder, "fails.call.yaml", strings.Replace(goodbyeScript, "Goodbye", "Hello", 1))
	put(t, folder, "none/f.ivr.yaml", goodbyeFlow)
	t.Chdir(folder)
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"f.call.yaml"}, exitOK, "1 call, 0 failed"},
		{[]string{"f.call.yaml", "--min-coverage", "33"}, exitOK, ""},
		{[]string{"f.call.yaml", "--min-coverage", "90%"}, exitFlow, "calls take 50 % of the outcomes, and --min-coverage asks for 90 %"},
		{[]string{"fails.call.yaml"}, exitFlow, "1 call, 1 failed"},
		{[]string{"."}, exitFlow, "2 calls, 1 failed"},
		{[]string{"none"}, exitUsage, "the folder none holds no call script (a file that ends in .call.yaml, .call.yml or .call.json)"},
		{[]string{"f.ivr.yaml"}, exitUsage, "f.ivr.yaml is a flow, not a call script"},
		{[]string{"fail.call.yaml"}, exitUsage, "there is no file or folder fail.call.yaml; did you mean fails.call.yaml?"},
		{[]string{"-"}, exitUsage, "test reads files"},
		{[]string{"x*.call.yaml"}, exitUsage, "no file matches x*.call.yaml"},
		{[]string{"--format", "xml"}, exitUsage, "--format takes text, json, junit or tap"},
		{[]string{"--coverage", "html"}, exitUsage, "--coverage takes text, json or lcov"},
		{[]string{"--coverage", "lcov"}, exitUsage, "give a --coverage-file"},
		{[]string{"--coverage-file", "x"}, exitUsage, "--coverage-file needs --coverage"},
		{[]string{"--min-coverage", "101"}, exitUsage, "--min-coverage takes a percentage"},
		{[]string{"--min-coverage", "NaN"}, exitUsage, "--min-coverage takes a percentage"},
		{[]string{"--target", "twilio"}, exitUsage, `there is no target "twilio"`},
		{[]string{"--output-file", "f.call.yaml"}, exitUsage, "--output-file: f.call.yaml is read by this command and would be lost"},
		{[]string{"--coverage", "json", "--coverage-file", "f.ivr.yaml"}, exitUsage, "is read by this command"},
		{[]string{"--output-file", "none"}, exitUsage, "none is a folder"},
		{[]string{"--output-file", "x", "--coverage", "text", "--coverage-file", "x"}, exitUsage, "are the same file"},
		{[]string{"f.call.yaml", "--output-file", "no/such/file"}, exitUsage, "--output-file: there is no folder no/such"},
	} {
		code, stdout, stderr := runIvrc(t, append([]string{"test"}, c.args...)...)
		require.Equal(t, c.code, code, "%v: %s%s", c.args, stdout, stderr)
		require.Contains(t, stderr, c.says, "%v", c.args)
	}
	code, _, stderr := runIvrc(t, "check", "f.call.yaml")
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "holds call scripts, not a flow; to run them, type   ivrc test f.call.yaml")
}

func TestAnUpdateChangesWhatFailsAndNothingElse(t *testing.T) {
	folder := t.TempDir()
	put(t, folder, "f.ivr.yaml", goodbyeFlow)
	const script = "# first\r\nivr-calls: 1\r\nflow: f.ivr.yaml\r\n\r\ncalls:\r\n  - name: a   # why\r\n    call:\r\n\r\n      - hear: 'Hello'     # a comment\r\n" +
		"      - {hear: {matches: \"^x\"}}\r\n    ends: left  # who\r\n  - {name: b, call: [{hear: Goodbye}], ends: \"hung-up\"}\r\n"
	put(t, folder, "f.call.yaml", script)
	require.NoError(t, os.Chmod(filepath.Join(folder, "f.call.yaml"), 0o600))
	t.Chdir(folder)
	code, _, stderr := runIvrc(t, "test", "--update")
	require.Equal(t, exitFlow, code, "a regular expression is left to people")
	require.Contains(t, stderr, "f.call.yaml: 2 expectations written\n")
	require.Contains(t, stderr, "2 calls, 1 failed")
	want := strings.NewReplacer("'Hello'", "'Goodbye.'", "ends: left", "ends: hung-up").Replace(script)
	text, err := os.ReadFile("f.call.yaml")
	require.NoError(t, err)
	require.Equal(t, want, string(text))
	info, err := os.Stat("f.call.yaml")
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	code, _, stderr = runIvrc(t, "test", "--update")
	require.Equal(t, exitFlow, code)
	require.NotContains(t, stderr, "written")
}

func TestTestsNeverPrintASecret(t *testing.T) {
	const secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
	folder := t.TempDir()
	put(t, folder, "f.ivr.yaml", `ivr: 1
flow: f
start: bye
events: {hangup: end, error: end}
allow: {IVR602: "a test", IVR603: "a test", IVR601: "a test"}
steps:
  bye: {say: "The code is `+secret+`.", hangup: true}
`)
	put(t, folder, "f.call.yaml", `ivr-calls: 1
flow: f.ivr.yaml
calls:
  - name: a
    call: [{hear: "Hello `+secret+`"}, {hear: {equals: "bye"}}]
    never: ["code is"]
`)
	t.Chdir(folder)
	before := read(t, "f.call.yaml")
	for _, form := range testFormats() {
		code, stdout, stderr := runIvrc(t, "test", "--format", form, "--coverage", "text")
		require.Equal(t, exitFlow, code)
		require.Contains(t, stdout, "The code is", "the dialogue is told")
		require.NotContains(t, stdout+stderr, secret, form)
	}
	code, stdout, stderr := runIvrc(t, "test", "--update")
	require.Equal(t, exitFlow, code)
	require.NotContains(t, stdout+stderr, secret)
	require.Equal(t, before, read(t, "f.call.yaml"), "a credential is not copied into another file")
}
