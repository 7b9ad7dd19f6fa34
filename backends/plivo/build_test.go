package plivo

import (
	"slices"
	"strings"
	"time"

	"ivrc/compiler/source"
	"ivrc/ir"
)

// place finds a token in the flow that a case shows.
type place func(token string) source.Span

// nowhere is for flows that no person wrote.
func nowhere(string) source.Span { return source.Span{} }

// placesIn finds tokens in a text; a token that is missing has no place.
func placesIn(text []byte) place {
	file := source.NewFile("flow.ivr.yaml", text)
	return func(token string) source.Span {
		i := strings.Index(string(text), token)
		if i < 0 {
			return source.Span{}
		}
		return source.Span{File: file, Start: i, End: i + len(token)}
	}
}

// stop is a step as tests write it: its edges as words ("done=bye 1=sales"), and
// the targets of its returns. Outcomes that are not named lead to end.
type stop struct {
	id        string
	say       ir.Prompt
	recording *ir.Recording
	act       ir.Act
	to        string
	returns   string
}

// flowOf makes a flow that begins at the first stop.
func flowOf(at place, stops ...stop) *ir.Flow {
	f := &ir.Flow{ID: "demo", Entries: []ir.Entry{{Step: 0}}}
	index := func(id string) ir.Target {
		i := slices.IndexFunc(stops, func(s stop) bool { return s.id == id })
		if i < 0 {
			return ir.End
		}
		return ir.Target(i)
	}
	for _, s := range stops {
		f.Steps = append(f.Steps, stepOf(f, s, at, index))
	}
	// Returns are named by their step's id, which must exist by now.
	for i, s := range f.Steps {
		s.Edges = edgesOf(f, s, stops[i].to, at, index)
	}
	return f
}

func stepOf(f *ir.Flow, s stop, at place, index func(string) ir.Target) *ir.Step {
	if s.act == nil {
		s.act = &ir.Speak{}
	}
	var returns []ir.Return
	for _, id := range strings.Fields(s.returns) {
		returns = append(returns, ir.Return{To: index(id)})
	}
	switch act := s.act.(type) {
	case *ir.Collect:
		act.Name, act.Returns = s.id, returns
	case *ir.Handoff:
		act.Returns = returns
	case *ir.Transfer:
		act.Name = s.id
	}
	return &ir.Step{ID: s.id, Say: s.say, Recording: s.recording, Act: s.act, Span: at(s.id + ":")}
}

func edgesOf(f *ir.Flow, s *ir.Step, to string, at place, index func(string) ir.Target) []ir.Edge {
	targets := map[string]string{}
	for _, pair := range strings.Fields(to) {
		word, id, _ := strings.Cut(pair, "=")
		targets[word] = id
	}
	var edges []ir.Edge
	for _, o := range s.Act.Outcomes(f) {
		word := o.Kind.Word()
		id := targets[word]
		span, origin := at(word+": "+id), ir.FromStep
		switch o.Kind {
		case ir.KeyPressed:
			id, origin = targets[o.Name], ir.FromKey
		case ir.Returned:
			id, origin = o.Name, ir.FromReturns
		case ir.Done:
			span, origin = at("goto: "+id), ir.FromGoto
		}
		edges = append(edges, ir.Edge{Outcome: o, To: index(id), Origin: origin, Span: span})
	}
	return edges
}

// english is the default speech.
var english = ir.Speech{Language: "en-US"}

func speech(language, voice string) ir.Speech {
	return ir.Speech{Language: language, Voice: ir.Voice{For: []ir.ProviderVoice{{Provider: Name, Name: voice}}}}
}

func says(texts ...string) ir.Prompt {
	var p ir.Prompt
	for _, t := range texts {
		p = append(p, &ir.Text{Text: t, Speech: english})
	}
	return p
}

// bye is the step at which most flows end.
func bye() stop { return stop{id: "bye", say: says("Goodbye."), act: &ir.Hangup{}} }

// asked is the asking of most questions.
func asked(attempts int) ir.Asking {
	return ir.Asking{Timeout: 5 * time.Second, Between: 3 * time.Second, Attempts: attempts, Bargein: true,
		Retry: ir.Retry{Timeout: says("I did not hear anything."), NoMatch: says("That is not a choice.")}}
}

func keys(names ...ir.Key) []ir.MenuKey {
	var out []ir.MenuKey
	for _, k := range names {
		out = append(out, ir.MenuKey{Key: k})
	}
	return out
}

func number(n string) ir.Address { return ir.Address{Value: n} }

func voicemail() *ir.Record {
	return &ir.Record{Say: says("Leave a message after the tone."), Send: "https://example.com/voicemail",
		Max: 2 * time.Minute, Silence: 5 * time.Second, Timeout: 10 * time.Second, Finish: "#", Beep: true, Format: "mp3", Name: "vm"}
}
