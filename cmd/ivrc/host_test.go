package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/hosts"
	"ivrc/compiler/ivrctest"
)

// ran runs a command line.
func ran(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func TestHostsPageIsCurrent(t *testing.T) {
	ivrctest.ExpectFile(t, moduleRoot+"/docs/hosts.md", hosts.Markdown(hosts.All()))
}

func TestHostListsTheCatalogueInThreeForms(t *testing.T) {
	code, text, errs := ran("host")
	require.Equal(t, exitOK, code, errs)
	code, page, _ := ran("host", "--format", "markdown")
	require.Equal(t, exitOK, code)
	code, encoded, _ := ran("host", "--format", "json")
	require.Equal(t, exitOK, code)
	var list struct {
		Format int       `json:"ivrc_hosts"`
		Hosts  []hostRow `json:"hosts"`
	}
	require.NoError(t, json.Unmarshal([]byte(encoded), &list))
	require.Equal(t, 1, list.Format)
	require.Len(t, list.Hosts, len(hosts.All()))
	for i, h := range hosts.All() {
		require.Equal(t, h.Name, list.Hosts[i].Name)
		require.Len(t, list.Hosts[i].Routes, 4)
		require.Contains(t, text, "\n"+h.Name+" ")
		require.Contains(t, page, "\n## "+h.Name+"\n")
		require.Contains(t, text, h.Tested)
	}
}

func TestHostPrintsOneFileAndWritesSeveral(t *testing.T) {
	code, printed, errs := ran("host", "nginx", "--root", "/data")
	require.Equal(t, exitOK, code, errs)
	require.Contains(t, printed, "root /data;")

	code, _, errs = ran("host", "nginx-njs")
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "ivrc host nginx-njs --out DIR")

	out := filepath.Join(t.TempDir(), "new", "hosting")
	code, said, errs := ran("host", "nginx-njs", "--out", out)
	require.Equal(t, exitOK, code, errs)
	for _, name := range []string{"ivr.conf", "ivr.js"} {
		require.Contains(t, said, filepath.Join(out, name))
		info, err := os.Stat(filepath.Join(out, name))
		require.NoError(t, err)
		require.EqualValues(t, 0o644, info.Mode().Perm())
	}
	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	require.Len(t, entries, 2, "no draft is left")
	code, said, _ = ran("host", "nginx-njs", "--out", out)
	require.Equal(t, exitOK, code)
	require.Empty(t, said, "nothing is to do")
}

func TestHostWritesOverNothingWithoutForce(t *testing.T) {
	out := t.TempDir()
	own := filepath.Join(out, "ivr.js")
	require.NoError(t, os.WriteFile(own, []byte("mine"), 0o644))
	code, _, errs := ran("host", "nginx-njs", "--out", out)
	require.Equal(t, exitUsage, code)
	require.Contains(t, errs, "--force")
	text, err := os.ReadFile(own)
	require.NoError(t, err)
	require.Equal(t, "mine", string(text))
	require.NoFileExists(t, filepath.Join(out, "ivr.conf"), "all or nothing")

	code, said, errs := ran("host", "nginx-njs", "--out", out, "--force")
	require.Equal(t, exitOK, code, errs)
	require.Contains(t, said, own)
	text, err = os.ReadFile(own)
	require.NoError(t, err)
	require.Contains(t, string(text), "The host rule of ivrc")
}

func TestHostRefusesWhatItCannotMean(t *testing.T) {
	for _, c := range []struct{ line, says string }{
		{"host ngnix", `did you mean "nginx"?`},
		{"host something", "there are nginx, "},
		{"host --out x", "--out needs the name of a host"},
		{"host nginx --format json", "--format is for the list"},
		{"host --format yaml", "text, json or markdown"},
		{"host nginx --force", "--force is for --out"},
		{"host nginx --root /a;b", "--root takes letters"},
		{"host nginx caddy", "host takes one NAME, not 2"},
	} {
		code, out, errs := ran(strings.Fields(c.line)...)
		require.Equal(t, exitUsage, code, c.line)
		require.Empty(t, out, c.line)
		require.Contains(t, errs, c.says, c.line)
	}
}

// TestConfigurationsAreTheSameForSmallAndLargeFlows builds a flow of few steps and
// one of many, and writes the configuration of every host beside each tree.
func TestConfigurationsAreTheSameForSmallAndLargeFlows(t *testing.T) {
	require.Equal(t, configured(t, 5), configured(t, 50))
}

// TestMatrixConfigurationsAreTheSameForFiveThousandSteps takes a while to build.
func TestMatrixConfigurationsAreTheSameForFiveThousandSteps(t *testing.T) {
	matrixOnly(t)
	require.Equal(t, configured(t, 5), configured(t, 5_000))
}

// configured are the files of all hosts, written where a flow of so many steps was
// built.
func configured(t *testing.T, steps int) map[string]string {
	t.Helper()
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("flow.ivr.yaml", chainOf("front-desk", steps).Text, 0o644))
	code, _, errs := ran("build", "flow.ivr.yaml", "--base-url", oracleBase, "--out", "dist", "--no-sync", "--quiet")
	require.Equal(t, exitOK, code, errs)
	files := map[string]string{}
	for _, h := range hosts.All() {
		code, _, errs := ran("host", h.Name, "--root", "dist", "--out", h.Name)
		require.Equal(t, exitOK, code, errs)
		for _, name := range h.Paths() {
			text, err := os.ReadFile(filepath.Join(h.Name, filepath.FromSlash(name)))
			require.NoError(t, err)
			files[h.Name+"/"+name] = string(text)
		}
	}
	require.Greater(t, len(files), len(hosts.All()))
	return files
}
