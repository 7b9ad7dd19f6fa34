package compiler

import (
	"slices"
	"strconv"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/secret"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// Hide makes known to a file which parts of it look like credentials, so that no
// message about it shows them: neither those of the flow, nor those in a comment
// or a key that is read by other tools. Check calls it; whoever speaks about a
// file before does so too.
//
// Nothing is looked for before somebody speaks.
func Hide(file *source.File) { hide(file, masks{}) }

// masks are what a file hides.
type masks struct {
	parts []source.Hidden
	words []string
	seen  map[string]bool
}

// hide hides what the text of the file holds, and more: the places and values
// that reading it brought to light.
func hide(file *source.File, more masks) {
	file.HideBy(func() ([]source.Hidden, []string) {
		m := masksOf(string(file.Text))
		for i := 0; i+1 < len(more.words); i += 2 {
			m.add(more.words[i], more.words[i+1])
		}
		return append(m.parts, more.parts...), m.sorted()
	})
}

// masksOf are those of a whole text.
func masksOf(text string) *masks {
	m := &masks{}
	for _, f := range secret.Find(text) {
		// People who generate flows give steps names that look like chance. They are
		// names of files anyway.
		if f.Kind == secret.InText && f.What == secret.LooksLikeKey && ir.IsID(text[f.Start:f.End]) {
			continue
		}
		m.parts = append(m.parts, source.Hidden{Start: f.Start, End: f.End})
		m.word(text, f)
	}
	return m
}

// shortWord is the length below which a credential could be part of any word: it
// is replaced only together with what stands in front of it.
const shortWord = 8

// word adds the ways in which a message may repeat a credential.
func (m *masks) word(text string, f secret.Finding) {
	before, value, after := "", text[f.Start:f.End], ""
	if len(value) < shortWord || !strings.ContainsAny(value, "0123456789") {
		from := f.Start
		for from > 0 && f.Start-from < 2*shortWord && !strings.ContainsRune(" \t\n\"'", rune(text[from-1])) {
			from--
		}
		before = text[from:f.Start]
		if f.Kind == secret.Login {
			after = "@"
		}
	}
	m.pair(before+value+after, before+source.Stars+after)
	// Lines of a folded text stand in messages one behind the other.
	if flat := strings.Join(strings.Fields(value), " "); flat != value {
		m.pair(before+flat+after, before+source.Stars+after)
	}
}

// pair adds a word and the ways in which it is quoted.
func (m *masks) pair(word, shown string) {
	quoted := strconv.Quote(word)
	for _, w := range []string{word, quoted[1 : len(quoted)-1]} {
		m.add(w, shown)
	}
}

func (m *masks) add(word, shown string) {
	if word == "" || m.seen[word] {
		return
	}
	if m.seen == nil {
		m.seen = map[string]bool{}
	}
	m.seen[word] = true
	m.words = append(m.words, word, shown)
}

// sorted are the pairs, longer words first, because the first that fits is
// replaced.
func (m *masks) sorted() []string {
	type pair struct{ word, shown string }
	pairs := make([]pair, 0, len(m.words)/2)
	for i := 0; i+1 < len(m.words); i += 2 {
		pairs = append(pairs, pair{m.words[i], m.words[i+1]})
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return len(b.word) - len(a.word) })
	out := make([]string, 0, len(m.words))
	for _, p := range pairs {
		out = append(out, p.word, p.shown)
	}
	return out
}

// secretsIn looks for every credential in a value of the flow. Keys that begin with x-
// are other tools' own: nothing of them is published.
func secretsIn(root *syntax.Node) secretWalk {
	w := secretWalk{}
	w.value(root, "", 0, false)
	return w
}

type secretWalk struct {
	masks masks
	list  diag.List
}

// idKeys are the keys under which ids stand.
var idKeys = map[string]bool{"flow": true, "start": true, "entries": true, "goto": true, "events": true, "keys": true, "returns": true, "prompt": true}

// maxDepth is far more than the levels that the reader lets through.
const maxDepth = 100

// value looks at a value and all that it holds; ids says that ids stand there.
func (w *secretWalk) value(n *syntax.Node, step string, depth int, ids bool) {
	switch {
	case n == nil || depth > maxDepth || ids && n.Kind == syntax.Text && ir.IsID(n.Text):
	case n.Kind == syntax.Text:
		w.text(n, step)
	case n.Kind == syntax.List:
		for _, item := range n.Items {
			w.value(item, step, depth+1, ids)
		}
	case n.Kind == syntax.Map:
		for _, e := range n.Entries {
			switch key := e.Key.Text; {
			case strings.HasPrefix(key, "x-"):
			case depth == 0 && key == "steps" && e.Value.Kind == syntax.Map:
				for _, s := range e.Value.Entries {
					w.value(s.Value, s.Key.Text, depth+2, false)
				}
			default:
				w.value(e.Value, step, depth+1, ids || idKeys[key])
			}
		}
	}
}

func (w *secretWalk) text(n *syntax.Node, step string) {
	for _, f := range secret.Find(n.Text) {
		at := n.Place()
		if value := n.Text[f.Start:f.End]; n.Alias.IsZero() {
			if k := strings.Index(n.Span.Text(), value); k >= 0 {
				at.Start += k
				at.End = at.Start + len(value)
			}
			w.masks.parts = append(w.masks.parts, source.Hidden{Start: at.Start, End: at.End})
		}
		w.masks.word(n.Text, f)
		w.list.Add(secretFound(f, at).InStep(step))
	}
}

// secretFound is what the author reads. It never repeats the credential.
func secretFound(f secret.Finding, at source.Span) diag.Diagnostic {
	code, message, help := diag.SecretInText, "this text holds %s, and everybody can read what is published",
		"take it out; a flow is published as it stands, so what is secret belongs to the application behind it"
	switch f.Kind {
	case secret.Login:
		code, message, help = diag.LoginInAddress, "this address holds %s, and everybody can read what is published",
			"take the part before @ out, and let the application check the provider's signature of each request"
		if f.What == secret.SIPPassword {
			help = "take the password out, and let the exchange know the provider by its addresses"
		}
	case secret.InAddress:
		code, message, help = diag.TokenInAddress, "this address holds %s, and everybody can read what is published",
			"take it out of the address, and let the application check the provider's signature of each request"
	}
	return diag.New(code, at, message, f.What).WithHelp("%s", help).
		WithNote("if it is none, or harmless, say why:  allow: {%s: \"…\"}", code)
}
