package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// inside says, in a process that a test starts of itself, that it is the inner
// one.
const inside = "IVRC_TEST_INSIDE"

// again runs the test that calls it once more through a command, as another user
// or with mounts of its own, and passes on what comes out.
func again(t *testing.T, env string, command ...string) {
	t.Helper()
	need(t, command[0])
	args := append(command, program(t), "-test.run=^"+t.Name()+"$", "-test.v")
	c := exec.Command(args[0], args[1:]...)
	c.Env = append(os.Environ(), inside+"=1", env)
	output, err := c.CombinedOutput()
	text := string(output)
	if err == nil && strings.Contains(text, "--- SKIP: "+t.Name()+" ") {
		t.Skipf("SKIPPED, not proven on this machine: %s", text)
	}
	require.NoError(t, err, "%s", text)
	require.Contains(t, text, "--- PASS: "+t.Name()+" ")
}

// unprivileged says whether the test may go on. The rights of files do not bind
// root, so that root starts the test again as nobody.
func unprivileged(t *testing.T) bool {
	t.Helper()
	if os.Geteuid() != 0 {
		return true
	}
	tmp := filepath.Join(openFolder(t), "tmp")
	require.NoError(t, os.Mkdir(tmp, 0o777))
	require.NoError(t, os.Chmod(tmp, 0o777))
	again(t, "TMPDIR="+tmp, "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
	return false
}

// place is one way in which an output can be in a bad place.
type place struct {
	name string
	// put makes the output, which is not there yet.
	put  func(t *testing.T, out string)
	more []string // flags
	code int
	// says is what stderr has, with OUT for the output.
	says string
	// stays says that the output must not change.
	stays bool
}

// built puts a first build there.
func built(t *testing.T, out string) {
	t.Helper()
	code, _, stderr := runIvrc(t, buildArgs(flowFile(t, t.TempDir(), "Welcome."), out)...)
	require.Equal(t, exitOK, code, stderr)
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	require.NoError(t, os.Chmod(path, mode))
	t.Cleanup(func() { os.Chmod(path, 0o755) })
}

// locked is a build with the rights of one path taken away.
func locked(inside string, mode os.FileMode) func(t *testing.T, out string) {
	return func(t *testing.T, out string) {
		built(t, out)
		chmod(t, filepath.Join(out, inside), mode)
	}
}

var places = []place{
	{name: "the output is read-only", put: locked("", 0o555), code: exitFailure,
		says: "ivrc: writing into OUT: mkdirat .ivrc-pending: permission denied; nothing was changed\n", stays: true},
	{name: "the output cannot be read", put: locked("", 0o000), code: exitFailure,
		says: "ivrc: opening the output folder OUT: openat dist: permission denied\n"},
	{name: "the folder around it is read-only", put: locked("..", 0o555), code: exitOK,
		says: "publish: not atomic here because the folder around it cannot be written to\n"},
	{name: "the folder around it is read-only, and it must be atomic", put: locked("..", 0o555), more: []string{"--atomic", "require"}, code: exitFailure,
		says: "ivrc: OUT cannot be published in one step because the folder around it cannot be written to, and --atomic=require asks for that; nothing was changed\n", stays: true},
	{name: "the folder around it is read-only, and it is not there", put: func(t *testing.T, out string) { chmod(t, filepath.Dir(out), 0o555) }, code: exitFailure,
		says: "ivrc: making the new tree beside OUT: mkdirat .dist.ivrc-stage-"},
	{name: "the folder around it cannot be read", put: locked("..", 0o333), code: exitFailure,
		says: "ivrc: opening the folder around the output: "},
	{name: "a file is read-only", put: locked("hello/plivo.xml", 0o444), code: exitOK, says: "1 changed, 0 removed\n"},
	{name: "a file cannot be read", put: locked("hello/plivo.xml", 0o000), code: exitFailure,
		says: "ivrc: reading OUT/hello/plivo.xml: openat plivo.xml: permission denied\n"},
	{name: "the manifest cannot be read", put: locked("ivrc-manifest.json", 0o000), code: exitFailure,
		says: "ivrc: ivrc-manifest.json in the output folder cannot be used: openat ivrc-manifest.json: permission denied; move it away, or choose another folder with --out\n"},
	{name: "a folder in it is read-only", put: locked("hello", 0o555), code: exitFailure,
		says: "permission denied; nothing was changed\n", stays: true},
	{name: "a folder of others in it is read-only", put: func(t *testing.T, out string) {
		built(t, out)
		require.NoError(t, os.MkdirAll(filepath.Join(out, "theirs/x"), 0o755))
		chmod(t, filepath.Join(out, "theirs"), 0o555)
	}, code: exitOK, says: "publish: not atomic here because the folder theirs in it cannot be written to\n"},
	{name: "the carried folder cannot be read", put: func(t *testing.T, out string) {
		other := filepath.Join(filepath.Dir(out), "other")
		built(t, other)
		chmod(t, other, 0o000)
	}, more: []string{"--carry", "other"}, code: exitFailure, says: "ivrc: opening --carry other: "},

	{name: "a file", put: func(t *testing.T, out string) { require.NoError(t, os.WriteFile(out, nil, 0o644)) }, code: exitUsage,
		says: "ivrc: the output folder OUT is a file, not a folder\n", stays: true},
	{name: "a pipe", put: func(t *testing.T, out string) { require.NoError(t, syscall.Mkfifo(out, 0o644)) }, code: exitUsage,
		says: "ivrc: the output folder OUT is a pipe, not a folder\n", stays: true},
	{name: "a socket", put: func(t *testing.T, out string) {
		listener, err := net.Listen("unix", out)
		require.NoError(t, err)
		t.Cleanup(func() { listener.Close() })
	}, code: exitUsage, says: "ivrc: the output folder OUT is a socket, not a folder\n", stays: true},
	{name: "a device", put: func(*testing.T, string) {}, more: []string{"--out", "/dev/null"}, code: exitUsage,
		says: "ivrc: the output folder /dev/null is a device, not a folder\n"},
	{name: "a link that leads nowhere", put: func(t *testing.T, out string) { require.NoError(t, os.Symlink("nowhere", out)) }, code: exitUsage,
		says: "ivrc: the output folder OUT is a link that leads nowhere\n", stays: true},
	{name: "a link", put: func(t *testing.T, out string) {
		require.NoError(t, os.Mkdir(out+"-real", 0o755))
		require.NoError(t, os.Symlink(out+"-real", out))
	}, code: exitUsage, says: "ivrc: the output folder OUT is a link: name the folder itself, or use --follow\n", stays: true},
}

// TestBadPlacesHaveTheirOwnExitCodeAndSentence runs as a user whom the rights of
// files bind.
func TestBadPlacesHaveTheirOwnExitCodeAndSentence(t *testing.T) {
	if !unprivileged(t) {
		return
	}
	for _, c := range places {
		t.Run(c.name, func(t *testing.T) {
			folder := shortFolder(t)
			flow := flowFile(t, t.TempDir(), "Hello.")
			out := filepath.Join(folder, "dist")
			c.put(t, out)
			t.Chdir(folder)
			before := ""
			if c.stays {
				before = snapshot(t, out)
			}
			code, _, stderr := runIvrc(t, buildArgs(flow, out, c.more...)...)
			require.Equal(t, c.code, code, stderr)
			require.Contains(t, stderr, strings.ReplaceAll(c.says, "OUT", out))
			if c.stays {
				require.Equal(t, before, snapshot(t, out))
			}
			chmod(t, folder, 0o755)
			for _, name := range besideOut(t, out) {
				require.NotContains(t, name, "stage")
			}
			require.NoDirExists(t, filepath.Join(out, ".ivrc-pending"))
		})
	}
}

// shortFolder has a path that fits into the name of a socket.
func shortFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "p")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}
