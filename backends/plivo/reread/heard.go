package reread

import (
	"slices"
	"sort"
	"strings"

	"ivrc/backends/plivo/decode"
	"ivrc/backends/verify"
)

const nowhere = "no document"

// steps reads all documents of their own and the entry files, sorted by path.
func (r *reader) steps() []verify.Heard {
	var out []verify.Heard
	for _, id := range sortedKeys(r.own) {
		if h, ok := r.step(id, r.own[id]); ok {
			out = append(out, h)
		}
	}
	if path := r.folder + silentID + extension; r.tree.Files[path] != nil {
		out = append(out, r.silent(silentID, path))
	}
	for _, path := range sortedKeys(r.tree.Files) {
		name, ok := strings.CutPrefix(path, r.tree.Flow+"/")
		if ok && !strings.Contains(name, "/") {
			out = append(out, r.entry(name, path))
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// silent is a document that nobody hears: a hang-up address's.
func (r *reader) silent(id, path string) verify.Heard {
	r.used[path] = true
	h := verify.Heard{ID: id, Act: actSilent}
	if root, ok := r.document(path); ok && len(root.Children) > 0 {
		h.Act = root.Children[0].Name
	}
	return h
}

// entry is a stable file: what it repeats, or silence. Its name ends in what the
// application at Plivo uses it for.
func (r *reader) entry(name, path string) verify.Heard {
	outcome := outcomeAnswer
	switch {
	case strings.HasSuffix(name, ".hangup"+extension):
		return r.silent(name, path)
	case strings.HasSuffix(name, ".error"+extension):
		outcome = "error"
	}
	return verify.Heard{ID: name, Act: actEntry, Edges: []verify.Edge{{Outcome: outcome, To: r.place(path)}}}
}

// page is a document in its three parts: the recording of the call and what is
// heard before anything else, the act, and where the call goes then.
type page struct {
	path      string
	recording *decode.Element
	say       []verify.Sound
	act       *decode.Element // nil for a document that only speaks
	onward    *decode.Element // Redirect or Hangup, nil where there is none
}

// page reads a document in its order: whatever stands behind an element that
// ends it never runs, and is a problem.
func (r *reader) page(path string) (p page, ok bool) {
	root, ok := r.document(path)
	if !ok {
		return page{}, false
	}
	p.path = path
	rest := root.Children
	if len(rest) > 0 && rest[0].Value("recordSession") != "" {
		p.recording, rest = rest[0], rest[1:]
	}
	for len(rest) > 0 && decode.IsSound(rest[0]) {
		p.say = append(p.say, r.sound(path, rest[0]))
		rest = rest[1:]
	}
	p.say = joined(p.say)
	if len(rest) > 0 && rest[0].Name != "Redirect" && rest[0].Name != "Hangup" {
		p.act, rest = rest[0], rest[1:]
	}
	// Dial hands the call to its action in every case (plivo.md §3.4).
	if len(rest) > 0 && (p.act == nil || p.act.Name != "Dial") {
		p.onward, rest = rest[0], rest[1:]
		if p.onward.Name != "Redirect" && p.onward.Name != "Hangup" {
			r.problem(path, "<%s> stands behind <%s>", p.onward.Name, p.act.Name)
		}
	}
	for _, e := range rest {
		r.problem(path, "<%s> never runs", e.Name)
	}
	return p, true
}

// sound is one element that is heard.
func (r *reader) sound(path string, e *decode.Element) verify.Sound {
	switch e.Name {
	case "Play":
		if _, loops := e.Get("loop"); loops {
			r.problem(path, "<Play> never ends")
		}
		return verify.Sound{Kind: kindAudio, What: e.Text}
	case "Wait":
		return verify.Sound{Kind: kindPause, What: e.Value("length") + "000"}
	}
	return speech(e.Speech, e.Value("voice"), e.Value("language"))
}

func (r *reader) step(id, path string) (verify.Heard, bool) {
	p, ok := r.page(path)
	if !ok {
		return verify.Heard{}, false
	}
	h := verify.Heard{ID: id, Say: p.say}
	if p.recording != nil {
		r.recording(&h, p.recording)
	}
	r.act(&h, p)
	slices.SortStableFunc(h.Facts, func(a, b verify.Fact) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(h.Edges, byOutcome)
	return h, true
}

func byOutcome(a, b verify.Edge) int {
	if c := strings.Compare(a.Outcome, b.Outcome); c != 0 {
		return c
	}
	return a.Attempt - b.Attempt
}

func (r *reader) act(h *verify.Heard, p page) {
	if p.act == nil {
		r.speaks(h, p)
		return
	}
	switch p.act.Name {
	case "GetDigits":
		r.question(h, p)
		return
	case "Dial":
		r.dial(h, p)
		return
	case "Record":
		r.record(h, p.act)
	case "Conference":
		r.conference(h, p.act)
	case "Message":
		h.Act = "message"
		fact(h, "to", p.act.Value("dst"))
		fact(h, "from", p.act.Value("src"))
		fact(h, "text", p.act.Text)
	}
	edge(h, "done", 0, r.onward(p))
}

// speaks is a document that only speaks, refuses the call, or gives it to an
// application.
func (r *reader) speaks(h *verify.Heard, p page) {
	if p.onward != nil {
		if reason, refuses := p.onward.Get("reason"); refuses {
			h.Act = "reject"
			fact(h, "reason", reason)
			return
		}
		if p.onward.Value("method") == "POST" {
			h.Act = "handoff"
			address, refuse := r.application(p.path, p.onward.Text)
			fact(h, "url", address)
			if refuse != "" {
				r.problem(p.path, "it gives an application that takes no entry an ivr_nomatch")
			}
			return
		}
	}
	h.Act = "say"
	edge(h, "done", 0, r.onward(p))
}

// onward is where the call goes when nothing took it elsewhere. Files are asked
// for by GET, which is all that their host answers (plivo.md §3.7).
func (r *reader) onward(p page) string {
	switch {
	case p.onward == nil:
		r.problem(p.path, "it runs out of elements")
		return nowhere
	case p.onward.Name == "Hangup":
		if reason, refuses := p.onward.Get("reason"); refuses {
			r.problem(p.path, "<Hangup> has reason=%q behind other elements", reason)
		}
		return endID
	case p.onward.Value("method") != "GET":
		r.problem(p.path, "it asks for %s by %s", p.onward.Text, p.onward.Value("method"))
		return nowhere
	}
	path, ok := r.link(p.path, p.onward.Text)
	if !ok {
		return nowhere
	}
	return r.place(path)
}

func fact(h *verify.Heard, name, value string) {
	h.Facts = append(h.Facts, verify.Fact{Name: name, Value: value})
}

// optional is a fact of an attribute that may be missing.
func optional(h *verify.Heard, name string, e *decode.Element, attribute, unit string) {
	if v, ok := e.Get(attribute); ok {
		fact(h, name, v+unit)
	}
}

func edge(h *verify.Heard, outcome string, attempt int, to string) {
	h.Edges = append(h.Edges, verify.Edge{Outcome: outcome, Attempt: attempt, To: to})
}
