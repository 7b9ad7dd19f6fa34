package publish

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// noon is when the tests' gc runs.
var noon = time.Date(2030, 5, 17, 12, 0, 0, 0, time.UTC)

// dated gives every file of a version a time.
func dated(t *testing.T, out, flow, version string, before time.Duration) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(filepath.Join(out, flow, "v", version), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.Chtimes(path, noon.Add(-before), noon.Add(-before))
	}))
}

func collected(t *testing.T, c Collection, o Options) (*Report, map[string]Fate) {
	t.Helper()
	c.Now = noon
	report, fates, err := Collect(c, o)
	require.NoError(t, err)
	found := map[string]Fate{}
	for _, f := range fates {
		found[f.Version] = f
	}
	return report, found
}

// releasesOf publishes releases of these texts under the names a, b, c …; each was
// left so many hours before noon as its place from the end says.
func releasesOf(t *testing.T, o Options, texts ...string) {
	t.Helper()
	for i, text := range texts {
		written(t, o, made(t, "desk", "plivo", string(rune('a'+i)), steps{"main": text, "sub": text}))
	}
	for i := range texts {
		dated(t, o.Folder, "desk", string(rune('a'+i)), time.Duration(len(texts)-1-i)*time.Hour)
	}
}

func TestGcRemovesWhatNobodyCanBeOnAndNothingElse(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		releasesOf(t, o, "1", "2", "3", "4", "5", "6")
		written(t, o, made(t, "shop", "plivo", "old", steps{"main": "x"}))
		require.NoError(t, os.WriteFile(filepath.Join(o.Folder, "notes.txt"), []byte("ours"), 0o644))
		report, fates := collected(t, Collection{Keep: 2, OlderThan: 150 * time.Minute}, o)
		tree := treeOf(t, o.Folder)
		for version, goes := range map[string]bool{"a": true, "b": true, "c": true, "d": false, "e": false, "f": false, "old": false} {
			require.Equal(t, goes, fates[version].Goes, "%s: %s", version, fates[version].Why)
		}
		require.Equal(t, "entries lead to it", fates["f"].Why)
		require.Equal(t, "it is one of the newest 2", fates["e"].Why)
		require.Equal(t, "callers may be on it: entries led to it until 2 h ago", fates["d"].Why)
		require.Equal(t, "entries led to it until 3 h ago", fates["c"].Why)
		require.Len(t, report.Removed, 12)
		require.Equal(t, []int{3, 4}, []int{len(report.Manifest.Flow("desk").Versions), fates["a"].Files})
		require.NotContains(t, tree, "desk/v/c/")
		require.Equal(t, []string{"4", "6", "ours"}, []string{tree["desk/v/d/plivo/main.xml"], tree["desk/plivo.xml"], tree["notes.txt"]})
		report, _ = collected(t, Collection{Keep: 2, OlderThan: 150 * time.Minute}, o)
		require.True(t, report.Current(), "a second run has nothing to do")
	})
}

func TestADryRunOfGcWritesNothing(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		releasesOf(t, o, "1", "2", "3")
		before := treeOf(t, o.Folder)
		report, fates := collected(t, Collection{DryRun: true}, o)
		require.True(t, fates["a"].Goes)
		require.Len(t, report.Removed, 8)
		require.Equal(t, before, treeOf(t, o.Folder))
	})
}

func TestGcKeepsWhatEntriesLeadToHoweverOldItIs(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		releasesOf(t, o, "1", "2", "3")
		// Back to the first: a rollback by a build.
		written(t, o, made(t, "desk", "plivo", "a", steps{"main": "1", "sub": "1"}))
		dated(t, o.Folder, "desk", "a", 1000*time.Hour)
		_, fates := collected(t, Collection{OlderThan: time.Minute}, o)
		require.False(t, fates["a"].Goes)
		require.True(t, fates["b"].Goes)
		require.Equal(t, "1", treeOf(t, o.Folder)["desk/plivo.xml"])
	})
}

// TestTheTimeAtWhichEntriesLeaveAVersionIsInItsFiles: without that, a version that
// was in force for a month would go in the hour after a deploy.
func TestTheTimeAtWhichEntriesLeaveAVersionIsInItsFiles(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		young := func(version string) bool {
			t.Helper()
			_, fates := collected(t, Collection{DryRun: true, OlderThan: time.Hour}, o)
			return !fates[version].Goes
		}
		// The clock of these tests is ahead: files that are written now would be of the
		// future, and so stay.
		noonBefore := noon
		defer func() { noon = noonBefore }()
		noon = time.Now()
		releasesOf(t, o, "1", "2")
		dated(t, o.Folder, "desk", "a", 100*time.Hour)
		dated(t, o.Folder, "desk", "b", 100*time.Hour)
		require.False(t, young("a"))
		before := treeOf(t, o.Folder)["desk/v/b/plivo/main.xml"]
		written(t, o, made(t, "desk", "plivo", "c", steps{"main": "3"}))
		require.True(t, young("b"), "entries have just left it")
		require.False(t, young("a"), "entries left it long ago")
		require.Equal(t, before, treeOf(t, o.Folder)["desk/v/b/plivo/main.xml"])
		// There and back again: the last time counts.
		written(t, o, made(t, "desk", "plivo", "a", steps{"main": "1", "sub": "1"}))
		dated(t, o.Folder, "desk", "a", 100*time.Hour)
		written(t, o, made(t, "desk", "plivo", "c", steps{"main": "3"}))
		require.True(t, young("a"))
	})
}

func TestCarryBringsTheTimesOfVersionsAlong(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		now := time.Now()
		previous := into(filepath.Join(t.TempDir(), "previous"))
		releasesOf(t, previous, "1", "2", "3")
		for _, v := range []string{"a", "b", "c"} {
			dated(t, previous.Folder, "desk", v, noon.Sub(now)+100*time.Hour)
		}
		require.NoError(t, os.Mkdir(o.Folder, 0o755))
		o.Carry = previous.Folder
		written(t, o, made(t, "desk", "plivo", "d", steps{"main": "4"}))
		_, fates, err := Collect(Collection{DryRun: true, OlderThan: time.Hour, Now: now.Add(time.Minute)}, o)
		require.NoError(t, err)
		for _, f := range fates {
			require.Equal(t, f.Version == "a" || f.Version == "b", f.Goes, "%s: %s (entries leave c with this build)", f.Version, f.Why)
		}
	})
}

func TestAVersionWhoseTimesSayNothingStays(t *testing.T) {
	o := into(filepath.Join(t.TempDir(), "dist"))
	releasesOf(t, o, "1", "2", "3")
	dated(t, o.Folder, "desk", "a", noon.Sub(time.Unix(1, 0)))
	_, fates := collected(t, Collection{}, o)
	require.Equal(t, "its files have no time that says when entries left it", fates["a"].Why)
	require.False(t, fates["a"].Goes)
	require.True(t, fates["b"].Goes)
	dated(t, o.Folder, "desk", "a", -time.Hour)
	_, fates = collected(t, Collection{}, o)
	require.False(t, fates["a"].Goes, "its time is to come")
}

func TestVersionsOfOneTimeStayOrGoTogether(t *testing.T) {
	o := into(filepath.Join(t.TempDir(), "dist"))
	releasesOf(t, o, "1", "2", "3", "4")
	for _, v := range []string{"a", "b", "c"} {
		dated(t, o.Folder, "desk", v, 9*time.Hour)
	}
	_, fates := collected(t, Collection{Keep: 2, DryRun: true}, o)
	require.False(t, fates["a"].Goes || fates["b"].Goes || fates["c"].Goes, "nobody knows which is newer")
	_, fates = collected(t, Collection{Keep: 1, DryRun: true}, o)
	require.True(t, fates["a"].Goes && fates["b"].Goes && fates["c"].Goes)
}

func TestGcDeletesNoFileThatSomebodyChanged(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		releasesOf(t, o, "1", "2", "3")
		mine := filepath.Join(o.Folder, "desk/v/a/plivo/main.xml")
		require.NoError(t, os.WriteFile(mine, []byte("mine"), 0o644))
		require.NoError(t, os.Chtimes(mine, noon.Add(-9*time.Hour), noon.Add(-9*time.Hour)))
		report, fates := collected(t, Collection{}, o)
		require.True(t, fates["a"].Goes)
		require.Equal(t, []string{"desk/v/a/plivo/main.xml"}, report.Kept)
		require.Equal(t, "mine", treeOf(t, o.Folder)["desk/v/a/plivo/main.xml"])
	})
}

func TestGcLooksAtOneFlowIfAsked(t *testing.T) {
	o := into(filepath.Join(t.TempDir(), "dist"))
	releasesOf(t, o, "1", "2")
	for _, name := range []string{"x", "y"} {
		written(t, o, made(t, "shop", "plivo", name, steps{"main": name}))
		dated(t, o.Folder, "shop", name, time.Hour)
	}
	_, fates := collected(t, Collection{Flow: "shop"}, o)
	require.NotContains(t, fates, "a")
	require.True(t, fates["x"].Goes)
	require.Contains(t, treeOf(t, o.Folder), "desk/v/a/plivo/main.xml")
	_, _, err := Collect(Collection{Flow: "nobody"}, o)
	require.ErrorContains(t, err, "holds no flow nobody")
}

func TestFoldersWithoutAManifestAreNotCollected(t *testing.T) {
	folder := t.TempDir()
	for out, says := range map[string]string{filepath.Join(folder, "nowhere"): "there is no folder", folder: "nothing was published into"} {
		_, _, err := Collect(Collection{}, into(out))
		var refusal *Refusal
		require.ErrorAs(t, err, &refusal)
		require.ErrorContains(t, err, says)
		_, _, err = Retire(Retirement{Bad: "a", Good: "b"}, into(out))
		require.ErrorContains(t, err, says)
	}
}

func TestTheManifestGivesTheOrderOfAnUpload(t *testing.T) {
	o := into(filepath.Join(t.TempDir(), "dist"))
	releasesOf(t, o, "1")
	report := written(t, o, made(t, "shop", "plivo", backends.NoVersion, steps{"main": "x"}))
	require.Equal(t, []string{"*/v/**", "*/*/**", "*/*", ManifestName}, report.Manifest.Upload)
	for file := range listed(report.Manifest) {
		// The first pattern has a folder more than the second.
		isEntry := strings.Count(file, "/") == 1
		require.Equal(t, file == "desk/plivo.xml" || file == "shop/plivo.xml", isEntry, file)
	}
}
