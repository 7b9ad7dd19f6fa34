// Package verify compares what published files make a caller hear with what the
// flow says.
//
// In: two lists of steps in one neutral form, both made by a provider's reread
// package: one read back from the bytes of the files alone, one expected from
// the IR. Out: the differences, in words. It refuses to trust anything that the
// compiling half of a backend says: a reread package shares no code with the
// lowering and the encoder, only constants such as the target's name.
package verify

// Heard is one step as a caller meets it at one provider.
type Heard struct {
	// ID is the step's id; for files, that of the document's path. Entry files
	// have the name of the file.
	ID string
	// Say is what is heard once, before the act.
	Say []Sound
	// Act is the flow format's word for what happens then ("menu", "say", …), as
	// far as the provider's document can tell it.
	Act string
	// Facts are the act's properties that a caller or the network notices, in
	// words of the flow format, sorted by name: to, from, timeout, keys, digits,
	// finish, send, room, format … Values are canonical text: 5s, true, 0-9.
	Facts []Fact
	// Attempts are what is heard at each attempt of a question, for each thing
	// that may have happened before it.
	Attempts []Attempt
	// Edges are where the call goes, sorted by outcome. To is a step's id, "end", or
	// the address of an application.
	Edges []Edge
}

// Fact is one property.
type Fact struct{ Name, Value string }

// Attempt is what is heard at the 1-based attempt Number after After: "" at the
// first, "timeout" or "nomatch" later.
type Attempt struct {
	Number int
	After  string
	Sounds []Sound
}

// Edge is one outcome, in the words of ir.Outcome.String ("key 3", "timeout",
// "no-answer", "returns main"), and for questions whose attempts are documents
// of their own the attempt it belongs to, 0 for none.
type Edge struct {
	Outcome string
	Attempt int
	To      string
}

// Sound is one thing that is heard: Kind is text, audio, markup, pause, digits,
// number, date; What is the text, address, markup or length in ms; Voice and
// Language are as the provider is told, empty where it is told nothing.
type Sound struct{ Kind, What, Voice, Language string }

// Published is what lies in an output tree of one flow and target.
type Published struct {
	// Base, Flow and Target as in backends.Site; Segment is the version's part of
	// every link ("v/1a2b/"), empty without versions.
	Base, Flow, Target, Segment string
	// Files are all files of the flow and target by their path in the output tree.
	Files map[string][]byte
}
