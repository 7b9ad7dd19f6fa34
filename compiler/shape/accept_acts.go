package shape

import "ivrc/compiler/syntax"

// The keys of the acts, and of what the flow says once for all acts of a kind.
var (
	menuFields = fields{
		{"keys", isKeys, true},
		{"say", isSay, false}, {"timeout", isDuration, false}, {"between", isDuration, false},
		{"attempts", isAttempts, false}, {"retry", isRetry, false}, {"bargein", isBool, false},
	}
	collectFields = fields{
		{"digits", isDigitCount, true}, {"send", isURL, true}, {"returns", isTargets, true},
		{"say", isSay, false}, {"finish", isFinishKey, false}, {"timeout", isDuration, false}, {"between", isDuration, false},
		{"attempts", isAttempts, false}, {"retry", isRetry, false}, {"bargein", isBool, false},
		{"secret", isBool, false}, {"name", isWord, false},
	}
	recordFields = fields{
		{"send", isURL, true},
		{"say", isSay, false}, {"max", isDuration, false}, {"silence", isDuration, false}, {"timeout", isDuration, false},
		{"finish", isFinishKey, false}, {"beep", isBool, false}, {"format", isFormat, false}, {"name", isWord, false},
	}
	transferFields = fields{
		{"to", isAddresses, true},
		{"from", isAddress, false}, {"timeout", isDuration, false}, {"limit", isDuration, false},
		{"music", isURL, false}, {"digits", isTones, false}, {"name", isWord, false},
	}
	callFields = fields{
		{"to", isAddresses, true},
		{"from", isAddress, false}, {"timeout", isDuration, false}, {"digits", isTones, false}, {"say", isSay, false},
	}
	conferenceFields = fields{
		{"room", isRoom, true},
		{"muted", isBool, false}, {"leave", isFinishKey, false}, {"max", isDuration, false},
	}
	messageFields = fields{{"to", isPhoneNumber, true}, {"from", isPhoneNumber, true}, {"text", isSpoken, true}}
	handoffFields = fields{{"url", isURL, true}, {"returns", isTargetsOrNone, false}}

	redirectFields = fields{{"to", isSIP, true}}

	recordingFields = fields{{"send", isURL, true}, {"format", isFormat, false}}

	retryFields = fields{{"timeout", isSay, false}, {"nomatch", isSay, false}, {"say", isSay, false}}
)

func isMenu(n *syntax.Node) bool       { return menuFields.alone(n) }
func isCollect(n *syntax.Node) bool    { return collectFields.alone(n) }
func isRecord(n *syntax.Node) bool     { return recordFields.alone(n) }
func isTransfer(n *syntax.Node) bool   { return transferFields.alone(n) }
func isCall(n *syntax.Node) bool       { return callFields.alone(n) }
func isConference(n *syntax.Node) bool { return conferenceFields.alone(n) }
func isMessage(n *syntax.Node) bool    { return messageFields.alone(n) }
func isHandoff(n *syntax.Node) bool    { return handoffFields.alone(n) }
func isRedirect(n *syntax.Node) bool   { return redirectFields.alone(n) }
func isTrue(n *syntax.Node) bool       { return n.Kind == syntax.Bool && n.Text == "true" }

func isReject(n *syntax.Node) bool {
	return isTrue(n) || n.Kind == syntax.Text && (n.Text == "busy" || n.Text == "rejected")
}

func isRetry(n *syntax.Node) bool {
	had, ok := retryFields.accepts(n)
	return ok && had != 0
}

func isRecording(n *syntax.Node) bool {
	return n.Kind == syntax.Text && n.Text == "stop" || recordingFields.alone(n)
}

func isKeys(n *syntax.Node) bool { return named(n, isKeyName, isTarget, 1) }

// eventNames are the outcomes that may have a handler, and other tools' words for
// them, which the schema takes because later phases say what they are called here.
var eventNames = [...]string{
	"incomplete", "hangup", "error", "timeout", "nomatch", "busy", "no-answer", "failed", "cancel",
	"no-input", "noinput", "no_input", "silence", "invalid", "no-match", "no_match", "wrong-key",
	"no_answer", "noanswer", "fail", "failure", "hang-up", "hung-up", "disconnect", "cancelled", "canceled",
}

func isEventName(name string) bool {
	for i := range eventNames {
		if eventNames[i] == name {
			return true
		}
	}
	return false
}

func isEvents(n *syntax.Node) bool { return named(n, isEventName, isTarget, 0) }
func isAllow(n *syntax.Node) bool  { return named(n, isCodeName, isReason, 0) }

// A default may be what the act takes, but for what every act says for itself.
var (
	defaultsFields = fields{
		{"menu", fields{
			{"timeout", isDuration, false}, {"between", isDuration, false}, {"attempts", isAttempts, false},
			{"retry", isRetry, false}, {"bargein", isBool, false},
		}.alone, false},
		{"collect", fields{
			{"digits", isDigitCount, false}, {"finish", isFinishKey, false}, {"timeout", isDuration, false},
			{"between", isDuration, false}, {"attempts", isAttempts, false}, {"retry", isRetry, false},
			{"bargein", isBool, false}, {"secret", isBool, false}, {"name", isWord, false},
		}.alone, false},
		{"record", recordFields[2:].alone, false},
		{"transfer", transferFields[1:].alone, false},
		{"call", callFields[1:4].alone, false},
	}
)

func isDefaults(n *syntax.Node) bool { return defaultsFields.alone(n) }
