package crawl

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/crawl/crawltest"
)

// verdicts are the probes of a kind of verdict, by group and name.
func verdicts(probes []Probe, v Verdict) []string {
	var names []string
	for _, p := range probes {
		if p.Verdict == v {
			names = append(names, p.Group+": "+p.Name)
		}
	}
	return names
}

func TestAHostThatDoesWhatItShouldPassesEveryProbe(t *testing.T) {
	files, m := withOlder(t)
	base, web := serve(t, files, m, nil)
	probes, err := Probes(context.Background(), web, base, m, Options{AtOnce: 8})
	require.NoError(t, err)
	require.Empty(t, verdicts(probes, Wrong))
	require.GreaterOrEqual(t, len(verdicts(probes, Right)), 40)
	var names []string
	for _, p := range probes {
		require.NotContains(t, names, p.Group+": "+p.Name, "each is asked once")
		names = append(names, p.Group+": "+p.Name)
		require.Equal(t, p.Verdict == Skipped, p.Request == "", p.Name)
		require.Equal(t, p.Verdict != Right, p.Reason != "", p.Name)
	}
}

func TestProbesAreTheSameHoweverManyRunAtOnce(t *testing.T) {
	files, m := withOlder(t)
	base, web := serve(t, files, m, nil)
	one, err := Probes(context.Background(), web, base, m, Options{AtOnce: 1})
	require.NoError(t, err)
	many, err := Probes(context.Background(), web, base, m, Options{AtOnce: 16})
	require.NoError(t, err)
	require.Equal(t, one, many)
}

// TestEveryFaultOfAHostFailsAProbe leaves out the hosts with a fault in one document,
// which probes may not ask for: that is what verify is for.
func TestEveryFaultOfAHostFailsAProbe(t *testing.T) {
	files, m := built(t)
	oneDocument := []string{"has a stale document", "lost a document", "does not answer in time", "breaks down", "shows a page instead"}
	for _, fault := range crawltest.Faults() {
		base, web := impatient(t, files, m, &fault)
		probes, err := Probes(context.Background(), web, base, m, Options{AtOnce: 8})
		require.NoError(t, err, fault.Name)
		verdict := Wrong
		if fault.Kind == string(CaseBlind) {
			verdict = Unneeded // no link has capitals
		}
		found := slices.ContainsFunc(probes, func(p Probe) bool { return p.Verdict == verdict && p.Kind == Kind(fault.Kind) })
		if !slices.Contains(oneDocument, fault.Name) {
			require.True(t, found, "%s: %v", fault.Name, verdicts(probes, Wrong))
		}
	}
}

func TestATreeWithoutAPlaceForAProbeSkipsItWithTheReason(t *testing.T) {
	files, m := built(t)
	for i := range m.Flows {
		m.Flows[i].Versions = slices.DeleteFunc(m.Flows[i].Versions, func(v backends.ManifestVersion) bool { return v.Target == "tropo" })
		m.Flows[i].Entries = slices.DeleteFunc(m.Flows[i].Entries, func(e backends.ManifestEntry) bool { return e.Target == "tropo" })
	}
	base, web := serve(t, files, m, nil)
	probes, err := Probes(context.Background(), web, base, m, Options{})
	require.NoError(t, err)
	require.Contains(t, verdicts(probes, Skipped), "entries: the entry of tropo")
	require.Contains(t, verdicts(probes, Skipped), "answers in a result of Tropo: results")
	require.Contains(t, verdicts(probes, Skipped), "files: a document of an earlier version")
	require.Empty(t, verdicts(probes, Wrong))
}

func TestWhatNoProviderAsksForDoesNotFailAHost(t *testing.T) {
	files, m := built(t)
	fault := crawltest.Fault{Asked: nil}
	for _, f := range crawltest.Faults() {
		if f.Name == "refuses POST" {
			fault = f
		}
	}
	base, web := serve(t, files, m, &fault)
	probes, err := Probes(context.Background(), web, base, m, Options{})
	require.NoError(t, err)
	for _, p := range probes {
		if p.Group == formGroup && p.Request != "" {
			require.Equal(t, Unneeded, p.Verdict, p.Name)
			require.Equal(t, noForm, p.Reason)
		}
	}
	require.NotEmpty(t, verdicts(probes, Unneeded))
	require.Contains(t, verdicts(probes, Wrong), "entries: the entry of tropo", "Tropo posts, and this tree is for it")
}
