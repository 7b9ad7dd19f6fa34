package changes

import (
	"crypto/sha256"
	"slices"
	"strings"
)

// renamer finds the steps of the old flow that stand under another id in the new
// one.
type renamer struct {
	old, new half
	// to and from are what is found: old ids to new ones and back.
	to, from map[string]string
}

// half is one of the two flows.
type half struct {
	o *Outline
	// left are the places of the steps without a counterpart, in order.
	left []int
	// content is what a step is without its neighbours, by id, for those in left.
	content map[string]string
	// into are the ways that lead to the steps in left: the source's id and the
	// outcome; entries have an id that no step has.
	into map[string][][2]string
	// shared are the ids that the other flow has too.
	shared map[string]int
}

// renames are the new ids of renamed steps by their old ones. A step is renamed
// where exactly one step on each side has the same content and neighbours; or
// where exactly one has the same content and leads to the same places, has
// something to hear or to do, and is still reached from one of the places from
// which it was. Neighbours may be renamed themselves.
func renames(old, new *Outline, oldAt, newAt map[string]int) map[string]string {
	r := renamer{to: map[string]string{}, from: map[string]string{}}
	r.old, r.new = halfOf(old, oldAt, newAt), halfOf(new, newAt, oldAt)
	// Each round but the last finds a pair; long chains of equal steps are not worth
	// more.
	for range mostRounds {
		if len(r.old.left) == 0 || len(r.new.left) == 0 || !r.match(r.whole) && !r.match(r.most) {
			break
		}
	}
	return r.to
}

const mostRounds = 16

func halfOf(o *Outline, own, other map[string]int) half {
	h := half{o: o, content: map[string]string{}, into: map[string][][2]string{}, shared: other}
	for i := range o.Steps {
		s := &o.Steps[i]
		if _, both := other[s.ID]; !both {
			h.left = append(h.left, i)
			h.content[s.ID] = digest(contentOf(s))
		}
	}
	note := func(to, from, how string) {
		if _, both := other[to]; !both {
			if _, is := own[to]; is {
				h.into[to] = append(h.into[to], [2]string{from, how})
			}
		}
	}
	for _, e := range o.Entries {
		note(e.To, "entry "+e.ID, "")
	}
	for i := range o.Steps {
		for _, w := range o.Steps[i].Ways {
			note(w.To, o.Steps[i].ID, w.Outcome.Kind.Word()+" "+keyIn(w))
		}
	}
	return h
}

// keyIn is the key of a way; the name of a return is that of its target.
func keyIn(w Way) string {
	if w.Outcome.Name == w.To {
		return ""
	}
	return w.Outcome.Name
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return string(sum[:])
}

// contentOf is what a step says and does.
func contentOf(s *Step) string {
	parts := []string{s.Act}
	for _, f := range s.Facts {
		parts = append(parts, f.Name, f.Value)
	}
	for _, p := range s.Prompts {
		parts = append(parts, "prompt", p.Name)
		for _, t := range tokens(p.Say, plainly) {
			parts = append(parts, t.text, t.speech)
		}
	}
	return strings.Join(parts, "\x00")
}

// itself is the label of a step among its own neighbours.
const itself = "\x00self"

// label is what a neighbour is called where both flows are looked at: the id in
// the new flow, or the content of a step that has no counterpart yet.
func (r *renamer) label(h *half, self, id string) string {
	if id == self {
		return itself
	}
	if content, left := h.content[id]; left {
		return "\x00" + content
	}
	if h == &r.old {
		if to, renamed := r.to[id]; renamed {
			return to
		}
	}
	return id
}

// most is a step's content and where it leads; empty for a step that has nothing
// of its own.
func (r *renamer) most(h *half, s *Step) string {
	if len(s.Prompts) == 0 && len(s.Facts) == 0 {
		return ""
	}
	return r.outward(h, s)
}

func (r *renamer) outward(h *half, s *Step) string {
	ways := make([]string, len(s.Ways))
	for i, w := range s.Ways {
		ways[i] = w.Outcome.Kind.Word() + " " + keyIn(w) + "\x00" + r.label(h, s.ID, w.To)
	}
	slices.Sort(ways)
	return h.content[s.ID] + digest(strings.Join(ways, "\x00"))
}

// whole is a step's content, where it leads, and what leads to it.
func (r *renamer) whole(h *half, s *Step) string {
	return r.outward(h, s) + digest(strings.Join(r.inward(h, s), "\x00"))
}

func (r *renamer) inward(h *half, s *Step) []string {
	ways := make([]string, len(h.into[s.ID]))
	for i, w := range h.into[s.ID] {
		ways[i] = r.label(h, s.ID, w[0]) + "\x00" + w[1]
	}
	slices.Sort(ways)
	return ways
}

// match pairs the steps that are alone on their side with what mark says of them.
// It is false where it finds none.
func (r *renamer) match(mark func(*half, *Step) string) bool {
	old, new := marks(&r.old, mark), marks(&r.new, mark)
	type pair struct{ old, new *Step }
	var pairs []pair
	for _, i := range r.old.left {
		s := &r.old.o.Steps[i]
		m := mark(&r.old, s)
		if a, b := old[m], new[m]; m != "" && len(a) == 1 && len(b) == 1 && r.touch(s, b[0]) {
			pairs = append(pairs, pair{s, b[0]})
		}
	}
	for _, p := range pairs {
		r.to[p.old.ID], r.from[p.new.ID] = p.new.ID, p.old.ID
		delete(r.old.content, p.old.ID)
		delete(r.new.content, p.new.ID)
	}
	r.old.drop()
	r.new.drop()
	return len(pairs) > 0
}

func marks(h *half, mark func(*half, *Step) string) map[string][]*Step {
	out := map[string][]*Step{}
	for _, i := range h.left {
		s := &h.o.Steps[i]
		m := mark(h, s)
		out[m] = append(out[m], s)
	}
	return out
}

// touch says that one of the ways to the old step leads to the new one now; ways
// from the step to itself do not count.
func (r *renamer) touch(old, new *Step) bool {
	is := r.inward(&r.new, new)
	return slices.ContainsFunc(r.inward(&r.old, old), func(was string) bool {
		_, found := slices.BinarySearch(is, was)
		return found && !strings.HasPrefix(was, itself)
	})
}

// drop takes the steps that have a counterpart now out of those that have none.
func (h *half) drop() {
	h.left = slices.DeleteFunc(h.left, func(i int) bool { _, left := h.content[h.o.Steps[i].ID]; return !left })
}
