package publish

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

func TestFilesThatAReusedNameNoLongerHasAreRemoved(t *testing.T) {
	for _, name := range []string{"spring", backends.NoVersion} {
		everyWay(t, func(t *testing.T, o Options) {
			written(t, o, made(t, "desk", "plivo", name, steps{"a": "1", "b": "2"}))
			written(t, o, made(t, "desk", "tropo", name, steps{"a": "1", "b": "2"}))
			report := written(t, o, made(t, "desk", "plivo", name, steps{"a": "1"}))
			require.Len(t, report.Removed, 2, "b and its answer")
			require.Empty(t, report.Added)
			tree := treeOf(t, o.Folder)
			for file := range tree {
				require.NotRegexp(t, `plivo/b\b`, file, "its folder is gone, too")
			}
			require.Len(t, tree, map[string]int{"spring": 18, backends.NoVersion: 16}[name])
		})
	}
}

func TestAnEntryThatTheFlowNoLongerHasIsRemoved(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		r := release(t, "one")
		r.Bundles[0].Entries = append(r.Bundles[0].Entries, backends.EntryFile{Name: "night.plivo.xml", Entry: "night", Of: "main"})
		r, err := backends.Assemble(r.Flow, r.Bundles, r.Version)
		require.NoError(t, err)
		written(t, o, r)
		require.FileExists(t, filepath.Join(o.Folder, "desk", "night.plivo.xml"))
		require.Equal(t, []string{"desk/night.plivo.xml"}, written(t, o, release(t, "one")).Removed)
		require.NoFileExists(t, filepath.Join(o.Folder, "desk", "night.plivo.xml"))
	})
}

func TestAFileThatSomebodyChangedIsNeitherDeletedNorWrittenOver(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		written(t, o, made(t, "desk", "plivo", "spring", steps{"a": "1", "b": "2"}))
		edited := filepath.Join(o.Folder, "desk/v/spring/plivo/b.xml")
		require.NoError(t, os.WriteFile(edited, []byte("mine"), 0o644))
		before := treeOf(t, o.Folder)
		_, err := Write([]*backends.Release{made(t, "desk", "plivo", "spring", steps{"a": "1", "b": "3"})}, o)
		var refusal *Refusal
		require.ErrorAs(t, err, &refusal)
		require.Contains(t, err.Error(), "dist/desk/v/spring/plivo/b.xml was changed or made by something else than ivrc, and this build would write over it; nothing was changed")
		require.Equal(t, before, treeOf(t, o.Folder))

		report := written(t, o, made(t, "desk", "plivo", "spring", steps{"a": "1"}))
		require.Equal(t, []string{"desk/v/spring/plivo/b.xml"}, report.Kept)
		require.Equal(t, []string{"desk/v/spring/plivo/b/1.xml"}, report.Removed)
		require.FileExists(t, edited)

		o.Force = true
		written(t, o, made(t, "desk", "plivo", "spring", steps{"a": "1", "b": "3"}))
		require.Equal(t, "3", treeOf(t, o.Folder)["desk/v/spring/plivo/b.xml"])
	})
}

func TestSomethingInTheWayIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		put  func(t *testing.T, folder string)
		says string
	}{
		"a folder for a file": {func(t *testing.T, out string) {
			require.NoError(t, os.MkdirAll(filepath.Join(out, "desk/plivo.xml/x"), 0o755))
		}, "desk/plivo.xml is a folder: a file of this build goes there; move it away"},
		"a file for a folder": {func(t *testing.T, out string) {
			require.NoError(t, os.WriteFile(filepath.Join(out, "desk"), nil, 0o644))
		}, "desk is a file: something that is not a folder is in the way; move it away"},
		"a link for a folder": {func(t *testing.T, out string) {
			if os.Symlink(t.TempDir(), filepath.Join(out, "desk")) != nil {
				t.Skip("this system has no links for us")
			}
		}, "desk is a link: something that is not a folder is in the way; move it away"},
	} {
		t.Run(name, func(t *testing.T) {
			everyWay(t, func(t *testing.T, o Options) {
				written(t, o, made(t, "other", "plivo", "", steps{"a": "1"}))
				c.put(t, o.Folder)
				before := treeOf(t, o.Folder)
				o.Force = true
				_, err := Write([]*backends.Release{release(t, "one")}, o)
				require.ErrorContains(t, err, c.says)
				require.Equal(t, before, treeOf(t, o.Folder))
			})
		})
	}
}
