package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/publish"
	"ivrc/ir"
)

// manyFlows are so many that some wait to be written while others are compiled.
func manyFlows(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for i := range 3 * queued {
		id := fmt.Sprintf("hello-%02d", i)
		text := strings.Replace(hello("Hello."), "flow: hello", "flow: "+id, 1)
		require.NoError(t, os.WriteFile(filepath.Join(folder, id+".ivr.yaml"), []byte(text), 0o644))
	}
	return folder
}

func manyArgs(folder, out string, more ...string) []string {
	return append([]string{"build", folder, "--no-config", "--base-url", checkBase, "--no-sync", "--out", out}, more...)
}

// TestABuildThatWritesWhileItCompilesMakesTheSame builds into a folder that is not there
// and into an empty one, where everything is compared before it is written.
func TestABuildThatWritesWhileItCompilesMakesTheSame(t *testing.T) {
	folder := manyFlows(t)
	for _, more := range [][]string{nil, {"--target", "tropo,plivo"}, {"--release", "spring", "-q"}, {"--release", "none"}} {
		top := t.TempDir()
		ahead, compared := filepath.Join(top, "new", "dist"), filepath.Join(top, "dist")
		require.NoError(t, os.Mkdir(compared, 0o755))
		code, stdout, stderr := runIvrc(t, manyArgs(folder, ahead, more...)...)
		require.Equal(t, exitOK, code, stderr)
		wantCode, wantOut, wantErr := runIvrc(t, manyArgs(folder, compared, more...)...)
		require.Equal(t, wantCode, code)
		require.Equal(t, wantOut, stdout)
		require.Equal(t, strings.ReplaceAll(wantErr, compared, ahead), stderr)
		require.Equal(t, snapshot(t, compared), snapshot(t, ahead))
		require.Equal(t, []string{"dist"}, besideOut(t, ahead), "nothing else is left")
	}
}

// TestABuildOfAWrongFlowLeavesNothingOfTheOthers has one mistake in the last of many flows:
// others have been written by then, where nobody sees them.
func TestABuildOfAWrongFlowLeavesNothingOfTheOthers(t *testing.T) {
	for name, c := range map[string]struct{ wrong, says string }{
		"a mistake":   {strings.Replace(small("zz"), "start: a", "start: b", 1), "[IVR"},
		"a second id": {small("hello-00"), "is already another file's id"},
		"no flow":     {"[", "[IVR"},
	} {
		folder, top := manyFlows(t), t.TempDir()
		wrong := filepath.Join(folder, "zz.ivr.yaml")
		require.NoError(t, os.WriteFile(wrong, []byte(c.wrong), 0o644))
		code, stdout, stderr := runIvrc(t, manyArgs(folder, filepath.Join(top, "deep", "dist"))...)
		require.Equal(t, exitFlow, code, name)
		require.Empty(t, stdout, name)
		require.Contains(t, stderr, c.says, name)
		require.Contains(t, stderr, "; nothing was written\n", name)
		require.Empty(t, besideOut(t, filepath.Join(top, "x")), name)
	}
}

// TestFindingsThatEndABuildLeaveNothing: what --fail-on does not forgive is known when all
// is written.
func TestFindingsThatEndABuildLeaveNothing(t *testing.T) {
	folder, top := manyFlows(t), t.TempDir()
	doubtful := strings.Replace(hello("Hello."), "incomplete: bye", "no-input: bye, incomplete: bye", 1)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "zz.ivr.yaml"), []byte(doubtful), 0o644))
	code, _, stderr := runIvrc(t, manyArgs(folder, filepath.Join(top, "dist"), "--fail-on", "warning")...)
	require.Equal(t, exitFlow, code, stderr)
	require.Contains(t, stderr, "warning")
	require.NotContains(t, stderr, "error[")
	require.Empty(t, besideOut(t, filepath.Join(top, "x")))
}

// TestAReleaseNameThatCannotBeLeavesNothing: that is found with the first flow.
func TestAReleaseNameThatCannotBeLeavesNothing(t *testing.T) {
	top := t.TempDir()
	code, _, stderr := runIvrc(t, manyArgs(manyFlows(t), filepath.Join(top, "dist"), "--release", "A/B")...)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, `unlike "A/B"`)
	require.Empty(t, besideOut(t, filepath.Join(top, "x")))
}

// aheadOf is what a build does ahead, into a folder that is not there.
func aheadOf(t *testing.T, s session, n int, out string) *ahead {
	t.Helper()
	w := &work{inputs: make([]input, n)}
	a := s.ahead(w, &publishFlags{}, publish.Options{Folder: out, NoSync: true}, nil)
	require.NotNil(t, a)
	return a
}

// TestDocumentsThatSaySomethingElseAreNotPublishedAhead spoils an answer of one flow of
// two, as a defect of a backend would.
func TestDocumentsThatSaySomethingElseAreNotPublishedAhead(t *testing.T) {
	all := usualBackends()
	j := job{targets: all, all: all, base: checkBase}
	both := []compiled{j.compile(readShipped(t, frontDesk)), j.compile(readShipped(t, "../../flows/dial-status.ivr.yaml"))}
	answers := both[0].bundles[0].Answers
	answers[0].Of, answers[1].Of = answers[1].Of, answers[0].Of
	out := filepath.Join(t.TempDir(), "deep", "dist")
	p, _, messages := around(nil, "")
	s, _ := p.session()
	a := aheadOf(t, s, 2, out)
	for i := range both {
		a.take(i, &both[i])
		require.Equal(t, &ir.Flow{ID: both[i].flow.ID, Span: both[i].flow.Span}, both[i].flow, "the flow itself is not kept")
		require.Empty(t, both[i].bundles)
	}
	err := s.publish(both, &publishFlags{out: out}, publish.Options{Folder: out}, nil, a)
	s.dropped(a)
	require.Equal(t, errBug, err)
	require.Contains(t, messages.String(), "say something else than the flow: main, key 1: ")
	require.NoDirExists(t, filepath.Dir(out))
}

// TestAFolderThatIsInTheWayAheadIsSaidInTheEnd makes something else of the output while
// flows are compiled.
func TestAFolderThatIsInTheWayAheadIsSaidInTheEnd(t *testing.T) {
	all := usualBackends()
	c := []compiled{job{targets: all, all: all, base: checkBase}.compile(readShipped(t, frontDesk))}
	out := filepath.Join(t.TempDir(), "dist")
	p, _, _ := around(nil, "")
	s, _ := p.session()
	a := aheadOf(t, s, 1, out)
	a.take(0, &c[0])
	require.NoError(t, os.WriteFile(out, []byte("theirs"), 0o644))
	err := s.publish(c, &publishFlags{out: out}, publish.Options{Folder: out}, nil, a)
	s.dropped(a)
	require.ErrorContains(t, err, "nothing was changed")
	require.Equal(t, "theirs", read(t, out))
	require.Equal(t, []string{"dist"}, besideOut(t, out))
}

// TestNothingIsDoneAheadWhereItCouldNotStay asks in the cases that have to compare or read
// from a person first.
func TestNothingIsDoneAheadWhereItCouldNotStay(t *testing.T) {
	p, _, _ := around(nil, "")
	s, _ := p.session()
	there := t.TempDir()
	missing := filepath.Join(there, "dist")
	for name, c := range map[string]struct {
		in   input
		f    publishFlags
		out  string
		past *rebuild
	}{
		"an output":      {out: there},
		"--check":        {out: missing, f: publishFlags{check: true}},
		"standard input": {out: missing, in: input{stdin: true}},
		"a past":         {out: missing, past: &rebuild{past: &pastBuild{}}},
	} {
		a := s.ahead(&work{inputs: []input{c.in}}, &c.f, publish.Options{Folder: c.out, NoSync: true}, c.past)
		require.Nil(t, a, name)
	}
	require.Empty(t, besideOut(t, missing))
}
