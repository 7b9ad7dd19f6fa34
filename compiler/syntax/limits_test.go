package syntax_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

func parse(text string, limits syntax.Limits) (*syntax.Node, diag.List) {
	return syntax.Parse(source.NewFile("f", []byte(text)), limits)
}

// nested are ways to put n lists or maps into each other.
var nested = map[string]func(n int) string{
	"brackets":      func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) },
	"braces":        func(n int) string { return strings.Repeat("{a: ", n) + "b" + strings.Repeat("}", n) },
	"JSON":          func(n int) string { return strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n) },
	"dashes":        func(n int) string { return strings.Repeat("- ", n) + "a" },
	"question mark": func(n int) string { return strings.Repeat("? ", n) + "a" },
	"lines": func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.Repeat(" ", i) + "a:\n")
		}
		return b.String()
	},
	"open brackets": func(n int) string { return strings.Repeat("[", n) },
}

func TestDepthIsBounded(t *testing.T) {
	for name, text := range nested {
		t.Run(name, func(t *testing.T) {
			root, found := parse(text(64), syntax.Limits{})
			if name != "open brackets" && name != "question mark" {
				require.Empty(t, found.Detailed())
				require.NotNil(t, root)
			}
			for _, n := range []int{65, 1_000, 10_001, 1_000_000} {
				if n > 10_001 && name == "lines" {
					continue // its indentation alone is many gigabytes
				}
				root, found = parse(text(n), syntax.Limits{})
				require.Nil(t, root)
				require.Len(t, found, 1)
				require.Equal(t, diag.TooLarge, found[0].Code)
			}
		})
	}
}

func TestValuesAreBounded(t *testing.T) {
	limits := syntax.Limits{Nodes: 10}
	for _, text := range []string{
		"[a, b, c, d, e, f, g, h, i, j]", "[1,2,3,4,5,6,7,8,9,0,1]", "{a, b, c, d, e, f, g, h}",
		"a:\nb:\nc:\nd:\ne:\nf:\n", "-\n-\n-\n-\n-\n-\n-\n-\n-\n-\n-\n", `{"a":1,"b":2,"c":3,"d":4,"e":5}`,
	} {
		_, found := parse(text, limits)
		require.True(t, found.HasErrors(), text)
		require.Contains(t, found.Detailed(), "IVR001", text)
	}
	_, found := parse("a: 1\nb: 2\nc: 3\n", limits)
	require.Empty(t, found.Detailed())
}

func TestAliasesAreBounded(t *testing.T) {
	laughs := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'i'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 10), ", "))
	}
	chain := "a0: &a0 [x]\n"
	for i := 1; i < 70; i++ {
		chain += fmt.Sprintf("a%d: &a%d [*a%d]\n", i, i, i-1)
	}
	for name, bomb := range map[string]struct {
		text string
		code diag.Code
	}{
		"billion laughs":  {laughs, diag.Alias},
		"million aliases": {"a: &a x\nb: [" + strings.Repeat("*a, ", 1_000_000) + "*a]\n", diag.Alias},
		"chain":           {chain, diag.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			root, found := parse(bomb.text, syntax.Limits{})
			require.NotNil(t, root)
			require.Len(t, found, 1)
			require.Equal(t, bomb.code, found[0].Code)
			require.LessOrEqual(t, size(root), 1_000_000)
		})
	}
}

// size is how many values somebody meets who walks the tree.
func size(n *syntax.Node) int {
	total := 1
	for _, item := range n.Items {
		total += size(item)
	}
	for _, e := range n.Entries {
		total += 1 + size(e.Value)
	}
	return total
}

func TestFloodsAreCapped(t *testing.T) {
	for name, text := range map[string]string{
		"duplicate keys": strings.Repeat("a: b\n", 10_000),
		"star keys":      strings.Repeat("*: b\n", 10_000),
		"lost keys":      "x: y\n" + strings.Repeat("  #: b\n", 10_000),
		"tabs":           "x:\n" + strings.Repeat("\ty: b\n", 10_000),
		"bad quotes":     strings.Repeat("a: \"b\" c\n", 10_000),
		"bad indents":    strings.Repeat("a: \"b\"\n   c: d\n", 2_000),
		"no colons":      "x: y\n" + strings.Repeat("word\n", 2_000),
		"bad characters": strings.Repeat("a: b\x01\n", 10_000),
		"line breaks":    strings.Repeat("a: b\u2028\n", 10_000),
		"brackets":       strings.Repeat("a: [b\n", 10_000),
		"closers":        strings.Repeat("]\n", 10_000),
		"quotes":         strings.Repeat("a: \"b\n", 10_001),
	} {
		t.Run(name, func(t *testing.T) {
			_, found := parse(text, syntax.Limits{})
			require.NotEmpty(t, found)
			require.LessOrEqual(t, len(found), 60)
			require.NotContains(t, found.Detailed(), "IVR9")
		})
	}
}

func TestManyKeysAreRead(t *testing.T) {
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, "step-%d: {say: x}\n", i)
	}
	root, found := parse(b.String(), syntax.Limits{})
	require.Empty(t, found.Detailed())
	require.Len(t, root.Entries, 100_000)
	require.Equal(t, "step-99999", root.Entries[99_999].Key.Text)
}

func TestOneHugeLineIsRead(t *testing.T) {
	for name, text := range map[string]string{
		"braces": "{é: 1, " + strings.Repeat("x: [é, {y: z}], ", 0) + "all: [" + strings.Repeat("é é, \"ü\", ", 200_000) + "x]}",
		"plain":  "a: " + strings.Repeat("é ", 1_000_000) + "x",
		"quoted": "a: \"" + strings.Repeat("é ", 1_000_000) + "x\"",
	} {
		t.Run(name, func(t *testing.T) {
			file := source.NewFile("f", []byte(text))
			root, found := syntax.Parse(file, syntax.Limits{})
			require.Empty(t, found.Detailed())
			last := root.Entries[len(root.Entries)-1].Value
			if last.Kind == syntax.List {
				last = last.Items[len(last.Items)-1]
			}
			require.True(t, strings.HasSuffix(strings.Trim(last.Span.Text(), `"`), "x"))
		})
	}
}

func TestReadStopsAtTheLimit(t *testing.T) {
	limits := syntax.Limits{Bytes: 10}
	file, found, err := syntax.Read("f", strings.NewReader("0123456789"), limits)
	require.NoError(t, err)
	require.Empty(t, found)
	require.Equal(t, "0123456789", string(file.Text))

	rest := strings.NewReader("0123456789abcdef")
	file, found, err = syntax.Read("f", rest, limits)
	require.NoError(t, err)
	require.Nil(t, file)
	require.Equal(t, diag.TooLarge, found[0].Code)
	require.Equal(t, "f:1:1: error: the file is larger than 10 bytes [IVR001]", found[0].Compact())
	require.Equal(t, len("bcdef"), rest.Len(), "no more than the limit and one byte is taken")

	_, _, err = syntax.Read("f", iotest.ErrReader(errors.New("broken")), limits)
	require.Error(t, err)

	_, found = syntax.Parse(source.NewFile("f", bytes.Repeat([]byte("#"), 11)), limits)
	require.Equal(t, diag.TooLarge, found[0].Code)
}

// TestCostIsLinear counts allocations per step, which must not grow with the file.
func TestCostIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs side by side")
	}
	perStep := func(steps int) float64 {
		var b strings.Builder
		b.WriteString("ivr: 1\nsteps:\n")
		for i := range steps {
			fmt.Fprintf(&b, "  step-%d:\n    menu:\n      say: Press one, or two.\n      keys: {1: step-%d, \"2\": step-0}\n    events:\n      hangup: end # done\n", i, i/2)
		}
		file := source.NewFile("f", []byte(b.String()))
		return testing.AllocsPerRun(2, func() { syntax.Parse(file, syntax.Limits{}) }) / float64(steps)
	}
	small, large := perStep(1_000), perStep(20_000)
	require.InEpsilon(t, small, large, 0.1, "%f and %f allocations per step", small, large)
}
