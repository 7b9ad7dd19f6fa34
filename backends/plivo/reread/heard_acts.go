package reread

import (
	"net/url"
	"strings"

	"ivrc/backends/plivo/decode"
	"ivrc/backends/routes"
	"ivrc/backends/verify"
)

func (r *reader) recording(h *verify.Heard, e *decode.Element) {
	fact(h, "recording", e.Value("callbackUrl"))
	fact(h, "recording format", e.Value("fileFormat"))
	fact(h, "recording max", e.Value("maxLength")+"s")
	// Plivo ignores these for a recording of the call (plivo.md §1.15).
	for _, idle := range []string{"timeout", "finishOnKey", "playBeep"} {
		optional(h, "recording "+idle, e, idle, "")
	}
}

func (r *reader) record(h *verify.Heard, e *decode.Element) {
	h.Act = "record"
	if e.Value("recordSession") != "" {
		h.Act = "recording behind other elements"
	}
	fact(h, "send", e.Value("callbackUrl"))
	fact(h, "format", e.Value("fileFormat"))
	fact(h, "max", e.Value("maxLength")+"s")
	optional(h, "silence", e, "timeout", "s")
	optional(h, "finish", e, "finishOnKey", "")
	optional(h, "beep", e, "playBeep", "")
}

func (r *reader) conference(h *verify.Heard, e *decode.Element) {
	h.Act = "conference"
	fact(h, "room", e.Text)
	fact(h, "muted", e.Value("muted"))
	fact(h, "leave by *", e.Value("hangupOnStar"))
	optional(h, "max", e, "timeLimit", "s")
}

// dialWords are the values of DialStatus with their outcomes (plivo.md §2.3); the
// last is one that Plivo does not have yet.
var dialWords = []struct{ word, outcome string }{
	{"completed", "done"}, {"busy", "busy"}, {"no-answer", "no-answer"}, {"failed", "failed"},
	{"timeout", "failed"}, {"cancel", "cancel"}, {"a-new-word", "failed"},
}

func (r *reader) dial(h *verify.Heard, p page) {
	h.Act = "transfer"
	e := p.act
	fact(h, "timeout", e.Value("timeout")+"s")
	optional(h, "limit", e, "timeLimit", "s")
	optional(h, "from", e, "callerId", "")
	for _, place := range e.Children {
		to := place.Text
		if digits, ok := place.Get("sendDigits"); ok {
			to += " then " + digits
		}
		if sip := strings.HasPrefix(place.Text, "sip:"); sip != (place.Name == "User") {
			r.problem(p.path, "<%s> holds %s", place.Name, place.Text)
		}
		fact(h, "to", to)
	}
	if address, ok := e.Get("dialMusic"); ok {
		fact(h, "music", r.music(p.path, address))
	}
	route, ok := r.route(p.path, e.Value("action"))
	if !ok || route.Step != h.ID || route.Parameter != "DialStatus" || route.Attempt != "" {
		r.problem(p.path, "its action is %s, not the DialStatus of %s", e.Value("action"), h.ID)
		return
	}
	for _, w := range dialWords {
		edge(h, w.outcome, 0, r.answer(route, w.word))
		// Not every host falls back from a word to the default.
		if r.tree.Files[route.Own(r.chosen(route, w.word))] == nil {
			r.problem(p.path, "there is no answer of its own for %s", w.word)
		}
	}
}

// music is the sound file of a document that Plivo plays while it rings; it plays
// without end (plivo.md §1.8).
func (r *reader) music(from, address string) string {
	path, ok := r.link(from, address)
	if !ok {
		return nowhere
	}
	r.used[path] = true
	root, ok := r.document(path)
	if !ok || len(root.Children) != 1 || root.Children[0].Name != "Play" || root.Children[0].Value("loop") != "0" {
		r.problem(path, "it is no music to ring by")
		return nowhere
	}
	return root.Children[0].Text
}

// route takes an address of ours apart at which a host chooses.
func (r *reader) route(from, address string) (routes.Place, bool) {
	inside, ours := r.inside(address)
	if !ours {
		r.problem(from, "it asks %s, outside of its version", address)
		return routes.Place{}, false
	}
	return routes.At(r.folder + inside)
}

// answer is where the host's rule sends a caller for a value of the parameter.
func (r *reader) answer(route routes.Place, value string) string {
	answer := r.chosen(route, value)
	if path := route.Own(answer); r.tree.Files[path] != nil {
		return r.place(path)
	}
	for _, path := range route.Candidates(answer) {
		if _, there := r.tree.Files[path]; there {
			return r.place(path)
		}
	}
	return nowhere
}

// chosen is what a host reads out of a value. The place does not matter to it, and few
// values differ, so each is read once.
func (r *reader) chosen(route routes.Place, value string) string {
	by := asking{route.Parameter, value}
	answer, known := r.answers[by]
	if !known {
		answer = route.Answer(routes.Request{Query: url.Values{route.Parameter: {value}}})
		r.answers[by] = answer
	}
	return answer
}

// application takes the address of an application apart: what the flow wrote, and
// the document for an entry that it refuses. Where it may send the call back
// must be the version's own folder, by its parameters at the very end.
func (r *reader) application(from, address string) (written, refuse string) {
	rest, fragment, hasFragment := strings.Cut(address, "#")
	rest, refuse = parameter(rest, "ivr_nomatch")
	rest, base := parameter(rest, "ivr_base")
	if base != r.tree.Base+r.folder {
		r.problem(from, "it tells an application to send the call back to %q", base)
	}
	if hasFragment {
		rest += "#" + fragment
	}
	return rest, refuse
}

// parameter takes the last parameter off an address, if it is the one.
func parameter(address, name string) (rest, value string) {
	i := strings.LastIndexAny(address, "?&")
	if i < 0 {
		return address, ""
	}
	raw, ok := strings.CutPrefix(address[i+1:], name+"=")
	if !ok || (address[i] == '?') == strings.Contains(address[:i], "?") {
		return address, ""
	}
	value, err := url.QueryUnescape(raw)
	if err != nil {
		return address, ""
	}
	return address[:i], value
}
