package config

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/syntax"
)

// wantBase is what the two addresses are, in words.
const wantBase = "an http or https address"

func (r *reader) version(e *syntax.Entry) {
	n := e.Value
	if n.Kind == syntax.Int && n.Text == "1" {
		return
	}
	r.add(diag.New(diag.BadValue, n.Place(), "this ivrc reads version 1 of %s, not %s", FileName, n.Shown()).WithHelp("write   ivrc: 1"))
}

func (r *reader) text(e *syntax.Entry, want string, valid func(string) bool) (v Value[string]) {
	if e.Value.Kind != syntax.Text || !valid(e.Value.Text) {
		r.wrong(e, e.Value, want, examples[e.Key.Text])
		return v
	}
	return Value[string]{e.Value.Text, e.Value.Place()}
}

// address reads an address to put names of files behind.
func (r *reader) address(e *syntax.Entry) (v Value[string]) {
	text := e.Value.Text
	if e.Value.Kind != syntax.Text || isBase(text) {
		return r.text(e, wantBase, isBase)
	}
	want, example := wantBase, examples[e.Key.Text]
	switch lower := strings.ToLower(text); {
	case !strings.Contains(text, "://") && isBase("https://"+text):
		want, example = "an address with its https://", "https://"+text
	case !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://"):
	case strings.ContainsAny(text, "?#"):
		want = "an address without ? and #, because names of files are put behind it"
	case strings.Contains(text, "@"):
		want = "an address without user name and password, because it is published"
	}
	r.wrong(e, e.Value, want, example)
	return v
}

// texts reads one text or a list of different ones.
func (r *reader) texts(e *syntax.Entry, want string, valid func(string) bool) (out []Value[string]) {
	return r.items(e, want, func(n *syntax.Node) bool {
		if n.Kind == syntax.Text && valid(n.Text) {
			return true
		}
		r.wrong(e, n, want, examples[e.Key.Text])
		return false
	})
}

// items reads one item or a list of at least one; no item stands twice.
func (r *reader) items(e *syntax.Entry, want string, valid func(*syntax.Node) bool) (out []Value[string]) {
	items := []*syntax.Node{e.Value}
	if e.Value.Kind == syntax.List {
		items = e.Value.Items
	}
	if len(items) == 0 {
		r.add(diag.New(diag.BadValue, e.Value.Place(), "%s is an empty list: it takes %s, or several", e.Key.Text, want).
			WithHelp("for example   %s: %s", e.Key.Text, examples[e.Key.Text]))
	}
	first := map[string]*syntax.Node{}
	for _, n := range items {
		if !valid(n) {
			continue
		}
		if before := first[n.Text]; before != nil {
			r.add(diag.New(diag.BadValue, n.Place(), "%s has %q twice", e.Key.Text, n.Text).
				WithRelated(before.Place(), "first here").WithHelp("remove one of them"))
			continue
		}
		first[n.Text] = n
		out = append(out, Value[string]{n.Text, n.Place()})
	}
	return out
}

func (r *reader) choice(e *syntax.Entry, words []string) (v Value[string]) {
	if !r.oneOf(e, e.Value, words) {
		return v
	}
	return Value[string]{e.Value.Text, e.Value.Place()}
}

func (r *reader) choices(e *syntax.Entry, words []string) []Value[string] {
	return r.items(e, orList(words), func(n *syntax.Node) bool { return r.oneOf(e, n, words) })
}

// oneOf says that a value is one of the words, and reports one that is not.
func (r *reader) oneOf(e *syntax.Entry, n *syntax.Node, words []string) bool {
	if n.Kind == syntax.Text && slices.Contains(words, n.Text) {
		return true
	}
	near := ""
	if n.Kind == syntax.Text {
		near = nearWord(n.Text, words)
	}
	if near == "" {
		r.wrong(e, n, orList(words), examples[e.Key.Text])
		return false
	}
	r.add(diag.New(diag.BadValue, n.Place(), "%s takes %s, not %s", e.Key.Text, orList(words), n.Shown()).
		WithHelp("did you mean %q?", near))
	return false
}

// nearWord is the word that was probably meant: the nearest, or the one that
// begins so.
func nearWord(text string, words []string) string {
	if near := nearest.Name(text, words); near != "" || len(text) < 3 {
		return near
	}
	i := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, strings.ToLower(text)) })
	if i < 0 {
		return ""
	}
	return words[i]
}

const (
	wantCount    = "a whole number from 1 to 999, or none"
	wantDuration = "a duration such as 20s or 500ms, or none"
)

// none switches a budget off.
const none = "none"

func (r *reader) count(e *syntax.Entry, example string) (v Value[int]) {
	n := e.Value
	if n.Kind == syntax.Text && n.Text == none {
		return Value[int]{0, n.Place()}
	}
	count, err := strconv.Atoi(n.Text)
	if n.Kind != syntax.Int || err != nil || count < 1 || count > 999 {
		r.offBy(e, wantCount, example)
		return v
	}
	return Value[int]{count, n.Place()}
}

func (r *reader) duration(e *syntax.Entry) (v Value[time.Duration]) {
	n := e.Value
	if n.Kind == syntax.Text && n.Text == none {
		return Value[time.Duration]{0, n.Place()}
	}
	if d, ok := Duration(n.Text); ok && (n.Kind == syntax.Int || n.Kind == syntax.Text && !allDigits(n.Text)) {
		return Value[time.Duration]{d, n.Place()}
	}
	r.offBy(e, wantDuration, "20s")
	return v
}

// offBy reports a budget that is no number; what people write to switch one off
// is told what that is called here.
func (r *reader) offBy(e *syntax.Entry, want, example string) {
	n := e.Value
	if off := strings.ToLower(n.Text); n.IsScalar() && slices.Contains([]string{"0", "0s", "off", "no", "false", "never", "unlimited", "null", "~"}, off) {
		example = none
	}
	r.wrong(e, n, want, example)
}

// Duration reads 500ms, 20s, 2m, 1h, or a bare number of seconds.
func Duration(text string) (time.Duration, bool) {
	unit := time.Second
	for _, u := range []struct {
		suffix string
		unit   time.Duration
	}{{"ms", time.Millisecond}, {"s", time.Second}, {"m", time.Minute}, {"h", time.Hour}} {
		if digits, ok := strings.CutSuffix(text, u.suffix); ok {
			text, unit = digits, u.unit
			break
		}
	}
	if !allDigits(text) || text[0] == '0' || len(text) > 6 {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return time.Duration(n) * unit, err == nil
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// isBase says that the text is an address to put names behind: nothing after ?
// or #, and no user or password.
func isBase(text string) bool {
	lower := strings.ToLower(text)
	for _, scheme := range []string{"https://", "http://"} {
		rest, ok := strings.CutPrefix(lower, scheme)
		if !ok {
			continue
		}
		host, _, _ := strings.Cut(rest, "/")
		return host != "" && !strings.Contains(host, "@") && !strings.ContainsFunc(rest, func(c rune) bool { return c <= ' ' || c == '?' || c == '#' })
	}
	return false
}

// isPath says that the text can be the name of a file or folder.
func isPath(text string) bool {
	return strings.Trim(text, " \t\r\n") != "" && !strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c == 0x7f })
}

// examples are good values as YAML.
var examples = map[string]string{
	"flows": "[flows]", "base": "https://ivr.example.com/", "audio_base": "https://cdn.example.com/audio/", "out": "dist",
	"targets": "[plivo, tropo]", "fail_on": "warning",
}

func orList(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
