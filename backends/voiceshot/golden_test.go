package voiceshot

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/verify"
	"ivrc/backends/voiceshot/decode"
	"ivrc/backends/voiceshot/reread"
	"ivrc/compiler"
	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/ir"
)

var options = backends.Options{Base: "https://ivr.example.com/"}

// flowOf compiles a flow as far as targets do not matter.
func flowOf(t testing.TB, text []byte) *ir.Flow {
	t.Helper()
	flow, list := compiler.Check(source.NewFile("flow.ivr.yaml", text), compiler.Options{Providers: []string{"plivo", "tropo", "voiceshot"}})
	require.NotNil(t, flow, list.Detailed())
	require.False(t, list.HasErrors(), list.Detailed())
	return flow
}

// gated is what the driver does: the gate, then the backend.
func gated(flow *ir.Flow, numbers []backends.Number) (*backends.Bundle, diag.List) {
	b := New()
	list := backends.Gate(flow, backends.Uses(flow), b, []backends.Backend{b})
	o := options
	o.Numbers = numbers
	bundle, more := b.Compile(flow, o)
	list.Add(more...)
	list.Sort()
	if list.HasErrors() {
		bundle = nil
	}
	return bundle, list
}

// published is what a build would write.
func published(t testing.TB, b *backends.Bundle, version string) verify.Published {
	t.Helper()
	r, err := backends.Assemble(b.Site.Flow, []*backends.Bundle{b}, version)
	require.NoError(t, err)
	p := verify.Published{Base: b.Site.Base, Flow: b.Site.Flow, Target: Name, Segment: "v/" + version + "/", Files: map[string][]byte{}}
	if version == backends.NoVersion {
		p.Segment = ""
	}
	versioned, entries := r.Files(b)
	for _, f := range append(versioned, entries...) {
		require.NotContains(t, p.Files, f.Path, "two files of one path")
		p.Files[f.Path] = f.Text
	}
	return p
}

func eachCase(t *testing.T, visit func(t *testing.T, c *ivrctest.Case, flow *ir.Flow)) {
	ivrctest.Run(t, "testdata/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		visit(t, c, flowOf(t, c.Input(t, "flow.ivr.yaml")))
	})
}

func TestGoldenBundles(t *testing.T) {
	eachCase(t, func(t *testing.T, c *ivrctest.Case, flow *ir.Flow) {
		bundle, list := gated(flow, nil)
		c.Expect(t, "diagnostics", list.Detailed())
		if bundle != nil {
			var tree strings.Builder
			for _, e := range bundle.Entries {
				fmt.Fprintf(&tree, "%s = %s (%s)\n", e.Name, e.Of, strings.TrimSpace(e.Entry+" "+e.Use))
			}
			c.Expect(t, "out/tree", tree.String())
			for i := range bundle.Documents {
				text := string(bundle.Documents[i].Body.Render("v/0/"))
				if text != "" && !strings.HasSuffix(text, "\n") {
					text += "\n" // sections of a case end with one
				}
				c.Expect(t, "out/"+bundle.Documents[i].Path+".xml", text)
			}
		}
		c.DropOutputs(t, "out/")
	})
}

func TestEveryBundleReadsBackAsItsFlow(t *testing.T) {
	read := 0
	eachCase(t, func(t *testing.T, _ *ivrctest.Case, flow *ir.Flow) {
		bundle, _ := gated(flow, nil)
		if bundle == nil {
			return
		}
		read++
		for _, version := range []string{"0", backends.NoVersion} {
			require.Empty(t, reread.Reread(published(t, bundle, version), flow))
		}
	})
	require.GreaterOrEqual(t, read, 7)
}

// written is a reply in the form of the provider's page, from what was read.
func written(w decode.Way) string {
	if w.IsZero() {
		return ""
	}
	out := "<prompt"
	add := func(name, value string) {
		if value != "" {
			var b strings.Builder
			for _, r := range value {
				switch {
				case strings.ContainsRune(`&<>"`, r):
					b.WriteString(map[rune]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;"}[r])
				case r > '~':
					fmt.Fprintf(&b, "&#%d;", r)
				default:
					b.WriteRune(r)
				}
			}
			out += " " + name + `="` + b.String() + `"`
		}
	}
	if w.Goto > 0 {
		add("goto", fmt.Sprint(w.Goto))
	}
	add("tts", w.TTS)
	add("filename", w.Filename)
	add("transferto", strings.Join(w.Transfer, ","))
	return out + " />"
}

func TestRepliesParseAndAreThemselvesAgain(t *testing.T) {
	seen := 0
	eachCase(t, func(t *testing.T, _ *ivrctest.Case, flow *ir.Flow) {
		bundle, _ := gated(flow, nil)
		if bundle == nil {
			return
		}
		for path, text := range published(t, bundle, "0").Files {
			if !strings.Contains(path, "/call/") {
				continue
			}
			w, err := decode.Reply(text)
			require.NoError(t, err, path)
			require.Equal(t, string(text), written(w), path)
			seen++
		}
	})
	require.Greater(t, seen, 50)
}

func TestSupportHasARowForEveryFeature(t *testing.T) {
	table := New().Support()
	require.Len(t, table, len(backends.Features()))
	for _, e := range backends.Features() {
		row, ok := table[e.Feature]
		require.True(t, ok, "no row for %s", e.Feature)
		require.NotEqual(t, "?", row.Level.String(), e.Feature)
		require.NotEmpty(t, row.How, e.Feature)
		require.NotEmpty(t, row.Source, e.Feature)
		require.NotRegexp(t, `\.$`, row.How, "%s: How stands inside a message", e.Feature)
		require.Equal(t, row.Level == backends.Lossy || row.Level == backends.Absent, row.Instead != "", "%s is %s", e.Feature, row.Level)
	}
}

// Every row is seen at work in a golden case: as a message, or as replies.
func TestEveryRowHasAGoldenCase(t *testing.T) {
	said, made := map[backends.Feature]bool{}, map[backends.Feature]bool{}
	eachCase(t, func(t *testing.T, _ *ivrctest.Case, flow *ir.Flow) {
		bundle, list := gated(flow, nil)
		for _, u := range backends.Uses(flow) {
			made[u.Feature] = made[u.Feature] || bundle != nil
			for _, d := range list {
				said[u.Feature] = said[u.Feature] || d.Code == codeOf(support[u.Feature].Level) &&
					regexp.MustCompile(regexp.QuoteMeta(support[u.Feature].How)).MatchString(d.Message)
			}
		}
	})
	for _, e := range backends.Features() {
		level := support[e.Feature].Level
		if codeOf(level) != "" {
			require.True(t, said[e.Feature], "no golden message for %s", e.Feature)
		}
		if level != backends.Absent {
			require.True(t, made[e.Feature], "no golden replies for %s", e.Feature)
		}
	}
}

func codeOf(level backends.Level) diag.Code {
	return map[backends.Level]diag.Code{backends.Noted: diag.TargetNote, backends.Lossy: diag.Lossy, backends.Absent: diag.Absent}[level]
}

// TestEveryOutcomeHasAnAnswerARowOrAnError goes through all outcomes that acts can
// have: nothing is dropped without a word.
func TestEveryOutcomeHasAnAnswerARowOrAnError(t *testing.T) {
	replied := []ir.OutcomeKind{ir.KeyPressed, ir.Returned, ir.NoMatch}
	absent := map[string]backends.Feature{
		"record": backends.RecordAct, "conference": backends.ConferenceAct, "message": backends.MessageAct, "handoff": backends.HandoffAct,
		"redirect": backends.RedirectAct, "reject": backends.RejectAct,
	}
	flow := &ir.Flow{}
	for _, act := range []ir.Act{&ir.Speak{}, &ir.Menu{}, &ir.Collect{}, &ir.Record{}, &ir.Transfer{}, &ir.Call{}, &ir.Conference{}, &ir.Message{}, &ir.Handoff{}, &ir.Redirect{}, &ir.Reject{}, &ir.Hangup{}} {
		if f, ok := absent[act.Word()]; ok {
			require.Equal(t, backends.Absent, support[f].Level)
			continue
		}
		for _, o := range act.Outcomes(flow) {
			_, known := gapOf(&ir.Step{Act: act}, o.Kind)
			require.True(t, known || slices.Contains(replied, o.Kind), "%s: %s", act.Word(), o)
		}
	}
}

// TestFactsNameEveryGap holds the page's table to the one that is used.
func TestFactsNameEveryGap(t *testing.T) {
	tables := New().(backends.Documented).Facts()
	require.Len(t, tables, 1)
	rows := map[string]bool{}
	for _, row := range tables[0].Rows {
		require.False(t, rows[row.Subject], row.Subject)
		rows[row.Subject] = true
	}
	require.Len(t, slices.Collect(maps.Keys(rows)), len(gapTable))
}
