package script_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/script"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

var options = script.Options{Limits: syntax.DefaultLimits(), Targets: []string{"plivo", "tropo", "voiceshot"}}

func read(name, text string) (*script.Script, diag.List) {
	return script.Read(source.NewFile(name, []byte(text)), options)
}

// asJSON is what an editor sees of a value.
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
func verdicts(text string) (bySchema, byReader, readable bool) {
	root, list := syntax.Parse(source.NewFile("a.call.yaml", []byte(text)), syntax.DefaultLimits())
	if root == nil || list.HasErrors() {
		return false, false, false
	}
	found := schema.CheckCall(asJSON(root))
	for _, v := range found {
		if v.Keyword == schema.Fault {
			return false, false, false // beyond what the library can take
		}
	}
	_, said := read("a.call.yaml", text)
	return len(found) > 0, said.HasErrors(), true
}

func TestSchemaAndReaderTakeAndRefuseTheSame(t *testing.T) {
	for _, archive := range []struct {
		name             string
		schema, byReader bool
	}{{"accept", false, false}, {"refuse", true, true}, {"beyond", false, true}} {
		c := ivrctest.Load(t, "testdata/corpus/"+archive.name+".txtar")
		require.NotEmpty(t, c.Names())
		for _, name := range c.Names() {
			bySchema, byReader, readable := verdicts(string(c.Input(t, name)))
			require.True(t, readable, name)
			require.Equal(t, archive.schema, bySchema, "the schema about %s", name)
			require.Equal(t, archive.byReader, byReader, "the reader about %s", name)
		}
	}
}

// odd are values that are right somewhere and wrong elsewhere.
var odd = []string{
	"1", "0", "2", "-1", "999", "1000", "01", "1.0", "true", "false", "null", "none", "x", "main", "end", `""`, `" "`, `"1"`, "90s", "0s", "500ms", "busy", "sent", "left", "recorded", "hung-up",
	"plivo", "tropo", "voiceshot", "[plivo, tropo]", "[voiceshot]", "[plivo, plivo]", "[]", "{}", "[[a]]", "[a, b]", "{contains: a}", "{equals: a, x-b: c}", "{matches: a}", "{contains: a, equals: b}", "{matches: 5}",
	"star", "'*'", "'#'", "12#", "{time: 90s}", "{time: none}", "{keys: 3}", "{keys: 0, time: 5}", "Main", `"a\tb"`, "a b", "é",
}

func TestSchemaAndReaderAgreeOnRandomScripts(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	lines := []string{"hear", "at", "press", "answer", "return", "wait", "speak", "leave", "refuse", "hangup", "fault", "x-a", "dial"}
	keys := []string{"entry", "ends", "never", "budget", "targets", "x-b", "title"}
	refused, readable := 0, 0
	const runs = 6000
	value := func() string { return odd[r.Intn(len(odd))] }
	for i := range runs {
		var b strings.Builder
		b.WriteString("ivr-calls: 1\nflow: a.ivr.yaml\ncalls:\n")
		for n := range 1 + r.Intn(2) {
			fmt.Fprintf(&b, "  - name: call %d\n", n)
			if r.Intn(3) == 0 {
				key := keys[r.Intn(len(keys))]
				fmt.Fprintf(&b, "    %s: %s\n", key, value())
			}
			b.WriteString("    call:\n      - wait: true\n")
			if r.Intn(3) > 0 {
				fmt.Fprintf(&b, "      - %s: %s\n", lines[r.Intn(len(lines))], value())
			}
		}
		text := b.String()
		if i%20 == 0 {
			text = strings.Replace(text, "call:", value()+":", 1)
		}
		bySchema, byReader, ok := verdicts(text)
		require.Equal(t, bySchema, byReader, "the schema refuses: %v, the reader: %v\n%s", bySchema, byReader, text)
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
