package interpret

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
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
		return []byte(text), ok
	}}
	return tree.Fetch(r)
}

// page is a document of handlers ("event path") and verbs.
func page(t *testing.T, handlers []string, verbs ...string) string {
	t.Helper()
	var items []string
	for _, h := range handlers {
		event, path, _ := strings.Cut(h, " ")
		items = append(items, `{"on":{"event":"`+event+`","next":"`+base+path+`"}}`)
	}
	text := `{"tropo":[` + strings.Join(append(items, verbs...), ",") + "]}\n"
	require.True(t, json.Valid([]byte(text)), text)
	return text
}

// desk is a menu by hand, from Tropo's pages.
func desk(t *testing.T) *host {
	const menu = `{"ask":{"name":"main","choices":{"value":"1,12,star(*)","mode":"dtmf"},"attempts":2,"timeout":5,"interdigitTimeout":3,` +
		`"say":[{"event":"timeout nomatch:1","value":"Again."},{"event":"nomatch","value":"No."},{"value":"Press 1."}]}}`
	const dial = `{"transfer":{"name":"dial","to":["+14075550100;postd=12","sip:a@b.example"]}}`
	v := "f/v/1/tropo/"
	all := []string{"error " + v + "sorry.json", "hangup " + v + "end.json"}
	return &host{documents: map[string]string{
		"f/tropo.json":    page(t, append(all[:2:2], "continue "+v+"main.json"), `{"say":[{"value":"Hello."}]}`),
		v + "main.json":   page(t, append(all[:2:2], "continue "+v+"main/actions", "incomplete "+v+"main/actions"), menu),
		v + "sorry.json":  page(t, nil, `{"say":[{"value":"<speak>Sorry, <sub alias=\"friend\">pal</sub>.</speak>"}]}`),
		v + "end.json":    page(t, nil, `{"hangup":null}`),
		v + "main/1.json": page(t, append(all[:2:2], "continue "+v+"end.json", "incomplete "+v+"dial/actions"), dial), v + "main/12.json": page(t, nil, `{"say":[{"value":"Twelve."}]}`),
		v + "main/star.json": page(t, nil, `{"say":[{"value":"Star."}]}`), v + "main/timeout.json": page(t, nil, `{"say":[{"value":"Nothing."}]}`),
		v + "main/nomatch.json": page(t, nil, `{"say":[{"value":"Wrong."}]}`), v + "main/_.json": page(t, nil, `{"say":[{"value":"Else."}]}`),
		v + "dial/busy.json": page(t, nil, `{"say":[{"value":"Busy."}]}`), v + "dial/timeout.json": page(t, nil, `{"say":[{"value":"Nobody."}]}`),
		v + "dial/failed.json": page(t, nil, `{"say":[{"value":"Failed."}]}`),
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

func TestACallFollowsEventsAndTheHostsChoices(t *testing.T) {
	const asked = "hear: Hello. Press 1. | ask | "
	const dialled = asked + "dial: +14075550100, sip:a@b.example | "
	for words, want := range map[string]string{
		". 1 answered .":      dialled + "end: hung-up",
		". 1 answered hangup": dialled + "end: left",
		". 1 busy":            dialled + "hear: Busy. | end: hung-up",
		". 1 no-answer":       dialled + "hear: Nobody. | end: hung-up",
		". 1 failed":          dialled + "hear: Failed. | end: hung-up",
		". 1 hangup":          dialled + "end: left",
		". 12":                asked + "hear: Twelve. | end: hung-up",
		". *":                 asked + "hear: Star. | end: hung-up",
		". 12#":               asked + "hear: Twelve. | end: hung-up",
		". . .":               asked + "hear: Again. Press 1. | ask | hear: Nothing. | end: hung-up",
		". 7 7":               asked + "hear: Again. No. Press 1. | ask | hear: Wrong. | end: hung-up",
		". 13 .":              asked + "hear: Again. No. Press 1. | ask | hear: Nothing. | end: hung-up",
		". fault":             asked + "hear: Sorry, friend. | end: hung-up",
		"hangup":              "hear: Hello. | end: left",
	} {
		got, wait := told(t, desk(t), words)
		require.Equal(t, want, got, words)
		require.Equal(t, call.Over, wait.Kind, words)
	}
}

func TestAnEventWithoutAHandlerIsContinueAndWithoutThatTheEnd(t *testing.T) {
	h := &host{documents: map[string]string{
		"f/tropo.json": page(t, []string{"continue f/next.json"}, `{"ask":{"name":"a","choices":{"value":"[4 DIGITS]"},"say":[{"value":"Pin?"}]}}`),
		"f/next.json":  page(t, nil, `{"ask":{"name":"a","choices":{"value":"[2-3 DIGITS]"},"say":{"value":"Once more?"}}}`),
	}}
	got, _ := told(t, h, ". 12")
	require.Equal(t, "hear: Pin? | ask | hear: Once more? | ask | end: hung-up", got, "an ask asks once where it says nothing else")
}

func TestWhatTropoDoesNotTakeEndsTheCall(t *testing.T) {
	good := []byte("{\"tropo\":[]}\n")
	for name, answer := range map[string]fetch.Response{
		"status":       {Status: 405, ContentType: "application/json", Body: good},
		"redirect":     {Status: 301, ContentType: "application/json", Body: good},
		"content type": {Status: 200, ContentType: "text/html", Body: good},
		"no JSON":      {Status: 200, ContentType: "application/json; charset=utf-8", Body: []byte("<html>")},
		"no list":      {Status: 200, ContentType: "application/json", Body: []byte("{}\n")},
		"no verb":      {Status: 200, ContentType: "application/json", Body: []byte("{\"tropo\":[{}]}\n")},
		"unknown verb": {Status: 200, ContentType: "application/json", Body: []byte("{\"tropo\":[{\"dance\":null}]}\n")},
		"two handlers": {Status: 200, ContentType: "application/json", Body: []byte("{\"tropo\":[{\"on\":{\"event\":\"continue\",\"next\":\"a\"}},{\"on\":{\"event\":\"continue\",\"next\":\"b\"}}]}\n")},
	} {
		h := desk(t)
		h.wrong = map[string]fetch.Response{"f/v/1/tropo/main.json": answer}
		got, wait := told(t, h, ".")
		require.Equal(t, "hear: Hello. | end: lost", got, name)
		require.Equal(t, call.Lost, wait.End)
	}
	h := desk(t)
	h.dead = map[string]bool{"f/tropo.json": true}
	got, _ := told(t, h, "")
	require.Equal(t, "end: lost", got)
}

func TestAnEntryThatIsNotPublishedIsNone(t *testing.T) {
	_, err := New(desk(t), base, "f").Start("night")
	require.ErrorIs(t, err, call.ErrNoEntry)
}

func TestEverythingIsPostedWithAResultOfTheDocumentedShape(t *testing.T) {
	h := desk(t)
	told(t, h, ". 1 busy")
	for _, r := range h.asked {
		require.Equal(t, "POST", r.Method)
	}
	var first struct {
		Session struct{ To struct{ Name string } }
	}
	require.NoError(t, json.Unmarshal(h.asked[0].JSON, &first))
	require.Equal(t, "+14075550100", first.Session.To.Name)
	var pressed struct {
		Result struct {
			Sequence int
			Complete bool
			Actions  struct{ Name, Disposition, Value string }
		}
	}
	require.NoError(t, json.Unmarshal(h.asked[2].JSON, &pressed))
	require.Equal(t, 2, pressed.Result.Sequence)
	require.Equal(t, "SUCCESS", pressed.Result.Actions.Disposition)
	require.Equal(t, "1", pressed.Result.Actions.Value)
	require.NotContains(t, string(h.asked[1].JSON), "actions", "a document that only speaks reports nothing")
}

func TestSeveralReportsAreAList(t *testing.T) {
	l := &line{}
	require.Contains(t, l.result("ANSWERED", true, action{Name: "a"}, action{Name: "b"}), `"actions":[{"name":"a"`)
	require.Contains(t, l.result("ANSWERED", true, action{Name: "a"}), `"actions":{"name":"a"`)
}
