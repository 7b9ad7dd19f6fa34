package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestABuildReportsWhatItMadeDifferent(t *testing.T) {
	folder := t.TempDir()
	out := filepath.Join(folder, "dist")
	code, stdout, stderr := runIvrc(t, buildArgs(flowFile(t, folder, "Welcome."), out)...)
	require.Equal(t, exitOK, code, stderr)
	require.Regexp(t, `^hello [0-9a-f]{12}\n  answer    https://ivr\.example\.com/hello/plivo\.xml\n`, stdout)
	require.Contains(t, stderr, "hello on plivo: 1 step needs a router: main\n")
	require.Contains(t, stderr, "  added    hello/plivo.xml\n")
	require.Regexp(t, `1 flow, 3 steps, 0 problems; 1\d files with \d\.\d kB in .*dist: 1\d added, 0 changed, 0 removed\n$`, stderr)
	require.NotContains(t, stderr, "not atomic")

	_, _, stderr = runIvrc(t, buildArgs(flowFile(t, folder, "Welcome."), out)...)
	require.Regexp(t, `dist: nothing to change\n$`, stderr)
	_, _, stderr = runIvrc(t, buildArgs(flowFile(t, folder, "Hello."), out)...)
	require.Contains(t, stderr, "  changed  hello/plivo.xml\n")
}

func TestCheckSaysWhetherTheOutputIsCurrentAndWritesNothing(t *testing.T) {
	folder := t.TempDir()
	out := filepath.Join(folder, "dist")
	flow := flowFile(t, folder, "Welcome.")
	code, stdout, _ := runIvrc(t, buildArgs(flow, out, "--check")...)
	require.Equal(t, exitFlow, code)
	require.Regexp(t, `^.*dist is not current: 1\d added, 0 changed, 0 removed\n$`, stdout)
	require.NoDirExists(t, out)

	code, _, _ = runIvrc(t, buildArgs(flow, out)...)
	require.Equal(t, exitOK, code)
	code, stdout, stderr := runIvrc(t, buildArgs(flow, out, "--check")...)
	require.Equal(t, exitOK, code)
	require.Equal(t, out+" is current\n", stdout, stderr)

	before := snapshot(t, folder)
	require.NoError(t, os.WriteFile(flow, []byte(hello("Hello.")), 0o644))
	code, stdout, stderr = runIvrc(t, buildArgs(flow, out, "--check")...)
	require.Equal(t, exitFlow, code)
	require.Contains(t, stdout, "is not current")
	require.Contains(t, stderr, "  changed  hello/plivo.xml\n")
	require.NoError(t, os.WriteFile(flow, []byte(hello("Welcome.")), 0o644))
	require.Equal(t, before, snapshot(t, folder))
}

func TestCarryKeepsTheVersionsOfAnEarlierDeployment(t *testing.T) {
	folder := t.TempDir()
	previous, out := filepath.Join(folder, "previous"), filepath.Join(folder, "dist")
	code, _, stderr := runIvrc(t, buildArgs(flowFile(t, folder, "Welcome."), previous, "--release", "one")...)
	require.Equal(t, exitOK, code, stderr)
	code, _, stderr = runIvrc(t, buildArgs(flowFile(t, folder, "Hello."), out, "--release", "two", "--carry", previous)...)
	require.Equal(t, exitOK, code, stderr)
	require.FileExists(t, filepath.Join(out, "hello/v/one/plivo/main.xml"))
	require.FileExists(t, filepath.Join(out, "hello/v/two/plivo/main.xml"))

	code, _, stderr = runIvrc(t, buildArgs(flowFile(t, folder, "Hello."), out, "--carry", filepath.Join(folder, "nowhere"))...)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "nowhere cannot be used: there is no such folder or manifest")
}

// TestOutputFoldersThatCouldCostMoreThanABuildAreRefused: none of these folders
// is touched.
func TestOutputFoldersThatCouldCostMoreThanABuildAreRefused(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("HOME", filepath.Join(folder, "home/me"))
	t.Setenv("USERPROFILE", filepath.Join(folder, "home/me"))
	work := filepath.Join(folder, "project/work")
	for _, made := range []string{work, filepath.Join(folder, "home/me"), filepath.Join(folder, "flows/deep"), filepath.Join(folder, "full")} {
		require.NoError(t, os.MkdirAll(made, 0o755))
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, "full/photo.jpg"), []byte("x"), 0o644))
	t.Chdir(work)
	flow := flowFile(t, filepath.Join(folder, "flows/deep"), "Welcome.")
	before := snapshot(t, folder)
	for _, c := range []struct{ out, says string }{
		{filepath.VolumeName(folder) + string(filepath.Separator), "is the root of the file system"},
		{filepath.Join(folder, "home/me"), "is the home folder, or holds it"},
		{filepath.Join(folder, "home"), "is the home folder, or holds it"},
		{".", "the output folder . is the working directory, or holds it: choose a folder of its own, for example dist"},
		{"..", "is the working directory, or holds it"},
		{filepath.Join(folder, "project"), "is the working directory, or holds it"},
		{filepath.Join(folder, "flows/deep"), "holds the input " + flow},
		{filepath.Join(folder, "flows"), "holds the input " + flow},
		{filepath.Join(folder, "full"), "is not empty and was not written by ivrc: choose another folder, or use --force, which keeps the files that are there"},
		{flow, "is a file, not a folder"},
		{filepath.Join(flow, "dist"), "would lie inside a file"},
		{"", "the output folder has no name"},
	} {
		code, stdout, stderr := runIvrc(t, buildArgs(flow, c.out)...)
		require.Equal(t, exitUsage, code, "%s: %s", c.out, stderr)
		require.Contains(t, stderr, c.says)
		require.Empty(t, stdout)
	}
	require.Equal(t, before, snapshot(t, folder))
	code, _, stderr := runIvrc(t, buildArgs(flow, filepath.Join(folder, "full"), "--force")...)
	require.Equal(t, exitOK, code, stderr)
	require.FileExists(t, filepath.Join(folder, "full/photo.jpg"))
}

func TestALinkAsOutputIsFollowedOnlyWhenAsked(t *testing.T) {
	folder := t.TempDir()
	flow := flowFile(t, folder, "Welcome.")
	real, link, dead := filepath.Join(folder, "real"), filepath.Join(folder, "link"), filepath.Join(folder, "dead")
	require.NoError(t, os.Mkdir(real, 0o755))
	if os.Symlink("real", link) != nil {
		t.Skip("this system has no links for us")
	}
	require.NoError(t, os.Symlink("nowhere", dead))
	for out, says := range map[string]string{
		link:                        "is a link: name the folder itself, or use --follow",
		dead:                        "is a link that leads nowhere",
		filepath.Join(dead, "deep"): "a link that leads nowhere",
	} {
		code, _, stderr := runIvrc(t, buildArgs(flow, out)...)
		require.Equal(t, exitUsage, code)
		require.Contains(t, stderr, says)
	}
	code, _, stderr := runIvrc(t, buildArgs(flow, link, "--follow")...)
	require.Equal(t, exitOK, code, stderr)
	require.FileExists(t, filepath.Join(real, "hello/plivo.xml"))
	target, err := os.Readlink(link)
	require.NoError(t, err)
	require.Equal(t, "real", target)
	code, _, _ = runIvrc(t, buildArgs(flow, dead, "--follow")...)
	require.Equal(t, exitUsage, code)
}

func TestAtomicTakesTwoWords(t *testing.T) {
	folder := t.TempDir()
	code, _, stderr := runIvrc(t, buildArgs(flowFile(t, folder, "x"), filepath.Join(folder, "dist"), "--atomic", "no")...)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, `--atomic takes auto or require, not "no"`)
}
