package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"ivrc/backends"
	"ivrc/backends/crawl"
	"ivrc/backends/crawl/crawltest"
	"ivrc/backends/publish"
	"ivrc/compiler/ivrctest"
)

// deployed is a flow, what a build made of it, and a host on loopback that serves it.
type deployed struct {
	flow, out, base string
	host            *crawltest.Host
}

// deploy builds a flow for the address of its host.
func deploy(t *testing.T, flow string, more ...string) *deployed {
	t.Helper()
	s := &deployed{flow: flow, out: filepath.Join(t.TempDir(), "dist"), host: &crawltest.Host{Manifest: &backends.Manifest{}}}
	server := httptest.NewServer(s.host)
	t.Cleanup(server.Close)
	s.base = server.URL + "/"
	s.build(t, flow, more...)
	return s
}

// build builds a flow into the output and deploys it.
func (s *deployed) build(t *testing.T, flow string, more ...string) {
	t.Helper()
	code, _, stderr := runIvrc(t, append([]string{"build", flow, "--base-url", s.base, "--out", s.out}, more...)...)
	require.Equal(t, exitOK, code, stderr)
	s.host.Files = map[string][]byte{}
	for path, text := range treeOf(t, s.out) {
		inside, err := filepath.Rel(s.out, path)
		require.NoError(t, err)
		s.host.Files[filepath.ToSlash(inside)] = []byte(text)
	}
	require.NoError(t, json.Unmarshal(s.host.Files[publish.ManifestName], s.host.Manifest))
}

// smallFlow is the flow of package crawl's tests as a file, changed.
func smallFlow(t *testing.T, change func(string) string) string {
	t.Helper()
	archive, err := txtar.ParseFile(crawlTree)
	require.NoError(t, err)
	text := string(archive.Files[0].Data)
	if change != nil {
		require.NotEqual(t, text, change(text))
		text = change(text)
	}
	path := filepath.Join(t.TempDir(), "shop.ivr.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

func saying(old, with string) func(string) string {
	return func(text string) string { return strings.Replace(text, old, with, 1) }
}

func TestVerifyFindsNothingWrongWithWhatWasBuilt(t *testing.T) {
	for _, release := range []string{"", "spring", backends.NoVersion} {
		s := deploy(t, smallFlow(t, nil), "--release", release)
		for _, place := range []string{s.out, s.base} {
			for _, with := range [][]string{nil, {"--flow", s.flow}} {
				code, stdout, stderr := runIvrc(t, append([]string{"verify", place}, with...)...)
				require.Equal(t, exitOK, code, stdout+stderr)
				require.Contains(t, stdout, "nothing is wrong in ")
				require.Equal(t, with != nil, strings.Contains(stdout, crawl.Flow.Title()))
			}
		}
		code, stdout, stderr := runIvrc(t, "verify", s.base, "--manifest", s.out)
		require.Equal(t, exitOK, code, stdout+stderr)
	}
}

// TestWhatVerifyPrintsIsItsGolden shows a host that ignores the query.
func TestWhatVerifyPrintsIsItsGolden(t *testing.T) {
	s := deploy(t, smallFlow(t, nil), "--release", "spring")
	_, good, _ := runIvrc(t, "verify", s.base)
	s.host.Faults = &crawltest.Faults()[0]
	code, bad, stderr := runIvrc(t, "verify", s.base)
	require.Equal(t, exitFlow, code)
	require.Empty(t, stderr)
	ivrctest.ExpectFile(t, "testdata/verify/shop.txt", strings.ReplaceAll(good+"\n----\n\n"+bad, s.base, "https://ivr.example.com/"))
}

func TestVerifyAsJSONSaysTheSame(t *testing.T) {
	s := deploy(t, smallFlow(t, nil))
	s.host.Faults = &crawltest.Faults()[0]
	code, stdout, stderr := runIvrc(t, "verify", s.base, "--format", "json")
	require.Equal(t, exitFlow, code)
	require.Empty(t, stderr)
	var got verifyJSON
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	require.False(t, got.OK)
	require.Equal(t, 1, got.Format)
	require.Equal(t, s.base, got.Place)
	require.Equal(t, got.Planned, got.Requests)
	requireFault(t, got, crawltest.Faults()[0], s.flow)
	for _, c := range got.Checks {
		require.Equal(t, c.Wrong == 0, len(c.Findings) == 0, c.Check)
	}
}

func TestVerifySaysHowCallsDifferFromTheFlow(t *testing.T) {
	s := deploy(t, smallFlow(t, nil))
	changed := smallFlow(t, saying("2: number", "2: shop"))
	for _, place := range []string{s.out, s.base} {
		code, stdout, _ := runIvrc(t, "verify", place, "--flow", changed)
		require.Equal(t, exitFlow, code)
		require.Contains(t, stdout, "shop for plivo is version ")
		require.Contains(t, stdout, "shop for tropo: main, key 2: the flow says to shop, the files say to number")
		require.Contains(t, stdout, "1 of ")
	}
	other := smallFlow(t, saying("flow: shop", "flow: office"))
	code, stdout, _ := runIvrc(t, "verify", s.out, "--flow", other)
	require.Equal(t, exitFlow, code)
	require.Contains(t, stdout, crawl.Unpublished.Says())
	code, _, stderr := runIvrc(t, "verify", s.out, "--flow", smallFlow(t, saying("1: shop", "1: shoop")))
	require.Equal(t, exitFlow, code)
	require.Contains(t, stderr, "IVR201")
}

func TestVerifyComparesATargetWithThoseItWasBuiltWith(t *testing.T) {
	flow := smallFlow(t, nil)
	s := deploy(t, flow, "--target", "plivo")
	s.build(t, flow, "--target", "tropo")
	require.NotEqual(t, s.host.Manifest.Flows[0].Versions[0].Version, s.host.Manifest.Flows[0].Versions[1].Version)
	code, stdout, stderr := runIvrc(t, "verify", s.base, "--flow", flow)
	require.Equal(t, exitOK, code, stdout+stderr)
}

func TestVerifyTakesTheFlowsOfTheSettings(t *testing.T) {
	flow := smallFlow(t, nil)
	s := deploy(t, flow)
	settings := filepath.Join(filepath.Dir(flow), "ivrc.yaml")
	require.NoError(t, os.WriteFile(settings, []byte("ivrc: 1\nflows: [shop.ivr.yaml]\n"), 0o644))
	code, stdout, stderr := runIvrc(t, "verify", s.out, "--flow", settings)
	require.Equal(t, exitOK, code, stdout+stderr)
	require.Contains(t, stdout, crawl.Flow.Title())
}

func TestVerifyWithoutAPublishedManifest(t *testing.T) {
	s := deploy(t, smallFlow(t, nil))
	delete(s.host.Files, publish.ManifestName)
	code, _, stderr := runIvrc(t, "verify", s.base)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "the host publishes no manifest (ivrc-manifest.json gets 404)")
	for _, with := range [][]string{{"--manifest", s.out}, {"--flow", s.flow}} {
		code, stdout, stderr := runIvrc(t, append([]string{"verify", s.base}, with...)...)
		require.Equal(t, exitOK, code, stdout+stderr)
		require.Contains(t, stderr, "the host publishes no manifest")
	}
	for _, entries := range []string{"shop/plivo.xml,shop/tropo.json", s.base + "shop/plivo.xml"} {
		code, stdout, stderr := runIvrc(t, "verify", s.base, "--entry", entries)
		require.Equal(t, exitOK, code, stdout+stderr)
	}
	delete(s.host.Files, "shop/v/"+s.host.Manifest.Flows[0].Versions[0].Version+"/plivo/main.xml")
	code, _, _ = runIvrc(t, "verify", s.base, "--flow", s.flow)
	require.Equal(t, exitFlow, code)
}

func TestVerifyNamesADeployThatDidNotHappen(t *testing.T) {
	s := deploy(t, smallFlow(t, nil))
	before := s.host.Files
	s.build(t, smallFlow(t, saying("Goodbye.", "Bye.")))
	s.host.Files = before
	code, stdout, _ := runIvrc(t, "verify", s.base, "--manifest", s.out)
	require.Equal(t, exitFlow, code)
	require.Contains(t, stdout, crawl.OtherManifest.Says())
	require.Contains(t, stdout, "entries: "+crawl.OtherVersion.Says())
	code, _, _ = runIvrc(t, "verify", s.base)
	require.Equal(t, exitOK, code, "by itself the tree before is whole")
}

func TestVerifyNamesLinksToAnotherAddressUnlessTold(t *testing.T) {
	s := deploy(t, smallFlow(t, nil))
	code, stdout, _ := runIvrc(t, "verify", strings.Replace(s.base, "127.0.0.1", "localhost", 1))
	require.Equal(t, exitFlow, code)
	require.Contains(t, stdout, "base: "+crawl.OtherBase.Says())
	code, _, _ = runIvrc(t, "verify", strings.Replace(s.base, "127.0.0.1", "localhost", 1), "--skip", "base")
	require.Equal(t, exitOK, code)
}

func TestADamagedManifestIsWrongAndNoFailure(t *testing.T) {
	s := deploy(t, smallFlow(t, nil))
	spoilt := []byte(strings.Replace(string(s.host.Files[publish.ManifestName]), `"path": "`, `"path": "../`, 1))
	s.host.Files[publish.ManifestName] = spoilt
	require.NoError(t, os.WriteFile(filepath.Join(s.out, publish.ManifestName), spoilt, 0o644))
	for _, place := range []string{s.out, s.base} {
		code, stdout, _ := runIvrc(t, "verify", place)
		require.Equal(t, exitFlow, code)
		require.Contains(t, stdout, crawl.Damaged.Says())
	}
	code, stdout, _ := runIvrc(t, "verify", s.base, "--flow", s.flow)
	require.Equal(t, exitFlow, code)
	require.Contains(t, stdout, "manifest           -      1")
	require.Contains(t, stdout, "1 of ")
}

// TestEverySignOfAManifestCounts changes the signs of a manifest one after the other:
// every 23rd, and each of them in a long run.
func TestEverySignOfAManifestCounts(t *testing.T) {
	s := deploy(t, smallFlow(t, nil), "--target", "plivo")
	path := filepath.Join(s.out, publish.ManifestName)
	text := s.host.Files[publish.ManifestName]
	for i := range text {
		if i%23 != 0 && os.Getenv(matrixVariable) != "1" {
			continue
		}
		spoilt := append([]byte(nil), text...)
		spoilt[i] ^= 1
		require.NoError(t, os.WriteFile(path, spoilt, 0o644))
		code, stdout, stderr := runIvrc(t, "verify", s.out, "--flow", s.flow)
		require.Equal(t, exitFlow, code, "%q: %s%s", text[max(0, i-40):min(len(text), i+10)], stdout, stderr)
	}
}

func TestVerifyAndWhatIsThereNotToRead(t *testing.T) {
	s := deploy(t, smallFlow(t, nil))
	server := httptest.NewServer(http.NotFoundHandler())
	gone := server.URL
	server.Close()
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{exitUsage, "verify takes one folder or address", nil},
		{exitUsage, "verify takes one folder or address", []string{s.out, s.base}},
		{exitUsage, "there is no folder", []string{s.out + "x"}},
		{exitUsage, "holds no ivrc-manifest.json", []string{t.TempDir()}},
		{exitUsage, "is not a folder", []string{s.flow}},
		{exitFailure, "the host does not answer", []string{gone}},
		{exitUsage, "the address holds a user name or password", []string{"https://me:open-sesame-9@ivr.example.com/"}},
		{exitUsage, "--format takes text or json", []string{s.out, "--format", "xml"}},
		{exitUsage, "there is no check \"cashing\"; the checks are manifest, base", []string{s.out, "--skip", "cashing"}},
		{exitUsage, "did you mean caching?", []string{s.out, "--skip", "cashing"}},
		{exitUsage, "--max-requests takes", []string{s.out, "--max-requests", "-1"}},
		{exitUsage, "--concurrency takes", []string{s.out, "--concurrency", "0"}},
		{exitUsage, "--timeout takes", []string{s.out, "--timeout", "0s"}},
		{exitUsage, "--manifest and --entry are for hosts", []string{s.out, "--manifest", s.out}},
		{exitUsage, "there is no file", []string{s.base, "--manifest", s.out + "x"}},
		{exitUsage, "name the flow too", []string{s.base, "--release", "spring"}},
		{exitUsage, "--entry is for hosts with nothing to compare with", []string{s.base, "--entry", "shop/plivo.xml", "--flow", s.flow}},
		{exitUsage, "no provider reads", []string{s.base, "--entry", "shop/index.html"}},
	} {
		code, stdout, stderr := runIvrc(t, append([]string{"verify"}, c.args...)...)
		require.Equal(t, c.code, code, "%v: %s", c.args, stderr)
		require.Contains(t, stderr, c.says)
		require.Empty(t, stdout)
		require.NotContains(t, stderr, "sesame")
	}
}

func TestVerifyShowsNoCredentialOfAFlow(t *testing.T) {
	const token = "tk_9fQ2mZ7xL4vB8nR3"
	with := func(step string) func(string) string {
		return func(text string) string {
			text = strings.Replace(text, "steps:", "allow: {IVR602: \"a test\"}\nsteps:", 1)
			return strings.Replace(text, "https://app.example.com/number", "https://app.example.com/"+step+"?token="+token, 1)
		}
	}
	s := deploy(t, smallFlow(t, with("number")))
	changed := smallFlow(t, with("other"))
	for _, place := range []string{s.out, s.base} {
		for _, form := range []string{"text", "json"} {
			code, stdout, stderr := runIvrc(t, "verify", place, "--flow", changed, "--format", form)
			require.Equal(t, exitFlow, code)
			require.Contains(t, stdout, "https://app.example.com/other?token=*****")
			require.NotContains(t, stdout+stderr, token)
		}
	}
}

func TestALimitThatNobodyChoseFails(t *testing.T) {
	s := deploy(t, smallFlow(t, nil))
	code, stdout, _ := runIvrc(t, "verify", s.base, "--max-requests", "30")
	require.Equal(t, exitOK, code)
	require.Contains(t, stdout, "30 of ")
}

func TestThePageAboutVerifyHasARowForEachCheck(t *testing.T) {
	page := read(t, moduleRoot+"/docs/verify.md")
	from := 0
	for _, c := range crawl.Checks() {
		at := strings.Index(page, "| `"+string(c)+"` | "+c.Title()+" |")
		require.Greater(t, at, from, c)
		from = at
	}
}
