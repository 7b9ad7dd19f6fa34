package main

import (
	"bufio"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// markdownPages are the module's own documents.
func markdownPages(t *testing.T) []string {
	t.Helper()
	var found []string
	require.NoError(t, filepath.WalkDir(moduleRoot, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && (name == "testdata" || name == "node_modules" || name == "dist" || name == ".git" || name == "work") {
			return filepath.SkipDir
		}
		if filepath.Ext(name) == ".md" {
			found = append(found, file)
		}
		return nil
	}))
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/checks.md", "docs/fix.md", "docs/flow-format.md", "docs/hosting.md", "docs/hosts.md", "docs/probe.md", "docs/publishing.md", "docs/serve.md", "docs/targets.md", "docs/testing.md", "docs/tour.md"} {
		require.Contains(t, found, filepath.FromSlash(moduleRoot+"/"+name))
	}
	return found
}

var (
	notInAnchors = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	ownAnchor    = regexp.MustCompile(`^<a id="([a-z0-9]+)"></a>$`)
)

// headings are the anchors of a page as hosts of Markdown make them.
func headings(page string) []string {
	var anchors []string
	for _, line := range strings.Split(withoutBlocks(page), "\n") {
		if m := ownAnchor.FindStringSubmatch(line); m != nil {
			anchors = append(anchors, m[1])
		}
		if text := strings.TrimLeft(line, "#"); text != line && strings.HasPrefix(text, " ") {
			plain := notInAnchors.ReplaceAllString(strings.ToLower(strings.TrimSpace(text)), "")
			anchors = append(anchors, strings.ReplaceAll(plain, " ", "-"))
		}
	}
	return anchors
}

func withoutBlocks(page string) string {
	var kept []string
	fenced := false
	for _, line := range strings.Split(page, "\n") {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		} else if !fenced {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// read is a text file with the line ends of this system taken out.
func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(file))
	require.NoError(t, err)
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// block is one fenced block of a page.
type block struct {
	language, text string
	line           int // of its first line
}

func blocks(t *testing.T, page string) []block {
	t.Helper()
	return blocksOf(t, read(t, page))
}

// blocksOf are the blocks of a text; lines count from its beginning.
func blocksOf(t *testing.T, text string) []block {
	t.Helper()
	var found []block
	var current *block
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		switch {
		case !strings.HasPrefix(line, "```") && current != nil:
			current.text += line + "\n"
		case !strings.HasPrefix(line, "```"):
		case current == nil:
			current = &block{language: strings.TrimPrefix(line, "```"), line: n + 1}
		default:
			found, current = append(found, *current), nil
		}
	}
	require.NoError(t, lines.Err())
	require.Nil(t, current, "a block is not closed")
	return found
}
