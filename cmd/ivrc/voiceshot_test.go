package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/crawl/crawltest"
	"ivrc/backends/routes"
	"ivrc/compiler/ivrctest"
)

// TestShippedFlowsAreDrawnOrRefusedWithReasons looks at what is said of every
// shipped flow: which step, what of it, and why. The goldens of flows hold the
// words.
func TestShippedFlowsAreDrawnOrRefusedWithReasons(t *testing.T) {
	all := allBackends()
	targets, err := selectTargets([]string{"voiceshot"}, all)
	require.NoError(t, err)
	var compiled, refused []string
	for _, path := range shippedFlows(t) {
		c := job{targets: targets, all: all, base: checkBase}.compile(readShipped(t, path))
		name := strings.TrimSuffix(filepath.Base(path), ".ivr.yaml")
		if c.list.HasErrors() {
			refused = append(refused, name)
		} else {
			compiled = append(compiled, name)
		}
		for _, d := range c.list {
			require.True(t, strings.HasPrefix(string(d.Code), "IVR50"), d.Compact())
			require.False(t, d.Primary.IsZero(), d.Compact())
			if d.Severity.IsError() || string(d.Code) == "IVR502" {
				require.NotEmpty(t, d.Step, d.Compact())
				require.NotEmpty(t, d.Help, d.Compact())
			}
			if string(d.Code) == "IVR501" || string(d.Code) == "IVR502" {
				require.Regexp(t, `^voiceshot (cannot do this|does this differently): .+ \(.+\)$`, d.Message)
			}
		}
	}
	require.Equal(t, []string{"dial-status", "pin-check"}, compiled)
	require.Len(t, refused, 8)
}

func TestSheetsForVoiceShotAreTheirGoldens(t *testing.T) {
	ivrctest.Run(t, "testdata/voiceshot/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		path := filepath.Join(t.TempDir(), "flow.ivr.yaml")
		require.NoError(t, os.WriteFile(path, c.Input(t, "flow.ivr.yaml"), 0o644))
		if c.Has("voiceshot.lock.yaml") {
			lock := c.Input(t, "voiceshot.lock.yaml")
			require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(path), "voiceshot.lock.yaml"), lock, 0o644))
		}
		code, stdout, stderr := runIvrc(t, "sheet", path, "--base-url", sheetBase, "--target", "voiceshot")
		require.Equal(t, exitOK, code, stderr)
		c.Expect(t, "sheet.markdown", stdout)
		code, stdout, _ = runIvrc(t, "sheet", path, "--base-url", sheetBase, "--target", "voiceshot", "--format", "json")
		require.Equal(t, exitOK, code)
		c.Expect(t, "sheet.json", stdout)
	})
}

// project of one flow in a folder of its own.
func lockedProject(t *testing.T, flow string) (folder string, build func(args ...string) (code int, stdout, stderr string)) {
	t.Helper()
	folder = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "pin-check.ivr.yaml"), []byte(flow), 0o644))
	return folder, func(args ...string) (int, string, string) {
		return runIvrc(t, append([]string{"build", filepath.Join(folder, "pin-check.ivr.yaml"), "--no-config", "--no-sync", "--base-url", sheetBase,
			"--target", "voiceshot", "--out", filepath.Join(folder, "dist")}, args...)...)
	}
}

func lockText(t *testing.T, folder string) string {
	t.Helper()
	return read(t, filepath.Join(folder, "voiceshot.lock.yaml"))
}

func TestABuildWritesTheLockFileOnlyWhenSomethingIsNew(t *testing.T) {
	flow := read(t, "../../flows/pin-check.ivr.yaml")
	folder, build := lockedProject(t, flow)
	lock := filepath.Join(folder, "voiceshot.lock.yaml")

	code, _, _ := runIvrc(t, "check", filepath.Join(folder, "pin-check.ivr.yaml"), "--no-config", "--target", "voiceshot")
	require.Equal(t, exitOK, code)
	require.NoFileExists(t, lock, "check writes nothing")
	code, stdout, _ := build("--check")
	require.Equal(t, exitFlow, code)
	require.Contains(t, stdout, "voiceshot.lock.yaml is not current")
	require.NoFileExists(t, lock, "build --check writes nothing")

	code, _, stderr := build()
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stderr, "draw prompt 2 (news)")
	first := lockText(t, folder)
	require.Contains(t, first, "    ask-code: {prompt: 1, print: ")
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Len(t, entries, 3, "nothing is left over beside it")

	require.NoError(t, os.WriteFile(lock, []byte(strings.Replace(first, "# The", "# Ours. The", 1)), 0o644))
	code, stdout, _ = build("--check")
	require.Equal(t, exitOK, code, stdout)
	code, _, stderr = build()
	require.Equal(t, exitOK, code)
	require.NotContains(t, stderr, "lock.yaml")
	require.Contains(t, lockText(t, folder), "# Ours.", "a file in which nothing is new stays as it is")

	// A step more, one renamed, one reworded.
	changed := strings.NewReplacer("1234: news}", "1234: tidings, 99: extra}", "  news:\n", "  extra: {say: \"For staff.\", goto: goodbye}\n\n  tidings:\n",
		"Without a code I", "Without it I").Replace(flow)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "pin-check.ivr.yaml"), []byte(changed), 0o644))
	code, stdout, stderr = build("--check")
	require.Equal(t, exitFlow, code, stdout+stderr)
	code, _, stderr = build()
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stderr, "prompt 2, which was news, is now called tidings")
	require.Contains(t, stderr, "draw prompt 3 (no-code) again: what it plays has changed")
	require.Contains(t, stderr, "draw prompt 7 (extra)")
	second := lockText(t, folder)
	for _, line := range []string{"    tidings: {prompt: 2, ", "    no-code: {prompt: 3, ", "    extra: {prompt: 7, ", "    ask-code.3: {prompt: 6, "} {
		require.Contains(t, second, line)
	}
	require.NotContains(t, second, "news")

	// Back again: the number of the step that goes is kept.
	require.NoError(t, os.WriteFile(filepath.Join(folder, "pin-check.ivr.yaml"), []byte(flow), 0o644))
	code, _, stderr = build()
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, lockText(t, folder), "    extra: {prompt: 7, print: ")
	require.Contains(t, lockText(t, folder), ", retired: true}")
}

func TestALockFileThatIsWrongStopsTheBuildAtItsPlace(t *testing.T) {
	folder, build := lockedProject(t, read(t, "../../flows/pin-check.ivr.yaml"))
	lock := filepath.Join(folder, "voiceshot.lock.yaml")
	for _, c := range []struct{ text, says string }{
		{"ivr-prompts: 1\nflows:\n  pin-check:\n    ask-code: 1\n    news: 1\n", "voiceshot.lock.yaml:5:11: error: prompt 1 is ask-code already, and cannot be news as well [IVR104]"},
		{"ivr-prompts: 1\nflows:\n  pin-check:\n    ask-code: 0\n", "voiceshot.lock.yaml:4:15: error: the number of a prompt is a whole number from 1 to 999999 [IVR104]"},
		{"ivr-prompts: 1\nflow:\n", "voiceshot.lock.yaml:2:1: error: there is no \"flow\" in this file [IVR101]"},
		{"ivr-prompts: 1\nflows:\n  pin-check:\n<<<<<<< ours\n    news: 2\n=======\n    news: 3\n>>>>>>> theirs\n", "[IVR008]"},
	} {
		require.NoError(t, os.WriteFile(lock, []byte(c.text), 0o644))
		code, _, stderr := build()
		require.Equal(t, exitFlow, code, stderr)
		require.Contains(t, stderr, c.says)
		require.NoDirExists(t, filepath.Join(folder, "dist"))
		require.Equal(t, c.text, lockText(t, folder), "a build that fails changes nothing")
	}
	code, _, stderr := runIvrc(t, "build", filepath.Join(folder, "pin-check.ivr.yaml"), "--no-config", "--base-url", sheetBase, "--no-sync", "--out", filepath.Join(folder, "dist"))
	require.Equal(t, exitOK, code, "other targets have no numbers: %s", stderr)
}

func TestNumbersOfTheLockFileAreThoseOfTheReplies(t *testing.T) {
	folder, build := lockedProject(t, read(t, "../../flows/pin-check.ivr.yaml"))
	require.NoError(t, os.WriteFile(filepath.Join(folder, "voiceshot.lock.yaml"),
		[]byte("ivr-prompts: 1\nflows:\n  pin-check: {ask-code: 31, news: 12, gone: {prompt: 40, retired: true}}\n  other: {a: 1}\n"), 0o644))
	code, _, stderr := build()
	require.Equal(t, exitOK, code, stderr)
	require.Equal(t, `<prompt goto="12" />`, read(t, filepath.Join(folder, "dist/pin-check/voiceshot/call/31.1234.xml")))
	require.Contains(t, read(t, filepath.Join(folder, "dist/pin-check/voiceshot.xml")), `first="31"`)
	lock := lockText(t, folder)
	require.Contains(t, lock, "    no-code: {prompt: 41, ")
	require.Contains(t, lock, "    gone: {prompt: 40, retired: true}")
	require.Contains(t, lock, "  other:\n    a: {prompt: 1}")

	code, stdout, stderr := runIvrc(t, "call", filepath.Join(folder, "dist"), "--script", "1234 .")
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stdout, "prompt 12 (news)")
	code, stdout, stderr = runIvrc(t, "verify", filepath.Join(folder, "dist"))
	require.Equal(t, exitOK, code, stdout+stderr)
}

func TestTheShippedLockFileIsCurrent(t *testing.T) {
	for _, flow := range []string{"pin-check", "dial-status"} {
		out := filepath.Join(t.TempDir(), "dist")
		args := []string{"build", "../../flows/" + flow + ".ivr.yaml", "--no-config", "--no-sync", "--base-url", sheetBase, "--target", "voiceshot", "--out", out, "--check"}
		_, stdout, _ := runIvrc(t, args...)
		require.NotContains(t, stdout, "lock.yaml", "ivrc build writes it")
	}
}

// TestShippedCallsAreWalkedInTheCampaign runs the call script of a flow that
// compiles against what is published for VoiceShot.
func TestShippedCallsAreWalkedInTheCampaign(t *testing.T) {
	code, stdout, stderr := runIvrc(t, "test", "../../flows/pin-check.call.yaml", "--target", "voiceshot", "--no-config")
	require.Equal(t, exitOK, code, stdout+stderr)
	code, stdout, stderr = runIvrc(t, "call", "../../flows/pin-check.ivr.yaml", "--target", "voiceshot", "--no-config", "--script", "4321 . 1234 .")
	require.Equal(t, exitOK, code, stderr)
	for _, line := range []string{"prompt 1 (ask-code)", "prompt 5 (ask-code.2)", "That code is not known here.", "I did not hear any keys.", "prompt 2 (news)", "hung-up"} {
		require.Contains(t, stdout, line)
	}
}

// TestEveryAddressOfAVoiceShotSheetIsPublished follows the addresses of a sheet.
func TestEveryAddressOfAVoiceShotSheetIsPublished(t *testing.T) {
	for _, release := range []string{"spring", backends.NoVersion} {
		folder, build := lockedProject(t, read(t, "../../flows/pin-check.ivr.yaml"))
		code, stdout, stderr := build("--release", release)
		require.Equal(t, exitOK, code, stderr)
		require.Contains(t, stdout, "events    https://ivr.example.com/pin-check/voiceshot/call/events\n")
		require.NotContains(t, stdout, "call/1.1234.xml", "nobody is told the addresses of replies")
		code, text, stderr := runIvrc(t, "sheet", filepath.Join(folder, "pin-check.ivr.yaml"), "--no-config", "--base-url", sheetBase, "--target", "voiceshot", "--release", release)
		require.Equal(t, exitOK, code, stderr)
		for _, address := range ownAddress.FindAllString(text, -1) {
			file := filepath.Join(folder, "dist", filepath.FromSlash(strings.TrimPrefix(address, sheetBase)))
			if strings.HasSuffix(address, "/call/events") {
				require.NoFileExists(t, file)
				require.FileExists(t, filepath.Join(filepath.Dir(file), "_.xml"))
				continue
			}
			require.FileExists(t, file)
		}
		code, stdout, stderr = runIvrc(t, "verify", filepath.Join(folder, "dist"), "--flow", filepath.Join(folder, "pin-check.ivr.yaml"))
		require.Equal(t, exitOK, code, stdout+stderr)
	}
}

func TestAHostThatDoesNotReadEventsIsNoticed(t *testing.T) {
	folder, _ := lockedProject(t, read(t, "../../flows/pin-check.ivr.yaml"))
	s := deploy(t, filepath.Join(folder, "pin-check.ivr.yaml"), "--no-config", "--target", "voiceshot")
	code, stdout, stderr := runIvrc(t, "verify", s.base)
	require.Equal(t, exitOK, code, stdout+stderr)
	s.host.Faults = &crawltest.Fault{Asked: func(r *routes.Request) { r.XML = nil }}
	code, stdout, _ = runIvrc(t, "verify", s.base)
	require.Equal(t, exitFlow, code)
	require.Contains(t, stdout, "the host does not see the answer")
	require.Contains(t, stdout, `"1234" at prompt 1`)
}
