package config_test

import (
	"encoding/json"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/config"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// asJSON is what an editor sees of a value: the words by which YAML writes
// numbers, true and nothing are such, everything else is text.
func asJSON(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Null:
		return nil
	case syntax.Bool:
		return strings.EqualFold(n.Text, "true")
	case syntax.Int:
		return json.Number(n.Text)
	case syntax.List:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, asJSON(item))
		}
		return list
	case syntax.Map:
		object := map[string]any{}
		for _, e := range n.Entries {
			object[e.Key.Text] = asJSON(e.Value)
		}
		return object
	}
	return n.Text
}

// verdicts say whether the schema and the reader refuse a text that can be read.
func verdicts(t *testing.T, text string) (bySchema, byReader, readable bool) {
	t.Helper()
	root, list := syntax.Parse(source.NewFile(config.FileName, []byte(text)), syntax.DefaultLimits())
	if root == nil || list.HasErrors() {
		return false, false, false
	}
	found := schema.CheckConfig(asJSON(root))
	for _, v := range found {
		if v.Keyword == schema.Fault {
			return false, false, false // beyond what the library can take
		}
	}
	_, said := parse([]byte(text))
	return len(found) > 0, said.HasErrors(), true
}

func TestSchemaAndReaderTakeAndRefuseTheSame(t *testing.T) {
	for _, archive := range []struct {
		name    string
		refused bool
	}{{"accept", false}, {"refuse", true}} {
		c := ivrctest.Load(t, "testdata/corpus/"+archive.name+".txtar")
		require.Greater(t, len(c.Names()), 20)
		for _, name := range c.Names() {
			bySchema, byReader, readable := verdicts(t, string(c.Input(t, name)))
			require.True(t, readable, name)
			require.Equal(t, archive.refused, bySchema, "the schema about %s", name)
			require.Equal(t, archive.refused, byReader, "the reader about %s", name)
		}
	}
}

// odd are values that are right somewhere and wrong elsewhere.
var odd = []string{
	"1", "0", "2", "-1", "999", "1000", "999999", "1000000", "01", "1.0", "99999999999999999999", "true", "null", "none", "x", `""`, `" "`, `"1"`, "20s", "0s", "1m", "1h30m",
	"500ms", "20 s", "error", "warning", "never", "off", "plivo", "tropo", "voiceshot", "[plivo, tropo]", "[voiceshot]", "[plivo, plivo]", "[]", "{}", "[[a]]", "{a: b}", "flows", "[flows, 'a/**/*.yaml']",
	"https://a.example", "http://a", "https://", "https:///a", "https://u@a/", "https://a/u@b", "https://a?b", "https://a#b", `"https://a b"`, "HTTPS://A:8443/é/", "ftp://a",
	"a", "'a/b'", `"a\tb"`, `"\u00e9"`, "{options: 5}", "{prompt: none}", "{menus: 3, x-a: []}", "{menu: 3}",
}

func TestSchemaAndReaderAgreeOnRandomSettings(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	keys := []string{"ivrc", "flows", "base", "audio_base", "out", "targets", "fail_on", "budgets", "x-a", "flow", "budgets:\n  options", "budgets:\n  prompt", "budgets:\n  menus"}
	readable, refused := 0, 0
	const runs = 6000
	for range runs {
		var b strings.Builder
		if r.Intn(8) > 0 {
			b.WriteString("ivrc: 1\n")
		}
		var used []string
		for range r.Intn(4) {
			key := keys[r.Intn(len(keys))]
			name, _, _ := strings.Cut(key, ":")
			if !slices.Contains(used, name) {
				used = append(used, name)
				b.WriteString(key + ": " + odd[r.Intn(len(odd))] + "\n")
			}
		}
		bySchema, byReader, ok := verdicts(t, b.String())
		require.Equal(t, bySchema, byReader, "the schema refuses: %v, the reader: %v\n%s", bySchema, byReader, b.String())
		if ok {
			readable++
		}
		if bySchema {
			refused++
		}
	}
	require.Greater(t, readable, runs/2)
	require.Greater(t, refused, runs/4)
	require.Less(t, refused, readable)
}
