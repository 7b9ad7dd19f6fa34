package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// usualBackends are those of the targets that flows are compiled for where nobody
// names any: between them they can do everything that a flow can say. VoiceShot,
// whose campaigns are drawn by hand, has tests of its own (voiceshot_test.go).
func usualBackends() []backends.Backend {
	var usual []backends.Backend
	for _, name := range defaultTargets() {
		for _, b := range allBackends() {
			if b.Name() == name {
				usual = append(usual, b)
			}
		}
	}
	return usual
}

func TestTheUsualTargetsStayPlivoAndTropo(t *testing.T) {
	var names []string
	for _, b := range usualBackends() {
		names = append(names, b.Name())
	}
	require.Equal(t, []string{"plivo", "tropo"}, names)
	require.Len(t, allBackends(), 3)
}
