package main

import (
	"encoding/json"
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
)

func TestTargetsPageIsCurrent(t *testing.T) {
	ivrctest.ExpectFile(t, moduleRoot+"/docs/targets.md", pages.Targets(allBackends()))
}

func TestChecksPageIsCurrent(t *testing.T) {
	ivrctest.ExpectFile(t, moduleRoot+"/docs/checks.md", diag.Checks())
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
var machinePath = regexp.MustCompile(`(?im)(^|[^a-z0-9._~-])(/(work|home|tmp|root|users|usr|var|opt)\b|[a-z]:\\)`)

func TestDocumentsNameNoPathOfAMachine(t *testing.T) {
	for _, page := range markdownPages(t) {
		require.NotRegexp(t, machinePath, read(t, page), page)
	}
}

var (
	namedTest  = regexp.MustCompile("`((?:Test|Fuzz)[A-Z][A-Za-z]+)`")
	testHeader = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)[A-Z][A-Za-z]+)\(`)
)

func TestTestsThatDocumentsNameExist(t *testing.T) {
	exist := map[string]bool{}
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			for _, m := range testHeader.FindAllStringSubmatch(read(t, filepath.Join(moduleRoot, file)), -1) {
				exist[m[1]] = true
			}
		}
	}
	for _, page := range markdownPages(t) {
		for _, m := range namedTest.FindAllStringSubmatch(read(t, page), -1) {
			require.True(t, exist[m[1]], "%s names %s, which is no test", page, m[1])
		}
	}
}
