package changes

import "slices"

// Compare lists what changed for callers from one flow to another, the ones that
// matter most first, nil where nobody can tell the two apart. It takes time linear
// in the steps and their ways.
func Compare(old, new *Outline) []Change {
	c := comparison{old: old, new: new, oldAt: old.index(), newAt: new.index()}
	c.renamed = renames(old, new, c.oldAt, c.newAt)
	c.before = make(map[string]string, len(c.renamed))
	for was, is := range c.renamed {
		c.before[is] = was
	}
	if old.ID != new.ID {
		c.add(Change{Kind: FlowIDChanged, Old: old.ID, New: new.ID})
	}
	c.entries()
	c.steps()
	c.findings()
	c.consequences()
	return c.sorted()
}

type comparison struct {
	old, new     *Outline
	oldAt, newAt map[string]int
	// renamed are new ids by old ones, before old ids by new ones.
	renamed, before map[string]string
	found           []Change
}

func (c *comparison) add(change Change) { c.found = append(c.found, change) }

// mask hides what either side hides.
func (c *comparison) mask(text string) string {
	for _, o := range []*Outline{c.old, c.new} {
		if o.Mask != nil {
			text = o.Mask(text)
		}
	}
	return text
}

// now is the id in the new flow of a step of the old one.
func (c *comparison) now(id string) string {
	if to, ok := c.renamed[id]; ok {
		return to
	}
	return id
}

// was is the id in the old flow of a step of the new one.
func (c *comparison) was(id string) string {
	if from, ok := c.before[id]; ok {
		return from
	}
	return id
}

// pair is a step of the new flow and its counterpart in the old one, nil for none.
func (c *comparison) pair(s *Step) *Step {
	if i, ok := c.oldAt[c.was(s.ID)]; ok {
		return &c.old.Steps[i]
	}
	return nil
}

// leadsOn says that an old target and a new one are one to a caller.
func (c *comparison) leadsOn(old, new string) bool {
	if c.now(old) == new {
		return true
	}
	olds, news := c.alike(c.old, c.oldAt, old), c.alike(c.new, c.newAt, new)
	return slices.ContainsFunc(olds, func(id string) bool { return slices.Contains(news, c.now(id)) })
}

// alike are the ids that cannot be told from one, with itself.
func (c *comparison) alike(o *Outline, at map[string]int, id string) []string {
	if i, ok := at[id]; ok && len(o.Steps[i].Same) > 0 {
		return append([]string{id}, o.Steps[i].Same...)
	}
	return []string{id}
}

func (c *comparison) entries() {
	was := make(map[string]Entry, len(c.old.Entries))
	for _, e := range c.old.Entries {
		was[e.ID] = e
	}
	is := make(map[string]bool, len(c.new.Entries))
	for _, e := range c.new.Entries {
		is[e.ID] = true
		before, both := was[e.ID]
		change := Change{Entry: e.ID, IsEntry: true, Old: before.To, New: e.To, OldAt: before.Span, NewAt: e.Span}
		switch {
		case !both:
			change.Kind = EntryAdded
		case c.leadsOn(before.To, e.To):
			continue
		default:
			change.Kind = EntryMoved
		}
		c.add(change)
	}
	for _, e := range c.old.Entries {
		if !is[e.ID] {
			c.add(Change{Kind: EntryGone, Entry: e.ID, IsEntry: true, Old: e.To, OldAt: e.Span})
		}
	}
}

func (c *comparison) steps() {
	for i := range c.new.Steps {
		s := &c.new.Steps[i]
		before := c.pair(s)
		if before == nil {
			c.add(Change{Kind: StepAdded, Step: s.ID, New: c.mask(about(s)), NewAt: s.Span})
			continue
		}
		if before.ID != s.ID {
			c.add(Change{Kind: StepRenamed, Step: s.ID, Old: before.ID, New: s.ID, OldAt: before.Span, NewAt: s.Span})
		}
		c.step(before, s)
	}
	for i := range c.old.Steps {
		s := &c.old.Steps[i]
		if _, stays := c.newAt[c.now(s.ID)]; !stays {
			c.add(Change{Kind: StepGone, Step: s.ID, Old: c.mask(about(s)), OldAt: s.Span})
		}
	}
}
