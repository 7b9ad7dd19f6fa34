package publish

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func unbroken(o Options, seal *Seal) bool {
	_, ok := Sealed(o, seal, nil)
	return ok
}

// sealedTree is a folder with a build in it, and its seal.
func sealedTree(t *testing.T, names ...string) (Options, *Seal) {
	t.Helper()
	o := into(filepath.Join(t.TempDir(), "dist"))
	o.Seal = true
	var seal *Seal
	for _, name := range names {
		seal = written(t, o, release(t, name)).Seal
		require.NotNil(t, seal)
		require.True(t, unbroken(o, seal))
	}
	return o, seal
}

func TestASealHoldsAfterEveryKindOfBuild(t *testing.T) {
	sealedTree(t, "one")               // into nothing
	sealedTree(t, "one", "one")        // nothing to change
	sealedTree(t, "one", "two", "one") // an exchange, and back
	o, _ := sealedTree(t, "one")
	o.inPlace = true
	require.Nil(t, written(t, o, release(t, "two")).Seal, "file by file there is none")
	o.inPlace, o.Seal = false, false
	require.Nil(t, written(t, o, release(t, "one")).Seal, "nobody asked")
}

// TestASealIsBrokenByWhateverHappensToAFile does to each file of a tree what could
// happen to it. What the build writes into other files does not matter.
func TestASealIsBrokenByWhateverHappensToAFile(t *testing.T) {
	happens := map[string]func(t *testing.T, file string){
		"another text": func(t *testing.T, file string) {
			require.NoError(t, os.WriteFile(file, []byte("x"), 0o644))
		},
		"another text of the same length, and the time put back": func(t *testing.T, file string) {
			info, err := os.Stat(file)
			require.NoError(t, err)
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			text[0] ^= 1
			require.NoError(t, os.WriteFile(file, text, 0o644))
			require.NoError(t, os.Chtimes(file, time.Time{}, info.ModTime()))
		},
		"another file": func(t *testing.T, file string) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(file+".new", append(text[1:], 'x'), 0o644))
			require.NoError(t, os.Rename(file+".new", file))
		},
		"a link": func(t *testing.T, file string) {
			require.NoError(t, os.Rename(file, file+".moved"))
			require.NoError(t, os.Symlink(filepath.Base(file)+".moved", file))
		},
		"gone":        func(t *testing.T, file string) { require.NoError(t, os.Remove(file)) },
		"private":     func(t *testing.T, file string) { require.NoError(t, os.Chmod(file, 0o600)) },
		"in a closed": func(t *testing.T, file string) { require.NoError(t, os.Chmod(filepath.Dir(file), 0o700)) },
		"in a moved": func(t *testing.T, file string) {
			folder := filepath.Dir(file)
			require.NoError(t, os.Rename(folder, folder+"-moved"))
		},
	}
	for name, happen := range happens {
		o, _ := sealedTree(t, "one")
		var files []string
		for file := range treeOf(t, o.Folder) {
			if info, err := os.Stat(filepath.Join(o.Folder, file)); err == nil && info.Mode().IsRegular() {
				files = append(files, file)
			}
		}
		require.NotEmpty(t, files)
		for _, file := range files {
			if filepath.Dir(file) == "." && name[:4] == "in a" {
				continue // the tree's own folder is its owner's affair
			}
			o, seal := sealedTree(t, "one")
			happen(t, filepath.Join(o.Folder, file))
			require.False(t, unbroken(o, seal), "%s: %s", file, name)
		}
	}
}

func TestASealIsOfOneTree(t *testing.T) {
	o, seal := sealedTree(t, "one")
	other, _ := sealedTree(t, "one")
	require.False(t, unbroken(other, seal), "the same texts in other files")
	require.NoError(t, os.Mkdir(filepath.Join(o.Folder, pendingName), 0o700))
	require.False(t, unbroken(o, seal), "something waits to be finished")
	require.NoError(t, os.RemoveAll(o.Folder))
	require.False(t, unbroken(o, seal))
	_, err := os.Lstat(o.Folder)
	require.ErrorIs(t, err, os.ErrNotExist, "nothing is made")
}

// TestADamagedSealIsNone cuts a seal and changes every bit of it. A mark that was
// changed is another mark; a name that was changed is another file.
func TestADamagedSealIsNone(t *testing.T) {
	o, seal := sealedTree(t, "one")
	text := seal.Encode()
	holds := func(text []byte) bool {
		seal, ok := ReadSeal(text)
		return ok && unbroken(o, seal)
	}
	require.True(t, holds(text))
	for i := range text {
		require.False(t, holds(text[:i]), "cut to %d bytes", i)
		for bit := range 8 {
			damaged := append([]byte{}, text...)
			damaged[i] ^= 1 << bit
			require.False(t, holds(damaged), "bit %d of byte %d", bit, i)
		}
	}
	require.False(t, holds(append(text, 0)))
}

func TestAFileIsReadWhileItsClockStandsStill(t *testing.T) {
	now := time.Now().UnixNano()
	for _, row := range []struct {
		changed int64
		settled bool
	}{{now, false}, {now - int64(tick)/2, false}, {now - 2*int64(tick) | 1, true}, {now + int64(time.Hour), false}} {
		require.Equal(t, row.settled, mark{changed: row.changed, seen: now}.settled())
	}
	second := now / 1e9 * 1e9
	require.False(t, mark{changed: second, seen: second + int64(time.Second)}.settled(), "this clock counts seconds")
	require.True(t, mark{changed: second, seen: second + int64(3*time.Second)}.settled())
}

func FuzzReadSeal(f *testing.F) {
	f.Add([]byte{sealFormat, 1, 1, 'a', 1, 1, 'b', 1, 2, 3, 4, 5, 6, 7, 8, 0})
	f.Fuzz(func(t *testing.T, text []byte) {
		seal, ok := ReadSeal(text)
		require.True(t, !ok || len(seal.folders) > 0)
		if seal == nil {
			return
		}
		for _, folder := range seal.folders {
			require.LessOrEqual(t, len(folder.files), len(text))
		}
	})
}
