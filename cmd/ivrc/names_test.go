package main

import (
	"fmt"
	"math/rand"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// promisedID is what the format promises (docs/flow-format.md), in words of the
// test's own.
var promisedID = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,62}$`)

// isPromised says that a step or an entry may have the id. Keys that begin with x-
// belong to people's own tools.
func isPromised(id string) bool {
	return promisedID.MatchString(id) && id != "end" && !strings.HasPrefix(id, "x-")
}

// device is what Windows keeps for itself.
var device = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// fileName is what every part of a path in the output tree may be. Such names are
// their own NFKC form and their own case folding, so two different ones differ
// everywhere; they need no escape in a URL; and no shell, bucket or disk minds
// them (reliability-ux.md B.2).
var fileName = regexp.MustCompile(`^[a-z0-9_][a-z0-9_.-]*[a-z0-9_-]$|^[a-z0-9]$`)

const longestFileName = 100

// namedFlow is a flow with these ids. Every tenth step is an entry of the same
// name, and every tenth asks for a key.
func namedFlow(flow string, ids []string) *source.File {
	var b strings.Builder
	fmt.Fprintf(&b, "ivr: 1\nflow: %s\nstart: %s\nevents: {hangup: end, error: end}\nallow: {IVR603: \"made at random\"}\nentries:\n", written(flow), written(ids[0]))
	for i := 0; i < len(ids); i += 10 {
		fmt.Fprintf(&b, "  %s: %s\n", written(ids[i]), written(ids[i]))
	}
	b.WriteString("steps:\n")
	for i, id := range ids {
		next := "end"
		if i+1 < len(ids) {
			next = written(ids[i+1])
		}
		if i%10 == 2 {
			fmt.Fprintf(&b, "  %s: {menu: {say: \"Press.\", attempts: 2, keys: {123: %s, \"*34\": end, \"#12\": end}}, events: {incomplete: %s}}\n", written(id), next, next)
		} else {
			fmt.Fprintf(&b, "  %s: {say: \"Hello.\", goto: %s}\n", written(id), next)
		}
	}
	return source.NewFile("names.ivr.yaml", []byte(b.String()))
}

// written puts an id in quotes, with escapes for what is not ASCII.
func written(id string) string { return inDoubleQuotes(id, escapeYAML) }

func compileNames(file *source.File) compiled {
	all := usualBackends()
	return job{targets: all, all: all, base: checkBase}.compile(file)
}

// randomID is an id that the format allows: any, or one of those in which
// different names are most alike, or closest to names of our own files.
func randomID(r *rand.Rand) string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	const all = letters + "0123456789_-"
	words := []string{"v", "plivo", "tropo", "voiceshot", "error", "hangup", "timeout", "star", "pound", "busy", "xml", "json", "ivrc-manifest", "digits",
		"dialstatus", "actions", "end", "index", "con", "nul", "com1", "a", "_", "-", "1", "2", "0"}
	var b strings.Builder
	b.WriteByte(letters[r.Intn(len(letters))])
	switch r.Intn(3) {
	case 0:
		for range r.Intn(63) {
			b.WriteByte(all[r.Intn(len(all))])
		}
	case 1:
		b.Reset()
		for range 1 + r.Intn(4) {
			b.WriteString(words[r.Intn(len(words))])
		}
	case 2:
		for range 1 + r.Intn(5) {
			b.WriteByte("ab1_-"[r.Intn(5)])
		}
	}
	id := b.String()
	return id[:min(len(id), 63)]
}

// validIDs are different ids that a tree can hold.
func validIDs(r *rand.Rand, n int) []string {
	seen := map[string]bool{}
	var ids []string
	for len(ids) < n {
		id := randomID(r)
		if isPromised(id) && !device.MatchString(id) && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// TestIdsBecomeFilesOfTheirOwn takes ids through the whole program and
// looks at every path of the tree.
func TestIdsBecomeFilesOfTheirOwn(t *testing.T) { requireOwnFiles(t, 10_000) }

// TestMatrixIdsBecomeFilesOfTheirOwn is the same with as many names as a large
// site has in years.
func TestMatrixIdsBecomeFilesOfTheirOwn(t *testing.T) {
	matrixOnly(t)
	requireOwnFiles(t, 200_000)
}

func requireOwnFiles(t *testing.T, names int) {
	r := rand.New(rand.NewSource(1))
	ids := validIDs(r, names)
	const perFlow = 2_000
	tree := treeOfNames{t: t, files: map[string]string{}, folders: map[string]bool{}, parts: map[string]bool{}}
	for k := 0; k*perFlow < len(ids); k++ {
		own := ids[k*perFlow : min((k+1)*perFlow, len(ids))]
		c := compileNames(namedFlow(own[0], own))
		require.False(t, c.list.HasErrors(), c.list.Detailed())
		release, err := backends.Assemble(own[0], c.bundles, []string{"", backends.NoVersion, "spring.1"}[k%3])
		require.NoError(t, err)
		for _, b := range release.Bundles {
			versioned, entries := release.Files(b)
			tree.add(b, versioned)
			tree.add(b, entries)
			for _, id := range own {
				if file := release.Folder(b) + id + b.Site.Extension; tree.files[file] == "" {
					require.Fail(t, "a step without a document", "%s", file)
				}
			}
		}
	}
	tree.add(nil, []backends.File{{Path: "ivrc-manifest.json"}})
	for file := range tree.files {
		if tree.folders[file] {
			require.Fail(t, "a file and a folder of one name", "%s", file)
		}
	}
	tree.store(r, 200)
	t.Logf("%d names, %d files", len(ids), len(tree.files))
}

// treeOfNames is an output tree without its texts.
type treeOfNames struct {
	t *testing.T
	// files say of which target they are; parts are the names that paths are made of.
	files          map[string]string
	folders, parts map[string]bool
}

func (n treeOfNames) add(b *backends.Bundle, files []backends.File) {
	n.t.Helper()
	target := "both"
	if b != nil {
		target = b.Site.Target
	}
	for i, f := range files {
		if before, twice := n.files[f.Path]; twice {
			require.Fail(n.t, "two files of one name", "%s, of %s and of %s", f.Path, before, target)
		}
		n.files[f.Path] = target
		for part := range strings.SplitSeq(f.Path, "/") {
			if !n.parts[part] {
				n.parts[part] = true
				n.requireName(part)
			}
		}
		for folder := path.Dir(f.Path); folder != "." && !n.folders[folder]; folder = path.Dir(folder) {
			n.folders[folder] = true
		}
		if i%100 == 0 {
			n.requireAddress(f.Path)
		}
	}
}

func (n treeOfNames) requireName(part string) {
	n.t.Helper()
	stem, _, _ := strings.Cut(part, ".")
	require.LessOrEqual(n.t, len(part), longestFileName, part)
	if !fileName.MatchString(part) || device.MatchString(stem) || url.PathEscape(part) != part {
		require.Fail(n.t, "a name that some system cannot store", "%+q", part)
	}
}

// requireAddress holds that the address of a file leads back to its name.
func (n treeOfNames) requireAddress(file string) {
	n.t.Helper()
	address, err := url.Parse(checkBase + file)
	require.NoError(n.t, err)
	require.Equal(n.t, "/"+file, address.Path)
	require.Equal(n.t, "/"+file, address.EscapedPath())
	require.Equal(n.t, checkBase+file, address.String())
}

// store makes some of the files below a folder that nothing leads out of.
func (n treeOfNames) store(r *rand.Rand, some int) {
	n.t.Helper()
	root, err := os.OpenRoot(n.t.TempDir())
	require.NoError(n.t, err)
	defer root.Close()
	for file := range n.files {
		if some--; some < 0 {
			return
		}
		require.NoError(n.t, root.MkdirAll(path.Dir(file), 0o755))
		f, err := root.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		require.NoError(n.t, err)
		require.NoError(n.t, f.Close())
	}
}

// hostileIDs are names that some system, host or shell takes for another one, for
// a path, or for something else.
var hostileIDs = []string{
	"", ".", "..", ".a", "-a", "~a", "_a", "1a", "a.", "a ", " a", "a/b", "../a", "/a", `a\b`, `..\a`, "a%2f", "%2e%2e", "a%00", "a?b", "a#b", "a:b", "a*", `a"b`, "a<b", "a>b",
	"a|b", "a'b", "a&b", "a;b", "a$b", "a`b", "a+b", "a=b", "a,b", "a@b", "a{b}", "a[b]", "a\x00b", "a\x01", "a\nb", "a\tb", "a\u007f", "A", "aB", "CON", "Nul", "ſ", "aſ", "ﬁ", "aﬁ",
	"ａ", "é", "e\u0301", "ß", "aß", "İ", "ı", "Å", "K", "ⓐ", "a\u200bb", "a\u200db", "a\u202eb", "a\ufe0f", "a\u00ad", "\ufeffa", "a\ufffeb", "а", "aа", "日本", "👍", "a١", "a²",
	"end", ".well-known", "index.xml", "a.xml", "a.plivo", "v/1", "main.json", strings.Repeat("a", 64), strings.Repeat("a", 300), strings.Repeat("é", 40),
}

// TestNamesThatSomeSystemMistakesAreRefused puts each hostile name where a file
// would be named after it.
func TestNamesThatSomeSystemMistakesAreRefused(t *testing.T) {
	for _, id := range hostileIDs {
		for place, c := range map[string]compiled{
			"flow":  compileNames(namedFlow(id, []string{"a", "b"})),
			"step":  compileNames(namedFlow("f", []string{"a", id})),
			"entry": compileNames(namedFlow("f", []string{id, "b"})),
		} {
			if place == "flow" && id == "end" {
				continue // is the name of a target alone
			}
			require.True(t, c.list.HasErrors(), "%s %+q is not refused", place, id)
			require.Empty(t, c.bundles)
		}
	}
}

// TestOnlyPromisedIdsPass compares the program with the test's own reading of the
// promise on names of every kind, hostile and harmless.
func TestOnlyPromisedIdsPass(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	passed := 0
	const names = 1_500
	for range names {
		id := randomID(r)
		if r.Intn(3) > 0 {
			runes := []rune(id)
			runes[r.Intn(len(runes))] = []rune(hostileIDs[1+r.Intn(len(hostileIDs)-1)])[0]
			id = string(runes)
		}
		c := compileNames(namedFlow("f", []string{"begin", id}))
		allowed := isPromised(id) && id != "begin" && !device.MatchString(id)
		if allowed == c.list.HasErrors() {
			require.Fail(t, "another verdict", "%+q, which is allowed: %v\n%s", id, allowed, c.list.Detailed())
		}
		if allowed {
			passed++
		}
	}
	require.Greater(t, passed, names/4)
	require.Less(t, passed, names*9/10)
}

// TestNamesOfDevicesAreReportedWhereTheyStand holds for every device, as flow,
// step and entry, and for the name of a release.
func TestNamesOfDevicesAreReportedWhereTheyStand(t *testing.T) {
	devices := []string{"con", "prn", "aux", "nul"}
	for i := range 10 {
		devices = append(devices, fmt.Sprintf("com%d", i), fmt.Sprintf("lpt%d", i))
	}
	for _, id := range devices {
		for want, file := range map[int]*source.File{
			1: namedFlow(id, []string{"a", "b"}),
			2: namedFlow("f", []string{id, "b"}), // a step, and an entry
		} {
			c := compileNames(file)
			require.Equal(t, want, c.list.Count(diag.Error), "%s: %s", id, c.list.Detailed())
			for _, d := range c.list {
				if d.Severity.IsError() {
					require.Equal(t, diag.DeviceName, d.Code)
					require.Equal(t, written(id), d.Primary.Text())
				}
			}
		}
		for _, name := range []string{id, id + ".1"} {
			_, err := backends.Assemble("f", nil, name)
			require.ErrorContains(t, err, "Windows")
		}
	}
	_, err := backends.Assemble("f", nil, "concert.1")
	require.NoError(t, err)
}
