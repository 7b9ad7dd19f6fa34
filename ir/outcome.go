package ir

// OutcomeKind is how an act can end.
type OutcomeKind uint8

// The kinds of outcome, in the order of edges.
const (
	KeyPressed OutcomeKind = iota + 1 // a menu's key; Outcome.Name is the key
	Returned                          // an application sent the call back; Outcome.Name is the step id or "end"
	Done
	Timeout
	NoMatch
	Busy
	NoAnswer
	Failed
	Cancel
	HungUp
	Errored
)

// Outcome is one way a step can end. It is comparable.
type Outcome struct {
	Kind OutcomeKind
	// Name is the key of KeyPressed, the target's id of Returned, else empty.
	Name string
}

// KeyOutcome is the outcome of pressing a menu's key.
func KeyOutcome(k Key) Outcome { return Outcome{Kind: KeyPressed, Name: string(k)} }

// ReturnOutcome is the outcome of an application sending the call to a step.
func ReturnOutcome(id string) Outcome { return Outcome{Kind: Returned, Name: id} }

// Of is an outcome without a name.
func Of(kind OutcomeKind) Outcome { return Outcome{Kind: kind} }

// String is the word of the flow format ("timeout", "no-answer"), "key 3" for a
// key and "returns main" for a return.
func (o Outcome) String() string {
	switch o.Kind {
	case KeyPressed:
		return "key " + o.Name
	case Returned:
		return "returns " + o.Name
	}
	return o.Kind.Word()
}

// Word is the flow format's word for the kind; "key" and "returns" for the two
// kinds that have names.
func (k OutcomeKind) Word() string {
	switch k {
	case KeyPressed:
		return "key"
	case Returned:
		return "returns"
	case Done:
		return "done"
	case Timeout:
		return "timeout"
	case NoMatch:
		return "nomatch"
	case Busy:
		return "busy"
	case NoAnswer:
		return "no-answer"
	case Failed:
		return "failed"
	case Cancel:
		return "cancel"
	case HungUp:
		return "hangup"
	case Errored:
		return "error"
	}
	return "?"
}

// OutcomeOfWord is the outcome that a key of `events` names; ok is false for
// families, for done (written as goto) and for unknown words. "hangup" is both
// an outcome and the family of cancel.
func OutcomeOfWord(word string) (o Outcome, ok bool) {
	for k := Timeout; k <= Errored; k++ {
		if k.Word() == word {
			return Of(k), true
		}
	}
	return Outcome{}, false
}

// Families of outcomes: a handler for the family serves each member that has no
// handler of its own.
const (
	FamilyIncomplete = "incomplete"
	FamilyHangup     = "hangup"
)

// Family is the family that serves the outcome, empty for none.
func (k OutcomeKind) Family() string {
	switch k {
	case Timeout, NoMatch, Busy, NoAnswer, Failed:
		return FamilyIncomplete
	case Cancel:
		return FamilyHangup
	}
	return ""
}

// Members are the outcomes that a family serves besides its own name, nil for a
// word that is no family.
func Members(family string) []OutcomeKind {
	switch family {
	case FamilyIncomplete:
		return []OutcomeKind{Timeout, NoMatch, Busy, NoAnswer, Failed}
	case FamilyHangup:
		return []OutcomeKind{Cancel}
	}
	return nil
}

// ReachingOnly says that edges of the kind count for reaching a step and for
// nothing else: nobody chooses them, and after hangup and cancel nobody is on
// the line.
func (k OutcomeKind) ReachingOnly() bool { return k == HungUp || k == Cancel || k == Errored }

// Callers says that the caller makes the edge happen: a key, a wrong key, the
// end of a recording, leaving a conference by its key, a return from an
// application. Every other edge happens by itself.
func (s *Step) Callers(o Outcome) bool {
	switch o.Kind {
	case KeyPressed, NoMatch, Returned:
		return true
	case Done:
		switch act := s.Act.(type) {
		case *Record:
			return true
		case *Conference:
			return act.Leave != ""
		}
	}
	return false
}

// Word is "say".
func (*Speak) Word() string { return "say" }

// Word is "menu".
func (*Menu) Word() string { return "menu" }

// Word is "collect".
func (*Collect) Word() string { return "collect" }

// Word is "record".
func (*Record) Word() string { return "record" }

// Word is "transfer".
func (*Transfer) Word() string { return "transfer" }

// Word is "call".
func (*Call) Word() string { return "call" }

// Word is "conference".
func (*Conference) Word() string { return "conference" }

// Word is "message".
func (*Message) Word() string { return "message" }

// Word is "handoff".
func (*Handoff) Word() string { return "handoff" }

// Word is "redirect".
func (*Redirect) Word() string { return "redirect" }

// Word is "reject".
func (*Reject) Word() string { return "reject" }

// Word is "hangup".
func (*Hangup) Word() string { return "hangup" }

func (*Speak) closed()      {}
func (*Menu) closed()       {}
func (*Collect) closed()    {}
func (*Record) closed()     {}
func (*Transfer) closed()   {}
func (*Call) closed()       {}
func (*Conference) closed() {}
func (*Message) closed()    {}
func (*Handoff) closed()    {}
func (*Redirect) closed()   {}
func (*Reject) closed()     {}
func (*Hangup) closed()     {}

func outcomes(kinds ...OutcomeKind) []Outcome {
	out := make([]Outcome, len(kinds))
	for i, k := range kinds {
		out[i] = Of(k)
	}
	return out
}

// Outcomes of a step that only speaks.
func (*Speak) Outcomes(*Flow) []Outcome { return outcomes(Done, HungUp, Errored) }

// Outcomes are the keys, then no key and a wrong key at the last attempt.
func (m *Menu) Outcomes(*Flow) []Outcome {
	out := make([]Outcome, 0, len(m.Keys)+4)
	for _, k := range m.Keys {
		out = append(out, KeyOutcome(k.Key))
	}
	return append(out, Of(Timeout), Of(NoMatch), Of(HungUp), Of(Errored))
}

// Outcomes are the returns, then no entry and a refused entry at the last
// attempt.
func (c *Collect) Outcomes(f *Flow) []Outcome {
	return append(returned(f, c.Returns), outcomes(Timeout, NoMatch, HungUp, Errored)...)
}

// Outcomes of a recording: done, and timeout where nobody spoke.
func (*Record) Outcomes(*Flow) []Outcome { return outcomes(Done, Timeout, HungUp, Errored) }

// Outcomes of a transfer: done means that they talked and the caller is still
// there; cancel that the caller left while it rang.
func (*Transfer) Outcomes(*Flow) []Outcome {
	return outcomes(Done, Busy, NoAnswer, Failed, Cancel, HungUp, Errored)
}

// Outcomes of placing a call: done means answered.
func (*Call) Outcomes(*Flow) []Outcome {
	return outcomes(Done, Busy, NoAnswer, Failed, HungUp, Errored)
}

// Outcomes of a conference: done means that the caller left the room, or that
// its time is over.
func (*Conference) Outcomes(*Flow) []Outcome { return outcomes(Done, HungUp, Errored) }

// Outcomes of sending a message.
func (*Message) Outcomes(*Flow) []Outcome { return outcomes(Done, Failed, HungUp, Errored) }

// Outcomes are the returns of the other application.
func (h *Handoff) Outcomes(f *Flow) []Outcome {
	return append(returned(f, h.Returns), outcomes(HungUp, Errored)...)
}

// Outcomes of a redirect: none, the call is gone.
func (*Redirect) Outcomes(*Flow) []Outcome { return nil }

// Outcomes of a reject: none, the call is gone.
func (*Reject) Outcomes(*Flow) []Outcome { return nil }

// Outcomes of a hangup: the end of the call itself, and a failure before it.
func (*Hangup) Outcomes(*Flow) []Outcome { return outcomes(HungUp, Errored) }

func returned(f *Flow, returns []Return) []Outcome {
	out := make([]Outcome, 0, len(returns)+4)
	for _, r := range returns {
		out = append(out, ReturnOutcome(f.TargetName(r.To)))
	}
	return out
}
