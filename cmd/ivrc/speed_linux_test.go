package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/bench/flows"
)

// callsOfFiles are the system calls that have to do with files. What the run time of
// the language does for itself (memory, threads, timers) differs from run to run.
const callsOfFiles = "trace=%file,%desc"

// ofTheRunTime are calls about descriptors that are not about files.
var ofTheRunTime = regexp.MustCompile(`^(?:\d+ +)?(epoll_\w+|eventfd2?|pipe2?|mmap|munmap|madvise)\(`)

// traced runs a build under strace and counts its calls for files; written are the
// paths that it changed or opened for writing.
func traced(t *testing.T, bin, flowsIn, out, cache string) (calls int, written []string) {
	t.Helper()
	log := filepath.Join(t.TempDir(), "log")
	args := []string{"strace", "-f", "-qq", "-y", "-s", "4096", "-o", log, "-e", callsOfFiles, bin,
		"build", flowsIn, "--no-config", "--budget", flows.Budgets, "--target", "tropo", "--base-url", checkBase, "--out", out, "-q"}
	code, _, stderr := execute(t, []string{"XDG_CACHE_HOME=" + cache}, args...)
	if strings.Contains(stderr, "strace: ") {
		t.Skipf("SKIPPED, not proven on this machine: %s", stderr)
	}
	require.Equal(t, exitOK, code, stderr)
	text, err := os.ReadFile(log)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if tracedStart.MatchString(line) && !ofTheRunTime.MatchString(line) {
			calls++
		}
	}
	return calls, opened(string(text))
}

var (
	// tracedStart is the beginning of a call; a call that another thread interrupts has
	// a second line, which is none.
	tracedStart = regexp.MustCompile(`^(?:\d+ +)?[a-z]\w*\(`)
	openedFor   = regexp.MustCompile(`\bopen(?:at2?)?\([^\n]*"([^"]*)", [^\n]*?(?:O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND)`)
	// noFile is what the run time opens before main begins.
	noFile = regexp.MustCompile(`^/(dev|proc|sys)/`)
)

// opened are the paths that were opened for writing.
func opened(log string) (paths []string) {
	for _, m := range openedFor.FindAllStringSubmatch(log, -1) {
		if !noFile.MatchString(m[1]) {
			paths = append(paths, m[1])
		}
	}
	return paths
}

// TestSystemCallsPerDocument holds what a build asks of the system for each document:
// the calls of a larger build less those of a smaller one, by the documents that it
// has more. A build that changes nothing opens no file for writing.
func TestSystemCallsPerDocument(t *testing.T) {
	need(t, "strace")
	const cold, same = 5.7, 1.6 // calls; a mark for the cache is one of them
	bin, place := program(t), openFolder(t)
	type counted struct{ cold, same, documents int }
	count := func(steps int) (c counted) {
		here := filepath.Join(place, fmt.Sprint(steps))
		in, out, cache := filepath.Join(here, "flows"), filepath.Join(here, "dist"), filepath.Join(here, "cache")
		_, err := flows.Write(in, flows.Wish{Steps: steps, Layout: flows.Many, Seed: 1})
		require.NoError(t, err)
		var written []string
		c.cold, written = traced(t, bin, in, out, cache)
		c.documents = len(filesIn(t, out))
		require.GreaterOrEqual(t, len(written), c.documents, "the count sees what is written")
		before := snapshot(t, out)
		c.same, written = traced(t, bin, in, out, cache)
		require.Empty(t, written, "nothing is opened for writing where nothing changes")
		require.Equal(t, before, snapshot(t, out))
		return c
	}
	small, large := count(50), count(300)
	documents := float64(large.documents - small.documents)
	perDocument := float64(large.cold-small.cold) / documents
	perSame := float64(large.same-small.same) / documents
	t.Logf("%d documents: %.2f calls for each where it is written, %.2f where it stays", large.documents, perDocument, perSame)
	require.LessOrEqual(t, perDocument, cold)
	require.LessOrEqual(t, perSame, same)
}
