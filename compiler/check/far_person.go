package check

import (
	"slices"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// farPerson (IVR403): more menus than the limit before a call can get to a person,
// on the way with the fewest menus. A person is a transfer or a conference; a
// handoff is not, because who answers there is an application. Collects are not
// counted: they ask for what only the caller knows. Entries from which nobody can
// be reached are left alone, and nothing is said while a target is unresolved.
func farPerson(p *Pass) {
	most := p.Budgets.Menus
	if most <= 0 || p.doubt {
		return
	}
	ways := p.waysToPeople()
	if ways == nil {
		return
	}
	first, late := ways.menus(most)
	found := map[int]int{} // the menu that is one too many → its finding
	var all diag.List
	var more []int // further entries than a message lists
	for i, e := range p.Flow.Entries {
		at := late[e.Step]
		if at < 0 {
			continue
		}
		told, ok := found[at]
		switch {
		case !ok:
			found[at] = len(all)
			all.Add(p.tooFar(i, at, first[e.Step], ways))
			more = append(more, 0)
		case len(all[told].Related) < mostRelated:
			all[told] = all[told].WithRelated(e.Span, "%s has %d menus before a person, too", p.entryName(i), ways.count[e.Step])
		default:
			more[told]++
		}
	}
	for i, d := range all {
		if more[i] > 0 {
			d = d.WithNote("further entries with as many menus: %d", more[i])
		}
		p.Report(d)
	}
}

func (p *Pass) tooFar(entry, at, first int, ways *ways) diag.Diagnostic {
	begin := int(p.Flow.Entries[entry].Step)
	s, person := p.Flow.Steps[at], p.Flow.Steps[ways.person(begin)]
	most, count := p.Budgets.Menus, ways.count[begin]
	d := diag.New(diag.FarPerson, s.Span, "%q is menu %d of %d on the shortest way to a person, %q; the limit is %d",
		s.ID, most+1, count, person.ID, most).InStep(s.ID)
	hops, left := ways.path(begin)
	d = withCall(d, joined(p.wayText(p.entryName(entry), hops, left, shownLast)))
	d = d.WithNote("Software Advice (2014) wants a person within the third menu, and so does a bill in Iowa (2025–26); fewer menus may mean more choices in each, which one study found better than a deep tree (Commarford and others, 2008)")
	m := p.Flow.Steps[first]
	if act, ok := m.Act.(*ir.Menu); ok && !slices.ContainsFunc(act.Keys, func(k ir.MenuKey) bool { return k.Key == "0" }) {
		return d.WithHelp("lead there earlier, for example in %q:  keys: {0: %s}", m.ID, person.ID)
	}
	return d.WithHelp("let one of the first %d menus lead to %q", most, person.ID)
}

// ways are the ways to a person with the fewest menus, and among those with the
// fewest steps. They are found backwards, from all people at once.
type ways struct {
	tree *tree
	back graph
	// people are the roots of the tree.
	people []int
	// isMenu marks menus, count is how many there are from a step to its person,
	// itself included.
	isMenu []bool
	count  []int
}

// waysToPeople is nil where there is nobody to be reached.
func (p *Pass) waysToPeople() *ways {
	w := &ways{isMenu: make([]bool, len(p.Flow.Steps)), count: make([]int, len(p.Flow.Steps))}
	for i, s := range p.Flow.Steps {
		switch s.Act.(type) {
		case *ir.Transfer, *ir.Conference:
			w.people = append(w.people, i)
		case *ir.Menu:
			w.isMenu[i] = true
		}
	}
	if len(w.people) == 0 {
		return nil
	}
	w.back = newGraph(len(p.Flow.Steps), p.onward).reversed()
	// An arrow to a menu is late; its number stands in for its edge.
	w.tree = search(len(p.Flow.Steps), w.people, func(step int, add func(to, edge int)) {
		for i := w.back.first[step]; i < w.back.first[step+1]; i++ {
			add(w.back.list[i].to, i)
		}
	}, func(_, arrow int) bool { return w.isMenu[w.back.list[arrow].to] })
	for _, step := range w.tree.reached {
		if from := w.tree.from[step]; from >= 0 {
			w.count[step] = w.count[from]
		}
		if w.isMenu[step] {
			w.count[step]++
		}
	}
	return w
}

// menus finds for every step its first menu and the one behind the most that are
// fine; -1 where there is none. It walks the tree from its roots, parents before
// children, and keeps the menus of the branch that it is in by their count.
func (w *ways) menus(most int) (first, late []int) {
	n := len(w.isMenu)
	first, late = make([]int, n), make([]int, n)
	children := newGraph(n, func(step int, add func(to, edge int)) {
		if w.tree.depth[step] > 0 {
			add(w.tree.from[step], 0)
		}
	}).reversed()
	branch := make([]int, n+1)
	for step := range n {
		first[step], late[step] = -1, -1
	}
	open := slices.Clone(w.people)
	for len(open) > 0 {
		step := open[len(open)-1]
		open = open[:len(open)-1]
		count := w.count[step]
		if w.isMenu[step] {
			branch[count] = step
		}
		if count > most {
			first[step], late[step] = branch[count], branch[count-most]
		}
		for _, a := range children.from(step) {
			open = append(open, a.to)
		}
	}
	return first, late
}

// person is whom the way leads to.
func (w *ways) person(step int) int { return w.people[w.tree.root[step]] }

// path is the way from a step to its person; left steps are missing behind the
// first shownLast.
func (w *ways) path(step int) (hops []arrow, left int) {
	hops, left = w.tree.path(step)
	slices.Reverse(hops)
	for i, h := range hops {
		hops[i].edge = -1
		if w.tree.from[h.to] >= 0 {
			hops[i].edge = w.back.list[w.tree.via[h.to]].edge
		}
	}
	return hops, left
}
