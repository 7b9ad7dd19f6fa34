package tropo

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The tables of tropo.md §1.4, as far as documents of this package go, and the
// rules of §1.1 to §1.3 and §3: an oracle of its own for whatever is written.

// kind checks one value.
type kind func(v any) error

func text(v any) error {
	if s, ok := v.(string); !ok || s == "" {
		return fmt.Errorf("%v is no text", v)
	}
	return nil
}

func address(v any) error {
	s, _ := v.(string)
	if u, err := url.Parse(s); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("%v is no absolute address", v)
	}
	return nil
}

func truth(v any) error {
	if _, ok := v.(bool); !ok {
		return fmt.Errorf("%v is neither true nor false", v)
	}
	return nil
}

func whole(v any) error {
	n, ok := v.(json.Number)
	if !ok || !regexp.MustCompile(`^[1-9][0-9]*$`).MatchString(n.String()) {
		return fmt.Errorf("%v is no whole number from 1 on", v)
	}
	return nil
}

func seconds(v any) error {
	n, ok := v.(json.Number)
	if !ok || !regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]{0,2}[1-9])?$`).MatchString(n.String()) {
		return fmt.Errorf("%v is no number of seconds", v)
	}
	return nil
}

func like(pattern string) kind {
	re := regexp.MustCompile(`^(?:` + pattern + `)$`)
	return func(v any) error {
		if s, ok := v.(string); !ok || !re.MatchString(s) {
			return fmt.Errorf("%v is not like %s", v, pattern)
		}
		return nil
	}
}

func list(of kind) kind {
	return func(v any) error {
		items, ok := v.([]any)
		if !ok || len(items) == 0 {
			return fmt.Errorf("%v is no list", v)
		}
		for _, item := range items {
			if err := of(item); err != nil {
				return err
			}
		}
		return nil
	}
}

func either(kinds ...kind) kind {
	return func(v any) (err error) {
		for _, k := range kinds {
			if err = k(v); err == nil {
				return nil
			}
		}
		return err
	}
}

// object has the properties named; those that end in ! must be there.
func object(properties map[string]kind) kind {
	return func(v any) error {
		o, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("%v is no object", v)
		}
		for name, k := range properties {
			bare, required := strings.CutSuffix(name, "!")
			value, there := o[bare]
			if !there {
				if required {
					return fmt.Errorf("no %s in %v", bare, v)
				}
				continue
			}
			delete(o, bare)
			if err := k(value); err != nil {
				return fmt.Errorf("%s: %w", bare, err)
			}
		}
		for name := range o {
			return fmt.Errorf("there is no property %s", name)
		}
		return nil
	}
}

func null(v any) error {
	if v != nil {
		return fmt.Errorf("%v is not null", v)
	}
	return nil
}

const voiceName = `[a-z]+(-[a-z]+)?`

var (
	oneKey   = like(`[0-9*#]`)
	number   = like(`(\+[0-9]{7,15}|sip:[^;]+)(;postd=[0-9*#p]+(;pause=[0-9]+(s|ms))?)?`)
	toAny    = either(number, list(number))
	topSay   = list(object(map[string]kind{"value!": text, "as": like("DATE|DIGITS|NUMBER"), "voice": like(voiceName)}))
	innerSay = list(object(map[string]kind{"value!": text, "event": like("timeout|nomatch"), "voice": like(voiceName)}))
	token    = `([0-9]+|(star|pound)[0-9]*\([*#][0-9]*\))`
	grammar  = like(`\[1 DIGIT\]|\[[0-9]+(-[0-9]+)? DIGITS\]|` + token + `(,` + token + `)*`)
)

var verbKinds = map[string]kind{
	"on":  object(map[string]kind{"event!": like("continue|error|hangup|incomplete"), "next!": address}),
	"say": topSay,
	"ask": object(map[string]kind{
		"name!": text, "choices!": object(map[string]kind{"value!": grammar, "mode!": like("dtmf"), "terminator": oneKey}), "say!": innerSay,
		"attempts!": whole, "timeout!": seconds, "interdigitTimeout!": seconds, "bargein": truth, "voice": like(voiceName),
		"asrLogSecurity": like("suppress"),
	}),
	"record": object(map[string]kind{
		"name!": text, "url!": address, "asyncUpload!": truth, "format!": like("audio/wav|audio/mp3"), "say": innerSay, "attempts!": whole,
		"beep!": truth, "maxTime!": seconds, "maxSilence!": seconds, "timeout!": seconds, "interdigitTimeout!": seconds,
		"choices": object(map[string]kind{"terminator!": oneKey}), "voice": like(voiceName),
	}),
	"transfer": object(map[string]kind{
		"name!": text, "to!": toAny, "from": text, "timeout": seconds, "ringRepeat": whole,
		"on": object(map[string]kind{"event!": like("ring"), "say!": topSay}),
	}),
	"call": object(map[string]kind{"to!": toAny, "from": text, "timeout": seconds}),
	"conference": object(map[string]kind{
		"id!": text, "name!": text, "mute!": truth, "playTones!": truth, "terminator": oneKey,
	}),
	"message": object(map[string]kind{
		"say!": topSay, "to!": number, "from!": text, "channel!": like("TEXT"), "network!": like("SMS"),
	}),
	"startRecording": object(map[string]kind{"url!": address, "format!": like("audio/wav|audio/mp3"), "asyncUpload!": truth}),
	"redirect":       object(map[string]kind{"to!": like("sip:.+")}),
	"hangup":         null, "reject": null, "stopRecording": null,
}

// reporting are the verbs whose result is posted, with the events they raise.
var reporting = map[string]bool{"ask": true, "record": true, "call": true, "transfer": true, "message": true, "conference": false}

// validate checks one document and returns where its handlers lead, by event.
func validate(t *testing.T, data []byte) map[string]string {
	t.Helper()
	require.Equal(t, byte('\n'), data[len(data)-1])
	for _, b := range data {
		require.True(t, b == '\n' || b >= ' ' && b < 0x7f, "a byte outside ASCII: %x", b)
	}
	var d map[string]any
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&d))
	require.Len(t, d, 1)

	var order []string
	next := map[string]string{}
	for _, element := range d["tropo"].([]any) {
		e := element.(map[string]any)
		require.Len(t, e, 1)
		for verb, value := range e {
			if verb == "on" {
				on := value.(map[string]any)
				event := on["event"].(string)
				require.NotContains(t, next, event, "two handlers for one event")
				next[event], _ = on["next"].(string)
				verb += " " + event
			}
			k, ok := verbKinds[strings.Fields(verb)[0]]
			require.True(t, ok, "there is no verb %s", verb)
			require.NoError(t, k(value), verb)
			order = append(order, verb)
		}
	}
	validateOrder(t, order)
	return next
}

func validateOrder(t *testing.T, order []string) {
	t.Helper()
	handlers := []string{"on continue", "on error", "on hangup", "on incomplete"}
	last, reports, incomplete := 0, 0, false
	for i, verb := range order {
		rank := slices.Index(handlers, verb)
		if rank < 0 {
			rank = len(handlers)
		}
		require.LessOrEqual(t, last, rank, "order %v", order)
		last = rank
		if raises, ok := reporting[verb]; ok {
			reports++
			incomplete = incomplete || raises
		}
		if verb == "hangup" {
			require.Equal(t, len(order)-1, i, "nothing runs after hangup")
		}
	}
	require.LessOrEqual(t, reports, 1, "verbs with a result: %v", order)
	require.Equal(t, incomplete, slices.Contains(order, "on incomplete"), "incomplete: %v", order)
	if slices.Contains(order, "redirect") || slices.Contains(order, "reject") || slices.Equal(order, []string{"hangup"}) {
		require.Len(t, order, 1)
		return
	}
	require.Contains(t, order, "on error")
	require.Contains(t, order, "on hangup")
}
