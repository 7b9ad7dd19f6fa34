package changes_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/ir"
	"ivrc/ir/changes"
)

// chain is a flow of so many steps, menus and words in turn; mark writes what is
// different at every tenth of them.
func chain(steps int, mark func(i int, s *ir.Step)) *ir.Flow {
	f := &ir.Flow{ID: "chain", Entries: []ir.Entry{{}}}
	for i := range steps {
		next := ir.Target(i + 1)
		if i+1 == steps {
			next = ir.End
		}
		text := ir.Prompt{&ir.Text{Text: fmt.Sprintf("You are at stop %d of this line, and there are many more of them to come.", i)}}
		s := &ir.Step{ID: fmt.Sprintf("s%d", i), Say: text, Act: &ir.Speak{}, Edges: []ir.Edge{{Outcome: ir.Of(ir.Done), To: next}}}
		if i%2 == 1 {
			s.Act = &ir.Menu{
				Say:    ir.Prompt{&ir.Text{Text: "For the next stop, press 1. To go back, press 2."}},
				Keys:   []ir.MenuKey{{Key: "1"}, {Key: "2"}},
				Asking: ir.Asking{Timeout: 5 * time.Second, Between: 3 * time.Second, Attempts: 3, Bargein: true},
			}
			s.Edges = []ir.Edge{
				{Outcome: ir.KeyOutcome("1"), To: next}, {Outcome: ir.KeyOutcome("2"), To: ir.Target(i / 2)},
				{Outcome: ir.Of(ir.Timeout), To: next}, {Outcome: ir.Of(ir.NoMatch), To: next},
			}
		}
		if i%10 == 0 && mark != nil {
			mark(i, s)
		}
		f.Steps = append(f.Steps, s)
	}
	f.Steps[steps-1].Act = &ir.Transfer{To: []ir.Address{{Value: "+14075550100"}}, Timeout: 20 * time.Second}
	return f
}

func marks() map[string]func(int, *ir.Step) {
	return map[string]func(int, *ir.Step){
		"other words": func(_ int, s *ir.Step) {
			s.Say = ir.Prompt{&ir.Text{Text: "Here something else is said, and it is told in many words."}}
		},
		"other ids":        func(i int, s *ir.Step) { s.ID = fmt.Sprintf("t%d", i) },
		"other steps":      func(i int, s *ir.Step) { s.ID, s.Say = fmt.Sprintf("t%d", i), nil },
		"the same outcome": func(_ int, s *ir.Step) { s.Edges = append(s.Edges, ir.Edge{Outcome: ir.Of(ir.HungUp), To: 0}) },
	}
}

// TestTheWorkPerStepDoesNotGrow counts allocations, which no clock can mislead.
func TestTheWorkPerStepDoesNotGrow(t *testing.T) {
	perStep := func(steps int, mark func(int, *ir.Step)) float64 {
		old, new := changes.Of(chain(steps, nil)), changes.Of(chain(steps, mark))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		require.NotEmpty(t, changes.Compare(old, new))
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc-before.TotalAlloc) / float64(steps)
	}
	for name, mark := range marks() {
		small, large := perStep(500, mark), perStep(3_000, mark)
		t.Logf("%s: %.0f and %.0f bytes per step", name, small, large)
		require.LessOrEqual(t, large, small*1.4, name)
	}
}

func TestWhatIsTheSameAtManyStepsIsToldOnce(t *testing.T) {
	found := changes.Compare(changes.Of(chain(2_000, nil)), changes.Of(chain(2_000, marks()["the same outcome"])))
	require.Len(t, found, 1)
	require.Len(t, found[0].Also, 199)
	for _, c := range changes.Compare(changes.Of(chain(2_000, nil)), changes.Of(chain(2_000, marks()["other ids"]))) {
		require.Equal(t, changes.StepRenamed, c.Kind)
	}
}
