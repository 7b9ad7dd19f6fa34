package routes

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// eventCases is the table that every host's own form of the rule is held to.
func eventCases(t testing.TB) (url string, cases []eventCase) {
	t.Helper()
	text, err := os.ReadFile("testdata/events.json")
	require.NoError(t, err)
	var table struct {
		URL   string      `json:"url"`
		Cases []eventCase `json:"cases"`
	}
	require.NoError(t, json.Unmarshal(text, &table))
	require.Greater(t, len(table.Cases), 30)
	return table.URL, table.Cases
}

type eventCase struct {
	Case   string   `json:"case"`
	Body   string   `json:"body"`
	Answer string   `json:"answer"`
	Files  []string `json:"files"`
}

func TestEventsAreAnsweredAsTheTableSays(t *testing.T) {
	url, cases := eventCases(t)
	place, ok := At(url)
	require.True(t, ok)
	require.Equal(t, Place{Folder: "/front-desk/voiceshot/call", Step: "call", Parameter: "events", extension: ".xml"}, place)
	for _, c := range cases {
		answer := place.Answer(Request{XML: []byte(c.Body)})
		require.Equal(t, c.Answer, answer, c.Case)
		var files []string
		for _, file := range place.Candidates(answer) {
			files = append(files, strings.TrimPrefix(file, place.Folder+"/"))
		}
		require.Equal(t, c.Files, files, c.Case)
	}
	require.Equal(t, "_", place.Answer(Request{XML: []byte(cases[0].Body + strings.Repeat(" ", maxResult))}), "a body that is too long")
	require.Equal(t, "_", place.Answer(Request{JSON: []byte(cases[0].Body)}), "the test button of the web interface sends no event")
}

func TestOnlyTheOneAddressOfAFlowTakesEvents(t *testing.T) {
	for _, path := range []string{"/f/voiceshot/call/events", "/a/b/f/voiceshot/call/events", "f/voiceshot/call/events", "/f/v/1/voiceshot/call/events"} {
		_, ok := At(path)
		require.True(t, ok, path)
	}
	for _, path := range []string{
		"/f/plivo/call/events", "/f/tropo/call/events", "/f/voiceshot/main/events", "/f/voiceshot/call/events.1", "/f/voiceshot/call/Events",
		"/f/voiceshot/call/events/", "/f/voiceshot/events", "/f/voiceshot/call/events.xml",
	} {
		_, ok := At(path)
		require.False(t, ok, path)
	}
	place, ok := At("/f/voiceshot/call/Digits.1")
	require.True(t, ok, "other parameters stay what they are")
	require.Equal(t, "Digits", place.Parameter)
}

func TestAnEventThatNobodyKnowsGetsTheEmptyReply(t *testing.T) {
	tree := map[string]bool{"/f/voiceshot/call/_.xml": true, "/f/voiceshot/call/1.1.xml": true}
	exists := func(file string) bool { return tree[file] }
	for body, want := range map[string]string{
		"": "_", "no event": "_", `<prompt menuid="1-3" callid="2" promptid="9" keypress="1"/>`: "_", `<prompt menuid="1-3" callid="2" promptid="1" keypress="1"/>`: "1.1",
	} {
		file, ok := Resolve("/f/voiceshot/call/events", Request{XML: []byte(body)}, exists)
		require.True(t, ok, body)
		require.Equal(t, "/f/voiceshot/call/"+want+".xml", file, body)
	}
}

var safeReply = regexp.MustCompile(`^/f/voiceshot/call/(answer|hangup|_|[1-9][0-9]{0,5}\.(_|timeout|len[1-9][0-9]?|(star|pound)?[0-9]{0,32}))\.xml$`)

func FuzzEventsNameNoFileButReplies(f *testing.F) {
	_, cases := eventCases(f)
	for _, c := range cases {
		f.Add([]byte(c.Body))
	}
	place, _ := At("/f/voiceshot/call/events")
	f.Fuzz(func(t *testing.T, body []byte) {
		answer := place.Answer(Request{XML: body})
		require.Equal(t, answer, place.Answer(Request{XML: body}))
		files := place.Candidates(answer)
		require.Equal(t, place.Folder+"/_.xml", files[len(files)-1], "the empty reply is the last resort")
		seen := map[string]bool{}
		for _, file := range files {
			require.Regexp(t, safeReply, file)
			require.False(t, seen[file], "%v", files)
			seen[file] = true
		}
	})
}
