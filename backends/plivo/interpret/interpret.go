// Package interpret is a call at Plivo, walked over published documents as
// Plivo's pages say that it runs them.
//
// In: something that fetches documents (package fetch), the base address and the
// id of the flow, and what the caller and the network do. Out: the moments of
// ir/call. It sees files and addresses only, never a flow, and shares no code
// with the encoder (backends/plivo). What Plivo does not take, it does not take
// either: another status than 2xx, another content type, a document that is too
// large or that Plivo's pages do not have. Where those pages dispute or are
// silent, it takes what is worse for the caller and says so in a remark.
package interpret

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"ivrc/backends/fetch"
	"ivrc/backends/plivo/decode"
	"ivrc/ir/call"
)

// mostDocuments is the number of documents after which a call is given up; the
// hosted limit is unpublished, and 9999 redirects are that of the engine which
// Plivo grew from (plivo.md §3.8).
const mostDocuments = 9999

// line is one call.
type line struct {
	fetcher    fetch.Fetcher
	base, flow string
	entry      string

	// rest are the elements that have not run yet, act the one that waits.
	rest []*decode.Element
	act  *decode.Element
	wait call.Wait
	// next is where a Redirect leads once everything is spoken.
	next string
	// first says that the document is that of the answer address, which alone has a
	// fallback; fallen that the fallback has been used.
	first, fallen bool
	// begun says that an element has run, answered that the call is up (plivo.md
	// §3.2), spoken that something was heard since the last thing that waited.
	begun, answered, spoken bool
	documents               int
	events                  []call.Event
}

// New is an engine over the documents of a flow below a base address, which ends
// in a slash.
func New(f fetch.Fetcher, base, flow string) call.Engine {
	return &line{fetcher: f, base: base, flow: flow}
}

// setting is an address that the application at Plivo has: the answer's (use is
// empty), the fallback's (error) or the end's (hangup).
func (l *line) setting(use string) string {
	name := "plivo"
	if use != "" {
		name += "." + use
	}
	if l.entry != "" {
		name = l.entry + "." + name
	}
	return l.base + l.flow + "/" + name + ".xml"
}

// Start begins a call that has been answered, or that rings at an inbound entry:
// Plivo gets the answer address.
func (l *line) Start(entry string) (call.Moment, error) {
	*l = line{fetcher: l.fetcher, base: l.base, flow: l.flow, entry: entry, first: true}
	answer, err := l.fetcher.Fetch(l.request(http.MethodGet, l.setting(""), url.Values{"Event": {"StartApp"}}))
	if err == nil && answer.Status == http.StatusNotFound {
		back, err := l.fetcher.Fetch(l.request(http.MethodGet, l.setting("error"), nil))
		if err == nil && back.Status == http.StatusNotFound {
			return call.Moment{}, fmt.Errorf("%w: %s is not published", call.ErrNoEntry, l.setting(""))
		}
	}
	l.take(l.setting(""), answer, err)
	return l.moment(), nil
}

func (l *line) moment() call.Moment {
	m := call.Moment{Events: l.events, Wait: l.wait}
	l.events = nil
	return m
}

func (l *line) say(kind call.EventKind, format string, args ...any) {
	l.events = append(l.events, call.Event{Kind: kind, Text: fmt.Sprintf(format, args...)})
}

// load gets a document of ours and runs it in the place of the present one.
func (l *line) load(method, address string, parameters url.Values) {
	if l.documents++; l.documents > mostDocuments {
		l.lost("the call went through %d documents without an end", mostDocuments)
		return
	}
	l.first = false
	answer, err := l.fetcher.Fetch(l.request(method, address, parameters))
	l.take(address, answer, err)
}

// take runs a document, or does what Plivo does where there is none.
func (l *line) take(address string, answer fetch.Response, err error) {
	elements, err := document(answer, err)
	if err != nil {
		l.broken("%s: %v", strings.TrimPrefix(address, l.base), err)
		return
	}
	l.say(call.Reached, "%s", strings.TrimPrefix(address, l.base))
	l.rest, l.act, l.spoken = elements, nil, false
	l.run()
}

// document are the elements of an answer that Plivo takes (plivo.md §3.6).
func document(answer fetch.Response, err error) ([]*decode.Element, error) {
	if err != nil {
		return nil, err
	}
	if answer.Status < 200 || answer.Status > 299 {
		return nil, fmt.Errorf("the host answers with status %d", answer.Status)
	}
	kind, _, _ := strings.Cut(strings.ToLower(answer.ContentType), ";")
	if kind = strings.TrimSpace(kind); kind != "application/xml" && kind != "text/xml" {
		return nil, fmt.Errorf("the host calls it %q and not application/xml", answer.ContentType)
	}
	root, err := decode.Parse(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("Plivo cannot read it: %w", err)
	}
	if found := decode.Check(root); len(found) > 0 {
		return nil, fmt.Errorf("Plivo cannot run it: %s", found[0])
	}
	return root.Children, nil
}

// broken is a document that cannot be had. The answer document alone has a
// fallback (plivo.md §2.2); any other takes the call with it (§3.4).
func (l *line) broken(format string, args ...any) {
	if !l.first || l.fallen {
		l.lost(format, args...)
		return
	}
	l.say(call.Remark, format, args...)
	l.fallen = true
	address := l.setting("error")
	answer, err := l.fetcher.Fetch(l.request(http.MethodGet, address, nil))
	l.take(address, answer, err)
}

func (l *line) lost(format string, args ...any) {
	l.say(call.Remark, format, args...)
	l.end(call.Lost)
}

// end is the end of the call: Plivo tells the hang-up address and reads no answer
// (plivo.md §2.2).
func (l *line) end(how call.Ending) {
	l.say(call.Ended, "%s", how)
	l.wait = call.Wait{Kind: call.Over, End: how}
	address := l.setting("hangup")
	told, err := l.fetcher.Fetch(l.request(http.MethodGet, address, url.Values{"Event": {"Hangup"}, "CallStatus": {"completed"}}))
	switch {
	case err != nil:
		l.say(call.Remark, "%s: %v", strings.TrimPrefix(address, l.base), err)
	case told.Status < 200 || told.Status > 299:
		l.say(call.Remark, "%s: the host answers with status %d", strings.TrimPrefix(address, l.base), told.Status)
	}
}

// request has the parameters that Plivo always sends (plivo.md §2.1), in the
// query of a GET and in the form of a POST.
func (l *line) request(method, address string, more url.Values) fetch.Request {
	values := url.Values{
		"CallUUID": {"00000000-0000-4000-8000-000000000000"}, "From": {"14075550199"}, "To": {"14075550100"},
		"Direction": {"inbound"}, "CallStatus": {"in-progress"}, "Event": {"Redirect"},
	}
	for name, value := range more {
		values[name] = value
	}
	if method == http.MethodGet {
		return fetch.Request{Method: method, URL: address, Query: values}
	}
	return fetch.Request{Method: method, URL: address, Form: values}
}
