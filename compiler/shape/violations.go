package shape

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// part reports what the schema found in one part of the flow.
func (c *checker) part(p part, found []schema.Violation) {
	quiet := c.followers(p, found)
	for _, v := range found {
		at := c.locate(p, v.Path)
		switch v.Keyword {
		case schema.Fault:
			c.report(p, diag.New(diag.Crash, p.place(), "ivrc failed while it looked at the shape of this part").
				WithHelp("this is a defect of ivrc: please report it with the flow; nothing was written"))
		case schema.AdditionalProperties:
			for _, name := range v.Names {
				c.unknownKey(p, v, at, name)
			}
		case schema.Required:
			for _, name := range v.Names {
				if !quiet[join(v.Path, name)] {
					c.missingKey(p, v, at, name)
				}
			}
		case schema.PropertyNames:
			c.badName(p, v, at)
		case schema.Refused:
			c.refusedKey(p, v, at)
		case schema.UniqueItems:
			c.repeat(p, v, at)
		case schema.Not:
			c.notMet(p, v, at)
		default:
			if !quiet[join(v.Path, "")] {
				c.badValue(p, v, at)
			}
		}
	}
}

// place is the part's own place: its key, or where the flow begins.
func (p part) place() source.Span {
	if p.key != nil {
		return p.key.Place()
	}
	if len(p.node.Entries) > 0 {
		return p.node.Entries[0].Key.Place()
	}
	return p.node.Place()
}

// join names a key at a path; "" names the value at the path itself.
func join(path []string, name string) string {
	return strings.Join(path, "\x00") + "\x00\x00" + name
}

// followers are the violations that only follow from another one: a key is
// missing because it is misspelt, or because it stands one level too high.
func (c *checker) followers(p part, found []schema.Violation) map[string]bool {
	var quiet map[string]bool
	for _, v := range found {
		if v.Keyword != schema.AdditionalProperties {
			continue
		}
		if quiet == nil {
			quiet = map[string]bool{}
		}
		at := c.locate(p, v.Path)
		for _, name := range v.Names {
			if meant, _ := c.meant(p, v, at, name); meant != "" {
				quiet[join(v.Path, meant)] = true
			}
			if len(v.Path) == 0 && c.belongsInAct(p, name) {
				quiet[join([]string{p.act}, name)] = true
				if own := p.node.Get(p.act); own != nil && own.Kind == syntax.Null {
					quiet[join([]string{p.act}, "")] = true
				}
			}
		}
	}
	return quiet
}

func (c *checker) missingKey(p part, v schema.Violation, at spot, name string) {
	place := p.place()
	if at.key != nil {
		place = at.key.Place()
	}
	help := "add   " + name + ":"
	if v.Example != "" {
		help += " " + v.Example
	}
	c.report(p, diag.New(diag.MissingKey, place, "%s needs %q", v.Title, name).WithHelp("%s", help))
}

// badName reports a name of the writer's choice that names cannot have.
func (c *checker) badName(p part, v schema.Violation, at spot) {
	name := v.Names[0]
	d := diag.New(diag.BadValue, c.keyPlace(p, at), "%s: expected %s", nameSubject(v, name), v.Want)
	for _, help := range nameHelp(p, v, name, c.entry(c.locate(p, v.Path[:len(v.Path)-1]).value, name)) {
		d = d.WithHelp("%s", help)
	}
	c.report(p, d)
}

func (c *checker) keyPlace(p part, at spot) source.Span {
	if at.key != nil {
		return at.key.Place()
	}
	return p.place()
}

// refusedKey reports a key that cannot stand beside another one. Two keys refuse
// each other, so only the later one is reported.
func (c *checker) refusedKey(p part, v schema.Violation, at spot) {
	if len(v.Names) == 0 || at.key == nil {
		return
	}
	owner := c.locate(p, v.Path[:len(v.Path)-1])
	other := c.entry(owner.value, v.Names[0])
	name := last(v.Path)
	if other == nil || other.Key.Span.Start > at.key.Span.Start && slices.Contains(partKinds, name) {
		return
	}
	c.report(p, diag.New(diag.UnknownKey, at.key.Place(), "there is no %q beside %q in %s", name, other.Key.Text, v.Title).
		WithRelated(other.Key.Place(), "it stands beside this").
		WithHelp("%s", besideHelp(name, other.Key.Text)))
}

func (c *checker) repeat(p part, v schema.Violation, at spot) {
	if at.value == nil || len(v.Names) == 0 {
		return
	}
	first := c.locate(p, append(slices.Clone(v.Path[:len(v.Path)-1]), v.Names[0]))
	c.report(p, diag.New(diag.BadValue, at.value.Place(), "%s has %q twice", label(p, v, at), at.value.Text).
		WithRelated(first.value.Place(), "first here").
		WithHelp("remove one of them"))
}

// notMet reports a name that is taken, and a group of keys that says nothing.
func (c *checker) notMet(p part, v schema.Violation, at spot) {
	switch {
	case len(v.Names) > 0:
		c.badName(p, v, at)
	case at.value != nil && at.value.Kind == syntax.Map:
		place := c.keyPlace(p, at)
		if at.item {
			place = at.value.Place()
		}
		c.report(p, diag.New(diag.MissingKey, place, "%s needs %s", subject(p, v, at), v.Want).
			WithHelp("%s", emptyHelp(v, at)))
	default:
		c.badValue(p, v, at)
	}
}

// badValue reports one value that is of another kind, or of the right kind and
// not allowed.
func (c *checker) badValue(p part, v schema.Violation, at spot) {
	n := at.value
	if n == nil {
		return
	}
	if len(v.Path) > 1 && v.Path[len(v.Path)-2] == "retry" && n.Kind == syntax.Int {
		c.report(p, spokenWait(n, v.Path[max(0, len(v.Path)-3)], last(v.Path), n.Text))
		return
	}
	code := diag.BadValue
	if v.Keyword == schema.Type || n.Kind == syntax.Null || v.Keyword != minItems && !n.IsScalar() {
		code = diag.WrongKind
	}
	var message string
	switch {
	case len(p.path) == 0 && len(v.Path) == 1 && v.Path[0] == "ivr":
		code, message = diag.BadValue, fmt.Sprintf("this ivrc reads version %s of the flow format, not %s", strings.Join(v.Allowed, ", "), n.Shown())
	case n.Kind == syntax.Null && !n.Cut.IsZero():
		message = fmt.Sprintf("%s is empty: an unquoted # starts a comment", label(p, v, at))
	case v.Keyword == minItems:
		message = fmt.Sprintf("%s is an empty list: it takes %s", label(p, v, at), wanted(v))
	case n.Kind == syntax.Null:
		message = fmt.Sprintf("%s is empty: it takes %s", label(p, v, at), wanted(v))
	default:
		message = fmt.Sprintf("%s takes %s, not %s", label(p, v, at), wanted(v), n.Shown())
	}
	d := diag.New(code, n.Place(), "%s", message)
	// Nothing is nowhere: show the comment that took its place, or the key.
	switch {
	case n.Kind == syntax.Null && !n.Cut.IsZero():
		d.Primary = n.Cut
	case n.Kind == syntax.Null && n.Span.Start == n.Span.End && at.key != nil && !at.item:
		d.Primary = at.key.Place()
	}
	if n.Kind == syntax.Text && !n.Cut.IsZero() {
		d = d.WithNote("the value stops at the #, which starts a comment here; in quotes it would go on")
	}
	if change, ok := c.valueFix(v, n); ok {
		d = d.WithFix(change)
	}
	c.report(p, d.WithHelp("%s", valueHelp(p, v, at)))
}

// minItems is the schema's rule for lists that must not be empty.
const minItems = "minItems"

func wanted(v schema.Violation) string {
	switch {
	case v.Want != "":
		return v.Want
	case slices.Equal(v.Allowed, []string{"array"}):
		return "a list"
	}
	return "keys of its own"
}

// label is the key that owns a value, as it is named in a sentence.
func label(p part, v schema.Violation, at spot) string {
	switch {
	case at.key == nil:
		return "the flow"
	case len(v.Path) > 1 && v.Path[len(v.Path)-2] == "keys":
		return "key " + at.key.Text
	case at.key == p.key:
		return "step " + strconv.Quote(at.key.Text)
	}
	return strconv.Quote(at.key.Text)
}

// subject is the thing that lacks something.
func subject(p part, v schema.Violation, at spot) string {
	if at.key != nil && at.key == p.key {
		return label(p, v, at)
	}
	if v.Title != "" && !slices.Contains([]string{"keys", "steps", "entries", "retry"}, v.Title) {
		return v.Title
	}
	return label(p, v, at)
}

func last(path []string) string { return path[len(path)-1] }
