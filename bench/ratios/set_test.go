//go:build linux

package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestARatioIsTakenInEveryRoundAndItsMedianIsShown(t *testing.T) {
	s := &set{name: "some", shown: []string{"cold"}, thrown: 2, rows: []row{
		ratio("cold / (P + W)", 0.8, "cold", "P", "W"),
		ratio("P / W", 0.4, "P", "W"),
		memoryFor("peak", 2.5, "cold", 4<<20),
	}}
	for _, cold := range []float64{9, 1.5, 2.1} { // one round hit by something
		s.rounds = append(s.rounds, round{
			"cold": {wall: cold, cpu: 3, peak: 22}, "P": {wall: 1, cpu: 1}, "W": {wall: 2, cpu: 2},
		})
	}
	table := s.table()
	require.Contains(t, table, "3 rounds, 2 thrown away")
	require.Contains(t, table, "| cold / (P + W) | 0.80 | 0.70 | 0.50–3.00 | 1.00 | holds |")
	require.Contains(t, table, "| P / W | 0.40 | 0.50 | 0.50–0.50 | 0.50 | **no** |")
	require.Contains(t, table, "| peak | 2.50 × | 2.00 × | 2.00–2.00 |  | holds |")
	require.Contains(t, table, "| cold | 2100 | 3000 | 22 |")
}

func TestAnExponentIsThatOfTheWorkWithoutTheStart(t *testing.T) {
	r := round{"S": {wall: 0.5}, "small": {wall: 0.5 + 0.01}, "large": {wall: 0.5 + 0.01*100*100}}
	require.InDelta(t, 2, exponent("", 1.05, "small", "large", "S", 100).value(r, wall), 1e-9)
	// What cannot be computed never holds.
	s := &set{rounds: []round{{"S": {wall: 1}, "small": {wall: 0.9}, "large": {wall: 2}}}, rows: []row{exponent("e", 1.05, "small", "large", "S", 100)}}
	require.Contains(t, s.table(), "**no**")
}

func TestOtherLoadIsWhatNeitherThisRunNorTheKernelUsed(t *testing.T) {
	start := load{at: time.Unix(100, 0), busy: 50, ours: 10, kernel: 1}
	end := load{at: time.Unix(110, 0), busy: 63, ours: 20, kernel: 2}
	require.Greater(t, end.since(start), 0.0, "2 s of others")
	end.busy = 61
	require.Zero(t, end.since(start))
	require.Positive(t, readLoad().busy)
}

func TestAWordOfAPromptIsFoundAndChanged(t *testing.T) {
	require.True(t, spoken.MatchString("Thank you for calling Norton & Sons."))
	require.True(t, spoken.MatchString(strings.Replace("bei Norton & Söhne", "Norton", "Nortzn", 1)))
}
