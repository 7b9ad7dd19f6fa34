package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/fetch"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/script"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir/call"
	"ivrc/schema"
)

// echo is a keyboard whose lines show on the screen when they are read.
type echo struct {
	lines  []string
	screen io.Writer
}

func (e *echo) Read(p []byte) (int, error) {
	if len(e.lines) == 0 {
		return 0, io.EOF
	}
	line := e.lines[0] + "\n"
	e.lines = e.lines[1:]
	if _, err := io.WriteString(e.screen, line); err != nil {
		return 0, err
	}
	return copy(p, line), nil
}

// atTerminal runs the program with a person who types lines.
func atTerminal(t *testing.T, lines []string, env map[string]string, args ...string) (code int, screen string) {
	t.Helper()
	var out bytes.Buffer
	code = runIn(process{
		ctx: context.Background(), in: &echo{lines, &out}, out: &out, err: &out, clock: systemClock(),
		getenv: func(name string) string { return env[name] }, terminal: func(any) bool { return true },
	}, args)
	return code, out.String()
}

func plainTerminal() map[string]string { return map[string]string{"NO_COLOR": "1"} }

// TestCallsOfShippedFlows prints the calls that each case lists, "target entry:
// words", and the dialogue of what is typed.
func TestCallsOfShippedFlows(t *testing.T) {
	t.Setenv("IVRC_BASE_URL", checkBase)
	root, err := filepath.Abs(".")
	require.NoError(t, err)
	ivrctest.Run(t, "testdata/transcripts/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		calls, typed := string(c.Input(t, "calls")), ""
		if c.Has("typed") {
			typed = string(c.Input(t, "typed"))
		}
		t.Chdir(moduleRoot)
		flow := "flows/" + c.Name + ".ivr.yaml"
		var got strings.Builder
		for _, line := range strings.Split(strings.TrimSpace(calls), "\n") {
			where, words, _ := strings.Cut(line, ": ")
			target, entry, _ := strings.Cut(where, " ")
			code, stdout, stderr := runIvrc(t, "call", flow, "--target", target, "--entry", entry, "--script", words)
			fmt.Fprintf(&got, "== %s\n%s", line, stdout)
			if stderr != "" {
				got.WriteString("stderr: " + stderr)
			}
			if code != exitOK {
				fmt.Fprintf(&got, "exit code %d\n", code)
			}
		}
		screen := ""
		if typed != "" {
			_, screen = atTerminal(t, strings.Split(strings.TrimSuffix(typed, "\n"), "\n"), plainTerminal(), "call", flow)
		}
		t.Chdir(root)
		c.Expect(t, "calls.txt", got.String())
		if screen != "" {
			c.Expect(t, "terminal.txt", screen)
		}
	})
}

func TestACallTakesItsWordsFromStandardInputElsewhere(t *testing.T) {
	var out, messages bytes.Buffer
	code := run([]string{"call", frontDesk}, strings.NewReader(".\n\t1  busy\nspeak"), &out, &messages)
	require.Equal(t, exitOK, code, messages.String())
	require.Empty(t, messages.String())
	require.Contains(t, out.String(), "caller  speaks a message\n")
	require.NotContains(t, out.String(), "> ")
	require.NotContains(t, out.String(), "\x1b")
	require.NotContains(t, out.String(), "ivr-calls")

	out.Reset()
	code = run([]string{"call", frontDesk, "--quiet"}, strings.NewReader(". 1"), &out, &messages)
	require.Equal(t, exitOK, code)
	require.Empty(t, messages.String())
}

func TestACallSaysWhatIsWrongWithIt(t *testing.T) {
	folder := t.TempDir()
	saved := filepath.Join(folder, "there.call.yaml")
	require.NoError(t, os.WriteFile(saved, []byte("mine"), 0o644))
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{exitFlow, "input 2 (busy) is not possible at main, which asks for keys, attempt 1 of 3: it takes keys 1 2 *, . (silence), hangup or fault", []string{frontDesk, "--script", ". busy"}},
		{exitFlow, "input 3 (1) comes after the end of the call: left", []string{frontDesk, "--script", ". hangup 1"}},
		{exitUsage, `--script, word 2: "hallo" is nothing`, []string{frontDesk, "--script", ". hallo . you"}},
		{exitUsage, `--script, word 4: "you" is nothing`, []string{frontDesk, "--script", ". hallo . you"}},
		{exitUsage, `front-desk has no entry "x"; it has its start only`, []string{frontDesk, "--entry", "x"}},
		{exitUsage, `utility-company has no entry "nigt"; it has outage-line, night, and its start; did you mean night?`, []string{"../../flows/utility-company.ivr.yaml", "--entry", "nigt"}},
		{exitUsage, `has no entry "nigt"`, []string{"../../flows/utility-company.ivr.yaml", "--entry", "nigt", "--target", "plivo"}},
		{exitUsage, `there is no target "tropo2"; calls are walked over ir, plivo, tropo, voiceshot; did you mean tropo?`, []string{frontDesk, "--target", "tropo2"}},
		{exitUsage, "--transcript takes text or json", []string{frontDesk, "--transcript", "xml"}},
		{exitUsage, "exists; the call is written to a new file only", []string{frontDesk, "--save", saved}},
		{exitUsage, "--flow is for published documents", []string{frontDesk, "--flow", "x"}},
		{exitUsage, "must come with --script", []string{"-"}},
		{exitUsage, "call takes one flow", []string{"../../flows"}},
		{exitFlow, "IVR", []string{"testdata/broken.ivr.yaml"}},
	} {
		if c.args[0] == "testdata/broken.ivr.yaml" {
			c.args[0] = filepath.Join(folder, "broken.ivr.yaml")
			require.NoError(t, os.WriteFile(c.args[0], []byte("ivr: 1\nflow: f\nstart: nowhere\nsteps: {}\n"), 0o644))
		}
		code, _, stderr := runIvrc(t, append([]string{"call"}, c.args...)...)
		require.Equal(t, c.code, code, "%v: %s", c.args, stderr)
		require.Contains(t, stderr, c.says)
	}
	require.Equal(t, "mine", read(t, saved))
}

func TestTranscriptsFollowTheirSchema(t *testing.T) {
	for flow, words := range map[string]string{
		"front-desk": ". 1 busy speak", "conference-bridge": ". 12 123456 return:guest", "appointment-reminder": "answered .", "pin-check": "",
	} {
		for _, target := range []string{"ir", "tropo"} {
			if target == "tropo" && flow == "conference-bridge" {
				words = ". 12# 123456# return:guest ."
			}
			code, stdout, stderr := runIvrc(t, "call", "../../flows/"+flow+".ivr.yaml", "--target", target, "--script", words, "--transcript", "json")
			require.Equal(t, exitOK, code, stderr)
			var value any
			require.NoError(t, json.Unmarshal([]byte(stdout), &value))
			require.Empty(t, schema.CheckTranscript(value), stdout)
			value.(map[string]any)["end"] = "somehow"
			require.Len(t, schema.CheckTranscript(value), 1)
			require.NotContains(t, stdout, "123456")
		}
	}
}

func TestNothingOfACallShowsASecret(t *testing.T) {
	folder := t.TempDir()
	flow := filepath.Join(folder, "s.ivr.yaml")
	require.NoError(t, os.WriteFile(flow, []byte(`ivr: 1
flow: s
start: a
events: {hangup: end, error: end, incomplete: b}
allow: {IVR602: "a mailbox of the test", IVR603: "the same"}
steps:
  a:
    say: [{audio: "https://cdn.example.com/a.mp3?token=hunter22", text: "Hello there."}, "The door opens with password=hunter22 at night."]
    collect: {say: "Your PIN.", digits: 4-6, secret: true, send: "https://app.example.com/pin?token=hunter22", returns: [b]}
  b: {say: "Goodbye.", hangup: true}
`), 0o644))
	saved := filepath.Join(folder, "s.call.yaml")
	for i, extra := range [][]string{{"--save", saved}, {"--transcript", "json"}, {"--target", "plivo"}, {"--target", "tropo"}} {
		args := append([]string{"call", flow, "--script", "7391# return:b"}, extra...)
		code, stdout, stderr := runIvrc(t, args...)
		require.Equal(t, exitOK, code, stderr)
		require.Contains(t, stdout, "The door opens with")
		require.NotContains(t, stdout+stderr, "hunter2", "%d", i)
		require.NotContains(t, stdout+stderr, "7391", "%d", i)
	}
	dist := filepath.Join(folder, "dist")
	code, _, stderr := runIvrc(t, "build", flow, "--base-url", "https://ivr.example.com/", "--out", dist)
	require.Equal(t, exitOK, code, stderr)
	code, stdout, stderr := runIvrc(t, "call", dist, "--target", "plivo", "--script", "7391")
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stdout, "The door opens with")
	require.NotContains(t, stdout+stderr, "hunter2")
	require.NotContains(t, stdout+stderr, "7391")

	test := read(t, saved)
	require.NotContains(t, test, "hunter2")
	require.Contains(t, test, `press: "0000#"`)
	require.Contains(t, test, "flow: s.ivr.yaml")

	code, screen := atTerminal(t, []string{"busy", "7#", "return:b", "q"}, plainTerminal(), "call", flow)
	require.Equal(t, exitOK, code)
	require.NotContains(t, screen, "hunter2")
}

// TestACallAsATestPasses walks shipped flows by first and later choices, and runs
// what is printed of each call as a call script.
func TestACallAsATestPasses(t *testing.T) {
	paths, err := filepath.Glob("../../flows/*.ivr.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	calls := 0
	for _, path := range paths {
		// Not every target takes every shipped flow, and none matters here.
		flow := job{all: usualBackends(), base: checkBase}.compile(source.NewFile(path, []byte(read(t, path)))).flow
		require.NotNil(t, flow)
		for choice := range 4 {
			w := &walk{walkable: &walkable{engine: call.OverFlow(flow), id: flow.ID, file: path, flow: flow, mask: func(text string) string { return text }}}
			require.NoError(t, w.begin())
			for range 12 {
				choices := w.wait().Choices()
				if len(choices) == 0 {
					break
				}
				in := choices[min(choice, len(choices)-1)].Input
				if in.Kind == call.Press {
					in.Value = "123456"[:max(1, w.wait().Least%7)]
				}
				require.NoError(t, w.do(in), path)
			}
			text, err := w.asTest("")
			require.NoError(t, err)
			s, list := script.Read(source.NewFile("c.call.yaml", []byte(text)), script.Options{Limits: syntax.DefaultLimits()})
			require.Empty(t, list, "%s\n%s", list.Detailed(), text)
			require.Empty(t, s.Check(flow), text)
			result := script.Run(&s.Calls[0], flow, nil)
			require.Empty(t, result.Failures, text)
			calls++
		}
	}
	require.GreaterOrEqual(t, calls, 40)
}

// deskInFolder is the shipped front desk, built for both providers.
func deskInFolder(t *testing.T, base string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "dist")
	code, _, stderr := runIvrc(t, "build", frontDesk, "../../flows/utility-company.ivr.yaml", "--base-url", base, "--out", out)
	require.Equal(t, exitOK, code, stderr)
	return out
}

func TestACallOverAFolderNeedsToKnowWhich(t *testing.T) {
	out := deskInFolder(t, "https://ivr.example.com/ivr/")
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{exitUsage, "holds front-desk, utility-company; say which with --flow", nil},
		{exitUsage, `holds no flow "front-dsk"; it holds front-desk, utility-company; did you mean front-desk?`, []string{"--flow", "front-dsk"}},
		{exitUsage, "front-desk is published for plivo and tropo; say which with --target", []string{"--flow", "front-desk"}},
		{exitUsage, "to walk the flow itself, name its file", []string{"--flow", "front-desk", "--target", "ir"}},
		{exitUsage, `not published for "plivoo"; it is for plivo, tropo; did you mean plivo?`, []string{"--flow", "front-desk", "--target", "plivoo"}},
		{exitUsage, `has no entry "x"; it has outage-line, night, and its start`, []string{"--flow", "utility-company", "--target", "tropo", "--entry", "x"}},
		{exitOK, "plivo/goodbye", []string{"--flow", "front-desk", "--target", "plivo", "--script", ". . . . busy ."}},
		{exitOK, "To report an outage", []string{"--flow", "utility-company", "--target", "tropo", "--entry", "night", "--script", "hangup"}},
	} {
		code, stdout, stderr := runIvrc(t, append([]string{"call", out}, c.args...)...)
		require.Equal(t, c.code, code, "%v: %s", c.args, stderr)
		require.Contains(t, stdout+stderr, c.says)
	}
}

// hostOf serves a tree as a host with the routing rule does.
func hostOf(t *testing.T, out, base string) *httptest.Server {
	t.Helper()
	tree := fetch.Tree{Base: base, Read: func(path string) ([]byte, bool) {
		text, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(path)))
		return text, err == nil
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		ask := fetch.Request{Method: r.Method, URL: base + strings.TrimPrefix(r.URL.Path, "/"), Query: r.URL.Query(), JSON: body}
		answer, err := tree.Fetch(ask)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", answer.ContentType)
		w.WriteHeader(answer.Status)
		_, _ = w.Write(answer.Body)
	}))
	t.Cleanup(server.Close)
	return server
}

func TestACallOverAHostStaysOnIt(t *testing.T) {
	const base = "https://ivr.example.com/"
	out := deskInFolder(t, base)
	server := hostOf(t, out, base)
	for _, target := range []string{"plivo", "tropo"} {
		code, stdout, stderr := runIvrc(t, "call", server.URL, "--flow", "front-desk", "--target", target, "--script", ". 1 busy speak")
		require.Equal(t, exitOK, code, stderr)
		require.Contains(t, stderr, "built for https://ivr.example.com/; they are fetched from "+server.URL)
		require.Contains(t, stdout, "(the call is over: hung-up)")
		require.NotContains(t, stdout, "note:")
	}

	// Without a manifest the links are followed as they are: away from the host.
	require.NoError(t, os.Remove(filepath.Join(out, "ivrc-manifest.json")))
	code, _, stderr := runIvrc(t, "call", server.URL)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "with status 404; without it, say what is there with --flow and --target")
	code, stdout, stderr := runIvrc(t, "call", server.URL, "--flow", "front-desk", "--target", "tropo", "--script", "")
	require.Equal(t, exitOK, code, stderr)
	require.Contains(t, stdout, "(gives the call to https://ivr.example.com/", "what is not below the address is another application")

	server.Close()
	code, _, stderr = runIvrc(t, "call", server.URL)
	require.Equal(t, exitFailure, code)
	require.Contains(t, stderr, "the host does not answer")
}

func TestADocumentCannotCommandATerminal(t *testing.T) {
	w := &walk{walkable: &walkable{mask: func(text string) string { return text }}}
	w.turns = []call.Turn{{Moment: call.Moment{Events: []call.Event{
		{Kind: call.Dialled, Text: "+1\x1b[2J\u202e5"},
		{Kind: call.Heard, Sound: call.Sound{Kind: call.Words, Text: "a\x07b"}},
	}, Wait: call.Wait{Kind: call.Ringing, To: []string{"\x1b]0;x\x07"}}}}}
	var out bytes.Buffer
	s := session{out: &out, getenv: func(string) string { return "" }, flags: &commonFlags{color: "never"}, ctx: context.Background()}
	require.NoError(t, s.printCall(w, "text"))
	c := conversation{s, w, s.paper(w.walkable)}
	c.ask()
	require.NotContains(t, out.String(), "\x1b")
	require.NotContains(t, out.String(), "\x07")
	require.NotContains(t, out.String(), "\u202e")
	require.Contains(t, out.String(), `+1\u{1b}[2J\u{202e}5`)
}

func TestLongLinesBreakBetweenWordsOnATerminal(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"one two three", []string{"one two", "three"}},
		{"abcdefgh ij", []string{"abcdefgh", "ij"}},
		{"abcdefghijklmno", []string{"abcdefgh", "ijklmn", "o"}},
		{"a b c d e f g h", []string{"a b c d", "e f g", "h"}},
		{"電話番号を押す", []string{"電話番号", "を押す"}},
		{"  a bcdefg", []string{"  a", "bcdefg"}},
	} {
		require.Equal(t, c.want, wrap(c.text, 8, 2), c.text)
	}
}

type broken struct{}

func (broken) Start(string) (call.Moment, error) { return call.Moment{}, errors.New("gone") }

func (broken) Do(call.Input) (call.Moment, error) { return call.Moment{}, errors.New("gone") }

func TestAnInputThatCannotBeTakenBackLosesNothing(t *testing.T) {
	flow := flowOf(t, []byte(read(t, frontDesk)))
	w := &walk{walkable: &walkable{engine: call.OverFlow(flow)}}
	require.NoError(t, w.begin())
	require.NoError(t, w.do(call.Input{Kind: call.Quiet}))
	w.engine = broken{}
	require.Error(t, w.back(1))
	require.Len(t, w.turns, 2)
}

// TestTheCallsOfTheManualAreReal makes every call that docs/call.md shows: what
// stands behind "> " is typed.
func TestTheCallsOfTheManualAreReal(t *testing.T) {
	const file = moduleRoot + "/docs/call.md"
	page := read(t, file)
	root, err := filepath.Abs(".")
	require.NoError(t, err)
	t.Chdir(moduleRoot)
	shown := 0
	for _, b := range blocksOf(t, page) {
		if b.language != "console" {
			continue
		}
		shown++
		command, _, _ := strings.Cut(b.text, "\n")
		var args, typed []string
		for i, part := range strings.Split(strings.TrimPrefix(command, "$ ivrc "), `"`) {
			if i%2 == 1 {
				args = append(args, part)
			} else {
				args = append(args, strings.Fields(part)...)
			}
		}
		for _, line := range strings.Split(b.text, "\n") {
			if words, ok := strings.CutPrefix(line, "> "); ok {
				typed = append(typed, words)
			}
		}
		var got string
		if len(typed) > 0 {
			_, got = atTerminal(t, typed, plainTerminal(), args...)
		} else {
			_, stdout, stderr := runIvrc(t, args...)
			got = stdout + stderr
		}
		page = strings.Replace(page, b.text, command+"\n"+got, 1)
	}
	require.Positive(t, shown)
	t.Chdir(root)
	ivrctest.ExpectFile(t, file, page)
}
