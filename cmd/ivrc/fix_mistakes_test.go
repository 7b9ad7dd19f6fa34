package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/fix"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// mistake is one slip in a flow that was right.
type mistake struct {
	kind string
	text string
	// meant is the flow as it should have been written.
	meant string
}

// word is a value or key of a flow, with the keys above it.
type word struct {
	node *syntax.Node
	path []string
	key  bool
}

// wordsIn are all keys and values of one word each.
func wordsIn(root *syntax.Node) []word {
	var found []word
	var walk func(n *syntax.Node, path []string)
	walk = func(n *syntax.Node, path []string) {
		for _, e := range n.Entries {
			below := append(slices.Clip(path), e.Key.Text)
			found = append(found, word{e.Key, path, true})
			walk(e.Value, below)
		}
		for _, item := range n.Items {
			walk(item, append(slices.Clip(path), "*"))
		}
		if n.IsScalar() && n.Kind != syntax.Null {
			found = append(found, word{n, path, false})
		}
	}
	walk(root, nil)
	return found
}

// slips are the texts that one slip of the finger makes of a word: each letter
// forgotten, typed twice, swapped with the next, or replaced by the one beside it.
func slips(word string) []string {
	var out []string
	beside := strings.NewReplacer("q", "w", "w", "e", "e", "r", "r", "t", "t", "y", "y", "u", "u", "i", "i", "o", "o", "p", "p", "o",
		"a", "s", "s", "d", "d", "f", "f", "g", "g", "h", "h", "j", "j", "k", "k", "l", "l", "k", "z", "x", "x", "c", "c", "v", "v", "b", "b", "n", "n", "m", "m", "n")
	for i := range word {
		out = append(out, word[:i]+word[i+1:], word[:i+1]+word[i:], word[:i]+beside.Replace(word[i:i+1])+word[i+1:])
		if i+1 < len(word) {
			out = append(out, word[:i]+word[i+1:i+2]+word[i:i+1]+word[i+2:])
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == word || s == "" })
}

// mistakesIn puts every kind of slip at every place of a flow.
func mistakesIn(text string, root *syntax.Node) []mistake {
	var all []mistake
	put := func(kind string, at source.Span, instead string) {
		all = append(all, mistake{kind, text[:at.Start] + instead + text[at.End:], text})
	}
	steps := root.Get("steps")
	prompts := root.Get("prompts")
	for _, s := range wordsIn(root) {
		n, at := s.node, s.node.Span
		above := ""
		if len(s.path) > 0 {
			above = s.path[len(s.path)-1]
		}
		switch {
		case s.key && above == "keys":
			if n.Text == "*" {
				put("unquoted * key", at, "*")
				hash := text[:at.Start] + `"#"` + text[at.End:] // the shipped flows have no such key
				all = append(all, mistake{"unquoted # key", text[:at.Start] + "#" + text[at.End:], hash})
			}
			if n.Style == syntax.Plain && strings.HasPrefix(text[at.End:], ": ") {
				put("no space after a key", source.Span{Start: at.Start, End: at.End + 2}, n.Text+":")
			}
		case s.key && len(s.path) == 1 && slices.Contains([]string{"steps", "entries", "prompts"}, above):
		case s.key:
			for _, slip := range slips(n.Text) {
				put("misspelt key", at, slip)
			}
			for _, slip := range foreignTo[n.Text] {
				if above == "events" {
					put("word of another tool", at, slip)
				}
			}
		case steps.Get(n.Text) != nil && above != "flow" && n.Style == syntax.Plain:
			for _, slip := range slips(n.Text) {
				put("misspelt step", at, slip)
			}
		case above == "prompt" && prompts.Get(n.Text) != nil:
			for _, slip := range slips(n.Text) {
				put("misspelt prompt", at, slip)
			}
		case strings.HasPrefix(n.Text, "+") && n.Style == syntax.Double:
			put("unquoted number", at, n.Text)
			put("number with signs", at, `"`+n.Text[:2]+" ("+n.Text[2:5]+") "+n.Text[5:8]+"-"+n.Text[8:]+`"`)
		case n.Text == "*" || n.Text == "#":
			put("unquoted "+n.Text+" value", at, n.Text)
		case n.Kind == syntax.Bool:
			put("yes for true", at, map[string]string{"true": "yes", "false": "no"}[n.Text])
		}
	}
	if tabbed := tabsFor(text); tabbed != text && tabbed != "" {
		all = append(all, mistake{"tabs", tabbed, text})
	}
	return all
}

// foreignTo are words of other tools for outcomes.
var foreignTo = map[string][]string{
	"timeout": {"no-input", "noInput", "silence"}, "nomatch": {"invalid", "no_match"}, "no-answer": {"noanswer", "no_answer"},
	"failed": {"failure"}, "cancel": {"canceled"}, "hangup": {"disconnect", "hung-up"},
}

// tabsFor is the text with a tab for each two spaces of indentation, empty where
// a line has an odd number of them.
func tabsFor(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if indent%2 != 0 {
			return ""
		}
		lines[i] = strings.Repeat("\t", indent/2) + line[indent:]
	}
	return strings.Join(lines, "\n")
}

func printed(flow *ir.Flow) string {
	var b bytes.Buffer
	if flow != nil {
		_ = ir.Print(&b, flow)
	}
	return b.String()
}

// alwaysFixed are the kinds of mistake for which no other meaning is possible.
var alwaysFixed = []string{
	"no space after a key", "number with signs", "tabs", "unquoted # key", "unquoted # value", "unquoted * key", "unquoted * value",
	"unquoted number", "word of another tool", "yes for true",
}

// TestFixesBringBackTheFlowThatWasMeant makes slips in the shipped flows. A fix
// brings back what the flow said; where another meaning is possible none is made.
func TestFixesBringBackTheFlowThatWasMeant(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs side by side")
	}
	bringBack(t, 151, 5)
}

// TestMatrixOfMistakes makes many more of them; all that there are, 24 000, take
// some minutes.
func TestMatrixOfMistakes(t *testing.T) {
	matrixOnly(t)
	bringBack(t, 14, 2)
}

// bringBack takes each n-th slip of a finger, and each m-th other mistake.
func bringBack(t *testing.T, n, m int) {
	t.Helper()
	paths, err := filepath.Glob("../../flows/*.ivr.yaml")
	require.NoError(t, err)
	type tally struct{ made, fixed, unseen int }
	count, seen := map[string]*tally{}, map[string]int{}
	for _, path := range paths {
		text := read(t, path)
		root, _ := syntax.Parse(source.NewFile(path, []byte(text)), syntax.Limits{})
		for _, mistake := range mistakesIn(text, root) {
			seen[mistake.kind]++
			every := m
			if strings.HasPrefix(mistake.kind, "misspelt") {
				every = n
			}
			if (seen[mistake.kind]-1)%every != 0 {
				continue
			}
			if count[mistake.kind] == nil {
				count[mistake.kind] = &tally{}
			}
			c := count[mistake.kind]
			c.made++
			r := fix.Run(source.NewFile(path, []byte(mistake.text)), func(f *source.File) diag.List { return frontEnd(f).list })
			switch {
			case r.Changed():
				c.fixed++
				want := frontEnd(source.NewFile(path, []byte(mistake.meant)))
				require.Equal(t, printed(want.flow), printed(frontEnd(r.File).flow), "%s: %s: %v", path, mistake.kind, r.Applied)
				require.Equal(t, strings.Count(text, "\n"), strings.Count(string(r.File.Text), "\n"))
			case !r.List.HasErrors() && r.List.Count(diag.Warning) == 0:
				c.unseen++ // it is another flow, and a right one
			}
		}
	}
	var kinds []string
	for kind := range count {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		c := count[kind]
		t.Logf("%-22s %5d made, %5d fixed (%3d %%), %d that make another right flow", kind, c.made, c.fixed, 100*c.fixed/c.made, c.unseen)
		if slices.Contains(alwaysFixed, kind) {
			require.Equal(t, c.made, c.fixed, kind)
		}
	}
	require.Subset(t, kinds, alwaysFixed)
}

// frontEnd checks a flow without any target: its meaning is settled before.
func frontEnd(file *source.File) compiled {
	return job{all: usualBackends(), base: checkBase}.compile(file)
}
