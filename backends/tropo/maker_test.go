package tropo

import (
	"strings"
	"time"

	"ivrc/compiler/source"
	"ivrc/ir"
)

// maker builds flows for tests, with spans in a file that has one line for each
// thing that was named.
type maker struct {
	file *source.File
	text strings.Builder
}

func newMaker() *maker { return &maker{file: &source.File{}} }

// at is the span of a line of its own.
func (m *maker) at(token string) source.Span {
	start := m.text.Len()
	m.text.WriteString(strings.ReplaceAll(token, "\n", " ") + "\n")
	return source.Span{File: m.file, Start: start, End: start + len(token)}
}

// to are the targets of a step by outcome ("done", "key 1", "returns main"). What
// is not named leads to end.
type to map[string]string

type made struct {
	*ir.Step
	to to
}

func (m *maker) step(id string, say ir.Prompt, act ir.Act, to to) made {
	return made{&ir.Step{ID: id, Say: say, Act: act, Span: m.at(id)}, to}
}

// flow resolves the targets. Entries are steps by entry id; the start is the
// first step.
func (m *maker) flow(steps ...made) *ir.Flow {
	f := &ir.Flow{ID: "desk", Span: m.at("desk")}
	index := map[string]ir.Target{"end": ir.End}
	for i, s := range steps {
		index[s.ID] = ir.Target(i)
		f.Steps = append(f.Steps, s.Step)
	}
	resolve := func(id string) ir.Target {
		t, ok := index[id]
		if !ok {
			panic("no step " + id)
		}
		return t
	}
	f.Entries = []ir.Entry{{Step: 0, Span: f.Steps[0].Span}}
	for _, s := range steps {
		m.returns(s.Act, resolve)
		used := 0
		for _, o := range s.Act.Outcomes(f) {
			target, ok := s.to[o.String()]
			if ok {
				used++
			} else if target = "end"; o.Kind == ir.Returned {
				target = o.Name
			}
			s.Edges = append(s.Edges, ir.Edge{Outcome: o, To: resolve(target), Origin: ir.FromStep, Span: m.at(o.String() + ": " + target)})
		}
		if used != len(s.to) {
			panic("a target of " + s.ID + " names no outcome")
		}
	}
	*m.file = *source.NewFile("flow.yaml", []byte(m.text.String()))
	return f
}

// returns resolves the returns of an act, whose spans hold the step's id.
func (m *maker) returns(act ir.Act, resolve func(string) ir.Target) {
	var list []ir.Return
	switch act := act.(type) {
	case *ir.Collect:
		list = act.Returns
	case *ir.Handoff:
		list = act.Returns
	}
	for i := range list {
		text := m.text.String()
		list[i].To = resolve(text[list[i].Span.Start:list[i].Span.End])
	}
}

func (m *maker) back(ids ...string) []ir.Return {
	var out []ir.Return
	for _, id := range ids {
		out = append(out, ir.Return{Span: m.at(id)})
	}
	return out
}

func english() ir.Speech { return ir.Speech{Language: "en-US"} }

func (m *maker) say(text string) ir.Item {
	return &ir.Text{Text: text, Speech: english(), Span: m.at(text)}
}

// sayIn speaks in a language, and with a voice where one is named.
func (m *maker) sayIn(language, voice, text string) ir.Item {
	return &ir.Text{Text: text, Speech: m.speech(language, voice), Span: m.at(text)}
}

func (m *maker) speech(language, voice string) ir.Speech {
	s := ir.Speech{Language: language, LanguageSpan: m.at(language)}
	if voice != "" {
		at := m.at(voice)
		s.Voice = ir.Voice{For: []ir.ProviderVoice{{Provider: "plivo", Name: "Polly.Joanna", Span: at}, {Provider: "tropo", Name: voice, Span: at}}, Span: at}
	}
	return s
}

func (m *maker) audio(url string) ir.Item {
	return &ir.Audio{URL: url, Transcript: "What it says", Speech: english(), Span: m.at(url)}
}

func (m *maker) ssml(markup string) ir.Item {
	return &ir.SSML{Markup: markup, Speech: english(), Span: m.at(markup)}
}

func (m *maker) pause(d time.Duration) ir.Item {
	return &ir.Pause{Length: d, Speech: english(), Span: m.at(d.String())}
}

func (m *maker) read(as ir.ReadAs, value string) ir.Item {
	return &ir.ReadOut{As: as, Value: value, Speech: english(), Span: m.at(value)}
}

func (m *maker) keys(keys ...string) []ir.MenuKey {
	var out []ir.MenuKey
	for _, k := range keys {
		out = append(out, ir.MenuKey{Key: ir.Key(k), Span: m.at(k)})
	}
	return out
}

func (m *maker) addresses(values ...string) []ir.Address {
	var out []ir.Address
	for _, v := range values {
		out = append(out, ir.Address{Value: v, Span: m.at(v)})
	}
	return out
}

// asking is the format's default for questions.
func asking() ir.Asking {
	return ir.Asking{Timeout: 5 * time.Second, Between: 3 * time.Second, Attempts: 3, Bargein: true}
}

func (m *maker) menu(say ir.Prompt, keys ...string) *ir.Menu {
	return &ir.Menu{Say: say, Keys: m.keys(keys...), Asking: asking()}
}

func (m *maker) collect(least, most int, returns ...string) *ir.Collect {
	return &ir.Collect{
		Say: ir.Prompt{m.say("Enter your number.")}, Min: least, Max: most, Finish: "#", Asking: asking(), Name: "pin",
		Send: "https://app.example.com/check?line=1", SendSpan: m.at("send"), Returns: m.back(returns...),
	}
}

func (m *maker) record() *ir.Record {
	return &ir.Record{
		Say: ir.Prompt{m.say("Leave a message.")}, Send: "https://app.example.com/voicemail", SendSpan: m.at("send"), Max: time.Minute,
		Silence: 5 * time.Second, Timeout: 10 * time.Second, Finish: "#", Beep: true, Format: "mp3", Name: "voicemail",
	}
}

func (m *maker) transfer(addresses ...string) *ir.Transfer {
	return &ir.Transfer{To: m.addresses(addresses...), Timeout: 30 * time.Second, Name: "line"}
}

func (m *maker) call(addresses ...string) *ir.Call {
	return &ir.Call{To: m.addresses(addresses...), Timeout: 30 * time.Second}
}

// bye is a step that many cases lead to.
func (m *maker) bye() made {
	return m.step("bye", ir.Prompt{m.say("Goodbye.")}, &ir.Hangup{}, nil)
}
