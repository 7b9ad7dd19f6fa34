package crawl

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/crawl/crawltest"
)

func TestAWalkFindsItsWayFromTheEntries(t *testing.T) {
	files, _ := built(t)
	r, err := Walk(context.Background(), plain(files), treeBase, []string{"shop/plivo.xml", "shop/tropo.json"}, Options{AtOnce: 4})
	require.NoError(t, err)
	require.Empty(t, failing(&r))
	for _, c := range []Check{Entries, Files, Posted, RoutedGet, RoutedPost, OddAnswers, Types, Documents, Links} {
		require.Positive(t, r.Row(c).OK, c)
	}
	again, err := Walk(context.Background(), plain(files), treeBase, []string{"shop/plivo.xml", "shop/tropo.json"}, Options{AtOnce: 1})
	require.NoError(t, err)
	require.Equal(t, r.Rows(), again.Rows())
}

func TestAWalkNamesWhatDoesNotComeAndWhatCannotBeRead(t *testing.T) {
	for path, c := range map[string]struct {
		text  string
		check Check
		kind  Kind
	}{
		"shop/v/2f754e7d0f64/plivo/main/timeout.1.xml": {"", Files, NotThere},
		"shop/v/2f754e7d0f64/tropo/goodbye.json":       {"{}\n", Documents, Unreadable},
		"shop/v/2f754e7d0f64/plivo/main/1.xml":         {"<html/>", Documents, Unreadable},
		"shop/v/2f754e7d0f64/plivo/shop/music.xml":     {"", Posted, NotThere},
	} {
		files, _ := built(t)
		delete(files, path)
		if c.text != "" {
			files[path] = []byte(c.text)
		}
		r, err := Walk(context.Background(), plain(files), treeBase, []string{"shop/plivo.xml", "shop/tropo.json"}, Options{})
		require.NoError(t, err)
		require.Contains(t, failing(&r)[c.check], c.kind, path)
	}
}

func TestAWalkSaysWhatAHostDoesWrong(t *testing.T) {
	files, m := built(t)
	for _, fault := range crawltest.Faults() {
		switch fault.Name {
		case "adds a slash", "compresses unasked", "cuts answers short", "sends another type", "names another alphabet":
		default:
			continue
		}
		base, web := serve(t, files, m, &fault)
		r, err := Walk(context.Background(), web, base, []string{"shop/plivo.xml"}, Options{})
		require.NoError(t, err)
		require.Contains(t, failing(&r)[Check(fault.Check)], Kind(fault.Kind), fault.Name)
	}
}

func TestAWalkIsBoundedAndKeepsToItsAddress(t *testing.T) {
	files, _ := built(t)
	r, err := Walk(context.Background(), plain(files), treeBase, []string{"shop/plivo.xml"}, Options{Most: 7})
	require.NoError(t, err)
	require.Equal(t, 7, r.Requests)
	require.Equal(t, 1, r.Row(Limit).Failed)
	away := plain(files)
	away.Base = "https://other.example.com/"
	r, err = Walk(context.Background(), away, away.Base, []string{"shop/plivo.xml"}, Options{})
	require.NoError(t, err)
	require.Equal(t, 1, r.Requests)
	require.Equal(t, map[Check][]Kind{Links: {LeadsOut}}, failing(&r))
	_, err = Walk(context.Background(), plain(files), treeBase, []string{"shop/index.html"}, Options{})
	require.ErrorContains(t, err, "no provider reads shop/index.html")
}
