package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// injectedCalls are the system calls at which a publish is killed or failed: all
// that write, and those that it cannot go on without. 452 is fchmodat2, which older
// versions of strace do not know by name.
var injectedCalls = []string{
	"write", "openat", "mkdirat", "linkat", "renameat", "renameat2", "unlinkat", "fchmod", "fchmodat", "452",
	"syncfs", "fsync", "flock", "close", "getdents64", "newfstatat", "read", "fsetxattr",
}

// onlyLooks are calls that change nothing. Where files are replaced one by one
// they are killed, but not failed as well: it would take too long.
var onlyLooks = map[string]bool{"close": true, "getdents64": true, "newfstatat": true, "read": true}

// pointLimit ends a test that never comes to the last call.
const pointLimit = 3000

// mostMisses in a row end the calls of one name. One is not enough: calls are
// counted by thread, and the next run may divide them in another way.
const mostMisses = 4

// atEveryCall tries each call at each time it is made by a build, two at once.
func atEveryCall(t *testing.T, inPlace bool, what string, judge func(t *testing.T, s *site, p point)) {
	atEveryCallOf(t, newSite, injectedCalls, inPlace, what, judge)
}

// atEveryCallOf does so with the command of a site, and these calls.
func atEveryCallOf(t *testing.T, at func(*testing.T, string, bool) *site, injected []string, inPlace bool, what string, judge func(t *testing.T, s *site, p point)) {
	need(t, "strace")
	if os.Geteuid() != 0 && inPlace {
		t.Skip("SKIPPED, not proven on this machine: only root can give a folder to somebody else")
	}
	if inPlace {
		need(t, "setpriv")
	}
	bin := filepath.Join(openFolder(t), "ivrc")
	c := exec.Command("go", "build", "-o", bin, ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0") // no loader of libraries, whose calls are not ours
	output, err := c.CombinedOutput()
	require.NoError(t, err, "%s", output)
	calls := make(chan string, len(injected))
	for _, call := range injected {
		if what == "signal=KILL" || !inPlace || !onlyLooks[call] {
			calls <- call
		}
	}
	close(calls)
	var workers sync.WaitGroup
	var mutex sync.Mutex
	points := map[string]int{}
	var total atomic.Int64
	for range 2 {
		s := at(t, bin, inPlace)
		workers.Go(func() {
			for call := range calls {
				if t.Failed() {
					return
				}
				tried, misses := 0, 0
				for n := 1; n < pointLimit && misses < mostMisses; n++ {
					p := s.inject(t, call, what, n)
					if p.hits == 0 {
						misses++
						s.reset(t) // this build has published
						continue
					}
					tried, misses = tried+1, 0
					judge(t, s, p)
					s.next(t, p.name)
					s.reset(t)
				}
				s.reset(t)
				mutex.Lock()
				points[call] = tried
				mutex.Unlock()
				total.Add(int64(tried))
			}
		})
	}
	workers.Wait()
	for _, call := range slices.Sorted(maps.Keys(points)) {
		t.Logf("%-12s %d points", call, points[call])
	}
	t.Logf("%d points with %s", total.Load(), what)
	require.Greater(t, total.Load(), int64(3*len(injected)))
	for _, call := range []string{"write", "openat", "mkdirat", "unlinkat", "flock"} {
		require.True(t, points[call] > 0 || !slices.Contains(injected, call), "no %s was tried", call)
	}
}

// TestMatrixKilledBuildsLeaveTheOldOrTheNewTree kills the build at every call.
func TestMatrixKilledBuildsLeaveTheOldOrTheNewTree(t *testing.T) {
	leavesOldOrNew(t, newSite, injectedCalls)
}

// leavesOldOrNew kills a build at each of these calls, and demands that it left nothing
// between the old tree and the new one.
func leavesOldOrNew(t *testing.T, at func(*testing.T, string, bool) *site, injected []string) {
	matrixOnly(t)
	outcomes := map[string]int{}
	var mutex sync.Mutex
	atEveryCallOf(t, at, injected, false, "signal=KILL", func(t *testing.T, s *site, p point) {
		tree := s.tree(t)
		require.Contains(t, []string{"old", "new"}, tree, p.name)
		mutex.Lock()
		outcomes[tree]++
		mutex.Unlock()
	})
	t.Logf("%v", outcomes)
	require.Positive(t, outcomes["old"])
	require.Positive(t, outcomes["new"])
}

// TestMatrixBuildsKilledInPlaceAreFinishedByTheNext is the same where files are
// replaced one by one: what counts is the tree after the next build.
func TestMatrixBuildsKilledInPlaceAreFinishedByTheNext(t *testing.T) {
	matrixOnly(t)
	atEveryCall(t, true, "signal=KILL", func(*testing.T, *site, point) {})
}

// errorTexts are what the system says for an error.
var errorTexts = map[string]string{"ENOSPC": "no space left on device", "EIO": "input/output error", "EACCES": "permission denied"}

// tree says which tree the output is.
func (s *site) tree(t *testing.T) string {
	t.Helper()
	switch tree := s.seen(t); tree {
	case s.old:
		return "old"
	case s.new:
		return "new"
	default:
		return "mixed: " + strings.Join(regexp.MustCompile(`(?m)^\S+ [-d]\S{9}$`).FindAllString(tree, -1), ", ")
	}
}

// namesAPlace is a message about a file or folder.
var namesAPlace = regexp.MustCompile(`(?m)^(ivrc|warning): .*(/|dist|manifest|results)`)

// judgeError: a build that fails says why and leaves the old tree and nothing
// else; one that does not fail has published. Where more than one call failed,
// undoing may have failed as well: then it says so.
func judgeError(cause string) func(*testing.T, *site, point) {
	return func(t *testing.T, s *site, p point) {
		tree, seen := s.tree(t), p.name+"\n"+p.stderr
		said := p.hits > 1 && strings.Contains(p.stderr, "the next build ")
		switch {
		case p.code == exitOK:
			require.Equal(t, "new", tree, seen)
		case strings.Contains(p.stderr, "writing the results: "):
			require.Equal(t, exitFailure, p.code)
			require.Equal(t, "new", tree, "the tree is published, only the report is not: %s", seen)
		case p.code == exitFailure:
			require.True(t, tree == "old" || said, "%s\n%s", seen, tree)
			if p.hits > 1 && p.stderr == "" {
				return // what failed was to say so
			}
			require.Contains(t, p.stderr, errorTexts[cause], p.name)
			require.Regexp(t, namesAPlace, p.stderr, p.name)
		default:
			// The run time of the language could not start: it says so itself.
			require.Equal(t, "old", tree, seen)
			require.Contains(t, p.stderr, "runtime", p.name)
		}
		if !said && !strings.HasPrefix(p.name, "unlinkat") && !(p.code == exitOK && strings.Contains(p.stderr, "warning: ")) {
			require.Empty(t, s.leftovers(t), seen)
		}
	}
}

func TestMatrixFailingCallsChangeNothing(t *testing.T) {
	matrixOnly(t)
	for _, cause := range slices.Sorted(maps.Keys(errorTexts)) {
		t.Run(cause, func(t *testing.T) { atEveryCall(t, false, "error="+cause, judgeError(cause)) })
	}
}

// TestMatrixFailingCallsInPlaceChangeNothing leaves EIO out: ivrc makes no difference
// between it and ENOSPC, and the test above has it.
func TestMatrixFailingCallsInPlaceChangeNothing(t *testing.T) {
	matrixOnly(t)
	for _, cause := range []string{"EACCES", "ENOSPC"} {
		t.Run(cause, func(t *testing.T) { atEveryCall(t, true, "error="+cause, judgeError(cause)) })
	}
}
