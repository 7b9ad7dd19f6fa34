package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// small is a flow without problems.
func small(id string) string {
	return "ivr: 1\nflow: " + id + "\nstart: a\nsteps:\n  a: {say: \"Goodbye.\", hangup: true, events: {hangup: end, error: end}}\n"
}

// tree writes files below a new folder, makes that the working folder and the top
// of a repository.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, ".git"), 0o755))
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	t.Chdir(folder)
	return folder
}

// around is the program's surroundings in a test: an environment of its own and no
// terminal.
func around(variables map[string]string, in string) (process, *bytes.Buffer, *bytes.Buffer) {
	var out, messages bytes.Buffer
	return process{
		ctx: context.Background(), in: strings.NewReader(in), out: &out, err: &messages,
		getenv: func(name string) string { return variables[name] }, clock: systemClock(),
	}, &out, &messages
}

// found are the files that arguments stand for.
func found(t *testing.T, args ...string) ([]string, error) {
	t.Helper()
	inputs, err := inputs(args, &settingFlags{}, &settings{folder: "."})
	var paths []string
	for _, in := range inputs {
		paths = append(paths, filepath.ToSlash(in.path))
	}
	return paths, err
}

func TestFoldersAndPatternsAreSearchedForFlows(t *testing.T) {
	tree(t, map[string]string{
		"flows/b.ivr.yaml": "", "flows/a.ivr.yml": "", "flows/deep/c d.ivr.json": "", "flows/notes.yaml": "", "flows/.hidden/x.ivr.yaml": "",
		"flows/node_modules/x.ivr.yaml": "", "flows/dist/ivrc-manifest.json": "{}", "flows/dist/x.ivr.yaml": "", "flows/.ivr.yaml": "",
		".ci/y.ivr.yaml": "", "other/z.txt": "",
	})
	if os.Symlink("..", "flows/deep/again") == nil {
		require.NoError(t, os.Symlink("flows", "linked"))
		paths, err := found(t, "linked")
		require.NoError(t, err)
		require.Equal(t, []string{"linked/a.ivr.yml", "linked/b.ivr.yaml", "linked/deep/c d.ivr.json"}, paths)
		require.NoError(t, os.Remove("linked"))
	}
	all := []string{"flows/a.ivr.yml", "flows/b.ivr.yaml", "flows/deep/c d.ivr.json"}
	for _, c := range []struct{ args, want []string }{
		{[]string{"flows"}, all},
		{[]string{"."}, all},
		{[]string{"flows/**"}, all},
		{[]string{"./flows/**/*.ivr.*"}, all},
		{[]string{"flows/*.yml", "flows/b.ivr.yaml", "./flows/b.ivr.yaml"}, all[:2]},
		{[]string{"flows/{a,b}.*"}, all[:2]},
		{[]string{"**/[bc]*.ivr.*"}, all[1:]},
		{[]string{"flows/b.ivr.yaml", "flows"}, []string{all[1], all[0], all[2]}},
		{[]string{".ci"}, []string{".ci/y.ivr.yaml"}},
		{[]string{".ci/*"}, []string{".ci/y.ivr.yaml"}},
		{[]string{"flows/notes.yaml", "other/z.txt"}, []string{"flows/notes.yaml", "other/z.txt"}},
		{[]string{"flows/node_modules"}, []string{"flows/node_modules/x.ivr.yaml"}},
	} {
		paths, err := found(t, c.args...)
		require.NoError(t, err, "%v", c.args)
		require.Equal(t, c.want, paths, "%v", c.args)
	}
}

func TestIgnoredFilesArePassedOverUnlessTheyAreNamed(t *testing.T) {
	tree(t, map[string]string{
		".ivrcignore":       "# drafts are not ready\n\n*.draft.ivr.yaml\n/old/\n!old\nparts/**/x*\n\\#a.ivr.yaml\n{b}.ivr.yaml \n",
		"flows/.ivrcignore": "!kept.draft.ivr.yaml\n/c.ivr.yaml\ndeep/\n",
		"flows/a.ivr.yaml":  "", "flows/a.draft.ivr.yaml": "", "flows/kept.draft.ivr.yaml": "", "flows/b.ivr.yaml": "", "flows/{b}.ivr.yaml": "",
		"flows/c.ivr.yaml": "", "flows/more/c.ivr.yaml": "", "flows/deep/d.ivr.yaml": "", "flows/#a.ivr.yaml": "",
		"old/o.ivr.yaml": "", "flows/old/o.ivr.yaml": "", "parts/p/q/x1.ivr.yaml": "", "parts/y.ivr.yaml": "", "kept.draft.ivr.yaml": "",
	})
	paths, err := found(t, ".")
	require.NoError(t, err)
	want := []string{
		"flows/a.ivr.yaml", "flows/b.ivr.yaml", "flows/kept.draft.ivr.yaml", "flows/more/c.ivr.yaml", "flows/old/o.ivr.yaml",
		"old/o.ivr.yaml", "parts/y.ivr.yaml",
	}
	require.Equal(t, want, paths)
	paths, err = found(t, "flows/more", "flows/deep", "flows/c.ivr.yaml", "parts/**")
	require.NoError(t, err)
	require.Equal(t, []string{"flows/more/c.ivr.yaml", "flows/deep/d.ivr.yaml", "flows/c.ivr.yaml", "parts/y.ivr.yaml"}, paths)

	require.NoError(t, os.WriteFile("flows/.ivrcignore", []byte("ok\n[a\n"), 0o644))
	_, err = found(t, "flows")
	require.EqualError(t, err, "flows/.ivrcignore:2: [a is not a pattern: a [ is not closed")
}

func TestWhatIsTypedWrongHasItsOwnSentence(t *testing.T) {
	tree(t, map[string]string{
		"flows/front-desk.ivr.yaml": small("a"), "drafts/main.yaml": "", "notes/readme.md": "", "dist/ivrc-manifest.json": "{}", "ivrc.yaml": "ivrc: 1\n",
	})
	for _, c := range []struct{ arg, says string }{
		{"flows/frontdesk.ivr.yaml", "there is no file or folder flows/frontdesk.ivr.yaml; did you mean flows/front-desk.ivr.yaml?"},
		{"flows/front-desk", "there is no file or folder flows/front-desk; did you mean flows/front-desk.ivr.yaml?"},
		{"flow", "there is no file or folder flow; did you mean flows?"},
		{"flows/front-desk.ivr.yaml/x", "there is no file or folder flows/front-desk.ivr.yaml/x"},
		{"flows/*.json", "no file matches flows/*.json"},
		{"nowhere/*.yaml", "no file matches nowhere/*.yaml: there is no folder nowhere"},
		{"drafts/*", "drafts/* matches 1 file, but no flow: of a pattern only files that end in .ivr.yaml, .ivr.yml or .ivr.json are taken"},
		{"flows/[a", "flows/[a is not a pattern: a [ or { is not closed"},
		{"drafts", "the folder drafts holds no flow: of a folder only files that end in .ivr.yaml, .ivr.yml or .ivr.json are taken; name drafts/main.yaml itself, or rename it"},
		{"notes", "the folder notes holds no flow (a file that ends in .ivr.yaml, .ivr.yml or .ivr.json)"},
		{"dist", "dist is what a build wrote (it holds ivrc-manifest.json): name the folder with the flows"},
		{"dist/ivrc-manifest.json", "dist/ivrc-manifest.json is what a build wrote, not a flow"},
		{"ivrc.yaml", "ivrc.yaml holds settings, not a flow; it is found by itself, or named with --config"},
	} {
		p, out, messages := around(nil, "")
		require.Equal(t, exitUsage, runIn(p, []string{"check", filepath.FromSlash(c.arg)}), c.arg)
		require.Equal(t, "ivrc: "+c.says+"\nsee: ivrc check --help\n", filepath.ToSlash(messages.String()), c.arg)
		require.Empty(t, out.String())
	}
	p, _, messages := around(nil, "")
	require.Equal(t, exitUsage, runIn(p, []string{"check", "one", "two", "flows"}))
	require.Equal(t, "ivrc: there is no file or folder one\nivrc: there is no file or folder two\nsee: ivrc check --help\n", messages.String())
}

func TestStandardInputIsOneFlow(t *testing.T) {
	tree(t, map[string]string{"flows/b.ivr.yaml": small("b")})
	bad := strings.Replace(small("a"), "hangup: true", "goto: b", 1)
	for name, args := range map[string][]string{"<stdin>:5:": {"-"}, "main.yaml:5:": {"-", "--stdin-filename", "main.yaml"}} {
		p, out, _ := around(nil, bad)
		require.Equal(t, exitFlow, runIn(p, append([]string{"check"}, args...)))
		require.True(t, strings.HasPrefix(out.String(), name), out.String())
	}
	p, _, messages := around(nil, small("a"))
	require.Equal(t, exitOK, runIn(p, []string{"check", "-", "flows", "-"}), messages)
	require.Equal(t, "2 flows, 2 steps, 0 problems\n", messages.String())

	p, out, messages := around(nil, small("a"))
	require.Equal(t, exitOK, runIn(p, []string{"build", "-", "--base-url", "https://x.example/"}), messages)
	require.Contains(t, out.String(), "https://x.example/a/plivo.xml")
	require.FileExists(t, "dist/a/plivo.xml")

	p, out, _ = around(nil, small("a"))
	require.Equal(t, exitOK, runIn(p, []string{"graph", "-"}))
	require.Contains(t, out.String(), "flow a")
}

func TestFilesOfOtherSystemsAreRead(t *testing.T) {
	tree(t, map[string]string{
		"crlf.ivr.yaml": strings.ReplaceAll(small("a"), "\n", "\r\n"),
		"flow.ivr.json": `{"ivr": 1, "flow": "b", "start": "a", "steps": {"a": {"say": "Goodbye.", "hangup": true, "events": {"hangup": "end", "error": "end"}}}}`,
	})
	p, out, messages := around(nil, "")
	require.Equal(t, exitOK, runIn(p, []string{"check", "."}), out)
	require.Equal(t, "2 flows, 2 steps, 0 problems\n", messages.String())
}

func TestAFileThatCannotBeReadDoesNotHideTheOthers(t *testing.T) {
	tree(t, map[string]string{"bad.ivr.yaml": "ivr: 2\n", "good.ivr.yaml": small("a")})
	if os.Symlink("nowhere", "gone.ivr.yaml") != nil {
		t.Skip("this system has no links for us")
	}
	for _, format := range []string{"text", "json"} {
		p, out, messages := around(nil, "")
		require.Equal(t, exitFailure, runIn(p, []string{"check", ".", "--format", format}))
		require.Contains(t, out.String(), "IVR104")
		require.Contains(t, messages.String(), "gone.ivr.yaml")
	}
}
