package fetch

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func published() Tree {
	files := map[string]string{
		"f/plivo.xml":               "<entry/>",
		"f/v/1/plivo/main.xml":      "<main/>",
		"f/v/1/plivo/main/1.xml":    "<one/>",
		"f/v/1/plivo/main/_.xml":    "<else/>",
		"f/v/1/tropo/main/2.json":   "{}",
		"f/v/1/tropo/main/_.json":   "[]",
		"f/v/1/plivo/main/_.2.xml":  "<second/>",
		"f/v/1/plivo/dial/busy.xml": "<busy/>",
	}
	return Tree{Base: "https://x.example/a/", Read: func(path string) ([]byte, bool) {
		text, ok := files[path]
		return []byte(text), ok
	}}
}

func TestATreeAnswersAsAHostWithTheRoutingRule(t *testing.T) {
	const base = "https://x.example/a/"
	for _, c := range []struct {
		request Request
		status  int
		body    string
	}{
		{Request{URL: base + "f/plivo.xml"}, 200, "<entry/>"},
		{Request{URL: base + "f/plivo.xml#rc=2"}, 200, "<entry/>"},
		{Request{URL: base + "f/v/1/plivo/main/Digits.1", Query: url.Values{"Digits": {"1"}}}, 200, "<one/>"},
		{Request{URL: base + "f/v/1/plivo/main/Digits.1?Digits=1"}, 200, "<one/>"},
		{Request{URL: base + "f/v/1/plivo/main/Digits.2", Form: url.Values{"Digits": {"7"}}}, 200, "<second/>"},
		{Request{URL: base + "f/v/1/plivo/main/Digits.3", Query: url.Values{"Digits": {"../x"}}}, 200, "<else/>"},
		{Request{URL: base + "f/v/1/plivo/dial/DialStatus", Query: url.Values{"DialStatus": {"busy"}}}, 200, "<busy/>"},
		{Request{URL: base + "f/v/1/plivo/dial/DialStatus", Query: url.Values{"DialStatus": {"failed"}}}, 404, ""},
		{Request{URL: base + "f/v/1/tropo/main/actions", JSON: []byte(`{"result":{"actions":{"disposition":"SUCCESS","value":"2"}}}`)}, 200, "{}"},
		{Request{URL: base + "f/v/1/tropo/main/actions", JSON: []byte(`no json`)}, 200, "[]"},
		{Request{URL: base + "nothing.xml"}, 404, ""},
		{Request{URL: base + "f/../f/plivo.xml"}, 404, ""},
		{Request{URL: base}, 404, ""},
		{Request{URL: "https://other.example/f/plivo.xml"}, 404, ""},
	} {
		got, err := published().Fetch(c.request)
		require.NoError(t, err)
		require.Equal(t, c.status, got.Status, c.request.URL)
		require.Equal(t, c.body, string(got.Body), c.request.URL)
	}
	got, err := published().Fetch(Request{URL: base + "f/plivo.xml"})
	require.NoError(t, err)
	require.Equal(t, "application/xml", got.ContentType)
}

func TestTheWebGetsWhatAProviderSendsAndFollowsNoRedirect(t *testing.T) {
	var saw []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		saw = append(saw, r.Method+" "+r.URL.String()+" "+r.Header.Get("Content-Type")+" "+string(body))
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "application/xml")
		io.WriteString(w, strings.Repeat("x", most+10))
	}))
	defer server.Close()
	web := Web{Client: server.Client()}
	for _, r := range []Request{
		{Method: "GET", URL: server.URL + "/a?b=1#rc=2", Query: url.Values{"Digits": {"1"}}},
		{Method: "POST", URL: server.URL + "/form", Form: url.Values{"To": {"+1"}}},
		{Method: "POST", URL: server.URL + "/json", JSON: []byte("{}")},
	} {
		got, err := web.Fetch(r)
		require.NoError(t, err)
		require.Equal(t, "application/xml", got.ContentType)
		require.Len(t, got.Body, most+1, "a larger answer is cut, and seen to be too large")
	}
	got, err := web.Fetch(Request{Method: "GET", URL: server.URL + "/moved"})
	require.NoError(t, err)
	require.Equal(t, http.StatusFound, got.Status)
	require.Equal(t, []string{
		"GET /a?b=1&Digits=1  ",
		"POST /form application/x-www-form-urlencoded To=%2B1",
		"POST /json application/json {}",
		"GET /moved  ",
	}, saw)
	_, err = web.Fetch(Request{Method: "GET", URL: "http://127.0.0.1:1/"})
	require.ErrorContains(t, err, "no answer")
	_, err = web.Fetch(Request{Method: "GET", URL: "http://[::1"})
	require.ErrorContains(t, err, "cannot be requested")
}
