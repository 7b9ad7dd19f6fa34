package changes

import (
	"container/heap"

	"ivrc/ir"
)

// way is what lies between a step and a person.
type way struct {
	takes Length
	keys  int
	found bool
}

// times is how long callers take through a flow, from each step on.
type times struct {
	flow *ir.Flow
	// person is the quickest way to a person by keys; silentPerson the longest that
	// a caller who does nothing goes until one is dialled; silentLine how long a
	// line is kept on which nobody does anything.
	person                   []way
	silentPerson, silentLine []way
	// reached are the steps to which callers get other than by an error or hang-up.
	reached []bool
	// longestMenu is the step of the menu that speaks longest before its first key;
	// -1 for none.
	longestMenu int
	menu        Length
}

func timesOf(f *ir.Flow) *times {
	t := &times{flow: f, longestMenu: -1}
	on, still := onward(f), silent(f)
	var entries []int
	for _, e := range f.Entries {
		if f.Step(e.Step) != nil {
			entries = append(entries, int(e.Step))
		}
	}
	t.reached = on.reached(entries)
	t.person = quickest(f, on.reversed())
	t.silentLine = longest(f, still, false)
	t.silentPerson = longest(f, still, true)
	for i, s := range f.Steps {
		if m, ok := s.Act.(*ir.Menu); ok && t.reached[i] {
			if l := heard(s.Say, m.Say); t.longestMenu < 0 || l.Took > t.menu.Took {
				t.longestMenu, t.menu = i, l
			}
		}
	}
	return t
}

// queue is the steps that are next to be looked at, the nearest to a person first.
type queue []place

type place struct {
	step int
	way
}

// Len is for container/heap.
func (q queue) Len() int { return len(q) }

// Less is for container/heap: time decides, then keys, then the order of steps.
func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	switch {
	case a.takes.Endless != b.takes.Endless:
		return b.takes.Endless
	case a.takes.Took != b.takes.Took:
		return a.takes.Took < b.takes.Took
	case a.keys != b.keys:
		return a.keys < b.keys
	}
	return a.step < b.step
}

// Swap is for container/heap.
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push is for container/heap.
func (q *queue) Push(x any) { *q = append(*q, x.(place)) }

// Pop is for container/heap.
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// quickest is the way to a person that takes the least time, from every step; it
// is looked for backwards, from all people at once.
func quickest(f *ir.Flow, back graph) []way {
	out := make([]way, len(f.Steps))
	var q queue
	for i, s := range f.Steps {
		if isPerson(s) {
			heap.Push(&q, place{i, way{takes: heard(s.Say), found: true}})
		}
	}
	for q.Len() > 0 {
		at := heap.Pop(&q).(place)
		if out[at.step].found {
			continue
		}
		out[at.step] = at.way
		for _, a := range back[at.step] {
			if !out[a.to].found {
				heap.Push(&q, place{a.to, way{takes: at.takes.plus(a.takes), keys: at.keys + a.keys, found: true}})
			}
		}
	}
	return out
}

// longest is the longest way on that nobody ends, from every step: to its end, or
// to the first person. Steps are done when all that they lead to are; those that
// are never done lead into a round. On the way to a person, what leads to nobody
// does not count.
func longest(f *ir.Flow, g graph, toPerson bool) []way {
	n := len(f.Steps)
	out, open := make([]way, n), make([]int, n)
	back := g.reversed()
	counts := make([]bool, n)
	var people []int
	for i, s := range f.Steps {
		counts[i] = !toPerson
		if toPerson && isPerson(s) {
			people = append(people, i)
		}
	}
	if toPerson {
		counts = back.reached(people)
	}
	for i, s := range f.Steps {
		switch {
		case toPerson && isPerson(s):
			g[i] = nil // whoever is rung before is the first
			out[i] = way{takes: heard(s.Say), found: true}
		case !toPerson:
			out[i] = way{takes: leaving(f, s), found: true}
		}
		for _, a := range g[i] {
			if counts[a.to] {
				open[i]++
			}
		}
	}
	done := settle(out, open, g.reversed(), counts)
	for i := range out {
		if !done[i] {
			out[i] = way{takes: Length{Endless: counts[i]}, found: counts[i]}
		}
	}
	return out
}

// settle takes the steps in an order in which all that they lead to comes first;
// open is how much of that is left. It says which steps have a turn.
func settle(out []way, open []int, back graph, counts []bool) []bool {
	done := make([]bool, len(out))
	var ready []int
	for i := range out {
		if open[i] == 0 && counts[i] {
			ready = append(ready, i)
		}
	}
	for len(ready) > 0 {
		step := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		done[step] = true
		for _, a := range back[step] {
			out[a.to].lengthen(out[step], a.takes)
			if open[a.to]--; open[a.to] == 0 {
				ready = append(ready, a.to)
			}
		}
	}
	return done
}

// lengthen keeps the longer of two ways on: the one that is known, and one over an
// arrow.
func (w *way) lengthen(next way, takes Length) {
	if !next.found {
		return
	}
	total := next.takes.plus(takes)
	switch {
	case !w.found, total.Endless && !w.takes.Endless:
		*w = way{takes: total, found: true}
	case w.takes.Endless:
	case total.Took > w.takes.Took, total.Took == w.takes.Took && total.Least:
		*w = way{takes: total, found: true}
	}
}

// leaving is how long a silent call stays in a step by whose outcomes it ends; no
// time where it has none.
func leaving(f *ir.Flow, s *ir.Step) Length {
	var most way
	for _, e := range s.Edges {
		if f.Step(e.To) == nil && withoutAnyone(s, e.Outcome) {
			most.lengthen(way{found: true}, stay(s, e.Outcome.Kind))
		}
	}
	if s.IsExit() {
		most.lengthen(way{found: true}, stay(s, ir.Done))
	}
	return most.takes
}
