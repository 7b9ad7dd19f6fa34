package fix

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// rule is a word that a test's check reports, and the safe fix that it offers.
type rule struct {
	code      diag.Code
	word, new string
}

// checker reports every place of its words, after what the reader of YAML says.
func checker(rules ...rule) Check {
	return func(file *source.File) diag.List {
		_, list := syntax.Parse(file, syntax.Limits{})
		for _, r := range rules {
			for at := 0; ; {
				i := strings.Index(string(file.Text[at:]), r.word)
				if i < 0 {
					break
				}
				span := source.Span{File: file, Start: at + i, End: at + i + len(r.word)}
				d := diag.New(r.code, span, "this is %q", r.word)
				if r.new != r.word {
					d = d.WithFix(diag.Fix{Message: "write " + r.new, Safe: true, Edits: []diag.Edit{{Span: span, New: r.new}}})
				}
				list.Add(d)
				at += i + len(r.word)
			}
		}
		list.Sort()
		return list
	}
}

func fixed(text string, check Check) Result { return Run(source.NewFile("f", []byte(text)), check) }

func TestFixesAreMadeAndTold(t *testing.T) {
	r := fixed("a: mian\nb: [mian, x]\n", checker(rule{diag.UnknownStep, "mian", "main"}))
	require.Equal(t, "a: main\nb: [main, x]\n", string(r.File.Text))
	require.Empty(t, r.List)
	require.Empty(t, r.Refused)
	require.Equal(t, []Applied{
		{Code: diag.UnknownStep, Message: "write main", At: source.Position{Line: 1, Column: 4}, Old: "mian", New: "main"},
		{Code: diag.UnknownStep, Message: "write main", At: source.Position{Line: 2, Column: 5}, Old: "mian", New: "main"},
	}, r.Applied)
}

func TestNothingToFixGivesTheFileItself(t *testing.T) {
	file := source.NewFile("f", []byte("a: b\n"))
	r := Run(file, checker())
	require.Same(t, file, r.File)
	require.False(t, r.Changed())
}

func TestLineEndsMarksTabsAndCommentsStay(t *testing.T) {
	for _, text := range []string{
		"\xef\xbb\xbfa: mian # why\r\n\r\n# mian it is not\r\nb: 1",
		"a: mian\t # why\n\n\n  # two\nb:\n  - mian\n\t\n",
		"{\"a\": \"mian\",\n\t\"b\": 1}",
	} {
		want := strings.ReplaceAll(strings.Replace(text, "# mian", "# MIAN", 1), "mian", "main")
		want = strings.Replace(want, "# MIAN", "# mian", 1)
		check := func(file *source.File) diag.List {
			var list diag.List
			for _, d := range checker(rule{diag.UnknownStep, "mian", "main"})(file) {
				if d.Primary.Start < 2 || file.Text[d.Primary.Start-2] != '#' {
					list.Add(d)
				}
			}
			return list
		}
		require.Equal(t, want, string(fixed(text, check).File.Text))
	}
}

func TestPlacesAreThoseOfTheFirstText(t *testing.T) {
	r := fixed("a: one two\n", func(file *source.File) diag.List {
		if strings.Contains(string(file.Text), "one") {
			return checker(rule{diag.UnknownStep, "one", "three"})(file)
		}
		return checker(rule{diag.UnknownPrompt, "two", "four"})(file)
	})
	require.Equal(t, "a: three four\n", string(r.File.Text))
	require.Equal(t, source.Position{Line: 1, Column: 8}, r.Applied[1].At, "the second round's place is that of the first text")
}

func TestOfTwoThatTouchTheFirstWinsAndTheOtherIsAskedAgain(t *testing.T) {
	r := fixed("a: abc\n", checker(rule{diag.UnknownStep, "ab", "x"}, rule{diag.UnknownPrompt, "bc", "y"}))
	require.Equal(t, "a: xc\n", string(r.File.Text))
	require.Len(t, r.Applied, 1)
	require.Empty(t, r.Refused, "in the second round nothing was left to fix")
}

// TestWhatCannotBeProvedIsTakenBack has one row for each part of the proof.
func TestWhatCannotBeProvedIsTakenBack(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		rules []rule
		why   string
	}{
		"still reported":      {"a: xx\n", []rule{{diag.UnknownStep, "xx", "yxx"}}, "IVR201 would still be reported here"},
		"another error":       {"a: xx\n", []rule{{diag.UnknownStep, "xx", "zz"}, {diag.BadValue, "zz", "zz"}}, `it would bring an error: this is "zz" [IVR104]`},
		"comment swallowed":   {"a: xx\n  # one\nb: 2\n", []rule{{diag.UnknownStep, "xx", ">"}}, "a comment would become text"},
		"text cut":            {"a: xx y\n", []rule{{diag.UnknownStep, "xx", "z #"}}, "text would become a comment"},
		"blank line":          {"a: 1\n \u00ad \nb: 2\n", []rule{{diag.UnknownStep, "\u00ad", ""}}, "a blank line would change"},
		"lines added":         {"a: xx\n", []rule{{diag.UnknownStep, "xx", "\n  y"}}, "it would add or remove lines"},
		"not readable":        {"a: xx\n", []rule{{diag.UnknownStep, "xx", "[y"}}, "the file could not be read any more"},
		"another value":       {"a: xx\nb: 1\n", []rule{{diag.UnknownStep, "a: xx", "a: [y"}, {diag.UnknownStep, "b: 1", "b: 1]"}}, "the file could not be read any more"},
		"value torn off":      {"a: [xx, yy]\n", []rule{{diag.UnknownStep, "xx,", "xx ,z,"}}, otherMeaning},
		"pair added":          {"{a: xx, c: 1}\n", []rule{{diag.UnknownStep, "xx,", "x, b: 2,"}}, otherMeaning},
		"key that is there":   {"a: 1\nb: 2\n", []rule{{diag.UnknownStep, "b", "a"}}, otherMeaning},
		"half a text hidden":  {"a: xx # the rest\n", []rule{{diag.ReadDifferently, "xx", `"yy"`}, {diag.CutByHash, "xx #", "xx #"}}, "it would hide what IVR015 says about the same text"},
		"a warning's own fix": {"a: xx\nb: yy\n", []rule{{diag.ReadDifferently, "xx", `"zz"`}, {diag.Trapped, "zz\"\nb", "zz\"\nb"}}, `it would bring an error`},
	} {
		t.Run(name, func(t *testing.T) {
			r := fixed(c.text, checker(c.rules...))
			require.Equal(t, c.text, string(r.File.Text))
			require.Empty(t, r.Applied)
			require.NotEmpty(t, r.Refused)
			require.Contains(t, r.Refused[0].Reason, c.why)
		})
	}
}

func TestOneBadFixDoesNotHinderTheOthers(t *testing.T) {
	var text strings.Builder
	for i := range 40 {
		fmt.Fprintf(&text, "k%d: mian\n", i)
	}
	bad := strings.Replace(text.String(), "k23: mian", "k23: worse", 1)
	r := fixed(bad, checker(rule{diag.UnknownStep, "mian", "main"}, rule{diag.UnknownStep, "worse", "[worse"}))
	require.Equal(t, strings.ReplaceAll(bad, "mian", "main"), string(r.File.Text))
	require.Len(t, r.Applied, 39)
	require.Equal(t, []Refused{{Code: diag.UnknownStep, At: source.Position{Line: 24, Column: 6}, Reason: "the file could not be read any more"}}, r.Refused)
}

func TestErrorsThatAnErrorHidMayShowAwayFromTheEdit(t *testing.T) {
	r := fixed("a: mian\nb: there\n", func(file *source.File) diag.List {
		if list := checker(rule{diag.UnknownStep, "mian", "main"})(file); len(list) > 0 {
			return list
		}
		return checker(rule{diag.Trapped, "there", "there"})(file)
	})
	require.Equal(t, "a: main\nb: there\n", string(r.File.Text))
	require.Len(t, r.List, 1)
}

func TestALostKeyBecomesOneAndTheCommentBehindItStays(t *testing.T) {
	check := func(file *source.File) diag.List {
		_, list := syntax.Parse(file, syntax.Limits{})
		return list
	}
	for text, want := range map[string]string{
		"keys:\n  1: a\n  #: b # go on\n# end\n":   "keys:\n  1: a\n  \"#\": b # go on\n# end\n",
		"keys: {1: a, #: b} # go on\nother: c\n":   "keys: {1: a, \"#\": b} # go on\nother: c\n",
		"keys:\n  *: b # go on\n  1: a\n  *1: x\n": "keys:\n  \"*\": b # go on\n  1: a\n  \"*1\": x\n",
		"a:\n\tb: 1 # one\n\n\tc:\n\t\td: 2\n":     "a:\n  b: 1 # one\n\n  c:\n    d: 2\n",
		"k:\n  1:a\n  2:b\n":                       "k:\n  1: a\n  2: b\n",
	} {
		r := fixed(text, check)
		require.Equal(t, want, string(r.File.Text))
		require.Empty(t, r.List)
	}
}

func TestTheRoundsAreBounded(t *testing.T) {
	rounds := 0
	r := fixed("a: x\n", func(file *source.File) diag.List {
		rounds++
		at := source.Span{File: file, Start: 3, End: len(file.Text) - 1}
		d := diag.New(diag.UnknownStep, at, "round %d", rounds)
		d.Code = []diag.Code{diag.UnknownStep, diag.UnknownPrompt}[rounds%2]
		return diag.List{d.WithFix(diag.Fix{Message: "again", Safe: true, Edits: []diag.Edit{{Span: at, New: strings.Repeat("y", rounds)}}})}
	})
	require.Len(t, r.Applied, MaxRounds)
	require.Equal(t, MaxRounds+1, rounds)
}

func TestOffsetsGoForthAndBack(t *testing.T) {
	c := newChange([]edit{{2, 4, "abc"}, {6, 7, ""}, {9, 10, "xy"}})
	for offset, want := range map[int]int{0: 0, 2: 2, 3: 2, 4: 5, 6: 7, 7: 7, 9: 9, 10: 11, 12: 13} {
		require.Equal(t, want, c.moved(offset), "offset %d", offset)
	}
	for offset, want := range map[int]int{0: 0, 2: 2, 3: 2, 5: 4, 9: 9, 10: 9, 11: 10, 13: 12} {
		require.Equal(t, want, c.movedBack(offset), "offset %d", offset)
	}
}
