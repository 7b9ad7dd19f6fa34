package reread

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends/plivo/decode"
	"ivrc/backends/verify"
	"ivrc/ir"
)

const base = "https://ivr.example.com/desk/v/1/plivo/"

// desk is a flow written by hand: a menu with two attempts that leads to a
// voicemail.
func desk() *ir.Flow {
	say := func(text string) ir.Prompt {
		return ir.Prompt{&ir.Text{Text: text, Speech: ir.Speech{Language: "en-US"}}}
	}
	on := func(o ir.Outcome, to ir.Target) ir.Edge { return ir.Edge{Outcome: o, To: to} }
	return &ir.Flow{ID: "desk", Entries: []ir.Entry{{Step: 0}}, Steps: []*ir.Step{
		{ID: "main", Act: &ir.Menu{Say: say("Press 1."), Keys: []ir.MenuKey{{Key: "1"}}, Asking: ir.Asking{
			Timeout: 5 * time.Second, Between: 3 * time.Second, Attempts: 2, Bargein: true, Retry: ir.Retry{NoMatch: say("No.")}}},
			Edges: []ir.Edge{on(ir.KeyOutcome("1"), 1), on(ir.Of(ir.Timeout), ir.End), on(ir.Of(ir.NoMatch), 1)}},
		{ID: "mail", Say: say("Speak."), Act: &ir.Record{Send: "https://example.com/vm", Max: time.Minute, Silence: 5 * time.Second, Timeout: time.Second, Format: "mp3"},
			Edges: []ir.Edge{on(ir.Of(ir.Done), ir.End), on(ir.Of(ir.Timeout), 0)}},
	}}
}

func response(elements string) string {
	return decode.Declaration + "<Response>" + elements + "</Response>"
}

func attempt(number, said string) string {
	return `<GetDigits action="` + base + `main/Digits.` + number + `" method="GET" numDigits="1" timeout="5" finishOnKey="none" retries="1">` + said +
		`</GetDigits><Redirect method="GET">` + base + `main/timeout.` + number + `.xml</Redirect>`
}

// files are what Plivo's pages say that the flow should be.
func files() map[string]string {
	main := response(attempt("1", "<Speak>Press 1.</Speak>"))
	mail := response(`<Speak>Speak.</Speak><Record redirect="false" fileFormat="mp3" timeout="5" maxLength="60" finishOnKey="none" playBeep="false" ` +
		`callbackUrl="https://example.com/vm" callbackMethod="POST"/><Hangup/>`)
	end := response("<Hangup/>")
	return map[string]string{
		"desk/plivo.xml": main, "desk/plivo.error.xml": end, "desk/plivo.hangup.xml": response(""),
		"desk/v/1/plivo/main.xml": main, "desk/v/1/plivo/mail.xml": mail, "desk/v/1/plivo/end.xml": end, "desk/v/1/plivo/end/hangup.xml": response(""),
		"desk/v/1/plivo/main/1.xml": mail, "desk/v/1/plivo/main/timeout.2.xml": end, "desk/v/1/plivo/main/_.2.xml": mail,
		"desk/v/1/plivo/main/timeout.1.xml": response(attempt("2", "<Speak>Press 1.</Speak>")),
		"desk/v/1/plivo/main/_.1.xml":       response(attempt("2", "<Speak>No.</Speak><Speak>Press 1.</Speak>")),
	}
}

func differences(files map[string]string) []string {
	p := verify.Published{Base: "https://ivr.example.com/", Flow: "desk", Target: "plivo", Segment: "v/1/", Files: map[string][]byte{}}
	for path, text := range files {
		p.Files[path] = []byte(text)
	}
	return Reread(p, desk())
}

func TestDocumentsWrittenByHandReadAsTheirFlow(t *testing.T) {
	require.Empty(t, differences(files()))
}

func TestDifferencesSayWhatTheFlowAndTheFilesSay(t *testing.T) {
	const mail = "desk/v/1/plivo/mail.xml"
	for _, c := range []struct{ path, old, by, want string }{
		{"desk/v/1/plivo/main/1.xml", "", "GONE", "main, key 1: the flow says to mail, the files say nothing"},
		{"desk/v/1/plivo/main/1.xml", "", response("<Hangup/>"), "main, key 1: the flow says to mail, the files say to end"},
		{"desk/v/1/plivo/main/2.xml", "", response("<Hangup/>"), "main, key 2: the flow says nothing, the files say to end"},
		{"desk/v/1/plivo/main/_.1.xml", "No.", "Yes.", `main, attempt 2 after nomatch, part 2: the flow says text "No. Press 1.", the files say text "Yes. Press 1."`},
		{"desk/v/1/plivo/main/_.1.xml", `timeout="5"`, `timeout="6"`, "main, timeout at attempt 2 after nomatch: the flow says 5s, the files say 6s"},
		{"desk/v/1/plivo/main/_.2.xml", "", "GONE", "main, nomatch at attempt 2: the flow says to mail, the files say to no document"},
		{"desk/v/1/plivo/more.xml", "", response("<Hangup/>"), "more: the files have it, the flow does not"},
		{"desk/v/1/plivo/main/busy.xml", "", response("<Hangup/>"), "desk/v/1/plivo/main/busy.xml: nothing in the flow leads to this file"},
		{"desk/plivo.xml", "", response("<Hangup/>"), "plivo.xml, answer: the flow says to main, the files say to end"},
		{"desk/plivo.hangup.xml", "", response("<Hangup/>"), "plivo.hangup.xml, act: the flow says nothing, the files say Hangup"},
		{mail, "<Hangup/>", "", mail + ": it runs out of elements"},
		{mail, "<Hangup/>", "<Hangup/><Hangup/>", mail + ": <Hangup> never runs"},
		{mail, "<Hangup/>", "<Say>x</Say><Hangup/>", mail + ": <Say> stands in <Response>"},
		{mail, "<Hangup/>", "x<Hangup/>", mail + `: <Response> holds the text "x"`},
		{mail, "<Hangup/>", "<Hangup Reason=\"busy\"/>", mail + ": <Hangup> has an attribute Reason"},
		{mail, "<Hangup/>", `<Redirect method="GET">https://ivr.example.com/desk/v/2/plivo/end.xml</Redirect>`, mail + ": it links to https://ivr.example.com/desk/v/2/plivo/end.xml, outside of its version"},
		{mail, "<Hangup/>", `<Redirect method="POST">` + base + `end.xml</Redirect>`, mail + ": it asks for " + base + "end.xml by POST"},
		{mail, ` redirect="false"`, "", mail + ": <Record> has no redirect"},
		{mail, `maxLength="60"`, `maxLength="060"`, mail + `: <Record> has maxLength="060"`},
		{mail, decode.Declaration, " " + decode.Declaration, mail + ": it does not begin with the XML declaration"},
		{mail, "<Hangup/>", "<Hangup>", mail + ": </Response> closes nothing"},
		{mail, "Speak.", strings.Repeat("Speak. ", 20_000), mail + ": it has 140248 bytes, more than Plivo reads"},
	} {
		tree := files()
		text := c.by
		if c.old != "" {
			text = strings.Replace(tree[c.path], c.old, c.by, 1)
			require.NotEqual(t, tree[c.path], text)
		}
		tree[c.path] = text
		if c.by == "GONE" {
			delete(tree, c.path)
		}
		require.Contains(t, differences(tree), c.want)
	}
}

func TestWhatFilesHoldNeverEndsTheReading(t *testing.T) {
	for _, text := range []string{"", "<", decode.Declaration, decode.Declaration + "<Response/><Response/>", decode.Declaration + "<Speak><a></b></Speak>", "\xff", decode.Declaration + strings.Repeat("<Response>", 9000)} {
		for path := range files() {
			tree := files()
			tree[path] = text
			require.NotEmpty(t, differences(tree), "%q", text)
		}
	}
}
