package publish

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// desk is a release of two steps and a menu between them, as backends make them:
// answers are copies of documents.
func desk(t *testing.T, name string, documents steps, answers, entries map[string]string) *backends.Release {
	t.Helper()
	r := made(t, "desk", "plivo", name, documents)
	b := r.Bundles[0]
	b.Answers, b.Entries = nil, nil
	for _, path := range slices.Sorted(maps.Keys(answers)) {
		b.Answers = append(b.Answers, backends.Answer{Path: path, Of: answers[path]})
	}
	for _, file := range []string{"plivo.xml", "plivo.error.xml", "night.plivo.xml"} { // as backends list them
		if entries[file] == "" {
			continue
		}
		entry, use := strings.TrimSuffix(strings.TrimSuffix(file, ".xml"), "plivo"), "answer"
		if strings.Contains(file, "error") {
			entry, use = "", "fallback"
		}
		b.Entries = append(b.Entries, backends.EntryFile{Name: file, Entry: strings.TrimSuffix(entry, "."), Use: use, Of: entries[file]})
	}
	r, err := backends.Assemble("desk", r.Bundles, name)
	require.NoError(t, err)
	return r
}

// goodAndBad publishes a good and a bad version: the bad one has other keys, a step more
// and an entry more.
func goodAndBad(t *testing.T, o Options) {
	t.Helper()
	written(t, o, desk(t, "good",
		steps{"main": "good main", "sales": "good sales", "support": "good support", "sorry": "good sorry", "main/again": "good again"},
		map[string]string{"main/1": "sales", "main/2": "support"},
		map[string]string{"plivo.xml": "main", "plivo.error.xml": "sorry"}))
	written(t, o, desk(t, "bad",
		steps{"main": "bad main", "sales": "bad sales", "support": "bad support", "extra": "bad extra", "main/again": "bad again", "main/third": "bad third"},
		map[string]string{"main/1": "support", "main/2": "sales", "main/3": "extra"},
		map[string]string{"plivo.xml": "extra", "night.plivo.xml": "sales"}))
}

func TestRetireLeadsCallersToTheSameStepOrTheBeginning(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		goodAndBad(t, o)
		report, led, err := Retire(Retirement{Bad: "bad", Good: "good"}, o)
		require.NoError(t, err)
		tree := treeOf(t, o.Folder)
		for file, want := range map[string]string{
			"desk/plivo.xml":                  "good main",
			"desk/plivo.error.xml":            "good sorry", // the bad version had none
			"desk/night.plivo.xml":            "good main",  // a number may lead there
			"desk/v/bad/plivo/main.xml":       "good main",
			"desk/v/bad/plivo/main/1.xml":     "good support", // what the menu promised
			"desk/v/bad/plivo/main/2.xml":     "good sales",
			"desk/v/bad/plivo/main/3.xml":     "good main",
			"desk/v/bad/plivo/extra.xml":      "good main",
			"desk/v/bad/plivo/main/again.xml": "good again",
			"desk/v/bad/plivo/main/third.xml": "good main",
			"desk/v/good/plivo/main/1.xml":    "good sales",
		} {
			require.Equal(t, want, tree[file], file)
		}
		require.Equal(t, []Led{{Flow: "desk", Version: "bad", Target: "plivo", Same: 7, Other: 2, Gone: []string{"extra"}, Where: "the beginning", Entries: 3}}, led)
		require.Len(t, report.Warnings, 1)
		require.Contains(t, report.Warnings[0], "version good has no entry night")
		to, retired := report.Manifest.Flow("desk").RetiredTo("bad")
		require.Equal(t, "good", to)
		require.True(t, retired)
		for file, want := range listed(report.Manifest) {
			require.Equal(t, want.SHA256, hashOf([]byte(tree[file])), file)
		}
		// A second time there is nothing to do.
		report, _, err = Retire(Retirement{Bad: "bad", Good: "good"}, o)
		require.NoError(t, err)
		require.True(t, report.Current(), "%+v", report)
	})
}

func TestADryRunOfRetireWritesNothing(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		goodAndBad(t, o)
		before := treeOf(t, o.Folder)
		report, led, err := Retire(Retirement{Bad: "bad", Good: "good", DryRun: true}, o)
		require.NoError(t, err)
		require.Len(t, led, 1)
		require.False(t, report.Current())
		require.Equal(t, before, treeOf(t, o.Folder))
	})
}

func TestARetiredVersionDoesNotComeBackUnnoticed(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		bad := made(t, "desk", "plivo", "", steps{"main": "bad"})
		good := made(t, "desk", "plivo", "", steps{"main": "good"})
		written(t, o, good)
		written(t, o, bad)
		before := filepath.Join(t.TempDir(), "before")
		require.NoError(t, os.CopyFS(before, os.DirFS(o.Folder)))
		_, _, err := Retire(Retirement{Bad: bad.Version, Good: good.Version}, o)
		require.NoError(t, err)
		after := treeOf(t, o.Folder)

		says := "version " + bad.Version + " of desk was retired to " + good.Version
		for _, run := range []func([]*backends.Release, Options) (*Report, error){Write, Compare} {
			_, err = run([]*backends.Release{bad}, o)
			require.ErrorContains(t, err, says)
		}
		carry := o
		carry.Carry = before
		_, err = Write([]*backends.Release{good}, carry)
		require.ErrorContains(t, err, "as it was before it was retired here")
		require.Equal(t, after, treeOf(t, o.Folder))

		// The mark outlives the files, and goes along with them.
		written(t, o, made(t, "desk", "plivo", "", steps{"main": "next"}))
		_, _, err = Collect(Collection{Now: time.Now().Add(time.Hour)}, o)
		require.NoError(t, err)
		require.NoDirExists(t, filepath.Join(o.Folder, "desk/v", bad.Version))
		_, err = Write([]*backends.Release{bad}, o)
		require.ErrorContains(t, err, says)
		fresh := into(filepath.Join(t.TempDir(), "fresh"))
		fresh.Carry = o.Folder
		_, err = Write([]*backends.Release{bad}, fresh)
		require.ErrorContains(t, err, says)

		o.Force = true
		report := written(t, o, bad)
		require.Len(t, report.Warnings, 1)
		require.Contains(t, report.Warnings[0], "had been retired")
		require.Equal(t, "bad", treeOf(t, o.Folder)["desk/plivo.xml"])
		o.Force = false
		require.True(t, written(t, o, bad).Current())
	})
}

func TestCallersOfVersionsRetiredBeforeAreLedOn(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		for _, name := range []string{"one", "two", "three"} {
			documents := steps{"main": name + " main", "sales": name + " sales"}
			if name == "one" {
				documents["extra"] = "one extra"
			}
			written(t, o, desk(t, name, documents, map[string]string{"main/1": "sales"}, map[string]string{"plivo.xml": "main"}))
		}
		for _, r := range []Retirement{{Bad: "one", Good: "two"}, {Bad: "two", Good: "three"}} {
			_, _, err := Retire(r, o)
			require.NoError(t, err)
		}
		tree := treeOf(t, o.Folder)
		require.Equal(t, "three sales", tree["desk/v/one/plivo/main/1.xml"])
		require.Equal(t, "three main", tree["desk/v/one/plivo/extra.xml"])
		_, _, err := Retire(Retirement{Bad: "three", Good: "two"}, o)
		require.ErrorContains(t, err, "version two of desk was retired to three")
	})
}

func TestGcKeepsWhereCallersOfARetiredVersionAreLed(t *testing.T) {
	o := into(filepath.Join(t.TempDir(), "dist"))
	releasesOf(t, o, "1", "2", "3", "4")
	_, _, err := Retire(Retirement{Bad: "c", Good: "a"}, o)
	require.NoError(t, err)
	dated(t, o.Folder, "desk", "c", time.Hour)
	_, fates := collected(t, Collection{OlderThan: 90 * time.Minute, DryRun: true}, o)
	require.Equal(t, "callers of c are led to it", fates["a"].Why)
	require.False(t, fates["a"].Goes || fates["c"].Goes)
	require.True(t, fates["b"].Goes)
	_, fates = collected(t, Collection{OlderThan: 30 * time.Minute, Keep: 2}, o)
	require.True(t, fates["a"].Goes && fates["c"].Goes, "a retired version is none of the newest")
	require.False(t, fates["b"].Goes)
}

func TestRetirementsThatWouldLoseCallersAreRefused(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		goodAndBad(t, o)
		written(t, o, made(t, "desk", "tropo", "bad", steps{"main": "bad"}))
		before := treeOf(t, o.Folder)
		never := func(string, string, string, func(string) ([]byte, bool)) bool { return false }
		for says, r := range map[string]Retirement{
			"no flow in":               {Bad: "other", Good: "good"},
			"desk has bad, good":       {Bad: "other", Good: "good"},
			"desk has no version none": {Bad: "bad", Good: "none"},
			"cannot be retired to itself": {
				Bad: "bad", Good: "bad"},
			"version good of desk has no documents for tropo": {Bad: "bad", Good: "good"},
			"no flow":                              {Bad: "bad", Good: "good", Flow: "shop"},
			"and has no step for callers in sorry": {Bad: "good", Good: "bad", Begins: never},
		} {
			_, _, err := Retire(r, o)
			var refusal *Refusal
			require.ErrorAs(t, err, &refusal)
			require.ErrorContains(t, err, says)
		}
		require.Equal(t, before, treeOf(t, o.Folder))
	})
}

func TestCallersAreNotLedToADial(t *testing.T) {
	o := into(filepath.Join(t.TempDir(), "dist"))
	goodAndBad(t, o)
	var asked []string
	_, led, err := Retire(Retirement{Bad: "bad", Good: "good", Begins: func(target, flow, base string, read func(string) ([]byte, bool)) bool {
		entry, ok := read(flow + "/" + target + ".xml")
		require.True(t, ok)
		step, ok := read(flow + "/v/good/" + target + "/sales.xml")
		require.True(t, ok)
		_, ok = read("somewhere/else.xml")
		require.False(t, ok)
		asked = append(asked, base, string(entry), string(step))
		return false
	}}, o)
	require.NoError(t, err)
	require.Equal(t, []string{"https://ivr.example.com/", "good main", "good sales"}, asked)
	require.Equal(t, "what follows an error", led[0].Where)
	require.Equal(t, "good sorry", treeOf(t, o.Folder)["desk/v/bad/plivo/extra.xml"])
}

func TestRetireWritesOverNoWorkOfOthers(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		goodAndBad(t, o)
		bad, good := filepath.Join(o.Folder, "desk/v/bad/plivo/main.xml"), filepath.Join(o.Folder, "desk/v/good/plivo/main.xml")
		require.NoError(t, os.WriteFile(bad, []byte("mine"), 0o644))
		_, _, err := Retire(Retirement{Bad: "bad", Good: "good"}, o)
		require.ErrorContains(t, err, "would write over it")
		force := o
		force.Force = true
		require.NoError(t, os.WriteFile(good, []byte("mine"), 0o644))
		_, _, err = Retire(Retirement{Bad: "bad", Good: "good"}, force)
		require.ErrorContains(t, err, "was changed since ivrc wrote it, so callers cannot be led there")
		require.NoError(t, os.WriteFile(good, []byte("good main"), 0o644))
		_, _, err = Retire(Retirement{Bad: "bad", Good: "good"}, force)
		require.NoError(t, err)
		require.Equal(t, "good main", treeOf(t, o.Folder)["desk/v/bad/plivo/main.xml"])
	})
}
