package main

import (
	"bytes"
	"fmt"
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

// site is an output with an old build, and what a new build makes of it.
type site struct {
	bin, folder, flow, out string
	// user are the words before a command that give up root, for outputs that can
	// only be replaced file by file.
	user     []string
	old, new string // snapshots
	keep     string // a copy of the old tree
}

// newSite builds both trees. A site in place belongs to nobody, in a folder that
// nobody cannot write to.
func newSite(t *testing.T, bin string, inPlace bool) *site {
	t.Helper()
	s := &site{bin: bin, folder: openFolder(t)}
	s.out, s.keep = filepath.Join(s.folder, "dist"), filepath.Join(openFolder(t), "keep")
	if inPlace {
		s.user = []string{"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"}
	}
	s.flow = flowFile(t, s.folder, "Welcome.")
	require.NoError(t, os.Chmod(s.flow, 0o644))
	built := filepath.Join(openFolder(t), "dist")
	s.build(t, built)
	require.NoError(t, os.CopyFS(s.keep, os.DirFS(built)))
	// What others put there must survive as well.
	require.NoError(t, os.MkdirAll(filepath.Join(s.keep, "theirs"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(s.keep, "theirs/notes.txt"), []byte("call them"), 0o644))
	flowFile(t, s.folder, "Hello.")
	s.reset(t)
	s.old = snapshot(t, s.out)
	s.build(t, s.out)
	s.new = snapshot(t, s.out)
	require.NotEqual(t, s.old, s.new)
	s.reset(t)
	return s
}

func (s *site) build(t *testing.T, out string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := run(s.args(out), strings.NewReader(""), &stdout, &stderr)
	require.Equal(t, exitOK, code, stderr.String())
}

func (s *site) args(out string) []string { return buildArgs(s.flow, out, "--lock-timeout", "10s") }

// reset puts the old tree back.
func (s *site) reset(t *testing.T) {
	t.Helper()
	require.NoError(t, os.RemoveAll(s.out))
	require.NoError(t, os.CopyFS(s.out, os.DirFS(s.keep)))
	require.NoError(t, filepath.Walk(s.out, func(path string, info os.FileInfo, err error) error {
		require.NoError(t, err)
		if info.IsDir() {
			require.NoError(t, os.Chmod(path, 0o755))
		}
		if s.user != nil {
			require.NoError(t, os.Lchown(path, 65534, 65534))
		}
		return nil
	}))
}

// point is one build in which the n-th call went wrong.
type point struct {
	name string
	// hits is how often it did: strace counts the calls of each thread, so that it
	// can be more than once. 0 says that there was no n-th call.
	hits   int
	code   int
	stderr string
}

func (s *site) inject(t *testing.T, call, what string, n int) point {
	t.Helper()
	log := filepath.Join(filepath.Dir(s.keep), "strace.log")
	require.NoError(t, os.WriteFile(log, nil, 0o666))
	require.NoError(t, os.Chmod(log, 0o666))
	args := append(slices.Clone(s.user), "strace", "-f", "-qq", "-o", log, "-e", "trace="+call,
		"-e", fmt.Sprintf("inject=%s:%s:when=%d", call, what, n), s.bin)
	p := point{name: fmt.Sprintf("%s %d: %s", call, n, what)}
	p.code, _, p.stderr = execute(t, []string{"GOMAXPROCS=1"}, append(args, s.args(s.out)...)...)
	text, err := os.ReadFile(log)
	require.NoError(t, err)
	p.hits = bytes.Count(text, []byte("(INJECTED)")) + bytes.Count(text, []byte("+++ killed by SIGKILL"))
	return p
}

// leftovers are what a build leaves beside or in its output besides the tree.
func (s *site) leftovers(t *testing.T) (left []string) {
	t.Helper()
	for _, name := range beside(t, s.out) {
		if name != "dist" && name != "hello.ivr.yaml" {
			left = append(left, name)
		}
	}
	if _, err := os.Lstat(filepath.Join(s.out, ".ivrc-pending")); err == nil {
		left = append(left, ".ivrc-pending")
	}
	return left
}

// next is the build after: it must succeed and leave nothing behind.
func (s *site) next(t *testing.T, point string) {
	t.Helper()
	s.build(t, s.out)
	require.Equal(t, s.new, snapshot(t, s.out), point)
	require.Empty(t, s.leftovers(t), point)
}

// pointLimit ends a test that never comes to the last call.
const pointLimit = 3000

// atEveryCall tries each call at each time it is made, two at once.
func atEveryCall(t *testing.T, inPlace bool, what string, judge func(t *testing.T, s *site, p point)) {
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
	calls := make(chan string, len(injectedCalls))
	for _, call := range injectedCalls {
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
		s := newSite(t, bin, inPlace)
		workers.Go(func() {
			for call := range calls {
				if t.Failed() {
					return
				}
				n := 1
				for ; n < pointLimit; n++ {
					p := s.inject(t, call, what, n)
					if p.hits == 0 {
						break
					}
					judge(t, s, p)
					s.next(t, p.name)
					s.reset(t)
				}
				s.reset(t)
				mutex.Lock()
				points[call] = n - 1
				mutex.Unlock()
				total.Add(int64(n - 1))
			}
		})
	}
	workers.Wait()
	for _, call := range slices.Sorted(maps.Keys(points)) {
		t.Logf("%-12s %d points", call, points[call])
	}
	t.Logf("%d points with %s", total.Load(), what)
	require.Greater(t, total.Load(), int64(100))
	for _, call := range []string{"write", "openat", "mkdirat", "unlinkat", "flock"} {
		require.Positive(t, points[call], "no %s was tried", call)
	}
}

// TestMatrixKilledBuildsLeaveTheOldOrTheNewTree kills the build at every call.
func TestMatrixKilledBuildsLeaveTheOldOrTheNewTree(t *testing.T) {
	matrixOnly(t)
	outcomes := map[string]int{}
	var mutex sync.Mutex
	atEveryCall(t, false, "signal=KILL", func(t *testing.T, s *site, p point) {
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
	switch tree := snapshot(t, s.out); tree {
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

func TestMatrixFailingCallsInPlaceChangeNothing(t *testing.T) {
	matrixOnly(t)
	for _, cause := range slices.Sorted(maps.Keys(errorTexts)) {
		t.Run(cause, func(t *testing.T) { atEveryCall(t, true, "error="+cause, judgeError(cause)) })
	}
}
