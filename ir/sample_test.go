package ir

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/source"
)

// builder makes a flow by hand; every word that it is asked for is looked up in
// its source, so that spans are real.
type builder struct {
	file *source.File
	flow *Flow
}

const sampleSource = `ivr: 1
flow: sample
start: ring
entries: {night: welcome}
language: en-US
steps: ring welcome main pin leave desk room note away back sip no bye
targets: => main end
words: Grüße 1 2 *1 allow mp3 voice
`

func (b builder) at(word string) source.Span {
	i := strings.Index(string(b.file.Text), word)
	if i < 0 {
		return source.Span{}
	}
	return source.Span{File: b.file, Start: i, End: i + len(word)}
}

// step adds a step; edges are written "outcome target".
func (b builder) step(s Step) {
	s.Span = b.at(s.ID)
	b.flow.Steps = append(b.flow.Steps, &s)
}

// sample is a flow with every act, every item, and most ways to make an edge.
func sample() *Flow {
	b := builder{file: source.NewFile("/home/somebody/flows/sample.ivr.yaml", []byte(sampleSource)), flow: &Flow{}}
	f := b.flow
	*f = Flow{ID: "sample", Title: "A <sample>", Span: b.at("sample")}
	f.Allow = []Allow{{Code: "IVR309", Reason: "people like it", Span: b.at("allow")}}
	f.Entries = []Entry{{Step: 0, Span: b.at("ring")}, {ID: "night", Step: 1, Span: b.at("night")}}
	b.speaking()
	b.asking()
	b.dialling()
	b.leaving()
	for _, s := range f.Steps {
		b.edges(s)
	}
	return f
}

// edges leads every outcome to its return, or else to the end.
func (b builder) edges(s *Step) {
	returns := returnsOf(s.Act)
	for i, o := range s.Act.Outcomes(b.flow) {
		e := Edge{Outcome: o, To: End, Span: b.at("end")}
		switch {
		case o.Kind == KeyPressed:
			e.To, e.Origin, e.Span = 2, FromKey, b.at("main")
		case o.Kind == Returned:
			e.To, e.Origin = returns[i].To, FromReturns
		case o.Kind == Done:
			e.Origin = FromGoto
		case o.Kind == Timeout:
			e.Origin = FromStep
		case o.Kind.Family() == FamilyIncomplete:
			e.Origin = FromFamily
		case o.Kind == Errored:
			e.Origin = FromFlow
		case o.Kind == Cancel:
			e.Origin = FromFlowFamily
		default:
			e.Origin = FromSelf
		}
		s.Edges = append(s.Edges, e)
	}
}

func (b builder) speech() Speech { return Speech{Language: "en-US"} }

func (b builder) say(text string) Prompt {
	return Prompt{&Text{Text: text, Speech: b.speech(), Span: b.at("words")}}
}

func (b builder) asked() Asking {
	return Asking{
		Timeout: 5 * time.Second, Between: 2500 * time.Millisecond, Attempts: 3, Bargein: true,
		Retry: Retry{Timeout: b.say("Nothing heard."), NoMatch: b.say("No such key.")},
	}
}

func (b builder) speaking() {
	german := Speech{
		Language: "de-DE", LanguageSpan: b.at("language"),
		Voice: Voice{Any: "any", Span: b.at("voice"), For: []ProviderVoice{
			{Provider: "plivo", Name: "Polly.Vicki", Span: b.at("voice")}, {Provider: "tropo", Name: "anna"},
		}},
	}
	b.step(Step{ID: "ring", Act: &Call{
		Say: b.say("Hello."), To: []Address{{Value: "+14075550100"}}, From: "+14075550199",
		Timeout: 30 * time.Second, Digits: "w1",
	}})
	b.step(Step{
		ID: "welcome", Note: "the first words", Act: &Speak{}, Span: b.at("welcome"),
		Recording: &Recording{Start: true, Send: "https://example.com/r?a=1&b=2", Format: "mp3", Span: b.at("mp3")},
		Allow:     []Allow{{Code: "IVR502", Reason: "looked at"}},
		Say: Prompt{
			&Text{Text: "Grüße & <willkommen>", Speech: german, Span: b.at("Grüße")},
			&Audio{URL: "https://example.com/a.mp3", Transcript: "Hi", Speech: b.speech()},
			&Audio{URL: "https://example.com/b.mp3", Speech: b.speech()},
			&SSML{Markup: `<break time="1s"/>`, Speech: b.speech()},
			&Pause{Length: 500 * time.Millisecond, Speech: b.speech()},
			&ReadOut{As: ReadDigits, Value: "0123", Speech: b.speech()},
			&ReadOut{As: ReadNumber, Value: "12.5", Speech: b.speech()},
			&ReadOut{As: ReadDate, Value: "2026-01-31", Speech: b.speech()},
		},
	})
}

func (b builder) asking() {
	b.step(Step{ID: "main", Act: &Menu{
		Say: b.say("Press 1."), Keys: []MenuKey{{"1", b.at("1")}, {"*1", b.at("*1")}, {Key: "#"}}, Asking: b.asked(),
	}, Useless: []UselessHandler{{Word: "busy", Span: b.at("words")}, {Word: "incomplete", Shadowed: true}}})
	b.step(Step{ID: "pin", Act: &Collect{
		Say: b.say("Your PIN."), Min: 4, Max: 10, Finish: "#", Asking: b.asked(), Secret: true, Name: "pin",
		Send: "https://example.com/pin", Returns: []Return{{To: 2, Span: b.at("main")}, {To: End, Span: b.at("end")}},
	}})
	b.step(Step{ID: "leave", Act: &Record{
		Say: b.say("After the tone."), Send: "https://example.com/m", Max: 2 * time.Minute, Silence: 5 * time.Second,
		Timeout: 10 * time.Second, Finish: "#", Beep: true, Format: "wav", Name: "leave",
	}, Recording: &Recording{}})
}

func (b builder) dialling() {
	b.step(Step{ID: "desk", Act: &Transfer{
		To: []Address{{Value: "+14075550101"}, {Value: "sip:a@example.com"}}, From: "+14075550199",
		Timeout: 20 * time.Second, Limit: time.Hour, Music: "https://example.com/m.mp3", Digits: "12", Name: "desk",
	}})
	b.step(Step{ID: "room", Act: &Conference{Room: "r1", Muted: true, Leave: "*", Max: time.Hour}})
	b.step(Step{ID: "note", Act: &Message{To: Address{Value: "+14075550102"}, From: "+14075550199", Text: "Called."}})
}

func (b builder) leaving() {
	b.step(Step{ID: "away", Act: &Handoff{URL: "https://example.com/x"}})
	b.step(Step{ID: "back", Act: &Handoff{URL: "https://example.com/y", Returns: []Return{{To: 2}}}})
	b.step(Step{ID: "sip", Act: &Redirect{To: Address{Value: "sip:b@example.com"}}})
	b.step(Step{ID: "no", Act: &Reject{Reason: "busy"}})
	b.step(Step{ID: "bye", Say: b.say("Goodbye."), Act: &Hangup{}})
}

func TestTheSampleHasEveryActAndItem(t *testing.T) {
	words := map[string]bool{}
	for _, s := range sample().Steps {
		words[s.Act.Word()] = true
	}
	require.Len(t, words, 12)
	require.Empty(t, Verify(sample()))
}
