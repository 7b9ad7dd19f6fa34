package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

func TestABuildWaitsForAnotherAndNamesIt(t *testing.T) {
	out := filepath.Join(t.TempDir(), "dist")
	holder, err := os.OpenRoot(filepath.Dir(out))
	require.NoError(t, err)
	defer holder.Close()
	held, err := lockFile(holder)
	require.NoError(t, err)
	defer held.Close()
	if err := tryLock(held); err != nil {
		t.Skipf("no locks here: %v", err)
	}
	var lines []string
	o := into(out)
	o.LockTimeout = 600 * time.Millisecond
	o.Notify = func(line string) { lines = append(lines, line) }
	_, err = Write([]*backends.Release{release(t, "one")}, o)
	who := "another build"
	if runtime.GOOS == "linux" {
		who = fmt.Sprintf("another build (process %d)", os.Getpid())
	}
	require.EqualError(t, err, who+" still writes beside or into "+out+" after 600ms; --lock-timeout waits longer; nothing was changed")
	require.Equal(t, []string{"waiting for " + who + ", which writes beside or into " + out}, lines)
	require.NoDirExists(t, out)

	require.NoError(t, held.Close())
	lines = nil
	written(t, o, release(t, "one"))
	require.Empty(t, lines, "a lock that is free needs no word")
}

func TestALockOnTheOutputItselfCountsToo(t *testing.T) {
	if !locksFolders {
		t.Skip("folders cannot be locked here")
	}
	out := filepath.Join(t.TempDir(), "dist")
	written(t, into(out), release(t, "one"))
	inside, err := os.OpenRoot(out)
	require.NoError(t, err)
	defer inside.Close()
	held, err := lockFile(inside)
	require.NoError(t, err)
	defer held.Close()
	require.NoError(t, tryLock(held))
	_, err = Write([]*backends.Release{release(t, "two")}, into(out))
	require.ErrorContains(t, err, "--lock-timeout")
	_, err = Compare([]*backends.Release{release(t, "two")}, into(out))
	require.ErrorContains(t, err, "--lock-timeout")
}
