package check

import (
	"slices"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// manyOptions (IVR404): a menu with more choices than its caller can keep in mind
// while the rest is read out. Menus whose keys have several digits are for people
// who know the number that they want, and are left alone.
func manyOptions(p *Pass) {
	most := p.Budgets.Options
	if most <= 0 {
		return
	}
	for i, s := range p.Flow.Steps {
		m, ok := s.Act.(*ir.Menu)
		if !ok || s.Broken || !p.mayRun(i) || !singleKeys(m) {
			continue
		}
		choices := p.choices(i, m)
		if len(choices) <= most {
			continue
		}
		d := diag.New(diag.ManyOptions, m.Keys[choices[most]].Span, "%q offers %d choices, more than %d", s.ID, len(choices), most).InStep(s.ID)
		d = d.WithNote("not counted: *, #, 0, and keys that repeat the menu, go back, end the call or do what another key does")
		d = d.WithNote("summaries of ISO/IEC 13714 say at most 4 choices, Avaya 4 to 5, Plum 5; but in one study (Commarford and others, 2008) a broad menu of 11 beat a deep tree")
		p.Report(d.WithHelp("put the choices that few callers need behind one key, or set another limit in ivrc.yaml:  budgets: {options: %d}", len(choices)))
	}
}

// singleKeys says that every key of the menu is one sign.
func singleKeys(m *ir.Menu) bool {
	return !slices.ContainsFunc(m.Keys, func(k ir.MenuKey) bool { return len(k.Key) != 1 })
}

// choices are the keys that callers choose from, without those of custom (help,
// repeat, back, end: ISO/IEC 13714 does not count them either, peers-asks.md
// §4.3) and without second keys for a choice.
func (p *Pass) choices(step int, m *ir.Menu) []int {
	var keys []int
	var counted []ir.Target
	for i, k := range m.Keys {
		to := p.keyTarget(step, i)
		if k.Key == "*" || k.Key == "#" || k.Key == "0" || slices.Contains(counted, to) {
			continue
		}
		if p.repeatsOrGoesBack(step, to) || p.endsTheCall(k.Key, to) {
			continue
		}
		keys, counted = append(keys, i), append(counted, to)
	}
	return keys
}

// keyTarget is where a key leads. The keys of a menu are the first of its edges,
// in the same order.
func (p *Pass) keyTarget(step, key int) ir.Target {
	if edges := p.Flow.Steps[step].Edges; key < len(edges) {
		return edges[key].To
	}
	return ir.Unresolved
}

// repeatsOrGoesBack says that the target is the menu itself or the step from
// which the shortest call comes to it.
func (p *Pass) repeatsOrGoesBack(step int, to ir.Target) bool {
	return int(to) == step || p.calls.depth[step] > 0 && int(to) == p.calls.from[step]
}

// endsTheCall says that the key ends the call. A step that speaks and hangs up may be an
// answer like any other, unless it is behind key 9, the key for the end.
func (p *Pass) endsTheCall(key ir.Key, to ir.Target) bool {
	if to == ir.End {
		return true
	}
	s := p.Flow.Step(to)
	if s == nil || key != "9" {
		return false
	}
	_, hangs := s.Act.(*ir.Hangup)
	return hangs
}
