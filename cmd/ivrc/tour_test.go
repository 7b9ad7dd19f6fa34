package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
)

const (
	tourPage  = moduleRoot + "/docs/tour.md"
	tourLines = 200
)

// TestTheTourIsReplayed types every command of docs/tour.md in order, in one empty
// folder, and compares the page with what the real program answers. What begins
// with $ in a block named console is a command for sh; the rest of the block is
// what it prints, on both streams. IVRC_UPDATE=1 rewrites the answers.
func TestTheTourIsReplayed(t *testing.T) {
	need(t, "sh", "sed", "cat")
	page := read(t, tourPage)
	require.LessOrEqual(t, strings.Count(page, "\n"), tourLines)
	shell := tourist(t)
	var now strings.Builder
	console, typed := false, 0
	for _, line := range strings.SplitAfter(page, "\n") {
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case strings.HasPrefix(line, "```"):
			console = line == "```console\n"
			now.WriteString(line)
		case !console:
			now.WriteString(line)
		case isCommand:
			typed++
			now.WriteString(line + shell(command))
		}
	}
	require.Greater(t, typed, 12)
	ivrctest.ExpectFile(t, tourPage, now.String())
}

// tourist is somebody in the top folder of an empty repository. Each command is
// typed where the one before it has ended.
func tourist(t *testing.T) func(command string) (answer string) {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, ".git"), 0o755))
	return func(command string) string {
		c := exec.Command("sh", "-c", command)
		c.Dir = folder
		c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + folder, "LC_ALL=C", raceVariable + "=" + os.Getenv(raceVariable)}
		answer, err := c.CombinedOutput()
		var ended *exec.ExitError
		if err != nil {
			require.ErrorAs(t, err, &ended, command)
		}
		require.True(t, len(answer) == 0 || answer[len(answer)-1] == '\n', command)
		return string(answer)
	}
}
