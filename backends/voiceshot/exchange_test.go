package voiceshot

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
	"ivrc/backends/routes"
	"ivrc/backends/voiceshot/interpret"
	"ivrc/compiler/ivrctest"
	"ivrc/ir/call"
)

// host serves files by the rule of routes, as a host that reads bodies does.
func host(files map[string][]byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := r.URL.Path
		if _, routed := routes.At(at); routed {
			body, err := io.ReadAll(io.LimitReader(r.Body, 64<<10))
			if err != nil {
				w.WriteHeader(http.StatusBadRequest)
				return
			}
			at, _ = routes.Resolve(at, routes.Request{Query: r.URL.Query(), XML: body}, func(file string) bool {
				_, ok := files[strings.TrimPrefix(file, "/")]
				return ok
			})
		}
		text, ok := files[strings.TrimPrefix(at, "/")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", mediaType)
		_, _ = w.Write(text)
	})
}

// served is a flow on a host of its own.
func served(t *testing.T, text []byte) (base string, client *http.Client) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.Start()
	t.Cleanup(server.Close)
	flow := flowOf(t, text)
	o := options
	o.Base = server.URL + "/"
	bundle, list := New().Compile(flow, o)
	require.NotNil(t, bundle, list.Detailed())
	server.Config.Handler = host(published(t, bundle, "1").Files)
	return o.Base, server.Client()
}

func post(t *testing.T, client *http.Client, address, body string) (status int, reply string) {
	t.Helper()
	answer, err := client.Post(address, "text/xml", strings.NewReader(body))
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

// TestTheExchangeOfTheProvidersPage posts what the page on call events shows, byte
// for byte (its example 4, and examples 1 to 3).
func TestTheExchangeOfTheProvidersPage(t *testing.T) {
	shipped, err := os.ReadFile("../../flows/pin-check.ivr.yaml")
	require.NoError(t, err)
	made := ivrctest.Load(t, "testdata/seed-exchange.txtar").Input(t, "flow.ivr.yaml")
	for flow, text := range map[string][]byte{"pin-check": shipped, "members": made} {
		base, client := served(t, text)
		events := base + flow + "/voiceshot/call/events"
		for _, exchange := range []struct{ event, reply string }{
			{`<campaign menuid="1-3" callid="217356" action="4" callerid="8182238964"/>`, ""},
			{`<prompt menuid="1-3" callid="217356" promptid="1" keypress="1234"/>`, `<prompt goto="2" />`},
			{`<campaign menuid="1-3" callid="217356" action="5" duration="53"/>`, ""},
			{`<campaign menuid="1-3" callid="213167" action="4" callerid="8182238964"/>`, ""},
			{`<prompt menuid="1-3" callid="213167" promptid="2" keypress="10000000"/>`, map[string]string{"pin-check": "", "members": `<prompt goto="4" />`}[flow]},
			{`<campaign menuid="1-3" callid="213167" action="5" duration="24"/>`, ""},
			{"what no campaign sends", ""},
			{"", ""},
		} {
			status, reply := post(t, client, events, exchange.event)
			require.Equal(t, http.StatusOK, status, exchange.event)
			require.Equal(t, exchange.reply, reply, "%s: %s", flow, exchange.event)
		}
		// The test button of the web interface wants a 200.
		answer, err := client.Get(events)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusOK, answer.StatusCode)
	}
}

func TestACallOverHTTPGoesAsTheFlowSays(t *testing.T) {
	text, err := os.ReadFile("../../flows/pin-check.ivr.yaml")
	require.NoError(t, err)
	base, client := served(t, text)
	inputs := []call.Input{{Kind: call.Press, Value: "99"}, {Kind: call.Quiet}, {Kind: call.Press, Value: "1234"}, {Kind: call.Quiet}}
	difference, err := call.Beside(call.OverFlow(flowOf(t, text)), interpret.New(fetch.Web{Client: client}, base, "pin-check"), "", inputs)
	require.NoError(t, err)
	require.Nil(t, difference)
}

// TestAnEntryWithItsFinishingKeyIsTheEntry: users of the interface see a # behind
// digits.
func TestAnEntryWithItsFinishingKeyIsTheEntry(t *testing.T) {
	base, client := served(t, ivrctest.Load(t, "testdata/collect.txtar").Input(t, "flow.ivr.yaml"))
	for keys, reply := range map[string]string{
		"1234": `<prompt goto="2" />`, "1234#": `<prompt goto="2" />`, "123456": `<prompt goto="2" />`,
		"123": `<prompt goto="4" />`, "1234567": `<prompt goto="4" />`, "#": `<prompt goto="4" />`, "": "",
	} {
		_, got := post(t, client, base+"demo/voiceshot/call/events", `<prompt menuid="1-3" callid="1" promptid="1" keypress="`+keys+`"/>`)
		require.Equal(t, reply, got, "%q", keys)
	}
}

// TestWhatIsNotDrawnOrNotServedIsSaid breaks a tree in ways in which a host or a
// person can, and looks at what a caller meets.
func TestWhatIsNotDrawnOrNotServedIsSaid(t *testing.T) {
	flow := flowOf(t, ivrctest.Load(t, "testdata/menu.txtar").Input(t, "flow.ivr.yaml"))
	bundle, _ := gated(flow, nil)
	walk := func(change func(files map[string][]byte), words ...string) []string {
		files := published(t, bundle, "1").Files
		change(files)
		tree := fetch.Tree{Base: options.Base, Read: func(path string) ([]byte, bool) { text, ok := files[path]; return text, ok }}
		var inputs []call.Input
		for _, word := range words {
			in, err := call.ParseInput(word)
			require.NoError(t, err)
			inputs = append(inputs, in)
		}
		transcript, err := call.Walk(interpret.New(tree, options.Base, "demo"), "", inputs)
		require.NoError(t, err)
		var out []string
		for _, e := range transcript.Events() {
			if e.Kind == call.Remark || e.Kind == call.Ended || e.Kind == call.Dialled {
				out = append(out, e.Text)
			}
		}
		return out
	}
	put := func(path, text string) func(map[string][]byte) {
		return func(files map[string][]byte) { files["demo/"+path] = []byte(text) }
	}
	require.Equal(t, []string{"+14075550100", "the call ends with it", "hung-up"}, trimmed(walk(func(map[string][]byte) {}, ".", "1", "answered", ".")))
	require.Equal(t, []string{"hung-up"}, walk(func(map[string][]byte) {}, ".", "fault"), "ERROR is drawn: it says that something is wrong")
	require.Equal(t, []string{"the reply leads to prompt 77, which nobody has drawn", "lost"}, walk(put("voiceshot/call/2.1.xml", `<prompt goto="77" />`), ".", "1"))
	require.Equal(t, []string{"the reply is no call command: it is not one <prompt>", "the host has no reply to 1 at prompt 2, and the campaign stands still", "lost"},
		walk(put("voiceshot/call/2.1.xml", `<prompt goto="2"><x/></prompt>`), ".", "1"))
	require.Equal(t, []string{"the host has no reply to 7 at prompt 2, and the campaign stands still", "lost"}, walk(func(files map[string][]byte) {
		delete(files, "demo/voiceshot/call/2._.xml")
	}, ".", "7"))
	gone := walk(func(files map[string][]byte) {
		for path := range files {
			if strings.Contains(path, "/call/") {
				delete(files, path)
			}
		}
	}, ".", "1")
	require.Contains(t, gone, "the host answers the event with status 404")
	require.Equal(t, "the host answers the event with status 404", gone[len(gone)-1], "the hang-up")
	require.Contains(t, strings.Join(walk(put("voiceshot.xml", "<campaign/>")), " "), "it does not begin with the XML declaration lost")
	_, err := interpret.New(fetch.Tree{Base: options.Base, Read: func(string) ([]byte, bool) { return nil, false }}, options.Base, "demo").Start("")
	require.ErrorIs(t, err, call.ErrNoEntry)
}

// trimmed keeps the last words of a remark.
func trimmed(lines []string) []string {
	for i, line := range lines {
		if _, after, ok := strings.Cut(line, "transfer: "); ok {
			lines[i] = after
		}
	}
	return lines
}
