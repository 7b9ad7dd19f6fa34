package schema_test

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/schema"
)

// corpus reads the documents of one archive in testdata/corpus.
func corpus(t testing.TB, name string) *ivrctest.Case {
	t.Helper()
	return ivrctest.Load(t, "testdata/corpus/"+name)
}

func decode(t testing.TB, text []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	require.NoError(t, decoder.Decode(&value))
	return value
}

// checkInParts looks at a document as a build does: the head, then each step by
// the rules of its act.
func checkInParts(document any) []schema.Violation {
	root, ok := document.(map[string]any)
	if !ok {
		return schema.CheckHead(document)
	}
	found := schema.CheckHead(root)
	steps, _ := root["steps"].(map[string]any)
	for name, step := range steps {
		if strings.HasPrefix(name, "x-") {
			continue
		}
		act := ""
		own, _ := step.(map[string]any)
		for _, word := range schema.Acts() {
			if _, has := own[word]; has && act == "" {
				act = word
			}
		}
		found = append(found, schema.CheckStep(act, step)...)
	}
	return found
}

func TestCorpusIsAcceptedAndRejectedAsItsNamesSay(t *testing.T) {
	for _, archive := range []struct {
		name    string
		accepts bool
	}{{"accept.txtar", true}, {"reject.txtar", false}} {
		c := corpus(t, archive.name)
		for _, name := range c.Names() {
			document := decode(t, c.Input(t, name))
			whole, parts := schema.CheckDocument(document), checkInParts(document)
			require.Equal(t, archive.accepts, len(whole) == 0, "%s %s: %+v", archive.name, name, whole)
			require.Equal(t, archive.accepts, len(parts) == 0, "%s %s in parts: %+v", archive.name, name, parts)
			for _, v := range append(whole, parts...) {
				require.NotEqual(t, schema.Fault, v.Keyword, name)
			}
		}
	}
}

func TestCorpusHasManyDocumentsOfBothKinds(t *testing.T) {
	require.Greater(t, len(corpus(t, "accept.txtar").Names()), 150)
	require.Greater(t, len(corpus(t, "reject.txtar").Names()), 300)
}

// TestOneMistakeIsOneViolation holds for every document of the corpus but those
// whose mistake breaks two rules by its nature.
func TestOneMistakeIsOneViolation(t *testing.T) {
	c := corpus(t, "reject.txtar")
	for _, name := range c.Names() {
		found := checkInParts(decode(t, c.Input(t, name)))
		most := 1
		switch {
		case strings.Contains(name, "-and-"):
			most = 2 // two keys that refuse each other do so both ways
		case name == "acts-three.json", name == "top-is-empty.json":
			most = 4
		}
		if len(found) > most {
			t.Errorf("%s: %d violations: %+v", name, len(found), found)
		}
	}
}

// TestWholeAndPartsAgreeOnMutants changes accepted documents at random and asks
// that the published schema and the schema in parts give the same verdict.
func TestWholeAndPartsAgreeOnMutants(t *testing.T) {
	const mutants = 4000
	random := rand.New(rand.NewSource(1))
	c := corpus(t, "accept.txtar")
	var texts [][]byte
	var values []any
	for _, name := range c.Names() {
		texts = append(texts, c.Input(t, name))
		values = append(values, pieces(decode(t, texts[len(texts)-1]))...)
	}
	rejected := 0
	for i := range mutants {
		document := decode(t, texts[random.Intn(len(texts))])
		for range 1 + random.Intn(2) {
			document = mutate(random, document, values)
		}
		whole, parts := schema.CheckDocument(document), checkInParts(document)
		text, err := json.Marshal(document)
		require.NoError(t, err)
		require.Equal(t, len(whole) == 0, len(parts) == 0, "mutant %d: %s\nwhole: %+v\nparts: %+v", i, text, whole, parts)
		if len(whole) > 0 {
			rejected++
		}
	}
	require.Greater(t, rejected, mutants/4)
	require.Less(t, rejected, mutants)
}

// pieces are the values inside a document, itself included.
func pieces(value any) []any {
	out := []any{value}
	switch v := value.(type) {
	case map[string]any:
		for _, name := range sortedNames(v) {
			out = append(out, pieces(v[name])...)
		}
	case []any:
		for _, item := range v {
			out = append(out, pieces(item)...)
		}
	}
	return out
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// mutate changes one place: removes, renames, copies or replaces a value.
func mutate(random *rand.Rand, value any, values []any) any {
	switch v := value.(type) {
	case map[string]any:
		names := sortedNames(v)
		if len(names) == 0 {
			return replace(random, values)
		}
		name := names[random.Intn(len(names))]
		switch random.Intn(8) {
		case 0:
			delete(v, name)
		case 1:
			v[otherNames[random.Intn(len(otherNames))]] = v[name]
			delete(v, name)
		case 2:
			v[otherNames[random.Intn(len(otherNames))]] = replace(random, values)
		default:
			v[name] = mutate(random, v[name], values)
		}
		return v
	case []any:
		if len(v) == 0 || random.Intn(4) == 0 {
			return append(v, replace(random, values))
		}
		i := random.Intn(len(v))
		v[i] = mutate(random, v[i], values)
		return v
	}
	return replace(random, values)
}

// replace is a value from somewhere in the corpus, copied.
func replace(random *rand.Rand, values []any) any {
	text, err := json.Marshal(values[random.Intn(len(values))])
	if err != nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var out any
	if decoder.Decode(&out) != nil {
		return nil
	}
	return out
}

var otherNames = []string{
	"say", "goto", "events", "menu", "collect", "record", "transfer", "call", "hangup", "reject", "redirect", "keys", "to", "from",
	"timeout", "text", "audio", "voice", "language", "x-note", "end", "1", "*", "IVR309", "send", "hours", "end ", "A",
}
