package ir

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
)

func TestTheTextFormShowsEverything(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, Print(&out, sample()))
	ivrctest.ExpectFile(t, "testdata/sample.txt", out.String())
}

func TestTheTextFormDoesNotChangeWithPlaces(t *testing.T) {
	moved := sample()
	for _, s := range moved.Steps {
		s.Span = source.Span{}
		for i := range s.Edges {
			s.Edges[i].Span = source.Span{}
		}
	}
	var before, after bytes.Buffer
	require.NoError(t, Print(&before, sample()))
	require.NoError(t, Print(&after, moved))
	require.Equal(t, before.String(), after.String())
}

func TestTheTextFormMarksWhatIsBroken(t *testing.T) {
	f := sample()
	f.Broken, f.Steps[0].Broken = true, true
	f.Steps[0].Edges[0].To = Unresolved
	var out bytes.Buffer
	require.NoError(t, Print(&out, f))
	require.Equal(t, 2, strings.Count(out.String(), "\n  broken\n"))
	require.Contains(t, out.String(), "  done -> ? (goto)\n")
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestPrintGivesTheWritersError(t *testing.T) {
	require.ErrorContains(t, Print(fullDisk{}, sample()), "disk full")
}
