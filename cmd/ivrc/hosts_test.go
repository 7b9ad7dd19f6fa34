package main

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/backends/hosts"
	"ivrc/backends/routes"
	"ivrc/compiler/script"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
	"ivrc/ir/call"
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

// hostedTree is a published tree on disk: all flows of the project, for every
// target that can express them, in two versions.
type hostedTree struct {
	root     string
	manifest backends.Manifest
	memory   fetch.Tree
}

func publishedFlows(t *testing.T) hostedTree {
	t.Helper()
	root := filepath.Join(t.TempDir(), "dist")
	// A server that runs as somebody else must get there.
	for folder := filepath.Dir(root); folder != filepath.Clean(os.TempDir()); folder = filepath.Dir(folder) {
		require.NoError(t, os.Chmod(folder, 0o755))
	}
	paths, err := filepath.Glob(filepath.Join(flowFolder, "*.ivr.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, b := range allBackends() {
		args := []string{"build", "--target", b.Name(), "--base-url", oracleBase, "--out", root, "--no-sync"}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			if c := compiledFor(b, text); !c.list.HasErrors() {
				args = append(args, path)
			}
		}
		for _, release := range [][]string{{"--release", "older"}, nil} {
			var out, errs bytes.Buffer
			code := run(append(args, release...), strings.NewReader(""), &out, &errs)
			require.Equal(t, exitOK, code, "%s:\n%s", b.Name(), &errs)
		}
	}
	return readHostedTree(t, root)
}

// readHostedTree reads what a build wrote.
func readHostedTree(t *testing.T, root string) hostedTree {
	t.Helper()
	tree := hostedTree{root: root}
	text, err := os.ReadFile(filepath.Join(root, "ivrc-manifest.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &tree.manifest))
	files := map[string][]byte{}
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		files[filepath.ToSlash(name)] = text
		return err
	}))
	tree.memory = fetch.Tree{Base: oracleBase, Read: func(path string) ([]byte, bool) {
		text, ok := files[path]
		return text, ok
	}}
	return tree
}

// routed are the routed URLs of a suffix, as paths in the tree.
func (tree hostedTree) routed(extension string) []string {
	var paths []string
	for _, f := range tree.manifest.Flows {
		for _, v := range f.Versions {
			for _, r := range v.Router {
				place, ok := routes.At("/" + v.Folder + r.Path)
				if ok && slices.Contains(routes.Parameters(extension), place.Parameter) {
					paths = append(paths, v.Folder+r.Path)
				}
			}
		}
	}
	return paths
}

// countingWeb is the web, with the project's base address led to a host.
type countingWeb struct {
	web      fetch.Web
	address  string
	requests int
}

func (w *countingWeb) Fetch(r fetch.Request) (fetch.Response, error) {
	w.requests++
	if inside, ok := strings.CutPrefix(r.URL, oracleBase); ok {
		r.URL = w.address + inside
	}
	return w.web.Fetch(r)
}

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

// calls lets callers walk every flow over HTTP, beside the flow itself.
func (s *servedTree) calls(t *testing.T) {
	walked, scripts := 0, 0
	paths, err := filepath.Glob(filepath.Join(flowFolder, "*.ivr.yaml"))
	require.NoError(t, err)
	for i, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, f := range s.manifest.Flows {
			if strings.TrimSuffix(filepath.Base(path), ".ivr.yaml") != f.Flow {
				continue
			}
			for _, target := range targetsOf(f) {
				if target == "tropo" && !s.host.JSON.Can || target == "voiceshot" && !s.host.VoiceShot.Can {
					continue
				}
				walked += s.callsOf(t, uint64(i), target, text)
				engine := engines[target](s.web, oracleBase, f.Flow)
				scripts += passes(t, path, flowFor(t, target, text), script.Target{Name: target, Engine: engine})
			}
		}
	}
	require.Positive(t, walked)
	require.Positive(t, scripts)
	t.Logf("%d random calls, %d calls of scripts", walked, scripts)
}

// passes runs the call script beside a shipped flow over an engine, and counts its
// calls. VoiceShot reports nothing of a transfer (IVR502), and scripts say what came of
// one.
func passes(t *testing.T, flowPath string, flow *ir.Flow, target script.Target) int {
	t.Helper()
	transfers := func(s *ir.Step) bool { _, is := s.Act.(*ir.Transfer); return is }
	if target.Name == "voiceshot" && slices.ContainsFunc(flow.Steps, transfers) {
		return 0
	}
	path := strings.TrimSuffix(flowPath, ".ivr.yaml") + ".call.yaml"
	s, list := script.Read(source.NewFile(path, []byte(read(t, path))), script.Options{Limits: syntax.DefaultLimits(), Targets: targetNames()})
	require.False(t, list.HasErrors(), list.Detailed())
	n := 0
	for i := range s.Calls {
		result := script.Run(&s.Calls[i], flow, []script.Target{target})
		require.Empty(t, result.Failures, "%s: %s on %s", path, s.Calls[i].Name, target.Name)
		n += len(result.Targets)
	}
	return n
}

func targetsOf(f backends.ManifestFlow) []string {
	var targets []string
	for _, v := range f.Versions {
		if !slices.Contains(targets, v.Target) {
			targets = append(targets, v.Target)
		}
	}
	return targets
}

func (s *servedTree) callsOf(t *testing.T, seed uint64, target string, text []byte) int {
	t.Helper()
	flow := lossy(target, flowFor(t, target, text))
	if target == "voiceshot" {
		flow = asDrawn(flow)
	}
	n := 0
	for _, entry := range flow.Entries {
		for range 6 {
			r := rand.New(rand.NewPCG(seed, uint64(n)))
			c := caller{Rand: r, flow: flow}
			inputs := c.call(t, entry.ID)
			if target == "voiceshot" {
				inputs = drawnCall(t, r, flow, entry.ID)
			}
			fault := func(in call.Input) bool { return in.Kind == call.Fault }
			if at := slices.IndexFunc(inputs, fault); at > 0 && target == "plivo" {
				inputs = inputs[:at] // only an entry has a fallback (plivo.md §2.2)
			}
			difference, err := call.Beside(call.OverFlow(flow), engines[target](s.web, oracleBase, flow.ID), entry.ID, inputs)
			require.NoError(t, err)
			require.Nil(t, difference, "%s for %s: %v", flow.ID, target, inputs)
			n++
		}
	}
	return n
}

// flowFor compiles a flow for one target.
func flowFor(t *testing.T, target string, text []byte) *ir.Flow {
	t.Helper()
	for _, b := range allBackends() {
		if b.Name() == target {
			c := compiledFor(b, text)
			require.False(t, c.list.HasErrors(), c.list.Detailed())
			return c.flow
		}
	}
	t.Fatalf("there is no target %s", target)
	return nil
}

func compiledFor(b backends.Backend, text []byte) compiled {
	return job{targets: []backends.Backend{b}, all: allBackends(), base: oracleBase}.compile(source.NewFile("flow.ivr.yaml", text))
}
