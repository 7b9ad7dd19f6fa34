package backends

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// fake is a backend with a table and nothing else.
type fake struct {
	name  string
	table Table
	fail  bool
}

func (f fake) Name() string   { return f.name }
func (f fake) Support() Table { return f.table }
func (f fake) Compile(*ir.Flow, Options) (*Bundle, diag.List) {
	if f.fail {
		panic("out of digits")
	}
	return &Bundle{Site: Site{Target: f.name}}, nil
}

func everything(level Level) Table {
	t := Table{}
	for _, f := range Features() {
		t[f.Feature] = Row{Level: level, How: "so", Instead: "do that"}
	}
	return t
}

func flowWithPause(t *testing.T) *ir.Flow {
	t.Helper()
	file := source.NewFile("a.ivr.yaml", []byte("pause hello other"))
	at := func(start, end int) source.Span { return source.Span{File: file, Start: start, End: end} }
	edge := func(kind ir.OutcomeKind, to ir.Target) ir.Edge {
		return ir.Edge{Outcome: ir.Of(kind), To: to, Span: at(12, 17)}
	}
	pause := func(id string) *ir.Step {
		return &ir.Step{
			ID: id, Span: at(6, 11), Say: ir.Prompt{&ir.Pause{Length: 1, Span: at(0, 5)}}, Act: &ir.Speak{},
			Edges: []ir.Edge{edge(ir.Done, ir.End), edge(ir.HungUp, ir.End), edge(ir.Errored, ir.End)},
		}
	}
	return &ir.Flow{ID: "f", Entries: []ir.Entry{{Step: 0}}, Steps: []*ir.Step{pause("one"), pause("two")}}
}

func TestTheGateFollowsTheTable(t *testing.T) {
	flow := flowWithPause(t)
	able := fake{name: "able", table: everything(Native)}
	for level, want := range map[Level]string{
		Native: "", Emulated: "",
		Noted: "a.ivr.yaml:1:1: note: on x: silence inside a prompt (so) [IVR507]\n  at: \"pause\"\n  help: do that\n",
		Absent: "a.ivr.yaml:1:1: error: x cannot do this: silence inside a prompt (so) [IVR501]\n  at: \"pause\"\n  note: able can do it\n  help: do that\n" +
			"a.ivr.yaml:1:1: error: x cannot do this: silence inside a prompt (so) [IVR501]\n  at: \"pause\"\n  note: able can do it\n  help: do that\n",
		Lossy: "a.ivr.yaml:1:1: warning: x does this differently: silence inside a prompt (so) [IVR502]\n  at: \"pause\"\n  help: do that\n" +
			"a.ivr.yaml:1:1: warning: x does this differently: silence inside a prompt (so) [IVR502]\n  at: \"pause\"\n  help: do that\n",
	} {
		b := fake{name: "x", table: everything(level)}
		require.Equal(t, want, Gate(flow, Uses(flow), b, []Backend{b, able}).Detailed(), level.String())
	}
}

func TestAMissingRowIsOurOwnFault(t *testing.T) {
	flow := flowWithPause(t)
	list := Gate(flow, Uses(flow), fake{name: "x", table: Table{}}, nil)
	require.True(t, list.HasErrors())
	require.Equal(t, diag.Crash, list[0].Code)
}

func TestATargetWithErrorsHasNoBundleAndTheOthersDo(t *testing.T) {
	flow := flowWithPause(t)
	good, shut, broken := fake{name: "good", table: everything(Native)}, fake{name: "shut", table: everything(Absent)},
		fake{name: "broken", table: everything(Native), fail: true}
	all := []Backend{good, shut, broken}
	bundles, list := Compile(flow, all, all, Options{})
	require.Len(t, bundles, 1)
	require.Equal(t, "good", bundles[0].Site.Target)
	require.Equal(t, 2, list.Count(diag.Error))
	require.Equal(t, 1, list.Count(diag.Bug))
}

func TestEveryFeatureIsListedOnce(t *testing.T) {
	seen := map[Feature]bool{}
	for _, f := range Features() {
		require.False(t, seen[f.Feature], f.Feature)
		seen[f.Feature] = true
		require.NotEmpty(t, f.Meaning)
		require.Equal(t, f.Meaning, f.Feature.Meaning())
	}
}
