package publish

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// matrixOnly skips a test that takes too long for every day.
func matrixOnly(t *testing.T) {
	t.Helper()
	if os.Getenv("IVRC_MATRIX") != "1" {
		t.Skip("a long test: IVRC_MATRIX=1 runs it")
	}
}

// steps are the documents of a flow; the first by name is its start.
type steps map[string]string

// made compiles steps into a release for one target, as a backend would.
func made(t *testing.T, flow, target, name string, documents steps) *backends.Release {
	t.Helper()
	b := &backends.Bundle{
		Site: backends.Site{Base: "https://ivr.example.com/", Flow: flow, Target: target, Extension: ".xml"}, MediaType: "text/xml",
	}
	for i, id := range slices.Sorted(maps.Keys(documents)) {
		var body backends.Body
		body.Write(documents[id])
		b.Documents = append(b.Documents, backends.Document{Path: id, Body: body})
		b.Answers = append(b.Answers, backends.Answer{Path: id + "/1", Of: id})
		if i == 0 {
			b.Entries = []backends.EntryFile{{Name: target + ".xml", Use: "answer", Of: id}}
		}
	}
	r, err := backends.Assemble(flow, []*backends.Bundle{b}, name)
	require.NoError(t, err)
	return r
}

func release(t *testing.T, text string) *backends.Release {
	t.Helper()
	return made(t, "desk", "plivo", "", steps{"main": text})
}

// into are the options of most tests: nobody pulls the plug.
func into(out string) Options { return Options{Folder: out, NoSync: true} }

func written(t *testing.T, o Options, releases ...*backends.Release) *Report {
	t.Helper()
	r, err := Write(releases, o)
	require.NoError(t, err)
	return r
}

// treeOf is every file below a folder with its text, and every folder and link.
func treeOf(t *testing.T, root string) map[string]string {
	t.Helper()
	tree := map[string]string{}
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		require.NoError(t, err)
		name = filepath.ToSlash(name)
		switch {
		case entry.IsDir():
			tree[name+"/"] = ""
		case entry.Type().IsRegular():
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			tree[name] = string(text)
		default:
			tree[name] = entry.Type().String()
		}
		return nil
	}))
	return tree
}

// ways are those of publishing: as a whole, one flow of a large tree, file by file.
func ways() map[string]Options {
	return map[string]Options{"exchange": {}, "one flow": {wholeMost: -1}, "in place": {inPlace: true}}
}

// everyWay runs a test in each way of publishing.
func everyWay(t *testing.T, test func(t *testing.T, o Options)) {
	for name, way := range ways() {
		t.Run(name, func(t *testing.T) {
			o := into(filepath.Join(t.TempDir(), "dist"))
			o.inPlace, o.wholeMost = way.inPlace, way.wholeMost
			test(t, o)
			requireNothingLeft(t, o.Folder)
		})
	}
}

// requireNothingLeft: no stage beside the output, nothing pending in it.
func requireNothingLeft(t *testing.T, out string) {
	t.Helper()
	beside, err := os.ReadDir(filepath.Dir(out))
	require.NoError(t, err)
	for _, e := range beside {
		require.NotContains(t, e.Name(), "ivrc-stage")
	}
	require.NoDirExists(t, filepath.Join(out, pendingName))
}

func TestABuildWritesTheTreeAndEarlierVersionsStay(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		one, two := release(t, "one"), release(t, "two")
		report := written(t, o, one)
		require.Equal(t, []int{3, 3, 0, 0}, []int{report.Files, len(report.Added), len(report.Changed), len(report.Removed)})
		require.EqualValues(t, 9, report.Bytes)
		report = written(t, o, two)
		require.Equal(t, []string{"desk/plivo.xml"}, report.Changed)
		require.Len(t, report.Added, 2)
		for file, want := range map[string]string{
			"desk/plivo.xml": "two",
			"desk/v/" + one.Version + "/plivo/main.xml":   "one",
			"desk/v/" + two.Version + "/plivo/main.xml":   "two",
			"desk/v/" + two.Version + "/plivo/main/1.xml": "two",
		} {
			text, err := os.ReadFile(filepath.Join(o.Folder, file))
			require.NoError(t, err)
			require.Equal(t, want, string(text), file)
		}
		require.Equal(t, o.inPlace, report.NotAtomic != "")
	})
}

func TestASecondBuildOfTheSameWritesNothing(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		written(t, o, release(t, "one"))
		before, err := os.Stat(o.Folder)
		require.NoError(t, err)
		require.True(t, written(t, o, release(t, "one")).Current())
		after, err := os.Stat(o.Folder)
		require.NoError(t, err)
		require.True(t, os.SameFile(before, after), "nothing was exchanged")
		require.Equal(t, before.ModTime(), after.ModTime())
	})
}

func TestCompareSaysWhatABuildWouldChangeAndWritesNothing(t *testing.T) {
	out := filepath.Join(t.TempDir(), "deep", "dist")
	report, err := Compare([]*backends.Release{release(t, "one")}, into(out))
	require.NoError(t, err)
	require.False(t, report.Current())
	require.Len(t, report.Added, 3)
	require.NoDirExists(t, filepath.Dir(out))

	written(t, into(out), release(t, "one"))
	before := treeOf(t, out)
	report, err = Compare([]*backends.Release{release(t, "one")}, into(out))
	require.NoError(t, err)
	require.True(t, report.Current())
	report, err = Compare([]*backends.Release{release(t, "two")}, into(out))
	require.NoError(t, err)
	require.False(t, report.Current())
	require.Equal(t, []string{"desk/plivo.xml"}, report.Changed)
	require.Equal(t, before, treeOf(t, out))
	require.NoError(t, os.WriteFile(filepath.Join(out, "desk/plivo.xml"), []byte("edited"), 0o644))
	report, err = Compare([]*backends.Release{release(t, "one")}, into(out))
	require.NoError(t, err)
	require.Equal(t, []string{"desk/plivo.xml"}, report.Changed)
	_, err = Compare([]*backends.Release{release(t, "one")}, into(filepath.Join(out, "desk")))
	require.ErrorContains(t, err, "is not empty and was not written by ivrc")
}

func TestABuildThatFailsTakesItsFoldersBack(t *testing.T) {
	top := t.TempDir()
	o := into(filepath.Join(top, "a", "b", "dist"))
	o.Carry = filepath.Join(top, "nowhere")
	_, err := Write([]*backends.Release{release(t, "one")}, o)
	require.ErrorContains(t, err, "no such folder or manifest")
	require.Equal(t, map[string]string{"./": ""}, treeOf(t, top))
}

func TestStagesOfKilledRunsAreRemovedAndNothingElse(t *testing.T) {
	top := t.TempDir()
	keep := []string{".dist.ivrc-stage-1", ".dist.ivrc-stage-0123456789abcdeX", "dist.ivrc-stage-0123456789abcdef", ".other.ivrc-stage-0123456789abcdef"}
	for _, name := range append(keep, ".dist.ivrc-stage-0123456789abcdef") {
		require.NoError(t, os.MkdirAll(filepath.Join(top, name, "x"), 0o755))
	}
	file := filepath.Join(top, ".dist.ivrc-stage-fedcba9876543210")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	written(t, into(filepath.Join(top, "dist")), release(t, "one"))
	for _, name := range keep {
		require.DirExists(t, filepath.Join(top, name))
	}
	require.FileExists(t, file)
	require.NoDirExists(t, filepath.Join(top, ".dist.ivrc-stage-0123456789abcdef"))
}

func TestFilesOfOthersStay(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		written(t, o, release(t, "one"))
		theirs := map[string]string{"CNAME": "ivr.example.com", ".well-known/x": "y", "desk/notes.txt": "call them", "desk/v/README": "old"}
		for file, text := range theirs {
			require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(o.Folder, file)), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(o.Folder, file), []byte(text), 0o600))
		}
		require.NoError(t, os.Mkdir(filepath.Join(o.Folder, "empty"), 0o700))
		link := os.Symlink("CNAME", filepath.Join(o.Folder, "link"))
		written(t, o, release(t, "two"))
		tree := treeOf(t, o.Folder)
		for file, text := range theirs {
			require.Equal(t, text, tree[file])
		}
		require.Contains(t, tree, "empty/")
		if link == nil {
			to, err := os.Readlink(filepath.Join(o.Folder, "link"))
			require.NoError(t, err)
			require.Equal(t, "CNAME", to)
		}
	})
}

// manySteps is a flow of n steps with texts of its own.
func manySteps(n int, text string) steps {
	s := steps{}
	for i := range n {
		s[fmt.Sprintf("s%d", i)] = strings.Repeat(text, i+1)
	}
	return s
}

// TestFilesThatNobodyElseCouldReadAreOpened: what is published is for everybody.
func TestFilesThatNobodyElseCouldReadAreOpened(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes mean something else here")
	}
	everyWay(t, func(t *testing.T, o Options) {
		written(t, o, release(t, "one"))
		file, folder := filepath.Join(o.Folder, "desk/plivo.xml"), filepath.Join(o.Folder, "desk")
		require.NoError(t, os.Chmod(file, 0o600))
		require.NoError(t, os.Chmod(folder, 0o700))
		require.NoError(t, os.Chmod(o.Folder, 0o751))
		report, err := Compare([]*backends.Release{release(t, "one")}, o)
		require.NoError(t, err)
		require.True(t, report.Current(), "the content is")
		require.Contains(t, written(t, o, release(t, "one")).Changed, "desk/plivo.xml")
		for path, want := range map[string]fs.FileMode{file: 0o644, folder: 0o755, o.Folder: 0o751} {
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.Equal(t, want, info.Mode().Perm(), path)
		}
		require.True(t, written(t, o, release(t, "one")).Current())
	})
}
