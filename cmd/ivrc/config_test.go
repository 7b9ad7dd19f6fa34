package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/schema"
)

const fullConfig = `ivrc: 1
flows: [flows]
base: https://FILE.example
audio_base: https://audio.example/a
out: site
targets: [tropo]
fail_on: never
budgets: {options: 7, prompt: 1500ms, menus: none}
`

// inForce are the rows that ivrc config prints, by key.
func inForce(t *testing.T, variables map[string]string, args ...string) map[string]string {
	t.Helper()
	p, out, messages := around(variables, "")
	require.Equal(t, exitOK, runIn(p, append([]string{"config"}, args...)), messages)
	rows := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		key, rest, _ := strings.Cut(line, " ")
		rows[key] = strings.Join(strings.Fields(rest), " ")
	}
	return rows
}

func TestAFlagIsStrongerThanTheEnvironmentAndThatThanTheFile(t *testing.T) {
	tree(t, map[string]string{"ivrc.yaml": fullConfig, "bare/.git": ""})
	fromFile := map[string]string{
		"flows": "flows ivrc.yaml:2", "base": "https://file.example/ ivrc.yaml:3", "audio_base": "https://audio.example/a/ ivrc.yaml:4",
		"out": "site ivrc.yaml:5", "targets": "tropo ivrc.yaml:6", "fail_on": "never ivrc.yaml:7",
		"budgets.options": "7 ivrc.yaml:8", "budgets.prompt": "1500ms ivrc.yaml:8", "budgets.menus": "none ivrc.yaml:8",
	}
	require.Equal(t, fromFile, inForce(t, nil))

	variables := map[string]string{
		"IVRC_BASE_URL": "https://variable.example", "IVRC_AUDIO_BASE": "https://variable.example/a", "IVRC_OUT": "o", "IVRC_TARGETS": "plivo, tropo", "IVRC_FAIL_ON": "warning",
	}
	fromVariables := maps.Clone(fromFile)
	maps.Copy(fromVariables, map[string]string{
		"base": "https://variable.example/ IVRC_BASE_URL", "audio_base": "https://variable.example/a/ IVRC_AUDIO_BASE",
		"out": "o IVRC_OUT", "targets": "plivo, tropo IVRC_TARGETS", "fail_on": "warning IVRC_FAIL_ON",
	})
	require.Equal(t, fromVariables, inForce(t, variables))

	fromFlags := maps.Clone(fromFile)
	maps.Copy(fromFlags, map[string]string{
		"base": "https://flag.example/ --base-url", "audio_base": "https://flag.example/a/ --audio-base",
		"out": "f --out", "targets": "plivo --target", "fail_on": "error --fail-on",
		"budgets.options": "none --budget", "budgets.prompt": "20s --budget", "budgets.menus": "2 --budget",
	})
	require.Equal(t, fromFlags, inForce(t, variables, "--base-url", "https://flag.example", "--audio-base", "https://flag.example/a", "--out", "f",
		"--target", "plivo", "--fail-on", "error", "--budget", "options=none,prompt=20s", "--budget", "menus=2"))

	defaults := map[string]string{
		"flows": "(none) default", "base": "(none) default", "audio_base": "(none) default", "out": "dist default", "targets": "plivo, tropo default",
		"fail_on": "error default", "budgets.options": "5 default", "budgets.prompt": "20s default", "budgets.menus": "3 default",
	}
	require.Equal(t, defaults, inForce(t, nil, "--no-config"))
	t.Chdir("bare")
	require.Equal(t, defaults, inForce(t, nil), "the top of a repository ends the search")
	require.Equal(t, "site", filepath.Base(strings.Fields(inForce(t, map[string]string{"IVRC_CONFIG": "../ivrc.yaml"})["out"])[0]))
	require.Equal(t, filepath.FromSlash("../site")+" ../ivrc.yaml:5", inForce(t, map[string]string{"IVRC_CONFIG": "nowhere"}, "--config", "../ivrc.yaml")["out"])
}

func TestConfigPrintsJSONForPrograms(t *testing.T) {
	tree(t, map[string]string{"ivrc.yaml": fullConfig})
	p, out, _ := around(map[string]string{"IVRC_OUT": "o"}, "")
	require.Equal(t, exitOK, runIn(p, []string{"config", "--format", "json", "--fail-on", "warning"}))
	var got struct {
		Format   int    `json:"ivrc_config"`
		File     string `json:"file"`
		Settings []row  `json:"settings"`
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &got))
	require.Equal(t, "ivrc.yaml", got.File)
	require.Equal(t, row{Key: "base", Value: "https://file.example/", Origin: "file", Name: "ivrc.yaml", Line: 3}, got.Settings[1])
	require.Equal(t, row{Key: "out", Value: "o", Origin: "environment", Name: "IVRC_OUT"}, got.Settings[3])
	require.Equal(t, row{Key: "fail_on", Value: "warning", Origin: "flag", Name: "--fail-on"}, got.Settings[5])
	require.Equal(t, row{Key: "budgets.menus", Value: "none", Origin: "file", Name: "ivrc.yaml", Line: 8}, got.Settings[8])
}

func TestTheSettingsAreFoundFromTheFirstInputUpwards(t *testing.T) {
	tree(t, map[string]string{
		"a/ivrc.yaml": "ivrc: 1\nout: made\n", "a/flows/deep/x.ivr.yaml": small("x"), "b/y.ivr.yaml": small("y"), "ivrc.yaml": "ivrc: 1\nout: top\nbase: https://x.example/\n",
	})
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "ivrc.yaml"}, {[]string{"a"}, "a/ivrc.yaml"}, {[]string{"a/flows/deep/x.ivr.yaml", "b"}, "a/ivrc.yaml"}, {[]string{"b", "a"}, "ivrc.yaml"},
		{[]string{"a/flows/**/*.ivr.yaml"}, "a/ivrc.yaml"}, {[]string{"a/nothing"}, "a/ivrc.yaml"}, {[]string{"nowhere/x"}, "ivrc.yaml"},
	} {
		path, err := findConfig(startFolder(c.args, ""))
		require.NoError(t, err)
		require.Equal(t, c.want, filepath.ToSlash(path), "%v", c.args)
	}
	path, err := findConfig(startFolder([]string{"-"}, "a/flows/z.yaml"))
	require.NoError(t, err)
	require.Equal(t, "a/ivrc.yaml", filepath.ToSlash(path))

	t.Chdir("b")
	p, out, messages := around(map[string]string{"IVRC_TARGETS": "tropo"}, "")
	require.Equal(t, exitOK, runIn(p, []string{"build", "y.ivr.yaml"}), messages)
	require.Contains(t, out.String(), "https://x.example/y/tropo.json")
	require.FileExists(t, "../top/y/tropo.json", "out counts from the file's folder")
}

func TestFlowsOfTheSettingsStandInForArguments(t *testing.T) {
	tree(t, map[string]string{"p/ivrc.yaml": "ivrc: 1\nflows: [flows, 'more/*.ivr.yaml']\n", "p/flows/a.ivr.yaml": small("a"), "p/more/b.ivr.yaml": small("b"), "p/c.ivr.yaml": small("c")})
	t.Chdir("p/more")
	p, _, messages := around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"check"}), messages)
	require.Equal(t, "2 flows, 2 steps, 0 problems\n", messages.String())
	p, _, messages = around(nil, "")
	require.Equal(t, exitUsage, runIn(p, []string{"graph"}))
	require.Contains(t, messages.String(), "graph takes one flow, and ../ivrc.yaml holds 2")

	require.NoError(t, os.WriteFile("../ivrc.yaml", []byte("ivrc: 1\nflows:\n  - flows/none\n  - '*.json'\n"), 0o644))
	p, _, messages = around(nil, "")
	require.Equal(t, exitUsage, runIn(p, []string{"check"}))
	require.Equal(t, "ivrc: ../ivrc.yaml:3: there is no file or folder ../flows/none\nivrc: ../ivrc.yaml:4: no file matches ../*.json\nsee: ivrc check --help\n", filepath.ToSlash(messages.String()))

	require.NoError(t, os.WriteFile("../ivrc.yaml", []byte("ivrc: 1\n"), 0o644))
	p, _, messages = around(nil, "")
	require.Equal(t, exitUsage, runIn(p, []string{"check"}))
	require.Contains(t, messages.String(), "or list them in ../ivrc.yaml:   flows: [flows]")
}

func TestBrokenSettingsArePrintedWithTheirPlacesAndExitAsUsage(t *testing.T) {
	tree(t, map[string]string{"ivrc.yaml": "ivrc: 1\nbase: https://bob:hunter2pass@x.example/\nout: a\nfailon: error\n", "a.ivr.yaml": small("a")})
	for _, command := range []string{"check", "build", "graph", "sheet", "config"} {
		p, out, messages := around(nil, "")
		args := []string{command}
		if command != "config" {
			args = append(args, "a.ivr.yaml")
		}
		require.Equal(t, exitUsage, runIn(p, args))
		require.Empty(t, out.String())
		require.Contains(t, messages.String(), "ivrc.yaml:2:7: error: base takes an address without user name and password")
		require.Contains(t, messages.String(), "2 | base: https://*****@x.example/")
		require.Contains(t, messages.String(), `ivrc.yaml:4:1: error: there is no "failon" in ivrc.yaml [IVR101]`)
		require.NotContains(t, messages.String(), "hunter2pass")
	}
	p, _, _ := around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"check", "a.ivr.yaml", "--no-config"}))
}

func TestSettingsAreRefusedByTheNameThatBroughtThem(t *testing.T) {
	tree(t, map[string]string{"a.ivr.yaml": small("a"), "folder/x": ""})
	for _, c := range []struct {
		variables map[string]string
		args      []string
		says      string
	}{
		{map[string]string{"IVRC_FAIL_ON": "x"}, nil, `IVRC_FAIL_ON takes error, warning or never, not "x"`},
		{nil, []string{"--fail-on", "x"}, `--fail-on takes error, warning or never, not "x"`},
		{map[string]string{"IVRC_TARGETS": "plvo"}, nil, `there is no target "plvo"; the targets are plivo, tropo, voiceshot; did you mean plivo?`},
		{map[string]string{"IVRC_BASE_URL": "x"}, nil, "IVRC_BASE_URL: the base URL must begin with https://"},
		{nil, []string{"--audio-base", "x"}, "--audio-base: the audio base must begin with https://"},
		{nil, []string{"--budget", "option=5"}, `--budget takes options=5, prompt=20s or menus=3, not "option=5"`},
		{nil, []string{"--budget", "menus=0"}, `--budget menus= takes a whole number from 1 to 999, or none, not "0"`},
		{nil, []string{"--budget", "options=5s"}, `--budget options= takes a whole number`},
		{nil, []string{"--budget", "options=1000"}, `--budget options= takes a whole number`},
		{nil, []string{"--budget", "prompt=long"}, `--budget prompt= takes a duration such as 20s, or none, not "long"`},
		{map[string]string{"IVRC_CONFIG": "zz"}, nil, "IVRC_CONFIG: there is no file zz"},
		{nil, []string{"--config", "folder"}, "--config: folder is a folder; name the file, for example " + filepath.Join("folder", "ivrc.yaml")},
		{nil, []string{"--config", "x", "--no-config"}, "--config and --no-config cannot both be given"},
		{nil, []string{"--color", "blue"}, `--color takes auto, always or never, not "blue"`},
		{nil, []string{"--form", "json"}, "unknown flag: --form"},
		{nil, []string{"--formt", "json"}, "unknown flag: --formt; did you mean --format?"},
	} {
		p, _, messages := around(c.variables, "")
		require.Equal(t, exitUsage, runIn(p, append([]string{"check", "a.ivr.yaml"}, c.args...)), "%v", c.args)
		require.Contains(t, messages.String(), c.says)
	}
}

func TestTheSchemaOfSettingsNamesTheTargetsThatExistAndEveryKeySaysWhatItIs(t *testing.T) {
	p, out, _ := around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"schema", "--of", "config"}))
	require.Equal(t, string(schema.Config()), out.String())
	var root struct {
		Schema      string `json:"$schema"`
		Properties  map[string]map[string]any
		Definitions map[string]struct{ Enum []string }
	}
	require.NoError(t, json.Unmarshal(schema.Config(), &root))
	require.Equal(t, "http://json-schema.org/draft-07/schema#", root.Schema)
	require.Equal(t, targetNames(), root.Definitions["target"].Enum)
	for _, name := range slices.Sorted(maps.Keys(root.Properties)) {
		for _, word := range []string{"description", "markdownDescription", "defaultSnippets"} {
			require.NotEmpty(t, root.Properties[name][word], "%s of %s", word, name)
		}
	}
}
