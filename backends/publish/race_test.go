package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

func TestNothingOutsideChangesWhileSomebodySwapsFolders(t *testing.T) { swaps(t, 40) }

func TestMatrixSwaps(t *testing.T) {
	matrixOnly(t)
	swaps(t, 500)
}

// swaps lets builds run while somebody puts links to other folders in the place
// of the output, its folders and its files. A build may fail; it must not write
// there.
func swaps(t *testing.T, rounds int) {
	if os.Symlink("x", filepath.Join(t.TempDir(), "x")) != nil {
		t.Skip("this system has no links for us")
	}
	top := t.TempDir()
	out := filepath.Join(top, "dist")
	canaries := []string{filepath.Join(t.TempDir(), "far"), filepath.Join(top, "near")}
	before := make([]map[string]string, len(canaries))
	for i, canary := range canaries {
		// It looks like an output, so that a build that got there would find its way.
		written(t, into(canary), release(t, "canary"))
		require.NoError(t, os.WriteFile(filepath.Join(canary, "plivo.xml"), []byte("canary"), 0o644))
		before[i] = treeOf(t, canary)
	}
	places := []string{"", "desk", "desk/v", "desk/plivo.xml", ManifestName}
	done := 0
	for n := range rounds {
		for _, place := range places { // what the round before left
			place = filepath.Join(out, place)
			if info, err := os.Lstat(place); err == nil && info.Mode()&fs.ModeSymlink != 0 {
				require.NoError(t, os.Remove(place))
			}
		}
		stop := make(chan struct{})
		var swapper sync.WaitGroup
		swapper.Go(func() {
			for i := n; ; i++ {
				for range i % 61 * 4 { // a moment, longer each time
					os.Lstat(out)
				}
				select {
				case <-stop:
					return
				default:
					swap(out, places[i%len(places)], canaries[i/len(places)%2], i)
				}
			}
		})
		o := into(out)
		o.LockTimeout, o.Force, o.inPlace = time.Minute, true, n%3 == 1
		if n%3 == 2 {
			o.wholeMost = -1
		}
		if _, err := Write([]*backends.Release{release(t, fmt.Sprint(n%7))}, o); err == nil {
			done++
		}
		close(stop)
		swapper.Wait()
	}
	t.Logf("%d of %d builds succeeded meanwhile", done, rounds)
	require.Positive(t, done)
	require.Less(t, done, rounds, "nobody was in the way")
	for i, canary := range canaries {
		require.Equal(t, before[i], treeOf(t, canary))
	}
}

// swap puts a link in the place of something for a moment.
func swap(out, inside, canary string, n int) {
	place := filepath.Join(out, inside)
	aside := filepath.Join(filepath.Dir(out), fmt.Sprintf("aside-%d", n))
	if os.Rename(place, aside) != nil {
		return
	}
	target := canary
	if inside == "desk/plivo.xml" || inside == ManifestName {
		target = filepath.Join(canary, inside)
	}
	if os.Symlink(target, place) != nil {
		os.RemoveAll(aside)
		return
	}
	os.Stat(place)
	if info, err := os.Lstat(place); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		os.Remove(place)
	}
	if os.Rename(aside, place) != nil {
		os.RemoveAll(aside)
	}
}

func TestBuildsAtOnceEachPublishAWholeTree(t *testing.T) { crowds(t, 1) }

func TestMatrixCrowds(t *testing.T) {
	matrixOnly(t)
	crowds(t, 20)
}

// crowds lets builds of one flow run at once, and looks at the tree all the time.
func crowds(t *testing.T, rounds int) {
	for _, size := range []int{2, 4, 8} {
		for round := range rounds {
			out := filepath.Join(t.TempDir(), "dist")
			releases := make([]*backends.Release, size)
			whole := map[string]bool{}
			for i := range releases {
				releases[i] = made(t, "desk", "plivo", backends.NoVersion, manySteps(6, fmt.Sprint(i)))
				alone := filepath.Join(t.TempDir(), "dist")
				written(t, into(alone), releases[i])
				whole[fmt.Sprint(treeOf(t, alone))] = true
			}
			written(t, into(out), releases[0])
			stop := make(chan struct{})
			var builds, looks sync.WaitGroup
			looks.Go(func() { observe(t, out, whole, stop) })
			for i := range releases {
				builds.Go(func() {
					o := into(out)
					o.LockTimeout = time.Minute
					if _, err := Write(releases[i:i+1], o); err != nil {
						t.Errorf("round %d, build %d: %v", round, i, err)
					}
				})
			}
			builds.Wait()
			close(stop)
			looks.Wait()
			require.True(t, whole[fmt.Sprint(treeOf(t, out))])
			requireNothingLeft(t, out)
		}
	}
}

// observe reads the tree again and again. What it read counts if the folder was
// the same before and after: somebody who walks through a folder during an
// exchange sees the old one being removed.
func observe(t *testing.T, out string, whole map[string]bool, stop <-chan struct{}) {
	for {
		before, err := os.Stat(out)
		if err != nil {
			t.Errorf("the output is not there: %v", err)
			return
		}
		tree, err := read(out)
		after, gone := os.Stat(out)
		if err == nil && gone == nil && os.SameFile(before, after) && !whole[fmt.Sprint(tree)] {
			t.Errorf("a mixed tree: %v", tree)
			return
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("reading the tree: %v", err)
		}
		select {
		case <-stop:
			return
		default:
		}
	}
}

// read is like treeOf, for a tree that may go away meanwhile.
func read(root string) (map[string]string, error) {
	tree := map[string]string{}
	folder, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	err = fs.WalkDir(folder.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			tree[path+"/"] = ""
			return err
		}
		text, err := folder.ReadFile(path)
		tree[path] = string(text)
		return err
	})
	return tree, err
}
