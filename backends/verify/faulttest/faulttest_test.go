package faulttest

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/verify"
)

func tree(extension, step, end string) verify.Published {
	return verify.Published{Base: "https://ivr.example.com/", Flow: "desk", Target: "plivo", Segment: "v/1/", Files: map[string][]byte{
		"desk/plivo" + extension:                    []byte(step),
		"desk/v/1/plivo/main" + extension:           []byte(step),
		"desk/v/1/plivo/end" + extension:            []byte(end),
		"desk/v/1/plivo/fin" + extension:            []byte(end),
		"desk/v/1/plivo/main/1" + extension:         []byte(end),
		"desk/v/1/plivo/main/2" + extension:         []byte(step),
		"desk/v/1/plivo/main/timeout.1" + extension: []byte(step),
		"desk/v/1/plivo/main/timeout.2" + extension: []byte(end),
	}}
}

func trees() []verify.Published {
	return []verify.Published{
		tree(".xml", `<R><G a="https://ivr.example.com/desk/v/1/plivo/main/Digits.1" n="5"><S>Hi &amp; bye</S></G><T>https://ivr.example.com/desk/v/1/plivo/end.xml</T></R>`, `<R><H/></R>`),
		tree(".json", `{"t": [{"on": {"event": "x", "next": "https://app.example.com/?b=https%3A%2F%2Fivr.example.com%2Fdesk%2Fv/1/plivo%2Fend.json"}}, {"say": [{"value": "a \"b\""}, {"n": 5, "beep": true}]}]}`, `{"t": [{"hangup": null}]}`),
	}
}

func TestEveryMutantIsAnotherTreeAndTheTreeStaysAsItIs(t *testing.T) {
	for _, p := range trees() {
		before := maps.Clone(p.Files)
		operators := map[string]int{}
		names := map[string]bool{}
		Each(p, func(m Mutant) {
			operators[m.Operator]++
			require.NotEqual(t, before, m.Tree.Files, "%s: %s", m.Operator, m.Site)
			require.False(t, names[m.Operator+m.Site], "%s: %s", m.Operator, m.Site)
			names[m.Operator+m.Site] = true
			require.Equal(t, before, p.Files)
		})
		for _, operator := range Operators() {
			require.NotZero(t, operators[operator], operator)
		}
		require.Len(t, operators, len(Operators()))
	}
}

func TestAFaultThatMayBeTheSameCallSaysWhy(t *testing.T) {
	same := 0
	Each(trees()[0], func(m Mutant) {
		if m.Same != "" {
			same++
			require.Equal(t, "wrong link", m.Operator)
			require.Contains(t, m.Same, "end.xml and fin.xml are the same bytes")
		}
	})
	require.NotZero(t, same)
}
