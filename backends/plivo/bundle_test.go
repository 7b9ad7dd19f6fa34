package plivo

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/ir"
)

func durationOf(text string) (time.Duration, error) { return time.ParseDuration(text) }

// eachBundle compiles every flow that compiles.
func eachBundle(t *testing.T, test func(t *testing.T, flow *ir.Flow, b *backends.Bundle)) {
	t.Helper()
	seen := 0
	for _, name := range slices.Sorted(maps.Keys(goldenFlows)) {
		flow := goldenFlows[name](nowhere)
		if b, _ := gated(flow); b != nil {
			seen++
			t.Run(name, func(t *testing.T) { test(t, flow, b) })
		}
	}
	require.Greater(t, seen, 15)
}

func eachDocument(t *testing.T, test func(t *testing.T, path string, document []byte)) {
	t.Helper()
	eachBundle(t, func(t *testing.T, _ *ir.Flow, b *backends.Bundle) {
		for i := range b.Documents {
			test(t, b.Documents[i].Path, b.Documents[i].Body.Render(segment))
		}
	})
}

// files are the paths of a bundle without extension: documents, then answers.
func files(b *backends.Bundle) map[string]*backends.Document {
	out := map[string]*backends.Document{}
	for i := range b.Documents {
		out[b.Documents[i].Path] = &b.Documents[i]
	}
	for _, a := range b.Answers {
		out[a.Path] = out[a.Of]
	}
	return out
}

func TestPathsAreUniqueAndCopiesHaveOriginals(t *testing.T) {
	eachBundle(t, func(t *testing.T, _ *ir.Flow, b *backends.Bundle) {
		documents := map[string]bool{}
		for _, d := range b.Documents {
			require.False(t, documents[d.Path], d.Path)
			documents[d.Path] = true
		}
		all := maps.Clone(documents)
		for _, a := range b.Answers {
			require.False(t, all[a.Path], a.Path)
			all[a.Path] = true
			require.True(t, documents[a.Of], "%s is a copy of %s", a.Path, a.Of)
		}
		for _, e := range b.Entries {
			require.True(t, documents[e.Of], e.Name)
		}
		for _, p := range b.Posted {
			require.True(t, documents[p], p)
		}
	})
}

func TestEveryLinkLeadsToAFileOrARoute(t *testing.T) {
	eachBundle(t, func(t *testing.T, _ *ir.Flow, b *backends.Bundle) {
		folder := options.Base + b.Site.Flow + "/" + segment + Name + "/"
		known := map[string]bool{"": true} // the folder itself, as ivr_base
		for path := range files(b) {
			known[path+extension] = true
		}
		for _, r := range b.Routes {
			known[r.Path] = true
		}
		for i := range b.Documents {
			parse(t, b.Documents[i].Body.Render(segment)).walk(func(e *tree) {
				for _, a := range addresses(e) {
					if path, ours := strings.CutPrefix(a, folder); ours {
						require.True(t, known[path], "%s: %s", b.Documents[i].Path, a)
					}
				}
			})
		}
	})
}

// A host must find a file for whatever a caller does, also for words and keys
// that nobody thought of.
func TestEveryRouteHasAnAnswerForEverything(t *testing.T) {
	eachBundle(t, func(t *testing.T, flow *ir.Flow, b *backends.Bundle) {
		have := files(b)
		for _, r := range b.Routes {
			parameter := strings.TrimPrefix(r.Path, r.Step+"/")
			want := []string{"completed", "busy", "no-answer", "failed", "timeout", "cancel", "_"}
			if attempt, ok := strings.CutPrefix(parameter, "Digits."); ok {
				want = []string{"timeout." + attempt, "_." + attempt}
				for _, k := range menuOf(t, flow, r.Step).Keys {
					want = append(want, k.Key.FileName())
				}
			} else {
				require.Equal(t, "DialStatus", parameter)
			}
			for _, answer := range want {
				require.Contains(t, have, r.Step+"/"+answer)
			}
		}
	})
}

func menuOf(t *testing.T, flow *ir.Flow, id string) *ir.Menu {
	for _, s := range flow.Steps {
		if s.ID == id {
			return s.Act.(*ir.Menu)
		}
	}
	require.Fail(t, "no step", id)
	return nil
}

func TestSameFlowSameBytes(t *testing.T) {
	for name, make := range goldenFlows {
		one, first := gated(make(nowhere))
		two, second := gated(make(nowhere))
		require.Equal(t, first, second, name)
		require.Equal(t, one, two, name)
	}
}

// A question is heard as often as it has attempts, whether callers stay silent or
// press wrong keys, and then the call goes where the last attempt's outcome leads.
func TestAttemptsAreHeardAsOftenAsWritten(t *testing.T) {
	for attempts := 1; attempts <= 5; attempts++ {
		for pattern := range 1 << attempts {
			for _, act := range []ir.Act{
				&ir.Menu{Say: says("Press 1."), Keys: keys("1"), Asking: asked(attempts)},
				&ir.Collect{Say: says("Press 1."), Min: 4, Max: 4, Send: "https://app.example.com/", Asking: asked(attempts)},
			} {
				flow := flowOf(nowhere, stop{id: "ask", say: says("Welcome."), act: act, returns: "bye", to: "1=bye timeout=quiet nomatch=wrong"},
					bye(), stop{id: "quiet", say: says("Quiet.")}, stop{id: "wrong", say: says("Wrong.")})
				heard := listen(t, flow, attempts, pattern)
				require.Equal(t, expected(attempts, pattern), heard, "%T, %d attempts, pattern %b", act, attempts, pattern)
			}
		}
	}
}

// listen walks the documents; at attempt k the caller presses a wrong key where
// the k-th bit is set, and nothing where it is not.
func listen(t *testing.T, flow *ir.Flow, attempts, pattern int) []string {
	b, list := New().Compile(flow, options)
	require.Empty(t, list)
	have := files(b)
	var heard []string
	at := "ask"
	for k := 1; ; k++ {
		root := parse(t, have[at].Body.Render(segment))
		question := false
		root.walk(func(e *tree) {
			question = question || e.name == "GetDigits"
			if e.name == "Speak" {
				heard = append(heard, e.body())
			}
		})
		if !question {
			return heard
		}
		require.LessOrEqual(t, k, attempts)
		at = fmt.Sprintf("ask/timeout.%d", k)
		if pattern&(1<<(k-1)) != 0 {
			at = fmt.Sprintf("ask/_.%d", k)
		}
	}
}

func expected(attempts, pattern int) []string {
	flow := flowOf(nowhere, stop{id: "x", act: &ir.Menu{Say: says("Press 1."), Asking: asked(attempts)}})
	menu := flow.Steps[0].Act.(*ir.Menu)
	question := menu.Say[0].(*ir.Text).Text
	heard := []string{"Welcome.", question}
	for k := 1; ; k++ {
		wrong := pattern&(1<<(k-1)) != 0
		if k == attempts {
			if wrong {
				return append(heard, "Wrong.")
			}
			return append(heard, "Quiet.")
		}
		retry := menu.Retry.Timeout
		if wrong {
			retry = menu.Retry.NoMatch
		}
		heard = append(heard, retry[0].(*ir.Text).Text, question)
	}
}

func TestTheSeedsDialComesOut(t *testing.T) {
	b, list := gated(goldenFlows["seed-dial"](nowhere))
	require.Empty(t, list)
	root := parse(t, files(b)["dial"].Body.Render(segment))
	require.Equal(t, "Response", root.name)
	require.Len(t, root.children, 2)
	speak, dial := root.children[0], root.children[1]
	require.Equal(t, "Speak", speak.name)
	require.Empty(t, speak.attributes)
	require.Equal(t, "Connecting your call..", speak.body())
	require.Equal(t, "Dial", dial.name)
	require.Equal(t, []string{"action", "method", "timeout"}, []string{dial.attributes[0][0], dial.attributes[1][0], dial.attributes[2][0]})
	require.Len(t, dial.attributes, 3)
	require.Equal(t, "GET", dial.attributes[1][1])
	require.Len(t, dial.children, 1)
	require.Equal(t, "Number", dial.children[0].name)
	require.Empty(t, dial.children[0].attributes)
	require.Equal(t, "+11111111111", dial.children[0].body())
}

func TestAllocationsGrowWithTheStepsOnly(t *testing.T) {
	perStep := func(n int) float64 {
		stops := make([]stop, n)
		for i := range stops {
			stops[i] = stop{id: fmt.Sprintf("s%d", i), say: says("Hello."), act: &ir.Menu{Say: says("Press 1."), Keys: keys("1"), Asking: asked(2)}}
		}
		flow := flowOf(nowhere, stops...)
		return testing.AllocsPerRun(1, func() { New().Compile(flow, options) }) / float64(n)
	}
	require.InEpsilon(t, perStep(200), perStep(4000), 0.1)
}
