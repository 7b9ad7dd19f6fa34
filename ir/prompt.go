package ir

import (
	"time"

	"ivrc/compiler/source"
)

// Prompt is what is heard, item by item; empty for silence.
type Prompt []Item

// Item is one part of a prompt: Text, Audio, SSML, Pause or ReadOut, always as
// a pointer.
type Item interface {
	// Place is the item in the source.
	Place() source.Span
	// Voiced is how the item is spoken; audio and pauses carry it too, because a
	// provider may need a voice to say a transcript or to keep silent.
	Voiced() Speech

	item()
}

// Speech is the language and voice of an item; nothing is inherited any more.
type Speech struct {
	// Language is a BCP 47 tag, for example en-US.
	Language string
	// LanguageSpan is where the language was chosen, the item's own place for the
	// default language.
	LanguageSpan source.Span
	Voice        Voice
}

// Voiced returns the speech itself, so that items can embed it.
func (s Speech) Voiced() Speech { return s }

// Voice is the choice of a voice: by provider, or one name for all.
type Voice struct {
	// Any is the name for every provider, empty where there is none.
	Any string
	// For are the names by provider, sorted by provider.
	For  []ProviderVoice
	Span source.Span
}

// ProviderVoice is the voice's name at one provider.
type ProviderVoice struct {
	Provider, Name string
	Span           source.Span
}

// At is the voice's name at a provider and the place where it was chosen; an
// empty name leaves the choice to the provider.
func (v Voice) At(provider string) (name string, at source.Span) {
	for _, p := range v.For {
		if p.Provider == provider {
			return p.Name, p.Span
		}
	}
	return v.Any, v.Span
}

// Text is spoken as it stands.
type Text struct {
	Text string
	Speech
	Span source.Span
}

// Audio is a sound file; Transcript is what it says.
type Audio struct {
	URL        string
	Transcript string
	Speech
	Span source.Span
}

// SSML is what stands inside <speak>; it is well-formed XML.
type SSML struct {
	Markup string
	Speech
	Span source.Span
}

// Pause is silence.
type Pause struct {
	Length time.Duration
	Speech
	Span source.Span
}

// ReadAs says how a ReadOut is read.
type ReadAs uint8

// The ways to read out.
const (
	ReadDigits ReadAs = iota + 1 // one by one
	ReadNumber                   // as an amount
	ReadDate                     // YYYY-MM-DD as a date
)

// String is the flow format's word: digits, number, date.
func (r ReadAs) String() string {
	switch r {
	case ReadDigits:
		return "digits"
	case ReadNumber:
		return "number"
	case ReadDate:
		return "date"
	}
	return "?"
}

// ReadOut is a value that is read in a certain way.
type ReadOut struct {
	As    ReadAs
	Value string
	Speech
	Span source.Span
}

// Place is the item in the source.
func (t *Text) Place() source.Span { return t.Span }

// Place is the item in the source.
func (a *Audio) Place() source.Span { return a.Span }

// Place is the item in the source.
func (s *SSML) Place() source.Span { return s.Span }

// Place is the item in the source.
func (p *Pause) Place() source.Span { return p.Span }

// Place is the item in the source.
func (r *ReadOut) Place() source.Span { return r.Span }

func (*Text) item()    {}
func (*Audio) item()   {}
func (*SSML) item()    {}
func (*Pause) item()   {}
func (*ReadOut) item() {}

// Asked is the act's own prompt, its asking and true for a menu or collect.
func Asked(a Act) (say Prompt, asking Asking, ok bool) {
	switch a := a.(type) {
	case *Menu:
		return a.Say, a.Asking, true
	case *Collect:
		return a.Say, a.Asking, true
	}
	return nil, Asking{}, false
}

// Attempt is the prompt heard at the 1-based attempt of a question: the act's
// own prompt first; later the retry prompt of what happened before (after is
// Timeout or NoMatch), then retry.say or the act's own prompt.
func Attempt(say Prompt, asking Asking, attempt int, after OutcomeKind) Prompt {
	lead, rest := AttemptParts(say, asking, attempt, after)
	if len(lead) == 0 {
		return rest
	}
	out := make(Prompt, 0, len(lead)+len(rest))
	return append(append(out, lead...), rest...)
}

// AttemptParts are the two parts of Attempt: what is said about the attempt before, and
// the question. All later attempts have the same parts.
func AttemptParts(say Prompt, asking Asking, attempt int, after OutcomeKind) (lead, question Prompt) {
	if attempt <= 1 {
		return nil, say
	}
	lead = asking.Retry.Timeout
	if after == NoMatch {
		lead = asking.Retry.NoMatch
	}
	if question = asking.Retry.Say; len(question) == 0 {
		question = say
	}
	return lead, question
}

// Prompts calls visit for every prompt of a step in the order they may be
// heard: say, the act's own, retry.timeout, retry.nomatch, retry.say.
func (s *Step) Prompts(visit func(Prompt)) {
	each := func(prompts ...Prompt) {
		for _, p := range prompts {
			if len(p) > 0 {
				visit(p)
			}
		}
	}
	each(s.Say)
	switch act := s.Act.(type) {
	case *Menu:
		each(act.Say, act.Retry.Timeout, act.Retry.NoMatch, act.Retry.Say)
	case *Collect:
		each(act.Say, act.Retry.Timeout, act.Retry.NoMatch, act.Retry.Say)
	case *Record:
		each(act.Say)
	case *Call:
		each(act.Say)
	}
}
