package script

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ivrc/compiler/config"
	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/syntax"
	"ivrc/ir"
	"ivrc/ir/call"
)

// What values are, in words.
const (
	wantPath = "the file of a flow, seen from this file"
	wantID   = "the id of a step or entry, such as main"
	wantName = "a name on one line, up to 200 characters"
	wantTime = "a duration such as 90s or 2m"
	wantKeys = "a whole number from 1 to 999"
)

func (r *reader) version(e *syntax.Entry) {
	if n := e.Value; n.Kind != syntax.Int || n.Text != strconv.Itoa(FormatVersion) {
		r.add(diag.New(diag.BadValue, n.Place(), "this ivrc reads version %d of call scripts, not %s", FormatVersion, n.Shown()).
			WithHelp("write   ivr-calls: %d", FormatVersion))
	}
}

// examples are good values as YAML.
var examples = map[string]string{
	"flow": "front-desk.ivr.yaml", "name": "nobody presses a key", "entry": "after-hours", "at": "main", "return": "main",
	"answer": "busy", "ends": "hung-up", "targets": "[plivo]",
}

// text reads one text, empty where it is not what it should be.
func (r *reader) text(e *syntax.Entry, want string, valid func(string) bool) string {
	if e.Value.Kind != syntax.Text || !valid(e.Value.Text) {
		r.wrongValue(e, want, examples[e.Key.Text])
		return ""
	}
	return e.Value.Text
}

// oneOf reads one of several words, empty for another one.
func (r *reader) oneOf(what string, n, key *syntax.Node, words []string) string {
	if n.Kind == syntax.Text && slices.Contains(words, n.Text) {
		return n.Text
	}
	near := ""
	if n.Kind == syntax.Text {
		near = nearWord(n.Text, words)
	}
	if near == "" {
		r.wrong(what, n, key, orList(words), what+": "+examples[what])
		return ""
	}
	r.add(diag.New(diag.BadValue, n.Place(), "%s takes %s, not %s", what, orList(words), n.Shown()).WithHelp("did you mean %q?", near))
	return ""
}

// nearWord is the word that was probably meant: the nearest, or what other formats
// call it.
func nearWord(text string, words []string) string {
	plain := strings.ReplaceAll(strings.ToLower(text), " ", "-")
	if slices.Contains(words, plain) {
		return plain
	}
	if other := otherAnswers[strings.ReplaceAll(plain, "_", "-")]; slices.Contains(words, other) {
		return other
	}
	return nearest.Name(text, words)
}

var otherAnswers = map[string]string{
	"noanswer": "no-answer", "timeout": "no-answer", "done": "answered", "completed": "answered", "ok": "answered", "error": "failed", "rejected": "busy", "engaged": "busy",
	"hangup": "hung-up", "hang-up": "hung-up", "end": "hung-up", "caller-left": "left", "transfer": "transferred", "record": "recorded", "voicemail": "recorded",
	"handoff": "handed-off", "redirect": "redirected", "reject": "rejected",
}

// hear reads an expectation: a text, or one of contains, equals and matches. It is
// nil where there is none.
func (r *reader) hear(what string, n, at *syntax.Node) *Hear {
	if n.Kind == syntax.Text {
		if !isSpoken(n.Text) {
			r.wrong(what, n, at, "a text that is spoken", what+`: "Thank you"`)
			return nil
		}
		return &Hear{Contains: n.Text, Span: n.Place()}
	}
	if n.Kind != syntax.Map {
		r.wrong(what, n, at, "a text in quotes, or contains, equals or matches", what+`: "Thank you"`)
		return nil
	}
	h := &Hear{}
	var read []*syntax.Entry
	take := func(set func(*syntax.Entry)) func(*syntax.Entry) {
		return func(e *syntax.Entry) {
			if read = append(read, e); len(read) == 1 {
				h.Span = e.Value.Place()
				set(e)
			}
		}
	}
	before := len(r.list)
	spoken := func(to *string) func(*syntax.Entry) {
		return take(func(e *syntax.Entry) { *to = r.text(e, "a text that is spoken", isSpoken) })
	}
	r.keys(n, "an expectation", n.Place(), []key{
		{name: "contains", read: spoken(&h.Contains)},
		{name: "equals", read: spoken(&h.Equals)},
		{name: "matches", read: take(func(e *syntax.Entry) { h.Matches = r.pattern(e) })},
	})
	switch {
	case len(read) > 1:
		r.add(diag.New(diag.TwoActs, read[1].Key.Place(), "an expectation is one text, and this one has %q already", read[0].Key.Text).
			WithRelated(read[0].Key.Place(), "the first").WithHelp("expect the second on a line of its own"))
	case len(read) == 0 && len(r.list) == before && !r.damaged:
		r.add(diag.New(diag.MissingKey, n.Place(), "%s says no text: it needs contains, equals or matches", what).WithHelp(`for example   hear: "Thank you"`))
	}
	if len(read) != 1 || len(r.list) > before {
		return nil
	}
	return h
}

func (r *reader) pattern(e *syntax.Entry) *regexp.Regexp {
	text := r.text(e, "a regular expression", func(s string) bool { return s != "" })
	if text == "" {
		return nil
	}
	pattern, err := regexp.Compile(text)
	if err != nil {
		r.add(diag.New(diag.BadValue, e.Value.Place(), "the regular expression %s cannot be read", e.Value.Shown()).
			WithHelp(`it has the form of RE2, for example   matches: "press [12]"; to look for a text as it stands, use contains`))
		return nil
	}
	if pattern.MatchString("") {
		r.add(diag.New(diag.BadValue, e.Value.Place(), "the regular expression %s matches even where nothing is heard", e.Value.Shown()).
			WithHelp("leave out what may be missing at its ends"))
	}
	return pattern
}

// never reads one expectation or a list of them.
func (r *reader) never(e *syntax.Entry) []Hear {
	items := []*syntax.Node{e.Value}
	if e.Value.Kind == syntax.List {
		items = e.Value.Items
	}
	var out []Hear
	for _, n := range items {
		if h := r.hear("never", n, e.Key); h != nil {
			out = append(out, *h)
		}
	}
	return out
}

func (r *reader) budget(e *syntax.Entry, b *Budget) {
	if e.Value.Kind != syntax.Map {
		r.wrongValue(e, "time, keys or both", "{time: 90s, keys: 3}")
		return
	}
	r.keys(e.Value, "a budget", e.Value.Place(), []key{
		{name: "time", read: func(e *syntax.Entry) {
			n := e.Value
			d, ok := config.Duration(n.Text)
			if !ok || n.Kind != syntax.Int && (n.Kind != syntax.Text || strings.Trim(n.Text, "0123456789") == "") {
				r.wrongValue(e, wantTime, "90s")
				return
			}
			b.Time, b.TimeSpan = d, n.Place()
		}},
		{name: "keys", read: func(e *syntax.Entry) {
			count, err := strconv.Atoi(e.Value.Text)
			if e.Value.Kind != syntax.Int || err != nil || count < 1 || count > 999 {
				r.wrongValue(e, wantKeys, "3")
				return
			}
			b.Keys, b.KeysSpan = count, e.Value.Place()
		}},
	})
}

// targets reads one name or a list of different ones; an empty list is none.
func (r *reader) targets(e *syntax.Entry) []string {
	items := []*syntax.Node{e.Value}
	if e.Value.Kind == syntax.List {
		items = e.Value.Items
	}
	out := []string{}
	first := map[string]*syntax.Node{}
	for _, n := range items {
		name := r.oneOf(e.Key.Text, n, e.Key, r.options.Targets)
		switch before := first[name]; {
		case name == "":
		case before != nil:
			r.add(diag.New(diag.BadValue, n.Place(), "targets has %q twice", name).
				WithRelated(before.Place(), "first here").WithHelp("remove one of them"))
		default:
			first[name] = n
			out = append(out, name)
		}
	}
	return out
}

func isID(text string) bool { return ir.IsID(text) }

// isKeys says that the text is keys of a phone.
func isKeys(text string) bool { return text != "" && strings.Trim(text, "0123456789*#") == "" }

// isSpoken says that the text has something to say: a space alone is heard
// everywhere.
func isSpoken(text string) bool { return call.Plain(text) != "" }

func isPath(text string) bool { return strings.Trim(text, " ") != "" && !hasControl(text) }

func isName(text string) bool { return isPath(text) && utf8.RuneCountInString(text) <= maxName }

func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c == 0x7f })
}

func orList(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
