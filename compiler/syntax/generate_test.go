package syntax

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
	"gopkg.in/yaml.v3"

	"ivrc/compiler/source"
)

// generator writes random documents that are YAML, in many forms.
type generator struct {
	*rand.Rand
	b    strings.Builder
	keys int
}

var wordPool = []string{
	"a", "sales", "5", "0", "12", "01", "+14075550100", "5s", "true", "null", "~", "Hello there", "à la carte", "你好", "👍 ok",
	"http://x/y", "sip:a@b", "a#b", "it's", `say "x"`, "x]y", "x}y", "a, b", "-1", "1.5", ".inf", "12:30", "x-y_z", "*", "#", "a: b", "a #b",
	"", " x", "x ", "- x", "? x", "@x", "%x", "!x", "&x", "{x}", "[x]", "|", ">", "x\ny", "x\n\ny\n", "\ttab", "\\n", "no", "1_0", "0x1",
}

func (g *generator) word() string { return wordPool[g.Intn(len(wordPool))] }

// plainSafe says that a text may stand without quotes anywhere.
func plainSafe(text string) bool {
	return text != "" && !strings.ContainsAny(text, ",[]{}#\n\t\\?*") && !strings.Contains(text, ": ") &&
		!strings.ContainsAny(text[:1], " -?:!&@%|>'\"`") && !strings.HasSuffix(text, " ") && !strings.HasSuffix(text, ":")
}

func (g *generator) scalar(indent int, flow bool) {
	text := g.word()
	switch form := g.Intn(8); {
	case form < 3 && plainSafe(text):
		g.b.WriteString(text)
		if !flow && g.Intn(6) == 0 {
			g.b.WriteString("\n" + strings.Repeat(" ", indent+1) + "and more")
		}
	case form == 3 && !flow && strings.TrimSpace(text) != "" && !strings.ContainsAny(text[:1], " \t"):
		g.b.WriteString([]string{"|", ">", "|-", ">+", "|+"}[g.Intn(5)])
		for _, line := range strings.Split(text, "\n") {
			g.b.WriteString("\n")
			if line != "" {
				g.b.WriteString(strings.Repeat(" ", indent+2) + line)
			}
		}
	case form < 6 && !strings.ContainsAny(text, "\n"):
		g.b.WriteString("'" + strings.ReplaceAll(text, "'", "''") + "'")
	default:
		g.b.WriteString(strconv.Quote(text))
	}
}

func (g *generator) key() {
	g.keys++
	name := fmt.Sprintf("k%d", g.keys)
	switch g.Intn(6) {
	case 0:
		name = strconv.Quote(name + " " + g.word())
	case 1:
		name = strconv.Itoa(g.keys)
	case 2:
		name += "é x"
	}
	g.b.WriteString(name + ":")
}

func (g *generator) comment() {
	if g.Intn(8) == 0 {
		g.b.WriteString(" # é, [ { ' \" : - not read")
	}
}

func (g *generator) flow(depth int) {
	n := g.Intn(4)
	if g.Intn(2) == 0 {
		g.b.WriteString("[")
		for i := range n {
			g.separate(i)
			g.flowValue(depth)
		}
		g.b.WriteString("]")
		return
	}
	g.b.WriteString("{")
	for i := range n {
		g.separate(i)
		g.key()
		if g.Intn(6) > 0 {
			g.b.WriteString(" ")
			g.flowValue(depth)
		} else {
			g.b.WriteString(" ")
		}
	}
	g.b.WriteString("}")
}

func (g *generator) separate(i int) {
	if i > 0 {
		g.b.WriteString([]string{", ", ",", " ,\n                    ", ", # c\n                    "}[g.Intn(4)])
	}
}

func (g *generator) flowValue(depth int) {
	if depth > 0 && g.Intn(3) == 0 {
		g.flow(depth - 1)
		return
	}
	g.scalar(0, true)
}

// block writes a list or map whose entries stand at the indent; the first one
// goes on the line that is begun.
func (g *generator) block(indent, depth int) {
	list := g.Intn(3) == 0
	for i := range 1 + g.Intn(3) {
		if i > 0 {
			g.b.WriteString(strings.Repeat(" ", indent))
		}
		if list {
			g.b.WriteString("-")
		} else {
			g.key()
		}
		g.value(indent, depth, list)
	}
}

func (g *generator) value(indent, depth int, item bool) {
	switch n := g.Intn(10); {
	case n == 0:
	case n < 4 && depth > 0:
		if item && g.Intn(2) == 0 {
			g.b.WriteString(" ")
			g.block(indent+2, depth-1)
			return
		}
		g.comment()
		step := 1 + g.Intn(4)
		g.b.WriteString("\n" + strings.Repeat(" ", indent+step))
		g.block(indent+step, depth-1)
		return
	case n < 6:
		g.b.WriteString(" ")
		g.flow(2)
	default:
		g.b.WriteString(" ")
		g.scalar(indent, false)
		g.b.WriteString("\n")
		return
	}
	g.comment()
	g.b.WriteString("\n")
}

func (g *generator) document() string {
	g.b.Reset()
	g.keys = 0
	if g.Intn(4) == 0 {
		g.b.WriteString("# first\n")
	}
	if g.Intn(8) == 0 {
		g.b.WriteString("---\n")
	}
	g.block(0, 3)
	text := g.b.String()
	if g.Intn(4) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if g.Intn(8) == 0 {
		text = "\ufeff" + text
	}
	return text
}

// documents are generated ones and all inputs of the golden rows.
func documents(t testing.TB, generated int) []string {
	g := &generator{Rand: rand.New(rand.NewSource(1))}
	var out []string
	for range generated {
		out = append(out, g.document())
	}
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".yaml") {
				out = append(out, string(f.Data))
			}
		}
	}
	flows, err := filepath.Glob("../../flows/*.ivr.yaml")
	require.NoError(t, err)
	for _, path := range flows {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		out = append(out, string(data))
	}
	return out
}

// accepted runs the test for each document that is read without any remark.
func accepted(t *testing.T, test func(text string, root *Node, tree *yaml.Node)) {
	all, read := documents(t, 20_000), 0
	for _, text := range all {
		root, found := Parse(source.NewFile("f", []byte(text)), Limits{})
		tree, err := parseYAML([]byte(text))
		if len(found) > 0 {
			continue
		}
		if err != nil || tree == nil {
			continue // %YAML 1.2, and JSON that yaml.v3 refuses
		}
		read++
		test(text, root, tree)
	}
	require.Greater(t, read*10, len(all)*9, "the generator must write documents that can be read")
}

func TestTextIsWhatTheParserReads(t *testing.T) {
	accepted(t, func(text string, root *Node, tree *yaml.Node) { requireSame(t, text, root, tree) })
}

func requireSame(t *testing.T, text string, n *Node, y *yaml.Node) {
	if y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	switch y.Kind {
	case yaml.ScalarNode:
		require.True(t, n.IsScalar(), text)
		require.Equal(t, y.Value, n.Text, text)
	case yaml.SequenceNode:
		require.Equal(t, List, n.Kind, text)
		require.Len(t, n.Items, len(y.Content), text)
		for i, item := range n.Items {
			requireSame(t, text, item, y.Content[i])
		}
	case yaml.MappingNode:
		require.Equal(t, Map, n.Kind, text)
		require.Len(t, n.Entries, len(y.Content)/2, text)
		for i, e := range n.Entries {
			requireSame(t, text, e.Key, y.Content[2*i])
			requireSame(t, text, e.Value, y.Content[2*i+1])
		}
	}
}

// TestLexerAndParserAgree holds the lexer, which sees the text first, to what
// yaml.v3 makes of it: where each value begins and ends.
func TestLexerAndParserAgree(t *testing.T) {
	accepted(t, func(text string, root *Node, _ *yaml.Node) {
		var found [][2]int
		l := newLexer([]byte(text), false)
		for t := l.next(); t.kind != endOfText; t = l.next() {
			if t.kind == scalar {
				found = append(found, [2]int{t.start, t.end})
			}
		}
		want := scalarPlaces(root, nil)
		sort.Slice(want, func(i, j int) bool { return want[i][0] < want[j][0] })
		require.Equal(t, want, found, "%q", text)
	})
}

func scalarPlaces(n *Node, out [][2]int) [][2]int {
	if !n.Alias.IsZero() {
		return out
	}
	if n.IsScalar() && n.Span.Start < n.Span.End {
		return append(out, [2]int{n.Span.Start, n.Span.End})
	}
	for _, item := range n.Items {
		out = scalarPlaces(item, out)
	}
	for _, e := range n.Entries {
		out = scalarPlaces(e.Value, scalarPlaces(e.Key, out))
	}
	return out
}
