// Package interpret is a call at Tropo, walked over published documents as its
// pages say that it runs them.
//
// In: something that fetches documents (package fetch), the base address and the
// id of the flow, and what the caller and the network do. Out: the moments of
// ir/call. It sees files and addresses only, never a flow, and shares no code
// with the encoder (backends/tropo). What ends a call at Tropo ends it here: a
// status other than 2xx, a body that is no document, a verb that does not exist.
// Where the pages dispute or are silent, it takes what is worse for the caller
// and says so in a remark.
package interpret

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"ivrc/backends/fetch"
	"ivrc/backends/tropo/decode"
	"ivrc/ir/call"
)

// mostDocuments is the number of documents after which a call is given up; a
// session ends after hours (tropo.md §5).
const mostDocuments = 9999

// line is one call.
type line struct {
	fetcher    fetch.Fetcher
	base, flow string

	// next are the handlers of the document by event, rest the verbs that have not
	// run yet, act the properties of the one that waits and word its name.
	next map[string]string
	rest []decode.Node
	act  object
	word string
	wait call.Wait
	// asked is the question that waits.
	asked question
	// spoken says that something was heard since the document began or something
	// waited.
	spoken bool
	// application is the address that has the call.
	application string

	// documents is the number that was run, sequence that of the results posted.
	documents, sequence int
	events              []call.Event
}

// New is an engine over the documents of a flow below a base address, which ends
// in a slash.
func New(f fetch.Fetcher, base, flow string) call.Engine {
	return &line{fetcher: f, base: base, flow: flow}
}

// Start begins a session: Tropo posts it to the start address while the call
// rings (tropo.md §3).
func (l *line) Start(entry string) (call.Moment, error) {
	*l = line{fetcher: l.fetcher, base: l.base, flow: l.flow}
	name := "tropo.json"
	if entry != "" {
		name = entry + "." + name
	}
	address := l.base + l.flow + "/" + name
	answer, err := l.post(address, session)
	if err == nil && answer.Status == http.StatusNotFound {
		return call.Moment{}, fmt.Errorf("%w: %s is not published", call.ErrNoEntry, address)
	}
	l.take(address, answer, err)
	return l.moment(), nil
}

// session is what Tropo posts first (tropo.md §4.1).
const session = `{"session":{"id":"00112233445566778899aabbccddeeff","accountId":"1","timestamp":"2016-01-02T03:04:05.678Z",` +
	`"userType":"HUMAN","initialText":null,"callId":"ffeeddccbbaa99887766554433221100",` +
	`"to":{"id":"4075550100","name":"+14075550100","channel":"VOICE","network":"SIP"},` +
	`"from":{"id":"4075550199","name":"+14075550199","channel":"VOICE","network":"SIP"},"headers":{"Call-ID":"x1"}}}`

func (l *line) moment() call.Moment {
	m := call.Moment{Events: l.events, Wait: l.wait}
	l.events = nil
	return m
}

func (l *line) say(kind call.EventKind, format string, args ...any) {
	l.events = append(l.events, call.Event{Kind: kind, Text: fmt.Sprintf(format, args...)})
}

// post is how Tropo gets everything (tropo.md §5).
func (l *line) post(address, body string) (fetch.Response, error) {
	return l.fetcher.Fetch(fetch.Request{Method: http.MethodPost, URL: address, JSON: []byte(body)})
}

// load posts a result to an address of ours and runs the document that comes
// back.
func (l *line) load(address, result string) {
	if l.documents++; l.documents > mostDocuments {
		l.lost("the call went through %d documents without an end", mostDocuments)
		return
	}
	answer, err := l.post(address, result)
	l.take(address, answer, err)
}

func (l *line) take(address string, answer fetch.Response, err error) {
	list, err := document(answer, err)
	if err == nil {
		err = l.handlers(list)
	}
	if err != nil {
		l.lost("%s: %v", strings.TrimPrefix(address, l.base), err)
		return
	}
	l.say(call.Reached, "%s", strings.TrimPrefix(address, l.base))
	l.spoken = false
	l.run()
}

// document are the elements of an answer that Tropo takes (tropo.md §1.1, §5).
func document(answer fetch.Response, err error) ([]decode.Node, error) {
	if err != nil {
		return nil, err
	}
	if answer.Status < 200 || answer.Status > 299 {
		return nil, fmt.Errorf("the host answers with status %d", answer.Status)
	}
	kind, _, _ := strings.Cut(strings.ToLower(answer.ContentType), ";")
	if kind = strings.TrimSpace(kind); kind != "application/json" {
		return nil, fmt.Errorf("the host calls it %q and not application/json", answer.ContentType)
	}
	root, err := decode.Parse(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("Tropo cannot read it: %w", err)
	}
	list, ok := object{root}.get("tropo")
	if !ok || list.Kind != decode.IsArray {
		return nil, fmt.Errorf("it is no document of Tropo's: it has no list called tropo")
	}
	for _, item := range list.Items {
		if item.Kind != decode.IsObject || len(item.Names) != 1 {
			return nil, fmt.Errorf("an element of the document is no object with one verb")
		}
	}
	return list.Items, nil
}

// handlers splits a document into its handlers and its verbs. Of two handlers for
// one event nobody knows which wins (tropo.md §1.3), so none may be given twice.
func (l *line) handlers(list []decode.Node) error {
	l.next, l.rest = map[string]string{}, nil
	for _, item := range list {
		if item.Names[0] != "on" {
			l.rest = append(l.rest, item)
			continue
		}
		on := object{item.Items[0]}
		event := on.text("event")
		if _, twice := l.next[event]; twice {
			return fmt.Errorf("it has two handlers for %s", event)
		}
		l.next[event] = on.text("next")
	}
	return nil
}

func (l *line) lost(format string, args ...any) {
	l.say(call.Remark, format, args...)
	l.say(call.Ended, "%s", call.Lost)
	l.wait = call.Wait{Kind: call.Over, End: call.Lost}
}

// end is the end of the line. A handler of hangup is told, and what it answers is
// not used (tropo.md §3).
func (l *line) end(how call.Ending) {
	l.say(call.Ended, "%s", how)
	l.wait = call.Wait{Kind: call.Over, End: how}
	address, ok := l.next["hangup"]
	if !ok || how == call.Redirected || how == call.Rejected {
		return
	}
	told, err := l.post(address, l.result("DISCONNECTED", true))
	switch {
	case err != nil:
		l.say(call.Remark, "%s: %v", strings.TrimPrefix(address, l.base), err)
	case told.Status < 200 || told.Status > 299:
		l.say(call.Remark, "%s: the host answers with status %d", strings.TrimPrefix(address, l.base), told.Status)
	}
}

// action is what a result says of one verb (tropo.md §4.2).
type action struct {
	Name           string `json:"name"`
	Attempts       int    `json:"attempts,omitempty"`
	Disposition    string `json:"disposition"`
	Confidence     int    `json:"confidence,omitempty"`
	Interpretation string `json:"interpretation,omitempty"`
	Utterance      string `json:"utterance,omitempty"`
	Value          string `json:"value,omitempty"`
}

// result is the body of a post: actions are left out where no verb reports, an
// object for one and a list for several (tropo.md §4.2).
func (l *line) result(state string, complete bool, actions ...action) string {
	type body struct {
		SessionID       string  `json:"sessionId"`
		CallID          string  `json:"callId"`
		State           string  `json:"state"`
		SessionDuration int     `json:"sessionDuration"`
		Sequence        int     `json:"sequence"`
		Complete        bool    `json:"complete"`
		Error           *string `json:"error"`
		Actions         any     `json:"actions,omitempty"`
	}
	b := body{SessionID: "00112233445566778899aabbccddeeff", CallID: "ffeeddccbbaa99887766554433221100", State: state, Sequence: l.sequence + 1, Complete: complete}
	switch len(actions) {
	case 0:
	case 1:
		b.Actions = actions[0]
	default:
		b.Actions = actions
	}
	text, err := json.Marshal(map[string]body{"result": b})
	if err != nil {
		return "{}" // texts and numbers always encode
	}
	return string(text)
}
