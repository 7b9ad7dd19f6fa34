package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/publish"
	"ivrc/compiler/ivrctest"
)

const sheetBase = "https://ivr.example.com/"

// sheetFlows are the shipped flows whose sheets are kept: one that answers, one
// that calls, one with an application.
var sheetFlows = []string{"front-desk", "appointment-reminder", "conference-bridge"}

func TestSheetsOfShippedFlowsAreTheirGoldens(t *testing.T) {
	for _, name := range sheetFlows {
		golden := filepath.Join("testdata", "sheets", name+".txtar")
		if _, err := os.Stat(golden); errors.Is(err, os.ErrNotExist) && ivrctest.Updating() {
			require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
			require.NoError(t, os.WriteFile(golden, []byte("The sheet of flows/"+name+".ivr.yaml.\n"), 0o644))
		}
		require.FileExists(t, golden, "IVRC_UPDATE=1 makes it")
	}
	ivrctest.Run(t, "testdata/sheets/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		for _, format := range []string{"markdown", "json"} {
			code, stdout, stderr := runIvrc(t, "sheet", "../../flows/"+c.Name+".ivr.yaml", "--base-url", sheetBase, "--format", format)
			require.Equal(t, exitOK, code, stderr)
			c.Expect(t, "sheet."+format, stdout)
		}
		c.DropOutputs(t, "")
	})
}

// TestEveryAddressOfASheetIsPublished builds each shipped flow and looks for every
// address of ours that its sheet has: a file, a routed address of the manifest,
// or a folder.
func TestEveryAddressOfASheetIsPublished(t *testing.T) {
	for _, path := range shippedFlows(t) {
		for _, release := range []string{"spring", backends.NoVersion} {
			for _, target := range []string{"plivo", "tropo"} {
				out := filepath.Join(t.TempDir(), "dist")
				code, _, _ := runIvrc(t, "build", path, "--base-url", sheetBase, "--target", target, "--out", out, "--release", release)
				sheetCode, text, _ := runIvrc(t, "sheet", path, "--base-url", sheetBase, "--target", target, "--release", release)
				require.Equal(t, code, sheetCode, "%s for %s", path, target)
				if code == exitOK {
					addressesArePublished(t, out, strings.ReplaceAll(text, backends.AnyVersion, release))
				}
			}
		}
	}
}

var ownAddress = regexp.MustCompile(regexp.QuoteMeta(sheetBase) + "[^`\"<> ]*")

func addressesArePublished(t *testing.T, out, sheet string) {
	t.Helper()
	var manifest backends.Manifest
	require.NoError(t, json.Unmarshal([]byte(read(t, filepath.Join(out, publish.ManifestName))), &manifest))
	routed, entries := map[string]bool{}, map[string]bool{}
	for _, f := range manifest.Flows {
		for _, e := range f.Entries {
			entries[e.URL] = true
		}
		for _, v := range f.Versions {
			for _, r := range v.Router {
				routed[v.Base+v.Folder+r.Path] = true
			}
		}
	}
	found := ownAddress.FindAllString(sheet, -1)
	require.NotEmpty(t, found)
	for _, address := range found {
		delete(entries, address)
		if routed[address] {
			require.NoFileExists(t, filepath.Join(out, filepath.FromSlash(strings.TrimPrefix(address, sheetBase))))
			continue
		}
		info, err := os.Stat(filepath.Join(out, filepath.FromSlash(strings.TrimPrefix(address, sheetBase))))
		require.NoError(t, err, address)
		require.Equal(t, strings.HasSuffix(address, "/"), info.IsDir(), address)
	}
	require.Empty(t, entries, "every entry file is on the sheet")
}

func TestASheetNamesTheFallbackAsItsPlaceDoes(t *testing.T) {
	_, inbound, _ := runIvrc(t, "sheet", frontDesk, "--base-url", sheetBase, "--target", "plivo")
	require.Contains(t, inbound, "| `fallback_answer_url` |")
	require.NotContains(t, inbound, "| `fallback_url` |")
	_, outbound, _ := runIvrc(t, "sheet", "../../flows/appointment-reminder.ivr.yaml", "--base-url", sheetBase, "--target", "plivo")
	require.Contains(t, outbound, "| `fallback_url` |")
	require.NotContains(t, outbound, "| `fallback_answer_url` |")
	for _, method := range regexp.MustCompile("(?m)^\\| `[a-z_]*method` \\| `([A-Z]+)`").FindAllStringSubmatch(inbound+outbound, -1) {
		require.Equal(t, "GET", method[1])
	}
}

func TestASheetShowsEveryEntryAndNoCredential(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.ivr.yaml")
	require.NoError(t, os.WriteFile(path, []byte(`ivr: 1
flow: two
start: day
entries: {ring-out: out}
events: {hangup: end, error: end}
allow: {IVR602: "a test"}
steps:
  day: {say: "Hello.", recording: {send: "https://rec.example.com/all"}, goto: ask}
  ask: {handoff: {url: "https://app.example.com/in?token=abc12345", returns: [day, end]}}
  out:
    call: {to: "+14075550140", digits: "W1"}
    goto: day
    events: {incomplete: end}
`), 0o644))
	code, text, stderr := runIvrc(t, "sheet", path, "--base-url", sheetBase)
	require.Equal(t, exitOK, code, stderr)
	require.NotContains(t, text, "abc12345")
	for _, want := range []string{
		"token=*****", "The entry `ring-out`: calls that the flow places", "two/ring-out.plivo.xml", "two/ring-out.plivo.error.xml",
		"| `send_digits` | `W1` |", "| `from` | `{number}` |", "https://rec.example.com/all", "plivo/end.xml", "tropo/end.json", "{outbound token}",
	} {
		require.Contains(t, text, want)
	}
}

func TestASheetOfABadFlowIsItsFindings(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "bad.ivr.yaml")
	require.NoError(t, os.WriteFile(path, []byte("ivr: 1\nflow: f\nstart: nowhere\nsteps: {a: {say: \"Hi.\", hangup: true}}\n"), 0o644))
	code, stdout, stderr := runIvrc(t, "sheet", path, "--base-url", sheetBase)
	require.Equal(t, exitFlow, code)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "IVR201")
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"sheet", frontDesk}, "where will the files be published?"},
		{[]string{"sheet", frontDesk, "--base-url", sheetBase, "--format", "pdf"}, "--format takes markdown or json"},
		{[]string{"sheet", "../../flows", "--base-url", sheetBase}, "sheet takes one flow"},
		{[]string{"sheet", frontDesk, "--base-url", sheetBase, "--release", "A B"}, "a release name"},
	} {
		code, _, stderr := runIvrc(t, c.args...)
		require.Equal(t, exitUsage, code, "%v", c.args)
		require.Contains(t, stderr, c.says)
	}
}

// TestThePageAboutSheetsShowsWhatIsPrinted runs the page's command and looks for
// each of its tables.
func TestThePageAboutSheetsShowsWhatIsPrinted(t *testing.T) {
	page := blocks(t, moduleRoot+"/docs/sheet.md")
	require.Equal(t, "sh", page[0].language)
	args := strings.Fields(strings.TrimPrefix(page[0].text, "ivrc "))
	args[1] = moduleRoot + "/" + args[1]
	code, stdout, stderr := runIvrc(t, args...)
	require.Equal(t, exitOK, code, stderr)
	require.Greater(t, len(page), 2)
	for _, b := range page[1:] {
		require.Contains(t, stdout, b.text)
	}
}
