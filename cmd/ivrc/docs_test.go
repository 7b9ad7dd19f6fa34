package main

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/pages"
	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/schema"
)

const (
	moduleRoot = "../.."
	formatPage = moduleRoot + "/docs/flow-format.md"
	readmePage = moduleRoot + "/README.md"
)

// The README's two commands. The first is what buildCommand below does in this
// process; the second is this test.
var readmeCommands = []string{
	"go run ./cmd/ivrc build flows/front-desk.ivr.yaml --base-url https://ivr.example.com/ --out dist",
	"go test ./...",
}

const readmeLines = 150

func TestTargetsPageIsCurrent(t *testing.T) {
	ivrctest.ExpectFile(t, moduleRoot+"/docs/targets.md", pages.Targets(allBackends()))
}

// TestEveryExampleOfTheFormatCompilesAsMarked reads the marks that the page
// explains to its readers.
func TestEveryExampleOfTheFormatCompilesAsMarked(t *testing.T) {
	p := formatOf(t)
	require.NotEmpty(t, p.examples)
	for _, e := range p.examples {
		t.Run(e.place, func(t *testing.T) {
			text := p.whole(t, e)
			list := worse(checkText(t, e.target, []byte(text)))
			if e.bad == "" {
				require.Empty(t, list.Detailed(), text)
				return
			}
			require.NotEmpty(t, list, "nothing is reported:\n%s", text)
			for _, d := range list {
				require.Equal(t, e.bad, string(d.Code), "%s\n%s", d.Detailed(), text)
			}
		})
	}
}

// worse is the list without its notes.
func worse(list diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool { return d.Severity == diag.Note })
}

func TestTheFormatPageNamesEveryKeyOfTheSchema(t *testing.T) {
	page := read(t, formatPage)
	var document any
	require.NoError(t, json.Unmarshal(schema.Flow(), &document))
	keys := map[string]bool{}
	schemaKeys(document, keys)
	require.Greater(t, len(keys), 50)
	for key := range keys {
		// Either alone (`key`) or as the head of an example in running text (`{key: …`).
		named := regexp.MustCompile("`(?:[^`\n]*[{, ])?" + regexp.QuoteMeta(key) + "(?:`|: )")
		require.Regexp(t, named, page, "the page does not name %s", key)
	}
}

// schemaKeys collects the keys that flows may have.
func schemaKeys(value any, keys map[string]bool) {
	switch value := value.(type) {
	case []any:
		for _, one := range value {
			schemaKeys(one, keys)
		}
	case map[string]any:
		properties, _ := value["properties"].(map[string]any)
		for key := range properties {
			keys[key] = true
		}
		for key, one := range value {
			// Snippets and examples hold names of somebody's steps, not keys of ours.
			if key != "defaultSnippets" && key != "examples" {
				schemaKeys(one, keys)
			}
		}
	}
}

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

var markdownLink = regexp.MustCompile(`\]\(([^()\s]+)\)`)

func TestLinksOfDocumentsLeadToFilesAndHeadings(t *testing.T) {
	for _, page := range markdownPages(t) {
		for _, m := range markdownLink.FindAllStringSubmatch(withoutBlocks(read(t, page)), -1) {
			u, err := url.Parse(m[1])
			require.NoError(t, err, "%s: %s", page, m[1])
			if u.IsAbs() {
				continue
			}
			target := page
			if u.Path != "" {
				target = path.Join(path.Dir(filepath.ToSlash(page)), u.Path)
				_, err := os.Stat(filepath.FromSlash(target))
				require.NoError(t, err, "%s links to %s", page, m[1])
			}
			if u.Fragment != "" {
				require.Contains(t, headings(read(t, target)), u.Fragment, "%s links to %s", page, m[1])
			}
		}
	}
}

// machinePath is a path that is there on one machine only.
var machinePath = regexp.MustCompile(`(?i)(^|[^a-z0-9._~-])(/(work|home|tmp|root|users|usr|var|opt)/|[a-z]:\\)`)

func TestDocumentsNameNoPathOfAMachine(t *testing.T) {
	for _, page := range markdownPages(t) {
		require.NotRegexp(t, machinePath, read(t, page), page)
	}
}

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
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/flow-format.md", "docs/targets.md", "docs/testing.md"} {
		require.Contains(t, found, filepath.FromSlash(moduleRoot+"/"+name))
	}
	return found
}

var notInAnchors = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

// headings are the anchors of a page as hosts of Markdown make them.
func headings(page string) []string {
	var anchors []string
	for _, line := range strings.Split(withoutBlocks(page), "\n") {
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
	var found []block
	var current *block
	lines := bufio.NewScanner(strings.NewReader(read(t, page)))
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
	require.Nil(t, current, "%s: a block is not closed", page)
	return found
}
