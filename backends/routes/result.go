package routes

import (
	"encoding/json"
	"strings"
)

// maxResult bounds the body that is looked at; a result of Tropo is a few
// hundred bytes, with NLSML a few thousand.
const maxResult = 64 << 10

// action is the part of an action in Tropo's result that decides. Any of them
// may be missing or null (tropo.md §4.2).
type action struct {
	Disposition    any `json:"disposition"`
	Value          any `json:"value"`
	Interpretation any `json:"interpretation"`
	Concept        any `json:"concept"`
}

// resultAnswer reads the answer out of what Tropo posts: the value on SUCCESS,
// else the disposition as one of our words. A body without an action, broken
// JSON, or a session in place of a result is silence.
func resultAnswer(body []byte) string {
	var posted struct {
		Result struct {
			Actions json.RawMessage `json:"actions"`
		} `json:"result"`
	}
	if len(body) > maxResult || json.Unmarshal(body, &posted) != nil {
		return Silence
	}
	a, ok := lastAction(posted.Result.Actions)
	if !ok {
		return Silence
	}
	switch strings.ToLower(text(a.Disposition)) {
	case "success":
		for _, v := range []any{a.Value, a.Interpretation, a.Concept} {
			if s := strings.ReplaceAll(text(v), " ", ""); s != "" {
				return Clean(s)
			}
		}
		return Default
	case "timeout", "":
		return Silence
	case "nomatch":
		return "nomatch"
	case "busy", "rejected":
		return "busy"
	}
	return "failed"
}

// lastAction is the action of the document's one reporting verb. Tropo sends an
// object for one, an array for several, {} or nothing for none.
func lastAction(raw json.RawMessage) (action, bool) {
	var one action
	var several []action
	switch {
	case len(raw) == 0:
		return one, false
	case json.Unmarshal(raw, &several) == nil && several != nil:
		if len(several) == 0 {
			return one, false
		}
		return several[len(several)-1], true
	case json.Unmarshal(raw, &one) == nil:
		return one, one != action{}
	}
	return one, false
}

// text is a JSON string as it stands, and a number as JSON writes it; anything
// else is nothing.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		b, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(b)
	}
	return ""
}
