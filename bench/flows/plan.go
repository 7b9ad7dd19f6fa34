package flows

import (
	"fmt"
	"math/rand/v2"
)

// kind is what a step does.
type kind uint8

const (
	menu kind = iota
	say
	transfer
	record
	last
)

// step is one step, before it has a form.
type step struct {
	name string
	kind kind
	// text is the prompt, without the sentences about keys.
	text prompt
	keys []key
	// next is where the step leads by itself; a menu when nobody presses a key.
	next  string
	retry bool
}

// key is one key of a menu, where it leads and what the prompt says it is for.
type key struct{ key, target, topic string }

// plan is the graph of one flow.
type plan struct {
	steps []step
	rng   *rand.Rand
}

// near is how far back a menu leads, at most: callers go back to what they heard.
const near = 40

// newPlan lays the graph out: each step is reached from an earlier one, unless every
// second is to be unreachable. Steps that wait for nobody lead forward only, so that
// no call goes in circles by itself.
func newPlan(steps int, unreachable bool, seed uint64) *plan {
	p := &plan{rng: rand.New(rand.NewPCG(seed, 0x1F12))}
	names := make([]string, steps)
	for i := range names {
		names[i] = fmt.Sprintf("%s-%d", topics[p.rng.IntN(len(topics))].id, i)
	}
	reachable := steps
	if unreachable {
		reachable = steps / 2
	}
	p.part(names[:reachable])
	if unreachable {
		p.part(names[reachable:])
	}
	return p
}

// part lays out steps of which the first leads to all others. The third is a
// transfer, to which every menu of the beginning leads.
func (p *plan) part(names []string) {
	next, person := 1, 2
	for i, name := range names {
		s := step{name: name, kind: p.kind(i, len(names)-1), text: p.prompt()}
		switch s.kind {
		case menu:
			next = p.menu(&s, i, next, person, names)
			s.retry, s.next = p.rng.IntN(2) == 0, names[len(names)-1]
		case last:
		default:
			// What waits for nobody takes the next new step, or a later one.
			target := next
			if next == len(names) || next > i+3 && p.rng.IntN(3) > 0 {
				target = i + 1 + p.rng.IntN(next-i-1)
			}
			next = max(next, target+1)
			s.next = names[target]
			if s.kind == transfer {
				person = i
			}
		}
		p.steps = append(p.steps, s)
	}
}

// kind divides steps as phone menus do: 61 of a hundred ask, 30 speak, 9 transfer or
// record. The first asks, the third is a person.
func (p *plan) kind(i, end int) kind {
	switch {
	case i == end:
		return last
	case i < 2:
		return menu
	case i == 2:
		return transfer
	}
	switch n := p.rng.IntN(100); {
	case n < 61:
		return menu
	case n < 91:
		return say
	case n < 96:
		return transfer
	}
	return record
}

// menu gives a step seven keys: five choices, one to hear it again, one to a person.
// It returns the first step that no step leads to yet.
func (p *plan) menu(s *step, i, next, person int, names []string) int {
	first := p.rng.IntN(len(topics))
	for k := range 5 {
		target := max(0, i-near) + p.rng.IntN(min(next, i+near)-max(0, i-near))
		fresh := next < len(names) && (k == 0 || next < i+2*near && p.rng.IntN(4) == 0)
		if fresh || i == 0 && k < 2 {
			target = next
			next++
		}
		s.keys = append(s.keys, key{fmt.Sprint(k + 1), names[target], topics[(first+k)%len(topics)].spoken})
	}
	s.keys = append(s.keys, key{"0", names[person], "the operator"}, key{"star", s.name, "to hear this again"})
	return next
}
