package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestLinesEndAtLFAndCRLFOnly(t *testing.T) {
	f := NewFile("a", []byte("one\r\ntwo\nthr\ree\n"))
	require.Equal(t, 3, f.Lines())
	require.Equal(t, "one", string(f.Line(1)))
	require.Equal(t, "two", string(f.Line(2)))
	require.Equal(t, "thr\ree", string(f.Line(3)))
	require.Equal(t, 1, NewFile("a", nil).Lines())
	require.Equal(t, 2, NewFile("a", []byte("x\ny")).Lines())
}

func TestColumnsCountCodePoints(t *testing.T) {
	f := NewFile("a", []byte("é日😀x\ny"))
	for offset, want := range map[int]Position{
		0: {1, 1}, 2: {1, 2}, 5: {1, 3}, 9: {1, 4}, 10: {1, 5}, 11: {2, 1}, 12: {2, 2}, 99: {2, 2}, -5: {1, 1},
	} {
		require.Equal(t, want, f.Position(offset), "offset %d", offset)
	}
}

func TestSpansOutsideTheFileAreClamped(t *testing.T) {
	f := NewFile("a", []byte("abc"))
	require.Equal(t, "c", Span{File: f, Start: 2, End: 9}.Text())
	require.Equal(t, "", Span{File: f, Start: 9, End: 3}.Text())
	require.Equal(t, "", Span{}.Text())
	require.True(t, Span{}.IsZero())
	require.Equal(t, Position{}, Span{}.Begin())
}

func TestCompareOrdersByFileThenPlace(t *testing.T) {
	a, b := NewFile("a", []byte("xx")), NewFile("b", []byte("xx"))
	require.Negative(t, Compare(Span{a, 1, 2}, Span{b, 0, 1}))
	require.Positive(t, Compare(Span{a, 1, 2}, Span{a, 0, 2}))
	require.Negative(t, Compare(Span{a, 1, 1}, Span{a, 1, 2}))
	require.Zero(t, Compare(Span{a, 1, 2}, Span{a, 1, 2}))
	require.Negative(t, Compare(Span{}, Span{a, 0, 0}))
}

func TestColumnsOfAVeryLongLineAreTheSameAsThoseOfAShortOne(t *testing.T) {
	long := strings.Repeat("aé日😀", 3000)
	f := NewFile("a", []byte("x\n"+long))
	for offset := 0; offset < len(long); offset += 1000 {
		for offset > 0 && !utf8.RuneStart(long[offset]) {
			offset--
		}
		require.Equal(t, Position{Line: 2, Column: utf8.RuneCountInString(long[:offset]) + 1}, f.Position(offset+2))
	}
	require.Equal(t, utf8.RuneCountInString(long)+1, f.Position(len(long)+2).Column)
}
