package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/publish"
)

// leak is a credential of compiler/secret's samples and a text that holds it.
type leak struct {
	text, secret string
}

// needle is what no output may hold: the credential, with the sign in front of it
// where it is a word that messages have too.
func (l leak) needle() string {
	if strings.ContainsAny(l.secret, "0123456789") {
		return l.secret
	}
	at := strings.Index(l.text, l.secret)
	return l.text[max(at-1, 0):at] + l.secret
}

// leaks reads the samples as compiler/secret's own test does.
func leaks(t *testing.T) []leak {
	t.Helper()
	var out []leak
	for _, line := range strings.Split(read(t, moduleRoot+"/compiler/secret/testdata/positive.txt"), "\n") {
		_, text, ok := strings.Cut(strings.ReplaceAll(line, "¦", ""), " | ")
		if !ok || strings.HasPrefix(line, "# ") {
			continue
		}
		before, rest, _ := strings.Cut(text, "«")
		secret, after, _ := strings.Cut(rest, "»")
		out = append(out, leak{text: before + secret + after, secret: secret})
	}
	require.GreaterOrEqual(t, len(out), 200)
	return out
}

// flow is a flow with the text where such a text would stand. YAML reads JSON's
// strings.
func (l leak) flow(t *testing.T, allow string) string {
	t.Helper()
	var quoted bytes.Buffer
	e := json.NewEncoder(&quoted)
	e.SetEscapeHTML(false)
	require.NoError(t, e.Encode(l.text))
	value := strings.TrimSpace(quoted.String())
	step := "{say: " + value + ", hangup: true}"
	switch {
	case strings.HasPrefix(l.text, "http"):
		step = "{handoff: {url: " + value + "}}"
	case strings.HasPrefix(l.text, "sip"):
		step = "{transfer: {to: " + value + "}, goto: end, events: {incomplete: end}}"
	}
	return "ivr: 1\nflow: leak\nstart: main\nevents: {hangup: end, error: end}\n" + allow + "steps:\n  main: " + step + "\n"
}

// someBuilt is one in so many samples that is built too: what a build prints is
// what check prints.
const someBuilt = 40

const allowAll = "allow: {IVR601: \"a test\", IVR602: \"a test\", IVR603: \"a test\"}\n"

// TestNoOutputShowsACredential takes every sample through check, build and graph:
// found and refused, allowed with a reason, in a line that cannot be read, in a
// comment, and in another tool's key.
func TestNoOutputShowsACredential(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "leak.ivr.yaml")
	missed := 0
	all := leaks(t)
	for i, l := range all {
		if testing.Short() && i%10 != 0 {
			continue
		}
		whole := l.flow(t, "")
		if _, out, _ := checkAt(t, path, whole); !strings.Contains(out, "IVR60") {
			missed++
			continue
		}
		line := whole[strings.LastIndex(strings.TrimSpace(whole), "\n")+1:]
		for name, text := range map[string]string{
			"refused":    whole,
			"allowed":    l.flow(t, allowAll),
			"unreadable": strings.Replace(whole, "  main: ", "   main: \t", 1) + "  " + strings.TrimSpace(line) + "\n",
			"in a comment": "# " + l.text + "\nivr: 1\nflow: leak\nstart: nowhere # " + l.text +
				"\nx-note: " + strings.TrimPrefix(strings.TrimSpace(line), "main: ") + "\nsteps: {a: {say: \"Hi.\", hangup: true}}\n",
		} {
			require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
			commands := [][]string{{"check", path}, {"graph", path}, {"graph", path, "--format", "json"}}
			for _, format := range []string{"svg", "dot", "mermaid", "report"} {
				commands = append(commands, []string{"graph", path, "--format", format})
			}
			if i%someBuilt == 0 {
				commands = append(commands, []string{
					"build", path, "--base-url", "https://x.example/", "--out", filepath.Join(folder, "dist"), "--target", "tropo",
				})
			}
			for _, args := range commands {
				_, stdout, stderr := runIvrc(t, args...)
				require.NotContains(t, stdout+stderr, l.needle(), "%s: %v: %s", name, args, l.text)
			}
		}
	}
	require.LessOrEqual(t, missed*100, 2*len(all), "at least 98 of 100 are refused")
	manifest := read(t, filepath.Join(folder, "dist", publish.ManifestName))
	for _, l := range all {
		require.NotContains(t, manifest, l.needle())
	}
}

func checkAt(t *testing.T, path, text string) (code int, stdout, stderr string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return runIvrc(t, "check", path)
}

func TestAnAllowedCredentialIsPublishedAndNotPrinted(t *testing.T) {
	folder := t.TempDir()
	path, out := filepath.Join(folder, "a.ivr.yaml"), filepath.Join(folder, "dist")
	l := leak{text: "https://app.example.com/in?token=abc12345", secret: "abc12345"}
	code, stdout, _ := checkAt(t, path, l.flow(t, ""))
	require.Equal(t, exitFlow, code)
	require.Contains(t, stdout, `token=*****`)
	require.NoError(t, os.WriteFile(path, []byte(l.flow(t, allowAll)), 0o644))
	code, stdout, stderr := runIvrc(t, "build", path, "--base-url", "https://x.example/", "--out", out)
	require.Equal(t, exitOK, code, stderr)
	require.NotContains(t, stdout+stderr, l.secret)
	require.Contains(t, read(t, filepath.Join(out, "leak", "tropo.json")), l.secret)
	code, stdout, _ = runIvrc(t, "graph", path)
	require.Equal(t, exitOK, code)
	require.Contains(t, stdout, "token=*****")
}

func TestUsageErrorsShowNoCredential(t *testing.T) {
	for _, args := range [][]string{
		{"check", frontDesk, "--target", "https://bob:hunter22@x.example/"},
		{"check", "https://x.example/?token=hunter22"},
		{"build", frontDesk, "--base-url", "ftp://bob:hunter22@x.example/"},
		{"build", frontDesk, "--base-url", "https://x.example/?token=hunter22"},
		{"check", frontDesk, "--password=hunter22"},
	} {
		code, stdout, stderr := runIvrc(t, args...)
		require.Equal(t, exitUsage, code)
		require.NotContains(t, stdout+stderr, "hunter22", "%v", args)
	}
}
