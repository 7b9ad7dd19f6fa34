package publish

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// TestAPublishThatIsStoppedChangesNothing stops it at every place where it asks.
func TestAPublishThatIsStoppedChangesNothing(t *testing.T) {
	errStop := errors.New("enough")
	for _, inPlace := range []bool{false, true} {
		folder := t.TempDir()
		o := into(filepath.Join(folder, "dist"))
		written(t, o, release(t, "before"))
		before := treeOf(t, folder)
		o.inPlace = inPlace
		places := 0
		for done := false; !done; places++ {
			asked := 0
			o.Stopped = func() error {
				if asked++; asked > places {
					return errStop
				}
				return nil
			}
			_, err := Write([]*backends.Release{release(t, "after")}, o)
			if done = err == nil; done {
				continue
			}
			require.ErrorIs(t, err, errStop)
			require.Equal(t, before, treeOf(t, folder))
		}
		require.NotEqual(t, before, treeOf(t, folder))
		require.Greater(t, places, 1)
	}
}
