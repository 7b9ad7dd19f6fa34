package changes

import (
	"slices"
	"strings"

	"ivrc/compiler/source"
	"ivrc/ir"
)

// step compares two steps that are one.
func (c *comparison) step(old, new *Step) {
	change := func(kind Kind, what, was, is string) Change {
		return Change{Kind: kind, Step: new.ID, What: what, Old: was, New: is, OldAt: old.Span, NewAt: new.Span}
	}
	if old.Act != new.Act {
		c.add(change(ActChanged, "", old.Act, new.Act))
	}
	c.ways(old, new, change)
	c.facts(old, new, change)
	c.prompts(old, new, change)
}

// maker begins a change of a step.
type maker func(kind Kind, what, was, is string) Change

func (c *comparison) ways(old, new *Step, change maker) {
	was := make(map[ir.Outcome]Way, len(old.Ways))
	for _, w := range old.Ways {
		was[w.Outcome] = w
	}
	seen := make(map[ir.Outcome]bool, len(new.Ways))
	for _, w := range new.Ways {
		o := w.Outcome
		if o.Kind == ir.Returned {
			o.Name = c.was(o.Name)
		}
		before, both := was[o]
		seen[o] = true
		switch {
		case !both:
			c.way(change(addedWay(o.Kind), w.Outcome.String(), "", w.To), source.Span{}, w.Span)
		case before.Outcome != w.Outcome:
			c.way(change(ReturnRenamed, "returns", before.To, w.To), before.Span, w.Span)
		case !c.leadsOn(before.To, w.To):
			c.way(change(movedWay(o.Kind), o.String(), before.To, w.To), before.Span, w.Span)
		}
	}
	for _, w := range old.Ways {
		if !seen[w.Outcome] {
			c.way(change(goneWay(w.Outcome.Kind), w.Outcome.String(), w.To, ""), w.Span, source.Span{})
		}
	}
}

// way adds the change of a way with the places where it is written, as far as it
// is.
func (c *comparison) way(change Change, old, new source.Span) {
	if !old.IsZero() {
		change.OldAt = old
	}
	if !new.IsZero() {
		change.NewAt = new
	}
	c.add(change)
}

func addedWay(k ir.OutcomeKind) Kind { return byKind(k, KeyAdded, ReturnAdded, OutcomeAdded) }
func movedWay(k ir.OutcomeKind) Kind { return byKind(k, KeyMoved, ReturnRenamed, OutcomeMoved) }
func goneWay(k ir.OutcomeKind) Kind  { return byKind(k, KeyGone, ReturnGone, OutcomeGone) }

func byKind(k ir.OutcomeKind, key, returned, other Kind) Kind {
	switch k {
	case ir.KeyPressed:
		return key
	case ir.Returned:
		return returned
	}
	return other
}

func (c *comparison) facts(old, new *Step, change maker) {
	was := make(map[string]string, len(old.Facts))
	for _, f := range old.Facts {
		was[f.Name] = f.Value
	}
	tell := func(name, before, after string) {
		kind := ValueChanged
		if leads(name) {
			kind = ReachChanged
		}
		// What only one of two acts has says no more than that they are others.
		details := kind == ValueChanged && old.Act != new.Act && (before == "" || after == "")
		if before != after && !details {
			c.add(change(kind, name, c.mask(before), c.mask(after)))
		}
	}
	for _, f := range new.Facts {
		tell(f.Name, was[f.Name], f.Value)
		delete(was, f.Name)
	}
	for _, f := range old.Facts {
		if value, gone := was[f.Name]; gone {
			tell(f.Name, value, "")
		}
	}
}

func (c *comparison) prompts(old, new *Step, change maker) {
	was := make(map[string]ir.Prompt, len(old.Prompts))
	for _, p := range old.Prompts {
		was[promptName(old, new, p.Name)] = p.Say
	}
	for _, p := range new.Prompts {
		before, both := was[p.Name]
		delete(was, p.Name)
		if !both {
			one := change(PromptAdded, p.Name, "", textOf(tokens(p.Say, c.mask)))
			one.NewTime = lengthOf(p.Say)
			c.add(one)
			continue
		}
		c.prompt(before, p.Say, p.Name, change)
	}
	for _, p := range old.Prompts {
		name := promptName(old, new, p.Name)
		if _, gone := was[name]; gone {
			one := change(PromptGone, p.Name, textOf(tokens(p.Say, c.mask)), "")
			one.OldTime = lengthOf(p.Say)
			c.add(one)
		}
	}
}

// promptName is what an old prompt is called where the act is another one now:
// menu.say is what collect.say was.
func promptName(old, new *Step, name string) string {
	if rest, own := strings.CutPrefix(name, old.Act+"."); own && old.Act != new.Act {
		return new.Act + "." + rest
	}
	return name
}

// prompt compares two prompts by their words, and how words that stay are spoken.
func (c *comparison) prompt(old, new ir.Prompt, name string, change maker) {
	was, is := tokens(old, plainly), tokens(new, plainly)
	sides := align(was, is)
	type voices struct{ old, new string }
	var spoken []voices
	words := false
	for _, s := range sides {
		if s.old < 0 || s.new < 0 {
			words = true
		} else if v := (voices{was[s.old].speech, is[s.new].speech}); v.old != v.new && !slices.Contains(spoken, v) {
			spoken = append(spoken, v)
		}
	}
	if words {
		one := change(PromptChanged, name, "", "")
		shownWas, shownIs := tokens(old, c.mask), tokens(new, c.mask)
		one.Old, one.New = textOf(shownWas), textOf(shownIs)
		one.Words = runs(shownWas, shownIs, align(shownWas, shownIs))
		one.OldTime, one.NewTime = lengthOf(old), lengthOf(new)
		c.add(one)
	}
	for _, v := range spoken {
		c.add(change(VoiceChanged, name, v.old, v.new))
	}
}
