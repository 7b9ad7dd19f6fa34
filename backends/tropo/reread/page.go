package reread

import (
	"slices"
	"strings"

	"ivrc/backends/tropo/decode"
	"ivrc/backends/verify"
)

// page is one document while it is read.
type page struct {
	r     *reader
	step  string // the step to which the document belongs
	heard verify.Heard
	// next are the handlers by event.
	next map[string]link
	// order are the names of the verbs.
	order []string
}

// events are the handlers in the order in which a document lists them, each at
// most once: they stand before the verbs that they serve, and of two for one
// event nobody knows which wins (tropo.md §1.3).
var events = []string{"continue", "error", "hangup", "incomplete"}

// verbOrders are the documents that there are: the recording changes before
// anything is said, what is said comes before the act, and one verb reports a
// result (tropo.md §1.3, §3). A call comes first, because it makes the line;
// redirect and reject stand alone.
var verbOrders = pattern(`^(((start|stop)Recording )?(say )?((ask|record|transfer|conference|message|hangup) )?` +
	`|call ((start|stop)Recording )?(say )?|(redirect|reject) )$`)

// page reads the document of a path.
func (r *reader) page(path string, text []byte) verify.Heard {
	step, _, _ := strings.Cut(path, "/")
	p := &page{r: r, step: step, heard: verify.Heard{ID: path, Act: "say"}, next: map[string]link{}}
	root, err := r.documents.Parse(text)
	if err != nil {
		r.report("%v", err)
		return p.heard
	}
	o := r.object(root, "the document")
	if list, ok := o.need("tropo", decode.IsArray); ok {
		for _, item := range list.Items {
			p.item(item)
		}
	}
	o.close()
	if !r.runs(strings.Join(append(p.order, ""), " ")) {
		r.report("the verbs stand in no order that runs: %s", words(p.order))
	}
	p.leads()
	slices.SortStableFunc(p.heard.Facts, func(a, b verify.Fact) int { return strings.Compare(a.Name, b.Name) })
	return p.heard
}

// runs says that verbs in that order run; there are few orders.
func (r *reader) runs(order string) bool {
	verdict, known := r.orders[order]
	if !known {
		verdict = verbOrders().MatchString(order)
		r.orders[order] = verdict
	}
	return verdict
}

// item is one handler or verb.
func (p *page) item(n decode.Node) {
	if n.Kind != decode.IsObject || len(n.Names) != 1 {
		p.r.report("an element of the document is no object with one verb")
		return
	}
	if name := n.Names[0]; name != "on" {
		p.order = append(p.order, name)
		p.verb(name, n.Items[0])
		return
	}
	o := p.r.object(n.Items[0], "on")
	event, next := o.text("event"), o.text("next")
	o.close()
	at := slices.Index(events, event)
	switch {
	case at < 0:
		p.r.report("there is no event %q", event)
	case len(p.order) > 0:
		p.r.report("the handler for %s stands behind a verb", event)
	}
	for _, before := range events[max(at, 0):] {
		if _, twice := p.next[before]; twice {
			p.r.report("the handler for %s stands behind that for %s", event, before)
		}
	}
	p.next[event] = p.r.link(next)
}

// fact keeps a property; an empty value is none.
func (p *page) fact(name, value string) {
	if value != "" {
		p.heard.Facts = append(p.heard.Facts, verify.Fact{Name: name, Value: value})
	}
}

// flag keeps a property that is true.
func (p *page) flag(name string, value bool) {
	if value {
		p.fact(name, "true")
	}
}

// sounds reads the value of a say object.
func (p *page) sounds(value, voice string) []verify.Sound {
	out, err := decode.Heard(value)
	if err != nil {
		p.r.report("a say has the value %q: %v", value, err)
	}
	return inVoice(out, voice)
}

// listed are the objects of a say, which is always a list (tropo.md §1.2).
func (p *page) listed(n decode.Node, what string) []*object {
	if n.Kind != decode.IsArray || len(n.Items) == 0 {
		p.r.report("%s is no list of objects", what)
		return nil
	}
	out := make([]*object, len(n.Items))
	for i, item := range n.Items {
		out[i] = p.r.object(item, what)
	}
	return out
}

// one is the only object of a say inside another verb.
func (p *page) one(n decode.Node, what string) *object {
	list := p.listed(n, what)
	if len(list) != 1 {
		p.r.report("%s has %d objects", what, len(list))
		return p.r.object(decode.Node{Kind: decode.IsObject}, what)
	}
	return list[0]
}

// inVoice gives all sounds one voice.
func inVoice(sounds []verify.Sound, voice string) []verify.Sound {
	for i := range sounds {
		sounds[i].Voice = voice
	}
	return sounds
}
