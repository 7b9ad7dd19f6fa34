package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// withMounts says whether the test may go on: in a namespace of its own it may
// mount.
func withMounts(t *testing.T) bool {
	t.Helper()
	if os.Getenv(inside) == "1" {
		return true
	}
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED, not proven on this machine: only root may mount")
	}
	need(t, "unshare")
	if output, err := exec.Command("unshare", "-m", "true").CombinedOutput(); err != nil {
		t.Skipf("SKIPPED, not proven on this machine: no namespace for mounts: %s", output)
	}
	again(t, "IVRC_TEST_MOUNTS=1", "unshare", "-m", "--propagation", "private")
	return false
}

func mount(t *testing.T, kind, place, options string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(place, 0o755))
	if err := syscall.Mount(kind, place, kind, 0, options); err != nil {
		t.Skipf("mounting %s: %v", kind, err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(place, syscall.MNT_DETACH) })
}

func TestMountPointsAreReplacedFileByFileAndSaySo(t *testing.T) {
	if !withMounts(t) {
		return
	}
	folder := t.TempDir()
	out := filepath.Join(folder, "dist")
	mount(t, "tmpfs", out, "size=1m")
	for _, text := range []string{"Welcome.", "Hello."} {
		flow := flowFile(t, folder, text)
		code, _, stderr := runIvrc(t, buildArgs(flow, out)...)
		require.Equal(t, exitOK, code, stderr)
		require.Contains(t, stderr, "publish: not atomic here because it is a mount point\n")
		code, _, _ = runIvrc(t, buildArgs(flow, out, "--check")...)
		require.Equal(t, exitOK, code)
	}
	before := snapshot(t, out)
	code, _, stderr := runIvrc(t, buildArgs(flowFile(t, folder, "Hi."), out, "--atomic", "require")...)
	require.Equal(t, exitFailure, code)
	require.Contains(t, stderr, "because it is a mount point, and --atomic=require asks for that; nothing was changed")
	require.Equal(t, before, snapshot(t, out))

	// A folder of the same disk, mounted once more: only the exchange itself fails.
	bound := filepath.Join(folder, "bound")
	require.NoError(t, os.MkdirAll(bound, 0o755))
	built(t, filepath.Join(folder, "real"))
	require.NoError(t, syscall.Mount(filepath.Join(folder, "real"), bound, "", syscall.MS_BIND, ""))
	defer syscall.Unmount(bound, syscall.MNT_DETACH)
	code, _, stderr = runIvrc(t, buildArgs(flowFile(t, folder, "Hi."), bound)...)
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stderr, "publish: not atomic here because it is a mount point")
	require.NoError(t, syscall.Mount("", bound, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	before = snapshot(t, bound)
	code, _, stderr = runIvrc(t, buildArgs(flowFile(t, folder, "Bye."), bound)...)
	require.Equal(t, exitFailure, code)
	require.Contains(t, stderr, "read-only file system; nothing was changed")
	require.Equal(t, before, snapshot(t, bound))
	for _, name := range besideOut(t, out) {
		require.NotContains(t, name, "stage")
	}
}

func TestAnOverlaysLowerLayerIsReplacedFileByFile(t *testing.T) {
	if !withMounts(t) {
		return
	}
	folder := t.TempDir()
	mount(t, "tmpfs", folder, "")
	for _, name := range []string{"lower", "upper", "work", "top"} {
		require.NoError(t, os.Mkdir(filepath.Join(folder, name), 0o755))
	}
	built(t, filepath.Join(folder, "lower/dist"))
	image := snapshot(t, filepath.Join(folder, "lower"))
	top := filepath.Join(folder, "top")
	mount(t, "overlay", top, "lowerdir="+folder+"/lower,upperdir="+folder+"/upper,workdir="+folder+"/work")
	out := filepath.Join(top, "dist")
	for _, text := range []string{"Hello.", "Hi."} {
		flow := flowFile(t, folder, text)
		code, _, stderr := runIvrc(t, buildArgs(flow, out)...)
		require.Equal(t, exitOK, code, stderr)
		require.Contains(t, stderr, "publish: not atomic here because it is a mount point or comes from a lower layer of an overlay\n")
		code, _, _ = runIvrc(t, buildArgs(flow, out, "--check")...)
		require.Equal(t, exitOK, code)
	}
	// A folder that was made there can be exchanged like any other.
	for _, text := range []string{"Hello.", "Hi."} {
		code, _, stderr := runIvrc(t, buildArgs(flowFile(t, folder, text), filepath.Join(top, "new"))...)
		require.Equal(t, exitOK, code, stderr)
		require.NotContains(t, stderr, "not atomic")
	}
	require.Equal(t, image, snapshot(t, filepath.Join(folder, "lower")))
}

// TestAFullDiskChangesNothing builds into disks from too small to large enough,
// by bytes and by files.
func TestAFullDiskChangesNothing(t *testing.T) {
	if !withMounts(t) {
		return
	}
	for _, mounted := range []bool{false, true} { // the output beside the stage, or a mount point
		full, fits := 0, 0
		for _, size := range []string{"size=64k", "size=96k", "size=128k", "size=160k", "size=192k", "size=256k", "size=1m", "nr_inodes=40", "nr_inodes=50", "nr_inodes=60", "nr_inodes=70", "nr_inodes=90"} {
			folder := t.TempDir()
			mount(t, "tmpfs", folder, size)
			out := filepath.Join(folder, "dist")
			if mounted {
				out = folder
			}
			code, _, stderr := runIvrc(t, buildArgs(flowFile(t, t.TempDir(), "Welcome."), out)...)
			if code != exitOK {
				require.Equal(t, exitFailure, code, stderr)
				require.NotContains(t, snapshot(t, folder), "hello")
				full++
				continue
			}
			before := snapshot(t, folder)
			flow := flowFile(t, t.TempDir(), "Hello.")
			code, _, stderr = runIvrc(t, buildArgs(flow, out)...)
			if code == exitOK {
				fits++
				continue
			}
			full++
			require.Equal(t, exitFailure, code)
			require.Contains(t, stderr, "no space left on device")
			require.Contains(t, stderr, "nothing was changed")
			require.Equal(t, before, snapshot(t, folder), size)
			require.NoError(t, syscall.Mount("", folder, "tmpfs", syscall.MS_REMOUNT, "size=4m,nr_inodes=1000"))
			code, _, stderr = runIvrc(t, buildArgs(flow, out)...)
			require.Equal(t, exitOK, code, stderr)
		}
		require.Positive(t, full, "no disk was too small")
		require.Positive(t, fits, "no disk was large enough")
	}
}
