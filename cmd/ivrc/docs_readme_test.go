package main

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
)

const readmePage = moduleRoot + "/README.md"

// readmeCommands are the main job, which a test below does in this process, and
// the tests, of which this is one.
var readmeCommands = []string{
	"go run ./cmd/ivrc build flows/front-desk.ivr.yaml --base-url https://ivr.example.com/ --out dist",
	"go test ./...",
}

const readmeLines = 150

func TestTheReadmeIsShortAndItsCommandsAreTheTestedOnes(t *testing.T) {
	page := read(t, readmePage)
	require.LessOrEqual(t, strings.Count(page, "\n"), readmeLines)
	var commands []string
	for _, b := range blocks(t, readmePage) {
		if b.language == "sh" || b.language == "shell" {
			commands = append(commands, strings.TrimSpace(b.text))
		}
	}
	require.Equal(t, readmeCommands, commands)
}

// TestTheReadmesFirstCommandMakesItsDocuments builds the shipped flow and looks
// for every document and every flow that the README shows.
func TestTheReadmesFirstCommandMakesItsDocuments(t *testing.T) {
	args := strings.Fields(strings.TrimPrefix(readmeCommands[0], "go run ./cmd/ivrc "))
	out := filepath.Join(t.TempDir(), "dist")
	require.Equal(t, "flows/front-desk.ivr.yaml", args[1])
	require.Equal(t, "dist", args[len(args)-1])
	args[1], args[len(args)-1] = moduleRoot+"/"+args[1], out
	code, stdout, stderr := runIvrc(t, args...)
	require.Equal(t, exitOK, code, stdout+stderr)

	built := builtVersion.FindStringSubmatch(stdout)
	require.NotNil(t, built, stdout)
	readmeHasVersion(t, built[1])
	files := treeOf(t, out)
	files["flow"] = read(t, frontDesk)
	shown := map[string]int{}
	for _, b := range blocks(t, readmePage) {
		if b.language == "sh" {
			continue
		}
		require.NotEmpty(t, b.text)
		found := false
		for _, text := range files {
			found = found || strings.Contains(text, b.text)
		}
		require.True(t, found, "README.md:%d: no such text in the flow or its documents:\n%s", b.line, b.text)
		shown[b.language]++
	}
	for _, language := range []string{"yaml", "xml", "json"} {
		require.Positive(t, shown[language], "the README shows no %s", language)
	}
}

var (
	builtVersion  = regexp.MustCompile(`(?m)^front-desk ([0-9a-f]{12})$`)
	versionInLink = regexp.MustCompile(`/v/([0-9a-f]{12})/`)
)

// readmeHasVersion holds the version that the README shows to the one that was
// built; it changes with every document of the flow.
func readmeHasVersion(t *testing.T, version string) {
	t.Helper()
	page := read(t, readmePage)
	shown := versionInLink.FindStringSubmatch(page)
	require.NotNil(t, shown, "the README shows no link")
	ivrctest.ExpectFile(t, readmePage, strings.ReplaceAll(page, shown[1], version))
}

func treeOf(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	require.NoError(t, filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files[file] = read(t, file)
		}
		return err
	}))
	require.NotEmpty(t, files)
	return files
}
