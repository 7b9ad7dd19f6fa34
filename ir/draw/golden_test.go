package draw

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/ir"
	"ivrc/ir/draw/drawtest"
)

// hostile are texts that some language could take for something else.
var hostile = []string{
	`"quoted" and 'quoted'`, `back\slash \n \N \G`, "<b>bold</b> <script>alert(1)</script>", "&amp; &#35; &lt;",
	"#quot; #35; #", "`code` *star* _under_ ~~gone~~", "[box](link) {brace} (round) |pipe|", "%%{init: {}}%% %% no",
	"end", "-->|x| --- ==> ;", "1. first\n- second", "]]> <!-- --> ", "Grüße 你好 🙂", "a\u202eb\x00c\x1b[31md\ufffe", "${var} $x$ @x !x",
}

// everyAct is a flow with every act, every origin, and a hostile text in every
// place where people write.
func everyAct() *ir.Flow {
	f := &ir.Flow{ID: "every-act", Title: hostile[0] + hostile[2], Description: hostile[5] + hostile[6], Entries: []ir.Entry{{Step: 0}, {ID: "night", Step: 1}}}
	acts := []ir.Act{
		&ir.Call{Say: text(hostile[0]), To: []ir.Address{{Value: "+14075550100"}}},
		&ir.Speak{},
		&ir.Menu{Say: text(hostile[1]), Keys: []ir.MenuKey{{Key: "1"}, {Key: "2"}, {Key: "*"}, {Key: "#"}, {Key: "#12"}}},
		&ir.Collect{Say: text(hostile[2]), Min: 4, Max: 10, Returns: []ir.Return{{To: 1}, {To: ir.End}}},
		&ir.Record{Say: text(hostile[3]), Max: 2 * time.Minute},
		&ir.Transfer{To: []ir.Address{{Value: "+14075550101"}, {Value: "sip:a@example.com"}}},
		&ir.Conference{Room: hostile[0]},
		&ir.Message{To: ir.Address{Value: "+14075550102"}, Text: hostile[7]},
		&ir.Handoff{URL: "https://example.com/?a=1&b=2#c"},
		&ir.Redirect{To: ir.Address{Value: "sip:b@example.com"}},
		&ir.Reject{Reason: "busy"},
		&ir.Hangup{},
	}
	for i, text := range hostile {
		act := ir.Act(&ir.Speak{})
		if i < len(acts) {
			act = acts[i]
		}
		s := &ir.Step{ID: "s-" + strings.Repeat("a", i) + "_b-", Act: act, Note: text, Say: ir.Prompt{
			&ir.Text{Text: text}, &ir.Audio{URL: "https://example.com/a_b.mp3"}, &ir.Pause{Length: time.Second},
			&ir.ReadOut{As: ir.ReadDigits, Value: "0123"}, &ir.SSML{Markup: `<emphasis>loud</emphasis> &amp; <break/>clear`},
		}}
		f.Steps = append(f.Steps, s)
	}
	f.Steps[len(hostile)-1].ID, f.Steps[len(hostile)-2].ID = "graph", "subgraph"
	for i, s := range f.Steps {
		for n, o := range s.Act.Outcomes(f) {
			e := ir.Edge{Outcome: o, To: ir.Target((i + 1) % len(f.Steps)), Origin: ir.FromStep}
			switch o.Kind {
			case ir.Returned:
				e.To = s.Act.(*ir.Collect).Returns[n].To
			case ir.KeyPressed:
				e.To = ir.Target(i + n%3)
			case ir.HungUp, ir.Cancel:
				e.To, e.Origin = ir.End, ir.FromFlow
			case ir.Errored:
				e.To, e.Origin = 11, ir.FromFlow
				if i == 11 {
					e.To, e.Origin = ir.End, ir.FromSelf
				}
				if i == 4 {
					e.To, e.Origin = 5, ir.FromStep
				}
			case ir.Failed:
				e.To = ir.End
			}
			s.Edges = append(s.Edges, e)
		}
	}
	return f
}

func TestTextsOfEveryActAreEscaped(t *testing.T) {
	f := everyAct()
	svg, err := SVG(f)
	require.NoError(t, err)
	require.Empty(t, drawtest.Problems(f, svg))
	ivrctest.Run(t, "testdata/every-act.txtar", func(t *testing.T, c *ivrctest.Case) {
		c.Expect(t, "flow.dot", DOT(f))
		c.Expect(t, "flow.mmd", Mermaid(f))
		c.Expect(t, "flow.md", Report(f))
		c.Expect(t, "flow.svg", svg)
	})
}

func TestNamesOfMermaidDiffer(t *testing.T) {
	f := &ir.Flow{}
	for _, id := range []string{"a-b", "a_b", "a-b__2", "a--b", "end", "a_b__2"} {
		f.Steps = append(f.Steps, &ir.Step{ID: id})
	}
	seen := map[string]bool{}
	for _, name := range mermaidNames(f) {
		require.Regexp(t, `^s_[a-z0-9_]+$`, name)
		require.False(t, seen[name])
		seen[name] = true
	}
}

func TestTextsFitTheirWidth(t *testing.T) {
	for _, words := range append(hostile, strings.Repeat("long", 100), strings.Repeat("多", 90), "") {
		for _, width := range []int{40, 100, 180} {
			lines := textFace.wrap(legal(words), width, 3)
			require.LessOrEqual(t, len(lines), 3)
			for _, line := range lines {
				require.LessOrEqual(t, textFace.width(line), width, "%q", line)
			}
			require.LessOrEqual(t, textFace.width(textFace.cut(legal(words), width)), width)
		}
	}
	require.Equal(t, []string{"one two", "three", "four fi…"}, textFace.wrap("one two three four five six", 50, 3))
}
