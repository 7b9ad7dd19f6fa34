package script

import "ivrc/ir/call"

// word is a key of a line of a call, and the input that it stands for where it
// takes nothing but true.
type word struct {
	name string
	kind call.InputKind
}

// plainWords are the keys that take nothing but true.
var plainWords = [...]word{
	{"wait", call.Quiet}, {"speak", call.Speak}, {"leave", call.Leave},
	{"refuse", call.Refuse}, {"hangup", call.HangUp}, {"fault", call.Fault},
}

// wordOf is the key of an input that has no value.
func wordOf(kind call.InputKind) string {
	for _, w := range plainWords {
		if w.kind == kind {
			return w.name
		}
	}
	return ""
}

// lineKeys are all keys of a line, in the order of the documentation.
func lineKeys() []string {
	keys := []string{"hear", "at", "press", "answer", "return"}
	for _, w := range plainWords {
		keys = append(keys, w.name)
	}
	return keys
}
