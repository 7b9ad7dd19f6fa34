package changes_test

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/compiler"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
	"ivrc/ir/changes"
)

// shipped are the flows that come with the project, compiled afresh each time.
func shipped(t *testing.T) []func() *ir.Flow {
	t.Helper()
	paths, err := filepath.Glob("../../flows/*.ivr.yaml")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(paths), 10)
	var out []func() *ir.Flow
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		out = append(out, func() *ir.Flow {
			f, list := compiler.Check(source.NewFile(path, text), compiler.Options{Limits: syntax.DefaultLimits()})
			require.False(t, list.HasErrors(), path)
			return f
		})
	}
	return out
}

func compare(old, new *ir.Flow) []changes.Change {
	return changes.Compare(changes.Of(old), changes.Of(new))
}

func TestAFlowDoesNotDifferFromItself(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, flow := range shipped(t) {
		require.Empty(t, compare(flow(), flow()))
		require.Empty(t, compare(flow(), shuffled(r, flow())), "the order of steps is nobody's business")
	}
}

// shuffled is the flow with its steps in another order.
func shuffled(r *rand.Rand, f *ir.Flow) *ir.Flow {
	order := r.Perm(len(f.Steps))
	steps := make([]*ir.Step, len(f.Steps))
	for i, s := range f.Steps {
		steps[order[i]] = s
	}
	move(f, func(to ir.Target) ir.Target { return ir.Target(order[to]) })
	f.Steps = steps
	return f
}

// move leads everything that leads to a step elsewhere.
func move(f *ir.Flow, to func(ir.Target) ir.Target) {
	for i := range f.Entries {
		f.Entries[i].Step = to(f.Entries[i].Step)
	}
	for _, s := range f.Steps {
		for i, e := range s.Edges {
			if e.To.IsStep() {
				s.Edges[i].To = to(e.To)
			}
		}
	}
}

// edit changes one thing of a flow and says at which step; empty where the flow
// has nothing of the kind.
type edit struct {
	name string
	do   func(r *rand.Rand, f *ir.Flow) (step string)
}

func edits() []edit {
	return []edit{
		{"lead an outcome elsewhere", func(r *rand.Rand, f *ir.Flow) string {
			s, i := anyEdge(r, f)
			if s == nil {
				return ""
			}
			to := ir.Target(r.Intn(len(f.Steps)+1) - 1)
			if to == s.Edges[i].To {
				return ""
			}
			s.Edges[i].To = to
			return s.ID
		}},
		{"say one word more", func(r *rand.Rand, f *ir.Flow) string {
			s := f.Steps[r.Intn(len(f.Steps))]
			_, asking, _ := ir.Asked(s.Act)
			done := ""
			s.Prompts(func(p ir.Prompt) {
				if text, ok := p[len(p)-1].(*ir.Text); ok && asking.Attempts != 1 && done == "" {
					text.Text += " Really."
					done = s.ID
				}
			})
			return done
		}},
		{"speak with another voice", func(r *rand.Rand, f *ir.Flow) string {
			s := f.Steps[r.Intn(len(f.Steps))]
			if len(s.Say) == 0 {
				return ""
			}
			text, ok := s.Say[0].(*ir.Text)
			if ok {
				text.Speech.Voice.Any = "somebody else"
				return s.ID
			}
			return ""
		}},
		{"change a number", changeNumber},
		{"take a step out", func(r *rand.Rand, f *ir.Flow) string {
			i := 1 + r.Intn(len(f.Steps))
			if i >= len(f.Steps) || slices.ContainsFunc(f.Entries, func(e ir.Entry) bool { return int(e.Step) == i }) {
				return ""
			}
			id := f.Steps[i].ID
			f.Steps = slices.Delete(f.Steps, i, i+1)
			move(f, func(to ir.Target) ir.Target {
				switch {
				case int(to) == i:
					return ir.End
				case int(to) > i:
					return to - 1
				}
				return to
			})
			return id
		}},
		{"put a step in", func(r *rand.Rand, f *ir.Flow) string {
			s, i := anyEdge(r, f)
			if s == nil {
				return ""
			}
			f.Steps = append(f.Steps, &ir.Step{ID: "zz-new", Act: &ir.Speak{}, Edges: []ir.Edge{{Outcome: ir.Of(ir.Done), To: s.Edges[i].To}}})
			s.Edges[i].To = ir.Target(len(f.Steps) - 1)
			return "zz-new"
		}},
		{"take a key away", func(r *rand.Rand, f *ir.Flow) string {
			s := f.Steps[r.Intn(len(f.Steps))]
			m, ok := s.Act.(*ir.Menu)
			if !ok {
				return ""
			}
			m.Keys, s.Edges = m.Keys[1:], s.Edges[1:]
			return s.ID
		}},
		{"add an entry", func(r *rand.Rand, f *ir.Flow) string {
			to := r.Intn(len(f.Steps))
			f.Entries = append(f.Entries, ir.Entry{ID: "zz-new", Step: ir.Target(to)})
			return f.Steps[to].ID
		}},
	}
}

// anyEdge is an edge that can lead anywhere: where an application sends calls is
// named by its target.
func anyEdge(r *rand.Rand, f *ir.Flow) (*ir.Step, int) {
	s := f.Steps[r.Intn(len(f.Steps))]
	if len(s.Edges) == 0 {
		return nil, 0
	}
	i := r.Intn(len(s.Edges))
	if s.Edges[i].Outcome.Kind == ir.Returned {
		return nil, 0
	}
	return s, i
}

func changeNumber(r *rand.Rand, f *ir.Flow) string {
	s := f.Steps[r.Intn(len(f.Steps))]
	switch act := s.Act.(type) {
	case *ir.Menu:
		[]func(){func() { act.Timeout += time.Second }, func() { act.Attempts++ }, func() { act.Bargein = !act.Bargein }}[r.Intn(3)]()
	case *ir.Collect:
		[]func(){func() { act.Max++ }, func() { act.Send += "/x" }, func() { act.Finish = "*" }}[r.Intn(3)]()
	case *ir.Record:
		[]func(){func() { act.Max += time.Second }, func() { act.Beep = !act.Beep }, func() { act.Send += "/x" }}[r.Intn(3)]()
	case *ir.Transfer:
		[]func(){func() { act.To[0].Value += "1" }, func() { act.Timeout += time.Second }, func() { act.Limit += time.Hour }, func() { act.From += "1" }}[r.Intn(4)]()
	case *ir.Call:
		act.To[0].Value += "1"
	case *ir.Conference:
		act.Room += "1"
	case *ir.Message:
		act.Text += " Really."
	case *ir.Handoff:
		act.URL += "/x"
	case *ir.Redirect:
		act.To.Value += ".example"
	default:
		return ""
	}
	return s.ID
}

// TestEveryEditIsToldAndNamesItsStep makes random edits to the shipped flows, one
// at a time, forwards and backwards.
func TestEveryEditIsToldAndNamesItsStep(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	done := map[string]int{}
	for _, flow := range shipped(t) {
		old := changes.Of(flow())
		for _, e := range edits() {
			for range 6 {
				edited := flow()
				step := e.do(r, edited)
				if step == "" {
					continue
				}
				done[e.name]++
				what := fmt.Sprintf("%s: %s at %s", old.ID, e.name, step)
				require.True(t, names(changes.Compare(old, changes.Of(edited)), step), what)
				require.True(t, names(changes.Compare(changes.Of(edited), old), step), what+", taken back")
			}
		}
	}
	for _, e := range edits() {
		require.GreaterOrEqual(t, done[e.name], 6, e.name)
	}
}

// names says that a change is about the step, or leads to or from it.
func names(list []changes.Change, step string) bool {
	return slices.ContainsFunc(list, func(c changes.Change) bool {
		return c.Step == step || slices.Contains(c.Also, step) || c.IsEntry && (c.New == step || c.Old == step)
	})
}

// TestARenamedStepIsToldAsOne renames every step of every flow. What an
// application must know is told besides; nothing else is.
func TestARenamedStepIsToldAsOne(t *testing.T) {
	renamed, all := 0, 0
	for _, flow := range shipped(t) {
		old := flow()
		for i := range old.Steps {
			edited := flow()
			was := edited.Steps[i].ID
			edited.Steps[i].ID = "zz-new"
			rename(edited, was)
			found := compare(old, edited)
			all++
			if !slices.ContainsFunc(found, func(c changes.Change) bool { return c.Kind == changes.StepRenamed }) {
				require.True(t, names(found, was) && names(found, "zz-new"), was)
				continue
			}
			renamed++
			for _, c := range found {
				require.Contains(t, []changes.Kind{changes.StepRenamed, changes.ReturnRenamed}, c.Kind, "%s of %s: %v", was, edited.ID, c)
			}
		}
	}
	require.Greater(t, all, 80)
	require.Equal(t, all, renamed, "every step of a shipped flow is like no other")
}

// rename writes the new id where the flow repeats the old one.
func rename(f *ir.Flow, was string) {
	for _, s := range f.Steps {
		for i, e := range s.Edges {
			if e.Outcome == ir.ReturnOutcome(was) {
				s.Edges[i].Outcome = ir.ReturnOutcome("zz-new")
			}
		}
		switch act := s.Act.(type) {
		case *ir.Collect:
			act.Name = named(act.Name, was, s.ID)
		case *ir.Record:
			act.Name = named(act.Name, was, s.ID)
		case *ir.Transfer:
			act.Name = named(act.Name, was, s.ID)
		}
	}
}

func named(name, was, id string) string {
	if name == was && id == "zz-new" {
		return id
	}
	return name
}

func TestTheListIsTheSameEachTime(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for _, flow := range shipped(t) {
		old, edited := flow(), flow()
		for range 5 {
			for _, e := range edits()[:4] {
				e.do(r, edited)
			}
		}
		first := compare(old, edited)
		require.NotEmpty(t, first)
		for range 5 {
			require.True(t, reflect.DeepEqual(first, compare(old, edited)))
		}
	}
}
