package hosts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/routes"
)

func TestEveryRowOfTheCatalogueIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range All() {
		require.Regexp(t, `^[a-z]+(-[a-z]+)*$`, h.Name)
		require.False(t, seen[h.Name], h.Name)
		seen[h.Name] = true
		require.NotEmpty(t, h.About, h.Name)
		require.NotEmpty(t, h.Tested, h.Name)
		require.NotEmpty(t, h.Use, h.Name)
		for _, way := range h.Ways() {
			require.True(t, way.Can || way.Why != "", "%s: %s is a no without a reason", h.Name, way.Name)
		}
		for _, sentence := range append(append([]string{h.About}, h.Cannot...), h.Use...) {
			require.False(t, strings.HasSuffix(sentence, "."), "%s: %s", h.Name, sentence)
		}
		found, ok := Find(h.Name)
		require.True(t, ok)
		require.Equal(t, h.Name, found.Name)
	}
	_, ok := Find("no such host")
	require.False(t, ok)
}

func TestFilesAreWholeAndTheSameEachTime(t *testing.T) {
	for _, h := range All() {
		again := h.Files(Settings{})
		require.NotEmpty(t, again, h.Name)
		for i, f := range h.Files(Settings{}) {
			require.Equal(t, again[i], f)
			require.NotEmpty(t, f.Path)
			require.NotContains(t, f.Path, "..")
			for _, left := range []string{"<<", ">>", "<no value>", "%!"} {
				require.NotContains(t, string(f.Text), left, "%s: %s", h.Name, f.Path)
			}
			require.True(t, bytes.HasSuffix(f.Text, []byte("\n")), "%s: %s", h.Name, f.Path)
		}
	}
}

func TestSettingsStandInTheFilesOrAreRefused(t *testing.T) {
	h, _ := Find("nginx")
	text := string(h.Files(Settings{Root: "/data/tree", Listen: "0.0.0.0:81", ServerName: "calls.example.org"})[0].Text)
	for _, line := range []string{"root /data/tree;", "listen 0.0.0.0:81;", "server_name calls.example.org;"} {
		require.Contains(t, text, line)
	}
	for _, bad := range []string{"/a b", "/a;b", "/a\nb", "/a{b", `/a"b`, "/a$b", "/a'b", `/a\b`, "/a#b", "/ä", "a%b", "a`b"} {
		require.Error(t, Settings{Root: bad}.Check(), "%q", bad)
		require.Error(t, Settings{Listen: bad}.Check(), "%q", bad)
		require.Error(t, Settings{ServerName: bad}.Check(), "%q", bad)
		require.Error(t, Settings{Store: bad}.Check(), "%q", bad)
	}
	require.NoError(t, Settings{Root: "/srv/ivr/dist", Listen: "[::1]:8080", ServerName: "a-b.example", Store: "10.0.0.1:80"}.Check())
}

// answerOf is what a host with these expressions answers, by the table of its
// configuration.
func answerOf(disposition *regexp.Regexp, said []*regexp.Regexp, body string) string {
	found := func(expression *regexp.Regexp) string {
		if m := expression.FindStringSubmatch(body); m != nil {
			return strings.Trim(m[1], `"`)
		}
		return ""
	}
	switch strings.ToLower(found(disposition)) {
	case "success":
		for _, e := range said {
			if v := found(e); v != "" {
				return routes.Clean(v)
			}
		}
		return routes.Default
	case "", "timeout":
		return routes.Silence
	case "nomatch":
		return "nomatch"
	case "busy", "rejected":
		return "busy"
	}
	return "failed"
}

// TestExpressionsFindWhatAReaderFinds makes results by chance, in every shape that
// Tropo sends and some that it does not, and broken ones.
func TestExpressionsFindWhatAReaderFinds(t *testing.T) {
	place, ok := routes.At("/f/v/1/tropo/main/actions")
	require.True(t, ok)
	e := linear().expressions()
	disposition := regexp.MustCompile(e.Disposition)
	said := []*regexp.Regexp{regexp.MustCompile(e.Value), regexp.MustCompile(e.Interpretation), regexp.MustCompile(e.Concept)}
	for seed := range 3_000 {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		body := wildResult(t, r)
		require.Equal(t, place.Answer(routes.Request{JSON: []byte(body)}), answerOf(disposition, said, body), "seed %d: %s", seed, body)
	}
}

func wildResult(t *testing.T, r *rand.Rand) string {
	t.Helper()
	one := func(all ...string) string { return all[r.IntN(len(all))] }
	maybe := func(n int) bool { return r.IntN(n) == 0 }
	text := func(s string) string {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		require.NoError(t, e.Encode(s))
		return strings.TrimSpace(b.String())
	}
	blank := func() string { return one("", "", " ", "\r\n\t") }
	object := func(fields []string) string {
		r.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
		return "{" + blank() + strings.Join(fields, blank()+","+blank()) + blank() + "}"
	}
	field := func(name, value string) string { return text(name) + blank() + ":" + blank() + value }
	said := func() string {
		return one(`"1"`, `"2"`, `"12"`, `"star"`, `"STAR12"`, `"#"`, `"*"`, `7`, `null`, `""`, `"  "`, `"x"`, `"../x"`, `true`, `"busy"`, `1.5`, `["1"]`, `{"value":"1"}`)
	}
	action := func() string {
		fields := []string{field("name", text("main")), field("attempts", "1"), field("xml", text("<x a=\"{\\\"value\\\":\\\"9\\\"}\"/>]}\n\"disposition\":\"busy\""))}
		if !maybe(8) {
			fields = append(fields, field("disposition", text(one("SUCCESS", "success", "SUCCESS", "TIMEOUT", "NoMatch", "BUSY", "REJECTED", "FAILED", ""))))
		}
		for _, name := range []string{"value", "interpretation", "concept"} {
			if !maybe(3) {
				fields = append(fields, field(name, said()))
			}
		}
		return object(fields)
	}
	actions := action()
	switch r.IntN(6) {
	case 0:
		actions = "[" + strings.Join([]string{action(), action(), actions}, blank()+","+blank()) + blank() + "]"
	case 1:
		actions = one("{}", "[]", "null", "[{}]", `"actions"`, "1")
	}
	whole := []string{field("sessionId", text("a\"actions\":{")), field("state", text("ANSWERED")), field("error", "null"), field("complete", "true")}
	if !maybe(6) {
		whole = append(whole, field("actions", actions))
	}
	if maybe(4) {
		whole = append(whole, field("more", one(`[1,{"a":{"b":["actions"]}}]`, `{"actions":{"disposition":"BUSY"}}`, "[]")))
	}
	outside := []string{field(one("result", "result", "result", "result", "session"), object(whole))}
	if maybe(4) {
		outside = append(outside, field("x", one(`{"result":{"actions":{"disposition":"BUSY"}}}`, "[{}]", `"result"`)))
	}
	body := blank() + object(outside) + blank()
	if maybe(12) {
		at := r.IntN(len(body))
		return body[:at] // what breaks off is no result
	}
	return body + one("", "", "", "", "", "", fmt.Sprint(" ", r.IntN(10)))
}
