package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// site is an output with an old build, and what a new build makes of it.
type site struct {
	bin, folder, flow, out string
	// user are the words before a command that give up root, for outputs that can
	// only be replaced file by file.
	user     []string
	old, new string // snapshots
	keep     string // a copy of the old tree
	// command changes the output; nil is a build of the flow.
	command func(out string) []string
	// first says that there is no output before.
	first bool
}

// newSite builds both trees. A site in place belongs to nobody, in a folder that
// nobody cannot write to.
func newSite(t *testing.T, bin string, inPlace bool) *site {
	t.Helper()
	return newSiteOf(t, bin, inPlace, func(s *site, built string) {
		s.build(t, built)
		flowFile(t, s.folder, "Hello.")
	})
}

// newSiteOf prepares the old tree, and what its command needs.
func newSiteOf(t *testing.T, bin string, inPlace bool, prepare func(s *site, built string)) *site {
	t.Helper()
	s := &site{bin: bin, folder: openFolder(t)}
	s.out, s.keep = filepath.Join(s.folder, "dist"), filepath.Join(openFolder(t), "keep")
	if inPlace {
		s.user = []string{"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"}
	}
	s.flow = flowFile(t, s.folder, "Welcome.")
	require.NoError(t, os.Chmod(s.flow, 0o644))
	built := filepath.Join(openFolder(t), "dist")
	prepare(s, built)
	require.NoError(t, os.CopyFS(s.keep, os.DirFS(built)))
	// What others put there must survive as well.
	require.NoError(t, os.MkdirAll(filepath.Join(s.keep, "theirs"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(s.keep, "theirs/notes.txt"), []byte("call them"), 0o644))
	s.reset(t)
	s.old = s.seen(t)
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

func (s *site) args(out string) []string {
	if s.command != nil {
		return s.command(out)
	}
	return buildArgs(s.flow, out, "--lock-timeout", "10s")
}

// reset puts the old tree back.
func (s *site) reset(t *testing.T) {
	t.Helper()
	require.NoError(t, os.RemoveAll(s.out))
	if s.first {
		return
	}
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

// seen is what the output is like; empty where there is none.
func (s *site) seen(t *testing.T) string {
	t.Helper()
	if _, err := os.Lstat(s.out); s.first && os.IsNotExist(err) {
		return ""
	}
	return snapshot(t, s.out)
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
	for _, name := range besideOut(t, s.out) {
		if name != "dist" && !strings.HasSuffix(name, ".ivr.yaml") {
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
