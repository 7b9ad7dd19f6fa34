package main

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/routes"
)

// tableCases is how many requests the module decides on in one run.
const tableCases = 12_000

// tried is a request, and the files that a host tries for it.
type tried struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Query  string `json:"query"`
	Kind   string `json:"kind"`
	Body   []byte `json:"body"`
}

// TestTheModuleDecidesAsTheRuleDoes lets the module choose files for requests of
// every kind, most of them made by chance, and demands those that package routes
// names, in the same order.
func TestTheModuleDecidesAsTheRuleDoes(t *testing.T) {
	nodeInstalled(t)
	work := t.TempDir()
	hostProgram{host: "worker"}.configured(t, work)
	c := chance{rand.New(rand.NewPCG(6, 3))}
	cases := fixed()
	for len(cases) < tableCases {
		cases = append(cases, c.request())
	}
	all := triedBy(t, work, cases)
	answers := map[string]int{}
	for i, one := range cases {
		got := all[i]
		require.Equal(t, http.StatusNotFound, got.Status, "%+v", one)
		if !literalPath.MatchString(one.Path) {
			for _, file := range got.Files {
				require.NotContains(t, file, "/.", "%+v", one)
				require.NotContains(t, file, "//", "%+v", one)
			}
			continue
		}
		require.Equal(t, one.files(), got.Files, "%+v\n%s", one, one.Body)
		if place, ok := routes.At(one.Path); ok {
			answers[place.Answer(one.sent())]++
		}
	}
	for _, answer := range []string{"1", "star", "pound", "busy", "no-answer", "failed", "nomatch", "timeout", "_"} {
		require.Greater(t, answers[answer], 20, "too few requests lead to %s: %v", answer, len(answers))
	}
	t.Logf("%d requests, %d different answers", len(cases), len(answers))
}

// looked is what the module does with a request where no file is.
type looked struct {
	Status int      `json:"status"`
	Files  []string `json:"files"`
}

// triedBy lets the module in a folder take requests.
func triedBy(t *testing.T, work string, cases []tried) []looked {
	t.Helper()
	var asked bytes.Buffer
	for _, one := range cases {
		require.NoError(t, json.NewEncoder(&asked).Encode(one))
	}
	command := javascriptFile(t, "table.mjs", work)
	command.Stdin = &asked
	var errs bytes.Buffer
	command.Stderr = &errs
	said, err := command.Output()
	require.NoError(t, err, "%s", &errs)
	lines := bytes.Split(bytes.TrimSpace(said), []byte("\n"))
	require.Len(t, lines, len(cases))
	all := make([]looked, len(lines))
	for i := range lines {
		require.NoError(t, json.Unmarshal(lines[i], &all[i]))
	}
	return all
}

// literalPath are paths that mean themselves: no escapes, and no dot in front.
var literalPath = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$`)

// files are those of the rule, or the file that a path names.
func (r tried) files() []string {
	if place, ok := routes.At(r.Path); ok {
		return place.Candidates(place.Answer(r.sent()))
	}
	switch filepath.Ext(r.Path) {
	case ".xml", ".json", ".mp3", ".wav", ".txt":
		return []string{r.Path}
	}
	return []string{}
}

func (r tried) sent() routes.Request {
	sent := routes.Request{Query: asBrowsersRead(r.Query)}
	if r.Method != http.MethodPost {
		return sent
	}
	kind, _, _ := strings.Cut(strings.ToLower(r.Kind), ";")
	if kind != "application/json" {
		sent.Form = asBrowsersRead(string(r.Body))
	}
	if kind != "application/x-www-form-urlencoded" {
		sent.JSON = r.Body
	}
	return sent
}

// asBrowsersRead takes a query or form apart as the URL standard does.
func asBrowsersRead(text string) url.Values {
	values := url.Values{}
	for _, pair := range strings.Split(text, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" {
			values.Add(unescaped(name), unescaped(value))
		}
	}
	return values
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// fixed are the cases that somebody thought of.
func fixed() []tried {
	var all []tried
	for _, value := range values() {
		for _, name := range []string{"Digits", "DialStatus"} {
			pair := name + "=" + url.QueryEscape(value)
			place := "/f/v/1/plivo/main/" + name
			all = append(all, tried{Method: http.MethodGet, Path: place, Query: pair}, tried{Method: http.MethodHead, Path: place + ".1", Query: "x=1&" + pair + "&" + name + "=3"},
				tried{Method: http.MethodPost, Path: place + ".2", Kind: "application/x-www-form-urlencoded", Body: []byte(pair)},
				tried{Method: http.MethodPost, Path: place + ".99", Kind: "application/x-www-form-urlencoded; charset=UTF-8", Query: "y=" + name, Body: []byte("a=b&" + pair)},
				tried{Method: http.MethodPost, Path: place, Kind: "application/x-www-form-urlencoded", Query: pair, Body: []byte(name + "=7")},
				tried{Method: http.MethodPost, Path: place, Kind: "application/json", Body: []byte(`{"` + name + `":"1"}`)})
		}
		text, _ := json.Marshal(value) // a text always can be written
		all = append(all, tried{Method: http.MethodPost, Path: "/f/v/1/tropo/main/actions", Kind: "application/json", Body: []byte(`{"result":{"actions":{"disposition":"SUCCESS","value":` + string(text) + `}}}`)})
	}
	for _, body := range bodies() {
		for _, kind := range []string{"application/json", "application/json; charset=UTF-8", "", "text/plain"} {
			all = append(all, tried{Method: http.MethodPost, Path: "/f/v/1/tropo/main/actions", Kind: kind, Body: []byte(body)})
		}
	}
	return all
}

// chance makes requests.
type chance struct{ *rand.Rand }

func (c chance) one(of ...string) string { return of[c.IntN(len(of))] }

func (c chance) request() tried {
	r := tried{Method: c.one("GET", "GET", "HEAD", "POST", "POST", "POST"), Path: c.path()}
	pairs := c.pairs()
	if c.IntN(3) > 0 || r.Method != http.MethodPost {
		// What no address holds: a client would send it escaped.
		r.Query = strings.Map(func(letter rune) rune {
			if letter <= ' ' || letter == '#' || letter == 0x7f {
				return -1
			}
			return letter
		}, c.spoilt(pairs))
	}
	if r.Method != http.MethodPost {
		return r
	}
	r.Kind = c.one("application/json", "application/json;charset=utf-8", "application/x-www-form-urlencoded", "text/plain", "")
	r.Body = []byte(c.spoilt(c.pairs()))
	if c.IntN(2) == 0 || strings.HasPrefix(r.Kind, "application/json") {
		r.Body = []byte(c.spoilt(c.posted()))
	}
	return r
}

func (c chance) path() string {
	parts := []string{"", c.one("front-desk", "f", "a.b", "x_y"), "v", c.one("1", "older", "6ade3fa20541"), c.one("plivo", "tropo", "voiceshot", "plivo", "tropo", "other", "Plivo"),
		c.one("main", "a", "step-2", "step_3", "Main", "2step", strings.Repeat("a", 63), strings.Repeat("a", 64)),
		c.one("Digits", "DialStatus", "actions", "Digits", "actions", "digits", "Digits.xml", "1.xml", "_.json", "Digits.1.xml", "x.mp3", "none")}
	if i := c.IntN(12); i < 2 {
		parts[6] += "." + c.one("0", "01", "100", "x", "")
	} else if i < 8 {
		parts[6] += "." + strconv.Itoa(1+c.IntN(99))
	}
	switch c.IntN(20) {
	case 0:
		parts = append(parts[:1], parts[4:]...)
	case 1:
		parts = parts[:6]
	case 2:
		i := 1 + c.IntN(len(parts)-1)
		parts[i] = c.one("..", ".", "", "%2e%2e", "%2F", "..%2f", "%5c..", "%00", "%zz", ".hidden", "a:b", "é", "a%20b")
	case 3:
		parts = append(parts, "")
	}
	return strings.Join(parts, "/")
}

func (c chance) pairs() string {
	var pairs []string
	for range c.IntN(4) {
		value := c.value()
		if c.IntN(8) > 0 {
			value = url.QueryEscape(value)
		}
		pair := c.one("Digits", "DialStatus", "Digits", "DialStatus", "actions", "digits", "CallUUID", "", "Digits%20", "Di%67its", "?Digits") + "=" + value
		if c.IntN(10) == 0 {
			pair, _, _ = strings.Cut(pair, "=")
		}
		pairs = append(pairs, pair)
	}
	return strings.Join(pairs, "&")
}

func (c chance) value() string {
	switch c.IntN(8) {
	case 0:
		return values()[c.IntN(len(values()))]
	case 1, 2:
		return c.anyCase(c.one(routes.Words()...))
	case 3:
		return c.anyCase(c.one("star", "pound", "*", "#")) + c.keys(4)
	case 4:
		return c.keys(34)
	case 5:
		return string(rune(c.IntN(0x3000)))
	}
	return strconv.Itoa(c.IntN(10))
}

func (c chance) keys(most int) string {
	var b strings.Builder
	for range c.IntN(most) {
		b.WriteString(c.one("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
	}
	return b.String()
}

func (c chance) anyCase(s string) string {
	switch c.IntN(4) {
	case 0:
		return strings.ToUpper(s)
	case 1:
		return strings.ToUpper(s[:1]) + s[1:]
	case 2: // letters that some languages take for the same
		return strings.NewReplacer("i", "\u0130", "s", "\u017f", "k", "\u212a").Replace(s)
	}
	return s
}

// spoilt changes one text in four.
func (c chance) spoilt(text string) string {
	if c.IntN(4) > 0 || text == "" {
		return text
	}
	b := []byte(text)
	for range 1 + c.IntN(3) {
		i := c.IntN(len(b))
		switch letter := byte(32 + c.IntN(95)); c.IntN(4) {
		case 0:
			b = append(b[:i], b[i+1:]...)
		case 1:
			b[i] = letter
		case 2:
			b = append(b[:i], append([]byte{letter}, b[i:]...)...)
		case 3:
			b[i] = byte(c.IntN(256))
		}
		if len(b) == 0 {
			break
		}
	}
	return string(b)
}

// posted is something like a result of Tropo.
func (c chance) posted() string {
	action := c.object(3, "disposition", "value", "interpretation", "concept", "name", "Value", "disposition")
	switch c.IntN(8) {
	case 0:
		action = "[" + c.object(2, "disposition", "value") + "," + action + "]"
	case 1:
		action = c.one("[]", "null", "{}", "[null]", "[5]", `"SUCCESS"`, "5", "[["+action+"]]", "["+action+",5]", "[5,"+action+"]")
	}
	result := `{"state":"ANSWERED",` + c.one(`"actions"`, `"actions"`, `"actions"`, `"Actions"`, `"act\u0069ons"`) + `:` + action + c.one("", "", `,"actions":{}`, `,"complete":true`) + `}`
	if c.IntN(10) == 0 {
		result = c.one("null", "[]", "5", `"x"`, "{}", "["+result+"]")
	}
	return c.one("", "", "\ufeff", " \n") + `{` + c.one(`"result"`, `"result"`, `"result"`, `"result"`, `"session"`, `"RESULT"`) + `:` + result + c.one("", "", "", `,"result":{}`, `,"x":{"result":1}`) + `}` + c.one("", "", "", "", " ", "x", "{}")
}

func (c chance) object(most int, names ...string) string {
	var fields []string
	for range 1 + c.IntN(most) {
		name, value := c.one(names...), c.json()
		if name == "disposition" && c.IntN(5) > 0 {
			value = strconv.Quote(c.one("SUCCESS", "success", "SUCCESS", "SUCCESS", "Success", "TIMEOUT", "NOMATCH", "BUSY", "REJECTED", "FAILED", "EXTERNAL_EVENT", "", "fa\u0130led"))
		}
		fields = append(fields, `"`+name+`": `+value)
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

func (c chance) json() string {
	switch c.IntN(8) {
	case 0:
		return c.one("null", "true", "false", "{}", "[]", `{"value":"1"}`, `["1"]`, "-0", "0", "7", "12", "1.5", "1e2", "1E400", "-1", "1e-7", "123456789012345678901234567890", "01", "1e-400", `"\ud800"`, `"\u0031"`, `"1\u00002"`)
	}
	text, _ := json.Marshal(c.one(c.value(), c.value(), " "+c.value(), "1 2", "star", "*")) // a text always can be written
	return string(text)
}
