package main

import (
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/ir/changes"
)

// edited is a shipped flow with some texts replaced.
func edited(t *testing.T, flow string, pairs ...string) []byte {
	t.Helper()
	text := read(t, moduleRoot+"/flows/"+flow+".ivr.yaml")
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, text, pairs[i])
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return []byte(text)
}

func builtInto(t *testing.T, folder string, args ...string) {
	t.Helper()
	code, _, stderr := runIvrc(t, append([]string{"build", "--no-config", "--base-url", "https://x.example/", "--out", folder}, args...)...)
	require.Equal(t, exitOK, code, stderr)
}

func TestTreesAreComparedByWhatTheirDocumentsSay(t *testing.T) {
	new := edited(t, "front-desk", "2: support", "2: billing, 3: support", "For support, press 2", "For bills, press 2", "timeout: 20s", "timeout: 40s",
		"attempts: 3", "attempts: 2", "I did not hear anything.", "Hello?", "Goodbye.", "Good bye now.", "  hangup: end", "  hangup: end",
		"  error: apology", "  error: goodbye", "Polly.Joanna", "Polly.Kendra")
	new = append(new, "  billing: {transfer: {to: \"+14075550111\"}, goto: apology, events: {incomplete: voicemail}}\n"...)
	var texts []string
	inFolder(t, map[string][]byte{"old.ivr.yaml": edited(t, "front-desk"), "new.ivr.yaml": new}, func() {
		builtInto(t, "old", "old.ivr.yaml")
		builtInto(t, "new", "new.ivr.yaml", "--release", "r2")
		for _, one := range [][]string{{"old", "new"}, {"old/ivrc-manifest.json", "new.ivr.yaml"}, {"old.ivr.yaml", "new"}} {
			code, text, stderr := runIvrc(t, "diff", one[0], one[1], "--quiet", "--no-config")
			require.Equal(t, exitOK, code, stderr)
			texts = append(texts, text)
		}
		builtInto(t, "plivo", "old.ivr.yaml", "--target", "plivo")
		_, text, _ := runIvrc(t, "diff", "old", "plivo", "--no-config")
		require.Equal(t, "front-desk: 1 change for callers\n  Where calls go\n    flow: no longer published for tropo\n", text)
		_, text, _ = runIvrc(t, "diff", "old", "plivo", "--no-config", "--target", "plivo")
		require.Equal(t, "front-desk: nothing changes for callers\n", text)
		_, text, _ = runIvrc(t, "diff", "plivo", "old", "--no-config", "--format", "json")
		require.Equal(t, changes.TargetAdded, decodeDiff(t, text).Flows[0].Changes[0].Kind)
		_, text, _ = runIvrc(t, "diff", "plivo", "old.ivr.yaml", "--no-config")
		require.Equal(t, "front-desk: nothing changes for callers\n", text, "a source is compared for the targets of the tree")
	})
	require.Len(t, texts, 3)
	for _, text := range texts {
		ivrctest.ExpectFile(t, "testdata/diff-trees.txt", text)
	}
}

// TestATreeDoesNotDifferFromItsFlow builds every shipped flow for each target and
// compares it with its source, and each of its edits with what they change.
func TestATreeDoesNotDifferFromItsFlow(t *testing.T) {
	paths, err := filepath.Glob(moduleRoot + "/flows/*.ivr.yaml")
	require.NoError(t, err)
	compared := 0
	for _, path := range paths {
		for _, target := range allBackends() {
			out := filepath.Join(t.TempDir(), "dist")
			if code, _, _ := runIvrc(t, "build", path, "--no-config", "--base-url", "https://x.example/", "--out", out, "--target", target.Name(), "--no-sync"); code != exitOK {
				continue // the target cannot do it
			}
			compared++
			code, text, stderr := runIvrc(t, "diff", out, path, "--no-config", "--exit-code", "--target", target.Name())
			require.Equal(t, exitOK, code, text+stderr)
			require.Contains(t, text, "nothing changes for callers")
		}
	}
	require.GreaterOrEqual(t, compared, 18)
}

// TestWhatIsToldOfAFlowIsToldOfItsTrees takes words of shipped flows and changes
// them: the documents of both providers say so at the same step.
func TestWhatIsToldOfAFlowIsToldOfItsTrees(t *testing.T) {
	r := rand.New(rand.NewSource(6))
	all := usualBackends()
	j := job{targets: all, all: all, base: checkBase}
	for _, name := range []string{"front-desk", "pin-check", "utility-company", "conference-bridge", "after-hours"} {
		text := string(edited(t, name))
		old := j.compile(readShipped(t, "../../flows/"+name+".ivr.yaml"))
		for range 4 {
			at := strings.Index(text[r.Intn(len(text)*3/4):], ". ") // the end of a sentence
			if at < 0 {
				continue
			}
			changed := strings.Replace(text, ".\"\n", ". And so on.\"\n", 1+r.Intn(3))
			new := j.compile(source.NewFile(name, []byte(changed)))
			require.False(t, new.list.HasErrors())
			old.file, new.file = old.flow.Span.File, new.flow.Span.File
			steps := map[string]bool{}
			for _, c := range changes.Compare(changes.Of(old.flow), changes.Of(new.flow)) {
				if c.Kind == changes.PromptChanged {
					steps[c.Step] = true
				}
			}
			require.NotEmpty(t, steps)
			was, err := asTree(j, old, []string{"plivo", "tropo"})
			require.NoError(t, err)
			is, err := asTree(j, new, []string{"plivo", "tropo"})
			require.NoError(t, err)
			for i := range was.targets {
				o, err := heardIn(was.targets[i], "old")
				require.NoError(t, err)
				n, err := heardIn(is.targets[i], "new")
				require.NoError(t, err)
				told := map[string]bool{}
				for _, c := range changes.Compare(o, n) {
					for _, step := range append(c.Also, c.Step) {
						told[step] = true
					}
				}
				for step := range steps {
					require.True(t, told[step], "%s of %s for %s", step, name, was.targets[i].Target)
				}
			}
		}
	}
}

func TestATreeThatCannotBeReadIsNotCompared(t *testing.T) {
	inFolder(t, map[string][]byte{"old.ivr.yaml": edited(t, "front-desk")}, func() {
		builtInto(t, "dist", "old.ivr.yaml")
		file, err := filepath.Glob("dist/front-desk/v/*/plivo/main.xml")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file[0], []byte("<Response><Fly/></Response>"), 0o644))
		code, stdout, stderr := runIvrc(t, "diff", "dist", "old.ivr.yaml", "--no-config")
		require.Equal(t, exitFailure, code)
		require.Empty(t, stdout)
		require.Contains(t, stderr, "dist: the documents of front-desk for plivo cannot be read back: ")
		require.NoError(t, os.Remove(file[0]))
		code, _, stderr = runIvrc(t, "diff", "dist", "old.ivr.yaml", "--no-config")
		require.Equal(t, exitFailure, code)
		require.Contains(t, stderr, "plivo/main.xml, and it cannot be read; ivrc verify dist says more")
	})
}
