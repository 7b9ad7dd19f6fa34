package changes

import (
	"slices"
	"strings"

	"ivrc/compiler/source"
	"ivrc/ir"
)

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

// mostAbout is how many words tell what a step says.
const mostAbout = 12

// about is a step in a few words.
func about(s *Step) string {
	var parts []string
	for _, p := range s.Prompts {
		list := tokens(p.Say, plainly)
		text := textOf(list[:min(len(list), mostAbout)])
		if len(list) > mostAbout {
			text += " …"
		}
		parts = append(parts, "“"+text+"”")
		break
	}
	doing := ""
	if s.Act != (*ir.Speak)(nil).Word() {
		doing = s.Act
	}
	for _, f := range s.Facts {
		if leads(f.Name) && doing != "" && f.Name != "from" && !strings.HasPrefix(f.Name, "recording") {
			doing += " " + f.Value
			break
		}
	}
	if doing != "" {
		parts = append([]string{doing}, parts...)
	}
	var ways []string
	for _, w := range s.Ways {
		switch w.Outcome.Kind {
		case ir.KeyPressed:
			ways = append(ways, w.Outcome.Name+" → "+w.To)
		case ir.Done, ir.Returned:
			ways = append(ways, "→ "+w.To)
		}
	}
	const most = 6
	if len(ways) > most {
		ways = append(ways[:most], "…")
	}
	if len(ways) > 0 {
		parts = append(parts, strings.Join(ways, ", "))
	}
	return strings.Join(parts, "; ")
}
