package reread

import (
	"encoding/json"
	"slices"
	"strings"

	"ivrc/backends/routes"
	"ivrc/backends/verify"
)

// leads turns the handlers into edges. Handlers serve their own document only
// and an event without one raises continue, so every document has a handler for
// each event that its verbs raise; a continue that is not there hangs up
// (tropo.md §3). Documents of a call that is not answered have none, and neither
// has the one that ends it.
func (p *page) leads() {
	act := p.heard.Act
	want := []string{"error", "hangup"}
	switch {
	case act == "redirect" || act == "reject" || p.heard.ID == ending:
		want = nil
	case slices.Contains([]string{"menu", "collect", "record", "transfer", "call", "message"}, act):
		want = append(want, "incomplete")
	}
	for _, event := range events[1:] {
		if _, ok := p.next[event]; ok != slices.Contains(want, event) {
			p.r.report("the handler for %s is missing, or none of the verbs raises it", event)
		}
	}
	p.done()
	p.direct("error", "error")
	p.direct("hangup", "hangup")
	if act == "transfer" {
		// A caller who leaves while it rings is a hang-up.
		p.direct("hangup", "cancel")
	}
	p.incomplete()
}

// edge keeps where an outcome leads.
func (p *page) edge(outcome, to string) {
	p.heard.Edges = append(p.heard.Edges, verify.Edge{Outcome: outcome, To: to})
}

// direct is an event that one outcome raises.
func (p *page) direct(event, outcome string) {
	l, ok := p.next[event]
	switch {
	case !ok:
	case l.path == "":
		p.r.report("%s leads to no document", event)
	default:
		p.edge(outcome, l.path)
	}
}

// done is the event continue: the act is done, a key was pressed, or the call is
// given to an application.
func (p *page) done() {
	l, ok := p.next["continue"]
	switch act := p.heard.Act; {
	case act == "menu":
		p.choices(l)
	case act == "collect":
		if l.application == "" || l.refuse == "" {
			p.r.report("the entry is given to no application, or a refused one leads nowhere")
		}
		p.fact("send", l.application)
		p.fact("refused", l.refuse)
	case act == "hangup" || act == "redirect" || act == "reject":
		if ok {
			p.r.report("the document ends the call and has a handler for continue")
		}
	case !ok:
		p.edge("done", ending)
	case l.application != "":
		if act != "say" || l.refuse != "" {
			p.r.report("an application gets the call behind %s", act)
		}
		p.heard.Act = "handoff"
		p.fact("url", l.application)
	case l.path == ending:
		p.r.report("continue leads to the end, which a document says by having no such handler")
	default:
		p.direct("continue", "done")
	}
}

// usualEdges are those of a menu besides its keys and their answers.
const usualEdges = 8

// choices are the keys of a menu: a host chooses the answer by what Tropo posts.
func (p *page) choices(l link) {
	place, ok := p.place(l)
	if !ok {
		p.r.report("what was pressed decides nothing: continue leads to no choice of this step's answers")
		return
	}
	for _, f := range p.heard.Facts {
		if f.Name != "keys" {
			continue
		}
		choices := strings.Fields(f.Value)
		p.heard.Edges = make([]verify.Edge, 0, 2*len(choices)+usualEdges)
		for _, choice := range choices {
			if key, posted, err := pressed(choice); err == nil {
				p.answer(place, "key "+key, action{"SUCCESS", posted})
			}
		}
	}
}

// incomplete is one document for all outcomes, or a choice by what Tropo posts.
func (p *page) incomplete() {
	l, ok := p.next["incomplete"]
	if !ok {
		return
	}
	outcomes := outcomesOf[p.heard.Act]
	if l.route == "" {
		for _, o := range outcomes {
			p.direct("incomplete", o.outcome)
		}
		return
	}
	place, ok := p.place(l)
	if !ok || len(outcomes) < 2 {
		p.r.report("incomplete leads to no choice of this step's answers")
		return
	}
	p.flag("incomplete-apart", true)
	for _, o := range outcomes {
		for _, disposition := range o.dispositions {
			p.answer(place, o.outcome, action{disposition, ""})
		}
	}
}

// posted are the dispositions by which a result tells an outcome (tropo.md
// §4.2).
type posted struct {
	outcome      string
	dispositions []string
}

var (
	asking  = []posted{{"timeout", []string{"TIMEOUT", "timeout"}}, {"nomatch", []string{"NOMATCH", "FAILED", "EXTERNAL_EVENT"}}}
	dialing = []posted{{"busy", []string{"BUSY", "REJECTED"}}, {"no-answer", []string{"TIMEOUT"}}, {"failed", []string{"FAILED", "EXTERNAL_EVENT"}}}
)

// outcomesOf are what is incomplete, by act.
var outcomesOf = map[string][]posted{
	"menu": asking, "collect": asking, "transfer": dialing, "call": dialing,
	"record": {{"timeout", nil}}, "message": {{"failed", nil}},
}

// result is what Tropo posts after a verb (tropo.md §4.2).
func result(disposition, value string) []byte {
	type action struct {
		Name        string `json:"name"`
		Disposition string `json:"disposition"`
		Value       string `json:"value,omitempty"`
	}
	type posted struct {
		State   string `json:"state"`
		Actions action `json:"actions"`
	}
	body, err := json.Marshal(map[string]posted{"result": {"ANSWERED", action{"verb", disposition, value}}})
	if err != nil {
		return nil // texts always encode
	}
	return body
}

// action is what a result says of the verb.
type action struct{ disposition, value string }

// chosen is the answer that a host reads out of a result. The place does not matter to
// it, as long as results are what decides there; few results differ, so each is read
// once.
func (r *reader) chosen(place routes.Place, by action) string {
	answer, known := r.answers[by]
	if !known {
		answer = place.Answer(routes.Request{JSON: result(by.disposition, by.value)})
		r.answers[by] = answer
	}
	return answer
}

// place is where a host chooses between the answers of the document's own step.
func (p *page) place(l link) (place routes.Place, ok bool) {
	if l.route != p.step {
		return routes.Place{}, false
	}
	return routes.At(p.r.folder + l.route + "/" + actions)
}

// answer is the document that a host returns for a result.
func (p *page) answer(place routes.Place, outcome string, by action) {
	answer := p.r.chosen(place, by)
	file := place.Own(answer)
	text, ok := p.r.files[file]
	if !ok {
		for _, file = range place.Candidates(answer) {
			if text, ok = p.r.files[file]; ok {
				break
			}
		}
	}
	if !ok {
		p.r.report("%s has no answer", outcome)
		return
	}
	to, repeats := p.r.ownerOf(text)
	if !repeats {
		to = file
	}
	p.edge(outcome, to)
}
