package serve_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/serve"
)

// TestProfilesRefuseAsTheirHostsDo is the table of edge.md §3 and §5, host by
// host: a key by query, a POST to a routed address, a POST to a file, what is
// missing, and the content type of a document.
func TestProfilesRefuseAsTheirHostsDo(t *testing.T) {
	const no = 404
	for name, want := range map[string]struct {
		query, routedPost, filePost, missing int
		kind, cache                          string
	}{
		"ivrc":              {200, 200, 200, 404, "text/xml; charset=utf-8", "public, max-age=300"},
		"apache":            {200, 200, 200, 404, "text/xml; charset=utf-8", "public, max-age=300"},
		"caddy-files":       {no, 405, 405, 404, "text/xml; charset=utf-8", ""},
		"cloudflare-assets": {no, 405, 405, 404, "application/xml", "public, max-age=0, must-revalidate"},
		"cloudfront":        {200, 405, 405, 403, "text/xml", "public, max-age=300"},
		"express":           {no, 404, 404, 404, "application/xml", "public, max-age=0"},
		"github-pages":      {no, 405, 405, 404, "application/xml", "max-age=600"},
		"lighttpd":          {no, 404, 200, 404, "text/xml", ""},
		"netlify":           {200, 404, 404, 404, "application/xml", "public, max-age=0, must-revalidate"},
		"nginx":             {200, 405, 200, 404, "text/xml; charset=utf-8", "public, max-age=300"},
		"nginx-files":       {no, 405, 405, 404, "text/xml", ""},
		"python":            {no, 501, 501, 404, "application/xml", ""},
		"s3":                {no, 405, 405, 404, "application/xml", ""},
		"vercel":            {200, 405, 405, 404, "application/xml", "public, max-age=0, must-revalidate"},
	} {
		i := slices.IndexFunc(serve.Profiles(), func(p serve.Profile) bool { return p.Name == name })
		require.GreaterOrEqual(t, i, 0, name)
		h, r := live(t, serve.Options{Profile: serve.Profiles()[i]})
		folder := "/desk/v/" + r.Version + "/plivo/"
		require.Equal(t, want.query, h.ask(t, "GET", folder+"main/Digits.1?Digits=1", "", "").status, name)
		require.Equal(t, want.routedPost, h.ask(t, "POST", folder+"main/Digits.1", form, "Digits=1").status, name)
		if want.query == 200 && want.routedPost == 200 && name != "ivrc" {
			require.Equal(t, "timeout", h.last().Answer, "%s does not see the body", name)
		}
		require.Equal(t, want.filePost, h.ask(t, "POST", folder+"support.xml", form, "a=b").status, name)
		require.Equal(t, want.missing, h.ask(t, "GET", folder+"nothing.xml", "", "").status, name)
		file := h.ask(t, "GET", folder+"support.xml?Digits=1", "", "")
		require.Equal(t, 200, file.status, "%s: a query on a file is ignored", name)
		require.Equal(t, want.kind, file.header.Get("Content-Type"), name)
		require.Equal(t, want.cache, file.header.Get("Cache-Control"), name)
	}
	require.Len(t, serve.Profiles(), 14)
}

func TestEveryProfileSaysWhereItsFactsStand(t *testing.T) {
	names := []string{}
	for i, p := range serve.Profiles() {
		require.NotEmpty(t, p.Means, p.Name)
		require.Equal(t, i > 0, p.From != "", p.Name)
		names = append(names, p.Name)
	}
	require.True(t, slices.IsSorted(names[1:]), names)
}

func TestHostsThatTakeHTMLAwayRedirectIt(t *testing.T) {
	l := serve.NewLive()
	h := over(withHTML{l}, serve.Options{Profile: serve.Profiles()[3]})
	got := h.ask(t, "GET", "/page.html", "", "")
	require.Equal(t, 307, got.status)
	require.Equal(t, "/page", got.header.Get("Location"))
}

// withHTML has one page besides.
type withHTML struct{ *serve.Live }

func (s withHTML) Tree() (serve.Tree, error) {
	tree, err := s.Live.Tree()
	return onePage{tree}, err
}

type onePage struct{ serve.Tree }

func (onePage) Has(path string) bool { return path == "page.html" }
