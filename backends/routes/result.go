package routes

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// maxResult bounds the body that is looked at; a result of Tropo is a few
// hundred bytes, with NLSML a few thousand.
const maxResult = 64 << 10

// resultAnswer reads the answer out of what Tropo posts: the value on SUCCESS,
// else the disposition as one of our words. A body without an action, broken
// JSON, or a session in place of a result is silence. Names are taken as Tropo
// writes them, and the last of two that are the same, as readers of JSON do
// everywhere: hosts that read bodies in JavaScript decide alike.
func resultAnswer(body []byte) string {
	posted, err := decode(body)
	if err != nil {
		return Silence
	}
	a, ok := lastAction(field(field(posted, "result"), "actions"))
	if !ok {
		return Silence
	}
	switch lower(text(a["disposition"])) {
	case "success":
		// Any of them may be missing or null (tropo.md §4.2).
		for _, name := range []string{"value", "interpretation", "concept"} {
			if s := strings.ReplaceAll(text(a[name]), " ", ""); s != "" {
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

var errTooLong = errors.New("the body is too long")

// decode reads a whole body. Numbers stay as they are written, so that one which
// is too large for a computer spoils nothing but itself.
func decode(body []byte) (v any, err error) {
	if len(body) > maxResult {
		return nil, errTooLong
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something stands behind the body")
	}
	return v, nil
}

// field is a field of an object, and nothing of anything else.
func field(v any, name string) any {
	object, _ := v.(map[string]any)
	return object[name]
}

// lastAction is the action of the document's one reporting verb. Tropo sends an
// object for one, an array for several, {} or nothing for none.
func lastAction(actions any) (action map[string]any, ok bool) {
	if several, isList := actions.([]any); isList && len(several) > 0 {
		actions = several[len(several)-1]
	}
	action, ok = actions.(map[string]any)
	return action, ok
}

// text is a JSON string as it stands, and a number as JSON writes it; anything
// else is nothing.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return ""
		}
		b, err := json.Marshal(f + 0) // -0 is 0
		if err != nil {
			return ""
		}
		return string(b)
	}
	return ""
}
