package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// someFlows are releases of flows with one to six steps.
func someFlows(t *testing.T) (releases []*backends.Release) {
	for n := range 6 {
		documents := steps{}
		for i := range n + 1 {
			documents[fmt.Sprint("step-", i)] = fmt.Sprint("text ", n, " ", i)
		}
		releases = append(releases, made(t, fmt.Sprint("flow-", n), "plivo", "", documents))
	}
	return releases
}

// begun is a new tree for an output that is not there yet.
func begun(t *testing.T, o Options) *Fresh {
	t.Helper()
	f, err := Begin(o)
	require.NoError(t, err)
	require.NotNil(t, f)
	return f
}

// TestReleasesThatComeSideBySideAreTheTreeOfAllAtOnce adds them in any order, each of which
// goes as soon as it was added; report, tree and seal are those of a build that has all.
func TestReleasesThatComeSideBySideAreTheTreeOfAllAtOnce(t *testing.T) {
	whole := into(filepath.Join(t.TempDir(), "dist"))
	whole.Seal = true
	want := written(t, whole, someFlows(t)...)
	o := into(filepath.Join(t.TempDir(), "dist"))
	o.Seal = true
	f := begun(t, o)
	var group sync.WaitGroup
	for _, r := range someFlows(t) {
		group.Go(func() {
			if err := f.Add(r); err != nil {
				t.Error(err)
			}
			r.DropFiles()
		})
	}
	group.Wait()
	require.NoDirExists(t, o.Folder, "nobody sees it yet")
	got, err := f.Finish()
	require.NoError(t, err)
	require.Equal(t, treeOf(t, whole.Folder), treeOf(t, o.Folder))
	_, ok := Sealed(o, got.Seal, nil)
	require.Equal(t, want.Seal != nil, ok)
	if ok {
		require.NoError(t, os.WriteFile(filepath.Join(o.Folder, "flow-3", "plivo.xml"), []byte("x"), 0o644))
		_, ok = Sealed(o, got.Seal, nil)
		require.False(t, ok)
	}
	got.Seal, want.Seal = nil, nil
	require.Equal(t, want, got)
	require.Equal(t, []string{"dist"}, namesIn(t, filepath.Dir(o.Folder)))
}

func namesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestATreeThatIsGivenUpLeavesNothing gives up at every point, with a cause and without.
func TestATreeThatIsGivenUpLeavesNothing(t *testing.T) {
	errCause := errors.New("the cause")
	for _, added := range []int{0, 1, 6} {
		for _, cause := range []error{nil, errCause} {
			top := t.TempDir()
			f := begun(t, into(filepath.Join(top, "new", "deep", "dist")))
			for _, r := range someFlows(t)[:added] {
				require.NoError(t, f.Add(r))
			}
			require.Equal(t, cause, f.Drop(cause))
			require.Equal(t, cause, f.Drop(cause), "once more, nothing happens")
			require.Empty(t, namesIn(t, top))
		}
	}
}

// TestAfterFinishNothingIsGivenUp drops a tree that is to be seen already.
func TestAfterFinishNothingIsGivenUp(t *testing.T) {
	o := into(filepath.Join(t.TempDir(), "dist"))
	f := begun(t, o)
	require.NoError(t, f.Add(release(t, "one")))
	_, err := f.Finish()
	require.NoError(t, err)
	before := treeOf(t, o.Folder)
	require.NoError(t, f.Drop(nil))
	require.Equal(t, before, treeOf(t, o.Folder))
}

// TestATreeIsBegunOnlyWhereThereIsNothingToCompareWith asks where Write has to compare.
func TestATreeIsBegunOnlyWhereThereIsNothingToCompareWith(t *testing.T) {
	there := into(filepath.Join(t.TempDir(), "dist"))
	require.NoError(t, os.Mkdir(there.Folder, 0o755))
	carries := into(filepath.Join(t.TempDir(), "dist"))
	carries.Carry = t.TempDir()
	knows := into(filepath.Join(t.TempDir(), "dist"))
	knows.Past = &Seal{}
	for _, o := range []Options{there, carries, knows} {
		f, err := Begin(o)
		require.NoError(t, err)
		require.Nil(t, f)
		require.LessOrEqual(t, len(namesIn(t, filepath.Dir(o.Folder))), 1)
	}
	_, err := Begin(into(string(filepath.Separator)))
	require.Error(t, err, "a place that nobody publishes into")
}

// TestAnOutputThatAppearsMeanwhileStays makes the folder while the tree is in the making.
func TestAnOutputThatAppearsMeanwhileStays(t *testing.T) {
	top := t.TempDir()
	o := into(filepath.Join(top, "dist"))
	f := begun(t, o)
	require.NoError(t, f.Add(release(t, "one")))
	require.NoError(t, os.Mkdir(o.Folder, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(o.Folder, "theirs"), []byte("x"), 0o644))
	before := treeOf(t, top)
	_, err := f.Finish()
	require.ErrorContains(t, err, "nothing was changed")
	for name := range before {
		if name != "dist/" && name != "dist/theirs" && name != "./" {
			delete(before, name) // the tree that was given up
		}
	}
	require.Equal(t, before, treeOf(t, top))
}

func TestAFlowIsAddedOnce(t *testing.T) {
	o := into(filepath.Join(t.TempDir(), "dist"))
	f := begun(t, o)
	require.NoError(t, f.Add(release(t, "one")))
	err := f.Add(release(t, "two"))
	require.EqualError(t, err, "two releases of desk cannot be published at once; nothing was changed")
	require.Equal(t, err, f.Drop(err))
	require.Empty(t, namesIn(t, filepath.Dir(o.Folder)))
}
