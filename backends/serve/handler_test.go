package serve_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/serve"
	"ivrc/backends/serve/servetest"
)

// host is a handler with the records of its requests.
type host struct {
	handler *serve.Handler
	records []serve.Record
}

func over(s serve.Source, o serve.Options) *host {
	h := &host{}
	o.Record = func(r serve.Record) { h.records = append(h.records, r) }
	h.handler = serve.New(s, o)
	return h
}

// live is a host with one release in memory.
func live(t *testing.T, o serve.Options) (*host, *backends.Release) {
	t.Helper()
	l := serve.NewLive()
	r := servetest.Release(t, servetest.Base, "first")
	require.True(t, l.Publish(r))
	return over(l, o), r
}

type reply struct {
	status int
	header http.Header
	body   string
}

func (h *host) ask(t *testing.T, method, target, kind, body string) reply {
	t.Helper()
	r := httptest.NewRequest(method, "http://ivr.example.com/", strings.NewReader(body))
	u, err := url.ParseRequestURI(target)
	require.NoError(t, err)
	r.URL = u
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return reply{w.Code, w.Result().Header, w.Body.String()}
}

func (h *host) last() serve.Record { return h.records[len(h.records)-1] }

const form, asJSON = "application/x-www-form-urlencoded", "application/json"

func TestAnswersAreFoundInQueriesFormsAndJSON(t *testing.T) {
	h, r := live(t, serve.Options{})
	plivo := "/desk/v/" + r.Version + "/plivo/"
	tropo := "/desk/v/" + r.Version + "/tropo/"
	for _, c := range []struct{ method, target, kind, body, answer, document string }{
		{"GET", plivo + "main/Digits.1?Digits=1&CallUUID=x", "", "", "1", "main/1.xml"},
		{"GET", plivo + "main/Digits.1?Digits=%2A", "", "", "star", "main/star.xml"},
		{"GET", plivo + "main/Digits.1?Digits=*", "", "", "star", "main/star.xml"},
		{"GET", plivo + "main/Digits.1?Digits=%23", "", "", "pound", "main/pound.xml"},
		{"GET", plivo + "main/Digits.1?Digits=7", "", "", "_", "main/_.1.xml"},
		{"GET", plivo + "main/Digits.1?Digits=", "", "", "timeout", "main/timeout.1.xml"},
		{"GET", plivo + "main/Digits.1", "", "", "timeout", "main/timeout.1.xml"},
		{"GET", plivo + "main/Digits.1?Digits=..%2F..%2Fend", "", "", "_", "main/_.1.xml"},
		{"GET", plivo + "main/Digits.1?Digits=%zz", "", "", "_", "main/_.1.xml"},
		{"POST", plivo + "main/Digits.1", form, "CallUUID=x&Digits=12", "12", "main/12.xml"},
		{"POST", plivo + "main/Digits.1", form + "; charset=utf-8", "Digits=%2A", "star", "main/star.xml"},
		{"POST", plivo + "main/Digits.1", "", "Digits=2", "2", "main/2.xml"},
		{"POST", plivo + "main/Digits.1", "", "", "timeout", "main/timeout.1.xml"},
		{"GET", plivo + "sales/DialStatus?DialStatus=No-Answer", "", "", "no-answer", "sales/no-answer.xml"},
		{"GET", plivo + "sales/DialStatus?DialStatus=exploded", "", "", "_", "sales/_.xml"},
		{"POST", tropo + "main/actions", asJSON, `{"result":{"actions":{"disposition":"SUCCESS","value":"2"}}}`, "2", "main/2.json"},
		{"POST", tropo + "main/actions", "text/plain", `{"result":{"actions":[{"disposition":"success","interpretation":"star"}]}}`, "star", "main/star.json"},
		{"POST", tropo + "main/actions", asJSON, `{"result":{"actions":{"disposition":"NOMATCH"}}}`, "nomatch", "main/_.json"},
		{"POST", tropo + "main/actions", asJSON, `no JSON`, "timeout", "main/timeout.json"},
		{"POST", tropo + "sales/actions", asJSON, `{"result":{"actions":{"disposition":"BUSY"}}}`, "busy", "sales/busy.json"},
	} {
		got := h.ask(t, c.method, c.target, c.kind, c.body)
		require.Equal(t, http.StatusOK, got.status, c.target)
		require.Equal(t, "private, no-store", got.header.Get("Cache-Control"), c.target)
		require.Equal(t, c.answer, h.last().Answer, c.target)
		require.Equal(t, c.document, strings.TrimPrefix(strings.TrimPrefix(h.last().Document, "v/"+r.Version+"/plivo/"), "v/"+r.Version+"/tropo/"), c.target)
		require.Equal(t, serve.Routed, h.last().Kind)
		require.NotEmpty(t, h.last().Step)
	}
}

func TestFilesHaveTheHeadersThatTheManifestWants(t *testing.T) {
	h, r := live(t, serve.Options{})
	folder := "/desk/v/" + r.Version
	for target, want := range map[string][2]string{
		"/desk/plivo.xml":             {"text/xml; charset=utf-8", "no-cache"},
		"/desk/tropo.json":            {"application/json; charset=utf-8", "no-cache"},
		folder + "/plivo/support.xml": {"text/xml; charset=utf-8", "public, max-age=300"},
		folder + "/tropo/main/1.json": {"application/json; charset=utf-8", "public, max-age=300"},
		"/ivrc-manifest.json":         {"application/json; charset=utf-8", "no-cache"},
	} {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			got := h.ask(t, method, target, "", "")
			require.Equal(t, http.StatusOK, got.status, target)
			require.Equal(t, want[0], got.header.Get("Content-Type"), target)
			require.Equal(t, want[1], got.header.Get("Cache-Control"), target)
			require.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
			require.NotEmpty(t, got.header.Get("Content-Length"), "%s %s", method, target)
			require.Equal(t, method == "HEAD", got.body == "", "%s %s", method, target)
		}
	}
}

func TestAFileThatHasNotChangedIsNotSentAgain(t *testing.T) {
	h, _ := live(t, serve.Options{})
	tag := h.ask(t, "GET", "/desk/plivo.xml", "", "").header.Get("ETag")
	require.NotEmpty(t, tag)
	r := httptest.NewRequest("GET", "/desk/plivo.xml", nil)
	r.Header.Set("If-None-Match", tag)
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	require.Equal(t, http.StatusNotModified, w.Code)
}

func TestEverythingElseIsRefusedWithItsStatus(t *testing.T) {
	h, r := live(t, serve.Options{})
	folder := "/desk/v/" + r.Version + "/plivo/"
	for _, c := range []struct {
		method, target, kind, body string
		status                     int
	}{
		{"GET", "/", "", "", 404},
		{"GET", "/desk", "", "", 404},
		{"GET", "/desk/", "", "", 404},
		{"GET", "/desk/v/", "", "", 404},
		{"GET", "//desk/plivo.xml", "", "", 404},
		{"GET", "/desk//plivo.xml", "", "", 404},
		{"GET", "/desk/plivo.xml/", "", "", 404},
		{"GET", "/desk/v/000000000000/plivo/main.xml", "", "", 404},
		{"GET", "/desk/v/000000000000/plivo/main/Digits.1?Digits=1", "", "", 404},
		{"GET", folder + "nobody/Digits.1?Digits=1", "", "", 404},
		{"GET", folder + "main/Digits.9?Digits=7", "", "", 404},
		{"GET", "/.git/config", "", "", 404},
		{"GET", "/desk/../desk/plivo.xml", "", "", 400},
		{"GET", "/desk/%2e%2e/desk/plivo.xml", "", "", 400},
		{"GET", "/%2e%2e/%2e%2e/etc/passwd", "", "", 400},
		{"GET", "/..%2f..%2fetc/passwd", "", "", 400},
		{"GET", "/desk%5cplivo.xml", "", "", 400},
		{"GET", "/desk/plivo.xml%00", "", "", 400},
		{"GET", "/desk/plivo.xml%0d%0aX:y", "", "", 400},
		{"GET", "/C:/desk/plivo.xml", "", "", 404},
		{"GET", "/" + strings.Repeat("a", 5000), "", "", 414},
		{"PUT", "/desk/plivo.xml", "", "x", 405},
		{"DELETE", "/desk/plivo.xml", "", "", 405},
		{"OPTIONS", "/desk/plivo.xml", "", "", 405},
		{"POST", folder + "main/Digits.1", form, "Digits=1&x=" + strings.Repeat("y", 64<<10), 413},
		{"POST", "/desk/plivo.xml", form, strings.Repeat("y", 64<<10+1), 413},
		{"POST", folder + "main/Digits.1", "multipart/form-data; boundary=b", "--b--", 415},
		{"POST", folder + "main/Digits.1", "application/xml", "<a/>", 415},
	} {
		got := h.ask(t, c.method, c.target, c.kind, c.body)
		require.Equal(t, c.status, got.status, "%s %s", c.method, c.target)
		require.Empty(t, got.header.Get("Location"))
		require.Equal(t, "no-store", got.header.Get("Cache-Control"))
		require.NotContains(t, got.body, "<")
		require.NotEmpty(t, h.last().Note, c.target)
		require.NotContains(t, h.last().Text(), "\n")
		if c.status == 405 {
			require.Equal(t, "GET, HEAD, POST", got.header.Get("Allow"))
		}
	}
}

func TestAPackedBodyIsRefused(t *testing.T) {
	h, r := live(t, serve.Options{})
	request := httptest.NewRequest("POST", "/desk/v/"+r.Version+"/plivo/main/Digits.1", strings.NewReader("packed"))
	request.Header.Set("Content-Type", form)
	request.Header.Set("Content-Encoding", "gzip")
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, request)
	require.Equal(t, http.StatusUnsupportedMediaType, w.Code)
}

// unread is a body that must not be read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Fatal("the body was read")
	return 0, io.EOF
}

func TestABodyThatSaysItIsTooLargeIsNotRead(t *testing.T) {
	h, _ := live(t, serve.Options{})
	r := httptest.NewRequest("POST", "/desk/plivo.xml", unread{t})
	r.ContentLength = 64<<10 + 1
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	require.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
	require.Equal(t, "close", w.Result().Header.Get("Connection"))
}

func TestOnlyTheNamesThatWereGivenAreAnswered(t *testing.T) {
	h, _ := live(t, serve.Options{Hosts: append(serve.LoopbackHosts(), "ivr.example.com")})
	for name, want := range map[string]int{
		"localhost:8080": 200, "127.0.0.1": 200, "[::1]:8080": 200, "LOCALHOST": 200, "ivr.example.com": 200,
		"evil.example": 421, "localhost.evil.example": 421, "": 421, "127.0.0.1.evil.example:8080": 421,
	} {
		r := httptest.NewRequest("GET", "/desk/plivo.xml", nil)
		r.Host = name
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		require.Equal(t, want, w.Code, name)
	}
	for origin, want := range map[string]int{"": 200, "http://localhost:8080": 200, "http://evil.example": 403, "null": 403, "http://localhost:9": 403} {
		r := httptest.NewRequest("POST", "/desk/plivo.xml", nil)
		r.Host = "localhost:8080"
		r.Header.Set("Origin", origin)
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		require.Equal(t, want, w.Code, origin)
	}
}

func TestATreeBelowAPathIsAnsweredThereAndWithoutThePath(t *testing.T) {
	l := serve.NewLive()
	l.Publish(servetest.Release(t, "https://example.com/phone/menus/", "x"))
	h := over(l, serve.Options{})
	for _, target := range []string{"/phone/menus/desk/plivo.xml", "/desk/plivo.xml"} {
		require.Equal(t, http.StatusOK, h.ask(t, "GET", target, "", "").status, target)
	}
	require.Equal(t, http.StatusNotFound, h.ask(t, "GET", "/phone/desk/plivo.xml", "", "").status)
}

func TestLinksAreFollowedInsideTheFolderOnly(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	servetest.Write(t, folder, servetest.Release(t, servetest.Base, "x"))
	servetest.Put(t, outside, "secret.xml", []byte("secret"))
	require.NoError(t, os.Symlink(filepath.Join(outside, "secret.xml"), filepath.Join(folder, "desk", "out.xml")))
	require.NoError(t, os.Symlink(outside, filepath.Join(folder, "away")))
	require.NoError(t, os.Symlink("plivo.xml", filepath.Join(folder, "desk", "in.xml")))
	source, err := serve.NewFolder(folder)
	require.NoError(t, err)
	h := over(source, serve.Options{})
	require.Equal(t, http.StatusNotFound, h.ask(t, "GET", "/desk/out.xml", "", "").status)
	require.Equal(t, http.StatusNotFound, h.ask(t, "GET", "/away/secret.xml", "", "").status)
	require.Equal(t, http.StatusOK, h.ask(t, "GET", "/desk/in.xml", "", "").status)
	require.Equal(t, http.StatusOK, h.ask(t, "GET", "/desk/plivo.xml", "", "").status)
}

func TestALargeFileOfOthersIsSentInPieces(t *testing.T) {
	folder := t.TempDir()
	servetest.Write(t, folder, servetest.Release(t, servetest.Base, "x"))
	servetest.Put(t, folder, "audio/hello.mp3", bytes.Repeat([]byte("0123456789"), 200_000))
	source, err := serve.NewFolder(folder)
	require.NoError(t, err)
	h := over(source, serve.Options{})
	got := h.ask(t, "GET", "/audio/hello.mp3", "", "")
	require.Equal(t, "audio/mpeg", got.header.Get("Content-Type"))
	require.Len(t, got.body, 2_000_000)
	r := httptest.NewRequest("GET", "/audio/hello.mp3", nil)
	r.Header.Set("Range", "bytes=3-5")
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	require.Equal(t, http.StatusPartialContent, w.Code)
	require.Equal(t, "345", w.Body.String())
}

func TestKeysThatNoFileHasAreNotRecorded(t *testing.T) {
	l := serve.NewLive()
	r := servetest.Release(t, servetest.Base, "first")
	l.Publish(r)
	var got []serve.Record
	h := serve.New(l, serve.Options{Record: func(r serve.Record) { got = append(got, r) }})
	for _, keys := range []string{"1", "471108", "12", ""} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/desk/v/"+r.Version+"/plivo/main/Digits.1?Digits="+keys, nil))
	}
	var answers []string
	for _, r := range got {
		require.Equal(t, http.StatusOK, r.Status)
		require.NotContains(t, r.Text(), "4711")
		answers = append(answers, r.Answer)
	}
	require.Equal(t, []string{"1", "_", "12", "timeout"}, answers)
}
