package beside

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWorkIsDoneWhenSomebodyHasWaited(t *testing.T) {
	done := false
	begun := make(chan struct{})
	wait := Do(true, func() {
		<-begun
		done = true
	})
	close(begun)
	wait()
	require.True(t, done)
}

func TestAPanicBesideIsOneOfWhoeverWaits(t *testing.T) {
	wait := Do(true, func() { panic("no") })
	require.PanicsWithValue(t, "no", wait)
	require.Panics(t, Do(true, runtime.Goexit), "work that ends early is not done")
}

func TestSmallWorkIsDoneByWhoeverWaits(t *testing.T) {
	done := false
	wait := Do(false, func() { done = true })
	require.False(t, done)
	wait()
	require.True(t, done)
}
