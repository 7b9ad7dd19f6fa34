package diag

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/source"
)

func TestCatalogIsOrderedCompleteAndNeverTwice(t *testing.T) {
	before := Code("")
	for _, e := range Catalog() {
		require.Regexp(t, regexp.MustCompile(`^IVR[0-9]{3}$`), string(e.Code))
		require.Less(t, string(before), string(e.Code))
		require.NotEmpty(t, e.Title)
		require.Equal(t, e.Severity, e.Code.Severity())
		require.Equal(t, e.Code[3] == '9', e.Severity == Bug, "%s: 9xx and only 9xx are ivrc's own faults", e.Code)
		before = e.Code
	}
}

func TestAnUnknownCodeIsABug(t *testing.T) {
	require.Equal(t, Bug, Code("IVR000").Severity())
	_, ok := Lookup("IVR000")
	require.False(t, ok)
}

func TestSortOrdersByPlaceAndDropsRepeats(t *testing.T) {
	f := source.NewFile("a.yaml", []byte("one\ntwo\n"))
	at := func(start, end int) source.Span { return source.Span{File: f, Start: start, End: end} }
	list := List{
		New(UnknownStep, at(4, 7), "b"), New(MissingKey, at(4, 7), "z"), New(UnknownStep, at(4, 7), "a"),
		New(UnknownStep, at(0, 3), "first"), New(UnknownStep, at(4, 7), "b"),
	}
	list.Sort()
	var got []string
	for _, d := range list {
		got = append(got, d.Compact())
	}
	require.Equal(t, []string{
		"a.yaml:1:1: error: first [IVR201]", "a.yaml:2:1: error: z [IVR102]", "a.yaml:2:1: error: a [IVR201]", "a.yaml:2:1: error: b [IVR201]",
	}, got)
}

func TestOnlyErrorsAndBugsForbidPublishing(t *testing.T) {
	require.False(t, List{New(SilentCycle, source.Span{}, "w"), New(TargetNote, source.Span{}, "n")}.HasErrors())
	require.True(t, List{New(Unhandled, source.Span{}, "e")}.HasErrors())
	require.True(t, List{New(Crash, source.Span{}, "b")}.HasErrors())
	require.False(t, List(nil).HasErrors())
}

func TestAddingToADiagnosticLeavesTheOriginalAlone(t *testing.T) {
	d := New(Unhandled, source.Span{}, "x").WithHelp("one")
	a, b := d.WithHelp("two"), d.WithHelp("three")
	require.Equal(t, []string{"one", "two"}, a.Help)
	require.Equal(t, []string{"one", "three"}, b.Help)
}
