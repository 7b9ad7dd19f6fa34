package tropo

// Verb is one name of the provider's reference and how a flow has it.
type Verb struct {
	// Name is the provider's word, Flow what a person writes, or why there is
	// nothing to write.
	Name, Flow string
}

// Verbs are the names of the WebAPI reference in its order, then those that came
// later, for the page about targets.
func Verbs() []Verb {
	return []Verb{
		{"ask", "`menu` for a choice of keys, `collect` for digits that an application looks at. Speech is not part of the format."},
		{"call", "`call`, as the step of an entry."},
		{"conference", "`conference`."},
		{"hangup", "`hangup: true`, or a target `end`."},
		{"message", "`message`, as an SMS. A voice message is a flow of its own that begins with `call`."},
		{"on", "`goto`, `events`, and the targets of `keys` and `returns`; the event ring is `music` of a transfer. `say` inside a handler is a step of its own."},
		{"record", "`record`."},
		{"redirect", "`redirect`, as the step of an entry."},
		{"reject", "`reject`, as the step of an entry."},
		{"result", "Nothing to write: it is what Tropo posts. A host reads the answer from it behind <step>/actions; applications of `collect` and `handoff` get it whole."},
		{"say", "`say`, at any step and inside acts."},
		{"session", "Nothing to write: it is what Tropo posts to an entry. Static documents do not depend on it; `handoff` gives the call to an application that may."},
		{"startRecording", "`recording: {send: …}`."},
		{"stopRecording", "`recording: stop`."},
		{"transfer", "`transfer`. The event connect, which speaks to the other side first, needs a document that looks at the call: not part of the format."},
		{"answer", "Nothing to write: a call is answered when its first document speaks or asks."},
		{"wait", "`{pause: …}` in a prompt."},
		{"signal", "Not part of the format: the sender is a program outside the call. Use `handoff`."},
		{"generalLogSecurity", "Not part of the format; `secret: true` keeps one entry out of the logs."},
		{"machineDetection", "Not part of the format; `machine` is reserved."},
	}
}
