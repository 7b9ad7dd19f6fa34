package tropo

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/tropo/reread"
	"ivrc/backends/tropo/reread/faults"
	"ivrc/backends/verify"
	"ivrc/backends/verify/faulttest"
	"ivrc/ir"
)

func published(t testing.TB, b *backends.Bundle, name string) verify.Published {
	t.Helper()
	r, err := backends.Assemble(b.Site.Flow, []*backends.Bundle{b}, name)
	require.NoError(t, err)
	segment := "v/" + r.Version + "/"
	if r.Version == "" {
		segment = ""
	}
	p := verify.Published{Base: b.Site.Base, Flow: b.Site.Flow, Target: Name, Segment: segment, Files: map[string][]byte{}}
	versioned, entries := r.Files(b)
	for _, f := range append(versioned, entries...) {
		p.Files[f.Path] = f.Text
	}
	return p
}

// eachTree visits every golden tree with its flow.
func eachTree(t *testing.T, release string, visit func(t *testing.T, flow *ir.Flow, p verify.Published)) {
	t.Helper()
	for _, c := range cases() {
		flow := c.build(newMaker())
		bundle, list := New().Compile(flow, backends.Options{Base: base})
		if bundle == nil {
			require.True(t, list.HasErrors(), c.name)
			continue
		}
		t.Run(c.name, func(t *testing.T) { visit(t, flow, published(t, bundle, release)) })
	}
}

func TestGoldensReadBackAsTheirFlows(t *testing.T) {
	for _, release := range []string{"", "golden", backends.NoVersion} {
		eachTree(t, release, func(t *testing.T, flow *ir.Flow, p verify.Published) {
			require.Empty(t, reread.Reread(p, flow))
		})
	}
}

// TestFaultsInGoldensAreNoticed spoils every golden tree and wants each fault
// noticed; there is none after which the call is the same. It takes one of many,
// which are others in each tree.
func TestFaultsInGoldensAreNoticed(t *testing.T) { spoilGoldens(t, 397) }

// TestMatrixFaultsInGoldens takes them all: some 180 000.
func TestMatrixFaultsInGoldens(t *testing.T) {
	if os.Getenv("IVRC_MATRIX") != "1" {
		t.Skip("a long test: IVRC_MATRIX=1 runs it")
	}
	spoilGoldens(t, 1)
}

func spoilGoldens(t *testing.T, every int) {
	eachTree(t, "golden", func(t *testing.T, flow *ir.Flow, p verify.Published) {
		t.Parallel()
		n := len(p.Files) % every
		judge := func(m faulttest.Mutant) {
			if len(reread.Reread(m.Tree, flow)) == 0 {
				t.Errorf("not noticed: %s, %s", m.Operator, m.Site)
			}
		}
		all := faults.Each(p, n, every, judge)
		faulttest.Each(p, func(m faulttest.Mutant) {
			if n++; n%every == 0 {
				judge(m)
			}
		})
		require.Greater(t, all, 100)
	})
}

// TestReturnsToTheEndHaveADocument has the end of the call in returns alone: the
// application sends the call there, so a document must be there.
func TestReturnsToTheEndHaveADocument(t *testing.T) {
	for _, act := range []func(m *maker) ir.Act{
		func(m *maker) ir.Act { return m.collect(4, 4, "end") },
		func(m *maker) ir.Act { return &ir.Handoff{URL: "https://app.example.com/", Returns: m.back("end")} },
	} {
		m := newMaker()
		flow := m.flow(m.step("app", nil, act(m), nil))
		for i := range flow.Steps[0].Edges {
			flow.Steps[0].Edges[i].To = 0
		}
		bundle, _ := New().Compile(flow, backends.Options{Base: base})
		p := published(t, bundle, "golden")
		require.Contains(t, p.Files, "desk/v/golden/tropo/end.json")
		require.Empty(t, reread.Reread(p, flow))
	}
}
