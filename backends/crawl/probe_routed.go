package crawl

import (
	"net/http"
	"slices"
	"strings"

	"ivrc/backends/fetch"
)

// noCapitals is why a host may take capitals for small letters.
const noCapitals = "no link of a build has capitals"

// Way is how a caller's answer reaches a host.
type Way string

// The ways; none for what is no answer.
const (
	ByQuery Way = "query"
	ByForm  Way = "form"
	ByJSON  Way = "json"
	ByEvent Way = "event"
)

// Way is the one that the probe takes. A host that refuses POST for a file cannot be
// used by who posts every request, which is Tropo.
func (p *Probe) Way() Way {
	switch {
	case p.Group == queryGroup:
		return ByQuery
	case p.Group == formGroup:
		return ByForm
	case p.Group == eventGroup:
		return ByEvent
	case p.Group == resultGroup, p.Kind == RefusesPost:
		return ByJSON
	}
	return ""
}

// orderProbes put a key before, behind and without what Plivo sends besides; the
// other probes have it in the middle.
func (p *probing) orderProbes(places []spot) {
	for _, s := range places {
		values := slices.Concat(s.telling, s.values)
		if len(values) == 0 {
			continue
		}
		q := asked("Digits", values[0])
		pair := "Digits=" + strings.NewReplacer("*", "%2A", "#", "%23").Replace(values[0])
		p.answerProbes(queryGroup, "", s, []answerProbe{
			{name: "a key, first in the query", q: q, raw: "?" + pair + "&" + noise().Encode()},
			{name: "a key, last in the query", q: q, raw: "?" + noise().Encode() + "&" + pair},
			{name: "a key, alone in the query", q: q, raw: "?" + pair},
		})
		return
	}
}

// choices are the routed addresses of current or earlier versions, those first that
// every host can route.
func (p *probing) choices(current bool) []spot {
	var list []spot
	for _, parameter := range []string{"Digits", "DialStatus", "actions"} {
		list = append(list, p.spotsOf(parameter, current)...)
	}
	return list
}

// oldChoice asks with an answer in a version that calls in progress are on.
func (p *probing) oldChoice() {
	const name = "an answer in an earlier version"
	for _, s := range p.choices(false) {
		if len(s.telling) == 0 {
			continue
		}
		q := asked(s.place.Parameter, s.telling[0])
		if s.place.Parameter == "actions" {
			q = result(s.telling[0], action{Name: "menu", Disposition: "SUCCESS", Value: s.telling[0]})
		}
		p.add(filesGroup, name, p.asks(s, q))
		return
	}
	p.skip(filesGroup, name, "no earlier version of this tree needs a router")
}

// absentChoice asks for a choice in a version that is not there.
func (p *probing) absentChoice() {
	const name = "an answer in a version that is not there"
	for _, s := range p.choices(true) {
		v := s.version
		a := ask{
			check: Missing, want: want{refused: FoundNothing},
			at: v.flow + "/v/" + noVersion + "/" + v.Target + "/" + strings.TrimPrefix(s.at, v.Folder),
		}
		a.request = fetch.Request{Method: http.MethodGet, Query: noise()}
		if s.place.Parameter == "actions" {
			a.request = result("").request
		}
		p.add(refusedGroup, name, a)
		return
	}
	p.skip(refusedGroup, name, "no step of this tree needs a router")
}

const signatureGroup = "Plivo's signature"

// signatureProbes ask as somebody does who is not Plivo: without a signature, and
// with one by another token.
func (p *probing) signatureProbes(signed bool) {
	places := p.spots("Digits")
	for _, one := range []struct {
		name string
		fetch.Forgery
	}{{"without a signature", fetch.Unsigned}, {"with a forged signature", fetch.Forged}} {
		forge := func(what string, a ask) {
			a.check, a.want, a.request.Forgery = Missing, want{refused: Unchecked}, one.Forgery
			p.add(signatureGroup, what+", "+one.name, a)
		}
		i := slices.IndexFunc(p.entries, func(e entry) bool { return e.Target == "plivo" && e.Use == "answer" })
		switch {
		case !signed:
			p.skip(signatureGroup, "requests "+one.name, "a host that checks signatures is asked with --plivo-signature")
			continue
		case i < 0:
			p.skip(signatureGroup, "requests "+one.name, "the tree has nothing for plivo")
			continue
		}
		forge("the entry", ask{at: p.entries[i].Path, request: opening(false, "")})
		if len(places) > 0 {
			forge("an answer", ask{at: places[0].at, request: asked("Digits", "1").request, shown: "Digits=1"})
		}
	}
}

// Meets is what callers meet on a host with this kind of trouble, in a sentence
// without its full stop; empty for the kinds that only trees have.
func (k Kind) Meets() string {
	for _, m := range meets {
		if m.kind == k {
			return m.callers
		}
	}
	return ""
}

var meets = []struct {
	kind    Kind
	callers string
}{
	{NoAnswer, "a caller hears nothing, and the call ends"},
	{Slow, "a caller waits in silence, and no provider waits for ever"},
	{BreaksOff, "the provider gets half of a document, and the call ends"},
	{Redirected, "the provider gets no document, and the call ends"},
	{RefusesPost, "the provider posts and gets no document: the call ends"},
	{NotThere, "a caller who gets there is cut off"},
	{Forbidden, "a caller who gets there is cut off"},
	{Unchecked, "callers meet nothing, but strangers read the documents"},
	{NotRouted, "a caller who answers is cut off"},
	{WrongStatus, "a caller who gets there is cut off"},
	{Compressed, "the provider cannot read the document, and the call ends"},
	{WebPage, "the provider cannot read the page, and the call ends"},
	{Unseen, "a caller who answers is treated as one who says nothing"},
	{Unknown, "a caller whose answer is right is told that it is not"},
	{OtherFile, "a caller gets to another step than the answer says"},
	{OtherVersion, "a caller gets from one version into another"},
	{OtherBytes, "a caller hears what no check has seen"},
	{WrongType, "the provider may refuse the document, and the call ends"},
	{WrongCharset, "letters beyond ASCII may be spoken wrongly"},
	{KeptTooLong, "after a deploy callers still get what was there before"},
	{KeptUnsaid, "a cache decides by itself, and after a deploy callers may still get what was there before"},
	{FoundNothing, "a broken deploy looks whole, and its callers are cut off"},
	{CaseBlind, "callers meet nothing, but a mistake in a link is not seen"},
	{OutsideTree, "strangers read what nobody published"},
}
