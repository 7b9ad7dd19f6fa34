package verify

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// steps is a small flow as it should be heard; every test changes one thing.
func steps() []Heard {
	return []Heard{
		{ID: "main", Act: "menu", Say: []Sound{{Kind: "text", What: "Hello."}},
			Facts:    []Fact{{"timeout", "5s"}},
			Attempts: []Attempt{{Number: 1, Sounds: []Sound{{Kind: "text", What: "Press 1."}}}, {Number: 2, After: "timeout"}},
			Edges:    []Edge{{"key 1", 0, "sales"}, {"timeout", 1, "main"}, {"failed", 0, "bye"}, {"failed", 0, "bye"}}},
		{ID: "sales", Act: "say", Edges: []Edge{{"done", 0, "end"}}},
	}
}

func TestEqualStepsHaveNoDifference(t *testing.T) {
	require.Empty(t, Compare(steps(), steps()))
	swapped := steps()
	swapped[0], swapped[1] = swapped[1], swapped[0]
	require.Empty(t, Compare(steps(), swapped))
}

func TestEveryDifferenceIsASentence(t *testing.T) {
	for want, change := range map[string]func(s []Heard) []Heard{
		"sales: the flow has it, the files do not":                                                               func(s []Heard) []Heard { return s[:1] },
		"bye: the files have it, the flow does not":                                                              func(s []Heard) []Heard { return append(s, Heard{ID: "bye"}) },
		"main, act: the flow says menu, the files say say":                                                       func(s []Heard) []Heard { s[0].Act = "say"; return s },
		`main, what is heard, part 1: the flow says text "Hello.", the files say text "Hullo."`:                  func(s []Heard) []Heard { s[0].Say[0].What = "Hullo."; return s },
		`main, what is heard, part 1: the flow says text "Hello.", the files say nothing`:                        func(s []Heard) []Heard { s[0].Say = nil; return s },
		`main, what is heard, part 2: the flow says nothing, the files say pause "500" (voice "A", language "")`: func(s []Heard) []Heard { s[0].Say = append(s[0].Say, Sound{"pause", "500", "A", ""}); return s },
		"main, timeout: the flow says 5s, the files say 6s":                                                      func(s []Heard) []Heard { s[0].Facts[0].Value = "6s"; return s },
		"main, timeout: the flow says 5s, the files say nothing":                                                 func(s []Heard) []Heard { s[0].Facts = nil; return s },
		"main, beep: the flow says nothing, the files say true":                                                  func(s []Heard) []Heard { s[0].Facts = append(s[0].Facts, Fact{"beep", "true"}); return s },
		"main, timeout: the flow says 5s, the files say 5s and 6s":                                               func(s []Heard) []Heard { s[0].Facts = append(s[0].Facts, Fact{"timeout", "6s"}); return s },
		"main, attempt 2 after timeout: the flow has it, the files do not":                                       func(s []Heard) []Heard { s[0].Attempts = s[0].Attempts[:1]; return s },
		"main, attempt 3 after nomatch: the files have it, the flow does not": func(s []Heard) []Heard {
			s[0].Attempts = append(s[0].Attempts, Attempt{Number: 3, After: "nomatch"})
			return s
		},
		`main, attempt 1, part 1: the flow says text "Press 1.", the files say nothing`: func(s []Heard) []Heard { s[0].Attempts[0].Sounds = nil; return s },
		"main, key 1: the flow says to sales, the files say to main":                    func(s []Heard) []Heard { s[0].Edges[0].To = "main"; return s },
		"main, timeout at attempt 1: the flow says to main, the files say nothing":      func(s []Heard) []Heard { s[0].Edges = append(s[0].Edges[:1], s[0].Edges[2:]...); return s },
		"main, key 2: the flow says nothing, the files say to main":                     func(s []Heard) []Heard { s[0].Edges = append(s[0].Edges, Edge{"key 2", 0, "main"}); return s },
		"main, failed: the flow says to bye, the files say to bye and sales":            func(s []Heard) []Heard { s[0].Edges[3].To = "sales"; return s },
	} {
		require.Equal(t, []string{want}, Compare(steps(), change(steps())))
	}
}

func TestTargetsOfOneClassAreOne(t *testing.T) {
	heard := steps()
	heard[0].Edges[0].To = "shop"
	same := func(to string) string {
		if to == "shop" {
			return "sales"
		}
		return to
	}
	require.Empty(t, CompareBy(steps(), heard, same))
	heard[0].Edges[1].To = "shop"
	require.Len(t, CompareBy(steps(), heard, same), 1)
}
