package plivo

import (
	"encoding/xml"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// tree is an XML element as a stranger reads it.
type tree struct {
	name       string
	attributes [][2]string
	children   []*tree // a text has no name
	text       string
}

// parse reads a document with the library's own reader, white space and all.
func parse(t *testing.T, document []byte) *tree {
	t.Helper()
	require.True(t, strings.HasPrefix(string(document), "<?xml"), "the declaration stands at byte 0")
	decoder := xml.NewDecoder(strings.NewReader(string(document)))
	root := &tree{}
	open := []*tree{root}
	for {
		token, err := decoder.Token()
		if token == nil {
			require.ErrorContains(t, err, "EOF")
			require.Len(t, root.children, 1)
			return root.children[0]
		}
		require.NoError(t, err)
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &tree{name: qualified(token.Name)}
			for _, a := range token.Attr {
				e.attributes = append(e.attributes, [2]string{qualified(a.Name), a.Value})
			}
			top.children = append(top.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if text := string(token); strings.TrimSpace(text) != "" || top.name != "" && tagOrSpeak(top.name) {
				top.children = append(top.children, &tree{text: text})
			}
		}
	}
}

func tagOrSpeak(name string) bool { return name == "Speak" || tagRules[name].attributes != nil }

func (e *tree) get(name string) (string, bool) {
	for _, a := range e.attributes {
		if a[0] == name {
			return a[1], true
		}
	}
	return "", false
}

func (e *tree) body() string {
	var b strings.Builder
	for _, c := range e.children {
		b.WriteString(c.text)
		b.WriteString(c.body())
	}
	return b.String()
}

// walk visits an element and everything in it.
func (e *tree) walk(visit func(*tree)) {
	visit(e)
	for _, c := range e.children {
		c.walk(visit)
	}
}

// shape is one row of the tables of plivo.md §1, written down a second time: the
// documents are held against the pages, not against the encoder.
type shape struct {
	children   []string
	attributes map[string]string // name to the pattern of its values
	required   []string
	body       string // pattern of the text, empty for none
}

const (
	yesNo    = `true|false`
	method   = `GET|POST`
	positive = `[1-9][0-9]*`
	address  = `https?://[^\s"<>]+`
	someText = `(?s).+`
)

var shapes = map[string]shape{
	"Response": {children: []string{"Speak", "Play", "GetDigits", "Record", "Dial", "Message", "Redirect", "Wait", "Hangup", "Conference"}},
	"Speak": {body: someText, attributes: map[string]string{
		"voice": `WOMAN|MAN|Polly\.[A-Z][A-Za-z-]+`, "language": `[a-z]{2,3}-[A-Z]{2}(-[A-Z]{3})?`, "loop": `[0-9]+`}},
	"Play": {body: `https://[^\s"<>]+\.(mp3|wav)(\?.*)?`, attributes: map[string]string{"loop": `[0-9]+`}},
	"Wait": {attributes: map[string]string{"length": positive}, required: []string{"length"}},
	"GetDigits": {children: []string{"Speak", "Play", "Wait"},
		attributes: map[string]string{"action": address, "method": method, "numDigits": `[1-9][0-9]?`, "timeout": positive,
			"digitTimeout": positive, "finishOnKey": `[0-9*#]|none`, "retries": positive, "redirect": yesNo, "playBeep": yesNo, "log": yesNo},
		required: []string{"action", "method", "numDigits", "timeout", "finishOnKey", "retries"}},
	"Dial": {children: []string{"Number", "User"},
		attributes: map[string]string{"action": address, "method": method, "redirect": yesNo, "timeout": positive, "timeLimit": positive,
			"callerId": `\+[0-9]{7,15}`, "hangupOnStar": yesNo, "dialMusic": address},
		required: []string{"action", "method", "timeout"}},
	"Number": {body: `\+[0-9]{7,15}`, attributes: map[string]string{"sendDigits": `[0-9*#w]+`}},
	"User":   {body: `sip:\S+`, attributes: map[string]string{"sendDigits": `[0-9*#w]+`}},
	"Record": {attributes: map[string]string{"redirect": yesNo, "fileFormat": `mp3|wav`, "timeout": positive, "maxLength": `[2-9]|[1-9][0-9]+`,
		"finishOnKey": `[0-9*#]|none`, "playBeep": yesNo, "recordSession": yesNo, "callbackUrl": address, "callbackMethod": method},
		required: []string{"redirect", "fileFormat", "maxLength", "callbackUrl", "callbackMethod"}},
	"Conference": {body: someText, attributes: map[string]string{"muted": yesNo, "stayAlone": yesNo, "maxMembers": `[1-9]|1[0-9]|20`,
		"timeLimit": positive, "hangupOnStar": yesNo, "redirect": yesNo}, required: []string{"stayAlone", "maxMembers"}},
	"Message": {body: someText, attributes: map[string]string{"src": `\+[0-9]+`, "dst": `\+[0-9]+`, "type": "sms"},
		required: []string{"src", "dst", "type"}},
	"Redirect": {body: address, attributes: map[string]string{"method": method}, required: []string{"method"}},
	"Hangup":   {attributes: map[string]string{"reason": `rejected|busy`}},
}

// objections lists what the pages do not allow in a document.
func objections(root *tree) []string {
	var out []string
	object := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	var check func(e *tree)
	check = func(e *tree) {
		s, ok := shapes[e.name]
		if !ok {
			object("unknown element %s", e.name)
			return
		}
		for _, a := range e.attributes {
			pattern, ok := s.attributes[a[0]]
			if !ok {
				object("%s has no attribute %s", e.name, a[0])
			} else if !fits(pattern, a[1]) {
				object("%s %s=%q", e.name, a[0], a[1])
			}
		}
		for _, name := range s.required {
			if _, ok := e.get(name); !ok {
				object("%s without %s", e.name, name)
			}
		}
		out = append(out, contentObjections(e, s)...)
		if e.name != "Speak" {
			for _, c := range e.children {
				if c.name != "" {
					check(c)
				}
			}
		}
	}
	check(root)
	return out
}

func contentObjections(e *tree, s shape) []string {
	var out []string
	if e.name == "Speak" {
		return speakObjections(e)
	}
	for _, c := range e.children {
		if c.name != "" && !slices.Contains(s.children, c.name) {
			out = append(out, fmt.Sprintf("%s inside %s", c.name, e.name))
		}
	}
	if s.children == nil && (s.body == "") != (e.body() == "") || s.body != "" && !fits(s.body, e.body()) {
		out = append(out, fmt.Sprintf("text %q in %s", e.body(), e.name))
	}
	if e.name == "Dial" && len(e.children) == 0 {
		out = append(out, "Dial without a number")
	}
	return out
}

// speakObjections holds the voice against the language, and the markup against
// the voice.
func speakObjections(e *tree) []string {
	var out []string
	voice, _ := e.get("voice")
	tag, _ := e.get("language")
	spoken, ok := languageOf(cmpOr(tag, "en-US"))
	if !ok || !spoken.speaks(cmpOr(voice, "WOMAN")) {
		out = append(out, fmt.Sprintf("voice %q for %q", voice, tag))
	}
	if len(e.body()) > 3000 {
		out = append(out, "Speak over 3000 bytes")
	}
	for _, c := range e.children {
		if c.name != "" && !strings.HasPrefix(voice, "Polly.") {
			out = append(out, "markup without a Polly voice")
		}
	}
	if len(e.children) == 0 {
		out = append(out, "empty Speak")
	}
	return out
}

func cmpOr(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func fits(pattern, value string) bool {
	return regexp.MustCompile("^(?:" + pattern + ")$").MatchString(value)
}

func TestDocumentsAreWhatThePagesAllow(t *testing.T) {
	eachDocument(t, func(t *testing.T, path string, document []byte) {
		require.Empty(t, objections(parse(t, document)), "%s:\n%s", path, document)
		require.Less(t, len(document), 100_000)
	})
}

func TestTheValidatorObjects(t *testing.T) {
	for _, bad := range []string{
		`<Response><Say>x</Say></Response>`,
		`<Response><Wait length="0"/></Response>`,
		`<Response><Redirect>https://e.com/x</Redirect></Response>`,
		`<Response><Redirect method="get">https://e.com/x</Redirect></Response>`,
		`<Response><Redirect method="GET">/x</Redirect></Response>`,
		`<Response><Number>+15551234567</Number></Response>`,
		`<Response><Speak voice="WOMAN" language="hi-IN">x</Speak></Response>`,
		`<Response><Speak><break/></Speak></Response>`,
		`<Response><Hangup reason="later"/></Response>`,
		`<Response><Dial action="https://e.com/" method="GET" timeout="3"/></Response>`,
	} {
		require.NotEmpty(t, objections(parse(t, []byte(declaration+bad))), bad)
	}
}

// In a menu and at a Dial every time is a whole number of seconds.
func TestSecondsAreWholeAndAtLeastOne(t *testing.T) {
	for d, want := range map[string]int{"1ms": 1, "1s": 1, "1001ms": 2, "0s": 1, "2m": 120} {
		parsed, err := durationOf(d)
		require.NoError(t, err)
		require.Equal(t, want, seconds(parsed), d)
	}
}

// addresses are the URLs of an element: attributes and bodies.
func addresses(e *tree) []string {
	var out []string
	for _, name := range []string{"action", "dialMusic", "callbackUrl"} {
		if v, ok := e.get(name); ok {
			out = append(out, v)
		}
	}
	if e.name == "Redirect" || e.name == "Play" {
		out = append(out, e.body())
	}
	for _, a := range slices.Clone(out) {
		u, err := url.Parse(a)
		if err != nil {
			continue
		}
		for _, parameter := range []string{"ivr_base", "ivr_nomatch"} {
			if v := u.Query().Get(parameter); v != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

func numberOf(t *testing.T, e *tree, name string) int {
	v, _ := e.get(name)
	n, err := strconv.Atoi(v)
	require.NoError(t, err)
	return n
}
