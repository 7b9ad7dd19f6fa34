package serve_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/serve"
	"ivrc/backends/serve/servetest"
)

func TestACallInProgressStaysOnItsVersionAndEntriesMoveAtOnce(t *testing.T) {
	l := serve.NewLive()
	first, second := servetest.Release(t, servetest.Base, "first"), servetest.Release(t, servetest.Base, "second")
	require.NotEqual(t, first.Version, second.Version)
	require.True(t, l.Publish(first))
	h := over(l, serve.Options{})
	require.Contains(t, h.ask(t, "GET", "/desk/plivo.xml", "", "").body, "first main")

	require.True(t, l.Publish(second))
	require.False(t, l.Publish(second), "the same again changes nothing")
	require.Contains(t, h.ask(t, "GET", "/desk/plivo.xml", "", "").body, "second main")
	for version, word := range map[string]string{first.Version: "first", second.Version: "second"} {
		got := h.ask(t, "GET", "/desk/v/"+version+"/plivo/main/Digits.1?Digits=1", "", "")
		require.Contains(t, got.body, word+" sales")
	}

	old, ok := l.Release("desk", first.Version)
	require.True(t, ok)
	file, err := old.Open("desk/plivo.xml")
	require.NoError(t, err)
	text, err := io.ReadAll(file)
	require.NoError(t, err)
	require.Contains(t, string(text), "first main", "a release on its own has the entries that it had")

	l.Withdraw("desk")
	require.Equal(t, http.StatusNotFound, h.ask(t, "GET", "/desk/plivo.xml", "", "").status)
}

func TestTheOldestVersionsAreForgotten(t *testing.T) {
	l := serve.NewLive()
	h := over(l, serve.Options{})
	var versions []string
	for i := range 25 {
		r := servetest.Release(t, servetest.Base, fmt.Sprint("release ", i))
		versions = append(versions, r.Version)
		l.Publish(r)
	}
	for i, version := range versions {
		want := http.StatusOK
		if i < 5 {
			want = http.StatusNotFound
		}
		require.Equal(t, want, h.ask(t, "GET", "/desk/v/"+version+"/plivo/main.xml", "", "").status, i)
	}
	tree, err := l.Tree()
	require.NoError(t, err)
	require.Len(t, tree.About().Flows[0].Versions, 40, "20 versions for two targets")
}

func TestAFolderThatIsExchangedIsSeenByTheNextRequest(t *testing.T) {
	parent := t.TempDir()
	folder, next := filepath.Join(parent, "dist"), filepath.Join(parent, "next")
	first, second := servetest.Release(t, servetest.Base, "first"), servetest.Release(t, servetest.Base, "second")
	servetest.Write(t, folder, first)
	source, err := serve.NewFolder(folder)
	require.NoError(t, err)
	h := over(source, serve.Options{})
	require.Contains(t, h.ask(t, "GET", "/desk/plivo.xml", "", "").body, "first")

	servetest.Write(t, next, first, second)
	require.NoError(t, os.Rename(folder, folder+".old"))
	require.NoError(t, os.Rename(next, folder))
	require.NoError(t, os.RemoveAll(folder+".old"))
	require.Contains(t, h.ask(t, "GET", "/desk/plivo.xml", "", "").body, "second")
	require.Contains(t, h.ask(t, "GET", "/desk/v/"+first.Version+"/plivo/main.xml", "", "").body, "first")

	tree, err := source.Tree()
	require.NoError(t, err)
	servetest.Write(t, folder, first)
	again, err := source.Tree()
	require.NoError(t, err)
	require.NotSame(t, tree, again, "a new manifest is a new tree")

	servetest.Put(t, folder, serve.ManifestName, []byte("half a mani"))
	require.Contains(t, h.ask(t, "GET", "/desk/plivo.xml", "", "").body, "first", "a manifest that is being written changes nothing")
	require.NoError(t, os.RemoveAll(folder))
	require.Equal(t, http.StatusServiceUnavailable, h.ask(t, "GET", "/desk/plivo.xml", "", "").status)
}

// gone is a source whose first tree is deleted while a request uses it.
type gone struct {
	serve.Source
	once  sync.Once
	first serve.Tree
}

func (g *gone) Tree() (serve.Tree, error) {
	var tree serve.Tree
	g.once.Do(func() { tree = g.first })
	if tree != nil {
		return tree, nil
	}
	return g.Source.Tree()
}

func TestARequestThatAPublishOvertakesIsAnsweredFromTheNewTree(t *testing.T) {
	l := serve.NewLive()
	empty, err := l.Tree()
	require.NoError(t, err)
	l.Publish(servetest.Release(t, servetest.Base, "new"))
	h := over(&gone{Source: l, first: empty}, serve.Options{})
	require.Equal(t, http.StatusOK, h.ask(t, "GET", "/desk/plivo.xml", "", "").status)
}

func TestFoldersThatAreNoTreeAreRefused(t *testing.T) {
	folder := t.TempDir()
	_, err := serve.NewFolder(folder)
	require.ErrorIs(t, err, os.ErrNotExist)
	for text, why := range map[string]string{
		"":                     "it was not written by ivrc",
		`{"ivrc_manifest": 2}`: "its format is 2, and this ivrc knows 1",
		`{"name": "x"}`:        "it was not written by ivrc",
	} {
		servetest.Put(t, folder, serve.ManifestName, []byte(text))
		_, err = serve.NewFolder(folder)
		require.ErrorContains(t, err, why)
	}
	require.NoError(t, os.Remove(filepath.Join(folder, serve.ManifestName)))
	require.NoError(t, os.Mkdir(filepath.Join(folder, serve.ManifestName), 0o755))
	_, err = serve.NewFolder(folder)
	require.ErrorContains(t, err, "is not a file")
}
