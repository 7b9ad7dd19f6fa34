package publish

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// TestAPublishThatIsNotReadyChangesNothing refuses what is whole and not yet seen, also
// where nothing is to be written.
func TestAPublishThatIsNotReadyChangesNothing(t *testing.T) {
	errDoubt := errors.New("not so")
	for _, way := range ways() {
		for _, name := range []string{"before", "after"} {
			folder := t.TempDir()
			o := into(filepath.Join(folder, "dist"))
			written(t, o, release(t, "before"))
			before := treeOf(t, folder)
			o.inPlace, o.wholeMost = way.inPlace, way.wholeMost
			o.Ready = func() error { return errDoubt }
			_, err := Write([]*backends.Release{release(t, name)}, o)
			require.ErrorIs(t, err, errDoubt)
			require.Equal(t, before, treeOf(t, folder))
			asked := 0
			o.Ready = func() error { asked++; return nil }
			_, err = Write([]*backends.Release{release(t, name)}, o)
			require.NoError(t, err)
			require.Positive(t, asked)
		}
	}
	o := into(filepath.Join(t.TempDir(), "new", "dist"))
	o.Ready = func() error { return errDoubt }
	_, err := Write([]*backends.Release{release(t, "first")}, o)
	require.ErrorIs(t, err, errDoubt)
	require.NoDirExists(t, filepath.Dir(o.Folder))
}

// TestAPublishThatIsStoppedChangesNothing stops it at every place where it asks.
func TestAPublishThatIsStoppedChangesNothing(t *testing.T) {
	errStop := errors.New("enough")
	for _, way := range ways() {
		folder := t.TempDir()
		o := into(filepath.Join(folder, "dist"))
		written(t, o, release(t, "before"))
		before := treeOf(t, folder)
		o.inPlace, o.wholeMost = way.inPlace, way.wholeMost
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
