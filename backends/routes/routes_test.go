package routes

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAtTakesRoutedURLsApartWithoutLookingAtTheVersion(t *testing.T) {
	for _, folder := range []string{"/front-desk/v/1a2b/plivo/main", "front-desk/plivo/main", "/a/b/c/front-desk/v/x/plivo/main", "plivo/main"} {
		p, ok := At(folder + "/Digits.2")
		require.True(t, ok, folder)
		require.Equal(t, Place{Folder: folder, Step: "main", Parameter: "Digits", Attempt: "2", extension: ".xml"}, p)
	}
	p, ok := At("/f/v/1/tropo/main/actions")
	require.True(t, ok)
	require.Equal(t, []string{"/f/v/1/tropo/main/7.json", "/f/v/1/tropo/main/_.json"}, p.Candidates("7"))
}

func TestAtRefusesEveryOtherPath(t *testing.T) {
	for _, path := range []string{
		"", "/", "Digits", "/Digits.1", "/main/Digits.1", "/f/v/1/plivo/main", "/f/v/1/plivo/main.xml", "/f/v/1/plivo/main/1.xml",
		"/f/v/1/plivo/main/Digits.", "/f/v/1/plivo/main/Digits.0", "/f/v/1/plivo/main/Digits.x", "/f/v/1/plivo/main/Digits.100",
		"/f/v/1/plivo/Main/Digits.1", "/f/v/1/plivo/../Digits.1", "/f/v/1/plivo//Digits.1", "/f/v/1/other/main/Digits.1",
		"/f/v/1/plivo/main/digits.1", "/f/v/1/plivo/main/Digits.1/", "/f/v/1/plivo/main/Digits.1.2", `/f/v/1/plivo/main\Digits.1`,
	} {
		_, ok := At(path)
		require.False(t, ok, path)
	}
}

func TestCandidatesGoFromTheAnswerToTheDefault(t *testing.T) {
	p, ok := At("/f/v/1/plivo/main/Digits.2")
	require.True(t, ok)
	require.Equal(t, []string{
		"/f/v/1/plivo/main/timeout.xml", "/f/v/1/plivo/main/timeout.2.xml", "/f/v/1/plivo/main/_.2.xml", "/f/v/1/plivo/main/_.xml",
	}, p.Candidates("timeout"))
}

func TestCleanKeepsKnownAnswersOnly(t *testing.T) {
	for value, want := range map[string]string{
		"": "timeout", "1": "1", "0012": "0012", "*": "star", "#": "pound", "*12": "star12", "#9": "pound9",
		"star": "star", "STAR12": "star12", "pound": "pound", "busy": "busy", "No-Answer": "no-answer", "cancel": "cancel",
		"completed": "completed", "../../x": "_", "1/2": "_", "a": "_", "1.xml": "_", "_": "_", "%2A": "_", "1 ": "_", "**": "_", "1*": "_",
		strings.Repeat("1", 32): strings.Repeat("1", 32), strings.Repeat("1", 33): "_", "é": "_", "fa\u0130led": "_", "star*": "_", "starx": "_",
	} {
		require.Equal(t, want, Clean(value), "%q", value)
	}
}

func TestPlivoAnswersComeByQueryOrForm(t *testing.T) {
	p, _ := At("/f/v/1/plivo/main/Digits.1")
	require.Equal(t, "3", p.Answer(Request{Query: url.Values{"Digits": {"3"}, "CallUUID": {"x"}}}))
	require.Equal(t, "star", p.Answer(Request{Form: url.Values{"Digits": {"*"}}}))
	require.Equal(t, "timeout", p.Answer(Request{Query: url.Values{"Digits": {""}}}))
	require.Equal(t, "timeout", p.Answer(Request{}))
	d, _ := At("/f/v/1/plivo/sales/DialStatus")
	require.Equal(t, "no-answer", d.Answer(Request{Query: url.Values{"DialStatus": {"no-answer"}}}))
	require.Equal(t, "_", d.Answer(Request{Query: url.Values{"DialStatus": {"exploded"}}}))
}

func TestTropoAnswersComeFromTheResultInEveryShape(t *testing.T) {
	p, _ := At("/f/v/1/tropo/main/actions")
	for body, want := range map[string]string{
		`{"result":{"actions":{"name":"menu","disposition":"SUCCESS","value":"2","interpretation":"2"}}}`:       "2",
		`{"result":{"actions":[{"disposition":"SUCCESS","value":"9"},{"disposition":"SUCCESS","value":"4"}]}}`:  "4",
		`{"result":{"actions":{"disposition":"success","interpretation":"1 2"}}}`:                               "12",
		`{"result":{"actions":{"disposition":"SUCCESS","value":"star","concept":"star","interpretation":"*"}}}`: "star",
		`{"result":{"actions":{"disposition":"SUCCESS","value":7}}}`:                                            "7",
		`{"result":{"actions":{"disposition":"SUCCESS"}}}`:                                                      "_",
		`{"result":{"actions":{"disposition":"SUCCESS","value":null,"concept":"star"}}}`:                        "star",
		`{"result":{"actions":{"disposition":"TIMEOUT","attempts":1}}}`:                                         "timeout",
		`{"result":{"actions":{"disposition":"NOMATCH"}}}`:                                                      "nomatch",
		`{"result":{"actions":{"disposition":"BUSY"}}}`:                                                         "busy",
		`{"result":{"actions":{"disposition":"REJECTED"}}}`:                                                     "busy",
		`{"result":{"actions":{"disposition":"FAILED"}}}`:                                                       "failed",
		`{"result":{"actions":{"disposition":"EXTERNAL_EVENT"}}}`:                                               "failed",
		`{"result":{"actions":{}}}`:                                                                             "timeout",
		`{"result":{"actions":[]}}`:                                                                             "timeout",
		`{"result":{"actions":null}}`:                                                                           "timeout",
		`{"result":{"state":"DISCONNECTED"}}`:                                                                   "timeout",
		`{"RESULT":{"actions":{"disposition":"SUCCESS","value":"2"}}}`:                                          "timeout",
		`{"result":{"actions":{"disposition":"SUCCESS","value":"2","value":"3"}}}`:                              "3",
		`{"result":{"actions":[5,{"disposition":"SUCCESS","value":-0}]}}`:                                       "0",
		`{"result":{"actions":{"disposition":"SUCCESS","value":1e999}}}`:                                        "_",
		`{"result":{"actions":{"disposition":"SUCCESS","value":1e999,"concept":12e1},"x":1e999}}`:               "120",
		`{"result":{"actions":{"disposition":"SUCCESS","value":"2"}}}{}`:                                        "timeout",
		`{"result":{"actions":["SUCCESS"]}}`:                                                                    "timeout",
		`{"session":{"id":"x"}}`:                                                                                "timeout",
		`{"result":null}`:                                                                                       "timeout",
		`not json`:                                                                                              "timeout",
		``:                                                                                                      "timeout",
		`{"result":{"actions":{"disposition":"SUCCESS","value":"../../etc"}}}`:                                  "_",
		"{\"result\":{\"actions\":{\"disposition\":\"SUCCESS\",\"value\":\"2\",\"xml\":\"\xe9\"}}}":             "2",
	} {
		require.Equal(t, want, p.Answer(Request{JSON: []byte(body)}), body)
	}
	require.Equal(t, "timeout", p.Answer(Request{JSON: []byte(`{"result":{"actions":{"value":"` + strings.Repeat("1", maxResult) + `"}}}`)}))
}

func TestResolveTriesTheFilesInOrderAndThenGivesUp(t *testing.T) {
	tree := map[string]bool{"/f/plivo/main/1.xml": true, "/f/plivo/main/_.1.xml": true, "/f/plivo/main/timeout.1.xml": true}
	exists := func(file string) bool { return tree[file] }
	for digit, want := range map[string]string{"1": "/f/plivo/main/1.xml", "9": "/f/plivo/main/_.1.xml", "": "/f/plivo/main/timeout.1.xml"} {
		file, ok := Resolve("/f/plivo/main/Digits.1", Request{Query: url.Values{"Digits": {digit}}}, exists)
		require.True(t, ok)
		require.Equal(t, want, file)
	}
	_, ok := Resolve("/f/plivo/main/Digits.3", Request{}, exists)
	require.False(t, ok)
	_, ok = Resolve("/f/plivo/main/1.xml", Request{}, exists)
	require.False(t, ok)
}

var safeFile = regexp.MustCompile(`/[a-z][a-z0-9_-]{0,62}/(_|[a-z-]*[0-9]*)(\.[1-9][0-9]?)?\.(xml|json)$`)

func FuzzResolveNeverLeavesTheStepsFolder(f *testing.F) {
	f.Add("/f/v/1/plivo/main/Digits.1", "1", []byte(""))
	f.Add("/f/v/1/tropo/main/actions", "", []byte(`{"result":{"actions":{"disposition":"SUCCESS","value":"2"}}}`))
	f.Add("/f/../plivo/main/DialStatus", "../../x", []byte(`{"result":{"actions":[{}]}}`))
	f.Fuzz(func(t *testing.T, path, value string, body []byte) {
		r := Request{Query: url.Values{"Digits": {value}, "DialStatus": {value}}, JSON: body}
		place, ok := At(path)
		if !ok {
			return
		}
		for _, file := range place.Candidates(place.Answer(r)) {
			require.True(t, strings.HasPrefix(file, place.Folder+"/"), file)
			require.Regexp(t, safeFile, file)
			require.NotContains(t, file[len(place.Folder)+1:], "/")
		}
	})
}

func TestTheFirstCandidateIsTheAnswersOwnFile(t *testing.T) {
	for _, path := range []string{"/f/tropo/main/actions", "/f/plivo/main/Digits.2", "/f/plivo/main/DialStatus", "/f/voiceshot/call/events"} {
		place, ok := At(path)
		require.True(t, ok)
		for _, answer := range []string{"1", "star", Default, Silence, "1.star", "2.12"} {
			require.Equal(t, place.Candidates(answer)[0], place.Own(answer))
		}
	}
}
