package shape

import (
	"ivrc/compiler/syntax"
)

// The accept path: most flows have nothing wrong with their shape, and to say so
// needs none of what it takes to say what is wrong. What acceptsHead and acceptsStep
// take, the published schema takes; what they do not take is put before the schema,
// which alone refuses. They may refuse too much, never too little: a test holds
// them against the schema on mutated flows, and another fails when the schema's
// demands become others.

// accept says that a value is certainly well shaped.
type accept func(n *syntax.Node) bool

// field is a key that an object may have.
type field struct {
	name  string
	value accept
	needs bool // the object must have it
}

// fields are the keys of an object, besides those for other tools.
type fields []field

// accepts says that the node has only these keys, each once, and all that it needs.
// had are the positions of those that it has.
func (f fields) accepts(n *syntax.Node) (had uint64, ok bool) {
	if n.Kind != syntax.Map {
		return 0, false
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		if isExtra(e.Key.Text) {
			continue
		}
		at := f.find(e.Key.Text)
		if at < 0 || had&(1<<at) != 0 || !f[at].value(e.Value) {
			return 0, false
		}
		had |= 1 << at
	}
	for at := range f {
		if f[at].needs && had&(1<<at) == 0 {
			return 0, false
		}
	}
	return had, true
}

func (f fields) find(name string) int {
	for i := range f {
		if f[i].name == name {
			return i
		}
	}
	return -1
}

// alone is the accept of an object whose keys do not depend on each other.
func (f fields) alone(n *syntax.Node) bool {
	_, ok := f.accepts(n)
	return ok
}

// named says that an object has names of the writer's choice, and under each a value
// of one kind. least is how many of them it must have.
func named(n *syntax.Node, name func(string) bool, value accept, least int) bool {
	if n.Kind != syntax.Map {
		return false
	}
	own := 0
	for i := range n.Entries {
		e := &n.Entries[i]
		if isExtra(e.Key.Text) {
			continue
		}
		if !name(e.Key.Text) || !value(e.Value) {
			return false
		}
		own++
	}
	return own >= least
}

// headFields are the keys of a flow.
var headFields = fields{
	{"ivr", isVersion, true},
	{"flow", isOwnID, true},
	{"start", isOwnID, true},
	{"steps", isSteps, true},
	{"title", isSpoken, false},
	{"description", isSpoken, false},
	{"entries", isEntries, false},
	{"language", isLanguage, false},
	{"voice", isVoice, false},
	{"defaults", isDefaults, false},
	{"events", isEvents, false},
	{"allow", isAllow, false},
	{"prompts", isPrompts, false},
}

// acceptsHead says that the schema takes the flow but for its steps.
func acceptsHead(root *syntax.Node) bool { return headFields.alone(root) }

func isVersion(n *syntax.Node) bool { return n.Kind == syntax.Int && n.Text == "1" }

func anything(*syntax.Node) bool { return true }

func isSteps(n *syntax.Node) bool   { return named(n, isName, anything, 1) }
func isEntries(n *syntax.Node) bool { return named(n, isName, isOwnID, 1) }
func isPrompts(n *syntax.Node) bool { return named(n, isName, isSay, 0) }

// stepFields are the keys of a step: what any step may have, then the acts.
var stepFields = fields{
	{"say", isSay, false},
	{"goto", isTarget, false},
	{"events", isEvents, false},
	{"allow", isAllow, false},
	{"note", isSpoken, false},
	{"voice", isVoice, false},
	{"language", isLanguage, false},
	{"recording", isRecording, false},
	{"menu", isMenu, false},
	{"collect", isCollect, false},
	{"record", isRecord, false},
	{"transfer", isTransfer, false},
	{"conference", isConference, false},
	{"message", isMessage, false},
	{"handoff", isHandoff, false},
	{"hangup", isTrue, false},
	{"call", isCall, false},
	{"redirect", isRedirect, false},
	{"reject", isReject, false},
}

// What stands where in stepFields.
const (
	saysBit     = 1 << 0
	goesBit     = 1 << 1
	firstAct    = 8  // menu and all behind it
	firstSilent = 16 // call, redirect, reject: a step with them has no say
)

// acceptsStep says that the schema takes the step, which has one act or none. name
// is the act's, and value what stands under it.
func acceptsStep(n *syntax.Node) (act string, value *syntax.Node, ok bool) {
	had, ok := stepFields.accepts(n)
	if !ok {
		return "", nil, false
	}
	acts := had >> firstAct
	switch {
	case acts&(acts-1) != 0, had&(saysBit|goesBit) == 0 && acts == 0, had&saysBit != 0 && had>>firstSilent != 0:
		return "", nil, false
	case acts == 0:
		return "", nil, true
	}
	for at := firstAct; ; at++ {
		if had&(1<<at) != 0 {
			return stepFields[at].name, n.Get(stepFields[at].name), true
		}
	}
}
