package interpret

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
	"ivrc/backends/plivo/decode"
	"ivrc/ir/call"
)

const base = "https://ivr.example.com/"

// host answers from a table of documents by path, with what it is told to get
// wrong.
type host struct {
	documents map[string]string
	wrong     map[string]fetch.Response
	dead      map[string]bool
	asked     []fetch.Request
}

func (h *host) Fetch(r fetch.Request) (fetch.Response, error) {
	h.asked = append(h.asked, r)
	path := strings.TrimPrefix(r.URL, base)
	if h.dead[path] {
		return fetch.Response{}, errors.New("no answer: connection refused")
	}
	if w, ok := h.wrong[path]; ok {
		return w, nil
	}
	tree := fetch.Tree{Base: base, Read: func(path string) ([]byte, bool) {
		text, ok := h.documents[path]
		return []byte(decode.Declaration + "<Response>" + text + "</Response>"), ok
	}}
	return tree.Fetch(r)
}

// desk is a menu by hand, from Plivo's pages.
func desk() *host {
	ask := func(k, said string) string {
		return `<GetDigits action="` + base + `f/v/1/plivo/main/Digits.` + k + `" method="GET" numDigits="1" timeout="5" finishOnKey="none" retries="1"><Speak>` + said +
			`</Speak></GetDigits><Redirect method="GET">` + base + `f/v/1/plivo/main/timeout.` + k + `.xml</Redirect>`
	}
	dial := `<Dial action="` + base + `f/v/1/plivo/dial/DialStatus" method="GET" timeout="20"><Number>+14075550100</Number></Dial>`
	return &host{documents: map[string]string{
		"f/plivo.xml": `<Speak>Hello.</Speak><Redirect method="GET">` + base + `f/v/1/plivo/main.xml</Redirect>`, "f/plivo.error.xml": "<Speak>Sorry.</Speak>", "f/plivo.hangup.xml": "",
		"f/v/1/plivo/main.xml": ask("1", "Press 1."), "f/v/1/plivo/main/1.xml": dial, "f/v/1/plivo/main/timeout.1.xml": ask("2", "Press 1, please."),
		"f/v/1/plivo/main/timeout.2.xml": "<Hangup/>", "f/v/1/plivo/main/_.xml": "<Speak>No.</Speak><Hangup/>",
		"f/v/1/plivo/dial/busy.xml": "<Speak>Busy.</Speak>", "f/v/1/plivo/dial/completed.xml": "<Hangup/>",
	}}
}

func told(t *testing.T, h *host, words string) (string, call.Wait) {
	t.Helper()
	var inputs []call.Input
	for _, word := range strings.Fields(words) {
		in, err := call.ParseInput(word)
		require.NoError(t, err)
		inputs = append(inputs, in)
	}
	transcript, err := call.Walk(New(h, base, "f"), "", inputs)
	require.NoError(t, err)
	return strings.Join(call.Told(transcript.Events()), " | "), transcript.Wait()
}

func TestACallFollowsDocumentsAndTheHostsChoices(t *testing.T) {
	for words, want := range map[string]string{
		". 1 busy":       "hear: Hello. Press 1. | ask | dial: +14075550100 | hear: Busy. | end: hung-up",
		". 1 answered .": "hear: Hello. Press 1. | ask | dial: +14075550100 | end: hung-up",
		". 1 hangup":     "hear: Hello. Press 1. | ask | dial: +14075550100 | end: left",
		". . .":          "hear: Hello. Press 1. | ask | hear: Press 1, please. | ask | end: hung-up",
		". . 7":          "hear: Hello. Press 1. | ask | hear: Press 1, please. | ask | hear: No. | end: hung-up",
		". 1 no-answer":  "hear: Hello. Press 1. | ask | dial: +14075550100 | end: lost",
		"hangup":         "hear: Hello. | end: left",
		"fault":          "hear: Hello. Sorry. | end: hung-up",
		". fault":        "hear: Hello. Press 1. | ask | end: lost",
	} {
		got, wait := told(t, desk(), words)
		require.Equal(t, want, got, words)
		require.Equal(t, call.Over, wait.Kind, words)
	}
}

func TestWhatPlivoDoesNotTakeEndsTheCallOrFallsBack(t *testing.T) {
	good := []byte(decode.Declaration + "<Response><Hangup/></Response>")
	for name, answer := range map[string]fetch.Response{
		"status":        {Status: 503, ContentType: "application/xml", Body: good},
		"redirect":      {Status: 302, ContentType: "application/xml", Body: good},
		"content type":  {Status: 200, ContentType: "text/html; charset=utf-8", Body: good},
		"too large":     {Status: 200, ContentType: "application/xml", Body: []byte(decode.Declaration + "<Response><Speak>" + strings.Repeat("x", decode.DocumentLimit) + "</Speak></Response>")},
		"no XML":        {Status: 200, ContentType: "text/xml", Body: []byte("{}")},
		"empty":         {Status: 200, ContentType: "text/xml"},
		"other element": {Status: 200, ContentType: "text/xml", Body: []byte(decode.Declaration + "<Response><Dance/></Response>")},
	} {
		h := desk()
		h.wrong = map[string]fetch.Response{"f/plivo.xml": answer}
		got, _ := told(t, h, "")
		require.Equal(t, "hear: Sorry. | end: hung-up", got, "the answer address has a fallback: %s", name)
		h.wrong = map[string]fetch.Response{"f/v/1/plivo/main.xml": answer}
		got, wait := told(t, h, ".")
		require.Equal(t, "hear: Hello. | end: lost", got, "no other address has: %s", name)
		require.Equal(t, call.Lost, wait.End)
	}
	h := desk()
	h.dead = map[string]bool{"f/plivo.xml": true, "f/plivo.error.xml": true}
	got, _ := told(t, h, "")
	require.Equal(t, "end: lost", got)
}

func TestAnEntryThatIsNotPublishedIsNone(t *testing.T) {
	_, err := New(desk(), base, "f").Start("night")
	require.ErrorIs(t, err, call.ErrNoEntry)
}

func TestParametersGoTheWayThatTheMethodSays(t *testing.T) {
	h := desk()
	told(t, h, ". 1 busy")
	for _, r := range h.asked {
		require.Equal(t, "GET", r.Method)
		require.NotEmpty(t, r.Query.Get("CallUUID"))
	}
	require.Equal(t, "1", h.asked[2].Query.Get("Digits"))
	require.Equal(t, "busy", h.asked[3].Query.Get("DialStatus"))
	require.Equal(t, "completed", h.asked[len(h.asked)-1].Query.Get("CallStatus"), "the end is told to the hang-up address")
}

func TestADocumentThatLeadsToItselfEndsTheCall(t *testing.T) {
	h := &host{documents: map[string]string{"f/plivo.xml": `<Redirect method="GET">` + base + `f/plivo.xml</Redirect>`, "f/plivo.hangup.xml": ""}}
	got, wait := told(t, h, "")
	require.Equal(t, "end: lost", got)
	require.Equal(t, call.Lost, wait.End)
}
