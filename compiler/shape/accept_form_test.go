package shape

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/schema"
)

// forms are the readers of text for what the schema writes as patterns.
func forms() map[string]func(string) bool {
	return map[string]func(string) bool{
		"target": isIdentifier, "name-of-step": isName, "name-of-key": isKeyName, "name-of-code": isCodeName, "name-of-provider": isProviderName,
		"text": hasWords, "duration": isTime, "number": isDialled, "sip": isSIPAddress, "url": isWebAddress, "audio": isUnbroken,
		"finish-key": isOneKey, "digit-count": isCount, "tones": isTone, "read-digits": isDigits, "read-number": isDecimal,
		"read-date": isDay, "name": isPlainName, "room": isPlainName, "language": isLanguageTag,
		"address": func(s string) bool { return isDialled(s) || isSIPAddress(s) },
		"flow-id": isIdentifier, "step-id": isIdentifier, "prompt-id": isIdentifier, "voice": hasWords, "say": hasWords,
		"addresses": func(s string) bool { return isDialled(s) || isSIPAddress(s) },
		"recording": func(s string) bool { return s == "stop" },
	}
}

// TestFormsAreThePatternsOfTheSchema compares each with its pattern on good texts,
// and on those texts with one thing different.
func TestFormsAreThePatternsOfTheSchema(t *testing.T) {
	definitions := demands(t)["definitions"].(map[string]any)
	seeds := []string{
		"a", "main-menu_2", strings.Repeat("a", 63), strings.Repeat("1", 32), "star12", "pound", "hash0", "#", "*1", "IVR309", "plivo", "5s", "500ms", "999999h", "2m",
		"+1407555", "+140755501001234", "sip:a@b.example", "sip:" + strings.Repeat("a", 250), "https://a.example/b", "http://é", "a.mp3", "1-4", "32", "12-34",
		"0123456789*#wW", strings.Repeat("w", 64), "-123.456", "999999999999999.123456", "2024-12-31", "A_z-09", strings.Repeat("Z", 64), "en", "eng-US-latn1", "stop", "end", " a ", "",
		" \t\n\f\r", "-0.0",
	}
	const letters = "aezAEZ059*#-_.:/+ \t\n\f\r\"<>\\^`{|}~hmswW\u00e9\u2028\x00\x7f"
	random := rand.New(rand.NewPCG(1, 2))
	tested := 0
	for name, form := range forms() {
		pattern := regexp.MustCompile(definitions[name].(map[string]any)["pattern"].(string))
		for range 20_000 {
			text := []rune(seeds[random.IntN(len(seeds))])
			for range random.IntN(3) {
				at, letter := random.IntN(len(text)+1), []rune(letters)[random.IntN(len([]rune(letters)))]
				switch {
				case at == len(text) || random.IntN(3) == 0:
					text = slices.Insert(text, at, letter)
				case random.IntN(2) == 0:
					text[at] = letter
				default:
					text = slices.Delete(text, at, at+1)
				}
			}
			s := string(text)
			if strings.HasPrefix(s, "x-") || s == "end" || len(s) > 250 && len(text) < len(s) {
				continue // other tools' names; what the schema says besides; what it counts in characters
			}
			require.Equal(t, pattern.MatchString(s), form(s), "%s: %q", name, s)
			tested++
		}
	}
	require.Greater(t, tested, 300_000)
	for name, d := range definitions {
		if own, _ := d.(map[string]any); own["pattern"] != nil {
			require.Contains(t, forms(), name, "a new pattern")
		}
	}
}

// TestTheAcceptPathWasHeldAgainstThisSchema fails when the flow schema demands
// something else than before. Then look at what accept*.go takes, let the fuzzer run,
// and write down the new sum.
func TestTheAcceptPathWasHeldAgainstThisSchema(t *testing.T) {
	text, err := json.Marshal(demands(t))
	require.NoError(t, err)
	sum := sha256.Sum256(text)
	require.Equal(t, "475002940ecb7320", hex.EncodeToString(sum[:8]))
}

// demands is the flow schema without what it only says.
func demands(t testing.TB) map[string]any {
	t.Helper()
	var whole map[string]any
	require.NoError(t, json.Unmarshal(schema.Flow(), &whole))
	return stripped(whole, false).(map[string]any)
}

func stripped(s any, names bool) any {
	switch s := s.(type) {
	case []any:
		out := make([]any, len(s))
		for i := range s {
			out[i] = stripped(s[i], false)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for key, value := range s {
			says := []string{"title", "description", "markdownDescription", "default", "examples", "defaultSnippets", "deprecationMessage", "errorMessage", "expected", "$comment"}
			if names || !slices.Contains(says, key) {
				out[key] = stripped(value, !names && slices.Contains([]string{"properties", "patternProperties", "definitions", "dependencies"}, key))
			}
		}
		return out
	}
	return s
}
