package reread_test

import (
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/tropo/reread"
	"ivrc/backends/verify"
	"ivrc/ir"
)

const (
	base   = "https://ivr.example.com/"
	folder = "desk/v/1/tropo/"
	note   = folder + "note.json"
	// document is what the step of the flow below must be.
	document = `{"tropo": [
{"on": {"event": "error", "next": "https://ivr.example.com/desk/v/1/tropo/end.json"}},
{"on": {"event": "hangup", "next": "https://ivr.example.com/desk/v/1/tropo/end.json"}},
{"on": {"event": "incomplete", "next": "https://ivr.example.com/desk/v/1/tropo/end.json"}},
{"say": [{"value": "One moment."}]},
{"message": {"say": [{"value": "You called."}], "to": "+14075550100", "from": "+14075550199", "channel": "TEXT", "network": "SMS"}}]}
`
)

// tree is a flow of one step and its files, written by hand.
func tree() (*ir.Flow, verify.Published) {
	english := ir.Speech{Language: "en-US"}
	step := &ir.Step{ID: "note", Say: ir.Prompt{&ir.Text{Text: "One moment.", Speech: english}},
		Act: &ir.Message{To: ir.Address{Value: "+14075550100"}, From: "+14075550199", Text: "You called."}}
	flow := &ir.Flow{ID: "desk", Entries: []ir.Entry{{Step: 0}}, Steps: []*ir.Step{step}}
	for _, o := range step.Act.Outcomes(flow) {
		step.Edges = append(step.Edges, ir.Edge{Outcome: o, To: ir.End, Origin: ir.FromStep})
	}
	return flow, verify.Published{Base: base, Flow: "desk", Target: "tropo", Segment: "v/1/", Files: map[string][]byte{
		"desk/tropo.json": []byte(document), note: []byte(document), folder + "end.json": []byte(`{"tropo": [{"hangup": null}]}` + "\n"),
	}}
}

func TestFilesWrittenByHandReadBack(t *testing.T) {
	flow, p := tree()
	require.Empty(t, reread.Reread(p, flow))
}

func TestDifferencesNameTheFileAndTheFault(t *testing.T) {
	for _, c := range []struct{ old, by, want string }{
		{"One moment.", "One minute.", `note, what is heard, part 1: the flow says text "One moment.", the files say text "One minute."`},
		{"One moment.", "Smith & Sons", note + `: a say has the value "Smith & Sons": it is plain text with &, < or >`},
		{"One moment.", "see http://x.example/", note + `: a say has the value "see http://x.example/": it is text with an address in it, which would be played`},
		{`"from": "+14075550199", `, "", note + ": message has no from"},
		{`"SMS"`, `"SMS", "voice": "kate"`, note + `: message has a property "voice" that no document of ours has`},
		{`"SMS"`, `"SMS", "to": "+1"`, note + `: "to" stands twice in one object`},
		{`"SMS"`, `5`, note + ": network of message is of the wrong type"},
		{`"message"`, `"massage"`, note + `: there is no verb "massage"`},
		{`"error"`, `"hangup"`, note + ": the handler for hangup stands behind that for hangup"},
		{`"incomplete"`, `"signal"`, note + `: there is no event "signal"`},
		{"tropo/end.json", "tropo/gone.json", note + ": https://ivr.example.com/desk/v/1/tropo/gone.json does not exist"},
		{"v/1/tropo/end.json", "v/2/tropo/end.json", note + ": https://ivr.example.com/desk/v/2/tropo/end.json leads out of this version"},
		{`{"say": [{"value": "One moment."}]},` + "\n", "", `note, what is heard, part 1: the flow says text "One moment.", the files say nothing`},
		{`]}` + "\n", "", note + ": it does not end in } and a newline"},
		{"You", "Yöu", note + ": byte 0xc3 is outside printable ASCII"},
		{`{"tropo"`, `{{"tropo"`, note + ": it is not JSON"},
		{`[{"value": "One`, strings.Repeat("[", 40) + `{"value": "One`, note + ": it is not JSON"},
		{`"One moment."`, strings.Repeat("[", 40) + strings.Repeat("]", 40), note + ": its brackets stand too deep"},
	} {
		flow, p := tree()
		changed := strings.Replace(document, c.old, c.by, 1)
		require.NotEqual(t, document, changed)
		p.Files[note] = []byte(changed)
		differences := reread.Reread(p, flow)
		require.Contains(t, differences, c.want)
		require.Contains(t, differences, "desk/tropo.json: the entry repeats no document of this version")
	}
}

// TestAnyBytesCanBeRead wants a difference, never a fault of its own, whatever the
// files hold.
func TestAnyBytesCanBeRead(t *testing.T) {
	flow, right := tree()
	require.NotEmpty(t, reread.Reread(verify.Published{}, flow))
	dice := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		p := right
		p.Files = maps.Clone(right.Files)
		text := []byte(document)
		for range 1 + dice.IntN(4) {
			switch at := dice.IntN(max(1, len(text)-20)); dice.IntN(3) {
			case 0:
				text[at] = `{}[]",:0nt`[dice.IntN(10)]
			case 1:
				text = append(text[:at:at], text[min(len(text), at+1+dice.IntN(19)):]...)
			default:
				text = append(append(text[:at:at], document[dice.IntN(len(document)):]...), "}\n"...)
			}
		}
		p.Files[note], p.Files["desk/tropo.json"] = text, text
		differences := reread.Reread(p, flow)
		if lines := strings.ReplaceAll(document, "\n", ""); strings.ReplaceAll(string(text), "\n", "") != lines {
			require.NotEmpty(t, differences, "%s", text)
		}
	}
}
