package changes

import (
	"math/rand"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/ir"
)

// randomFlow is a small flow of menus, words, recordings, transfers and messages
// with any edges.
func randomFlow(r *rand.Rand) *ir.Flow {
	f := &ir.Flow{ID: "f", Entries: []ir.Entry{{}}}
	n := 1 + r.Intn(6)
	to := func() ir.Target { return ir.Target(r.Intn(n+1) - 1) }
	for i := range n {
		s := &ir.Step{ID: string(rune('a' + i)), Say: ir.Prompt{&ir.Pause{Length: time.Duration(r.Intn(5)) * time.Second}}}
		kinds := []ir.OutcomeKind{ir.Done}
		switch r.Intn(5) {
		case 0:
			s.Act = &ir.Menu{Keys: []ir.MenuKey{{Key: "1"}}, Asking: ir.Asking{Timeout: 5 * time.Second, Attempts: 1 + r.Intn(3)}}
			s.Edges = append(s.Edges, ir.Edge{Outcome: ir.KeyOutcome("1"), To: to()})
			kinds = []ir.OutcomeKind{ir.Timeout, ir.NoMatch}
		case 1:
			s.Act = &ir.Transfer{Timeout: 20 * time.Second}
			kinds = []ir.OutcomeKind{ir.Done, ir.Busy, ir.NoAnswer, ir.Failed, ir.Cancel}
		case 2:
			s.Act = &ir.Record{Timeout: 10 * time.Second}
			kinds = []ir.OutcomeKind{ir.Done, ir.Timeout}
		case 3:
			s.Act = &ir.Message{}
			kinds = []ir.OutcomeKind{ir.Done, ir.Failed}
		default:
			s.Act = &ir.Speak{}
		}
		for _, k := range append(kinds, ir.HungUp, ir.Errored) {
			s.Edges = append(s.Edges, ir.Edge{Outcome: ir.Of(k), To: to()})
		}
		f.Steps = append(f.Steps, s)
	}
	return f
}

// walker follows every way there is, step by step.
type walker struct {
	f *ir.Flow
	// takes says which outcomes count.
	takes    func(*ir.Step, ir.Outcome) bool
	toPerson bool
}

// longest is the longest way from a step; endless where a way comes back to a step
// of its own.
func (w walker) longest(step int, path map[int]bool) (took time.Duration, endless, found bool) {
	if path[step] {
		return 0, true, !w.toPerson || w.person(step, map[int]bool{})
	}
	s := w.f.Steps[step]
	if w.toPerson && isPerson(s) {
		return heard(s.Say).Took, false, true
	}
	path[step] = true
	defer delete(path, step)
	found = !w.toPerson
	for _, e := range s.Edges {
		if !w.takes(s, e.Outcome) {
			continue
		}
		stays := stay(s, e.Outcome.Kind).Took
		if !e.To.IsStep() {
			if !w.toPerson {
				took = max(took, stays)
			}
			continue
		}
		on, forever, reaches := w.longest(int(e.To), path)
		if reaches {
			found, endless, took = true, endless || forever, max(took, stays+on)
		}
	}
	return took, endless, found
}

// person says that a way leads from a step to a person.
func (w walker) person(step int, seen map[int]bool) bool {
	s := w.f.Steps[step]
	if isPerson(s) {
		return true
	}
	if seen[step] {
		return false
	}
	seen[step] = true
	for _, e := range s.Edges {
		if w.takes(s, e.Outcome) && e.To.IsStep() && w.person(int(e.To), seen) {
			return true
		}
	}
	return false
}

// shortest is the least time to a person in so many steps.
func shortest(f *ir.Flow, step, steps int) (took time.Duration, found bool) {
	s := f.Steps[step]
	if isPerson(s) {
		return heard(s.Say).Took, true
	}
	if steps == 0 {
		return 0, false
	}
	for _, e := range s.Edges {
		if e.Outcome.Kind.ReachingOnly() || !e.To.IsStep() {
			continue
		}
		if on, reaches := shortest(f, int(e.To), steps-1); reaches {
			if total := stay(s, e.Outcome.Kind).Took + on; !found || total < took {
				took, found = total, true
			}
		}
	}
	return took, found
}

func TestTimesAreThoseOfWalkingEveryWay(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	ended, rounds, reached := 0, 0, 0
	for range 700 {
		f := randomFlow(r)
		times := timesOf(f)
		for i := range f.Steps {
			took, endless, _ := walker{f: f, takes: withoutAnyone}.longest(i, map[int]bool{})
			require.Equal(t, endless, times.silentLine[i].takes.Endless)
			if !endless {
				ended++
				require.Equal(t, took, times.silentLine[i].takes.Took)
			}
			took, endless, found := walker{f: f, takes: withoutAnyone, toPerson: true}.longest(i, map[int]bool{})
			require.Equal(t, found, times.silentPerson[i].found)
			if found && endless {
				rounds++
				require.True(t, times.silentPerson[i].takes.Endless)
			} else if found {
				reached++
				require.Equal(t, took, times.silentPerson[i].takes.Took)
			}
			took, found = shortest(f, i, len(f.Steps))
			require.Equal(t, found, times.person[i].found)
			if found {
				require.Equal(t, took, times.person[i].takes.Took)
			}
		}
	}
	require.Greater(t, ended, 50)
	require.Greater(t, rounds, 50)
	require.Greater(t, reached, 50)
}
