package main

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/crawl"
	"ivrc/backends/serve"
)

// Groups of probes that a host may fail as its row in the catalogue says.
const (
	formProbes   = "answers in a form"
	resultProbes = "answers in a result of Tropo"
	eventProbes  = "events of VoiceShot"
)

// probes runs the whole probe suite: what is wrong is what the catalogue says that the
// host cannot do, and nothing else.
func (s *servedTree) probes(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(s.root, "ivrc-manifest.json"))
	require.NoError(t, err)
	var m backends.Manifest
	require.NoError(t, json.Unmarshal(text, &m))
	probes, err := crawl.Probes(context.Background(), s.web.web, s.web.address, &m, crawl.Options{AtOnce: 4})
	require.NoError(t, err)
	right := 0
	keeps := slices.ContainsFunc(s.host.Cannot, func(limit string) bool { return strings.Contains(limit, "has the cache rule of its file") })
	for _, p := range probes {
		postsOnly := slices.Contains([]string{"the entry of tropo", "a document of tropo, posted to"}, p.Name)
		switch {
		case p.Verdict == crawl.Right:
			right++
			require.False(t, p.Group == resultProbes && p.Name == "an object" && !s.host.JSON.Can, "%s takes results", s.host.Name)
		case p.Verdict == crawl.Skipped:
		case p.Group == formProbes && !s.host.Form.Can:
			require.Equal(t, crawl.Unneeded, p.Verdict, p.Name)
		case keeps && p.Kind == crawl.KeptTooLong:
		case p.Group == eventProbes && !s.host.VoiceShot.Can:
			require.Equal(t, crawl.Wrong, p.Verdict, p.Name)
		case (p.Group == resultProbes || postsOnly) && !s.host.JSON.Can:
		default:
			require.Fail(t, "a probe fails, and the catalogue does not say so", "%s: %s: %s: %s", s.host.Name, p.Group, p.Name, p.Found)
		}
	}
	require.Greater(t, right, 25)
}

// TestProbesShowWhatKindsOfHostsCannot names, for each kind of host that ivrc serve
// imitates, what a person reads about it.
func TestProbesShowWhatKindsOfHostsCannot(t *testing.T) {
	tree := publishedFlows(t)
	const (
		posts   = "the host refuses POST"
		routes  = "the host does not choose: it has nothing at the routed address, which is no file"
		unseen  = "the host does not see the answer: it gives the file for no answer"
		kept    = "caches may keep it longer than the manifest says"
		caching = "nothing says how long caches may keep it"
		absent  = "the host has no such file"
	)
	for kind, want := range map[string][]string{
		"ivrc":              nil,
		"apache":            {unseen},
		"caddy-files":       {posts, routes, caching},
		"cloudflare-assets": {posts, routes},
		"cloudfront":        {posts},
		"express":           {absent, routes},
		"github-pages":      {posts, routes, kept},
		"lighttpd":          {routes, caching},
		"netlify":           {absent, routes},
		"nginx":             {posts},
		"nginx-files":       {posts, routes, caching},
		"python":            {posts, routes, caching},
		"s3":                {posts, routes, caching},
		"vercel":            {posts},
	} {
		profile, err := profileNamed(kind)
		require.NoError(t, err)
		source, err := serve.NewFolder(tree.root)
		require.NoError(t, err)
		server := httptest.NewServer(serve.New(source, serve.Options{Profile: profile}))
		code, out, messages := runIvrc(t, "probe", server.URL+"/", "--format", "json")
		server.Close()
		var report struct {
			OK     bool
			Probes []struct{ Verdict, Kind string }
		}
		require.NoError(t, json.Unmarshal([]byte(out), &report), messages)
		var says []string
		for _, p := range report.Probes {
			if sentence := crawl.Kind(p.Kind).Says(); p.Verdict == string(crawl.Wrong) && !slices.Contains(says, sentence) {
				says = append(says, sentence)
			}
		}
		require.ElementsMatch(t, want, says, kind)
		require.Equal(t, len(want) == 0, report.OK, kind)
		require.Equal(t, map[bool]int{true: exitOK, false: exitFlow}[report.OK], code, kind)
	}
}
