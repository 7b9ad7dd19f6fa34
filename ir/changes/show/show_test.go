package show

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/ir/changes"
)

// report has one flow with so many changes.
func report(changed ...changes.Change) Report {
	return Report{Old: "old", New: "new", Flows: []Flow{{ID: "desk", Status: Changed, Changes: changed}}}
}

func text(t *testing.T, r Report, o Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Text(&b, r, o))
	return b.String()
}

func markdown(t *testing.T, r Report, o Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Markdown(&b, r, o))
	return b.String()
}

func TestEveryKindIsASentenceAndARow(t *testing.T) {
	took := &changes.Length{Took: 3 * time.Second}
	for _, k := range changes.Kinds() {
		c := changes.Change{Kind: k, Step: "main", What: "what", Old: "was", New: "is", OldTime: took, NewTime: took}
		said := sentence(c)
		require.NotEmpty(t, said)
		require.NotContains(t, said, "%!")
		what, _, _ := row(c)
		require.NotEmpty(t, what)
	}
}

func TestWhatIsOverTheLimitIsCounted(t *testing.T) {
	var list []changes.Change
	for i := range 60 {
		list = append(list, changes.Change{Kind: changes.KeyMoved, Step: fmt.Sprintf("s%d", i), What: "key 1", Old: "a", New: "b"})
	}
	for _, form := range []func(*testing.T, Report, Options) string{text, markdown} {
		require.Equal(t, 10, strings.Count(form(t, report(list...), Options{Max: 10}), "key 1")-strings.Count(first(list), "key 1")*strings.Count(form(t, report(list...), Options{Max: 10}), "<summary>"))
		require.Contains(t, form(t, report(list...), Options{Max: 10}), "and 50 more changes")
		require.Contains(t, form(t, report(list...), Options{Max: 59}), "and 1 more change\n")
		require.NotContains(t, form(t, report(list...), Options{}), "more change")
	}
}

func TestNothingOfATextIsTakenForMarkdown(t *testing.T) {
	bad := "a | b <script> `x` *y* _z_ [l](u) @somebody #1 ~~g~~ \\ & line\nbreak \x1b[31m\u202e"
	page := markdown(t, report(
		changes.Change{Kind: changes.PromptAdded, Step: "main", What: "say", New: bad},
		changes.Change{Kind: changes.PromptChanged, Step: "main", What: "say", Words: []changes.Word{{Op: changes.Kept, Text: bad}, {Op: changes.Gone, Text: bad, Gap: true}}},
	), Options{})
	for _, sign := range []string{"<script>", "`", "*y", "_z", "[l", "@", " #1", "~~", "\\", "\x1b", "\u202e", "line\nbreak"} {
		require.NotContains(t, page, sign)
	}
	for _, line := range strings.Split(page, "\n") {
		if strings.HasPrefix(line, "|") {
			require.Equal(t, 5, strings.Count(line, "|"), line)
		}
	}
	require.NotContains(t, text(t, report(changes.Change{Kind: changes.PromptAdded, New: bad}), Options{}), "\x1b")
}

func TestLongCellsAreCut(t *testing.T) {
	page := markdown(t, report(changes.Change{Kind: changes.PromptAdded, Step: "main", What: "say", New: strings.Repeat("long ", 1000)}), Options{})
	require.Less(t, len(page), 1500)
}

func TestColoursChangeNoLetter(t *testing.T) {
	r := report(changes.Change{Kind: changes.PromptChanged, Step: "main", What: "say", Words: []changes.Word{
		{Op: changes.Kept, Text: "one"}, {Op: changes.Gone, Text: "two", Gap: true}, {Op: changes.New, Text: "three", Gap: true},
	}})
	plain, colored := text(t, r, Options{}), text(t, r, Options{Color: true})
	require.Contains(t, plain, "one [-two-] {+three+}")
	require.NotEqual(t, plain, colored)
	for _, code := range []string{"\x1b[31m", "\x1b[32m", "\x1b[0m"} {
		colored = strings.ReplaceAll(colored, code, "")
	}
	require.Equal(t, plain, colored)
}

func TestWhatIsFarFromAChangeIsLeftOut(t *testing.T) {
	words := strings.Repeat("w ", 29) + "w"
	require.Equal(t, "w w w w w w w w …", short(words, false, true))
	require.Equal(t, "… w w w w w w w w", short(words, true, false))
	require.Equal(t, "w w w w w w w w … w w w w w w w w", short(words, false, false))
	require.Equal(t, "a b c", short("a b c", false, false))
}

func TestManyStepsAreCounted(t *testing.T) {
	c := changes.Change{Step: "a", Also: []string{"b", "c", "d", "e"}}
	require.Equal(t, "a, b, c, d and e", where(c))
	c.Also = append(c.Also, "f")
	require.Equal(t, "a, b, c, d and 2 more steps", where(c))
}
