package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// runIvrc runs the program in this process.
func runIvrc(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	for _, name := range []string{"IVRC_BASE_URL", "IVRC_AUDIO_BASE", "IVRC_OUT", "IVRC_TARGETS", "IVRC_FAIL_ON", "IVRC_CONFIG", "FORCE_COLOR", "CLICOLOR_FORCE"} {
		t.Setenv(name, "")
	}
	var out, err bytes.Buffer
	code = run(args, strings.NewReader(""), &out, &err)
	return code, out.String(), err.String()
}

const frontDesk = "../../flows/front-desk.ivr.yaml"

func TestBuildWritesTheTreeThatTheManifestDescribes(t *testing.T) {
	out := filepath.Join(t.TempDir(), "dist")
	code, stdout, stderr := runIvrc(t, "build", frontDesk, "--base-url", "https://IVR.example.com", "--out", out)
	require.Equal(t, exitOK, code, stdout+stderr)
	require.Contains(t, stdout, "https://ivr.example.com/front-desk/plivo.xml")
	require.FileExists(t, filepath.Join(out, "ivrc-manifest.json"))
	for _, name := range []string{"plivo.xml", "plivo.error.xml", "plivo.hangup.xml", "tropo.json"} {
		require.FileExists(t, filepath.Join(out, "front-desk", name))
	}
}

func TestAFlowWithErrorsWritesNothing(t *testing.T) {
	folder := t.TempDir()
	flow := filepath.Join(folder, "bad.ivr.yaml")
	require.NoError(t, os.WriteFile(flow, []byte("ivr: 1\nflow: f\nstart: nowhere\nsteps: {a: {say: \"Hi.\", goto: b}}\n"), 0o644))
	out := filepath.Join(folder, "dist")
	for _, extra := range [][]string{nil, {"--fail-on", "never"}} {
		code, stdout, stderr := runIvrc(t, append([]string{"build", flow, "--base-url", "https://x.example/", "--out", out}, extra...)...)
		require.Equal(t, exitFlow, code)
		require.Empty(t, stdout, "the results of a build are its addresses")
		require.Contains(t, stderr, "IVR201")
		require.Contains(t, stderr, "nothing was written")
		require.NoDirExists(t, out)
	}
}

func TestUsageErrorsHaveTheirOwnExitCodeAndSentence(t *testing.T) {
	empty := t.TempDir()
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"check"}, "name at least one flow"},
		{[]string{"check", "no-such-file"}, "there is no file or folder no-such-file"},
		{[]string{"check", empty}, "holds no flow"},
		{[]string{"check", frontDesk, "--target", "twilio"}, `there is no target "twilio"; the targets are plivo, tropo, voiceshot`},
		{[]string{"check", frontDesk, "--fail-on", "x"}, "--fail-on takes error, warning or never"},
		{[]string{"check", frontDesk, "--base-url", "https://user:secret@x.example/"}, "user name or password"},
		{[]string{"build", frontDesk}, "where will the files be published?"},
		{[]string{"build", frontDesk, "--base-url", "x"}, "must begin with https://"},
		{[]string{"build", frontDesk, "--base-url", "https://x.example", "--release", "A B", "--out", filepath.Join(empty, "d")}, "a release name"},
		{[]string{"graph", frontDesk, "--format", "png"}, "--format takes ir, json, dot, mermaid, svg or report"},
		{[]string{"schema", "--of", "x"}, "--of takes flow, call, ir, config, diagnostics or transcript"},
		{[]string{"bild"}, `unknown command "bild"`},
		{[]string{"check", "--no-such-flag"}, "unknown flag"},
	} {
		code, _, stderr := runIvrc(t, c.args...)
		require.Equal(t, exitUsage, code, "%v: %s", c.args, stderr)
		require.Contains(t, stderr, c.says)
		require.NotContains(t, stderr, "secret@")
	}
}

func TestWarningsFailOnlyWhenAsked(t *testing.T) {
	flow := filepath.Join(t.TempDir(), "w.ivr.yaml")
	text := "ivr: 1\nflow: f\nstart: a\nevents: {hangup: end, error: end}\nsteps:\n  a: {menu: {say: \"Press 1.\", keys: {1: end}}, events: {incomplete: a}}\n"
	require.NoError(t, os.WriteFile(flow, []byte(text), 0o644))
	for flag, want := range map[string]int{"error": exitOK, "warning": exitFlow, "never": exitOK} {
		code, stdout, _ := runIvrc(t, "check", flow, "--fail-on", flag)
		require.Equal(t, want, code)
		require.Contains(t, stdout, "IVR309")
	}
}

func TestABuildForOneTargetLeavesTheOtherAlone(t *testing.T) {
	out := filepath.Join(t.TempDir(), "dist")
	base := []string{"build", frontDesk, "--base-url", "https://x.example/", "--out", out}
	code, _, stderr := runIvrc(t, append(base, "--target", "tropo")...)
	require.Equal(t, exitOK, code, stderr)
	require.NoFileExists(t, filepath.Join(out, "front-desk", "plivo.xml"))
	before, err := os.ReadFile(filepath.Join(out, "front-desk", "tropo.json"))
	require.NoError(t, err)
	code, _, _ = runIvrc(t, append(base, "--target", "plivo")...)
	require.Equal(t, exitOK, code)
	after, err := os.ReadFile(filepath.Join(out, "front-desk", "tropo.json"))
	require.NoError(t, err)
	require.Equal(t, string(before), string(after))
	manifest, err := os.ReadFile(filepath.Join(out, "ivrc-manifest.json"))
	require.NoError(t, err)
	require.Contains(t, string(manifest), `"target": "tropo"`)
	require.Contains(t, string(manifest), `"target": "plivo"`)
}

func TestReleaseNamesTheVersion(t *testing.T) {
	out := filepath.Join(t.TempDir(), "dist")
	code, _, stderr := runIvrc(t, "build", frontDesk, "--base-url", "https://x.example/", "--out", out, "--release", "spring")
	require.Equal(t, exitOK, code, stderr)
	require.FileExists(t, filepath.Join(out, "front-desk", "v", "spring", "plivo", "main.xml"))
	code, _, stderr = runIvrc(t, "build", frontDesk, "--base-url", "https://x.example/", "--out", out, "--release", "none")
	require.Equal(t, exitOK, code)
	require.Contains(t, stderr, "calls that are in progress")
	require.FileExists(t, filepath.Join(out, "front-desk", "plivo", "main.xml"))
}

func TestAFailedWriteOfTheResultsIsAFailure(t *testing.T) {
	var stderr bytes.Buffer
	code := run([]string{"schema"}, strings.NewReader(""), brokenPipe{}, &stderr)
	require.Equal(t, exitFailure, code)
	code = run([]string{"version"}, strings.NewReader(""), brokenPipe{}, &stderr)
	require.Equal(t, exitFailure, code)
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("nobody reads") }

func TestSmallCommandsPrintTheirThing(t *testing.T) {
	for name, want := range map[string]string{"version": "ivrc ", "schema": "draft-07", "targets": "# What each target can do"} {
		code, stdout, stderr := runIvrc(t, name)
		require.Equal(t, exitOK, code, stderr)
		require.Contains(t, stdout, want)
	}
	code, stdout, _ := runIvrc(t)
	require.Equal(t, exitOK, code)
	require.Contains(t, stdout, "ivrc check flows/front-desk.ivr.yaml")
}
