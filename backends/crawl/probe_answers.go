package crawl

import (
	"net/http"
	"path"
	"slices"
	"strings"

	"ivrc/backends/fetch"
)

// answerProbe is one probe of an answer; missing says why the tree has no such one.
type answerProbe struct {
	name    string
	missing string
	// at is where it is asked; nil for the first place of the group.
	at  *spot
	q   question
	raw string
}

func (p *probing) answerProbes(group, unneeded string, s spot, list []answerProbe) {
	for _, one := range list {
		if one.missing != "" {
			p.skip(group, one.name, one.missing)
			continue
		}
		if one.at == nil {
			one.at = &s
		}
		a := p.asks(*one.at, one.q)
		if one.raw != "" {
			a.raw, a.request.Query = one.raw, nil
		}
		p.list = append(p.list, probe{group: group, name: one.name, unneeded: unneeded, ask: a})
	}
}

// digitProbes ask with keys, in the query or in a form.
func (p *probing) digitProbes(form bool, places []spot) {
	group, unneeded := queryGroup, ""
	if form {
		group, unneeded = formGroup, noForm
	}
	if len(places) == 0 {
		p.skip(group, "keys", "no menu of this tree needs a router for Plivo")
		return
	}
	s := places[0]
	one := func(name string, is func(string) bool) answerProbe {
		for i, place := range places {
			for _, values := range [][]string{place.telling, place.values} {
				if at := slices.IndexFunc(values, is); at >= 0 {
					return answerProbe{name: name, at: &places[i], q: asked("Digits", values[at])}
				}
			}
		}
		return answerProbe{name: name, missing: "no menu of this tree has one"}
	}
	list := []answerProbe{one("a key", isKey), one("star, written %2A", isStar), one("pound, written %23", isPound), one("several digits", isLong)}
	last := list[0]
	if i := lastKey(s.values); i != "" {
		last = answerProbe{q: asked("Digits", i)}
	}
	last.name = "another key"
	list = append(list, last,
		answerProbe{name: "no parameter", q: odd(s.place, s.names)[0]},
		answerProbe{name: "an empty parameter", q: asked("Digits", "")},
		answerProbe{name: "an unknown key", q: asked("Digits", unknown("Digits", s.names))},
		answerProbe{name: "a way out of the folder", q: asked("Digits", "../end")},
	)
	if form {
		list = inForms(list)
	} else {
		list = append(list, unescaped(one("star, written *", isStar), "Digits=*"),
			answerProbe{name: "a way out of the folder, written ../", q: asked("Digits", "../end"), raw: "?Digits=../end"})
	}
	p.answerProbes(group, unneeded, s, list)
}

// inForms puts the questions into forms.
func inForms(list []answerProbe) []answerProbe {
	for i := range list {
		list[i].q = list[i].q.inForm()
	}
	return list
}

// unescaped is a probe whose query is sent as it is.
func unescaped(one answerProbe, query string) answerProbe {
	one.raw = "?" + query
	return one
}

// lastKey is the greatest digit that is a key, empty where there is none.
func lastKey(values []string) string {
	keys := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !isKey(v) })
	if len(keys) == 0 {
		return ""
	}
	return slices.Max(keys)
}

// dialProbes ask how a transfer ended.
func (p *probing) dialProbes(form bool, places []spot) {
	group, unneeded := queryGroup, ""
	if form {
		group, unneeded = formGroup, noForm
	}
	if len(places) == 0 {
		p.skip(group, "how a transfer ended", "no transfer of this tree needs a router for Plivo")
		return
	}
	s := places[0]
	list := []answerProbe{
		{name: "an outcome", q: asked("DialStatus", s.outcome())},
		{name: "completed", q: asked("DialStatus", "completed")},
		{name: "an unknown word", q: asked("DialStatus", unknown("DialStatus", s.names))},
		{name: "no word", q: odd(s.place, s.names)[0]},
	}
	if form {
		list = inForms(list)
	}
	p.answerProbes(group, unneeded, s, list)
}

// outcome is a way in which a transfer ends without a talk, one that shows whether
// the host has seen it where there is one.
func (s *spot) outcome() string {
	for _, word := range s.telling {
		if word != "completed" {
			return word
		}
	}
	return "busy"
}

// resultProbes ask with results as Tropo posts them (tropo.md §4).
func (p *probing) resultProbes(places []spot) {
	if len(places) == 0 {
		p.skip(resultGroup, "results", "no step of this tree needs a router for Tropo")
		return
	}
	s, key := places[0], "1"
	if len(s.telling) > 0 {
		key = s.telling[0]
	}
	post := func(shown, body string) question {
		return question{fetch.Request{Method: http.MethodPost, JSON: []byte(body)}, shown}
	}
	success := action{Name: "menu", Attempts: 1, Disposition: "SUCCESS", Value: key, Interpretation: key}
	p.answerProbes(resultGroup, "", s, []answerProbe{
		{name: "an object", q: result(key, success)},
		{name: "an array", q: result(key+", the last of two", action{Name: "menu", Disposition: "SUCCESS", Value: "ivrc-probe"}, success)},
		{name: "success in small letters, without a value", q: result(key+", in small letters", action{Name: "menu", Disposition: "success", Interpretation: key})},
		{name: "an unknown key", q: result("an unknown key", action{Name: "menu", Disposition: "SUCCESS", Value: unknown("Digits", s.names)})},
		{name: "NOMATCH", q: result("NOMATCH", action{Name: "menu", Disposition: "NOMATCH"})},
		{name: "TIMEOUT", q: result("TIMEOUT", action{Name: "menu", Disposition: "TIMEOUT"})},
		{name: "no actions", q: result("no actions")},
		{name: "broken JSON", q: post("broken JSON", `{"result":{"actions":`)},
		{name: "40 kB", q: padded(key)},
		{name: "a byte of Latin-1", q: post(key+", with a byte of Latin-1", `{"result":{"transcript":"caf`+"\xe9"+`","actions":{"name":"menu","disposition":"SUCCESS","value":"`+key+`"}}}`)},
		{name: "a way out of the folder", q: result("../end", action{Name: "menu", Disposition: "SUCCESS", Value: "../end"})},
	})
}

// eventProbes post one event of each kind (voiceshot.md §1).
func (p *probing) eventProbes() {
	v := p.current("voiceshot")
	if v == nil || v.Events == "" {
		p.skip(eventGroup, "events", "the tree has nothing for voiceshot")
		return
	}
	all := p.eventsOf(v)
	take := func(name string, is func(a *ask) bool) {
		for i := range all {
			if is(&all[i]) {
				p.add(eventGroup, name, all[i])
				return
			}
		}
		p.skip(eventGroup, name, "no reply of this tree is for one")
	}
	shows := func(words string) func(*ask) bool { return func(a *ask) bool { return a.shown == words } }
	take("a call that is answered", shows("an answer"))
	take("a call that is hung up", shows("a hang-up"))
	take("keys at a prompt", func(a *ask) bool {
		file := p.files[a.want.file].SHA256
		return strings.Contains(a.shown, "at prompt") && file != p.files[a.want.silence].SHA256 && file != p.files[a.want.unknown].SHA256
	})
	take("an event that nobody knows", shows("an event that nobody knows"))
}

// refusedProbes ask for what is not there, a folder, and files of the machine.
func (p *probing) refusedProbes() {
	for _, by := range providers {
		v := p.current(by.target)
		if v == nil || len(v.Files) == 0 {
			continue
		}
		request := opening(v.provider.posts, session)
		absent := func(name, at string, k Kind) {
			p.add(refusedGroup, name, ask{check: Missing, request: request, at: at, want: want{refused: k}})
		}
		first := v.Files[0].Path
		absent("a step that is not there", v.Folder+"no-such-step-here"+path.Ext(first), FoundNothing)
		absent("a version that is not there", v.flow+"/v/"+noVersion+"/"+v.Target+"/"+first, FoundNothing)
		absent("a step in capitals", v.Folder+capitals(first), CaseBlind)
		p.list[len(p.list)-1].unneeded = noCapitals
		request = get()
		absent("a list of the files of a folder", v.Folder, FoundNothing)
		break
	}
	p.absentChoice()
	for _, a := range outside() {
		name := "a file outside of the tree"
		switch {
		case strings.Contains(a.at, "%2f"):
			name += ", by %2f"
		case strings.Contains(a.at, "%2e"):
			name += ", by %2e"
		}
		p.add(refusedGroup, name, a)
	}
}
