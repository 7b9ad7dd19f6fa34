package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// largeTree is a folder with two flows, large enough that an edit of the first exchanges
// nothing else.
func largeTree(t *testing.T) Options {
	t.Helper()
	o, _ := pastTree(t)
	o.wholeMost = 1
	return o
}

func edited(t *testing.T) []*backends.Release {
	first, _ := twoFlows(t, "two")
	return []*backends.Release{first}
}

func lookedAt(t *testing.T, path ...string) fs.FileInfo {
	t.Helper()
	info, err := os.Lstat(filepath.Join(path...))
	require.NoError(t, err)
	return info
}

// TestOnlyTheFlowThatChangesIsExchangedInALargeTree compares with a tree that was
// exchanged as a whole: the same files, but nobody touched those of the other flow.
func TestOnlyTheFlowThatChangesIsExchangedInALargeTree(t *testing.T) {
	o, whole := largeTree(t), largeTree(t)
	whole.wholeMost = 0
	for _, folder := range []string{o.Folder, whole.Folder} {
		require.NoError(t, os.MkdirAll(filepath.Join(folder, "desk", "theirs"), 0o750))
		require.NoError(t, os.WriteFile(filepath.Join(folder, "desk", "theirs", "notes"), []byte("call them"), 0o600))
	}
	tree, other, flow := lookedAt(t, o.Folder), lookedAt(t, o.Folder, "other", "plivo.xml"), lookedAt(t, o.Folder, "desk")
	former := lookedAt(t, whole.Folder)
	report, want := written(t, o, edited(t)...), written(t, whole, edited(t)...)
	require.Equal(t, treeOf(t, whole.Folder), treeOf(t, o.Folder))
	require.Equal(t, want.Added, report.Added)
	require.Equal(t, want.Changed, report.Changed)
	require.Empty(t, report.NotAtomic)

	require.True(t, os.SameFile(tree, lookedAt(t, o.Folder)), "the tree's own folder stays")
	require.False(t, os.SameFile(former, lookedAt(t, whole.Folder)), "a small tree is exchanged")
	require.False(t, os.SameFile(flow, lookedAt(t, o.Folder, "desk")))
	require.Equal(t, markOf(other).sum(), markOf(lookedAt(t, o.Folder, "other", "plivo.xml")).sum(), "nothing was done to the other flow")
	require.Equal(t, fs.FileMode(0o750), lookedAt(t, o.Folder, "desk", "theirs").Mode().Perm())
	require.Equal(t, folderMode, lookedAt(t, o.Folder, "desk").Mode().Perm())
	require.True(t, unbroken(o, report.Seal))
	requireNothingLeft(t, o.Folder)
}

// TestALargeTreeIsExchangedAsAWholeWhereOneFlowIsNotEnough changes more than one flow,
// adds one, or is asked for one step.
func TestALargeTreeIsExchangedAsAWholeWhereOneFlowIsNotEnough(t *testing.T) {
	first, _ := twoFlows(t, "two")
	second := made(t, "other", "plivo", "", steps{"main": "another", "more": "x"})
	for name, row := range map[string]struct {
		releases []*backends.Release
		atomic   bool
	}{
		"both flows":       {releases: []*backends.Release{first, second}},
		"a new flow":       {releases: []*backends.Release{made(t, "third", "plivo", "", steps{"main": "third"})}},
		"--atomic=require": {releases: []*backends.Release{first}, atomic: true},
	} {
		o := largeTree(t)
		o.RequireAtomic = row.atomic
		before := lookedAt(t, o.Folder)
		report := written(t, o, row.releases...)
		require.False(t, os.SameFile(before, lookedAt(t, o.Folder)), name)
		require.Empty(t, report.NotAtomic, name)
		require.True(t, unbroken(o, report.Seal), name)
	}
}

// killedAfter does what a publish of one flow does, up to the n-th of its steps, and
// leaves everything as it is then.
func killedAfter(t *testing.T, o Options, n int) {
	t.Helper()
	out, err := locate(o)
	require.NoError(t, err)
	p, err := open(o, out)
	require.NoError(t, err)
	defer p.close()
	pl, err := p.plan(edited(t))
	require.NoError(t, err)
	require.Equal(t, "desk", p.aloneIn(pl))
	s, err := p.newStage()
	require.NoError(t, err)
	defer s.root.Close()
	require.NoError(t, p.fillFlow(s, pl, "desk"))
	if n == 0 { // in the middle of the journal
		require.NoError(t, os.Truncate(filepath.Join(filepath.Dir(o.Folder), s.name, flowJournalName), 5))
	}
	staged, tree, err := openTwo(s.root, p.old)
	require.NoError(t, err)
	defer staged.Close()
	defer tree.Close()
	for _, name := range []string{"desk", ManifestName}[:max(n-1, 0)] {
		require.NoError(t, exchangeNames(staged, tree, name))
	}
}

func TestAKilledPublishOfOneFlowIsFinishedOrForgotten(t *testing.T) {
	for n, half := range []bool{false, false, true, false} {
		o := largeTree(t)
		before := treeOf(t, o.Folder)
		want := largeTree(t)
		written(t, want, edited(t)...)
		killedAfter(t, o, n)
		switch tree := treeOf(t, o.Folder); n {
		case 0, 1:
			require.Equal(t, before, tree)
		case 2:
			require.Equal(t, before[ManifestName], tree[ManifestName])
			require.NotEqual(t, before, tree)
		case 3:
			require.Equal(t, treeOf(t, want.Folder), tree)
		}
		report, err := Compare(edited(t), o)
		require.NoError(t, err)
		require.Equal(t, half, strings.Contains(strings.Join(report.Warnings, ""), "did not finish"), "%d", n)
		require.Equal(t, n != 3, report.ManifestChanged)
		var said []string
		o.Notify = func(line string) { said = append(said, line) }
		report = written(t, o, edited(t)...)
		require.Equal(t, half, len(said) == 1 && said[0] == "finishing an earlier build into "+o.Folder, "%d: %v", n, said)
		require.Equal(t, n > 1, report.Current(), "%d", n)
		require.Equal(t, treeOf(t, want.Folder), treeOf(t, o.Folder))
		requireNothingLeft(t, o.Folder)
	}
}

// TestASealIsBrokenByWhatAKilledPublishOfOneFlowLeft: the tree is finished, and then it
// is not the one that was sealed.
func TestASealIsBrokenByWhatAKilledPublishOfOneFlowLeft(t *testing.T) {
	o := largeTree(t)
	first, second := twoFlows(t, "one")
	seal := written(t, o, first, second).Seal
	killedAfter(t, o, 2)
	require.False(t, unbroken(o, seal))
	requireNothingLeft(t, o.Folder)
	require.Equal(t, 0, len(written(t, o, edited(t)...).Added))
}

// TestAForeignStageIsNoReasonToTouchTheTree lets somebody put a stage beside the output
// whose journal names other things, and one that cannot be finished.
func TestAForeignStageIsNoReasonToTouchTheTree(t *testing.T) {
	for _, journal := range []string{
		"", "{}", `{"ivrc_exchange":1,"flow":"../desk","folder":1,"manifest":2}`, `{"ivrc_exchange":1,"flow":"desk","folder":1,"manifest":2}`,
		`{"ivrc_exchange":1,"flow":"gone","folder":1,"manifest":2}`, strings.Repeat(" ", flowJournalLimit+1),
	} {
		o := largeTree(t)
		before := treeOf(t, o.Folder)
		stage := filepath.Join(filepath.Dir(o.Folder), stagePrefix("dist")+"0123456789abcdef")
		require.NoError(t, os.Mkdir(stage, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(stage, ManifestName), []byte("theirs"), 0o644))
		require.NoError(t, os.WriteFile(filepath.Join(stage, flowJournalName), []byte(journal), 0o644))
		first, second := twoFlows(t, "one")
		require.True(t, written(t, o, first, second).Current())
		require.Equal(t, before, treeOf(t, o.Folder))
		requireNothingLeft(t, o.Folder)
	}
}

// TestAFlowThatSomebodyMovesMeanwhileIsPutBack exchanges the folder of the flow for
// another one while the new one is ready and not seen yet.
func TestAFlowThatSomebodyMovesMeanwhileIsPutBack(t *testing.T) {
	o := largeTree(t)
	flow, elsewhere := filepath.Join(o.Folder, "desk"), filepath.Join(t.TempDir(), "desk")
	o.Ready = func() error {
		return errors.Join(os.Rename(flow, elsewhere), os.Mkdir(flow, 0o755), os.WriteFile(filepath.Join(flow, "theirs"), nil, 0o644))
	}
	_, err := Write(edited(t), o)
	require.ErrorContains(t, err, "replaced by something else")
	require.ErrorContains(t, err, "nothing was changed")
	require.FileExists(t, filepath.Join(flow, "theirs"))
	require.FileExists(t, filepath.Join(elsewhere, "plivo.xml"))
	requireNothingLeft(t, o.Folder)
}
