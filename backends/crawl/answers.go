package crawl

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ivrc/backends/fetch"
	"ivrc/backends/routes"
)

// question is a request with one answer at a routed address. shown is the answer
// in words.
type question struct {
	request fetch.Request
	shown   string
}

// answered is the request as the rule reads it.
func (q question) answered() routes.Request {
	return routes.Request{Query: q.request.Query, Form: q.request.Form, JSON: q.request.JSON}
}

// known are the answers that a step has files for, from the names of the files in
// its folder, as the provider sends them.
func known(place routes.Place, names []string) []question {
	var list []question
	seen := map[string]bool{}
	for _, name := range names {
		answer, _, _ := strings.Cut(name, ".")
		if answer == routes.Default || seen[answer] {
			continue
		}
		seen[answer] = true
		if place.Parameter == "actions" {
			list = append(list, postedAs(answer)...)
			continue
		}
		value := dialled(answer)
		if answer == routes.Silence && place.Parameter == "Digits" {
			value = ""
		}
		list = append(list, asked(place.Parameter, value))
	}
	return list
}

// dialled is an answer as keys of a phone, or the word that it is.
func dialled(answer string) string {
	for _, sign := range [...]struct{ word, key string }{{"star", "*"}, {"pound", "#"}} {
		if rest, ok := strings.CutPrefix(answer, sign.word); ok {
			return sign.key + rest
		}
	}
	return answer
}

// noise is what Plivo sends with every request (plivo.md §2.2).
func noise() url.Values {
	return url.Values{
		"CallUUID": {"00000000-0000-4000-8000-000000000000"}, "From": {"14075550199"}, "To": {"14075550100"},
		"CallStatus": {"in-progress"}, "Direction": {"inbound"}, "Event": {"Redirect"},
	}
}

func asked(parameter, value string) question {
	values := noise()
	values.Set(parameter, value)
	return question{fetch.Request{Method: http.MethodGet, Query: values}, parameter + "=" + value}
}

// dispositions are the words by which Tropo posts an answer that is no key
// (tropo.md §4.2). An answer that is not here is one that nobody posts.
var dispositions = map[string][]string{
	"timeout": {"TIMEOUT"}, "nomatch": {"NOMATCH"}, "busy": {"BUSY", "REJECTED"}, "failed": {"FAILED"},
}

// postedAs are the results by which Tropo can post an answer: as one object, as
// the last of several, in small letters and without a value (tropo.md §4.2).
func postedAs(answer string) []question {
	words, ok := dispositions[answer]
	if !ok && (answer == "completed" || answer == "no-answer" || answer == "cancel" || answer == "rejected") {
		return nil
	}
	if !ok {
		success := action{Name: "menu", Attempts: 1, Disposition: "SUCCESS", Value: answer, Interpretation: dialled(answer)}
		return []question{
			result(answer, success),
			result(answer+", the last of two", action{Name: "menu", Disposition: "SUCCESS", Value: "ivrc-verify"}, success),
			result(answer+", in small letters", action{Name: "menu", Disposition: "success", Interpretation: answer}),
		}
	}
	var list []question
	for _, word := range words {
		list = append(list, result(word, action{Name: "menu", Attempts: 1, Disposition: word}))
	}
	return list
}

type action struct {
	Name           string `json:"name"`
	Attempts       int    `json:"attempts,omitempty"`
	Disposition    string `json:"disposition,omitempty"`
	Interpretation string `json:"interpretation,omitempty"`
	Value          string `json:"value,omitempty"`
}

// result is what Tropo posts after a document.
func result(shown string, actions ...action) question {
	type posted struct {
		SessionID string `json:"sessionId"`
		CallID    string `json:"callId"`
		State     string `json:"state"`
		Sequence  int    `json:"sequence"`
		Complete  bool   `json:"complete"`
		Actions   any    `json:"actions,omitempty"`
	}
	p := posted{"00112233445566778899aabbccddeeff", "ffeeddccbbaa99887766554433221100", "ANSWERED", 1, true, nil}
	switch len(actions) {
	case 0:
	case 1:
		p.Actions = actions[0]
	default:
		p.Actions = actions
	}
	body, err := json.Marshal(map[string]posted{"result": p})
	if err != nil {
		body = nil // texts always encode
	}
	return question{fetch.Request{Method: http.MethodPost, JSON: body}, shown}
}

// session is what Tropo posts to an entry (tropo.md §4.1).
const session = `{"session":{"id":"00112233445566778899aabbccddeeff","accountId":"1","timestamp":"2016-01-02T03:04:05.678Z",` +
	`"userType":"HUMAN","initialText":null,"callId":"ffeeddccbbaa99887766554433221100"}}`

// odd are answers that no menu has: none, an unknown one, and what somebody might
// send to get at other files. They get files too.
func odd(place routes.Place, names []string) []question {
	var list []question
	if place.Parameter != "actions" {
		list = append(list, question{fetch.Request{Method: http.MethodGet, Query: noise()}, "no " + place.Parameter})
		for _, value := range []string{"", unknown(place.Parameter, names), "../end", "1/../../end", strings.Repeat("1", 33)} {
			list = append(list, asked(place.Parameter, value))
		}
		return list
	}
	raw := func(shown, body string) question {
		return question{fetch.Request{Method: http.MethodPost, JSON: []byte(body)}, shown}
	}
	list = append(list,
		result("no actions"),
		raw("empty actions", `{"result":{"actions":{}}}`),
		raw("a session", session),
		raw("no JSON", "not json"),
		result("EXTERNAL_EVENT", action{Name: "menu", Disposition: "EXTERNAL_EVENT"}),
	)
	for _, value := range []string{unknown("Digits", names), "../end", strings.Repeat("1", 33)} {
		list = append(list, result(value, action{Name: "menu", Disposition: "SUCCESS", Value: value}))
	}
	return list
}

// unknown is an answer that has no file.
func unknown(parameter string, names []string) string {
	if parameter == "DialStatus" {
		return "a-new-word"
	}
	taken := map[string]bool{}
	for _, name := range names {
		answer, _, _ := strings.Cut(name, ".")
		taken[answer] = true
	}
	free := slices.IndexFunc([]string{"9", "8", "7", "6", "5", "4", "3", "2", "1", "0"}, func(key string) bool { return !taken[key] })
	if free < 0 {
		return "9876543210"
	}
	return string(rune('9' - free))
}
