package syntax

import (
	"encoding/binary"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/bench/flows"
	"ivrc/compiler/source"
)

// requireLongWay demands that the long way makes the same of a text that is read as the
// core: the same tree, to the last place, and not a word about it.
func requireLongWay(t *testing.T, text string, limits Limits) (taken bool) {
	file := source.NewFile("f", []byte(text))
	limits = limits.orDefaults()
	quick := readDivided(file, limits, 1, 0)
	for _, readers := range []int{2, 5} {
		// A map is cut wherever it can be.
		divided := readDivided(file, limits, readers, 1)
		if (divided == nil) != (quick == nil) || !sameTree(divided, quick) {
			require.Equal(t, quick, divided, "%d readers: %q", readers, text)
		}
	}
	if quick == nil {
		return false
	}
	r := newReporter(file)
	whole := parse(r, limits)
	require.Empty(t, r.finish().Detailed(), "%q", text)
	if !sameTree(quick, whole) {
		require.Equal(t, whole, quick, "%q", text)
	}
	return true
}

// sameTree compares all that a node has, faster than by reflection.
func sameTree(a, b *Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Kind != b.Kind || a.Style != b.Style || a.Span != b.Span || a.Text != b.Text || a.Cut != b.Cut || a.Alias != b.Alias ||
		len(a.Items) != len(b.Items) || len(a.Entries) != len(b.Entries) {
		return false
	}
	for i := range a.Items {
		if !sameTree(a.Items[i], b.Items[i]) {
			return false
		}
	}
	for i := range a.Entries {
		if !sameTree(a.Entries[i].Key, b.Entries[i].Key) || !sameTree(a.Entries[i].Value, b.Entries[i].Value) {
			return false
		}
	}
	return true
}

// TestTheCoreTakesWhatFlowsAreWrittenIn keeps the quick way from being a way that
// nobody takes.
func TestTheCoreTakesWhatFlowsAreWrittenIn(t *testing.T) {
	paths, err := filepath.Glob("../../flows/*.ivr.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, requireLongWay(t, string(text), Limits{}), path)
	}
	for _, shape := range []flows.Shape{flows.Plain, flows.HugeMenu, flows.Comments, flows.Unreachable} {
		require.True(t, requireLongWay(t, madeFlow(t, shape, 300), Limits{}), shape)
	}
}

func madeFlow(t testing.TB, shape flows.Shape, steps int) string {
	t.Helper()
	made, err := flows.Make(flows.Wish{Steps: steps, Layout: flows.One, Shape: shape, Seed: 3})
	require.NoError(t, err)
	return string(made[0].Text)
}

// coreMutants gives texts that are almost of the core, in great number: pieces of real
// flows with a few signs changed.
func coreMutants(t testing.TB, seed int64, n int, take func(text string)) {
	r := rand.New(rand.NewSource(seed))
	texts := []string{madeFlow(t, flows.Plain, 40), madeFlow(t, flows.Comments, 20)}
	texts = append(texts, documents(t, 300)...)
	for range n {
		text := texts[r.Intn(len(texts))]
		if r.Intn(3) > 0 {
			text = coreTexts[r.Intn(len(coreTexts))]
		}
		text = piece(r, text)
		for range r.Intn(4) {
			text = changed(r, text)
		}
		take(text)
	}
}

// piece is a part of a text in whole lines, moved to the left so that it begins in the
// first column.
func piece(r *rand.Rand, text string) string {
	lines := strings.SplitAfter(text, "\n")
	if len(lines) < 3 {
		return text
	}
	from := r.Intn(len(lines) - 1)
	lines = lines[from:min(len(lines), from+2+r.Intn(14))]
	indent := lines[0][:len(lines[0])-len(strings.TrimLeft(lines[0], " "))]
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(strings.TrimPrefix(line, indent))
	}
	return b.String()
}

var coreParts = []string{
	" ", "  ", "\n", "\n\n", "\n  ", "\n ", ":", ": ", "- ", "-", "#", " #", "#:", "'", "''", "\"", "\\", "\\\"", "{", "}", "[", "]", ",", ", ", "|", ">", ">-", "|-", "|+", "|2",
	"?", "? ", "!", "&a ", "*a", "%", "@", "`", "~", "null", "true", "<<", "=", "---\n", "...\n", "\t", "\r", "é", "👍", "\u00a0", "\u200d", "\u2028", "\ufeff", "\x00", "\xff", "x", "0", "a: b", "<<<<<<< x\n",
}

// changed is a text with one change: something is put in, taken out, doubled or moved.
func changed(r *rand.Rand, text string) string {
	if text == "" {
		return coreParts[r.Intn(len(coreParts))]
	}
	at := r.Intn(len(text))
	end := min(len(text), at+1+r.Intn(3))
	part := coreParts[r.Intn(len(coreParts))]
	lines := strings.SplitAfter(text, "\n")
	line := r.Intn(len(lines))
	switch r.Intn(7) {
	case 0, 1:
		return text[:at] + part + text[at:]
	case 2:
		return text[:at] + part + text[end:]
	case 3:
		return text[:at] + text[end:]
	case 4:
		lines[line] = " " + lines[line]
	case 5:
		lines[line] = strings.TrimPrefix(lines[line], " ")
	default:
		other := r.Intn(len(lines))
		lines[line], lines[other] = lines[other], lines[line]
	}
	return strings.Join(lines, "")
}

// coreTexts show every form of the core at least once.
var coreTexts = []string{
	"a: b\nc:\n  d: 1 # note\n  e: 'it''s'\n  f: \"say \\\"x\\\" \\\\\"\n",
	"list:\n- a\n- b: 1\n  c: 2\n- {d: e, f: [1, 2]}\nafter:\n  - x\n  - y # z\n",
	"a: |\n  one\n   two\n\n  three\nb: >-\n  one\n  two\n\n  three\n# end\n",
	"a: {b: c, d: {e: [f, \"g\", 'h']}, \"1\": https://x/y}\nb: []\nc: {}\n",
	"\"#\": a\n'*': b\n0: c\n'x y': d\n",
	"a:\n  - b:\n      - c\n    d: |\n      e\n  - f\n",
	"a: -1\nb: +1\nc: a:b\nd: x#y\ne: /x\nf: a, b\ng: it's\nh: x - y\ni: a ? b\n",
	"a:\n\n  # c\n\n  b: c\n\n\n# d\n  d: e\n",
}

// TestTheCoreReadsLikeTheLongWay tries many texts; whether the core takes one is its own
// affair, but it must take some and leave some.
func TestTheCoreReadsLikeTheLongWay(t *testing.T) {
	all, taken := 0, 0
	coreMutants(t, 1, 60_000, func(text string) {
		all++
		if requireLongWay(t, text, Limits{}) {
			taken++
		}
	})
	require.Greater(t, taken*5, all)
	require.Less(t, taken*5, all*4)
}

func TestTheCoreKeepsTheLimits(t *testing.T) {
	text := madeFlow(t, flows.Plain, 20)
	require.True(t, requireLongWay(t, text, Limits{}))
	for _, limits := range []Limits{{Nodes: 100}, {Depth: 3}, {Bytes: 100}} {
		_, found := Parse(source.NewFile("f", []byte(text)), limits)
		require.True(t, found.HasErrors(), "%+v", limits)
	}
	deep := strings.Repeat("{a: ", 30) + "b" + strings.Repeat("}", 30)
	require.False(t, requireLongWay(t, "a: "+deep+"\n", Limits{}), "deeper than the core goes")
	root, found := Parse(source.NewFile("f", []byte("a: "+deep+"\n")), Limits{})
	require.Empty(t, found)
	require.NotNil(t, root)
}

// FuzzCore looks for a text that the core reads in another way than yaml.v3.
func FuzzCore(f *testing.F) {
	coreMutants(f, 2, 300, func(text string) { f.Add(text) })
	for _, text := range coreTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { requireLongWay(t, text, Limits{Bytes: 1 << 16}) })
}

// TestEightBytesAreLookedAtAsOneByOne puts every byte beside every other one.
func TestEightBytesAreLookedAtAsOneByOne(t *testing.T) {
	printable := func(b byte) bool { return b == '\n' || b >= ' ' && b < 0x7f }
	for _, around := range []byte{'a', '\n', ' ', '~', 0x7f, 0x80, 0xff, 0, 1, 0x0b} {
		for b := range 256 {
			for at := range 8 {
				text := []byte{around, around, around, around, around, around, around, around}
				text[at] = byte(b)
				want := printable(byte(b)) && printable(around)
				require.Equal(t, want, isPrintable(binary.LittleEndian.Uint64(text)), "%q", text)
			}
		}
	}
}
