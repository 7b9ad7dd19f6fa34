package changes

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/ir"
)

func say(text string) ir.Prompt { return ir.Prompt{&ir.Text{Text: text}} }

// side puts the words of one side together again.
func (o Op) side(list []Word) string {
	var b strings.Builder
	for _, w := range list {
		if w.Op == Kept || w.Op == o {
			if w.Gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w.Text)
		}
	}
	return b.String()
}

func TestTheRunsOfEachSideAreItsText(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	words := []string{"press", "one", "for", "sales.", "お", "電話", "two"}
	any := func() string {
		var list []string
		for range r.Intn(12) {
			list = append(list, words[r.Intn(len(words))])
		}
		return strings.Join(list, " ")
	}
	for range 2000 {
		old, new := tokens(say(any()), plainly), tokens(say(any()), plainly)
		list := runs(old, new, align(old, new))
		require.Equal(t, textOf(old), Gone.side(list))
		require.Equal(t, textOf(new), New.side(list))
		for i := 1; i < len(list); i++ {
			require.NotEqual(t, list[i-1].Op, list[i].Op)
		}
	}
}

func TestWordsThatStayAreFound(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"a b c", "a x c", "kept:a gone:b new:x kept:c"},
		{"a b c", "a c", "kept:a gone:b kept:c"},
		{"", "a", "new:a"},
		{"a  b\n c", "a b c", "kept:a b c"},
		{"営業時間は九時です", "営業時間は十時です", "kept:営業時間は gone:九 new:十 kept:時です"},
	} {
		old, new := tokens(say(c.old), plainly), tokens(say(c.new), plainly)
		var got []string
		for _, w := range runs(old, new, align(old, new)) {
			got = append(got, w.Op.String()+":"+w.Text)
		}
		require.Equal(t, c.want, strings.Join(got, " "))
	}
}

func TestLongTextsThatShareNothingAreToldWhole(t *testing.T) {
	old, new := tokens(say(strings.Repeat("a b ", 5000)), plainly), tokens(say(strings.Repeat("b a ", 5000)+"b"), plainly)
	list := runs(old, new, align(old, new))
	require.Equal(t, textOf(old), Gone.side(list))
	require.Equal(t, textOf(new), New.side(list))
	require.LessOrEqual(t, len(list), 4)
}

func TestHowATextIsCutIntoItemsIsNotHeard(t *testing.T) {
	require.True(t, Alike(say("One two."), ir.Prompt{&ir.Text{Text: "One "}, &ir.Text{Text: " two."}}))
	require.False(t, Alike(say("One two."), say("One  three.")))
	other := ir.Prompt{&ir.Text{Text: "One two.", Speech: ir.Speech{Language: "de"}}}
	require.False(t, Alike(say("One two."), other))
	pause := func(voice string) ir.Prompt {
		return ir.Prompt{&ir.Pause{Length: 1, Speech: ir.Speech{Voice: ir.Voice{Any: voice}}}}
	}
	require.True(t, Alike(pause("a"), pause("b")), "silence has no voice")
}

func TestEveryKindStandsUnderOneHeading(t *testing.T) {
	seen := map[Kind]int{}
	for _, g := range Groups() {
		for _, k := range g.Kinds {
			seen[k]++
		}
	}
	for _, k := range Kinds() {
		require.Equal(t, 1, seen[k], k)
	}
	require.Len(t, seen, len(Kinds()))
}
