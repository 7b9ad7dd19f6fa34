package tropo

import (
	"fmt"

	"ivrc/backends"
	"ivrc/ir"
)

// Sheet is what a person sets at Tropo: an application for each entry, with its
// voice address alone (tropo.md §4.1, §5).
func (backend) Sheet(flow *ir.Flow, tree backends.Tree) backends.Sheet {
	s := backends.Sheet{
		Flow: flow.ID, Target: Name, Entries: []backends.SheetEntry{}, Applications: []backends.SheetApplication{},
		Host: backends.HostOf(tree),
		Notes: []string{
			"Tropo fetches everything by POST: a host of files must answer a POST as a GET, with status 200 and without a redirection.",
			"The charset belongs to the type: without it replies were read as Latin-1.",
			"Tropo was closed in 2018; its documents serve what understands them still.",
		},
	}
	// Every document is posted: the list would only repeat the tree.
	s.Host.Posted = []string{"*"}
	for _, e := range flow.Entries {
		s.Entries = append(s.Entries, sheetEntry(flow, e, tree))
	}
	for _, step := range flow.Steps {
		s.Applications = append(s.Applications, applications(flow, step, tree)...)
	}
	return s
}

// sessionAddress starts a session of an application by its token.
const sessionAddress = "https://api.tropo.com/1.0/sessions"

func sheetEntry(flow *ir.Flow, e ir.Entry, tree backends.Tree) backends.SheetEntry {
	out := backends.SheetEntry{
		Entry: e.ID, Step: flow.TargetName(e.Step), Place: "a WebAPI application, with the number attached",
		Settings: []backends.Setting{
			{Name: "voice URL", Value: tree.Address(e.ID, "answer"), Note: "fetched by POST"},
			{Name: "messaging URL", Value: "", Note: "stays empty: the flow answers calls, not messages"},
		},
	}
	if _, ok := backends.Outbound(flow, e.Step); ok {
		out.Outbound = true
		out.Place = "a WebAPI application"
		out.Request = &backends.SheetRequest{Method: "GET", URL: sessionAddress, Fields: []backends.Setting{
			{Name: "action", Value: "create"},
			{Name: "token", Value: "{outbound token}", Note: "the application's voice token; whoever has it can place calls"},
		}}
	}
	return out
}

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
			backends.Setting{Name: "result.actions.value", Value: digitGrammar(act.Min, act.Max), Note: "in the JSON: what was keyed in; result.actions may be a list, then it is the last, whose name is " + act.Name})
		out = append(out, a)
	case *ir.Handoff:
		out = append(out, callTo(flow, s, "handoff", act.URL, act.Returns, tree))
	}
	return out
}

func callTo(flow *ir.Flow, s *ir.Step, word, address string, returns []ir.Return, tree backends.Tree) backends.SheetApplication {
	a := backends.SheetApplication{
		Step: s.ID, Word: word, URL: address, Method: "POST", Allow: []string{}, Refusals: []string{},
		Gets: []backends.Setting{
			{Name: "ivr_base", Value: tree.Folder(), Note: "in the query: the folder of this call's version"},
			{Name: "result.sessionId, result.callId", Note: "in the JSON: the call"},
		},
		Returns: tree.Returns(flow, returns, ".json"),
		Answer:  "a document with status 200 and the type application/json, that speaks or asks as it likes; the call does not come back",
	}
	if len(returns) > 0 {
		a.Allow = []string{tree.Folder()}
		a.Answer = "a document with status 200 and the type application/json, whose on for continue leads to one of these"
		a.Example = fmt.Sprintf(`{"tropo": [{"on": {"event": "continue", "next": "%s"}}]}`, a.Returns[0].Value)
	}
	return a
}

func recordingTo(s *ir.Step, word, address string) backends.SheetApplication {
	return backends.SheetApplication{
		Step: s.ID, Word: word, URL: address, Method: "POST", Returns: []backends.Setting{}, Allow: []string{}, Refusals: []string{},
		Gets:   []backends.Setting{{Name: "filename", Note: "in the form: the recording itself"}},
		Answer: "status 200; the call goes on without waiting, and the answer is ignored",
	}
}
