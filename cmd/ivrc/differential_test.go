package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/compiler/source"
	"ivrc/ir"
	"ivrc/ir/call"
)

// callsPerFlow is how many callers walk each flow.
const callsPerFlow = 4

// TestFlowAndDocumentsTellTheSameStory lets random callers walk random flows, over
// the graph and over the documents of every target, and demands the same calls:
// what is heard, what is asked, who is dialled, how it ends.
func TestFlowAndDocumentsTellTheSameStory(t *testing.T) { differential(t, 300) }

// TestMatrixFlowAndDocumentsTellTheSameStory is the same for many more flows;
// IVRC_FLOWS is their number.
func TestMatrixFlowAndDocumentsTellTheSameStory(t *testing.T) {
	matrixOnly(t)
	n, err := strconv.Atoi(os.Getenv("IVRC_FLOWS"))
	if err != nil {
		n = 20_000
	}
	differential(t, n)
}

// differentialParts run at the same time, as far as there are processors.
const differentialParts = 4

func differential(t *testing.T, flows int) {
	for part := range differentialParts {
		t.Run(fmt.Sprintf("seeds %d of %d", part+1, differentialParts), func(t *testing.T) {
			t.Parallel()
			differentialPart(t, part, flows)
		})
	}
}

func differentialPart(t *testing.T, first, flows int) {
	t.Helper()
	walked, turns := 0, 0
	for seed := first; seed < flows; seed += differentialParts {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		text := wildFlow(r)
		flow := wildlyCompiled(t, seed, text)
		for _, p := range published(t, flow) {
			for range callsPerFlow {
				c := caller{Rand: r, flow: p.flow}
				entry := flow.Entries[r.IntN(len(flow.Entries))].ID
				inputs := c.call(t, entry)
				turns += len(inputs)
				p.same(t, seed, text, entry, inputs)
				walked++
			}
		}
	}
	t.Logf("%d flows, %d calls, %d inputs", (flows-first+differentialParts-1)/differentialParts, walked, turns)
}

func wildlyCompiled(t *testing.T, seed int, text []byte) *ir.Flow {
	t.Helper()
	all := usualBackends()
	c := job{targets: all, all: all, base: checkBase}.compile(source.NewFile("wild.ivr.json", text))
	require.False(t, c.list.HasErrors(), "seed %d: %s\n%s", seed, c.list.Detailed(), text)
	return c.flow
}

// inPrint is a flow as one target publishes it.
type inPrint struct {
	target string
	tree   fetch.Tree
	// flow is what the target's documents can say of the flow: what its support
	// table calls lossy is taken out (see lossy).
	flow *ir.Flow
}

func published(t *testing.T, flow *ir.Flow) []inPrint {
	t.Helper()
	all := usualBackends()
	bundles, list := backends.Compile(flow, all, all, backends.Options{Base: checkBase})
	require.False(t, list.HasErrors(), list.Detailed())
	release, err := backends.Assemble(flow.ID, bundles, "")
	require.NoError(t, err)
	var out []inPrint
	for _, b := range release.Bundles {
		files := publishedTree(release, b).Files
		out = append(out, inPrint{b.Site.Target, fetch.Tree{Base: checkBase, Read: func(path string) ([]byte, bool) {
			text, ok := files[path]
			return text, ok
		}}, lossy(b.Site.Target, flow)})
	}
	return out
}

// same demands that the documents go as the flow does.
func (p inPrint) same(t *testing.T, seed int, text []byte, entry string, inputs []call.Input) {
	t.Helper()
	// Only an entry document has a fallback at Plivo (plivo.md §2.2, design §4): an
	// error later ends the call.
	later := func(in call.Input) bool { return in.Kind == call.Fault }
	if p.target == "plivo" && len(inputs) > 0 {
		if at := slices.IndexFunc(inputs[1:], later); at >= 0 {
			inputs = inputs[:at+1]
		}
	}
	difference, err := call.Beside(call.OverFlow(p.flow), engines[p.target](p.tree, checkBase, p.flow.ID), entry, inputs)
	if err == nil && difference == nil {
		return
	}
	words := make([]string, len(inputs))
	for i, in := range inputs {
		words[i] = in.String()
	}
	t.Fatalf("seed %d, target %s, entry %q, call: %s\n%v\n%v\n%s", seed, p.target, entry, strings.Join(words, " "), difference, err, text)
}

// lossy is the flow without what the target's support table says that it does
// otherwise, so that any other difference is a defect.
func lossy(target string, flow *ir.Flow) *ir.Flow {
	out := *flow
	out.Steps = make([]*ir.Step, len(flow.Steps))
	for i, s := range flow.Steps {
		step := *s
		out.Steps[i] = &step
		switch act := s.Act.(type) {
		case *ir.Message:
			asDone(&step, ir.Failed) // message-failed: nobody is told
		case *ir.Record:
			if target == "plivo" {
				asDone(&step, ir.Timeout) // record-timeout: a silence is a short recording
			}
		case *ir.Menu:
			if target == "tropo" {
				menu := *act
				menu.Retry.Say = nil // retry-say: Tropo repeats the question itself
				step.Act = &menu
			}
		}
	}
	return &out
}

// asDone lets an outcome go where done goes.
func asDone(s *ir.Step, kind ir.OutcomeKind) {
	done, _ := s.Edge(ir.Of(ir.Done))
	s.Edges = slices.Clone(s.Edges)
	for i, e := range s.Edges {
		if e.Outcome == ir.Of(kind) {
			s.Edges[i].To, s.Edges[i].Origin = done.To, done.Origin
		}
	}
}

// caller makes a call by chance, over the flow itself.
type caller struct {
	*rand.Rand
	flow *ir.Flow
	// tries are the inputs to the question that waits, refused those that an
	// application did not take.
	tries, refused int
}

// longestCall is after how many inputs a caller hangs up.
const longestCall = 12

func (c *caller) call(t *testing.T, entry string) []call.Input {
	t.Helper()
	e := call.OverFlow(c.flow)
	m, err := e.Start(entry)
	require.NoError(t, err)
	var inputs []call.Input
	for m.Wait.Kind != call.Over {
		in := c.input(m.Wait)
		if len(inputs) >= longestCall && m.Wait.Offers(call.Input{Kind: call.HangUp}) {
			in = call.Input{Kind: call.HangUp}
		}
		inputs = append(inputs, in)
		m, err = e.Do(in)
		require.NoError(t, err)
	}
	return inputs
}

// input is one that the moment takes.
func (c *caller) input(w call.Wait) call.Input {
	switch c.IntN(20) {
	case 0:
		if hangUp := (call.Input{Kind: call.HangUp}); w.Offers(hangUp) {
			return hangUp
		}
	case 1:
		if fault := (call.Input{Kind: call.Fault}); w.Offers(fault) {
			return fault
		}
	}
	one := func(words ...string) string { return words[c.IntN(len(words))] }
	switch w.Kind {
	case call.Asking:
		return c.key(w)
	case call.Recording:
		if c.IntN(2) == 0 {
			return call.Input{Kind: call.Speak}
		}
	case call.Ringing:
		return call.Input{Kind: call.Answer, Value: one(call.Answered, call.Answered, call.Busy, call.NoAnswer, call.Failed)}
	case call.Sending:
		return call.Input{Kind: call.Answer, Value: one(call.Sent, call.Failed)}
	case call.InRoom:
		return call.Input{Kind: call.Leave}
	case call.Application:
		// After a silence or an entry that is too short an application refuses
		// nothing: Tropo then asks once more than the flow says (docs/targets.md, collect).
		if w.Refusable && c.tries == c.refused+1 && c.IntN(3) == 0 {
			c.refused++
			return call.Input{Kind: call.Refuse}
		}
		if len(w.Returns) == 0 {
			return call.Input{Kind: call.HangUp}
		}
		return call.Input{Kind: call.Return, Value: one(w.Returns...)}
	}
	return call.Input{Kind: call.Quiet}
}

// key is silence, a key of the menu, or some keys.
func (c *caller) key(w call.Wait) call.Input {
	if w.Attempt == 1 {
		c.tries, c.refused = 0, 0
	}
	c.tries++
	switch n := c.IntN(4); {
	case n == 0:
		return call.Input{Kind: call.Quiet}
	case n > 1 && len(w.Keys) > 0:
		return call.Input{Kind: call.Press, Value: w.Keys[c.IntN(len(w.Keys))]}
	}
	keys := ""
	for range 1 + c.IntN(6) {
		keys += string("0123456789*#"[c.IntN(12)])
	}
	if len(w.Keys) == 0 { // a collect
		if digits := strings.Trim(keys, "*#"); digits == "" || strings.ContainsAny(digits, "*#") {
			keys = "1234"
		} else {
			keys = digits
		}
		return call.Input{Kind: call.Press, Value: keys}
	}
	for _, key := range w.Keys {
		// Where a key begins like the entry, Tropo may take it and Plivo wait for more
		// (IVR307 warns of such menus).
		if key != keys && strings.HasPrefix(keys, key) {
			return call.Input{Kind: call.Press, Value: key}
		}
	}
	return call.Input{Kind: call.Press, Value: keys}
}

// TestADifferenceBetweenFlowAndDocumentsIsFound shows that the comparison can
// fail: each edge of the front desk is led elsewhere in the flow alone, and some
// caller notices.
func TestADifferenceBetweenFlowAndDocumentsIsFound(t *testing.T) {
	text, err := os.ReadFile(frontDesk)
	require.NoError(t, err)
	flow := flowOf(t, text)
	for _, p := range published(t, flow) {
		for i, s := range flow.Steps {
			for j, e := range s.Edges {
				// Behind a call nobody hears a difference, and a hang-up is one wherever it is
				// written.
				if e.Outcome.Kind.ReachingOnly() || !e.To.IsStep() {
					continue
				}
				require.True(t, noticed(t, p, i, j), "%s: %s of %s", p.target, e.Outcome, s.ID)
			}
		}
	}
}

// noticed says that some caller finds an edge led to the end instead.
func noticed(t *testing.T, p inPrint, step, edge int) bool {
	t.Helper()
	wrong := *p.flow
	wrong.Steps = slices.Clone(p.flow.Steps)
	changed := *wrong.Steps[step]
	changed.Edges = slices.Clone(changed.Edges)
	changed.Edges[edge].To = ir.End
	wrong.Steps[step] = &changed
	for seed := range 400 {
		c := caller{Rand: rand.New(rand.NewPCG(uint64(seed), 2)), flow: &wrong}
		difference, err := call.Beside(call.OverFlow(&wrong), engines[p.target](p.tree, checkBase, wrong.ID), "", c.call(t, ""))
		require.NoError(t, err)
		if difference != nil {
			return true
		}
	}
	return false
}
