package ir

import (
	"bytes"
	"encoding/json"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/schema"
)

func decoded(t *testing.T, f *Flow) any {
	t.Helper()
	text, err := EncodeJSON(f)
	require.NoError(t, err)
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var value any
	require.NoError(t, d.Decode(&value))
	return value
}

func TestThePublishedSchemaTakesTheJSONForm(t *testing.T) {
	require.Empty(t, schema.CheckIR(decoded(t, sample())))
}

// spot is an object of the JSON form, found again in any decoding by its number.
type spot struct {
	name   string
	object map[string]any
}

// spots lists all objects in a fixed order, each named after the key that holds
// it and its kind.
func spots(value any, name string, out []spot) []spot {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			out = spots(item, name, out)
		}
	case map[string]any:
		if kind, ok := value["kind"].(string); ok {
			name += ":" + kind
		}
		out = append(out, spot{name, value})
		var keys []string
		for key := range value {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			out = spots(value[key], key, out)
		}
	}
	return out
}

// onlyStep is the sample's JSON form with one of its steps.
func onlyStep(t *testing.T, step int) any {
	value := decoded(t, sample())
	flow := value.(map[string]any)
	flow["steps"] = flow["steps"].([]any)[step : step+1]
	return value
}

func TestThePublishedSchemaRefusesEverythingElse(t *testing.T) {
	tried := map[string]bool{}
	for step := range sample().Steps {
		refused := func(what string, change func(object map[string]any), i int) {
			if tried[what] {
				return
			}
			tried[what] = true
			value := onlyStep(t, step)
			change(spots(value, "", nil)[i].object)
			require.NotEmpty(t, schema.CheckIR(value), what)
		}
		for i, s := range spots(onlyStep(t, step), "", nil) {
			refused("more: "+s.name, func(o map[string]any) { o["more"] = true }, i)
			for key := range s.object {
				refused("without "+s.name+"/"+key, func(o map[string]any) { delete(o, key) }, i)
				refused("wrong kind "+s.name+"/"+key, func(o map[string]any) { o[key] = json.Number("-1") }, i)
			}
		}
	}
	require.True(t, tried["without act:menu/timeoutMs"])
	require.True(t, tried["wrong kind say:digits/value"])
}
