package main

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
	"ivrc/backends/hosts"
	"ivrc/backends/routes"
)

// servedTree is a tree on a host that runs.
type servedTree struct {
	hostedTree
	host    hosts.Host
	refuses int
	web     *countingWeb
}

func (tree hostedTree) at(h hosts.Host, address string, refuses int) *servedTree {
	client := &http.Client{Timeout: startPatience, Transport: &http.Transport{MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute}}
	return &servedTree{tree, h, refuses, &countingWeb{fetch.Web{Client: client}, "http://" + address + "/", 0}}
}

// same demands the answer that the rule gives, with the headers of a routed one.
func (s *servedTree) same(t *testing.T, r fetch.Request) {
	t.Helper()
	want, err := s.memory.Fetch(r)
	require.NoError(t, err)
	got, err := s.web.Fetch(r)
	require.NoError(t, err)
	what := r.Method + " " + r.URL + " " + r.Query.Encode() + " " + r.Form.Encode() + " " + string(r.JSON)
	require.Equal(t, want.Status, got.Status, what)
	if want.Status != http.StatusOK {
		return
	}
	require.Equal(t, string(want.Body), string(got.Body), what)
	require.Equal(t, typeOf(r.URL, true), got.ContentType, what)
	require.Equal(t, "private, no-store", got.Header.Get("Cache-Control"), what)
}

// typeOf is the content type of a file, or of the answer at a routed URL.
func typeOf(path string, routed bool) string {
	if strings.HasSuffix(path, ".json") || routed && strings.Contains(filepath.Base(path), "actions") {
		return "application/json; charset=utf-8"
	}
	return "text/xml; charset=utf-8"
}

// values are what may stand in a parameter: answers, and what nobody should send.
func values() []string {
	ok := []string{"", "0", "1", "2", "3", "9", "12", "1234", "0012", "*", "#", "*12", "#9", "STAR", "star12", "pound", "Pound9", "No-Answer", strings.Repeat("1", routes.MaxKeys)}
	ok = append(ok, routes.Words()...)
	return append(ok, strings.Repeat("1", routes.MaxKeys+1), "../../x", "..", ".", "/", "1/2", `1\2`, "a", "1.xml", "1.1", "_", "_.1", "%2A", "%31", "1 ", " 1", "**",
		"1*", "é", "\x00", "1\n", "\n1", "1&Digits=2", "$uri", "${1}", "{http.request.host}", "%{REQUEST_URI}", `"1"`, "'1'", "=1", "star*", "starx", "busyx", strings.Repeat("x", 3000))
}

func (s *servedTree) queries(t *testing.T) {
	paths := s.routed(".xml")
	require.NotEmpty(t, paths)
	for i, path := range paths {
		place, _ := routes.At("/" + path)
		name := place.Parameter
		for j, value := range values() {
			if i > 5 && len(value) > 100 {
				continue
			}
			query := url.Values{name: {value}}
			if j%2 == 1 { // what Plivo sends besides stands before and behind it
				query["CallUUID"], query["To"], query["X"+name], query[strings.ToLower(name)] = []string{"1"}, []string{"+1"}, []string{"3"}, []string{"7"}
			}
			s.same(t, fetch.Request{Method: http.MethodGet, URL: oracleBase + path, Query: query})
		}
		for _, raw := range []string{"", "?", "?" + name, "?" + name + "=*", "?" + name + "=*2&a=b", "?" + name + "=1&" + name + "=2", "?" + name + "=x&" + name + "=2", "?a=" + name + "=1", "?&&" + name + "=2&"} {
			s.same(t, fetch.Request{Method: http.MethodGet, URL: oracleBase + path + raw})
		}
	}
}

func (s *servedTree) forms(t *testing.T) {
	for _, path := range s.routed(".xml") {
		place, _ := routes.At("/" + path)
		for _, value := range values() {
			r := fetch.Request{Method: http.MethodPost, URL: oracleBase + path, Form: url.Values{place.Parameter: {value}, "CallUUID": {"1"}, "To": {"+1"}}}
			if !s.host.Form.Can {
				s.refused(t, r)
				break
			}
			s.same(t, r)
		}
		if s.host.Form.Can {
			s.same(t, fetch.Request{Method: http.MethodPost, URL: oracleBase + path, Form: url.Values{}})
			s.same(t, fetch.Request{Method: http.MethodPost, URL: oracleBase + path + "?" + place.Parameter + "=2", Form: url.Values{place.Parameter: {"1"}}})
		}
	}
}

// refused demands that a body which the host cannot route does not look like a
// caller who pressed nothing.
func (s *servedTree) refused(t *testing.T, r fetch.Request) {
	t.Helper()
	got, err := s.web.Fetch(r)
	require.NoError(t, err)
	require.Equal(t, s.refuses, got.Status, "%s %s", r.Method, r.URL)
}

// bodies are what Tropo may post, in every shape that was seen, and what it
// should not (tropo.md §4.2).
func bodies() []string {
	head := `{"result":{"sessionId":"s1","callId":"c1","state":"ANSWERED","sessionDuration":9,"sequence":1,"complete":true,"error":null,"actions":`
	real := `{"name":"menu","attempts":1,"disposition":"SUCCESS","confidence":100,"interpretation":"2","utterance":"2","value":"2","xml":"<?xml version=\"1.0\"?>\r\n{\"value\":\"9\"}]}\\"}`
	all := []string{
		head + real + `}}`, head + `[` + strings.Replace(real, `"2"`, `"1"`, 3) + `,` + real + `]}}`,
		" {\n \"result\" : {\n \"actions\" : {\n \"value\" : \"1\",\n \"disposition\" : \"success\" } } }\n",
		`{"result":{"actions":{"disposition":"SUCCESS","value":"2","xml":"` + strings.Repeat("x", 40<<10) + `"}}}`,
		"{\"result\":{\"actions\":{\"disposition\":\"SUCCESS\",\"value\":\"2\",\"xml\":\"\xe9\"}}}",
		`{"result":{"actions":[{"disposition":"SUCCESS","value":"9"},{"disposition":"TIMEOUT"}]}}`,
		`{"result":{"actions":[{"value":"9"},{"disposition":"BUSY"}],"calledid":"1"},"x":{"a":[1]}}`,
		`{"result":{"x":{"actions":{"disposition":"BUSY"}},"actions":{"disposition":"SUCCESS","value":"1"}}}`,
		`{"result":{"actions":[{"value":"9","disposition":"SUCCESS"},{"value":"1","disposition":""},{"disposition":"SUCCESS","value":"  ","xml":"a\"/>]}\"b\":\"","interpretation":"2"}],"state":"x"}}`,
		`{"result":{"sessionId":"a\"actions\":{","more":[1,{"a":{"b":["actions"]}}],"actions":[{"value":"9","disposition":"BUSY"},{"disposition":"SUCCESS"}]}}`,
		`{"result":{"actions":[{"value":"1","disposition":"SUCCESS"},"x"]}}`, `{"result":{"actions":{"value":["1"],"disposition":"SUCCESS"}}}`,
		`{"result":{"actions":{"disposition":"SUCCESS","value":7}}}`, `{"result":{"actions":{"disposition":"SUCCESS","value":"","interpretation":"2"}}}`,
		`{"result":{"actions":{"disposition":"SUCCESS","value":null,"concept":"star"}}}`, `{"result":{"actions":{"disposition":"SUCCESS"}}}`,
		`{"result":{"actions":{"disposition":"SUCCESS","value":"../../etc"}}}`, `{"result":{"actions":{"disposition":"SUCCESS","value":"=1"}}}`,
		`{"result":{"actions":{}}}`, `{"result":{"actions":[]}}`, `{"result":{"actions":null}}`, `{"result":{"actions":[{}]}}`,
		`{"result":{"state":"DISCONNECTED"}}`, `{"session":{"id":"x"}}`, `{"result":null}`, `{"result":[]}`, `not json`, `{`, ``, `[]`, `null`,
		`{"result":{"actions":{"disposition":"SUCCESS","value":"2"}}`, `{"result":{"actions":{"disposition":"SUCCESS","value":"2"}}} x`,
	}
	for _, word := range []string{"TIMEOUT", "NOMATCH", "nomatch", "BUSY", "REJECTED", "FAILED", "EXTERNAL_EVENT", ""} {
		all = append(all, head+`{"name":"menu","disposition":"`+word+`"}}}`)
	}
	for _, value := range []string{"0", "1", "3", "12", "1234", "star", "pound", "star12", "*", "#", "*1", "STAR", "busy", "x"} {
		all = append(all, head+`{"disposition":"SUCCESS","value":"`+value+`"}}}`)
	}
	return all
}

func (s *servedTree) results(t *testing.T) {
	paths := s.routed(".json")
	require.NotEmpty(t, paths)
	for _, path := range paths {
		for _, body := range bodies() {
			r := fetch.Request{Method: http.MethodPost, URL: oracleBase + path, JSON: []byte(body)}
			if !s.host.JSON.Can {
				s.refused(t, r)
				break
			}
			s.same(t, r)
		}
	}
}
