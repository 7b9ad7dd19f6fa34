package crawl

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"ivrc/backends"
	"ivrc/backends/crawl/crawltest"
	"ivrc/backends/fetch"
)

const (
	manifestName = "ivrc-manifest.json"
	treeBase     = "https://ivr.example.com/"
)

// built is the tree of testdata with its manifest.
func built(t testing.TB) (map[string][]byte, *backends.Manifest) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/tree.txtar")
	require.NoError(t, err)
	files := map[string][]byte{}
	for _, f := range archive.Files[1:] {
		files[f.Name] = f.Data
	}
	require.Greater(t, len(files), 50)
	return files, manifestIn(t, files)
}

func manifestIn(t testing.TB, files map[string][]byte) *backends.Manifest {
	t.Helper()
	var m backends.Manifest
	require.NoError(t, json.Unmarshal(files[manifestName], &m))
	return &m
}

// listed writes a manifest that fits the files: hashes and sizes, and lists of
// files where some are new or gone.
func listed(t testing.TB, files map[string][]byte, m *backends.Manifest) {
	t.Helper()
	for i := range m.Flows {
		f := &m.Flows[i]
		for k := range f.Entries {
			f.Entries[k].ManifestFile = file(f.Entries[k].Path, files[f.Entries[k].Path])
		}
		for k := range f.Versions {
			v := &f.Versions[k]
			v.Files = nil
			for _, path := range slices.Sorted(maps.Keys(files)) {
				if inside, ok := strings.CutPrefix(path, v.Folder); ok {
					v.Files = append(v.Files, file(inside, files[path]))
				}
			}
		}
	}
	text, err := m.Encode()
	require.NoError(t, err)
	files[manifestName] = text
}

func file(path string, text []byte) backends.ManifestFile {
	return backends.ManifestFile{Path: path, SHA256: sum(text), Size: len(text)}
}

const olderVersion = "aaaaaaaaaaaa"

// withOlder is the tree with an earlier version carried along.
func withOlder(t testing.TB) (map[string][]byte, *backends.Manifest) {
	t.Helper()
	files, m := built(t)
	version := m.Flows[0].Versions[0].Version
	for path, text := range maps.Clone(files) {
		if strings.Contains(path, "/v/") {
			older := bytes.ReplaceAll(text, []byte(version), []byte(olderVersion))
			files[strings.Replace(path, version, olderVersion, 1)] = older
		}
	}
	for _, v := range slices.Clone(m.Flows[0].Versions) {
		v.Version, v.Folder = olderVersion, strings.Replace(v.Folder, version, olderVersion, 1)
		m.Flows[0].AddVersion(v)
	}
	listed(t, files, m)
	return files, m
}

// serve is a host on loopback, and a client of it as the command has one.
func serve(t *testing.T, files map[string][]byte, m *backends.Manifest, f *crawltest.Fault) (base string, web fetch.Web) {
	t.Helper()
	server := httptest.NewServer(&crawltest.Host{Files: files, Manifest: m, Faults: f})
	t.Cleanup(server.Close)
	client := server.Client()
	client.Transport.(*http.Transport).DisableCompression = true
	client.Timeout = time.Minute
	return server.URL + "/", fetch.Web{Client: client}
}

// plain is a host in memory: a tree by the routing rule, without headers.
func plain(files map[string][]byte) fetch.Tree {
	return fetch.Tree{Base: treeBase, Read: func(path string) ([]byte, bool) {
		text, ok := files[path]
		return text, ok
	}}
}

// failing are the rows in which something is wrong, with the kinds.
func failing(r *Report) map[Check][]Kind {
	found := map[Check][]Kind{}
	for _, row := range r.Rows() {
		for _, f := range row.Findings {
			found[row.Check] = append(found[row.Check], f.Kind)
		}
	}
	return found
}

func TestAWithdrawnVersionLeadsIntoTheOther(t *testing.T) {
	files, m := withOlder(t)
	f := &m.Flows[0]
	good, bad := f.Entries[0].Version, ""
	for _, v := range f.Versions {
		if v.Version != good {
			bad = v.Version
		}
	}
	require.NotEmpty(t, bad)
	for path, text := range files {
		if strings.HasPrefix(path, f.Flow+"/v/"+bad+"/") {
			files[path] = bytes.ReplaceAll(text, []byte("/v/"+bad+"/"), []byte("/v/"+good+"/"))
		}
	}
	var r Report
	Structure(&r, m, files)
	require.Contains(t, failing(&r)[Links], LeadsOut, "nothing says that it is withdrawn")

	f.Retire(bad, good)
	r = Report{}
	Structure(&r, m, files)
	require.Empty(t, failing(&r))

	for path, text := range files {
		if strings.HasPrefix(path, f.Flow+"/v/"+bad+"/") {
			files[path] = bytes.Replace(text, []byte("/v/"+good+"/"), []byte("/v/"+bad+"/"), 1)
		}
	}
	r = Report{}
	Structure(&r, m, files)
	require.Contains(t, failing(&r)[Links], LeadsOut, "its callers stay on it")
}

func TestWhatEntriesOfAnEarlierVersionRepeatedIsReached(t *testing.T) {
	files, m := built(t)
	v := &m.Flows[0].Versions[0]
	stray := file("main/stray.xml", []byte("<Response/>\n"))
	files[v.Folder+stray.Path] = []byte("<Response/>\n")
	v.Files = append(v.Files, stray)
	v.Router = nil
	for i := range v.Files {
		if v.Files[i].Path != stray.Path && strings.HasPrefix(v.Files[i].Path, "main/") {
			delete(files, v.Folder+v.Files[i].Path)
		}
	}
	v.Files = slices.DeleteFunc(v.Files, func(f backends.ManifestFile) bool {
		return f.Path != stray.Path && strings.HasPrefix(f.Path, "main/")
	})
	v.Files = slices.DeleteFunc(v.Files, func(f backends.ManifestFile) bool { return f.Path == "main.xml" })
	var r Report
	Structure(&r, m, files)
	require.Contains(t, failing(&r)[Links], Unreached)
	v.Starts = append(v.Starts, backends.ManifestStart{Document: stray.Path})
	r = Report{}
	Structure(&r, m, files)
	require.NotContains(t, failing(&r)[Links], Unreached)
}
