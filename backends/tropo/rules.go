package tropo

// Rule is one rule of the provider for documents, and how ivrc keeps it.
type Rule struct {
	// Rule is what Tropo wants, Kept how a document comes to obey it: by the way it
	// is built, or by a diagnostic.
	Rule, Kept string
}

// Rules are the rules of tropo.md §1 to §5 in its order, for the page about
// targets.
func Rules() []Rule {
	return []Rule{
		{"A document is one object with the list tropo, whose elements have one verb each.", "By construction."},
		{"say, on and to are taken as an object or as a list.", "By construction: on is always an object, say always a list, to a string where it is one address."},
		{"hangup, reject and stopRecording have no properties.", "By construction: null, as on the provider's own pages."},
		{"on is safest in front of the verbs that it serves.", "By construction: continue, error, hangup, incomplete, then the verbs in the order in which they run."},
		{"The first handler for an event wins.", "By construction: never two for one event."},
		{"Handlers serve their own document only.", "By construction: error and hangup stand in every document of a call that can be up."},
		{"An event without a handler raises continue.", "By construction: every event that a document's verbs can raise has a handler; one that leads to end leads to a document that hangs up."},
		{"A continue without a next hangs up.", "By construction: only the continue that leads to end is left out."},
		{"A handler with a say but no next raises continue.", "By construction: every handler has a next and nothing else."},
		{"A verb that fails skips the rest of its document.", "By construction: one verb that reports a result in a document, after everything that is said before it; only what is said after the answer of a call follows its verb."},
		{"The result is posted to next, and nothing in it names the event.", "By construction: each event has an address of its own; hosts look at the result only behind <step>/actions."},
		{"Several verbs with a result make a list of actions.", "By construction: one such verb in a document."},
		{"call is for sessions without a call.", "IVR306."},
		{"redirect and reject come before the answer and stand alone.", "IVR306; a prompt beside them is refused with the shape of the step, a recording is IVR506."},
		{"transfer works on an answered call; ring and connect are the only events inside it.", "IVR305; by construction: ring alone, for music."},
		{"Some defaults are disputed, or differ from one library to the next.", "By construction: attempts, timeout, interdigitTimeout and mode are always written, and the name of every ask, record and transfer."},
		{"Only one say of an ask serves an event.", "By construction: a prompt inside a verb is one value; what needs two voices there is IVR502."},
		{"Commas, brackets and parentheses cannot stand in a choice.", "By construction: choices are keys, and names of keys."},
		{"The terminator is no part of the entry, and was # where a document named none.", "By construction: a menu with the key # names a key that it does not use; where none is left it is IVR502."},
		{"A key that is not among the choices is a nomatch.", "By construction: the choices are exactly the menu's keys."},
		{"Text goes into markup unescaped, and addresses in it are played.", "By construction: text with &, <, > or an address is written as markup of its own."},
		{"Without a charset a reply is read as Latin-1.", "By construction: documents are ASCII, and the manifest asks for charset=utf-8."},
		{"Everything is fetched by POST, answers must be 2xx, and redirections are not known to be followed.", "The manifest lists what is fetched by POST; hosts choose files without redirecting."},
		{"The reply to a hang-up is not used to control a call.", "IVR305 for steps that need a call; IVR507 for the rest."},
		{"Each language has its own voices.", "IVR504 and IVR503."},
		{"A session ends after two to four hours.", "IVR502 for conferences and transfers that should end earlier."},
	}
}
