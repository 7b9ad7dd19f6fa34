package crawl

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/crawl/crawltest"
	"ivrc/backends/fetch"
	kinds "ivrc/backends/serve"
	"ivrc/compiler/ivrctest"
)

// TestHostsFailExactlyTheProbesOfWhatTheyCannot holds every kind of host that serve
// imitates, and every host with one fault, against the whole list of probes that it
// fails.
func TestHostsFailExactlyTheProbesOfWhatTheyCannot(t *testing.T) {
	files, m := withOlder(t)
	folder := written(t, files)
	var b strings.Builder
	for _, profile := range kinds.Profiles() {
		source, err := kinds.NewFolder(folder)
		require.NoError(t, err)
		server := httptest.NewServer(kinds.New(source, kinds.Options{Profile: profile}))
		failures(t, &b, profile.Name, fetch.Web{Client: server.Client()}, server.URL+"/", m)
		server.Close()
	}
	for _, fault := range crawltest.Faults() {
		base, web := impatient(t, files, m, &fault)
		failures(t, &b, "a host that "+fault.Name, web, base, m)
	}
	ivrctest.ExpectFile(t, "testdata/probes.txt", b.String())
}

// failures writes what is not right, a group in one line where all of it fails alike.
func failures(t *testing.T, b *strings.Builder, host string, web fetch.Web, base string, m *backends.Manifest) {
	t.Helper()
	probes, err := Probes(context.Background(), web, base, m, Options{AtOnce: 8})
	require.NoError(t, err, host)
	fmt.Fprintf(b, "%s\n", host)
	asked := slices.DeleteFunc(slices.Clone(probes), func(p Probe) bool { return p.Verdict == Skipped })
	for len(asked) > 0 {
		end := slices.IndexFunc(asked, func(p Probe) bool { return p.Group != asked[0].Group })
		if end < 0 {
			end = len(asked)
		}
		group := asked[:end]
		asked = asked[end:]
		first := group[0]
		alike := func(p Probe) bool { return p.Verdict == first.Verdict && p.Kind == first.Kind }
		if all := !slices.ContainsFunc(group, func(p Probe) bool { return !alike(p) }); all && first.Verdict != Right {
			fmt.Fprintf(b, "  %-8s  %s: all %d: %s\n", first.Verdict, first.Group, len(group), first.Kind)
			continue
		}
		for _, p := range group {
			if p.Verdict != Right {
				fmt.Fprintf(b, "  %-8s  %s: %s: %s\n", p.Verdict, p.Group, p.Name, p.Kind)
			}
		}
	}
}

// written puts a tree into a folder.
func written(t *testing.T, files map[string][]byte) string {
	t.Helper()
	folder := t.TempDir()
	for path, text := range files {
		path = filepath.Join(folder, filepath.FromSlash(path))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, text, 0o644))
	}
	return folder
}

// impatient gives up soon on the one host that never answers.
func impatient(t *testing.T, files map[string][]byte, m *backends.Manifest, f *crawltest.Fault) (base string, web fetch.Web) {
	t.Helper()
	base, web = serve(t, files, m, f)
	if f.Kind == string(Slow) {
		web.Client.Timeout = 200 * time.Millisecond // the host waits for it to be over
	}
	return base, web
}

func TestEveryKindOfTroubleThatProbesFindSaysWhatCallersMeet(t *testing.T) {
	files, m := withOlder(t)
	for _, fault := range crawltest.Faults() {
		base, web := impatient(t, files, m, &fault)
		probes, err := Probes(context.Background(), web, base, m, Options{AtOnce: 8})
		require.NoError(t, err, fault.Name)
		for _, p := range probes {
			if p.Kind != "" {
				require.NotEmpty(t, p.Kind.Meets(), p.Kind)
				require.NotEmpty(t, p.Kind.Mend(), p.Kind)
			}
		}
	}
	require.Empty(t, Damaged.Meets(), "that is a tree's")
}

func TestAProbeSaysByWhichWayItsAnswerGoes(t *testing.T) {
	for way, p := range map[Way]Probe{
		ByQuery: {Group: queryGroup, Kind: NotRouted}, ByForm: {Group: formGroup, Kind: RefusesPost}, ByJSON: {Group: filesGroup, Kind: RefusesPost}, "": {Group: filesGroup, Kind: NotThere},
	} {
		require.Equal(t, way, p.Way())
	}
	results := Probe{Group: resultGroup}
	require.Equal(t, ByJSON, results.Way())
}
