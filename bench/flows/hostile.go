package flows

import "fmt"

// wrong writes a step with a mistake; n chooses which.
func (w *writer) wrong(s step, n int) {
	w.line(1, "%s:", s.name)
	next := s.next
	if s.kind == menu {
		next = s.keys[0].target
	}
	switch n % 5 {
	case 0: // a misspelt key
		w.line(2, "sya: Hello.")
		w.line(2, "goto: %s", next)
	case 1: // a target that does not exist, one letter away from one that does
		w.line(2, "say: Hello.")
		w.line(2, "goto: %sx", next)
	case 2: // a value out of range
		w.line(2, "menu: {say: 'To go on, press 1.', keys: {1: %s}, attempts: 99}", next)
		w.line(2, "events: {incomplete: end}")
	case 3: // a key that stands twice
		w.line(2, "say: Hello.")
		w.line(2, "say: Hello again.")
		w.line(2, "goto: %s", next)
	case 4: // a kind of value that does not belong there
		w.line(2, "say: Hello.")
		w.line(2, "goto: [%s]", next)
	}
}

// hugeMenu is one menu with so many keys of equal length; nobody speaks them all.
func hugeMenu(id string, keys int) []byte {
	w := &writer{shape: HugeMenu}
	w.line(0, "ivr: 1")
	w.line(0, "flow: %s", id)
	w.line(0, "start: extensions")
	w.line(0, "events: {hangup: end, error: end}")
	w.line(0, "steps:")
	w.line(1, "extensions:")
	w.line(2, "menu:")
	w.line(3, "say: Please dial the extension of the person you want.")
	w.line(3, "keys:")
	digits := len(fmt.Sprint(keys))
	for i := range keys {
		w.line(4, "1%0*d: desk-%d", digits, i, i%10)
	}
	w.line(2, "events: {incomplete: end}")
	for i := range 10 {
		w.line(1, "desk-%d: {say: Desk %d is closed today., hangup: true}", i, i)
	}
	return []byte(w.String())
}
