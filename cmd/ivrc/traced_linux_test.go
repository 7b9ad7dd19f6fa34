package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// changingCalls are the system calls that change files or folders.
const changingCalls = "trace=?open,?openat,?openat2,?creat,?rename,?renameat,?renameat2,?unlink,?unlinkat,?rmdir,?mkdir,?mkdirat,?link,?linkat," +
	"?symlink,?symlinkat,?chmod,?fchmodat,?452,?chown,?fchownat,?lchown,?truncate,?mknod,?mknodat,?utimensat"

var (
	tracedCall = regexp.MustCompile(`^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)`)
	opensFile  = regexp.MustCompile(`^(open|openat|openat2)$`)
	writes     = regexp.MustCompile(`O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND`)
	tracedPath = regexp.MustCompile(`(AT_FDCWD|\d+)(?:<([^>]*)>)?, "([^"]*)"`)
	plainPath  = regexp.MustCompile(`^"([^"]*)"`)
)

// changed are the paths that a run changed or opened for writing.
func changed(t *testing.T, log string) (paths []string) {
	t.Helper()
	text, err := os.ReadFile(log)
	require.NoError(t, err)
	for _, line := range strings.Split(string(text), "\n") {
		m := tracedCall.FindStringSubmatch(line)
		if m == nil || opensFile.MatchString(m[1]) && !writes.MatchString(m[2]) {
			continue
		}
		found := 0
		for _, p := range tracedPath.FindAllStringSubmatch(m[2], -1) {
			found++
			path := p[3]
			if !filepath.IsAbs(path) {
				require.NotEmpty(t, p[2], "no folder: %s", line)
				path = filepath.Join(p[2], path)
			}
			paths = append(paths, path)
		}
		if p := plainPath.FindStringSubmatch(m[2]); found == 0 && p != nil {
			require.True(t, filepath.IsAbs(p[1]), line)
			paths, found = append(paths, p[1]), 1
		}
		if strings.HasPrefix(m[1], "syscall_") {
			continue // a call that this strace cannot name; its folder was opened above
		}
		require.Positive(t, found, "not understood: %s", line)
	}
	return paths
}

// TestABuildWritesIntoItsOutputAndStageOnly looks at every call that could change
// a file anywhere.
func TestABuildWritesIntoItsOutputAndStageOnly(t *testing.T) {
	need(t, "strace")
	folder, err := filepath.EvalSymlinks(openFolder(t))
	require.NoError(t, err)
	bin, out, log := program(t), filepath.Join(folder, "dist"), filepath.Join(t.TempDir(), "log")
	inside := regexp.MustCompile(`^` + regexp.QuoteMeta(folder) + `/(dist|\.dist\.ivrc-stage-[0-9a-f]{16})(/|$)`)
	for _, text := range []string{"Welcome.", "Hello.", "Hello."} {
		before, _ := os.ReadFile(filepath.Join(out, "ivrc-manifest.json"))
		code, _, stderr := execute(t, nil, append([]string{"strace", "-f", "-qq", "-y", "-s", "4096", "-o", log, "-e", changingCalls, bin},
			buildArgs(flowFile(t, folder, text), out)...)...)
		if strings.Contains(stderr, "strace: ") {
			t.Skipf("SKIPPED, not proven on this machine: %s", stderr)
		}
		require.Equal(t, exitOK, code, stderr)
		paths := changed(t, log)
		for _, path := range paths {
			require.Regexp(t, inside, path)
		}
		after, err := os.ReadFile(filepath.Join(out, "ivrc-manifest.json"))
		require.NoError(t, err)
		if string(before) == string(after) {
			require.Empty(t, paths, "nothing is opened for writing where nothing changes")
		} else {
			require.Greater(t, len(paths), 20)
		}
	}
	// --check neither.
	code, _, _ := execute(t, nil, append([]string{"strace", "-f", "-qq", "-y", "-s", "4096", "-o", log, "-e", changingCalls, bin},
		buildArgs(flowFile(t, folder, "Hi."), out, "--check")...)...)
	require.Equal(t, exitFlow, code)
	require.Empty(t, changed(t, log))
}
