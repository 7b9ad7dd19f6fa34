package nearest

import "strings"

// Outcome is what an outcome that other tools name differently is called here:
// timeout for noInput. Letter case, - and _ do not count. It is empty for a word
// that is no other tool's name of an outcome.
func Outcome(word string) string {
	switch strings.ReplaceAll(fold(word), "-", "") {
	case "noinput", "silence", "nokey", "noresponse", "nothing":
		return "timeout"
	case "invalid", "nomatch", "wrongkey", "invalidinput", "badinput", "unknownkey":
		return "nomatch"
	case "noanswer", "unanswered", "notanswered":
		return "no-answer"
	case "fail", "failure", "unavailable", "unreachable":
		return "failed"
	case "hangup", "hungup", "disconnect", "disconnected":
		return "hangup"
	case "cancelled", "canceled":
		return "cancel"
	case "default", "else", "otherwise", "other", "any", "fallback", "catchall", "unsuccessful":
		return "incomplete"
	}
	return ""
}
