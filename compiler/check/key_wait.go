package check

import (
	"fmt"
	"strings"
	"time"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// digitWait is what a provider waits for after a key that may have a successor.
type digitWait struct {
	provider string
	// whole says that the provider counts in whole seconds.
	whole bool
}

// digitWaits are the providers whose keys may have several digits. Both wait for
// the menu's `between`: Tropo as interdigitTimeout, once a token of the list has
// several digits (tropo.md §2); Plivo as digitTimeout, because numDigits is the
// length of the longest key (plivo.md §1.6, §8 row 34).
func digitWaits() []digitWait {
	return []digitWait{{provider: "Tropo"}, {provider: "Plivo", whole: true}}
}

func (w digitWait) after(between time.Duration) time.Duration {
	if w.whole {
		return max((between + time.Second - 1).Truncate(time.Second), time.Second)
	}
	return between
}

// keyWait (IVR307): keys of a menu that begin alike, or of several lengths. After
// a shorter key the provider waits for a digit that a caller who has made a
// choice does not press.
func keyWait(p *Pass) {
	for i, s := range p.Flow.Steps {
		if m, ok := s.Act.(*ir.Menu); ok && !s.Broken {
			p.keyWaits(i, m)
		}
	}
}

// keyWaits reports each key that begins a longer one, and the other short keys
// of the menu together.
func (p *Pass) keyWaits(step int, m *ir.Menu) {
	begun := prefixes(m.Keys)
	longest := 0
	for i, k := range m.Keys {
		if len(k.Key) > len(m.Keys[longest].Key) {
			longest = i
		}
	}
	var short []int
	for i, k := range m.Keys {
		if longer, ok := begun[k.Key]; ok {
			d := diag.New(diag.KeyPrefix, k.Span, "key %s is also the beginning of key %s: after it %s", k.Key, longer.Key, waits(m.Between))
			p.reportWait(d.WithRelated(longer.Span, "key %s", longer.Key), step, i, m)
		} else if len(k.Key) < len(m.Keys[longest].Key) {
			short = append(short, i)
		}
	}
	if len(short) == 0 {
		return
	}
	long := m.Keys[longest]
	d := diag.New(diag.KeyPrefix, m.Keys[short[0]].Span, "%s %s shorter than key %s: after %s %s",
		keyNames(m, short), are(len(short)), long.Key, it(len(short)), waits(m.Between))
	p.reportWait(d.WithRelated(long.Span, "key %s", long.Key), step, short[0], m)
}

// reportWait adds the call that presses the key. The keys of a menu are the
// first of its edges, in the same order.
func (p *Pass) reportWait(d diag.Diagnostic, step, key int, m *ir.Menu) {
	s := p.Flow.Steps[step]
	d = d.InStep(s.ID)
	if key < len(s.Edges) {
		d = p.theCall(d, step, key)
	}
	if m.Between > time.Second { // below that people cannot type what they know by heart
		p.Report(d.WithHelp("give all keys of %q one length, or wait less:  between: 1s", s.ID))
		return
	}
	p.Report(d.WithHelp("give all keys of %q as many digits as its longest key has", s.ID))
}

// prefixes maps each key that begins another to the first such key in source
// order.
func prefixes(keys []ir.MenuKey) map[ir.Key]ir.MenuKey {
	known := make(map[ir.Key]bool, len(keys))
	for _, k := range keys {
		known[k.Key] = true
	}
	begun := map[ir.Key]ir.MenuKey{}
	for _, k := range keys {
		for n := 1; n < len(k.Key); n++ {
			if _, told := begun[k.Key[:n]]; known[k.Key[:n]] && !told {
				begun[k.Key[:n]] = k
			}
		}
	}
	return begun
}

// waits says what each provider does: "Tropo and Plivo each wait 3 s".
func waits(between time.Duration) string {
	table := digitWaits()
	same := true
	names, each := make([]string, len(table)), make([]string, len(table))
	for i, w := range table {
		names[i] = w.provider
		each[i] = fmt.Sprintf("%s waits %s", w.provider, inSeconds(w.after(between)))
		same = same && w.after(between) == table[0].after(between)
	}
	if same {
		return fmt.Sprintf("%s each wait %s for another digit", list(names, "and"), inSeconds(table[0].after(between)))
	}
	return list(each, "and") + " for another digit"
}

func keyNames(m *ir.Menu, keys []int) string {
	const most = 5
	var names []string
	for i, key := range keys {
		if i == most {
			return fmt.Sprintf("keys %s and %d more", strings.Join(names, ", "), len(keys)-i)
		}
		names = append(names, string(m.Keys[key].Key))
	}
	return plural(len(keys), "key") + " " + list(names, "and")
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func it(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}
