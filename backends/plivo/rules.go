package plivo

import "ivrc/backends"

// Rule is one thing that people trip over at Plivo, and what keeps a compiled
// flow from it (plivo.md §8).
type Rule struct {
	// Number is that of the fact sheet.
	Number int
	// Problem is what goes wrong, Kept how it cannot: "by construction: …", the
	// code of a diagnostic, or the part that a person sets at Plivo.
	Problem, Kept string
}

// Rules lists them all in order, for docs/targets.md.
func Rules() []Rule { return rules[:] }

var rules = [...]Rule{
	{1, "a relative address is ignored or ends the call",
		"by construction: every link is made from the base address; IVR506 for other people's"},
	{2, "a POST to a file host is refused",
		`by construction: method="GET" at every link of ours; the documents of hold music, which are POSTed, are in the manifest`},
	{3, "the method of the document is not the one that the host expects",
		"by construction: GET for files, POST for applications; the manifest lists what is POSTed"},
	{4, "a raw & in an address",
		"by construction: one encoder escapes every value"},
	{5, "silence runs out of elements and the call drops",
		"by construction: a Redirect follows every question, recording and conference; IVR302 where an outcome has no step"},
	{6, "elements behind an action are expected to run",
		"by construction: behind GetDigits stands only what silence runs, behind Dial nothing"},
	{7, "an action's address answers OK instead of a document",
		"by construction: every routed address has an answer for every word; an application behind `send` or `url` must answer with a document"},
	{8, "the answer of a callback is expected to steer the call",
		"by construction: callbacks only get recordings"},
	{9, "only `completed` of a Dial is handled",
		"by construction: all six words and every unknown one have an answer; IVR302 where an outcome has no step"},
	{10, "voicemail plays after a good conversation too",
		"by construction: what follows a Dial is chosen by DialStatus"},
	{11, "documents that redirect for ever",
		"IVR303 and IVR309"},
	{12, "elements of another provider",
		"by construction: the model has Plivo's elements only; IVR506 for speech markup"},
	{13, "a wrong letter case or spelling of an attribute",
		"by construction: names are written in one place and tested against the fact sheet"},
	{14, "an empty Number",
		"by construction: a number is checked when the flow is read"},
	{15, "a language that the voice does not speak",
		"IVR503 and IVR504"},
	{16, "markup without a Polly voice, or more than 3000 characters at once",
		"IVR506 for markup without a Polly voice, IVR505 for long markup; long text is cut by construction"},
	{17, "text or an unplayable file in Play",
		"IVR506; the size of a file is not looked at"},
	{18, "what Wait means inside a question",
		"IVR502 for a pause inside a question without a Polly voice"},
	{19, "an entry that only hangs up looks like a normal call",
		"IVR502"},
	{20, "the number is attached to something else than the application",
		"set by a person at Plivo; not seen in a flow"},
	{21, "a name and password in an address",
		"IVR506"},
	{22, "a signature does not match behind a proxy",
		"with the host: ivrc writes files and checks no signatures"},
	{23, "header names in another letter case",
		"with the host: ivrc writes files and reads no headers"},
	{24, "a PIN in the logs",
		`by construction: log="false" and POST for a secret collect`},
	{25, "a handler reads Digit or Status instead of Digits and DialStatus",
		"by construction: the last part of a routed address is the parameter's name"},
	{26, "what `retries` repeats is not documented",
		`by construction: retries="1", and each attempt is a document`},
	{27, "`timeout` on GetInput",
		"by construction: only GetDigits is used"},
	{28, "endless early media before a Dial",
		"by construction: PreAnswer is not used"},
	{29, "Record takes the call away from what follows",
		`by construction: redirect="false", no action, and the recording of a call stands first`},
	{30, "the answer file is fetched again when the call ends",
		"by construction: each entry has a hang-up file, and `ivrc sheet` prints its address"},
	{31, "something stands before the XML declaration",
		"by construction: the declaration is at byte 0"},
	{32, "fallback addresses have different names for inbound and outbound calls",
		"set by a person at Plivo; `ivrc sheet` prints each under its name"},
	{33, "# as a choice ends the entry instead",
		`by construction: finishOnKey="none" in every menu`},
	{34, "keys of different length cost a wait",
		"IVR307"},
}

// Facts are the tables of this backend on docs/targets.md.
func (backend) Facts() []backends.FactTable {
	t := backends.FactTable{
		Title:   "What people trip over at Plivo",
		Intro:   "The rules of `plivo.md` §8, and what keeps a compiled flow from each.",
		Subject: "problem", Says: "kept",
	}
	for _, r := range Rules() {
		t.Rows = append(t.Rows, backends.Fact{Subject: r.Problem, Says: r.Kept})
	}
	return []backends.FactTable{t}
}
