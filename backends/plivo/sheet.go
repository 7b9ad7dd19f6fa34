package plivo

import (
	"strconv"
	"strings"

	"ivrc/backends"
	"ivrc/ir"
)

// Sheet is what a person sets at Plivo: an application for each entry at which
// calls arrive, a request for each that places them (plivo.md §2.2, §4).
func (backend) Sheet(flow *ir.Flow, tree backends.Tree) backends.Sheet {
	s := backends.Sheet{
		Flow: flow.ID, Target: Name, Entries: []backends.SheetEntry{}, Applications: []backends.SheetApplication{},
		Host: backends.HostOf(tree),
		Notes: []string{
			"Plivo's own defaults are POST: without these methods, a host of files refuses every request.",
			"If nothing were set for the end of a call, Plivo would fetch the answer address once more.",
			"Plivo adds parameters to every address: a cache must leave them out of its key.",
			"The fallback address serves errors of the entry alone; an error of a later document ends the call.",
		},
	}
	for _, e := range flow.Entries {
		s.Entries = append(s.Entries, sheetEntry(flow, e, tree))
	}
	for _, step := range flow.Steps {
		s.Applications = append(s.Applications, applications(flow, step, tree)...)
	}
	return s
}

func sheetEntry(flow *ir.Flow, e ir.Entry, tree backends.Tree) backends.SheetEntry {
	out := backends.SheetEntry{Entry: e.ID, Step: flow.TargetName(e.Step), Settings: []backends.Setting{}}
	answer, fallback, hangup := tree.Address(e.ID, "answer"), tree.Address(e.ID, "fallback"), tree.Address(e.ID, "hangup")
	if call, ok := backends.Outbound(flow, e.Step); ok {
		out.Outbound = true
		out.Place = "a request that your program makes; no application is needed"
		out.Request = request(call, answer, fallback, hangup)
		return out
	}
	out.Place = "an application of the type XML, attached to the number"
	out.Settings = []backends.Setting{
		{Name: "app_name", Value: applicationName(flow.ID, e.ID), Note: "as you like: letters, digits, - and _"},
		{Name: "answer_url", Value: answer},
		{Name: "answer_method", Value: string(GET)},
		{Name: "fallback_answer_url", Value: fallback, Note: "asked when the answer address fails"},
		{Name: "fallback_method", Value: string(GET)},
		{Name: "hangup_url", Value: hangup, Note: "told when the call has ended; its answer is ignored"},
		{Name: "hangup_method", Value: string(GET)},
	}
	return out
}

func applicationName(flow, entry string) string {
	if entry == "" {
		return flow
	}
	return flow + "-" + entry
}

// callAddress is Plivo's interface for calls.
const callAddress = "https://api.plivo.com/v1/Account/{auth_id}/Call/"

// request places a call. Its word for the fallback differs from an application's
// (plivo.md §2.2).
func request(c *ir.Call, answer, fallback, hangup string) *backends.SheetRequest {
	fields := []backends.Setting{{Name: "to", Value: destinations(c.To)}}
	if len(c.To) > 1 {
		fields[0].Note = "a call to each of them"
	}
	if c.From == "" {
		fields = append(fields, backends.Setting{Name: "from", Value: "{number}", Note: "a number of your account; the flow names none"})
	} else {
		fields = append(fields, backends.Setting{Name: "from", Value: c.From, Note: "a number of your account"})
	}
	fields = append(fields,
		backends.Setting{Name: "answer_url", Value: answer},
		backends.Setting{Name: "answer_method", Value: string(GET)},
		backends.Setting{Name: "ring_timeout", Value: strconv.Itoa(seconds(c.Timeout)), Note: "seconds"})
	if c.Digits != "" {
		fields = append(fields, backends.Setting{Name: "send_digits", Value: c.Digits, Note: "w waits half a second, W a whole one"})
	}
	fields = append(fields,
		backends.Setting{Name: "hangup_url", Value: hangup, Note: "told the outcome: CallStatus is completed, busy, no-answer, failed, timeout or cancel"},
		backends.Setting{Name: "hangup_method", Value: string(GET)},
		backends.Setting{Name: "fallback_url", Value: fallback, Note: "fallback_answer_url is the name in an application only"},
		backends.Setting{Name: "fallback_method", Value: string(GET)})
	return &backends.SheetRequest{Method: "POST", URL: callAddress, Fields: fields}
}

func destinations(to []ir.Address) string {
	values := make([]string, len(to))
	for i, a := range to {
		values[i] = a.Value
	}
	return strings.Join(values, "<") // the sign between destinations of a bulk call
}

// applications are those that a step gives the call, or a recording, to
// (plivo.md §2.3).
func applications(flow *ir.Flow, s *ir.Step, tree backends.Tree) []backends.SheetApplication {
	var out []backends.SheetApplication
	if r := s.Recording; r != nil && r.Start {
		out = append(out, recordingTo(s, "recording", r.Send))
	}
	switch act := s.Act.(type) {
	case *ir.Record:
		out = append(out, recordingTo(s, "record", act.Send))
	case *ir.Collect:
		a := callTo(flow, s, "collect", act.Send, act.Returns, tree)
		a.Refusals = tree.Refusals(s.ID)
		a.Gets = append(a.Gets,
			backends.Setting{Name: "ivr_nomatch", Note: "in the query: where a refused entry goes"},
			backends.Setting{Name: "Digits", Value: digitRange(act.Min, act.Max), Note: "in the form: what was keyed in; Plivo knows no least number, so refuse what is shorter"})
		out = append(out, a)
	case *ir.Handoff:
		out = append(out, callTo(flow, s, "handoff", act.URL, act.Returns, tree))
	}
	return out
}

func digitRange(least, most int) string {
	if least == most {
		return strconv.Itoa(most) + " digits"
	}
	return strconv.Itoa(least) + "-" + strconv.Itoa(most) + " digits"
}

func callTo(flow *ir.Flow, s *ir.Step, word, address string, returns []ir.Return, tree backends.Tree) backends.SheetApplication {
	a := backends.SheetApplication{
		Step: s.ID, Word: word, URL: address, Method: string(POST), Allow: []string{}, Refusals: []string{},
		Gets: []backends.Setting{
			{Name: "ivr_base", Value: tree.Folder(), Note: "in the query: the folder of this call's version"},
			{Name: "CallUUID, From, To", Value: "", Note: "in the form: the call; the same request may come twice"},
		},
		Returns: tree.Returns(flow, returns, extension),
		Answer:  "a document with status 200 and the type text/xml, that speaks or asks as it likes; the call does not come back",
	}
	if len(returns) > 0 {
		a.Allow = []string{tree.Folder()}
		a.Answer = "a document with status 200 and the type text/xml, whose last element is a Redirect with method GET to one of these"
		a.Example = `<Response><Redirect method="GET">` + a.Returns[0].Value + `</Redirect></Response>`
	}
	return a
}

func recordingTo(s *ir.Step, word, address string) backends.SheetApplication {
	return backends.SheetApplication{
		Step: s.ID, Word: word, URL: address, Method: string(POST), Returns: []backends.Setting{}, Allow: []string{}, Refusals: []string{},
		Gets: []backends.Setting{
			{Name: "RecordUrl", Note: "in the form: where the recording can be fetched (older: RecordFile)"},
			{Name: "RecordingID, RecordingDuration, CallUUID", Note: "in the form"},
		},
		Answer: "status 200; the call goes on without waiting, and the answer is ignored",
	}
}
