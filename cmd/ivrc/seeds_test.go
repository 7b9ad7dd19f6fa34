package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/routes"
)

// compiledTree compiles a shipped flow for one target and gives its files by path.
func compiledTree(t *testing.T, flow, target string) map[string]string {
	t.Helper()
	all := allBackends()
	targets, err := selectTargets([]string{target}, all)
	require.NoError(t, err)
	c := job{targets: targets, all: all, base: checkBase}.compile(readShipped(t, "../../flows/"+flow+".ivr.yaml"))
	require.False(t, c.list.HasErrors(), c.list.Detailed())
	tree := map[string]string{}
	for _, f := range releasedFiles(t, c) {
		tree[f.Path] = string(f.Text)
	}
	return tree
}

type tropoDocument struct {
	Tropo []map[string]any `json:"tropo"`
}

// splitOn takes the `on` entries out of a document, sorted by event, with their
// addresses left open.
func splitOn(t *testing.T, text []byte) (on []string, verbs []map[string]any) {
	t.Helper()
	var d tropoDocument
	require.NoError(t, json.Unmarshal(text, &d))
	for i, verb := range d.Tropo {
		entry, ok := verb["on"].(map[string]any)
		if !ok {
			verbs = append(verbs, verb)
			continue
		}
		require.Len(t, verbs, 0, "entry %d: `on` entries come first", i)
		require.NotEmpty(t, entry["next"])
		require.Len(t, entry, 2)
		on = append(on, entry["event"].(string))
	}
	sort.Strings(on)
	return on, verbs
}

// TestTheTropoGuidesCallFailuresComeOut compares flows/tag-youre-it with the
// JSON of the guide's page: three handlers, the call, the words. Addresses, the
// number and the order of the handlers are ours, nothing else.
func TestTheTropoGuidesCallFailuresComeOut(t *testing.T) {
	page, err := os.ReadFile("testdata/seeds/call-failures.json")
	require.NoError(t, err)
	wantOn, wantVerbs := splitOn(t, page)
	wantVerbs[0]["call"].(map[string]any)["to"] = "+14075550100"
	on, verbs := splitOn(t, []byte(compiledTree(t, "tag-youre-it", "tropo")["tag-youre-it/tropo.json"]))
	require.Equal(t, wantOn, on)
	require.Equal(t, wantVerbs, verbs)
}

func TestEachHandlerOfTheTropoGuideLeadsToItsOwnDocument(t *testing.T) {
	tree := compiledTree(t, "tag-youre-it", "tropo")
	var d tropoDocument
	require.NoError(t, json.Unmarshal([]byte(tree["tag-youre-it/tropo.json"]), &d))
	seen := map[string]bool{}
	for _, verb := range d.Tropo {
		if on, ok := verb["on"].(map[string]any); ok {
			next := strings.TrimPrefix(on["next"].(string), checkBase)
			require.Contains(t, tree, next)
			require.False(t, seen[next])
			seen[next] = true
		}
	}
	require.Len(t, seen, 3)
}

type plivoDial struct {
	XMLName xml.Name `xml:"Response"`
	Speak   []struct {
		Text       string     `xml:",chardata"`
		Attributes []xml.Attr `xml:",any,attr"`
	} `xml:"Speak"`
	Dial []struct {
		Action     string     `xml:"action,attr"`
		Method     string     `xml:"method,attr"`
		Attributes []xml.Attr `xml:",any,attr"`
		Number     []string   `xml:"Number"`
	} `xml:"Dial"`
	Others []struct {
		XMLName xml.Name
	} `xml:",any"`
}

// disputed are the attributes whose default Plivo's pages disagree about; they
// may be added to the page's sample (plivo.md §9).
var disputed = map[string]bool{"timeout": true}

// TestThePlivoGuidesDialComesOut compares flows/dial-status with the XML of the
// guide's page, and walks every status that Plivo can report.
func TestThePlivoGuidesDialComesOut(t *testing.T) {
	page, err := os.ReadFile("testdata/seeds/dial-status.xml")
	require.NoError(t, err)
	tree := compiledTree(t, "dial-status", "plivo")
	var want, got plivoDial
	require.NoError(t, xml.Unmarshal(page, &want))
	require.NoError(t, xml.NewDecoder(bytes.NewReader([]byte(tree["dial-status/plivo.xml"]))).Decode(&got))
	require.Equal(t, want.Speak, got.Speak)
	require.Empty(t, got.Others)
	require.Len(t, got.Dial, 1)
	require.Equal(t, want.Dial[0].Method, got.Dial[0].Method)
	require.Len(t, got.Dial[0].Number, len(want.Dial[0].Number))
	for _, a := range got.Dial[0].Attributes {
		require.True(t, disputed[a.Name.Local], "attribute %s is not on the page", a.Name.Local)
	}
	exists := func(file string) bool { _, ok := tree[file]; return ok }
	action := strings.TrimPrefix(got.Dial[0].Action, checkBase)
	heard := map[string]string{}
	for _, status := range []string{"completed", "busy", "no-answer", "failed", "timeout", "cancel", "something-new", ""} {
		file, ok := routes.Resolve(action, routes.Request{Query: url.Values{"DialStatus": {status}}}, exists)
		require.True(t, ok, status)
		heard[status] = tree[file]
	}
	for status, says := range map[string]string{
		"completed": "has hung up", "busy": "is busy", "no-answer": "Nobody answered", "failed": "could not be connected",
		"timeout": "could not be connected", "something-new": "could not be connected", "": "could not be connected", "cancel": "<Hangup/>",
	} {
		require.Contains(t, heard[status], says, "status %q", status)
	}
}
