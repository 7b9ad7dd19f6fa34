package publish

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// TestCarryBringsEarlierVersionsIntoAFreshTree: CI starts without an output.
func TestCarryBringsEarlierVersionsIntoAFreshTree(t *testing.T) {
	previous := filepath.Join(t.TempDir(), "previous")
	written(t, into(previous), release(t, "one"))
	written(t, into(previous), made(t, "shop", "tropo", "", steps{"hello": "shop"}))
	// What one folder would hold that was there all the time.
	whole := filepath.Join(t.TempDir(), "whole")
	for _, r := range []*backends.Release{release(t, "one"), made(t, "shop", "tropo", "", steps{"hello": "shop"}), release(t, "two")} {
		written(t, into(whole), r)
	}
	for _, from := range []string{previous, filepath.Join(previous, ManifestName)} {
		o := into(filepath.Join(t.TempDir(), "dist"))
		o.Carry = from
		written(t, o, release(t, "two"))
		require.Equal(t, treeOf(t, whole), treeOf(t, o.Folder))
		require.True(t, written(t, o, release(t, "two")).Current())
	}
}

func TestCarryDoesNotReplaceWhatIsThere(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		previous := filepath.Join(t.TempDir(), "previous")
		written(t, into(previous), made(t, "shop", "tropo", "spring", steps{"a": "old", "b": "old"}))
		written(t, into(previous), made(t, "desk", "plivo", "spring", steps{"a": "old"}))
		written(t, o, made(t, "shop", "tropo", "spring", steps{"a": "new"}))
		o.Carry = previous
		written(t, o, made(t, "desk", "plivo", "spring", steps{"a": "newest"}))
		tree := treeOf(t, o.Folder)
		require.Equal(t, "new", tree["shop/v/spring/tropo/a.xml"])
		require.Equal(t, "new", tree["shop/tropo.xml"])
		require.NotContains(t, tree, "shop/v/spring/tropo/b.xml")
		require.Equal(t, "newest", tree["desk/v/spring/plivo/a.xml"])
	})
}

func TestCarryTakesOnlyFilesWithTheirHash(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, folder string)
		says  string
	}{
		"another text":  {func(t *testing.T, f string) { spoil(t, f, "eno") }, "is not the file that its manifest describes"},
		"another size":  {func(t *testing.T, f string) { spoil(t, f, "longer") }, "is not the file that its manifest describes"},
		"a folder":      {func(t *testing.T, f string) { require.NoError(t, os.Remove(f)); require.NoError(t, os.Mkdir(f, 0o755)) }, "is not the file"},
		"nothing there": {func(t *testing.T, f string) { require.NoError(t, os.Remove(f)) }, "main.xml: "},
		"no folder":     {func(t *testing.T, f string) { require.NoError(t, os.RemoveAll(filepath.Dir(f))) }, "main.xml: "},
	} {
		t.Run(name, func(t *testing.T) {
			previous := filepath.Join(t.TempDir(), "previous")
			one := release(t, "one")
			written(t, into(previous), one)
			c.spoil(t, filepath.Join(previous, "desk/v", one.Version, "plivo/main.xml"))
			o := into(filepath.Join(t.TempDir(), "dist"))
			o.Carry = previous
			_, err := Write([]*backends.Release{release(t, "two")}, o)
			require.ErrorContains(t, err, c.says)
			require.ErrorContains(t, err, "nothing was changed")
			require.NoDirExists(t, o.Folder)
		})
	}
}

func spoil(t *testing.T, file, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
}

func TestCarryReadsManifestsAsCarefullyAsAnyOther(t *testing.T) {
	for name, text := range tampered() {
		previous := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(previous, ManifestName), []byte(text), 0o644))
		o := into(filepath.Join(t.TempDir(), "dist"))
		o.Carry = previous
		_, err := Write([]*backends.Release{release(t, "one")}, o)
		require.ErrorContains(t, err, "the manifest of --carry", name)
		require.NoDirExists(t, o.Folder)
	}
	o := into(filepath.Join(t.TempDir(), "dist"))
	o.Carry = t.TempDir()
	_, err := Write([]*backends.Release{release(t, "one")}, o)
	require.ErrorContains(t, err, "it holds no "+ManifestName)
	require.True(t, strings.HasPrefix(err.Error(), "--carry "))
}

// synced is what a host holds after one-way copying that also deletes what the
// output does not hold, as sync --delete does.
func synced(t *testing.T, host map[string]string, out string) (now map[string]string, deleted []string) {
	t.Helper()
	now = treeOf(t, out)
	for file := range host {
		if _, ok := now[file]; !ok {
			deleted = append(deleted, file)
		}
	}
	return now, deleted
}

// TestSyncWithDeleteTakesNoVersionAwayFromCallers is about an output that CI
// makes anew each time.
func TestSyncWithDeleteTakesNoVersionAwayFromCallers(t *testing.T) {
	fresh := func() Options { return into(filepath.Join(t.TempDir(), "dist")) }
	first := fresh()
	written(t, first, release(t, "one"))
	host, _ := synced(t, nil, first.Folder)

	without := fresh()
	written(t, without, release(t, "two"))
	_, deleted := synced(t, host, without.Folder)
	require.Contains(t, strings.Join(deleted, "\n"), "main.xml", "this is why --carry is there")

	with := fresh()
	with.Carry = first.Folder
	written(t, with, release(t, "two"))
	host, deleted = synced(t, host, with.Folder)
	require.Empty(t, deleted)
	require.Equal(t, "two", host["desk/plivo.xml"])
}
