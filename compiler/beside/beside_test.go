package beside

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWorkIsDoneWhenSomebodyHasWaited(t *testing.T) {
	done := false
	begun := make(chan struct{})
	wait := Do(func() {
		<-begun
		done = true
	})
	close(begun)
	wait()
	require.True(t, done)
}

func TestAPanicBesideIsOneOfWhoeverWaits(t *testing.T) {
	wait := Do(func() { panic("no") })
	require.PanicsWithValue(t, "no", wait)
	require.Panics(t, Do(runtime.Goexit), "work that ends early is not done")
}
