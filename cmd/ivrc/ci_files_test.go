package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/render"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

const ciPage = moduleRoot + "/docs/ci.md"

// ciFiles are the files that the page shows, by the name in their first line.
func ciFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, b := range blocks(t, ciPage) {
		first, rest, _ := strings.Cut(b.text, "\n")
		name, ok := strings.CutPrefix(first, "# ")
		require.True(t, ok, "docs/ci.md:%d: the first line of a file is its name", b.line)
		require.NotContains(t, files, name)
		files[name] = rest
	}
	return files
}

func TestFilesOfTheCIPageAreThoseThatInitWrites(t *testing.T) {
	files := ciFiles(t)
	for page, template := range map[string]string{".github/workflows/ivrc.yml": "github.yml", ".gitlab-ci.yml": "gitlab.yml"} {
		written := string(templateText(template))
		i := strings.Index(written, "\nname: ")
		if template == "gitlab.yml" {
			i = -1
		}
		require.Equal(t, written[i+1:], files[page], "the page without the comment at the head of the template")
	}
}

// yamlOf reads a YAML file that is no flow.
func yamlOf(t *testing.T, name, text string) *syntax.Node {
	t.Helper()
	root, list := syntax.Parse(source.NewFile(name, []byte(text)), syntax.DefaultLimits())
	require.False(t, list.HasErrors(), "%s:\n%s", name, list.Detailed())
	require.NotNil(t, root, name)
	return root
}

func keysOf(n *syntax.Node) []string {
	var keys []string
	if n != nil {
		for _, e := range n.Entries {
			keys = append(keys, e.Key.Text)
		}
	}
	return keys
}

func actionOf(t *testing.T) *syntax.Node {
	t.Helper()
	return yamlOf(t, "action.yml", read(t, moduleRoot+"/action.yml"))
}

var usedInput = regexp.MustCompile(`\binputs\.([a-z-]+)`)

func TestEveryInputOfTheActionIsDeclaredUsedAndExplained(t *testing.T) {
	text := read(t, moduleRoot+"/action.yml")
	declared := keysOf(actionOf(t).Get("inputs"))
	require.NotEmpty(t, declared)
	var used []string
	for _, m := range usedInput.FindAllStringSubmatch(text, -1) {
		used = append(used, m[1])
	}
	slices.Sort(used)
	require.Equal(t, slices.Sorted(slices.Values(declared)), slices.Compact(used))
	page := read(t, ciPage)
	for _, name := range declared {
		require.Contains(t, page, "| `"+name+"` |")
	}
	for _, b := range ciFiles(t) {
		for _, m := range regexp.MustCompile(`(?s)uses: OWNER/ivrc@main\n.*?with:\n((?: {10}[^\n]+\n)+)`).FindAllStringSubmatch(b, -1) {
			for _, line := range strings.Split(strings.TrimSpace(m[1]), "\n") {
				name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
				require.Contains(t, declared, name)
			}
		}
	}
}

var (
	shellFlag    = regexp.MustCompile(`(?:^|[\s("])(--[a-z][a-z-]*)`)
	ivrcCommand  = regexp.MustCompile(`(?m)(?:^|[\s/&])ivrc\)? (build|check|version)((?: [^\n|&;]*)?)`)
	otherCommand = regexp.MustCompile(`(?m)^.*\b(git clone|tar) .*$`)
)

// TestFlagsInCIFilesExist looks at every flag of ivrc in the action, the hooks and
// the files of the page.
func TestFlagsInCIFilesExist(t *testing.T) {
	texts := ciFiles(t)
	texts["action.yml"] = read(t, moduleRoot+"/action.yml")
	texts[".pre-commit-hooks.yaml"] = read(t, moduleRoot+"/.pre-commit-hooks.yaml")
	known := map[string][]string{}
	for _, command := range []string{"build", "check", "version"} {
		code, help, _ := runIvrc(t, command, "--help")
		require.Equal(t, exitOK, code)
		known[command] = regexp.MustCompile(`--[a-z][a-z-]*`).FindAllString(help, -1)
	}
	var found int
	for name, text := range texts {
		for _, m := range ivrcCommand.FindAllStringSubmatch(text, -1) {
			for _, flag := range shellFlag.FindAllStringSubmatch(m[2], -1) {
				require.Contains(t, known[m[1]], flag[1], "%s: ivrc %s", name, m[1])
				found++
			}
		}
	}
	for _, flag := range shellFlag.FindAllStringSubmatch(otherCommand.ReplaceAllString(texts["action.yml"], ""), -1) {
		require.Contains(t, known["build"], flag[1], "action.yml")
		found++
	}
	require.Greater(t, found, 12)
}

// matchers are the regular expressions of the problem matcher, with the names of
// their groups.
func matchers(t *testing.T) (all []*regexp.Regexp, groups []map[string]int) {
	t.Helper()
	var file struct {
		ProblemMatcher []struct {
			Owner, Severity string
			Pattern         []map[string]any
		}
	}
	require.NoError(t, json.Unmarshal([]byte(read(t, moduleRoot+"/.github/ivrc-matcher.json")), &file))
	for _, m := range file.ProblemMatcher {
		require.Contains(t, read(t, moduleRoot+"/action.yml"), "::remove-matcher owner="+m.Owner+"::")
		require.Len(t, m.Pattern, 1)
		names := map[string]int{}
		for name, value := range m.Pattern[0] {
			if number, ok := value.(float64); ok {
				names[name] = int(number)
			}
		}
		_, hasSeverity := names["severity"]
		require.NotEqual(t, hasSeverity, m.Severity == "error", m.Owner)
		all = append(all, regexp.MustCompile(m.Pattern[0]["regexp"].(string)))
		groups = append(groups, names)
	}
	return all, groups
}

// matched is what a matcher reads in a line, nil for nothing.
func matched(t *testing.T, all []*regexp.Regexp, groups []map[string]int, line string) map[string]string {
	t.Helper()
	var found map[string]string
	for i, m := range all {
		parts := m.FindStringSubmatch(line)
		if parts == nil {
			continue
		}
		require.Nil(t, found, "two matchers take %q", line)
		found = map[string]string{"severity": "bug"}
		for name, group := range groups[i] {
			found[name] = parts[group]
		}
	}
	return found
}

var firstLine = regexp.MustCompile(`^(.+):([0-9]+):([0-9]+): (error|warning|note|bug): (.+) \[(IVR[0-9]{3})\]$`)

// TestTheProblemMatcherReadsEveryDiagnosticOfTheGoldens takes every first line that
// stands in a golden, of every package.
func TestTheProblemMatcherReadsEveryDiagnosticOfTheGoldens(t *testing.T) {
	all, groups := matchers(t)
	codes, lines := map[string]bool{}, 0
	require.NoError(t, filepath.WalkDir(moduleRoot, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txtar" || !strings.Contains(filepath.ToSlash(path), "/testdata/") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, file := range txtar.Parse(text).Files {
			for _, line := range strings.Split(string(file.Data), "\n") {
				want := firstLine.FindStringSubmatch(line)
				if want == nil {
					continue
				}
				got := matched(t, all, groups, line)
				require.Equal(t, map[string]string{
					"file": want[1], "line": want[2], "column": want[3], "severity": want[4], "message": want[5], "code": want[6],
				}, got, "%s: %s", path, line)
				codes[want[6]], lines = true, lines+1
			}
		}
		return nil
	}))
	require.Greater(t, lines, 500)
	require.Greater(t, len(codes), 50)
}

// TestTheProblemMatcherReadsTextAsItIsWritten takes the text form of the bad flow
// of every code, with colours and without.
func TestTheProblemMatcherReadsTextAsItIsWritten(t *testing.T) {
	all, groups := matchers(t)
	cases, err := filepath.Glob("testdata/codes/*.txtar")
	require.NoError(t, err)
	for _, path := range cases {
		c := ivrctest.Load(t, path)
		list := checkText(t, c.Comment, c.Input(t, "bad.ivr.yaml"))
		requireMatches(t, all, groups, list)
	}
	// Places of a system with drives, names with spaces and brackets, a fault of ours.
	file := source.NewFile(`C:\phone menus\a [IVR101] b.ivr.yaml`, []byte("é: x\n"))
	requireMatches(t, all, groups, diag.List{
		diag.New(diag.UnknownKey, source.Span{File: file, Start: 0, End: 2}, "there is no %q: see [IVR999] or x:1:2: error: y", "é"),
		diag.New(diag.Crash, source.Span{File: file, Start: 4, End: 5}, "a step vanished"),
	})
}

func requireMatches(t *testing.T, all []*regexp.Regexp, groups []map[string]int, list diag.List) {
	t.Helper()
	list.Sort()
	for _, color := range []bool{false, true} {
		var b strings.Builder
		require.NoError(t, render.Write(&b, render.FormatText, render.Report{List: list, Color: color}))
		var got []map[string]string
		for _, line := range strings.Split(b.String(), "\n") {
			if found := matched(t, all, groups, line); found != nil {
				got = append(got, found)
			}
		}
		require.Len(t, got, len(list), "%v:\n%s", color, &b)
		for i, d := range list {
			begin := d.Primary.Begin()
			require.Equal(t, map[string]string{
				"file": d.Primary.Name(), "line": strconv.Itoa(begin.Line), "column": strconv.Itoa(begin.Column),
				"severity": d.Severity.String(), "message": d.Message, "code": string(d.Code),
			}, got[i])
		}
	}
}

// TestSettingsOfTheEditorsPageAreReadable reads the JSON of the page, and holds the
// matcher of its task to the findings of a flow.
func TestSettingsOfTheEditorsPageAreReadable(t *testing.T) {
	texts := map[string]string{}
	for _, b := range blocks(t, moduleRoot+"/docs/editors.md") {
		if b.language != "json" {
			continue
		}
		name, text, _ := strings.Cut(strings.TrimPrefix(b.text, "// "), "\n")
		require.True(t, json.Valid([]byte(text)), "docs/editors.md:%d", b.line)
		texts[name] = text
	}
	require.Len(t, texts, 3)
	var tasks struct {
		Tasks []struct {
			Command        string
			ProblemMatcher struct{ Pattern struct{ Regexp string } }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(texts[".vscode/tasks.json"]), &tasks))
	task := tasks.Tasks[0]
	found := regexp.MustCompile(task.ProblemMatcher.Pattern.Regexp).FindStringSubmatch("flows/two words.ivr.yaml:14:10: error: step \"b\" does not exist [IVR201]")
	require.Equal(t, []string{"flows/two words.ivr.yaml", "14", "10", "error", `step "b" does not exist`, "IVR201"}, found[1:])
	args := strings.Fields(strings.TrimPrefix(task.Command, "ivrc "))
	code, stdout, stderr := runIvrc(t, append(args, frontDesk)...)
	require.Equal(t, exitOK, code, stdout+stderr)
}
