package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
	"ivrc/backends/routes"
)

// TestHostsRouteAsTheRuleSays starts every program that the catalogue names, with
// the configuration that ivrc writes, and holds its answers against the rule
// itself (backends/routes over the same files).
//
// This one takes nginx-post alone, and fewer addresses.
func TestHostsRouteAsTheRuleSays(t *testing.T) {
	tree := publishedFlows(t).thin()
	for _, p := range hostPrograms() {
		if p.host == "nginx-post" {
			tree.on(t, p)
		}
	}
}

// TestMatrixHostsRouteAsTheRuleSays takes every program and every address.
func TestMatrixHostsRouteAsTheRuleSays(t *testing.T) {
	matrixOnly(t)
	tree := publishedFlows(t)
	for _, p := range hostPrograms() {
		tree.on(t, p)
	}
}

func (tree hostedTree) on(t *testing.T, p hostProgram) {
	t.Run(p.host+" on "+p.label, func(t *testing.T) {
		p.installed(t)
		served := tree.at(p.catalogued(t), p.start(t, p, tree.root, t.TempDir()), p.refuses)
		t.Run("files", served.files)
		t.Run("queries", served.queries)
		t.Run("forms", served.forms)
		t.Run("results", served.results)
		t.Run("events", served.events)
		t.Run("what is not there", served.absent)
		t.Run("documented limits", served.documented)
		t.Run("calls", served.calls)
		t.Run("probes", served.probes)
		t.Logf("%d requests", served.web.requests)
	})
}

// documented demands the limits that the catalogue names: exactly those hosts have
// them that say so.
func (s *servedTree) documented(t *testing.T) {
	says := func(words string) bool {
		return slices.ContainsFunc(s.host.Cannot, func(limit string) bool { return strings.Contains(limit, words) })
	}
	// where is a routed URL at which the first key leads elsewhere than an unknown one.
	where := func(extension string, key fetch.Request) string {
		for _, path := range s.routed(extension) {
			known, other := key, key
			known.URL, other.URL = oracleBase+path, oracleBase+path+"?Digits=x"
			if extension == ".json" {
				other.URL, other.JSON = known.URL, []byte(`{"result":{"actions":{"disposition":"SUCCESS","value":"x"}}}`)
			} else {
				known.URL += "?Digits=1"
			}
			a, _ := s.memory.Fetch(known)
			b, _ := s.memory.Fetch(other)
			if string(a.Body) != string(b.Body) {
				return oracleBase + path
			}
		}
		t.Fatalf("no routed URL has a key (%s)", extension)
		return ""
	}
	answers := func(want, got fetch.Request, same bool) {
		t.Helper()
		expected, err := s.memory.Fetch(want)
		require.NoError(t, err)
		answer, err := s.web.Fetch(got)
		require.NoError(t, err)
		require.Equal(t, same, string(expected.Body) == string(answer.Body), "%d %s %.80s", answer.Status, got.URL, got.JSON)
	}
	url := where(".xml", fetch.Request{Method: http.MethodGet})
	encoded := fetch.Request{Method: http.MethodGet, URL: url + "?Digits=%31"}
	answers(encoded, encoded, !says("%31"))
	if !s.host.JSON.Can {
		return
	}
	said := func(value string) fetch.Request {
		return fetch.Request{Method: http.MethodPost, JSON: []byte(`{"result":{"actions":{"disposition":"SUCCESS","value":"` + value + `"}}}`)}
	}
	plain, written := said("1"), said(`\u0031`)
	plain.URL = where(".json", plain)
	written.URL = plain.URL
	answers(plain, plain, true)
	answers(plain, written, !says(`\u`))

	large := said("1")
	large.URL = plain.URL
	large.JSON = append(large.JSON, []byte(strings.Repeat(" ", routes.MaxBody))...)
	got, err := s.web.Fetch(large)
	require.NoError(t, err)
	if says("413") {
		require.Equal(t, http.StatusRequestEntityTooLarge, got.Status)
	} else {
		answers(large, large, true)
	}
}
