package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/bench/flows"
)

// edits changes flows as people do. What makes flows that cannot be built is to be
// undone after the next build.
func edits(dice *rand.Rand, folder string) (name string, undo func()) {
	files, _ := filepath.Glob(filepath.Join(folder, "*.yaml"))
	file := files[dice.IntN(len(files))]
	text, _ := os.ReadFile(file)
	old := string(text)
	write := func(name, text string) (string, func()) {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			panic(err)
		}
		return name, func() {}
	}
	back := func() { write("", old) }
	switch dice.IntN(10) {
	case 0:
		return write("comment", old+"# a comment\n")
	case 1, 2:
		return write("prompt", strings.Replace(old, "press", fmt.Sprintf("press%d", dice.IntN(9)), 1))
	case 3:
		write("", strings.Replace(old, "goto: ", "goto: nowhere-", 1))
		return "mistake", back
	case 4:
		if len(files) > 2 {
			os.Remove(file)
		}
		return "deleted", func() {}
	case 5:
		other := files[dice.IntN(len(files))]
		text, _ := os.ReadFile(other)
		write("", string(text))
		return "the same id twice", back
	case 6:
		write("", strings.Replace(old, "press", "press0123456789", 1))
		return "prompt, for one build", back
	case 7:
		file = filepath.Join(folder, fmt.Sprintf("more-%d.ivr.yaml", dice.IntN(4)))
		return write("added", strings.Replace(old, "flow: flow-", fmt.Sprintf("flow: more%d-", dice.IntN(4)), 1))
	}
	return "nothing", func() {}
}

// harms changes the output or the cache behind the back of the next build.
func harms(dice *rand.Rand, c *cached) string {
	file := ""
	if _, err := os.Stat(c.out); err != nil {
		return "no output yet"
	}
	if files := filesIn(c.t, c.out); len(files) > 0 {
		file = files[dice.IntN(len(files))]
	}
	switch dice.IntN(8) {
	case 0:
		require.NoError(c.t, os.RemoveAll(c.out))
		return "the output is gone"
	case 1:
		require.NoError(c.t, os.RemoveAll(file))
		return "a file is gone"
	case 2:
		require.NoError(c.t, os.RemoveAll(c.cache))
		return "the cache is gone"
	case 3:
		if kept, _ := filepath.Glob(filepath.Join(c.cache, "ivrc", "*")); len(kept) > 0 {
			text, err := os.ReadFile(kept[0])
			require.NoError(c.t, err)
			text[dice.IntN(len(text))]++
			require.NoError(c.t, os.WriteFile(kept[0], text, 0o600))
		}
		return "the cache is damaged"
	}
	return "no harm"
}

// TestBuildsWithAndWithoutACacheAreTheSame edits flows, changes flags and does harm, in
// one place with a cache and in another without: everything that is printed, written
// and returned must be the same after each step.
func TestBuildsWithAndWithoutACacheAreTheSame(t *testing.T) {
	flags := [][]string{nil, nil, nil, nil, {"--target", "tropo"}, {"--release", "none"}, {"--fail-on", "warning"}, {"--budget", "options=3"}, {"--format", "json", "--output-file", "REPORT"}}
	for seed := range uint64(1) {
		dice := rand.New(rand.NewPCG(seed, 77))
		with := newCached(t, 110)
		without := &cached{t: t, flows: with.flows, out: with.out + "-plain", cache: with.cache}
		asked := 0
		for step := range 16 {
			did, undo := edits(dice, with.flows)
			harm := harms(dice, with)
			if harm == "the output is gone" || harm == "a file is gone" {
				same(t, with.out, without.out)
			}
			more := flags[dice.IntN(len(flags))]
			run := func(c *cached, extra ...string) (code int, stdout, stderr, report string) {
				file := filepath.Join(t.TempDir(), "report.json")
				args := append([]string{"build", c.flows, "--no-config", "--budget", flows.Budgets, "--base-url", checkBase, "--out", c.out, "--no-sync"}, extra...)
				for _, m := range more {
					args = append(args, strings.Replace(m, "REPORT", file, 1))
				}
				code, stdout, stderr = runIvrc(t, args...)
				text, _ := os.ReadFile(file)
				return code, strings.ReplaceAll(stdout, c.out, "OUT"), strings.ReplaceAll(stderr, c.out, "OUT"), string(text)
			}
			what := fmt.Sprintf("seed %d, step %d: %s, %s, %v", seed, step, did, harm, more)
			code, stdout, stderr, report := run(with)
			wantCode, wantOut, wantErr, wantReport := run(without, "--no-cache")
			require.Equal(t, wantCode, code, "%s\n%s", what, stderr)
			require.Equal(t, wantOut, stdout, what)
			require.Equal(t, wantErr, stderr, what)
			require.Equal(t, wantReport, report, what)
			require.Equal(t, texts(t, without.out), texts(t, with.out), what)
			if kept, _ := filepath.Glob(filepath.Join(with.cache, "ivrc", "*")); len(kept) > 0 {
				asked++
			}
			undo()
		}
		require.Greater(t, asked, 3)
	}
}

// same makes one folder hold what the other does.
func same(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, os.RemoveAll(to))
	if _, err := os.Stat(from); err == nil {
		require.NoError(t, os.CopyFS(to, os.DirFS(from)))
	}
}

// texts are the files of a tree.
func texts(t *testing.T, folder string) map[string]string {
	t.Helper()
	out := map[string]string{}
	if _, err := os.Stat(folder); err != nil {
		return out
	}
	for _, file := range filesIn(t, folder) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		name, err := filepath.Rel(folder, file)
		require.NoError(t, err)
		out[name] = string(text)
	}
	return out
}
