package voiceshot

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

func numbersByName(list []backends.Number) map[string]backends.Number {
	out := map[string]backends.Number{}
	for _, n := range list {
		out[n.Name] = n
	}
	return out
}

// sound is what holds of numbers at any time: sorted, each name and each number
// once, none below 1.
func requireSound(t *testing.T, list []backends.Number) {
	t.Helper()
	names, numbers := map[string]bool{}, map[int]bool{}
	require.True(t, slices.IsSortedFunc(list, func(a, b backends.Number) int { return strings.Compare(a.Name, b.Name) }))
	for _, n := range list {
		require.False(t, names[n.Name], n.Name)
		require.False(t, numbers[n.Number], "%v", list)
		require.GreaterOrEqual(t, n.Number, 1)
		names[n.Name], numbers[n.Number] = true, true
	}
}

// TestNumbersStayThroughRandomEdits adds, drops, renames and rewords steps: a
// prompt that is there before and after keeps its number, and no number is ever
// used for something else.
func TestNumbersStayThroughRandomEdits(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 7))
		next := 0
		fresh := func() named {
			next++
			return named{Name: fmt.Sprintf("s%d", next), Print: fmt.Sprintf("%08x", r.Uint32())}
		}
		steps := []named{fresh(), fresh(), fresh()}
		list, _ := number(nil, steps)
		meaning := map[int]string{} // what a person has drawn under a number, by its print at first
		for range 25 {
			before := numbersByName(list)
			switch r.IntN(5) {
			case 0, 1:
				steps = slices.Insert(steps, r.IntN(len(steps)+1), fresh())
			case 2:
				if len(steps) > 1 {
					i := r.IntN(len(steps))
					steps = slices.Delete(steps, i, i+1)
				}
			case 3: // a rename alone, which its print gives away
				i := r.IntN(len(steps))
				was := steps[i]
				next++
				steps[i].Name = fmt.Sprintf("r%d", next)
				after, d := number(list, steps)
				require.Equal(t, before[was.Name].Number, numbersByName(after)[steps[i].Name].Number, "seed %d: a renamed step keeps its number", seed)
				require.Empty(t, d.come)
			case 4:
				i := r.IntN(len(steps))
				steps[i].Print = fmt.Sprintf("%08x", r.Uint32())
			}
			shuffled := slices.Clone(steps)
			list, _ = number(list, shuffled)
			requireSound(t, list)
			now := numbersByName(list)
			for _, s := range steps {
				n := now[s.Name]
				require.False(t, n.Retired)
				if old, was := before[s.Name]; was {
					require.Equal(t, old.Number, n.Number, "seed %d: %s", seed, s.Name)
				}
				if meaning[n.Number] == "" {
					meaning[n.Number] = s.Name
				}
			}
			again, d := number(list, steps)
			require.Equal(t, list, again, "a second build changes nothing")
			require.Empty(t, d)
		}
	}
}

// TestBranchesThatAddStepsMergeOrAreRefused lets two branches add steps to one
// flow: after a merge of their lines either every number has one meaning, or the
// same number stands twice, which the reader of the file refuses.
func TestBranchesThatAddStepsMergeOrAreRefused(t *testing.T) {
	base, _ := number(nil, []named{{"a", "1"}, {"b", "2"}})
	one, _ := number(base, []named{{"a", "1"}, {"b", "2"}, {"c", "3"}})
	two, _ := number(base, []named{{"a", "1"}, {"b", "2"}, {"d", "4"}, {"e", "5"}})
	require.Equal(t, 3, numbersByName(one)["c"].Number)
	require.Equal(t, 3, numbersByName(two)["d"].Number, "compiler/lock refuses the merge of both")
	// A person gave c the next free number.
	merged := append(slices.Clone(two), backends.Number{Name: "c", Number: 5, Print: "3"})
	slices.SortFunc(merged, func(x, y backends.Number) int { return strings.Compare(x.Name, y.Name) })
	list, d := number(merged, []named{{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}, {"e", "5"}})
	require.Empty(t, d)
	requireSound(t, list)
	require.Equal(t, 5, numbersByName(list)["c"].Number)
}

func TestARetiredNumberComesBackWithItsStepAndIsNeverGivenAway(t *testing.T) {
	list, _ := number(nil, []named{{"a", "1"}, {"b", "2"}})
	list, d := number(list, []named{{"a", "1"}})
	require.Len(t, d.gone, 1)
	require.True(t, numbersByName(list)["b"].Retired)
	list, d = number(list, []named{{"a", "1"}, {"c", "3"}})
	require.Equal(t, 3, numbersByName(list)["c"].Number)
	require.Empty(t, d.gone, "it went before")
	list, _ = number(list, []named{{"a", "1"}, {"b", "2"}, {"c", "3"}})
	require.Equal(t, backends.Number{Name: "b", Number: 2, Print: "2"}, numbersByName(list)["b"])
}

func TestAttemptsOfARenamedStepGoWithIt(t *testing.T) {
	list, _ := number(nil, []named{{"main", "1"}, {"bye", "2"}, {"main.2", "3"}, {"main.3", "4"}})
	list, d := number(list, []named{{"top", "1"}, {"bye", "2"}, {"top.2", "9"}, {"top.3", "4"}, {"top.4", "5"}})
	now := numbersByName(list)
	require.Equal(t, []int{1, 2, 3, 4, 5}, []int{now["top"].Number, now["bye"].Number, now["top.2"].Number, now["top.3"].Number, now["top.4"].Number})
	require.NotContains(t, now, "main")
	require.NotContains(t, now, "main.2")
	require.Len(t, d.come, 1)
}

func TestTwoStepsThatAreTheSameThingAreNotGuessed(t *testing.T) {
	list, _ := number(nil, []named{{"a", "1"}, {"b", "1"}})
	list, d := number(list, []named{{"c", "1"}, {"d", "1"}})
	require.Len(t, d.gone, 2)
	require.Len(t, d.come, 2)
	require.Equal(t, 3, numbersByName(list)["c"].Number)
	requireSound(t, list)
}

func TestANewNumberIsAboveAllThatStandInTheFile(t *testing.T) {
	list, _ := number([]backends.Number{{Name: "x", Number: 40, Retired: true}, {Name: "y", Number: 7}}, []named{{"y", "1"}, {"z", "2"}})
	require.Equal(t, 41, numbersByName(list)["z"].Number)
	require.Equal(t, 7, numbersByName(list)["y"].Number)
}

func TestARenameWithOtherWordsIsAskedAbout(t *testing.T) {
	text := "ivr: 1\nflow: f\nstart: %s\nevents: {hangup: end, error: end}\nsteps:\n  %s: {say: %q, hangup: true}\n"
	bundle, list := gated(flowOf(t, fmt.Appendf(nil, text, "a", "a", "One.")), nil)
	require.Empty(t, list)
	bundle, list = gated(flowOf(t, fmt.Appendf(nil, text, "b", "b", "Two.")), bundle.Numbers)
	require.Len(t, list, 1)
	require.Equal(t, "on voiceshot: b is new and gets prompt 2, and a is gone: its prompt 1 will not be used again", list[0].Message)
	require.Equal(t, "b", list[0].Primary.Text())
	require.Equal(t, "if it was renamed, write b in the place of a in voiceshot.lock.yaml before you build", list[0].Help[0])
	_, list = gated(flowOf(t, fmt.Appendf(nil, text, "c", "c", "Two.")), bundle.Numbers)
	require.Empty(t, list, "the same words under another name are a rename")
}
