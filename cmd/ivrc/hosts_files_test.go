package main

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
)

// files demands every file, by every method that a provider uses.
func (s *servedTree) files(t *testing.T) {
	n := 0
	for _, f := range s.manifest.Flows {
		for _, e := range f.Entries {
			s.file(t, e.Path, "no-cache")
			n++
		}
		for _, v := range f.Versions {
			for _, file := range v.Files {
				s.file(t, v.Folder+file.Path, "public, max-age=300")
				n++
			}
		}
	}
	t.Logf("%d files", n)
}

func (s *servedTree) file(t *testing.T, path, cache string) {
	t.Helper()
	want, ok := s.memory.Read(path)
	require.True(t, ok, path)
	for _, r := range []fetch.Request{
		{Method: http.MethodGet, URL: oracleBase + path},
		{Method: http.MethodGet, URL: oracleBase + path, Query: url.Values{"CallUUID": {"1"}, "Digits": {"9"}}},
		{Method: http.MethodPost, URL: oracleBase + path, Form: url.Values{"Digits": {"9"}}},
		{Method: http.MethodPost, URL: oracleBase + path, JSON: []byte(`{"session":{"id":"x"}}`)},
		{Method: http.MethodHead, URL: oracleBase + path},
	} {
		got, err := s.web.Fetch(r)
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, got.Status, "%s %s", r.Method, path)
		require.Equal(t, typeOf(path, false), got.ContentType, "%s %s", r.Method, path)
		require.Equal(t, []string{cache}, got.Header.Values("Cache-Control"), "%s %s", r.Method, path)
		if r.Method != http.MethodHead {
			require.Equal(t, string(want), string(got.Body), "%s %s", r.Method, path)
		}
	}
}

// absent demands that nothing else is served: no folder, no list, no other file,
// and no redirect, which no provider is known to follow.
func (s *servedTree) absent(t *testing.T) {
	outside := filepath.Join(filepath.Dir(s.root), "outside.xml")
	require.NoError(t, os.WriteFile(outside, []byte("<outside/>"), 0o644))
	hidden := filepath.Join(s.root, ".hidden.xml")
	require.NoError(t, os.WriteFile(hidden, []byte("<hidden/>"), 0o644))
	routed := s.routed(".xml")[0]
	folder := filepath.ToSlash(filepath.Dir(routed))
	for _, path := range []string{
		"", "front-desk", "front-desk/", "front-desk/v/", folder, folder + "/", "nothing.xml", "front-desk/plivo", "front-desk/plivo.XML", "FRONT-DESK/plivo.xml",
		"../outside.xml", "front-desk/../../outside.xml", "%2e%2e/outside.xml", "..%2foutside.xml", "front-desk/..%2f..%2foutside.xml", `..\outside.xml`, "..%5coutside.xml",
		".hidden.xml", "%2ehidden.xml", "front-desk//plivo.xml", "front-desk/plivo.xml/", "front-desk/plivo.xml%00", "front-desk/plivo.xml%20",
		folder + "/Digits", folder + "/digits.1?Digits=1", folder + "/Digits.0?Digits=1", folder + "/Digits.x", folder + "/Digits.100", folder + "/Digits.1/?Digits=1",
		".ivr-405", ".ivr-read", ".ivr-choose/" + routed + "?Digits=1", ".ivr-file/front-desk/plivo.xml", "%2eivr-file/front-desk/plivo.xml",
		strings.Replace(routed, "/plivo/", "/other/", 1) + "?Digits=1", strings.Replace(routed, "/v/", "/v/nothing", 1) + "?Digits=1",
		strings.Replace(routed, "/v/", "/v/../v/", 1) + "x?Digits=1",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			status, body := s.raw(t, method, "/"+path)
			require.Contains(t, []int{http.StatusNotFound, http.StatusForbidden, http.StatusBadRequest, http.StatusMethodNotAllowed}, status, "%s %s\n%s", method, path, body)
		}
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions} {
		for _, path := range []string{"front-desk/plivo.xml", routed} {
			status, body := s.raw(t, method, "/"+path)
			require.Contains(t, []int{http.StatusForbidden, http.StatusMethodNotAllowed, http.StatusNotImplemented}, status, "%s %s", method, path)
			require.NotContains(t, body, "<Response>")
		}
	}
	status, _ := s.raw(t, http.MethodGet, "/front-desk/plivo.xml")
	require.Equal(t, http.StatusOK, status, "a path is sent as it stands")
}

// raw sends a path as it stands, which the client would clean otherwise.
func (s *servedTree) raw(t *testing.T, method, target string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequest(method, s.web.address, nil)
	require.NoError(t, err)
	target, query, _ := strings.Cut(target, "?")
	request.URL = &url.URL{Scheme: "http", Host: request.URL.Host, Opaque: target, RawQuery: query}
	client := *s.web.web.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	s.web.requests++
	answer, err := client.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}
