package publish

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// halfDone prepares a publish in place and lets it put the first n files into
// their places, as a run does that is killed then. commit says whether the word
// to go was written.
func halfDone(t *testing.T, o Options, r *backends.Release, n int, commit bool) (files int) {
	t.Helper()
	out, err := locate(o)
	require.NoError(t, err)
	p, err := open(o, out)
	require.NoError(t, err)
	defer p.close()
	pl, err := p.plan([]*backends.Release{r})
	require.NoError(t, err)
	require.NoError(t, makeFolder(p.old, pendingName, 0o700))
	half, err := p.openPending()
	require.NoError(t, err)
	defer half.close()
	half.journal, err = p.journalOf(pl)
	require.NoError(t, err)
	require.NoError(t, half.prepare(pl))
	for i, f := range half.journal.Files[:min(n, len(half.journal.Files))] {
		require.NoError(t, half.place(fresh(i), f.Path))
	}
	if !commit {
		require.NoError(t, half.rename(journalName, draftName))
	}
	return len(half.journal.Files)
}

// history is an output with a version, and what two more builds make of it.
func history(t *testing.T) (o Options, two, three *backends.Release, want, old map[string]string) {
	t.Helper()
	build := func(name string, s steps) *backends.Release { return made(t, "desk", "plivo", name, s) }
	one := build(backends.NoVersion, steps{"a": "1", "b": "1", "gone": "1"})
	two = build(backends.NoVersion, steps{"a": "2", "b": "1", "c": "2"})
	three = build("spring", steps{"a": "3"})
	clean := into(filepath.Join(t.TempDir(), "dist"))
	for _, r := range []*backends.Release{one, two, three} {
		written(t, clean, r)
	}
	o = into(filepath.Join(t.TempDir(), "dist"))
	written(t, o, one)
	return o, two, three, treeOf(t, clean.Folder), treeOf(t, o.Folder)
}

func TestTheNextBuildFinishesAKilledOne(t *testing.T) {
	for n, all := 0, 1; n <= all; n++ {
		o, two, three, want, _ := history(t)
		all = halfDone(t, o, two, n, true)
		report, err := Compare([]*backends.Release{two}, o)
		require.NoError(t, err)
		require.False(t, report.Current(), "something is still to be done")
		written(t, o, three)
		require.Equal(t, want, treeOf(t, o.Folder), "after %d files", n)
		requireNothingLeft(t, o.Folder)
	}
}

func TestTheNextBuildTakesBackWhatWasGivenUp(t *testing.T) {
	for n, all := 0, 1; n <= all; n++ {
		o, two, _, _, old := history(t)
		all = halfDone(t, o, two, n, false)
		out, err := locate(o)
		require.NoError(t, err)
		p, err := open(o, out)
		require.NoError(t, err)
		require.NoError(t, p.recover())
		p.close()
		require.Equal(t, old, treeOf(t, o.Folder), "after %d files", n)
	}
}

func TestAnErrorInTheMiddleTakesEverythingBack(t *testing.T) {
	for _, blocked := range []string{"desk/plivo/c.xml", "desk/plivo.xml", ManifestName} {
		o, two, _, _, old := history(t)
		out, err := locate(o)
		require.NoError(t, err)
		p, err := open(o, out)
		require.NoError(t, err)
		pl, err := p.plan([]*backends.Release{two})
		require.NoError(t, err)
		require.NoError(t, makeFolder(p.old, pendingName, 0o700))
		r, err := p.openPending()
		require.NoError(t, err)
		r.journal, err = p.journalOf(pl)
		require.NoError(t, err)
		require.NoError(t, r.prepare(pl))
		place := filepath.Join(o.Folder, blocked)
		os.Remove(place)
		require.NoError(t, os.MkdirAll(filepath.Join(place, "x"), 0o755))
		err = r.finish()
		require.ErrorContains(t, err, blocked)
		require.ErrorContains(t, r.undo(err), "nothing was changed")
		r.close()
		p.close()
		require.NoError(t, os.RemoveAll(place))
		now := treeOf(t, o.Folder)
		if text, ok := old[blocked]; ok {
			now[blocked] = text
		}
		require.Equal(t, old, now, blocked)
	}
}

func TestWorkDoneSinceAKilledBuildIsNotWrittenOver(t *testing.T) {
	o, two, three, _, _ := history(t)
	halfDone(t, o, two, 0, true)
	spoil(t, filepath.Join(o.Folder, "desk/plivo.xml"), "mine")
	before := treeOf(t, o.Folder)
	_, err := Write([]*backends.Release{three}, o)
	require.ErrorContains(t, err, "an earlier build did not finish, and "+o.Folder+"/desk/plivo.xml was changed since")
	require.Equal(t, before, treeOf(t, o.Folder))
}

func TestATamperedJournalDoesNothing(t *testing.T) {
	hash := hashOf([]byte("x"))
	for name, text := range map[string]any{
		"empty": "", "a list": []int{},
		"upwards":         journal{Format: 1, Files: []placement{{Path: "../foreign", SHA256: hash}}},
		"absolute":        journal{Format: 1, Stale: []placement{{Path: "/foreign", SHA256: hash}}},
		"the manifest":    journal{Format: 1, Stale: []placement{{Path: ManifestName, SHA256: hash}}},
		"hidden":          journal{Format: 1, Files: []placement{{Path: ".htaccess", SHA256: hash}}},
		"twice":           journal{Format: 1, Files: []placement{{Path: "x", SHA256: hash}, {Path: "x", SHA256: hash}}},
		"no hash":         journal{Format: 1, Files: []placement{{Path: "x"}}},
		"folder":          journal{Format: 1, Folders: []string{"../x"}},
		"another format":  journal{Format: 2},
		"file gone":       journal{Format: 1, Files: []placement{{Path: "desk/x.xml", SHA256: hash}}},
		"file of another": journal{Format: 1, Files: []placement{{Path: "desk/plivo.xml", SHA256: hash}}},
	} {
		t.Run(name, func(t *testing.T) {
			o, two, _, _, _ := history(t)
			pending := filepath.Join(o.Folder, pendingName)
			require.NoError(t, os.Mkdir(pending, 0o700))
			encoded, err := json.Marshal(text)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(pending, journalName), encoded, 0o600))
			require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(o.Folder), "foreign"), []byte("x"), 0o600))
			before := treeOf(t, filepath.Dir(o.Folder))
			_, err = Write([]*backends.Release{two}, o)
			require.ErrorContains(t, err, "an earlier build did not finish")
			require.ErrorContains(t, err, "move")
			require.Equal(t, before, treeOf(t, filepath.Dir(o.Folder)))
		})
	}
}

func TestATornDraftIsTakenBack(t *testing.T) {
	for _, text := range []string{"", "{", `{"ivrc_journal": 1, "files": [`} {
		o, two, three, want, _ := history(t)
		pending := filepath.Join(o.Folder, pendingName)
		require.NoError(t, os.Mkdir(pending, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(pending, draftName), []byte(text), 0o600))
		written(t, o, two)
		written(t, o, three)
		require.Equal(t, want, treeOf(t, o.Folder))
	}
}

func TestFilesOfOthersInThePendingFolderStay(t *testing.T) {
	o, two, _, _, _ := history(t)
	mine := filepath.Join(o.Folder, pendingName, "mine.txt")
	require.NoError(t, os.Mkdir(filepath.Dir(mine), 0o700))
	require.NoError(t, os.WriteFile(mine, []byte("x"), 0o600))
	before := maps.Clone(treeOf(t, o.Folder))
	_, err := Write([]*backends.Release{two}, o)
	require.Error(t, err)
	require.Equal(t, before, treeOf(t, o.Folder))
}

func TestDocumentsComeBeforeTheEntriesAndTheManifestLast(t *testing.T) {
	o, two, _, _, _ := history(t)
	out, err := locate(o)
	require.NoError(t, err)
	p, err := open(o, out)
	require.NoError(t, err)
	defer p.close()
	pl, err := p.plan([]*backends.Release{two, made(t, "shop", "tropo", "", steps{"a": "1"})})
	require.NoError(t, err)
	j, err := p.journalOf(pl)
	require.NoError(t, err)
	var order []int
	for _, f := range j.Files {
		switch {
		case f.Path == ManifestName:
			order = append(order, 3)
		case f.Path == "desk/plivo.xml" || f.Path == "shop/tropo.xml":
			order = append(order, 2)
		default:
			order = append(order, 1)
		}
	}
	require.Equal(t, []int{1, 1, 1, 1, 1, 1, 2, 2, 3}, order)
}
