package crawl

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends/crawl/crawltest"
	"ivrc/backends/fetch"
)

func TestAHostThatDoesWhatItShouldHasNothingWrong(t *testing.T) {
	files, m := withOlder(t)
	base, web := serve(t, files, m, nil)
	r, tree, err := Host(context.Background(), web, base, m, Options{AtOnce: 8})
	require.NoError(t, err)
	require.Empty(t, failing(&r))
	var looked []Check
	for _, row := range r.Rows() {
		require.Positive(t, row.OK, row.Check)
		looked = append(looked, row.Check)
	}
	require.Equal(t, []Check{
		Entries, Files, Posted, RoutedGet, RoutedPost, OddAnswers, Missing, Outside, OldOnes, Types, Caching, Documents, Links, Answers,
	}, looked)
	for path, text := range tree {
		require.Equal(t, files[path], text)
	}
	require.Len(t, tree, len(files)-1, "everything but the manifest came")
	require.Equal(t, r.Planned, r.Requests)
}

func TestEveryFaultOfAHostIsNamedByItsRow(t *testing.T) {
	files, m := built(t)
	for _, fault := range crawltest.Faults() {
		base, web := serve(t, files, m, &fault)
		if fault.Kind == string(Slow) {
			web.Client.Timeout = 200 * time.Millisecond // the host waits for it to be over
		}
		r, _, err := Host(context.Background(), web, base, m, Options{AtOnce: 8})
		require.NoError(t, err, fault.Name)
		require.Contains(t, failing(&r)[Check(fault.Check)], Kind(fault.Kind), "%s: %v", fault.Name, failing(&r))
		for _, f := range r.Row(Check(fault.Check)).Findings {
			require.NotEqual(t, string(f.Kind), f.Kind.Says(), "the kind %s has a sentence", f.Kind)
			require.NotEmpty(t, f.Kind.Mend())
			require.NotEmpty(t, f.Examples)
		}
	}
}

func TestAReportIsTheSameHoweverManyRequestsRunAtOnce(t *testing.T) {
	files, m := built(t)
	fault := crawltest.Faults()[0]
	base, web := serve(t, files, m, &fault)
	var reports []Report
	for _, n := range []int{1, 3, 16} {
		r, _, err := Host(context.Background(), web, base, m, Options{AtOnce: n})
		require.NoError(t, err)
		reports = append(reports, r)
	}
	require.Equal(t, reports[0].Rows(), reports[1].Rows())
	require.Equal(t, reports[0].Rows(), reports[2].Rows())
}

func TestAHostThatStillHasTheVersionBeforeIsNamed(t *testing.T) {
	files, m := withOlder(t)
	current := m.Flows[0].Versions[0].Version
	if current == olderVersion {
		current = m.Flows[0].Versions[2].Version
	}
	fault := crawltest.Fault{After: func(h *crawltest.Host, _ *http.Request, a *crawltest.Answer) {
		if strings.HasSuffix(a.Path, "/plivo.xml") {
			a.Body = h.Files["shop/v/"+olderVersion+"/plivo/main.xml"]
		}
	}}
	require.NotEqual(t, olderVersion, current)
	base, web := serve(t, files, m, &fault)
	r, _, err := Host(context.Background(), web, base, m, Options{AtOnce: 8})
	require.NoError(t, err)
	require.Equal(t, map[Check][]Kind{Entries: {OtherVersion}}, failing(&r))
	require.Contains(t, r.Row(Entries).Findings[0].Examples[0], "shop/v/"+olderVersion+"/plivo/main.xml")
}

func TestEarlierVersionsThatAreGoneAreNamed(t *testing.T) {
	files, m := withOlder(t)
	fault := crawltest.Fault{Before: func(_ *crawltest.Host, w http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, olderVersion) {
			w.WriteHeader(http.StatusNotFound)
			return true
		}
		return false
	}}
	base, web := serve(t, files, m, &fault)
	r, _, err := Host(context.Background(), web, base, m, Options{AtOnce: 8})
	require.NoError(t, err)
	require.Equal(t, map[Check][]Kind{OldOnes: {NotThere, NotRouted}}, failing(&r))
}

// TestEveryFileThatAHostChangesLosesOrSwapsIsSeen spoils each file in turn.
func TestEveryFileThatAHostChangesLosesOrSwapsIsSeen(t *testing.T) {
	files, m := built(t)
	clean := func(files map[string][]byte) bool {
		r, _, err := Host(context.Background(), plain(files), treeBase, m, Options{AtOnce: 2})
		require.NoError(t, err)
		r.Drop(Caching) // which a tree says nothing about
		return r.Clean()
	}
	require.True(t, clean(files))
	eachSpoilt(files, func(what string, spoilt map[string][]byte) {
		require.False(t, clean(spoilt), what)
	})
}

// eachSpoilt changes, takes away and swaps each file but the manifest.
func eachSpoilt(files map[string][]byte, look func(what string, spoilt map[string][]byte)) {
	var paths []string
	for path := range files {
		if path != manifestName {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	with := func(change func(map[string][]byte)) map[string][]byte {
		spoilt := make(map[string][]byte, len(files))
		for path, text := range files {
			spoilt[path] = text
		}
		change(spoilt)
		return spoilt
	}
	for i, path := range paths {
		look(path+" changed", with(func(s map[string][]byte) {
			text := slices.Clone(s[path])
			text[len(text)/2] ^= 1
			s[path] = text
		}))
		look(path+" taken away", with(func(s map[string][]byte) { delete(s, path) }))
		next := slices.IndexFunc(paths[i+1:], func(other string) bool { return sum(files[other]) != sum(files[path]) })
		if next < 0 {
			continue
		}
		other := paths[i+1+next]
		look(path+" swapped with "+other, with(func(s map[string][]byte) { s[path], s[other] = s[other], s[path] }))
	}
}

func TestALimitCountsWhatWasNotAskedAndFailsUnlessSomebodyChoseIt(t *testing.T) {
	files, m := built(t)
	for _, chosen := range []bool{false, true} {
		r, _, err := Host(context.Background(), plain(files), treeBase, m, Options{Most: 20, Given: chosen})
		require.NoError(t, err)
		require.Equal(t, 20, r.Requests)
		require.Greater(t, r.Planned, 100)
		require.Equal(t, !chosen, r.Row(Limit).Failed == 1)
		require.Positive(t, r.Row(Entries).OK, "what callers meet first is asked first")
		require.Zero(t, r.Row(OddAnswers).OK)
	}
}

func TestAHostThatIsNotThereIsUnreachable(t *testing.T) {
	_, m := built(t)
	server := httptest.NewServer(http.NotFoundHandler())
	base := server.URL + "/"
	server.Close()
	_, _, err := Host(context.Background(), fetch.Web{Client: http.DefaultClient}, base, m, Options{Most: 10})
	var unreachable Unreachable
	require.ErrorAs(t, err, &unreachable)
	require.NotContains(t, err.Error(), "shop/")
	_, err = Walk(context.Background(), fetch.Web{Client: http.DefaultClient}, base, []string{"shop/plivo.xml"}, Options{})
	require.ErrorAs(t, err, &unreachable)
}

// mute answers its first requests only.
type mute struct {
	fetch.Fetcher
	asked *atomic.Int32
	first int32
}

// Fetch fetches, or gets no answer.
func (m mute) Fetch(r fetch.Request) (fetch.Response, error) {
	if m.asked.Add(1) > m.first {
		return fetch.Response{}, errors.New("connection refused")
	}
	return m.Fetcher.Fetch(r)
}

func TestAHostThatStopsAnsweringIsNotAskedForEver(t *testing.T) {
	files, m := built(t)
	for _, c := range []struct {
		first  int32
		atOnce int
	}{{0, 1}, {5, 1}, {0, 4}, {5, 4}} {
		f := mute{plain(files), new(atomic.Int32), c.first}
		r, _, err := Host(context.Background(), f, treeBase, m, Options{AtOnce: c.atOnce})
		if c.atOnce == 1 {
			// The next request may be on its way when the host is given up.
			require.LessOrEqual(t, f.asked.Load(), c.first+patience+2)
		}
		if c.first == 0 {
			require.EqualError(t, err, "the host does not answer: connection refused")
			continue
		}
		require.NoError(t, err)
		require.Contains(t, failing(&r)[Files], NoAnswer)
		require.Equal(t, 5, r.Row(Entries).OK)
	}
}

// stopping ends the context at its n-th request.
type stopping struct {
	fetch.Fetcher
	lock *sync.Mutex
	left *int
	stop context.CancelFunc
}

// Fetch fetches, or ends the context.
func (s stopping) Fetch(r fetch.Request) (fetch.Response, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if *s.left--; *s.left == 0 {
		s.stop()
	}
	return s.Fetcher.Fetch(r)
}

func TestACrawlStopsWhenItsContextDoes(t *testing.T) {
	files, m := built(t)
	ctx, stop := context.WithCancel(context.Background())
	left := 5
	s := stopping{plain(files), new(sync.Mutex), &left, stop}
	_, _, err := Host(ctx, s, treeBase, m, Options{AtOnce: 2})
	require.True(t, errors.Is(err, context.Canceled))
	s.lock.Lock()
	defer s.lock.Unlock()
	require.Greater(t, left, -2, "no more than what was under way")
}

func TestLinksToAnotherAddressAreNamed(t *testing.T) {
	_, m := built(t)
	var r Report
	Bases(&r, m, treeBase)
	require.True(t, r.Clean())
	Bases(&r, m, "https://other.example.com/")
	require.Equal(t, map[Check][]Kind{Base: {OtherBase}}, failing(&r))
}
