package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
	"ivrc/compiler/script"
	"ivrc/ir/call"
)

// spoken is a stream on which somebody waits for words.
type spoken struct {
	mutex sync.Mutex
	more  *sync.Cond
	text  bytes.Buffer
}

func newSpoken() *spoken {
	w := &spoken{}
	w.more = sync.NewCond(&w.mutex)
	return w
}

// Write keeps what is said.
func (w *spoken) Write(p []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.more.Broadcast()
	return w.text.Write(p)
}

// String is everything that was said.
func (w *spoken) String() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.text.String()
}

// until waits until the words were said n times; a test that waits in vain is ended
// by its deadline.
func (w *spoken) until(words string, n int) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for strings.Count(w.text.String(), words) < n {
		w.more.Wait()
	}
}

// runningServer is ivrc serve while it runs.
type runningServer struct {
	base     string
	out, err *spoken
	stop     context.CancelFunc
	code     chan int
}

// served runs ivrc serve until it answers.
func served(t *testing.T, args ...string) *runningServer {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	r := &runningServer{out: newSpoken(), err: newSpoken(), stop: stop, code: make(chan int, 1)}
	go func() {
		r.code <- runIn(process{ctx: ctx, in: strings.NewReader(""), out: r.out, err: r.err, getenv: func(string) string { return "" }, clock: systemClock()},
			append([]string{"serve", "--listen", "127.0.0.1:0"}, args...))
		_, _ = r.err.Write([]byte("\n(ended)\nCtrl-C stops\n"))
	}()
	t.Cleanup(stop)
	r.err.until("Ctrl-C stops\n", 1)
	found := regexp.MustCompile(`http://(127\.0\.0\.1|\[::1\]):\d+/`).FindString(r.err.String())
	require.NotEmpty(t, found, r.err)
	r.base = found
	return r
}

func (r *runningServer) ended(t *testing.T) {
	t.Helper()
	r.stop()
	require.Equal(t, exitOK, <-r.code, r.err)
}

func (r *runningServer) get(t *testing.T, path string) (int, string) {
	t.Helper()
	answer, err := http.Get(r.base + path)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text)
}

// soundsOf is what is heard at a moment.
func soundsOf(m call.Moment) string {
	var text strings.Builder
	for _, e := range m.Events {
		if e.Kind == call.Heard {
			text.WriteString(e.Sound.Text + "\n")
		}
	}
	return text.String()
}

// greeting is a flow whose words tell versions apart.
func greeting(word string) string {
	return "ivr: 1\nflow: desk\nstart: menu\nevents: {hangup: end, error: end}\nsteps:\n" +
		"  menu: {menu: {say: \"" + word + ": press 1.\", keys: {1: bye}}, events: {incomplete: bye}}\n" +
		"  bye: {say: \"" + word + " says goodbye.\", hangup: true}\n"
}

// save puts a file in its place as editors do.
func save(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path+"~", []byte(text), 0o644))
	require.NoError(t, os.Rename(path+"~", path))
}

func TestACallInProgressStaysOnItsVersionWhenTheFlowIsSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.ivr.yaml")
	save(t, path, greeting("First"))
	r := served(t, path)
	for _, target := range []string{"plivo", "tropo"} {
		over := func() call.Engine {
			e, ok := engineOver(target, fetch.Web{Client: http.DefaultClient}, r.base, "desk")
			require.True(t, ok)
			return e
		}
		save(t, path, greeting("First "+target))
		r.err.until("calls in progress stay on their version", map[string]int{"plivo": 1, "tropo": 3}[target])
		running := over()
		_, err := running.Start("")
		require.NoError(t, err)
		save(t, path, greeting("Second "+target))
		r.err.until("calls in progress stay on their version", map[string]int{"plivo": 2, "tropo": 4}[target])
		moment, err := running.Do(call.Input{Kind: call.Press, Value: "1"})
		require.NoError(t, err)
		require.Contains(t, soundsOf(moment), "First "+target+" says goodbye.")
		fresh, err := over().Start("")
		require.NoError(t, err)
		require.Contains(t, soundsOf(fresh), "Second "+target+": press 1.")
	}
	r.ended(t)
}

func TestAFlowWithProblemsIsNotServedAndTheLastOneStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.ivr.yaml")
	save(t, path, greeting("First"))
	r := served(t, path)
	save(t, path, strings.Replace(greeting("Second"), "goodbye.\", hangup", "goodbye.\", hangpu", 1))
	r.err.until("what was served before still is", 1)
	require.Contains(t, r.err.String(), "desk.ivr.yaml:7:")
	status, text := r.get(t, "desk/plivo.xml")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, text, "First: press 1.")
	save(t, path, greeting("First"))
	r.err.until("there are no problems any more", 1)
	save(t, path, greeting("Second"))
	r.err.until("desk is served as", 1)
	_, text = r.get(t, "desk/plivo.xml")
	require.Contains(t, text, "Second: press 1.")
	r.ended(t)
	require.Contains(t, r.err.String(), "stopped")
}

func TestFlowsThatComeAndGoInAFolderAreServedAndWithdrawn(t *testing.T) {
	folder := t.TempDir()
	save(t, filepath.Join(folder, "desk.ivr.yaml"), greeting("First"))
	r := served(t, folder)
	other := filepath.Join(folder, "night.ivr.yaml")
	save(t, other, strings.Replace(greeting("Night"), "flow: desk", "flow: night", 1))
	r.err.until("night is served as", 1)
	status, _ := r.get(t, "night/tropo.json")
	require.Equal(t, http.StatusOK, status)
	require.NoError(t, os.Remove(other))
	r.err.until("night is gone, and is served no more", 1)
	status, _ = r.get(t, "night/tropo.json")
	require.Equal(t, http.StatusNotFound, status)
	r.ended(t)
}

func TestRequestsAreToldInJSONAndCounted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "desk.ivr.yaml")
	save(t, path, greeting("First"))
	r := served(t, path, "--log", "json", "--metrics", "127.0.0.1:0")
	version := regexp.MustCompile(`desk ([0-9a-f]{12})`).FindStringSubmatch(r.err.String())[1]
	status, _ := r.get(t, "desk/v/"+version+"/plivo/menu/Digits.1?Digits=1&From=15550100")
	require.Equal(t, http.StatusOK, status)
	r.out.until("\n", 1)
	var line struct {
		Flow, Step, Parameter, Answer, Document string
		Status                                  int
	}
	require.NoError(t, json.Unmarshal([]byte(r.out.String()), &line))
	require.Equal(t, "desk", line.Flow)
	require.Equal(t, "menu", line.Step)
	require.Equal(t, "Digits.1", line.Parameter)
	require.Equal(t, "1", line.Answer)
	require.Equal(t, "v/"+version+"/plivo/menu/1.xml", line.Document)
	require.NotContains(t, r.out.String(), "5550100", "a caller's number is not kept")

	r.err.until("/metrics\n", 1)
	at := regexp.MustCompile(`metrics: (http\S+)`).FindStringSubmatch(r.err.String())[1]
	answer, err := http.Get(at)
	require.NoError(t, err)
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Contains(t, string(text), `ivrc_requests_total{target="plivo",kind="routed",status="200"} 1`)
	status, _ = r.get(t, "metrics")
	require.Equal(t, http.StatusNotFound, status, "metrics are not for callers")
	r.ended(t)
}

// TestShippedCallScriptsPassThroughServe walks every call of the shipped scripts over
// HTTP, as the providers would make them, and compares the documents with the flow.
func TestShippedCallScriptsPassThroughServe(t *testing.T) {
	walked := 0
	for _, path := range shippedFlows(t) {
		for _, b := range allBackends() {
			text := []byte(read(t, path))
			if compiledFor(b, text).list.HasErrors() {
				continue // the target cannot express it
			}
			flow := flowFor(t, b.Name(), text)
			r := served(t, path, "--target", b.Name(), "--log", "none")
			engine, ok := engineOver(b.Name(), fetch.Web{Client: http.DefaultClient}, r.base, flow.ID)
			require.True(t, ok)
			walked += passes(t, path, flow, script.Target{Name: b.Name(), Engine: engine})
			code, out, messages := runIvrc(t, "verify", r.base, "--flow", path, "--target", b.Name())
			require.Equal(t, exitOK, code, out+messages)
			r.ended(t)
		}
	}
	require.Greater(t, walked, 50)
}

// TestTheExchangeOfVoiceShotsPageGoesThroughServe posts what the provider's page shows
// (voiceshot.md §1.4): the call is answered, 1234 is keyed in at the first prompt, the
// caller hangs up.
func TestTheExchangeOfVoiceShotsPageGoesThroughServe(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "pin-check.ivr.yaml")
	save(t, path, read(t, filepath.Join(flowFolder, "pin-check.ivr.yaml")))
	r := served(t, path, "--target", "voiceshot")
	for _, exchange := range [][2]string{
		{`<campaign menuid="1-3" callid="217356" action="4" callerid="8182238964"/>`, ""},
		{`<prompt menuid="1-3" callid="217356" promptid="1" keypress="1234"/>`, `<prompt goto="2" />`},
		{`<campaign menuid="1-3" callid="217356" action="5" duration="53"/>`, ""},
		{`{"what": "nobody sends"}`, ""},
	} {
		answer, err := http.Post(r.base+"pin-check/voiceshot/call/events", "text/xml", strings.NewReader(exchange[0]))
		require.NoError(t, err)
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusOK, answer.StatusCode)
		require.Equal(t, "text/xml; charset=utf-8", answer.Header.Get("Content-Type"))
		require.Equal(t, exchange[1], strings.TrimSpace(string(text)), exchange[0])
	}
	r.ended(t)
	require.NotContains(t, r.out.String(), "8182238964")
}
