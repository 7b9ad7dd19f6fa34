package tropo

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/routes"
	"ivrc/ir"
)

// eachBundle runs a test for every case that compiles.
func eachBundle(t *testing.T, test func(t *testing.T, flow *ir.Flow, b *backends.Bundle)) {
	for _, c := range cases() {
		flow := c.build(newMaker())
		if b, _ := findings(flow); b != nil {
			t.Run(c.name, func(t *testing.T) { test(t, flow, b) })
		}
	}
}

func TestCasesAreFlowsThatCanBe(t *testing.T) {
	for _, c := range cases() {
		require.Empty(t, ir.Verify(c.build(newMaker())), c.name)
	}
}

func TestDocumentsKeepTheRulesOfTropo(t *testing.T) {
	eachBundle(t, func(t *testing.T, _ *ir.Flow, b *backends.Bundle) {
		for _, d := range b.Documents {
			text := d.Body.Render(segment)
			validate(t, text)
			require.Equal(t, string(text), indented(t, text), "the layout of %s", d.Path)
		}
	})
}

// indented is a document as encoding/json lays it out, in the same order and
// with the same escapes.
func indented(t *testing.T, text []byte) string {
	t.Helper()
	var out strings.Builder
	raw := json.RawMessage(text)
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(raw))
	return out.String()
}

// TestLinksLeadToFiles follows every handler: a document, an answer, a route of
// the bundle, or the flow's own applications, whose two parameters are checked
// like links.
func TestLinksLeadToFiles(t *testing.T) {
	eachBundle(t, func(t *testing.T, _ *ir.Flow, b *backends.Bundle) {
		folder := base + "desk/" + segment + "tropo/"
		files, routed := paths(b)
		used := map[string]bool{}
		follow := func(link string) {
			path, ok := strings.CutPrefix(link, folder)
			require.True(t, ok, "a link out of the version: %s", link)
			if routed[path] {
				used[path] = true
				return
			}
			name, ok := strings.CutSuffix(path, ".json")
			require.True(t, ok && files[name], "%s leads nowhere", link)
			used[name] = true
		}
		for _, d := range b.Documents {
			for _, next := range validate(t, d.Body.Render(segment)) {
				if strings.HasPrefix(next, base) {
					follow(next)
					continue
				}
				u, err := url.Parse(next)
				require.NoError(t, err)
				require.Equal(t, folder, u.Query().Get("ivr_base"))
				if refuse := u.Query().Get("ivr_nomatch"); refuse != "" {
					follow(refuse)
				}
			}
		}
		for _, r := range b.Routes {
			require.True(t, used[r.Path], "nothing leads to %s", r.Path)
		}
		if files[backends.EndPath] {
			for _, a := range b.Answers {
				used[a.Of] = true
			}
			require.True(t, used[backends.EndPath], "end is written but not used")
		}
	})
}

func paths(b *backends.Bundle) (files, routed map[string]bool) {
	files, routed = map[string]bool{}, map[string]bool{}
	for _, d := range b.Documents {
		files[d.Path] = true
	}
	for _, a := range b.Answers {
		files[a.Path] = true
	}
	for _, r := range b.Routes {
		routed[r.Path] = true
	}
	return files, routed
}

func TestBundlesCanBeAssembled(t *testing.T) {
	eachBundle(t, func(t *testing.T, flow *ir.Flow, b *backends.Bundle) {
		r, err := backends.Assemble(flow.ID, []*backends.Bundle{b}, "")
		require.NoError(t, err)
		again, _ := findings(flow)
		s, err := backends.Assemble(flow.ID, []*backends.Bundle{again}, "")
		require.NoError(t, err)
		require.Equal(t, r.Version, s.Version, "the same flow compiles to the same bytes")
		require.Equal(t, r, s)

		files, _ := paths(b)
		require.Len(t, b.Entries, len(flow.Entries))
		for _, p := range b.Posted {
			require.True(t, files[p], "%s is posted but is no file", p)
		}
	})
}

// TestEveryResultFindsAnAnswer posts what Tropo can report at every routed URL
// and wants the file that belongs to the outcome.
func TestEveryResultFindsAnAnswer(t *testing.T) {
	eachBundle(t, func(t *testing.T, flow *ir.Flow, b *backends.Bundle) {
		files, _ := paths(b)
		of := map[string]string{}
		for _, d := range b.Documents {
			of[d.Path] = d.Path
		}
		for _, a := range b.Answers {
			of[a.Path] = a.Of
		}
		for _, route := range b.Routes {
			step := stepOf(t, flow, route.Step)
			reach := func(action string, want ir.Outcome) {
				body := fmt.Sprintf(`{"result":{"state":"ANSWERED","actions":%s}}`, action)
				file, ok := routes.Resolve("/tropo/"+route.Path, routes.Request{JSON: []byte(body)}, func(file string) bool {
					return files[strings.TrimSuffix(strings.TrimPrefix(file, "/tropo/"), ".json")]
				})
				require.True(t, ok, "%s at %s", body, route.Path)
				edge, ok := step.Edge(want)
				require.True(t, ok)
				got := of[strings.TrimSuffix(strings.TrimPrefix(file, "/tropo/"), ".json")]
				require.Equal(t, flow.TargetName(edge.To), got, "%s at %s", body, route.Path)
			}
			for action, want := range results(step) {
				reach(action, want)
			}
		}
	})
}

func stepOf(t *testing.T, flow *ir.Flow, id string) *ir.Step {
	t.Helper()
	for _, s := range flow.Steps {
		if s.ID == id {
			return s
		}
	}
	require.Fail(t, "no step "+id)
	return nil
}

// results are actions as Tropo posts them, with the outcome that each is.
func results(s *ir.Step) map[string]ir.Outcome {
	out := map[string]ir.Outcome{}
	switch act := s.Act.(type) {
	case *ir.Menu, *ir.Collect:
		out[`{"name":"x","attempts":3,"disposition":"TIMEOUT"}`] = ir.Of(ir.Timeout)
		out[`{}`] = ir.Of(ir.Timeout)
		out[`{"name":"x","attempts":3,"disposition":"NOMATCH"}`] = ir.Of(ir.NoMatch)
		out[`{"disposition":"SUCCESS","value":"../../etc"}`] = ir.Of(ir.NoMatch)
		if menu, ok := act.(*ir.Menu); ok {
			for _, k := range menu.Keys {
				name := k.Key.FileName()
				out[fmt.Sprintf(`{"disposition":"SUCCESS","value":%q,"interpretation":%q}`, name, k.Key)] = ir.KeyOutcome(k.Key)
				out[fmt.Sprintf(`[{"disposition":"success","interpretation":%q}]`, k.Key)] = ir.KeyOutcome(k.Key)
			}
		}
	default:
		out[`{"disposition":"BUSY"}`] = ir.Of(ir.Busy)
		out[`{"disposition":"REJECTED"}`] = ir.Of(ir.Busy)
		out[`{"disposition":"TIMEOUT"}`] = ir.Of(ir.NoAnswer)
		out[`{"disposition":"FAILED"}`] = ir.Of(ir.Failed)
		out[`{"disposition":"SOMETHING"}`] = ir.Of(ir.Failed)
	}
	return out
}

// TestTheGuidesFailurePage compiles the page of the WebAPI guide about calls that
// fail. Besides the addresses, the number and the order of on, nothing differs.
func TestTheGuidesFailurePage(t *testing.T) {
	const page = `{"tropo":[
		{"on":{"event":"error","next":"error"}},
		{"on":{"event":"hangup","next":"hung-up"}},
		{"on":{"event":"incomplete","next":"incomplete"}},
		{"call":{"to":"+14075550100"}},
		{"say":[{"value":"Tag, you're it!"}]}]}`
	m := newMaker()
	call := m.call("+14075550100")
	call.Say = ir.Prompt{m.say("Tag, you're it!")}
	note := func(id string) made {
		return m.step(id, nil, &ir.Message{To: m.addresses("+14075550100")[0], From: "+14075550199", Text: id}, nil)
	}
	flow := m.flow(m.step("tag", nil, call, to{"busy": "incomplete", "no-answer": "incomplete", "failed": "incomplete", "hangup": "hung-up", "error": "error"}),
		note("incomplete"), note("hung-up"), note("error"))
	b, list := New().Compile(flow, backends.Options{Base: base})
	require.Empty(t, list)
	require.Equal(t, "tag", b.Documents[0].Path)

	got := string(b.Documents[0].Body.Render(""))
	got = strings.ReplaceAll(strings.ReplaceAll(got, base+"desk/tropo/", ""), ".json", "")
	require.JSONEq(t, page, got)
}
