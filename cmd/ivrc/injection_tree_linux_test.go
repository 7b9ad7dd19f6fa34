package main

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// treeCalls are fewer than a build's: gc and retire go the same way to the disk,
// and what is special about them is which files they write and remove.
var treeCalls = []string{"write", "openat", "mkdirat", "linkat", "renameat", "renameat2", "unlinkat", "syncfs", "flock"}

// treeCommands are the commands that change a published tree without a build.
var treeCommands = map[string]func(t *testing.T, bin string, inPlace bool) *site{
	"gc": func(t *testing.T, bin string, inPlace bool) *site {
		return newSiteOf(t, bin, inPlace, func(s *site, built string) {
			s.releases(t, built)
			s.command = func(out string) []string {
				return []string{"gc", out, "--no-config", "--keep", "1", "--older-than", "0s", "--lock-timeout", "10s"}
			}
		})
	},
	"retire": func(t *testing.T, bin string, inPlace bool) *site {
		return newSiteOf(t, bin, inPlace, func(s *site, built string) {
			s.releases(t, built)
			s.command = func(out string) []string {
				return []string{"retire", "second", "--to", "first", out, "--no-config", "--lock-timeout", "10s"}
			}
		})
	},
}

// releases publishes two versions.
func (s *site) releases(t *testing.T, built string) {
	t.Helper()
	for _, name := range []string{"first", "second"} {
		s.command = func(out string) []string { return buildArgs(flowFile(t, s.folder, name+"."), out, "--release", name) }
		s.build(t, built)
	}
}

func atEveryTreeCall(t *testing.T, inPlace bool, what string, judge func(t *testing.T, s *site, p point)) {
	matrixOnly(t)
	for _, name := range slices.Sorted(maps.Keys(treeCommands)) {
		t.Run(name, func(t *testing.T) { atEveryCallOf(t, treeCommands[name], treeCalls, inPlace, what, judge) })
	}
}

// TestMatrixKilledGcAndRetireLeaveTheOldOrTheNewTree kills them at every call that
// changes something.
func TestMatrixKilledGcAndRetireLeaveTheOldOrTheNewTree(t *testing.T) {
	atEveryTreeCall(t, false, "signal=KILL", func(t *testing.T, s *site, p point) {
		require.Contains(t, []string{"old", "new"}, s.tree(t), p.name)
	})
}

// TestMatrixGcAndRetireKilledInPlaceAreFinishedByTheNext is the same where files
// are replaced one by one.
func TestMatrixGcAndRetireKilledInPlaceAreFinishedByTheNext(t *testing.T) {
	atEveryTreeCall(t, true, "signal=KILL", func(*testing.T, *site, point) {})
}

func TestMatrixFailingCallsOfGcAndRetireChangeNothing(t *testing.T) {
	atEveryTreeCall(t, false, "error=EIO", judgeError("EIO"))
}
