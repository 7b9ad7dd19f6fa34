package changes

import (
	"ivrc/compiler/source"
)

// Kind is what sort of change it is; the words stand in the JSON form and stay.
type Kind string

// The kinds, the ones that matter most to callers first.
const (
	FindingNew     Kind = "finding-new"  // What is the code, New the sentence
	PersonLost     Kind = "person-lost"  // from the entry nobody can be reached any more
	StepCutOff     Kind = "step-cut-off" // callers no longer get to the step, except after an error or a hang-up
	TargetGone     Kind = "target-gone"  // no longer published for the provider in What
	TargetAdded    Kind = "target-added"
	FlowIDChanged  Kind = "flow-id-changed" // the addresses set at the providers change with it
	EntryGone      Kind = "entry-gone"
	EntryMoved     Kind = "entry-moved"
	EntryAdded     Kind = "entry-added"
	KeyGone        Kind = "key-gone"
	KeyMoved       Kind = "key-moved"
	KeyAdded       Kind = "key-added"
	ActChanged     Kind = "act-changed"
	ReachChanged   Kind = "reach-changed" // who is dialled, which application, which room: What is the property
	ReturnGone     Kind = "return-gone"   // an application may no longer send the call there
	ReturnRenamed  Kind = "return-renamed"
	ReturnAdded    Kind = "return-added"
	OutcomeMoved   Kind = "outcome-moved"
	OutcomeGone    Kind = "outcome-gone"
	OutcomeAdded   Kind = "outcome-added"
	StepGone       Kind = "step-gone"
	StepAdded      Kind = "step-added"
	StepRenamed    Kind = "step-renamed"
	PromptGone     Kind = "prompt-gone"
	PromptChanged  Kind = "prompt-changed"
	PromptAdded    Kind = "prompt-added"
	VoiceChanged   Kind = "voice-changed"
	ValueChanged   Kind = "value-changed" // any other property: What is its name
	PersonTime     Kind = "person-time"   // the quickest way to a person
	SilentPerson   Kind = "silent-person-time"
	SilentLine     Kind = "silent-line-time"
	LongestMenu    Kind = "longest-menu"
	PersonFound    Kind = "person-found" // from the entry somebody can be reached now
	StepReconnects Kind = "step-reached" // callers get to the step now
	FindingGone    Kind = "finding-gone"
)

// Kinds are all kinds in the order in which changes are told.
func Kinds() []Kind {
	return []Kind{
		FindingNew, PersonLost, StepCutOff, TargetGone, TargetAdded, FlowIDChanged, EntryGone, EntryMoved, EntryAdded,
		KeyGone, KeyMoved, KeyAdded, ActChanged, ReachChanged, ReturnGone, ReturnRenamed, ReturnAdded,
		OutcomeMoved, OutcomeGone, OutcomeAdded, StepGone, StepAdded, StepRenamed,
		PromptGone, PromptChanged, PromptAdded, VoiceChanged, ValueChanged,
		PersonTime, SilentPerson, SilentLine, LongestMenu, PersonFound, StepReconnects, FindingGone,
	}
}

// Change is one thing that is no longer as it was. Texts are masked.
type Change struct {
	Kind Kind
	// Entry is the id of the entry that it is about; IsEntry tells the flow's start,
	// whose id is empty, from none.
	Entry   string
	IsEntry bool
	// Step is the id of the step in the new flow, or in the old one for what is gone;
	// Also are further steps that changed in the very same way.
	Step string
	Also []string
	// What is the key, outcome, prompt or property, in words of the flow format.
	What string
	// Severity is that of a finding: warning or error.
	Severity string
	// Old and New are the two sides: targets, values, texts; empty for nothing.
	Old, New string
	// Words are the two texts of a prompt side by side; nil for other kinds.
	Words []Word
	// OldTime and NewTime are about how long the two sides take; nil where nobody can
	// tell or nothing takes time.
	OldTime, NewTime *Length
	// Worse says of a time that callers lose by it.
	Worse bool
	// Targets are the providers at which it is so; nil for everywhere.
	Targets []string
	// OldAt and NewAt are places in the two sources, zero for none.
	OldAt, NewAt source.Span
}

// Group is a heading under which kinds are told.
type Group struct {
	Title string
	Kinds []Kind
}

// Groups are the headings in order; each kind stands under one.
func Groups() []Group {
	return []Group{
		{"Watch out", []Kind{FindingNew, PersonLost, StepCutOff}},
		{"Where calls go", []Kind{
			TargetGone, TargetAdded, FlowIDChanged, EntryGone, EntryMoved, EntryAdded, KeyGone, KeyMoved, KeyAdded, ActChanged, ReachChanged,
			ReturnGone, ReturnRenamed, ReturnAdded, OutcomeMoved, OutcomeGone, OutcomeAdded,
		}},
		{"Steps", []Kind{StepGone, StepAdded, StepRenamed}},
		{"What is heard", []Kind{PromptGone, PromptChanged, PromptAdded, VoiceChanged}},
		{"How things are done", []Kind{ValueChanged}},
		{"What follows", []Kind{PersonTime, SilentPerson, SilentLine, LongestMenu, PersonFound, StepReconnects, FindingGone}},
	}
}
