package crawl

import (
	"net/http"
	"slices"
	"strings"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/backends/routes"
)

// probing chooses the places that are asked.
type probing struct {
	*index
	list []probe
}

func newProbing(m *backends.Manifest) *probing { return &probing{index: newIndex(m)} }

// Why something is not asked, or does not count.
const (
	noForm = "Plivo sends the answer in the query, as the documents say"
	noHead = "no provider is known to send HEAD"
)

// The groups, in their order.
const (
	entriesGroup = "entries"
	filesGroup   = "files"
	queryGroup   = "answers in a query"
	formGroup    = "answers in a form"
	resultGroup  = "answers in a result of Tropo"
	eventGroup   = "events of VoiceShot"
	refusedGroup = "what is not there"
)

func (p *probing) plan() {
	p.entryProbes()
	p.fileProbes()
	for _, form := range []bool{false, true} {
		p.digitProbes(form, p.spots("Digits"))
		if !form {
			p.orderProbes(p.spots("Digits"))
		}
		p.dialProbes(form, p.spots("DialStatus"))
	}
	p.resultProbes(p.spots("actions"))
	p.eventProbes()
	p.refusedProbes()
}

func (p *probing) add(group, name string, a ask) {
	p.list = append(p.list, probe{group: group, name: name, ask: a})
}

func (p *probing) skip(group, name, why string) {
	p.list = append(p.list, probe{group: group, name: name, skipped: why})
}

// entryProbes ask for one entry of each provider.
func (p *probing) entryProbes() {
	for _, by := range providers {
		if by.events {
			continue
		}
		i := slices.IndexFunc(p.entries, func(e entry) bool { return e.Target == by.target && e.Use == "answer" })
		if i < 0 {
			p.skip(entriesGroup, "the entry of "+by.target, "the tree has nothing for "+by.target)
			continue
		}
		a := ask{check: Entries, provider: by, at: p.entries[i].Path, want: want{file: p.entries[i].Path}, request: opening(by.posts, session)}
		p.add(entriesGroup, "the entry of "+by.target, a)
		if !by.posts {
			a.request = get()
			p.add(entriesGroup, "the entry without a query", a)
		}
	}
}

// fileProbes ask for documents of steps.
func (p *probing) fileProbes() {
	for _, by := range providers {
		if by.events {
			continue
		}
		name := "a document of " + by.target
		v := p.current(by.target)
		if v == nil || len(v.Files) == 0 {
			p.skip(filesGroup, name, "the tree has nothing for "+by.target)
			continue
		}
		at := v.Folder + v.Files[0].Path
		a := ask{check: Files, provider: by, at: at, want: want{file: at}, request: get()}
		if by.posts {
			a.check, a.request = Posted, result("").request
			p.add(filesGroup, name+", posted to", a)
			continue
		}
		p.add(filesGroup, name, a)
		a.request = opening(false, "")
		p.add(filesGroup, name+", with a query", a)
		a.request = fetch.Request{Method: http.MethodHead}
		p.list = append(p.list, probe{group: filesGroup, name: name + ", by HEAD", unneeded: noHead, bodiless: true, ask: a})
		if len(v.Posted) == 0 {
			p.skip(filesGroup, name+", posted to", "Plivo posts to no file of this tree")
			continue
		}
		at = v.Folder + v.Posted[0]
		p.add(filesGroup, name+", posted to", ask{
			check: Posted, provider: by, at: at, want: want{file: at}, request: fetch.Request{Method: http.MethodPost, Form: noise()},
		})
	}
	p.oldProbe()
	p.oldChoice()
}

// oldProbe asks for a document of a version that calls in progress are on.
func (p *probing) oldProbe() {
	const name = "a document of an earlier version"
	for i := range p.versions {
		v := &p.versions[i]
		if v.current || len(v.Files) == 0 || v.provider.read == nil || v.provider.events {
			continue
		}
		a := p.filesOf(v)[0]
		a.check = OldOnes
		p.add(filesGroup, name, a)
		return
	}
	p.skip(filesGroup, name, "the tree has one version")
}

// current is the first version of a target that an entry leads to.
func (p *probing) current(target string) *version {
	for i := range p.versions {
		if v := &p.versions[i]; v.current && v.Target == target {
			return v
		}
	}
	return nil
}

// spot is a routed address with what it takes to ask there.
type spot struct {
	version *version
	at      string
	place   routes.Place
	// names are the files beside it, values the answers that they stand for as a
	// provider sends them.
	names, values []string
	// telling are the values that lead elsewhere than silence and unknown ones do: a
	// host that does not see what was sent gives itself away.
	telling []string
}

// spots are the routed addresses of a parameter, the one with the most kinds of
// answers first.
func (p *probing) spots(parameter string) []spot { return p.spotsOf(parameter, true) }

func (p *probing) spotsOf(parameter string, current bool) []spot {
	var list []spot
	for i := range p.versions {
		v := &p.versions[i]
		for _, route := range v.Router {
			place, routed := routes.At("/" + v.Folder + route.Path)
			if v.current != current || !routed || place.Parameter != parameter {
				continue
			}
			s := spot{version: v, at: v.Folder + route.Path, place: place, names: p.beside[v.Folder+place.Step]}
			for _, name := range s.names {
				answer, _, _ := strings.Cut(name, ".")
				if answer != routes.Default && answer != routes.Silence && !slices.Contains(s.values, dialled(answer)) {
					s.values = append(s.values, dialled(answer))
				}
			}
			s.telling = slices.DeleteFunc(slices.Clone(s.values), func(value string) bool { return !p.tells(s, value) })
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b spot) int { return b.points() - a.points() })
	return list
}

// tells says that the documents show whether a host has seen the value.
func (p *probing) tells(s spot, value string) bool {
	q := asked(s.place.Parameter, value)
	if s.place.Parameter == "actions" {
		if !isKey(value) {
			return false
		}
		q = result(value, action{Name: "menu", Disposition: "SUCCESS", Value: value})
	}
	w := p.wantAt(s.at, s.place, s.names)
	file := p.files[p.resolve(s.at, q.answered())].SHA256
	return file != p.files[w.silence].SHA256 && file != p.files[w.unknown].SHA256
}

// points prefer a place where each kind of key means something.
func (s *spot) points() int {
	points := len(s.values) + 1000*min(1, len(s.telling))
	for _, kind := range []func(string) bool{isStar, isPound, isLong} {
		if slices.ContainsFunc(s.values, kind) {
			points += 100
		}
	}
	return points
}

func isStar(value string) bool  { return value == "*" }
func isPound(value string) bool { return value == "#" }
func isLong(value string) bool  { return len(value) > 1 && strings.Trim(value, "0123456789") == "" }
func isKey(value string) bool   { return len(value) == 1 && value[0] >= '0' && value[0] <= '9' }

// asks is a question at a place, with the file that the rule names.
func (p *probing) asks(s spot, q question) ask {
	check := RoutedGet
	if q.request.Method == http.MethodPost {
		check = RoutedPost
	}
	w := p.wantAt(s.at, s.place, s.names)
	w.file = p.resolve(s.at, q.answered())
	return ask{check: check, provider: s.version.provider, request: q.request, at: s.at, shown: q.shown, want: w}
}
