package serve

import (
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestTheConnectionThatIsIdleForLongestGoes counts by the door's own clock: between an
// answer and the moment at which its connection counts as idle others may come.
func TestTheConnectionThatIsIdleForLongestGoes(t *testing.T) {
	d := newDoor(nil, 4)
	inside, outside := make([]net.Conn, 5), make([]net.Conn, 5)
	for i := range inside {
		inside[i], outside[i] = net.Pipe()
	}
	for _, c := range inside[:4] {
		require.True(t, d.enter(c))
	}
	require.False(t, d.enter(inside[4]), "none is idle")
	began := time.Now()
	for i, idle := range []time.Duration{time.Second, 3 * time.Second, 2 * time.Second} {
		d.state(inside[i], http.StateIdle)
		d.in[inside[i]] = began.Add(-idle)
	}
	require.True(t, d.enter(inside[4]))
	_, err := outside[1].Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF)
	require.Equal(t, 4, d.open())
	for _, i := range []int{0, 2, 3} {
		require.Contains(t, d.in, inside[i])
	}
}
