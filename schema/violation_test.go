package schema_test

import (
	"encoding/json"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/schema"
)

func step(t *testing.T, act, text string) []schema.Violation {
	t.Helper()
	return schema.CheckStep(act, decode(t, []byte(text)))
}

func TestUnknownAndMissingKeysAreNamed(t *testing.T) {
	found := step(t, "menu", `{"menu": {"kyes": {}, "timout": 5}}`)
	require.Len(t, found, 2)
	require.Equal(t, []string{"menu"}, found[0].Path)
	require.Equal(t, schema.AdditionalProperties, found[0].Keyword)
	require.Equal(t, []string{"kyes", "timout"}, found[0].Names)
	require.Equal(t, []string{"attempts", "bargein", "between", "keys", "retry", "say", "timeout"}, found[0].Allowed)
	require.Equal(t, schema.Required, found[1].Keyword)
	require.Equal(t, []string{"keys"}, found[1].Names)
	require.Equal(t, "a menu", found[1].Title)
	require.Equal(t, "{1: sales, 2: support}", found[1].Example)
}

func TestValuesTellWhatIsExpected(t *testing.T) {
	found := step(t, "menu", `{"menu": {"keys": {"1": "a"}, "timeout": "soon", "bargein": "yes"}}`)
	require.Len(t, found, 2)
	require.Equal(t, schema.Violation{
		Path: []string{"menu", "bargein"}, Keyword: "type", Rule: "boolean", Allowed: []string{"boolean"}, Want: "true or false", Example: "true",
	}, found[0])
	require.Equal(t, schema.Violation{
		Path: []string{"menu", "timeout"}, Keyword: "pattern", Rule: "duration", Want: "a duration such as 5s, 500ms or 2m", Example: "5s",
	}, found[1])
}

func TestBadNamesEndThePath(t *testing.T) {
	const name = "a/b~c%20d é\"'"
	found := schema.CheckHead(map[string]any{"ivr": 1, "flow": "f", "start": "a", "steps": map[string]any{name: true, "end": true}})
	require.Len(t, found, 2)
	require.Equal(t, []string{"steps", name}, found[0].Path)
	require.Equal(t, schema.PropertyNames, found[0].Keyword)
	require.Equal(t, "name-of-step", found[0].Rule)
	require.Equal(t, []string{"steps", "end"}, found[1].Path)
	require.Equal(t, schema.Not, found[1].Keyword)
	require.Contains(t, found[1].Want, "end of the call")
}

func TestRepeatedItemsAreAllFound(t *testing.T) {
	found := step(t, "collect", `{"collect": {"digits": 4, "send": "https://a", "returns": ["a", "b", "a", "b", "a"]}}`)
	require.Len(t, found, 3)
	for i, at := range []string{"2", "3", "4"} {
		require.Equal(t, []string{"collect", "returns", at}, found[i].Path)
		require.Equal(t, schema.UniqueItems, found[i].Keyword)
	}
	require.Equal(t, []string{"0"}, found[2].Names)
}

func TestKeysThatRefuseEachOtherAreNamed(t *testing.T) {
	found := step(t, "", `{"say": ["a", {"audio": "b", "voice": "c"}]}`)
	require.Len(t, found, 1)
	require.Equal(t, []string{"say", "1", "voice"}, found[0].Path)
	require.Equal(t, schema.Refused, found[0].Keyword)
	require.Equal(t, []string{"audio"}, found[0].Names)
}

func TestViolationsComeInOneOrder(t *testing.T) {
	const text = `{"record": {"a": 1, "b": 2, "max": "x", "silence": "x", "timeout": "x", "beep": 5, "format": "x"}, "c": 3, "goto": 5, "note": 6}`
	first := step(t, "record", text)
	require.Len(t, first, 10)
	for range 30 {
		require.Equal(t, first, step(t, "record", text))
	}
}

func TestListPositionsAreOrderedAsNumbers(t *testing.T) {
	found := step(t, "", `{"say": [1, "a", "a", "a", "a", "a", "a", "a", "a", 1, 1]}`)
	require.Len(t, found, 3)
	require.Equal(t, "9", found[1].Path[1])
	require.Equal(t, "10", found[2].Path[1])
}

func TestWhatTheLibraryCannotTakeIsAFault(t *testing.T) {
	deep := any("a")
	for range 200 {
		deep = []any{deep}
	}
	for name, value := range map[string]any{
		"not a number": math.NaN(), "infinity": math.Inf(1), "exponent": json.Number("1e10000000"), "empty number": json.Number(""),
		"other keys": map[any]any{1: 2}, "deep": deep, "struct": struct{}{},
	} {
		found := schema.CheckStep("menu", map[string]any{"menu": map[string]any{"attempts": value}})
		require.Equal(t, []schema.Violation{{Keyword: schema.Fault}}, found, name)
		require.Equal(t, found, schema.CheckDocument(value), name)
	}
	require.Equal(t, []schema.Violation{{Keyword: schema.Fault}}, schema.CheckStep("dance", map[string]any{}))
}

func TestIRSchemaCompiles(t *testing.T) {
	found := schema.CheckIR("no flow")
	require.NotEmpty(t, found)
	require.NotEqual(t, schema.Fault, found[0].Keyword)
}

func TestChecksRunSideBySide(t *testing.T) {
	var all sync.WaitGroup
	for i := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for _, act := range schema.Acts() {
				if found := schema.CheckStep(act, map[string]any{"say": i}); len(found) == 0 {
					t.Errorf("a number is taken as say by %s", act)
				}
			}
		}()
	}
	all.Wait()
}

// TestNoWordsOfTheLibraryGetOut looks for its phrases in everything that the
// rejected documents yield.
func TestNoWordsOfTheLibraryGetOut(t *testing.T) {
	c := corpus(t, "reject.txtar")
	for _, name := range c.Names() {
		for _, v := range checkInParts(decode(t, c.Input(t, name))) {
			words := strings.Join(append(append([]string{v.Want, v.Title, v.Example}, v.Allowed...), v.Rule), " ")
			for _, foreign := range []string{"does not match", "doesn't validate", "additionalProperties", "jsonschema", "urn:", "properties"} {
				require.NotContains(t, words, foreign, name)
			}
		}
	}
}
