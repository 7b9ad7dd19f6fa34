package lower

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// malformed marks a value that the format does not allow. The schema has said so
// already; where it has not, the two disagree, and that is ivrc's own fault.
func (d *decoder) malformed(n *syntax.Node, expected string) {
	d.wrong = true
	if d.options.Shaped {
		d.report(diag.New(diag.Disagreement, n.Place(),
			"the schema takes this value, but the reader expects %s", expected).
			WithHelp("write the value as docs/flow-format.md shows it, and report this as a defect of ivrc"))
	}
}

// report adds a finding about the step that is being read.
func (d *decoder) report(found diag.Diagnostic) {
	if found.Step == "" {
		found.Step = d.step
	}
	d.list.Add(found)
}

// fields is a map whose keys are known.
type fields struct {
	node *syntax.Node // nil where the value was no map
}

// fields reads a map that may have only the allowed keys, and x- keys.
func (d *decoder) fields(n *syntax.Node, allowed ...string) fields {
	if n == nil || n.Kind != syntax.Map {
		if n != nil {
			d.malformed(n, "keys and values")
		}
		return fields{}
	}
	for _, e := range n.Entries {
		if !strings.HasPrefix(e.Key.Text, "x-") && !slices.Contains(allowed, e.Key.Text) {
			d.malformed(e.Key, "one of "+strings.Join(allowed, ", "))
		}
	}
	return fields{n}
}

func (f fields) get(key string) *syntax.Node { return f.node.Get(key) }

// need marks the absence of a key.
func (d *decoder) need(f fields, keys ...string) {
	for _, key := range keys {
		if f.node != nil && f.get(key) == nil {
			d.malformed(f.node, key)
		}
	}
}

// entries are the pairs of a map without its x- keys.
func entries(n *syntax.Node) []syntax.Entry {
	out := n.Entries
	if slices.ContainsFunc(out, isExtra) {
		out = slices.DeleteFunc(slices.Clone(out), isExtra)
	}
	return out
}

func isExtra(e syntax.Entry) bool { return strings.HasPrefix(e.Key.Text, "x-") }

// maxDigits is the length of the largest unquoted number that a flow may hold.
const maxDigits = 18

// scalar reads one value as its text; numbers says that unquoted whole numbers
// are welcome too.
func (d *decoder) scalar(n *syntax.Node, numbers bool, what string, valid func(string) bool) (string, bool) {
	if n == nil {
		return "", false
	}
	number := n.Kind == syntax.Int && numbers && len(n.Text) <= maxDigits
	if n.Kind != syntax.Text && !number || !valid(n.Text) {
		d.malformed(n, what)
		return "", false
	}
	if at := strings.Index(n.Text, "${"); at >= 0 {
		d.report(diag.New(diag.Reserved, n.Place(), "%q is reserved for a later version of the format", "${…}").
			WithHelp("write the value itself; a flow has no variables yet"))
		return "", false
	}
	return n.Text, d.printable(n)
}

// printable refuses characters that no provider can speak and that break XML.
func (d *decoder) printable(n *syntax.Node) bool {
	return d.speakable(n, n.Text)
}

// speakable is printable for text that a value holds: itself, or what its markup
// writes by numbers.
func (d *decoder) speakable(n *syntax.Node, text string) bool {
	i := strings.IndexFunc(text, syntax.Unspeakable)
	if i < 0 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	found := diag.New(diag.Invisible, n.Place(), "this text holds the character U+%04X, which no provider can speak", r)
	if strings.ContainsRune(n.Span.Text(), r) {
		found = found.WithHelp("type the text anew: a sign was lost here")
	} else {
		found = found.WithHelp("remove the escape that writes it")
	}
	d.report(found)
	return false
}

// visible refuses characters in addresses that cannot be seen: two addresses that
// look alike would lead to different places.
func (d *decoder) visible(n *syntax.Node) bool {
	for _, r := range n.Text {
		if name := syntax.Unseen(r); name != "" {
			d.report(diag.New(diag.Invisible, n.Place(), "this address holds %s (U+%04X), which cannot be seen", name, r).
				WithHelp("type the address anew"))
			return false
		}
	}
	return true
}

// text reads words for people. Unquoted text that a comment cuts short is an
// error: the caller would hear half a sentence.
func (d *decoder) text(n *syntax.Node) (string, bool) {
	text, ok := d.scalar(n, false, "text", notBlank)
	if n != nil && n.Kind == syntax.Text {
		d.whole(n)
		d.sameForAll(n)
	}
	return text, ok
}

func (d *decoder) whole(n *syntax.Node) {
	if n.Cut.IsZero() {
		return
	}
	full := source.Span{File: n.Span.File, Start: n.Span.Start, End: n.Cut.End}
	d.report(diag.New(diag.CutByHash, n.Cut, "the text stops here; the rest is a comment").
		WithRelated(n.Span, "all that is heard").
		WithHelp("put the text in quotes:   %s%s", keyBefore(n.Span), quoted(full.Text())).
		WithFix(diag.Fix{Message: "put the whole text in quotes", Edits: []diag.Edit{{Span: full, New: quoted(full.Text())}}}))
}

var pairBefore = pattern(`([A-Za-z0-9_-]+: +)$`)

// keyBefore is the key on the same line to which a value belongs, with its colon;
// empty for an item of a list.
func keyBefore(at source.Span) string {
	const most = 64 // a line may be a whole file
	from := max(at.File.LineStart(at.Line()), at.Start-most)
	return pairBefore().FindString(source.Span{File: at.File, Start: from, End: at.Start}.Text())
}

// quoted is the text as a double-quoted YAML value.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// sameForAll warns about unquoted text that other YAML tools read as something
// else.
func (d *decoder) sameForAll(n *syntax.Node) {
	how, differs := syntax.ReadsDifferently(n)
	if !differs {
		return
	}
	d.report(diag.New(diag.ReadDifferently, n.Place(), "other YAML tools read %s as %s", n.Text, how).
		WithHelp("put it in quotes: %s", quoted(n.Text)).
		WithFix(inQuotes(n)))
}

// word reads a value that has a pattern and is meant for machines.
func (d *decoder) word(n *syntax.Node, numbers bool, what string, valid func(string) bool) (string, bool) {
	text, ok := d.scalar(n, numbers, what, valid)
	if ok {
		d.sameForAll(n)
	}
	return text, ok
}

func (d *decoder) id(n *syntax.Node) (string, bool) { return d.word(n, false, "an id", ir.IsID) }
