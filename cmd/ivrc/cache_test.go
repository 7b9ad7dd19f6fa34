package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/bench/flows"
)

// cached is a folder with flows, an output and a cache of its own.
type cached struct {
	t                 *testing.T
	flows, out, cache string
}

func newCached(t *testing.T, steps int) *cached {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("builds are remembered on Linux only")
	}
	folder := t.TempDir()
	c := &cached{t: t, flows: filepath.Join(folder, "flows"), out: filepath.Join(folder, "dist"), cache: filepath.Join(folder, "cache")}
	_, err := flows.Write(c.flows, flows.Wish{Steps: steps, Layout: flows.Many, Seed: 3})
	require.NoError(t, err)
	t.Setenv("XDG_CACHE_HOME", c.cache)
	return c
}

// build runs a build and says what it printed, by stream.
func (c *cached) build(more ...string) (stdout, stderr string) {
	c.t.Helper()
	args := append([]string{"build", c.flows, "--no-config", "--budget", flows.Budgets, "--base-url", checkBase, "--out", c.out}, more...)
	code, stdout, stderr := runIvrc(c.t, args...)
	require.Equal(c.t, exitOK, code, stderr)
	return stdout, stderr
}

// file is the one that the cache has.
func (c *cached) file() string {
	c.t.Helper()
	files, err := filepath.Glob(filepath.Join(c.cache, "ivrc", "*"))
	require.NoError(c.t, err)
	require.Len(c.t, files, 1)
	return files[0]
}

// asks runs a build and says whether it took its answer from the cache: for that the
// cache tells a lie, which is taken out of what the build printed.
func (c *cached) asks(more ...string) (stdout, stderr string, asked bool) {
	c.t.Helper()
	const truth, lie = `"out":"flow-0000 `, `"out":"flow-9999 `
	text, err := os.ReadFile(c.file())
	require.NoError(c.t, err)
	if held, ok := strings.CutSuffix(string(text), string(sumOf(text[:max(0, len(text)-32)]))); ok && strings.Contains(held, truth) {
		held = strings.Replace(held, truth, lie, 1)
		require.NoError(c.t, os.WriteFile(c.file(), append([]byte(held), sumOf([]byte(held))...), 0o600))
	}
	stdout, stderr = c.build(more...)
	asked = strings.Contains(stdout, "flow-9999 ")
	return strings.Replace(stdout, "flow-9999 ", "flow-0000 ", 1), stderr, asked
}

func sumOf(text []byte) []byte {
	sum := sha256.Sum256(text)
	return sum[:]
}

// TestABuildFromTheCacheSaysAndLeavesTheSame compares three builds that change nothing:
// without a cache, one that fills it, and one that asks it.
func TestABuildFromTheCacheSaysAndLeavesTheSame(t *testing.T) {
	for _, more := range [][]string{nil, {"--release", "none"}, {"--release", "spring", "--target", "tropo"}, {"-q"}, {"--no-sync"}} {
		c := newCached(t, 120)
		c.build(append(more, "--no-cache")...)
		require.NoDirExists(t, c.cache, "nothing is left in it")
		before := snapshot(t, c.out)
		wantOut, wantErr := c.build(append(more, "--no-cache")...)
		c.build(more...)
		stdout, stderr, asked := c.asks(more...)
		require.True(t, asked, "%v", more)
		require.Equal(t, wantOut, stdout)
		require.Equal(t, wantErr, stderr)
		require.Equal(t, before, snapshot(t, c.out))
	}
}

// TestWhatABuildDependsOnIsInItsKey changes one thing after the other.
func TestWhatABuildDependsOnIsInItsKey(t *testing.T) {
	c := newCached(t, 100)
	c.build()
	same := func(more ...string) bool {
		_, _, asked := c.asks(more...)
		require.NoError(t, os.Remove(c.file()))
		c.build() // as before
		return asked
	}
	require.True(t, same())
	for _, more := range [][]string{
		{"--base-url", "https://other.example/"}, {"--target", "tropo"}, {"--release", "x"}, {"--audio-base", "https://audio.example/"},
		{"--budget", "options=900"},
	} {
		require.False(t, same(more...), "%v", more)
	}
	flow := filepath.Join(c.flows, "flow-0000.ivr.yaml")
	text, err := os.ReadFile(flow)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(flow, append(text, "# a comment\n"...), 0o644))
	require.False(t, same())
	require.NoError(t, os.Rename(flow, filepath.Join(c.flows, "flow-zero.ivr.yaml")))
	require.False(t, same(), "messages have the name of the file")
	// The other flows are as they were.
	another := filepath.Join(c.flows, "new.ivr.yaml")
	require.NoError(t, os.WriteFile(another, []byte(strings.Replace(string(text), "flow: flow-0000", "flow: another", 1)), 0o644))
	require.True(t, same())
	require.NoError(t, os.Remove(another))
	require.True(t, same())
	require.True(t, same())
}

// TestAFlowWithFindingsIsNotRemembered: what there is to say is about places in files.
func TestAFlowWithFindingsIsNotRemembered(t *testing.T) {
	c := newCached(t, 60)
	_, stderr := c.build("--budget", "options=1")
	require.Contains(t, stderr, "warning")
	require.NoFileExists(t, filepath.Join(c.cache, "ivrc"))
}

// TestAChangedOutputIsBuiltAgain changes each kind of file behind the cache's back.
func TestAChangedOutputIsBuiltAgain(t *testing.T) {
	c := newCached(t, 60)
	c.build()
	before := snapshot(t, c.out)
	for _, file := range filesIn(t, c.out) {
		if !strings.HasSuffix(file, "ivrc-manifest.json") && len(file)%40 != 0 {
			continue // some of many
		}
		require.NoError(t, os.Remove(file))
		if filepath.Base(file) != "ivrc-manifest.json" {
			c.build()
		} else {
			c.build("--force")
		}
		require.Equal(t, before, snapshot(t, c.out), file)
		c.build()
	}
}

// TestABadCacheIsTheSameAsNone damages the file in every way; what a build says and
// leaves is what it says and leaves without a cache.
func TestABadCacheIsTheSameAsNone(t *testing.T) {
	c := newCached(t, 50)
	c.build()
	wantOut, wantErr := c.build("--no-cache")
	before := snapshot(t, c.out)
	good, err := os.ReadFile(c.file())
	require.NoError(t, err)
	good = []byte(strings.Replace(string(good[:len(good)-32]), `"out":"flow-0000 `, `"out":"flow-9999 `, 1))
	good = append(good, sumOf(good)...) // so that it shows when it is believed
	path := c.file()
	builds := func(what string) {
		stdout, stderr := c.build()
		require.Equal(t, wantOut, stdout, what)
		require.Equal(t, wantErr, stderr, what)
		require.Equal(t, before, snapshot(t, c.out), what)
		_, _, asked := c.asks()
		require.True(t, asked, "%s: the next build has a cache again", what)
	}
	for i := 0; i < len(good); i += 1 + len(good)/12 {
		damaged := append([]byte{}, good...)
		damaged[i] ^= 1 << (i % 8)
		require.NoError(t, os.WriteFile(path, damaged, 0o600))
		builds(fmt.Sprintf("byte %d", i))
		require.NoError(t, os.WriteFile(path, good[:i], 0o600))
		builds(fmt.Sprintf("cut to %d", i))
	}
	require.NoError(t, os.WriteFile(path, append(good, 0), 0o600))
	builds("longer")
	other := []byte(strings.Replace(string(good[:len(good)-32]), "cache 2\n", "cache 3\n", 1))
	require.NoError(t, os.WriteFile(path, append(other, sumOf(other)...), 0o600))
	builds("another version")
	require.NoError(t, os.WriteFile(path, good, 0o600))
	require.NoError(t, os.Chmod(path, 0o666))
	builds("writable by everybody")
	if os.Geteuid() == 0 {
		require.NoError(t, os.WriteFile(path, good, 0o600))
		require.NoError(t, os.Chown(path, 12345, 12345))
		builds("somebody else's")
	}
}

// TestACacheThatCannotBeUsedIsNoError takes away the folder in several ways.
func TestACacheThatCannotBeUsedIsNoError(t *testing.T) {
	for name, spoil := range map[string]func(folder string) error{
		"a file in its place": func(folder string) error { return os.WriteFile(folder, nil, 0o600) },
		"a link to nowhere":   func(folder string) error { return os.Symlink(folder+"-gone", folder) },
		"writable by others": func(folder string) error {
			if err := os.Mkdir(folder, 0o700); err != nil {
				return err
			}
			return os.Chmod(folder, 0o777)
		},
		"read-only": func(folder string) error { return os.Mkdir(folder, 0o500) },
	} {
		c := newCached(t, 50)
		require.NoError(t, os.Mkdir(c.cache, 0o700))
		require.NoError(t, spoil(filepath.Join(c.cache, "ivrc")), name)
		c.build()
		_, stderr := c.build()
		require.Contains(t, stderr, "nothing to change", name)
	}
}

// TestTwoBuildsShareACache runs builds side by side into two folders and one.
func TestTwoBuildsShareACache(t *testing.T) {
	c := newCached(t, 50)
	bin := program(t)
	var group sync.WaitGroup
	codes := make([]int, 8)
	for i := range codes {
		group.Go(func() {
			for range 3 {
				code, _, stderr := execute(t, nil, bin, "build", c.flows, "--no-config", "--budget", flows.Budgets, "--base-url", checkBase,
					"--out", filepath.Join(c.out, fmt.Sprint(i%2)), "--no-sync")
				if code != exitOK {
					t.Log(stderr)
				}
				codes[i] += code
			}
		})
	}
	group.Wait()
	require.Equal(t, make([]int, 8), codes)
	files, err := filepath.Glob(filepath.Join(c.cache, "ivrc", "*"))
	require.NoError(t, err)
	require.Len(t, files, 2, "nothing half written is left")
}

// TestWhatNobodyUsesIsForgotten looks at the files of a cache after a month.
func TestWhatNobodyUsesIsForgotten(t *testing.T) {
	c := cache{folder: filepath.Join(t.TempDir(), "ivrc")}
	c.store("a", cacheKey{1}, []byte("x"))
	require.Equal(t, []byte("x"), c.load("a", cacheKey{1}))
	require.Nil(t, c.load("a", cacheKey{2}))
	require.Nil(t, c.load("b", cacheKey{1}))
	require.NoError(t, os.WriteFile(filepath.Join(c.folder, "new-1"), nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(c.folder, "mine.txt"), nil, 0o600))
	c.trim(time.Now().Add(cacheAge / 3))
	require.NotNil(t, c.load("a", cacheKey{1}))
	require.NoFileExists(t, filepath.Join(c.folder, "new-1"), "left by a build that was killed")
	c.trim(time.Now().Add(2 * cacheAge))
	require.Nil(t, c.load("a", cacheKey{1}))
	require.FileExists(t, filepath.Join(c.folder, "mine.txt"))
}
