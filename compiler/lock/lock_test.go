package lock

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

const fileName = "voiceshot.lock.yaml"

func parse(text []byte) (*Lock, diag.List) {
	return Parse(source.NewFile(fileName, text), syntax.DefaultLimits())
}

func TestCases(t *testing.T) {
	ivrctest.Run(t, "testdata/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		l, list := parse(c.Input(t, fileName))
		c.Expect(t, "diags.txt", list.Detailed())
		if !list.HasErrors() {
			c.Expect(t, "written.yaml", string(l.Encode()))
		}
		c.DropOutputs(t, "written.yaml")
	})
}

func randomLock(r *rand.Rand) *Lock {
	l := &Lock{}
	for f := range r.IntN(4) {
		var entries []Entry
		numbers := r.Perm(200)
		for i := range r.IntN(12) {
			e := Entry{Name: fmt.Sprintf("s%d", i), Number: numbers[i] + 1, Retired: r.IntN(4) == 0}
			if r.IntN(3) > 0 {
				e.Print = fmt.Sprintf("%08x", r.Uint32())
			}
			if r.IntN(4) == 0 {
				e.Name += fmt.Sprintf(".%d", 2+r.IntN(20))
			}
			entries = append(entries, e)
		}
		l.Set(fmt.Sprintf("flow-%d", f), entries)
	}
	return l
}

func TestWhatIsWrittenReadsBackAsItself(t *testing.T) {
	for seed := range uint64(300) {
		l := randomLock(rand.New(rand.NewPCG(seed, 1)))
		text := l.Encode()
		again, list := parse(text)
		require.Empty(t, list, "%s\n%s", list.Detailed(), text)
		require.Equal(t, string(text), string(again.Encode()))
		for id, entries := range l.flows {
			read := again.Flow(id)
			require.Len(t, read, len(entries), "seed %d", seed)
			for i := range read {
				require.Equal(t, fmt.Sprint(read[i].Number), read[i].Span.Text(), "the place is the number")
				read[i].Span = source.Span{}
			}
			slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
			require.ElementsMatch(t, entries, read)
		}
	}
}

// TestBranchesThatAddDifferentStepsMergeLineByLine merges as tools do: the lines
// of both, where neither changed a line of the other.
func TestBranchesThatAddDifferentStepsMergeLineByLine(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 2))
		base := []Entry{{Name: "a", Number: 1}, {Name: "m", Number: 2}, {Name: "z", Number: 3}}
		branch := func(name string, number int) *Lock {
			l := &Lock{}
			l.Set("desk", append(slices.Clone(base), Entry{Name: name, Number: number, Print: fmt.Sprintf("%08x", r.Uint32())}))
			return l
		}
		numbers := []int{4, 4 + r.IntN(2)}
		one, two := branch("b", numbers[0]), branch("n", numbers[1])
		lines := strings.SplitAfter(string(one.Encode()), "\n")
		for _, line := range strings.SplitAfter(string(two.Encode()), "\n") {
			if !slices.Contains(lines, line) {
				lines = slices.Insert(lines, slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "    z:") }), line)
			}
		}
		merged, list := parse([]byte(strings.Join(lines, "")))
		if numbers[0] != numbers[1] {
			require.Empty(t, list, list.Detailed())
			require.Len(t, merged.Flow("desk"), 5)
			continue
		}
		require.Len(t, list, 1)
		require.Equal(t, "prompt 4 is b already, and cannot be n as well", list[0].Message)
		require.Equal(t, "4", list[0].Primary.Text())
		require.Equal(t, "4", list[0].Related[0].Span.Text())
		require.Contains(t, list[0].Help[0], "5 is free")
	}
}

// TestEveryIDCanBeAName writes ids that other readers of YAML take for something
// else.
func TestEveryIDCanBeAName(t *testing.T) {
	l := &Lock{}
	ids := []string{"no", "yes", "on", "off", "y", "n", "true", "false", "null", "e1", "end", "ivr-prompts", "flows", "prompt"}
	var entries []Entry
	for i, id := range ids {
		entries = append(entries, Entry{Name: id, Number: i + 1})
		l.Set(id, []Entry{{Name: "a", Number: 1}})
	}
	l.Set("all", entries)
	again, list := parse(l.Encode())
	require.Empty(t, list, "%s\n%s", list.Detailed(), l.Encode())
	require.Len(t, again.Flow("all"), len(ids))
	for _, id := range ids {
		require.Len(t, again.Flow(id), 1, id)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("ivr-prompts: 1\nflows:\n  desk: {main: 1, main.2: {prompt: 2, print: \"0a1b2c3d\", retired: true}}\n"))
	f.Add([]byte("<<<<<<< ours\nivr-prompts: 1\n=======\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		l, list := parse(text)
		for _, d := range list {
			require.NotEqual(t, diag.Bug, d.Severity, d.Compact())
			require.LessOrEqual(t, d.Primary.End, len(text))
		}
		if list.HasErrors() {
			return
		}
		again, list := parse(l.Encode())
		require.Empty(t, list, "%s\n%s", list.Detailed(), l.Encode())
		require.Equal(t, string(l.Encode()), string(again.Encode()))
	})
}
