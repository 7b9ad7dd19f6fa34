package shape

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

func never(*syntax.Node) bool { return false }

func neverStep(*syntax.Node) (string, *syntax.Node, bool) { return "", nil, false }

// corpusTrees are the documents of the schema's corpus, by their names.
func corpusTrees(t testing.TB, archive string) map[string]*syntax.Node {
	t.Helper()
	c := ivrctest.Load(t, "../../schema/testdata/corpus/"+archive)
	trees := map[string]*syntax.Node{}
	for _, name := range c.Names() {
		trees[name], _ = syntax.Parse(source.NewFile(name, c.Input(t, name)), syntax.DefaultLimits())
	}
	return trees
}

// proves asks the schema about everything that is accepted of a flow, and says
// whether anything was.
func proves(t testing.TB, root *syntax.Node, said string) (accepted bool) {
	t.Helper()
	if root.Kind == syntax.Map && acceptsHead(root) {
		accepted = true
		require.Empty(t, schema.CheckHead(headOf(root)), said)
	}
	steps := root.Get("steps")
	if steps == nil {
		return accepted
	}
	for _, e := range steps.Entries {
		if act, own, ok := acceptsStep(e.Value); ok {
			accepted = true
			require.Empty(t, schema.CheckStep(act, value(e.Value)), said)
			require.True(t, act == "" || own == e.Value.Get(act), said)
		}
	}
	return accepted
}

func TestGoodFlowsAreAcceptedWithoutTheLibrary(t *testing.T) {
	for name, root := range corpusTrees(t, "accept.txtar") {
		proves(t, root, name)
		require.True(t, acceptsHead(root), name)
		for _, e := range root.Get("steps").Entries {
			_, _, ok := acceptsStep(e.Value)
			require.True(t, ok || isExtra(e.Key.Text), "%s: %s", name, e.Key.Text)
		}
	}
	for name, root := range corpusTrees(t, "reject.txtar") {
		if root != nil {
			proves(t, root, name)
		}
	}
}

// TestWhatIsAcceptedTheSchemaTakes puts other values and keys into every place of
// every flow of the corpus.
func TestWhatIsAcceptedTheSchemaTakes(t *testing.T) {
	values := sampleValues(t)
	names := []string{"x-a", "end", "", "1", "*", "#1", "IVR309", "plivo", "Bad Name", "true"}
	for _, f := range []fields{headFields, stepFields, partFields, menuFields, collectFields, transferFields, messageFields} {
		for _, one := range f {
			names = append(names, one.name)
		}
	}
	random := rand.New(rand.NewPCG(8, 8))
	tried, accepted := 0, 0
	for _, archive := range []string{"accept.txtar", "reject.txtar"} {
		trees := corpusTrees(t, archive)
		for _, name := range slices.Sorted(maps.Keys(trees)) {
			root := trees[name]
			if root == nil {
				continue
			}
			for _, n := range nodesOf(root) {
				for range 12 {
					was := *n
					mutate(n, values, names, random)
					tried++
					if proves(t, root, fmt.Sprintf("%s, something else for %q", name, was.Text)) {
						accepted++
					}
					*n = was
				}
			}
		}
	}
	require.Greater(t, tried, 20_000)
	require.Greater(t, accepted, tried/10, "the flows are too broken to prove anything")
}

// mutate puts another value in the place of a node, or other keys into it.
func mutate(n *syntax.Node, values []*syntax.Node, names []string, random *rand.Rand) {
	other := *values[random.IntN(len(values))]
	if n.Kind != syntax.Map || random.IntN(4) == 0 {
		*n = other
		return
	}
	n.Entries = slices.Clone(n.Entries)
	name := &syntax.Node{Kind: syntax.Text, Text: names[random.IntN(len(names))]}
	at := random.IntN(len(n.Entries) + 1)
	switch kind := random.IntN(3); {
	case at == len(n.Entries) || kind == 0:
		n.Entries = slices.Insert(n.Entries, at, syntax.Entry{Key: name, Value: &other})
	case kind == 1:
		n.Entries[at].Key = name
	default:
		n.Entries = slices.Delete(n.Entries, at, at+1)
	}
}

// nodesOf are all nodes below and with one.
func nodesOf(n *syntax.Node) []*syntax.Node {
	list := []*syntax.Node{n}
	for _, item := range n.Items {
		list = append(list, nodesOf(item)...)
	}
	for _, e := range n.Entries {
		list = append(list, nodesOf(e.Value)...)
	}
	return list
}

// sampleValues are values of every kind and form that the format knows.
func sampleValues(t testing.TB) []*syntax.Node {
	t.Helper()
	var lines []string
	for _, text := range []string{
		"null", "true", "false", "0", "1", "5", "9", "10", "11", "32", "33", "999999", "1000000", "999999999999999999",
		"1000000000000000000", "99999999999999999999", `""`, `" "`, "end", "main", "x-a", "stop", "mp3", "busy", "star", `"#"`, `"*"`,
		`"01"`, "5s", "0s", "500ms", "2 m", `"+14075550100"`, `"+123"`, "sip:a@b.example", `"sip:a b"`, "https://a.example/b", `"https://"`,
		`"http://a b"`, "en-US", "en-U", "1-4", "4-", "1.5", `"-1.5"`, `"1."`, "2024-02-30", "[]", "{}", "[main]", "[main, main]", "[end, {}]",
		"[[main]]", "{x-a: 1}", "{text: a}", "{text: a, audio: b}", "{text: a, ssml: b}", "{audio: b, voice: c}", "{voice: c}", "{pause: 1s, language: en}",
		`{digits: 12, voice: {plivo: a}}`, "{plivo: a}", "{1: main}", "{x-a: main, 1: end}", "{timeout: main}", "{timeout: Hello.}", "{IVR309: a}",
		"{IVR309: }", "{send: 'https://a.example/'}", "{send: 'https://a.example/', format: wav}", "{to: '+14075550100'}", "{keys: {1: end}}", "{room: 1}", "{url: 'https://a.example/'}",
		`["+14075550100", "sip:a"]`, "[a, {text: b}, {pause: 5}]", "[1]", "{hangup: true}", "{menu: {keys: {1: end}}, goto: end}",
	} {
		lines = append(lines, "- "+text)
	}
	root, found := syntax.Parse(source.NewFile("values", []byte(strings.Join(lines, "\n"))), syntax.DefaultLimits())
	require.NotNil(t, root, found.Detailed())
	require.Greater(t, len(root.Items), 75)
	return root.Items
}

// FuzzAcceptedFlowsHaveNoOtherFindings looks at flows with the accept path and
// without it.
func FuzzAcceptedFlowsHaveNoOtherFindings(f *testing.F) {
	for _, archive := range []string{"accept.txtar", "reject.txtar"} {
		c := ivrctest.Load(f, "../../schema/testdata/corpus/"+archive)
		for _, name := range c.Names() {
			f.Add(string(c.Input(f, name)))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		root, _ := syntax.Parse(source.NewFile("f", []byte(text)), syntax.DefaultLimits())
		if root == nil {
			return
		}
		require.Equal(t, check(root, never, neverStep).Detailed(), Check(root).Detailed())
	})
}
