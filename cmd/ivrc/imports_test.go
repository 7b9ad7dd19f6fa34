package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// allowed is the import table: which packages of this module, and which
// libraries, each package may use. Arrows go down only. The standard library is
// open to all; tests may use testLibraries besides.
var allowed = map[string][]string{
	"compiler/source":  {},
	"compiler/secret":  {},
	"compiler/beside":  {},
	"compiler/nearest": {},
	"compiler/diag":    {"compiler/source"},
	"compiler/render":  {"compiler/diag", "compiler/source"},
	"compiler/fix":     {"compiler/diag", "compiler/source", "compiler/syntax"},
	"compiler/syntax":  {"compiler/beside", "compiler/diag", "compiler/nearest", "compiler/source", "gopkg.in/yaml.v3"},
	"compiler/shape":   {"compiler/diag", "compiler/nearest", "compiler/source", "compiler/syntax", "schema"},
	"compiler/lower":   {"compiler/beside", "compiler/diag", "compiler/nearest", "compiler/source", "compiler/syntax", "ir"},
	"compiler/check":   {"compiler/beside", "compiler/diag", "compiler/nearest", "compiler/source", "ir"},
	"compiler/config":  {"compiler/diag", "compiler/nearest", "compiler/source", "compiler/syntax"},
	"compiler/script": {
		"compiler/config", "compiler/diag", "compiler/nearest", "compiler/source", "compiler/syntax", "ir", "ir/call", "ir/paths",
	},
	"compiler/lock":     {"compiler/diag", "compiler/nearest", "compiler/source", "compiler/syntax"},
	"compiler/ivrctest": {"github.com/stretchr/testify/require", "golang.org/x/tools/txtar"},
	"compiler": {
		"compiler/beside", "compiler/check", "compiler/diag", "compiler/lower", "compiler/secret", "compiler/shape", "compiler/source", "compiler/syntax", "ir",
	},
	"ir":              {"compiler/source"},
	"ir/call":         {"ir"},
	"ir/paths":        {"ir", "ir/call"},
	"ir/changes":      {"compiler/source", "ir"},
	"ir/changes/show": {"compiler/source", "ir", "ir/changes"},
	"ir/draw":         {"ir", "ir/draw/layout"},
	"ir/draw/layout":  {},

	"ir/draw/drawtest": {"ir"},

	"schema":          {"github.com/santhosh-tekuri/jsonschema/v5"},
	"backends":        {"compiler/diag", "compiler/source", "ir"},
	"backends/routes": {},
	"backends/fetch":  {"backends/routes"},
	"backends/hosts":  {"backends/routes"},
	"backends/crawl":  {"backends", "backends/fetch", "backends/plivo/decode", "backends/routes", "backends/tropo/decode", "backends/voiceshot/decode"},
	"backends/plivo":  {"backends", "compiler/diag", "compiler/source", "ir"},
	"backends/tropo":  {"backends", "compiler/diag", "compiler/source", "ir"},
	"backends/pages":  {"backends"},
	"backends/serve":  {"backends", "backends/routes"},
	"backends/verify": {},

	"backends/verify/faulttest": {"backends/verify"},
	"backends/crawl/crawltest":  {"backends", "backends/routes"},
	"backends/serve/servetest":  {"backends", "github.com/stretchr/testify/require"},
	"backends/plivo/decode":     {},
	"backends/plivo/interpret":  {"backends/fetch", "backends/plivo/decode", "backends/routes", "ir", "ir/call"},
	"backends/plivo/reread":     {"backends/plivo/decode", "backends/routes", "backends/verify", "ir"},
	"backends/tropo/decode":     {"backends/verify"},
	"backends/tropo/interpret":  {"backends/fetch", "backends/tropo/decode", "ir", "ir/call"},
	"backends/tropo/reread":     {"backends/routes", "backends/tropo/decode", "backends/verify", "ir"},

	"backends/voiceshot":           {"backends", "compiler/diag", "compiler/source", "ir"},
	"backends/voiceshot/decode":    {},
	"backends/voiceshot/interpret": {"backends/fetch", "backends/voiceshot/decode", "ir", "ir/call"},
	"backends/voiceshot/reread":    {"backends/verify", "backends/voiceshot/decode", "ir"},

	"backends/tropo/reread/faults": {"backends/verify", "backends/verify/faulttest"},

	"backends/publish": {"backends", "golang.org/x/sys/unix", "golang.org/x/sys/windows"},
	"bench/flows":      {},
	"bench/floors":     {"github.com/santhosh-tekuri/jsonschema/v5", "golang.org/x/sys/unix", "gopkg.in/yaml.v3"},
	"bench/ratios":     {"bench/flows"},
	"bench/write":      {"bench/flows"},
	"bench/requests":   {"backends/serve"},

	"cmd/ivrc": {
		"backends", "backends/crawl", "backends/pages", "backends/plivo", "backends/publish", "backends/tropo", "backends/verify", "backends/plivo/reread", "backends/tropo/reread",
		"compiler", "compiler/beside", "compiler/check", "compiler/config", "compiler/diag", "compiler/fix", "compiler/nearest", "compiler/render", "compiler/secret", "compiler/source", "compiler/syntax", "ir", "ir/draw", "schema",
		"github.com/bmatcuk/doublestar/v4", "github.com/fsnotify/fsnotify", "github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/sys/windows", "golang.org/x/term",
		"backends/hosts", "backends/serve",
		"backends/fetch", "backends/plivo/interpret", "backends/tropo/interpret", "compiler/script", "ir/call", "ir/changes", "ir/changes/show", "ir/paths",
		"backends/voiceshot", "backends/voiceshot/interpret", "backends/voiceshot/reread", "compiler/lock",
	},
}

// testOnly are what tests may import besides their package's own row.
var testOnly = []string{
	"bench/flows",
	"compiler", "compiler/check", "compiler/ivrctest", "compiler/render", "compiler/source", "compiler/diag", "compiler/syntax", "backends", "backends/routes", "ir", "ir/draw/drawtest", "schema",
	"backends/plivo/reread", "backends/tropo/reread", "backends/tropo/reread/faults", "backends/verify", "backends/verify/faulttest",
	"backends/serve", "backends/serve/servetest",
	"backends/crawl/crawltest", "backends/fetch", "backends/plivo/interpret", "backends/plivo/decode", "backends/tropo/interpret", "backends/tropo/decode", "ir/call", "ir/paths",
	"github.com/rogpeppe/go-internal/testscript", "github.com/stretchr/testify/require", "golang.org/x/sys/unix", "golang.org/x/tools/txtar",
	"backends/voiceshot/reread", "backends/voiceshot/interpret", "backends/voiceshot/decode",
}

// exclusive are libraries that belong to one package, in tests too; bench/floors
// measures what the libraries cost without the program.
var exclusive = map[string][]string{
	"gopkg.in/yaml.v3":                           {"compiler/syntax", "bench/floors"},
	"github.com/santhosh-tekuri/jsonschema/v5":   {"schema", "bench/floors"},
	"github.com/rogpeppe/go-internal/testscript": {"cmd/ivrc"},
}

func TestImportsFollowTheTable(t *testing.T) {
	for _, file := range goFiles(t) {
		pkg := filepath.ToSlash(filepath.Dir(file))
		row, known := allowed[pkg]
		require.True(t, known, "package %s has no row in the import table", pkg)
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", file), nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			ours, isOurs := strings.CutPrefix(name, "ivrc/")
			if !isOurs && !strings.Contains(strings.SplitN(name, "/", 2)[0], ".") {
				continue // the standard library
			}
			if !isOurs {
				ours = name
			}
			if owners, ok := exclusive[ours]; ok {
				require.Contains(t, owners, pkg, "%s: only %s may import %s", file, owners, ours)
			}
			if ours == pkg || slices.Contains(row, ours) {
				continue
			}
			ok := strings.HasSuffix(file, "_test.go") && slices.Contains(testOnly, ours)
			require.True(t, ok, "%s: package %s must not import %s", file, pkg, ours)
		}
	}
}

func TestTheImportTableHasNoRowsForNothing(t *testing.T) {
	packages := map[string]bool{}
	for _, file := range goFiles(t) {
		packages[filepath.ToSlash(filepath.Dir(file))] = true
	}
	var rows []string
	for pkg := range allowed {
		rows = append(rows, pkg)
	}
	sort.Strings(rows)
	for _, pkg := range rows {
		require.True(t, packages[pkg], "no package %s", pkg)
	}
}

func TestNothingInitialisesBehindTheScenes(t *testing.T) {
	for _, file := range goFiles(t) {
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", file), nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range parsed.Decls {
			if name, ok := declaredFunc(d); ok {
				require.NotEqual(t, "init", name, "%s has an init function", file)
			}
		}
	}
}

// goFiles are the module's Go files, relative to its root, without those of modules
// inside it.
func goFiles(t *testing.T) []string {
	t.Helper()
	root := filepath.Join("..", "..")
	var files []string
	err := filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && (name == "testdata" || name == "node_modules" || name == "dist" || len(name) > 2 && name[0] == '.') {
			return filepath.SkipDir
		}
		if _, err := os.Stat(filepath.Join(p, "go.mod")); entry.IsDir() && p != root && err == nil {
			return filepath.SkipDir
		}
		if path.Ext(name) == ".go" {
			relative, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			files = append(files, relative)
		}
		return nil
	})
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func declaredFunc(d ast.Decl) (string, bool) {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Recv != nil {
		return "", false
	}
	return f.Name.Name, true
}
