package lower

import (
	"slices"
	"strings"
	"time"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

func (d *decoder) url(n *syntax.Node) (string, source.Span) {
	text, ok := d.scalar(n, false, "an http or https address", isURL)
	if !ok || !d.visible(n) {
		return "", source.Span{}
	}
	return text, n.Place()
}

func (d *decoder) address(n *syntax.Node, valid func(string) bool) (ir.Address, bool) {
	text, ok := d.scalar(n, false, "a number to dial", valid)
	if !ok || !d.visible(n) {
		return ir.Address{}, false
	}
	if how, differs := syntax.ReadsDifferently(n); differs {
		d.report(diag.New(diag.ReadDifferently, n.Place(), "this phone number is not in quotes").
			WithNote("other YAML tools read it as %s, and lose the +", how).
			WithHelp("write   %s%s", keyBefore(n.Span), quoted(n.Text)).
			WithFix(diag.Fix{Message: "put it in quotes", Safe: true, Edits: []diag.Edit{{Span: n.Span, New: quoted(n.Text)}}}))
	}
	return ir.Address{Value: text, Span: n.Place()}, true
}

// from reads a caller id, empty where there is none.
func (d *decoder) from(n *syntax.Node, valid func(string) bool) string {
	a, _ := d.address(n, valid)
	return a.Value
}

// addresses reads one address or a list of different ones.
func (d *decoder) addresses(n *syntax.Node) []ir.Address {
	if n == nil {
		return nil
	}
	nodes := []*syntax.Node{n}
	if n.Kind == syntax.List {
		nodes = n.Items
	}
	if len(nodes) == 0 {
		d.malformed(n, "at least one number")
	}
	var out []ir.Address
	seen := map[string]bool{}
	for _, item := range nodes {
		a, ok := d.address(item, isAddress)
		if ok && seen[a.Value] {
			d.malformed(item, "different numbers")
		}
		seen[a.Value] = true
		if ok {
			out = append(out, a)
		}
	}
	return out
}

func (d *decoder) duration(n *syntax.Node, otherwise time.Duration) time.Duration {
	if n == nil {
		return otherwise
	}
	if n.Kind == syntax.Int {
		if v, ok := d.whole64(n, 1, 999_999); ok {
			return time.Duration(v) * time.Second
		}
		return otherwise
	}
	if v, ok := parseDuration(n.Text); ok && n.Kind == syntax.Text {
		return v
	}
	d.malformed(n, "a duration")
	return otherwise
}

func (d *decoder) whole64(n *syntax.Node, least, most int) (int, bool) {
	v := 0
	for i := 0; i < len(n.Text) && v <= most; i++ {
		v = v*10 + int(n.Text[i]-'0')
	}
	if n.Kind != syntax.Int || v < least || v > most {
		d.malformed(n, "a whole number in range")
		return 0, false
	}
	return v, true
}

func (d *decoder) integer(n *syntax.Node, least, most, otherwise int) int {
	if n == nil {
		return otherwise
	}
	if n.Kind != syntax.Int {
		d.malformed(n, "a whole number")
		return otherwise
	}
	if v, ok := d.whole64(n, least, most); ok {
		return v
	}
	return otherwise
}

func (d *decoder) boolean(n *syntax.Node, otherwise bool) bool {
	if n == nil {
		return otherwise
	}
	if n.Kind != syntax.Bool {
		d.malformed(n, "true or false")
		return otherwise
	}
	return strings.EqualFold(n.Text, "true")
}

// choice reads one of a few words.
func (d *decoder) choice(n *syntax.Node, otherwise string, words ...string) string {
	text, ok := d.scalar(n, false, strings.Join(words, " or "), func(s string) bool { return slices.Contains(words, s) })
	if !ok {
		return otherwise
	}
	return text
}

// pressed reads a single key.
func (d *decoder) pressed(n *syntax.Node, otherwise ir.Key) ir.Key {
	if n == nil {
		return otherwise
	}
	text, ok := d.scalar(n, true, "one key", func(s string) bool { _, ok := oneKey(s); return ok })
	if !ok {
		return otherwise
	}
	key, _ := oneKey(text)
	return ir.Key(key)
}
