package plivo

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/compiler/diag"
)

func TestSupportHasARowForEveryFeature(t *testing.T) {
	table := New().Support()
	require.Len(t, table, len(backends.Features()))
	for _, e := range backends.Features() {
		row, ok := table[e.Feature]
		require.True(t, ok, "no row for %s", e.Feature)
		require.NotEqual(t, "?", row.Level.String(), e.Feature)
		require.NotEmpty(t, row.How, e.Feature)
		require.NotEmpty(t, row.Source, e.Feature)
		require.NotRegexp(t, `\.$`, row.How, "%s: How stands inside a message", e.Feature)
		needsInstead := row.Level == backends.Lossy || row.Level == backends.Absent
		require.Equal(t, needsInstead, row.Instead != "", "%s is %s", e.Feature, row.Level)
	}
}

// Every row is seen at work in a golden case: as a message, or as documents.
func TestEveryRowHasAGoldenCase(t *testing.T) {
	said, written := map[backends.Feature]bool{}, map[backends.Feature]bool{}
	for _, name := range slices.Sorted(maps.Keys(goldenFlows)) {
		flow := goldenFlows[name](nowhere)
		bundle, list := gated(flow)
		for _, u := range backends.Uses(flow) {
			written[u.Feature] = written[u.Feature] || bundle != nil
			for _, d := range list {
				said[u.Feature] = said[u.Feature] || d.Code == codeOf(support[u.Feature].Level) &&
					regexp.MustCompile(regexp.QuoteMeta(support[u.Feature].How)).MatchString(d.Message)
			}
		}
	}
	for _, e := range backends.Features() {
		level := support[e.Feature].Level
		if code := codeOf(level); code != "" {
			require.True(t, said[e.Feature], "no golden message for %s", e.Feature)
		}
		if level != backends.Absent {
			require.True(t, written[e.Feature], "no golden documents for %s", e.Feature)
		}
	}
}

func codeOf(level backends.Level) diag.Code {
	switch level {
	case backends.Noted:
		return diag.TargetNote
	case backends.Lossy:
		return diag.Lossy
	case backends.Absent:
		return diag.Absent
	}
	return ""
}

func TestRulesAreAllThere(t *testing.T) {
	for i, r := range Rules() {
		require.Equal(t, i+1, r.Number)
		require.NotEmpty(t, r.Problem)
		require.NotEmpty(t, r.Kept)
		for _, code := range regexp.MustCompile(`IVR\d+`).FindAllString(r.Kept, -1) {
			_, ok := diag.Lookup(diag.Code(code))
			require.True(t, ok, code)
		}
	}
	require.Len(t, Rules(), 34)
}
