package schema_test

import (
	"encoding/json"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/schema"
)

// The keywords that flow.schema.json may use. A keyword outside this list is
// ignored by every validator without a word, so a typing mistake would turn a
// rule off.
var keywords = []string{
	"$schema", "$id", "$ref", "definitions", "title", "description", "markdownDescription", "default", "examples", "defaultSnippets",
	"deprecationMessage", "errorMessage", "expected", "type", "enum", "const", "pattern", "minimum", "maximum", "minItems",
	"uniqueItems", "items", "required", "properties", "patternProperties", "additionalProperties", "propertyNames", "dependencies", "not", "allOf",
}

// visit calls see for every schema inside a schema, with its place.
func visit(place string, value any, see func(place string, s map[string]any)) {
	s, ok := value.(map[string]any)
	if !ok {
		return
	}
	see(place, s)
	for _, keyword := range []string{"properties", "patternProperties", "definitions", "dependencies"} {
		inner, _ := s[keyword].(map[string]any)
		for _, name := range sortedNames(inner) {
			visit(place+"/"+keyword+"/"+name, inner[name], see)
		}
	}
	for _, keyword := range []string{"items", "additionalProperties", "propertyNames", "not"} {
		visit(place+"/"+keyword, s[keyword], see)
	}
	all, _ := s["allOf"].([]any)
	for _, one := range all {
		visit(place+"/allOf", one, see)
	}
}

func flowFile(t *testing.T) map[string]any {
	t.Helper()
	root, ok := decode(t, schema.Flow()).(map[string]any)
	require.True(t, ok)
	return root
}

func TestFileUsesKnownKeywordsOnly(t *testing.T) {
	visit("", flowFile(t), func(place string, s map[string]any) {
		for _, name := range sortedNames(s) {
			require.Contains(t, keywords, name, "at %s", place)
		}
	})
}

func TestFileIsDraft07WithAnOpaqueID(t *testing.T) {
	root := flowFile(t)
	require.Equal(t, "http://json-schema.org/draft-07/schema#", root["$schema"])
	require.Equal(t, "urn:ivrc:flow:1", root["$id"])
	require.NotContains(t, string(schema.Flow()), "file:")
}

func TestEveryReferenceLeadsToADefinitionAndEveryDefinitionIsUsed(t *testing.T) {
	root := flowFile(t)
	definitions, _ := root["definitions"].(map[string]any)
	used := map[string]bool{}
	visit("", root, func(place string, s map[string]any) {
		target, ok := s["$ref"].(string)
		if !ok {
			return
		}
		name := strings.TrimPrefix(target, "#/definitions/")
		require.Contains(t, definitions, name, "at %s", place)
		require.Len(t, s, 1, "what stands beside $ref is ignored, at %s", place)
		used[name] = true
	})
	for name := range definitions {
		require.True(t, used[name], "nothing uses definition %s", name)
	}
}

// TestEveryKeyTellsWhatItIs holds what an editor shows: words for the list of
// keys, words for the hover, and a value to begin with.
func TestEveryKeyTellsWhatItIs(t *testing.T) {
	visit("", flowFile(t), func(place string, s map[string]any) {
		properties, _ := s["properties"].(map[string]any)
		if strings.Contains(place, "/dependencies/") {
			return
		}
		for _, name := range sortedNames(properties) {
			key, _ := properties[name].(map[string]any)
			at := place + "/" + name
			require.NotEmpty(t, key["description"], at)
			require.NotEmpty(t, key["markdownDescription"], at)
			if key["deprecationMessage"] == nil {
				require.NotEmpty(t, key["defaultSnippets"], at)
			}
		}
	})
}

func TestEveryObjectIsClosedAndTakesExtraKeys(t *testing.T) {
	visit("", flowFile(t), func(place string, s map[string]any) {
		if strings.Contains(place, "/dependencies/") || s["properties"] == nil {
			return
		}
		require.Equal(t, false, s["additionalProperties"], place)
		require.Equal(t, map[string]any{"^x-": map[string]any{}}, s["patternProperties"], place)
		require.NotEmpty(t, s["title"], place)
	})
}

// TestEveryLimitedValueSaysWhatItExpects: our messages and the editor's use the
// same words.
func TestEveryLimitedValueSaysWhatItExpects(t *testing.T) {
	visit("", flowFile(t), func(place string, s map[string]any) {
		if strings.HasSuffix(place, "/not") || strings.Contains(place, "/not/") {
			return
		}
		for _, keyword := range []string{"pattern", "enum", "const", "minimum"} {
			if s[keyword] != nil {
				words, _ := s["errorMessage"].(string)
				require.True(t, strings.HasPrefix(words, "expected "), "%s at %s: %q", keyword, place, words)
				require.False(t, strings.HasSuffix(words, "."), place)
			}
		}
	})
}

// TestExamplesAndDefaultsAreGoodValues checks them by the schema they stand in.
func TestExamplesAndDefaultsAreGoodValues(t *testing.T) {
	root := flowFile(t)
	definitions, _ := root["definitions"].(map[string]any)
	for _, act := range schema.Acts() {
		own, _ := definitions[act].(map[string]any)
		examples, _ := own["examples"].([]any)
		require.NotEmpty(t, examples, act)
		for _, example := range examples {
			require.Empty(t, schema.CheckStep(act, map[string]any{act: example}), act)
		}
		properties, _ := own["properties"].(map[string]any)
		for _, name := range sortedNames(properties) {
			key, _ := properties[name].(map[string]any)
			values, _ := key["examples"].([]any)
			if key["default"] != nil {
				values = append(values, key["default"])
			}
			for _, value := range values {
				body := map[string]any{}
				if base, ok := examples[0].(map[string]any); ok {
					for k, v := range base {
						body[k] = v
					}
				}
				body[name] = value
				require.Empty(t, schema.CheckStep(act, map[string]any{act: body}), "%s.%s: %v", act, name, value)
			}
		}
	}
}

// TestPatternsMeanTheSameToEditors: editors run ECMAScript, a build runs RE2.
// What the two read differently (\s, \d, \w, \b, flags, classes by name) is not
// used.
func TestPatternsMeanTheSameToEditors(t *testing.T) {
	same := regexp.MustCompile(`^([^\\]|\\[tnfr.+*\\])*$`)
	check := func(place, pattern string) {
		_, err := syntax.Parse(pattern, syntax.Perl)
		require.NoError(t, err, place)
		require.Regexp(t, same, pattern, place)
		for _, other := range []string{"(?", "[[:", "\\p"} {
			require.NotContains(t, pattern, other, place)
		}
	}
	count := 0
	visit("", flowFile(t), func(place string, s map[string]any) {
		if pattern, ok := s["pattern"].(string); ok {
			check(place, pattern)
			count++
		}
		patterns, _ := s["patternProperties"].(map[string]any)
		for pattern := range patterns {
			check(place, pattern)
		}
	})
	require.Greater(t, count, 20)
}

func TestCallersCannotChangeTheFiles(t *testing.T) {
	text := schema.Flow()
	text[0] = 'x'
	require.True(t, json.Valid(schema.Flow()))
	require.True(t, json.Valid(schema.IR()))
}

func TestKeysAreTheNamesAtAPlace(t *testing.T) {
	for _, c := range []struct {
		path  []string
		title string
		some  []string
	}{
		{nil, "a flow", []string{"flow", "ivr", "start", "steps"}},
		{[]string{"steps", "*"}, "a step", []string{"goto", "menu", "say"}},
		{[]string{"steps", "*", "menu"}, "a menu", []string{"attempts", "keys", "timeout"}},
		{[]string{"steps", "*", "menu", "retry"}, "retry", []string{"nomatch", "say", "timeout"}},
		{[]string{"steps", "*", "say"}, "one part of a prompt", []string{"audio", "text"}},
		{[]string{"steps", "*", "recording"}, "recording", []string{"format", "send"}},
		{[]string{"events"}, "events", []string{"incomplete", "no-answer"}},
	} {
		names, title := schema.Keys(c.path...)
		require.Equal(t, c.title, title)
		require.Subset(t, names, c.some)
		require.True(t, slices.IsSorted(names))
	}
	names, _ := schema.Keys("events")
	require.NotContains(t, names, "no-input", "words of other tools are taken, not offered")
	names, _ = schema.Keys("steps")
	require.Empty(t, names)
}
