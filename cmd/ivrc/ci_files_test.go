package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

const ciPage = moduleRoot + "/docs/ci.md"

// ciFiles are the files that the page shows, and the workflow of the page about diff,
// by the name in their first line.
func ciFiles(t *testing.T) map[string]string {
	t.Helper()
	shown := blocks(t, ciPage)
	for _, b := range blocks(t, diffPage) {
		if b.language == "yaml" {
			shown = append(shown, b)
		}
	}
	files := map[string]string{}
	for _, b := range shown {
		first, rest, _ := strings.Cut(b.text, "\n")
		name, ok := strings.CutPrefix(first, "# ")
		require.True(t, ok, "line %d: the first line of a file is its name", b.line)
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
	ivrcCommand  = regexp.MustCompile(`(?m)(?:^|[\s/&])ivrc\)? (build|check|diff|test|verify|version)((?: [^\n|&;]*)?)`)
	otherCommand = regexp.MustCompile(`(?m)^.*\b(git clone|tar) .*$`)
)

// TestFlagsInCIFilesExist looks at every flag of ivrc in the action, the hooks and
// the files of the page.
func TestFlagsInCIFilesExist(t *testing.T) {
	texts := ciFiles(t)
	texts["action.yml"] = read(t, moduleRoot+"/action.yml")
	texts[".pre-commit-hooks.yaml"] = read(t, moduleRoot+"/.pre-commit-hooks.yaml")
	known := map[string][]string{}
	for _, command := range []string{"build", "check", "diff", "test", "verify", "version"} {
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
