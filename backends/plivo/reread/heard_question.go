package reread

import (
	"strings"

	"ivrc/backends/routes"
	"ivrc/backends/verify"
)

// question reads a question with the documents of its further attempts, as far as
// something leads to them.
func (r *reader) question(h *verify.Heard, p page) {
	r.asking(h, p, 1, "")
	for done := map[string]bool{}; ; {
		more := false
		for _, name := range r.beside[h.ID] {
			path := r.folder + h.ID + "/" + name + extension
			after, before, ok := attemptFile(name)
			if !ok || done[name] || !r.used[path] || r.idOf(r.tree.Files[path]) != "" {
				continue
			}
			done[name], more = true, true
			r.attempt(h, path, before+1, after)
		}
		if !more {
			return
		}
	}
}

func (r *reader) attempt(h *verify.Heard, path string, number int, after string) {
	p, ok := r.page(path)
	switch {
	case !ok:
	case p.act == nil || p.act.Name != "GetDigits":
		r.problem(path, "it is neither a step's document nor an attempt of %s", h.ID)
	case p.recording != nil:
		r.problem(path, "it starts a recording")
	default:
		r.asking(h, p, number, after)
	}
}

// asking reads one attempt: the first with what the step says before it, a
// further one alone. Its file says which one it should be, its action which one it
// is.
func (r *reader) asking(h *verify.Heard, p page, want int, after string) {
	e := p.act
	var inside []verify.Sound
	for _, child := range e.Children {
		inside = append(inside, r.sound(p.path, child))
	}
	inside = joined(inside)
	number, act := r.asks(h, p, after)
	if number != want {
		r.problem(p.path, "it is attempt %d in the place of attempt %d", number, want)
	}
	if after == "" {
		h.Act = act
	} else {
		if act != h.Act {
			r.problem(p.path, "it asks like a %s", act)
		}
		inside = append(append(p.say, verify.Sound{Kind: fromHere}), inside...)
	}
	h.Attempts = append(h.Attempts, verify.Attempt{Number: number, After: after, Sounds: inside})
	at := moment(number, after)
	fact(h, "timeout"+at, e.Value("timeout")+"s")
	fact(h, "digits"+at, e.Value("numDigits"))
	fact(h, "finish"+at, e.Value("finishOnKey"))
	optional(h, "between"+at, e, "digitTimeout", "s")
	if _, ok := e.Get("log"); ok {
		fact(h, "secret"+at, "true")
	}
	// No key: the action is not called and the next element runs (plivo.md §3.3).
	edge(h, "timeout", number, r.onward(p))
}

// asks is whom the keys go to: the host by a routed address, or an application.
func (r *reader) asks(h *verify.Heard, p page, after string) (number int, act string) {
	if p.act.Value("method") == "POST" {
		return r.asksApplication(h, p, after), "collect"
	}
	route, ok := r.route(p.path, p.act.Value("action"))
	number, counted := counting(route.Attempt)
	if !ok || route.Step != h.ID || route.Parameter != "Digits" || !counted {
		r.problem(p.path, "its action is %s, not the Digits of %s", p.act.Value("action"), h.ID)
		return 0, "menu"
	}
	r.keys(h, route, number)
	return number, "menu"
}

// keys follows every key that has a file, one that has none, and the empty
// request that Plivo may make for silence (plivo.md §3.3).
func (r *reader) keys(h *verify.Heard, route routes.Place, number int) {
	for _, a := range h.Attempts {
		if a.Number == number {
			return // the attempt after silence and the one after a wrong key ask alike
		}
	}
	for _, name := range r.beside[h.ID] {
		if key, ok := keyOf(name); ok {
			edge(h, "key "+key, 0, r.answer(route, key))
		}
	}
	edge(h, "nomatch", number, r.answer(route, "no key at all"))
	edge(h, "timeout", number, r.answer(route, ""))
}

// keyOf is the key that a file answers.
func keyOf(name string) (key string, ok bool) {
	key = name
	if digits, ok := strings.CutPrefix(name, "star"); ok {
		key = "*" + digits
	} else if digits, ok := strings.CutPrefix(name, "pound"); ok {
		key = "#" + digits
	}
	if strings.Trim(strings.TrimLeft(key, "*#"), "0123456789") != "" || routes.Clean(key) != name {
		return "", false
	}
	return key, true
}

// asksApplication is the attempt of a collect. The document for a refused entry
// tells its number.
func (r *reader) asksApplication(h *verify.Heard, p page, after string) (number int) {
	send, refuse := r.application(p.path, p.act.Value("action"))
	path, ok := r.link(p.path, refuse)
	if ok {
		name := strings.TrimSuffix(strings.TrimPrefix(path, r.folder+h.ID+"/"), extension)
		kind, k, attempt := attemptFile(name)
		if ok = attempt && kind == afterNoMatch; ok {
			number = k
		}
	}
	if !ok {
		r.problem(p.path, "it sends a refused entry to %q", refuse)
		return 0
	}
	edge(h, "nomatch", number, r.place(path))
	fact(h, "send"+moment(number, after), send)
	return number
}
