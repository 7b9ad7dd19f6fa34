package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
)

const diffPage = moduleRoot + "/docs/diff.md"

// TestTheDiffPageShowsWhatTheCommandPrints writes the examples of the page: a
// front desk that gets one more department.
func TestTheDiffPageShowsWhatTheCommandPrints(t *testing.T) {
	page := read(t, diffPage)
	new := edited(t, "front-desk", "2: support", "2: billing, 3: support", "For support, press 2", "For bills, press 2. For support, press 3",
		"attempts: 3", "attempts: 2", "+14075550100", "+14075550177")
	new = append(new, "  billing: {transfer: {to: \"+14075550111\"}, goto: goodbye, events: {incomplete: voicemail}}\n"...)
	inFolder(t, map[string][]byte{"old.ivr.yaml": edited(t, "front-desk"), "new.ivr.yaml": new}, func() {
		text, _ := diffText(t, exitOK, "old.ivr.yaml", "new.ivr.yaml", "--no-config")
		page = withBlock(t, page, "text", text)
		encoded, _ := diffText(t, exitOK, "old.ivr.yaml", "new.ivr.yaml", "--no-config", "--format", "json")
		page = withBlock(t, page, "json", changeOf(t, encoded, "key-moved"))
	})
	ivrctest.ExpectFile(t, diffPage, page)
}

// withBlock is a page with another text in its only block of a language.
func withBlock(t *testing.T, page, language, text string) string {
	t.Helper()
	before, rest, ok := strings.Cut(page, "```"+language+"\n")
	require.True(t, ok)
	_, after, ok := strings.Cut(rest, "```\n")
	require.True(t, ok)
	require.NotContains(t, after, "```"+language+"\n")
	return before + "```" + language + "\n" + text + "```\n" + after
}

// changeOf is the first change of a kind, out of the JSON form.
func changeOf(t *testing.T, encoded, kind string) string {
	t.Helper()
	_, rest, ok := strings.Cut(encoded, `"kind": "`+kind+`"`)
	require.True(t, ok)
	body, _, ok := strings.Cut(rest, "\n        }")
	require.True(t, ok)
	return "{\n  \"kind\": \"" + kind + "\"" + strings.ReplaceAll(body, "\n        ", "\n") + "\n}\n"
}

// TestNoComparisonShowsACredential compares flows that hold one, and their trees.
func TestNoComparisonShowsACredential(t *testing.T) {
	shown := 0
	all := leaks(t)
	inFolder(t, nil, func() {
		for i, l := range all {
			if i%8 != 0 {
				continue
			}
			old := l.flow(t, allowAll)
			require.NoError(t, os.WriteFile("old.ivr.yaml", []byte(old), 0o644))
			other := leak{text: strings.Replace(l.text, l.secret, l.secret+"Xy7", 1)}
			require.NoError(t, os.WriteFile("new.ivr.yaml", []byte(other.flow(t, allowAll)), 0o644))
			sides := [][2]string{{"old.ivr.yaml", "new.ivr.yaml"}, {"new.ivr.yaml", "old.ivr.yaml"}}
			if i%5 == 0 && os.RemoveAll("dist") == nil {
				more := leak{text: l.text + " now"}
				if strings.Contains(l.text, "://") {
					more.text = l.text + "&more=1"
				}
				require.NoError(t, os.WriteFile("more.ivr.yaml", []byte(more.flow(t, allowAll)), 0o644))
				runIvrc(t, "build", "old.ivr.yaml", "--no-config", "--base-url", "https://x.example/", "--target", "tropo")
				sides = append(sides, [2]string{"dist", "more.ivr.yaml"})
			}
			for _, form := range diffForms() {
				for _, side := range sides {
					code, stdout, stderr := runIvrc(t, "diff", side[0], side[1], "--no-config", "--format", form)
					require.NotContains(t, stdout+stderr, l.needle(), "%s %v: %s", form, side, l.text)
					if code == exitOK && strings.Contains(stdout, "*****") {
						shown++
					}
				}
			}
		}
	})
	require.Greater(t, shown, 20)
}
