package check

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/source"
	"ivrc/ir"
)

// parseFlow reads a flow in a short form, one line for each thing, so that a
// case of a rule fits on a few lines and its spans point into them:
//
//	entry night -> closed                 a further entry
//	events hangup->end error->end         handlers for every step; this line is implied
//	broken                                the flow's head could not be read
//	main: menu say="Hi" 1->a incomplete->b    a step: its act (speak is implied),
//	                                      its properties, its outcomes
//
// The first step is the start. A target that does not exist is unresolved.
func parseFlow(t testing.TB, text string) *ir.Flow {
	t.Helper()
	p := &flowParser{t: t, file: source.NewFile("flow", []byte(text)), ids: map[string]ir.Target{}}
	p.flow = &ir.Flow{ID: "test"}
	p.read()
	for _, l := range p.steps {
		p.ids[strings.TrimSuffix(l[0].text, ":")] = ir.Target(len(p.flow.Steps))
		id := l[0]
		id.text = strings.TrimSuffix(id.text, ":")
		p.flow.Steps = append(p.flow.Steps, &ir.Step{ID: id.text, Span: p.span(id), Act: &ir.Speak{}})
	}
	if len(p.flow.Steps) > 0 {
		p.flow.Entries = append(p.flow.Entries, ir.Entry{Span: p.flow.Steps[0].Span})
	}
	for _, l := range p.entries {
		p.flow.Entries = append(p.flow.Entries, ir.Entry{ID: l[1].text, Step: p.target(l[3]), Span: p.span(l[1])})
	}
	for i, l := range p.steps {
		p.step(p.flow.Steps[i], l[1:])
	}
	return p.flow
}

// word is a part of a line and where it stands.
type word struct {
	text string
	at   int
}

type flowParser struct {
	t              testing.TB
	file           *source.File
	flow           *ir.Flow
	ids            map[string]ir.Target
	steps, entries [][]word
	events         []handler
	hasEvents      bool
}

// handler is an outcome and its target, as written.
type handler struct {
	outcome string
	to      word
	key     word
}

func (p *flowParser) read() {
	offset := 0
	for _, text := range strings.SplitAfter(string(p.file.Text), "\n") {
		words := split(text, offset)
		offset += len(text)
		switch {
		case len(words) == 0 || words[0].text[0] == '-':
		case words[0].text == "entry":
			p.entries = append(p.entries, words)
		case words[0].text == "events":
			p.hasEvents = true
			for _, w := range words[1:] {
				p.events = append(p.events, handlerOf(w))
			}
		case words[0].text == "broken":
			p.flow.Broken = true
		default:
			require.True(p.t, strings.HasSuffix(words[0].text, ":"), "a line begins with %q", words[0].text)
			p.steps = append(p.steps, words)
		}
	}
}

// split cuts a line at spaces outside quotes.
func split(line string, offset int) []word {
	var words []word
	start, quoted := -1, false
	for i := 0; i <= len(line); i++ {
		space := i == len(line) || line[i] == ' ' || line[i] == '\n'
		if i < len(line) && line[i] == '"' {
			quoted = !quoted
		}
		switch {
		case space && !quoted && start >= 0:
			words = append(words, word{line[start:i], offset + start})
			start = -1
		case !space && start < 0:
			start = i
		}
	}
	return words
}

func handlerOf(w word) handler {
	outcome, to, _ := strings.Cut(w.text, "->")
	return handler{outcome: outcome, to: word{to, w.at + len(outcome) + 2}, key: word{outcome, w.at}}
}

func (p *flowParser) span(w word) source.Span {
	return source.Span{File: p.file, Start: w.at, End: w.at + len(w.text)}
}

func (p *flowParser) target(w word) ir.Target {
	if w.text == "end" {
		return ir.End
	}
	if to, ok := p.ids[w.text]; ok {
		return to
	}
	return ir.Unresolved
}

func (p *flowParser) prompt(w word) ir.Prompt {
	_, text, _ := strings.Cut(w.text, "=")
	text = strings.Trim(text, `"`)
	speech := ir.Speech{Language: "en-US"}
	if strings.HasPrefix(text, "https:") {
		return ir.Prompt{&ir.Audio{URL: text, Speech: speech, Span: p.span(w)}}
	}
	if length, is := strings.CutPrefix(text, "pause:"); is {
		d, err := time.ParseDuration(length)
		require.NoError(p.t, err)
		return ir.Prompt{&ir.Pause{Length: d, Speech: speech, Span: p.span(w)}}
	}
	return ir.Prompt{&ir.Text{Text: text, Speech: speech, Span: p.span(w)}}
}

func (p *flowParser) step(s *ir.Step, words []word) {
	var own []handler
	properties := map[string]word{}
	for _, w := range words {
		name, value, hasValue := strings.Cut(w.text, "=")
		switch {
		case strings.Contains(w.text, "->"):
			own = append(own, handlerOf(w))
		case name == "say":
			s.Say = p.prompt(w)
		case name == "broken":
			s.Broken = true
		case name == "useless" || name == "shadowed":
			at := word{value, w.at + len(name) + 1}
			s.Useless = append(s.Useless, ir.UselessHandler{Word: value, Shadowed: name == "shadowed", Span: p.span(at)})
		case hasValue:
			properties[name] = w
		default:
			s.Act = p.act(w)
		}
	}
	p.properties(s, properties)
	p.choices(s, own)
	for _, o := range s.Act.Outcomes(p.flow) {
		if e, ok := p.edge(s, o, own); ok {
			s.Edges = append(s.Edges, e)
		}
	}
}

func (p *flowParser) act(w word) ir.Act {
	asking := ir.Asking{Timeout: 5 * time.Second, Between: 3 * time.Second, Attempts: 3, Bargein: true}
	number := ir.Address{Value: "+14075550100"}
	switch w.text {
	case "speak":
		return &ir.Speak{}
	case "menu":
		return &ir.Menu{Asking: asking}
	case "collect":
		return &ir.Collect{Asking: asking, Min: 4, Max: 4, Finish: "#"}
	case "record":
		return &ir.Record{Timeout: 10 * time.Second}
	case "transfer":
		return &ir.Transfer{To: []ir.Address{number}, Timeout: 30 * time.Second}
	case "call":
		return &ir.Call{To: []ir.Address{number}, Timeout: 30 * time.Second}
	case "conference":
		return &ir.Conference{Room: "r"}
	case "message":
		return &ir.Message{To: number}
	case "handoff":
		return &ir.Handoff{}
	case "redirect":
		return &ir.Redirect{To: ir.Address{Value: "sip:a@example.com"}}
	case "reject":
		return &ir.Reject{}
	case "hangup":
		return &ir.Hangup{}
	}
	require.Fail(p.t, "unknown word", "%q", w.text)
	return nil
}

func (p *flowParser) properties(s *ir.Step, properties map[string]word) {
	duration := func(name string, into *time.Duration) {
		if w, ok := properties[name]; ok {
			d, err := time.ParseDuration(strings.TrimPrefix(w.text, name+"="))
			require.NoError(p.t, err)
			*into = d
		}
	}
	asking := func(say *ir.Prompt, a *ir.Asking) {
		duration("timeout", &a.Timeout)
		duration("between", &a.Between)
		if w, ok := properties["attempts"]; ok {
			n, err := strconv.Atoi(strings.TrimPrefix(w.text, "attempts="))
			require.NoError(p.t, err)
			a.Attempts = n
		}
		for name, into := range map[string]*ir.Prompt{"ask": say, "again": &a.Retry.Say, "wrong": &a.Retry.NoMatch, "silent": &a.Retry.Timeout} {
			if w, ok := properties[name]; ok {
				*into = p.prompt(w)
			}
		}
		if _, ok := properties["bargein"]; ok { // bargein=false
			a.Bargein = false
		}
	}
	switch act := s.Act.(type) {
	case *ir.Menu:
		asking(&act.Say, &act.Asking)
	case *ir.Collect:
		asking(&act.Say, &act.Asking)
	case *ir.Conference:
		duration("max", &act.Max)
		if w, ok := properties["leave"]; ok {
			act.Leave = ir.Key(strings.TrimPrefix(w.text, "leave="))
		}
	}
}

// choices puts the keys and returns among the handlers into their act.
func (p *flowParser) choices(s *ir.Step, own []handler) {
	for _, h := range own {
		switch act := s.Act.(type) {
		case *ir.Menu:
			if strings.Trim(h.outcome, "0123456789*#") == "" {
				act.Keys = append(act.Keys, ir.MenuKey{Key: ir.Key(h.outcome), Span: p.span(h.key)})
			}
		case *ir.Collect:
			if h.outcome == "returns" {
				act.Returns = append(act.Returns, ir.Return{To: p.target(h.to), Span: p.span(h.to)})
			}
		case *ir.Handoff:
			if h.outcome == "returns" {
				act.Returns = append(act.Returns, ir.Return{To: p.target(h.to), Span: p.span(h.to)})
			}
		}
	}
}

// edge looks an outcome up as the flow format does.
func (p *flowParser) edge(s *ir.Step, o ir.Outcome, own []handler) (ir.Edge, bool) {
	for _, h := range own {
		switch {
		case o.Kind == ir.KeyPressed && h.outcome == o.Name:
			return ir.Edge{Outcome: o, To: p.target(h.to), Origin: ir.FromKey, Span: p.span(h.to)}, true
		case o.Kind == ir.Returned && h.outcome == "returns" && p.flow.TargetName(p.target(h.to)) == o.Name:
			return ir.Edge{Outcome: o, To: p.target(h.to), Origin: ir.FromReturns, Span: p.span(h.to)}, true
		case o.Kind == ir.Done && h.outcome == "done":
			return ir.Edge{Outcome: o, To: p.target(h.to), Origin: ir.FromGoto, Span: p.span(h.to)}, true
		}
	}
	if !p.hasEvents && (o.Kind == ir.HungUp || o.Kind == ir.Cancel || o.Kind == ir.Errored) && !has(own, o.Kind) {
		return ir.Edge{Outcome: o, To: ir.End, Origin: ir.FromFlow, Span: s.Span}, true
	}
	for _, look := range []struct {
		in     []handler
		word   string
		origin ir.Origin
	}{
		{own, o.Kind.Word(), ir.FromStep}, {own, o.Kind.Family(), ir.FromFamily},
		{p.events, o.Kind.Word(), ir.FromFlow}, {p.events, o.Kind.Family(), ir.FromFlowFamily},
	} {
		for _, h := range look.in {
			if h.outcome != look.word || look.word == "" {
				continue
			}
			e := ir.Edge{Outcome: o, To: p.target(h.to), Origin: look.origin, Span: p.span(h.to)}
			if e.Origin >= ir.FromFlow && p.flow.Step(e.To) == s {
				e.To, e.Origin = ir.End, ir.FromSelf
			}
			return e, true
		}
	}
	return ir.Edge{}, false
}

func has(own []handler, kind ir.OutcomeKind) bool {
	for _, h := range own {
		if h.outcome == kind.Word() || h.outcome == kind.Family() {
			return true
		}
	}
	return false
}
