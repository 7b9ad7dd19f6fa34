package changes

import (
	"fmt"

	"ivrc/ir"
)

// consequences are what follows from the changes, where both sides are flows.
func (c *comparison) consequences() {
	if c.old.flow == nil || c.new.flow == nil || len(c.found) == 0 {
		return
	}
	old, new := timesOf(c.old.flow), timesOf(c.new.flow)
	was := make(map[string]ir.Entry, len(old.flow.Entries))
	for _, e := range old.flow.Entries {
		was[e.ID] = e
	}
	for _, e := range new.flow.Entries {
		if before, both := was[e.ID]; both && old.flow.Step(before.Step) != nil && new.flow.Step(e.Step) != nil {
			c.entryTimes(old, new, before, e)
		}
	}
	c.reach(old, new)
	c.longestMenu(old, new)
}

// entryTimes compares how long callers of one entry take.
func (c *comparison) entryTimes(old, new *times, before, after ir.Entry) {
	change := Change{Entry: after.ID, IsEntry: true, OldAt: before.Span, NewAt: after.Span}
	was, is := old.person[before.Step], new.person[after.Step]
	switch {
	case was.found && !is.found:
		change.Kind, change.Worse = PersonLost, true
		c.add(change)
	case !was.found && is.found:
		change.Kind, change.New = PersonFound, withKeys(is)
		c.add(change)
	default:
		c.time(change, PersonTime, was, is)
	}
	c.time(change, SilentPerson, old.silentPerson[before.Step], new.silentPerson[after.Step])
	c.time(change, SilentLine, old.silentLine[before.Step], new.silentLine[after.Step])
}

// time adds a time that is another one now. One that is there on one side only is
// told in words.
func (c *comparison) time(change Change, kind Kind, was, is way) {
	if was.found == is.found && (!is.found || !was.takes.differs(is.takes) && was.keys == is.keys) {
		return
	}
	change.Kind = kind
	change.Old, change.New = "nobody", "nobody"
	if was.found {
		change.Old, change.OldTime = said(kind, was), &was.takes
	}
	if is.found {
		change.New, change.NewTime = said(kind, is), &is.takes
	}
	change.Worse = was.found && (!is.found || is.takes.longer(was.takes) || !was.takes.longer(is.takes) && is.keys > was.keys)
	c.add(change)
}

func said(kind Kind, w way) string {
	if kind == PersonTime {
		return withKeys(w)
	}
	return w.takes.String()
}

func withKeys(w way) string {
	switch w.keys {
	case 0:
		return w.takes.String() + " and no key"
	case 1:
		return w.takes.String() + " and 1 key"
	}
	return fmt.Sprintf("%s and %d keys", w.takes, w.keys)
}

// reach tells the steps that callers get to on one side only.
func (c *comparison) reach(old, new *times) {
	for i := range c.new.Steps {
		s := &c.new.Steps[i]
		before, both := c.oldAt[c.was(s.ID)]
		if !both || old.reached[before] == new.reached[i] {
			continue
		}
		change := Change{Kind: StepCutOff, Worse: true, Step: s.ID, OldAt: c.old.Steps[before].Span, NewAt: s.Span}
		if new.reached[i] {
			change.Kind, change.Worse = StepReconnects, false
		}
		c.add(change)
	}
}

func (c *comparison) longestMenu(old, new *times) {
	if old.longestMenu < 0 || new.longestMenu < 0 || !old.menu.differs(new.menu) {
		return
	}
	was, is := c.old.Steps[old.longestMenu], c.new.Steps[new.longestMenu]
	c.add(Change{
		Kind: LongestMenu, Step: is.ID, Old: was.ID, New: is.ID, OldTime: &old.menu, NewTime: &new.menu,
		Worse: new.menu.longer(old.menu), OldAt: was.Span, NewAt: is.Span,
	})
}

// findings compares what the checks say, by code and step: what is said more
// often now is new, what is said less often is gone.
func (c *comparison) findings() {
	type about struct{ code, step string }
	was := map[about]int{}
	for _, f := range c.old.Findings {
		was[about{f.Code, c.now(f.Step)}]++
	}
	is := map[about]int{}
	for _, f := range c.new.Findings {
		at := about{f.Code, f.Step}
		if is[at]++; is[at] > was[at] {
			c.add(Change{Kind: FindingNew, Worse: true, Step: f.Step, What: f.Code, Severity: f.Severity, New: f.Message, NewAt: f.Span})
		}
	}
	told := map[about]int{}
	for _, f := range c.old.Findings {
		at := about{f.Code, c.now(f.Step)}
		if told[at]++; told[at] > is[at] {
			c.add(Change{Kind: FindingGone, Step: at.step, What: f.Code, Severity: f.Severity, Old: f.Message, OldAt: f.Span})
		}
	}
}
