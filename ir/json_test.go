package ir

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
)

func TestTheJSONFormShowsEverything(t *testing.T) {
	out, err := EncodeJSON(sample())
	require.NoError(t, err)
	ivrctest.ExpectFile(t, "testdata/sample.json", string(out))
	require.True(t, strings.HasSuffix(string(out), "}\n"))
	require.NotContains(t, string(out), "\r")
	require.NotContains(t, string(out), "somebody", "no folder of the writer's machine")
	require.Contains(t, string(out), "Grüße & <willkommen>", "nothing is escaped for HTML")
}

func TestTheJSONFormIsTheSameEachTime(t *testing.T) {
	first, err := EncodeJSON(sample())
	require.NoError(t, err)
	second, err := EncodeJSON(sample())
	require.NoError(t, err)
	require.Equal(t, string(first), string(second))
}

func TestAFlowWithoutPlacesHasNullSpans(t *testing.T) {
	out, err := EncodeJSON(&Flow{ID: "bare"})
	require.NoError(t, err)
	require.Contains(t, string(out), "\"file\": \"\"")
	require.Contains(t, string(out), "\"span\": null")
	require.Contains(t, string(out), "\"steps\": []")
}

// definition is what this test reads of a definition in the schema.
type definition struct {
	Closed     *bool           `json:"additionalProperties"`
	Required   []string        `json:"required"`
	Properties map[string]any  `json:"properties"`
	OneOf      []definition    `json:"oneOf"`
	Text       json.RawMessage `json:"description"`
}

func TestThePublishedSchemaNamesExactlyTheProperties(t *testing.T) {
	data, err := os.ReadFile("../schema/ir.schema.json")
	require.NoError(t, err)
	var file struct {
		definition
		Definitions map[string]definition `json:"definitions"`
	}
	require.NoError(t, json.Unmarshal(data, &file))
	shapes := map[string]any{
		"": jsonFlow{}, "span": jsonSpan{}, "entry": jsonEntry{}, "allow": jsonAllow{}, "step": jsonStep{},
		"recording": jsonRecording{}, "edge": jsonEdge{}, "useless": jsonUseless{}, "voice": jsonVoice{},
		"provider-voice": jsonProviderVoice{}, "text": jsonText{}, "audio": jsonAudio{}, "ssml": jsonSSML{},
		"pause": jsonPause{}, "read-out": jsonReadOut{}, "retry": jsonRetry{}, "menu-key": jsonKey{},
		"return": jsonReturn{}, "address": jsonAddress{}, "speak": jsonPlain{}, "hangup": jsonPlain{},
		"menu": jsonMenu{}, "collect": jsonCollect{}, "record": jsonRecord{}, "transfer": jsonTransfer{},
		"call": jsonCall{}, "conference": jsonConference{}, "message": jsonMessage{}, "handoff": jsonHandoff{},
		"redirect": jsonRedirect{}, "reject": jsonReject{},
	}
	file.Definitions[""] = file.definition
	for name, d := range file.Definitions {
		if d.Properties == nil {
			for _, one := range d.OneOf {
				if one.Properties != nil {
					same(t, name, one, jsonOutcome{})
				}
			}
			continue
		}
		shape, known := shapes[name]
		require.True(t, known, "definition %q has no shape here", name)
		same(t, name, d, shape)
		delete(shapes, name)
	}
	require.Empty(t, shapes, "shapes without a definition")
}

func same(t *testing.T, name string, d definition, shape any) {
	t.Helper()
	require.True(t, d.Closed != nil && !*d.Closed, "%q is open", name)
	require.NotEmpty(t, d.Text, "%q has no description", name)
	want := properties(reflect.TypeOf(shape))
	got := slices.Clone(d.Required)
	slices.Sort(want)
	slices.Sort(got)
	require.Equal(t, want, got, "required of %q", name)
	require.Len(t, d.Properties, len(want), "properties of %q", name)
	for _, p := range want {
		require.Contains(t, d.Properties, p, "properties of %q", name)
	}
}

// properties are the JSON names of a struct, embedded structs included.
func properties(of reflect.Type) []string {
	var names []string
	for i := range of.NumField() {
		field := of.Field(i)
		if field.Anonymous {
			names = append(names, properties(field.Type)...)
		} else {
			names = append(names, field.Tag.Get("json"))
		}
	}
	return names
}
