package main

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/crawl"
	"ivrc/backends/hosts"
	"ivrc/backends/serve"
)

// Groups of probes that a host may fail as its row in the catalogue says.
const (
	formProbes   = "answers in a form"
	resultProbes = "answers in a result of Tropo"
	eventProbes  = "events of VoiceShot"
)

// probes runs the whole probe suite: each probe ends exactly as the catalogue says of
// the host.
func (s *servedTree) probes(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(s.root, "ivrc-manifest.json"))
	require.NoError(t, err)
	var m backends.Manifest
	require.NoError(t, json.Unmarshal(text, &m))
	probes, err := crawl.Probes(context.Background(), s.web.web, s.web.address, &m, crawl.Options{AtOnce: 4})
	require.NoError(t, err)
	asked := 0
	for _, p := range probes {
		if p.Verdict != crawl.Skipped {
			asked++
			verdict, kind := documentedProbe(s.host, p)
			require.Equal(t, verdict, p.Verdict, "%s: %s: %s: %s", s.host.Name, p.Group, p.Name, p.Found)
			require.Equal(t, kind, p.Kind, "%s: %s: %s: %s", s.host.Name, p.Group, p.Name, p.Found)
		}
	}
	require.Greater(t, asked, 50)
}

// documentedProbe is how a probe must end on a host, from its row in the catalogue.
func documentedProbe(h hosts.Host, p crawl.Probe) (crawl.Verdict, crawl.Kind) {
	says := func(words string) bool {
		return slices.ContainsFunc(h.Cannot, func(limit string) bool { return strings.Contains(limit, words) })
	}
	posted := p.Name == "the entry of tropo" || strings.HasSuffix(p.Name, ", posted to")
	switch {
	case p.Group == formProbes && !h.Form.Can:
		return crawl.Unneeded, crawl.RefusesPost
	case p.Group == resultProbes && !h.JSON.Can, posted && says("a POST to a file by the bucket"):
		return crawl.Wrong, crawl.RefusesPost
	case p.Group == eventProbes && !h.VoiceShot.Can && p.Kind == crawl.RefusesPost:
		return crawl.Wrong, crawl.RefusesPost // some programs look at the method first
	case p.Group == eventProbes && !h.VoiceShot.Can:
		return crawl.Wrong, crawl.NotRouted
	case p.Name == "how long caches may keep it" && says("has the cache rule of its file"):
		return crawl.Wrong, crawl.KeptTooLong
	}
	return crawl.Right, ""
}

// TestProbeSaysWhatCallersMeetOnEachKindOfHost reads the command's report on every
// kind of host that ivrc serve imitates; which probes fail is held in backends/crawl.
func TestProbeSaysWhatCallersMeetOnEachKindOfHost(t *testing.T) {
	tree := publishedFlows(t)
	const (
		posts   = "the host refuses POST"
		routes  = "the host does not choose: it has nothing at the routed address, which is no file"
		unseen  = "the host does not see the answer: it gives the file for no answer"
		kept    = "caches may keep it longer than the manifest says"
		caching = "nothing says how long caches may keep it"
	)
	for kind, want := range map[string][]string{
		"ivrc":              nil,
		"apache":            {unseen},
		"caddy-files":       {posts, routes, caching},
		"cloudflare-assets": {posts, routes},
		"cloudfront":        {posts},
		"express":           {posts, routes},
		"github-pages":      {posts, routes, kept},
		"lighttpd":          {routes, caching},
		"netlify":           {posts},
		"nginx":             {posts},
		"nginx-files":       {posts, routes, caching},
		"python":            {posts, routes, caching},
		"s3":                {posts, routes, caching},
		"vercel":            {posts},
	} {
		address := imitated(t, tree.root, kind)
		code, out, messages := runIvrc(t, "probe", address)
		require.Equal(t, map[bool]int{true: exitOK, false: exitFlow}[len(want) == 0], code, kind+messages)
		require.Empty(t, messages, kind)
		for _, sentence := range []string{posts, routes, unseen, kept, caching} {
			require.Equal(t, slices.Contains(want, sentence), strings.Contains(out, "\n"+sentence+"\n  callers: "), "%s: %s", kind, sentence)
		}
		require.Equal(t, len(want), strings.Count(out, "\n  to mend it: "), "%s\n%s", kind, out)
		require.Contains(t, out, "\nlinks lead to "+oracleBase+": callers who come in here go on there\n")
	}
}

// imitated is the address of a host of that kind.
func imitated(t *testing.T, root, kind string) string {
	t.Helper()
	profile, err := profileNamed(kind)
	require.NoError(t, err)
	source, err := serve.NewFolder(root)
	require.NoError(t, err)
	server := httptest.NewServer(serve.New(source, serve.Options{Profile: profile}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

func TestProbeNamesTheHostsThatCanWhatThisOneCannot(t *testing.T) {
	withEvents := publishedFlows(t).root
	without := filepath.Join(t.TempDir(), "dist")
	code, _, messages := runIvrc(t, "build", frontDesk, "--base-url", oracleBase, "--out", without, "--no-sync")
	require.Equal(t, exitOK, code, messages)
	line := func(root, kind string) string {
		_, out, _ := runIvrc(t, "probe", imitated(t, root, kind))
		_, names, ok := strings.Cut(out, "prints the configuration of one that does: ")
		require.True(t, ok, out)
		names, _, _ = strings.Cut(names, "\n")
		return names
	}
	// Apache finds nothing at the address of events, which is another trouble with
	// other hosts.
	alike := map[string]bool{"nginx": true, "netlify": true, "apache": false}
	for kind, same := range alike {
		readers := strings.Split(line(without, kind), ", ")
		all := strings.Split(line(withEvents, kind), ", ")
		for _, h := range hosts.All() {
			require.Equal(t, h.JSON.Can, slices.Contains(readers, h.Name), "%s cannot read bodies; %s", kind, h.Name)
			require.Equal(t, h.JSON.Can && (h.VoiceShot.Can || !same), slices.Contains(all, h.Name), "%s cannot read events; %s", kind, h.Name)
		}
	}
}

// TestProbeInJSONHasTheWholeReport holds what CI reads.
func TestProbeInJSONHasTheWholeReport(t *testing.T) {
	type row struct {
		Group, Name, Verdict, Request, Reason, Kind, Found, Callers, Mend string
		Hosts                                                             []string
	}
	var report struct {
		Format int `json:"ivrc_probe"`
		Place  string
		Lead   []string `json:"links_lead_to"`
		OK     bool
		Probes []row
	}
	address := imitated(t, publishedFlows(t).root, "nginx")
	code, out, messages := runIvrc(t, "probe", address, "--format", "json")
	require.Equal(t, exitFlow, code, messages)
	require.NoError(t, json.Unmarshal([]byte(out), &report))
	require.Equal(t, 1, report.Format)
	require.Equal(t, address, report.Place)
	require.Equal(t, []string{oracleBase}, report.Lead)
	require.False(t, report.OK)
	seen := map[string]int{}
	for _, p := range report.Probes {
		seen[p.Verdict]++
		failed := p.Verdict == "wrong" || p.Verdict == "unneeded"
		for _, text := range []string{p.Kind, p.Found, p.Callers, p.Mend} {
			require.Equal(t, failed, text != "", p)
		}
		require.Equal(t, failed, len(p.Hosts) > 0, p)
		require.NotNil(t, p.Hosts)
		require.Equal(t, p.Verdict == "skipped" || p.Verdict == "unneeded", p.Reason != "", p)
	}
	require.Len(t, seen, 4, "all verdicts occur")
}

func TestProbeWithAllFailsForWhatIsNotNeeded(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "dist")
	code, _, messages := runIvrc(t, "build", frontDesk, "--target", "plivo", "--base-url", oracleBase, "--out", folder, "--no-sync")
	require.Equal(t, exitOK, code, messages)
	address := imitated(t, folder, "nginx")
	code, out, _ := runIvrc(t, "probe", address)
	require.Equal(t, exitOK, code, out)
	require.Contains(t, out, "\nnot needed, answers in a form: Plivo sends the answer in the query")
	code, _, _ = runIvrc(t, "probe", address, "--all")
	require.Equal(t, exitFlow, code)
}

// TestProbeFindsTheManifest takes it from the host or from --manifest, and says where
// there is none, or one that lists nothing.
func TestProbeFindsTheManifest(t *testing.T) {
	root := publishedFlows(t).root
	address := imitated(t, root, "ivrc")
	code, _, messages := runIvrc(t, "probe", address+"nowhere/")
	require.Equal(t, exitUsage, code)
	require.Contains(t, messages, "ivrc-manifest.json gets 404")
	require.Contains(t, messages, "--manifest dist")
	code, out, _ := runIvrc(t, "probe", address+"nowhere/", "--manifest", root)
	require.Equal(t, exitFlow, code)
	require.Contains(t, out, crawl.NotThere.Says())
	code, out, messages = runIvrc(t, "probe", address, "--manifest", root)
	require.Equal(t, exitOK, code, out+messages)

	nothing := filepath.Join(t.TempDir(), "ivrc-manifest.json")
	require.NoError(t, os.WriteFile(nothing, []byte(`{"ivrc_manifest":1,"flows":[],"headers":[]}`), 0o644))
	code, out, messages = runIvrc(t, "probe", address, "--manifest", nothing)
	require.Equal(t, exitUsage, code)
	require.Empty(t, out)
	require.Contains(t, messages, "the manifest lists no file")
}

// TestThePageOfProbeListsEveryGroup holds docs/probe.md to what is asked.
func TestThePageOfProbeListsEveryGroup(t *testing.T) {
	page := read(t, moduleRoot+"/docs/probe.md")
	_, out, _ := runIvrc(t, "probe", imitated(t, publishedFlows(t).root, "ivrc"))
	groups := 0
	for _, block := range strings.Split(out, "\n\n")[1:] {
		if group, _, more := strings.Cut(block, "\n  "); more {
			groups++
			require.Contains(t, page, "\n| "+group+" | ")
		}
	}
	require.GreaterOrEqual(t, groups, 7)
}

// TestTheTranscriptOfProbeIsWhatItSays holds the page's example to a run.
func TestTheTranscriptOfProbeIsWhatItSays(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "dist")
	code, _, messages := runIvrc(t, "build", frontDesk, "--base-url", oracleBase, "--out", folder, "--no-sync")
	require.Equal(t, exitOK, code, messages)
	address := imitated(t, folder, "nginx")
	_, out, _ := runIvrc(t, "probe", address)
	out = strings.ReplaceAll(out, address, "http://127.0.0.1:8124/")
	out = regexp.MustCompile(`/v/[0-9a-f]{12}/`).ReplaceAllString(out, "/v/…/")
	shown := 0
	for _, b := range blocks(t, moduleRoot+"/docs/probe.md") {
		if !strings.HasPrefix(b.text, "http://") {
			continue
		}
		for _, line := range strings.Split(strings.TrimSpace(b.text), "\n") {
			if line == "…" {
				continue
			}
			at := strings.Index("\n"+out, "\n"+line+"\n")
			require.GreaterOrEqual(t, at, 0, line)
			out = out[at+len(line):]
			shown++
		}
	}
	require.Greater(t, shown, 10)
}
