package crawl

import (
	"net/http"
	"path"
	"slices"
	"strings"

	"ivrc/backends/fetch"
	"ivrc/backends/routes"
)

// ask is one request and what must come of it.
type ask struct {
	check    Check
	provider provider
	request  fetch.Request
	// at is the path in the tree that is asked for, shown what else is asked.
	at, shown string
	// raw is what stands behind the path as it is, such as a query that nobody
	// escaped.
	raw  string
	want want
}

// want is what must come: a file of the tree, or a refusal.
type want struct {
	file string // empty where the host must refuse
	// refused is the kind of trouble where a host answers what it must refuse.
	refused Kind
	// silence and unknown are the files that no answer and an unknown one get at
	// this address.
	silence, unknown string
	routed           bool
}

// String is the request in words.
func (a *ask) String() string {
	text := a.request.Method + " " + a.at
	if a.shown != "" {
		text += " with " + a.shown
	}
	return text
}

// plan is every request that it takes to look at the whole tree, what callers
// meet first before the rest.
func (x *index) plan() []ask {
	var list []ask
	for _, e := range x.entries {
		list = append(list, ask{
			check: Entries, provider: e.provider, request: opening(e.provider.posts, session), at: e.Path, want: want{file: e.Path},
		})
	}
	for i := range x.versions {
		v := &x.versions[i]
		if v.current {
			list = append(list, x.filesOf(v)...)
			list = append(list, x.routesOf(v)...)
			list = append(list, x.eventsOf(v)...)
			list = append(list, x.nothing(v)...)
		}
	}
	list = append(list, outside()...)
	for i := range x.versions {
		v := &x.versions[i]
		if !v.current {
			more := append(x.filesOf(v), x.routesOf(v)...)
			for i := range more {
				more[i].check = OldOnes
			}
			list = append(list, more...)
		}
	}
	slices.SortStableFunc(list, func(a, b ask) int { return rank(a.check) - rank(b.check) })
	return list
}

// rank is the order in which checks are made; what is cut off by a limit is last.
func rank(c Check) int {
	return slices.Index([]Check{Entries, Posted, RoutedGet, RoutedPost, Files, Missing, Outside, OddAnswers, OldOnes}, c)
}

// opening is a request for one document.
func opening(posts bool, body string) fetch.Request {
	if posts {
		return fetch.Request{Method: http.MethodPost, JSON: []byte(body)}
	}
	return fetch.Request{Method: http.MethodGet, Query: noise()}
}

// filesOf asks for every file of a version, in the way in which the provider does.
func (x *index) filesOf(v *version) []ask {
	posted := v.postedFiles()
	var list []ask
	for _, file := range v.Files {
		at := v.Folder + file.Path
		a := ask{check: Files, provider: v.provider, at: at, want: want{file: at}, request: opening(false, "")}
		switch {
		case !posted[at]:
		case v.provider.posts:
			a.check, a.request = Posted, result("").request
		default:
			a.check, a.request = Posted, fetch.Request{Method: http.MethodPost, Form: noise()}
		}
		list = append(list, a)
	}
	return list
}

// routesOf asks each routed address for every answer.
func (x *index) routesOf(v *version) []ask {
	var list []ask
	for _, route := range v.Router {
		at := v.Folder + route.Path
		place, ok := routes.At("/" + at)
		if !ok {
			continue // structure.go says so
		}
		names := x.beside[v.Folder+place.Step]
		w := x.wantAt(at, place, names)
		add := func(c Check, questions []question) {
			for _, q := range questions {
				w.file = x.resolve(at, q.answered())
				if w.file == "" {
					continue // structure.go says that no file answers
				}
				list = append(list, ask{check: c, provider: v.provider, request: q.request, at: at, shown: q.shown, want: w})
			}
		}
		add(routedBy(place), known(place, names))
		add(OddAnswers, odd(place, names))
	}
	return list
}

// wantAt is what no answer and an unknown one get at a routed address.
func (x *index) wantAt(at string, place routes.Place, names []string) want {
	none, other := odd(place, names)[0], asked(place.Parameter, unknown(place.Parameter, names))
	if place.Parameter == "actions" {
		other = result("", action{Disposition: "SUCCESS", Value: unknown("Digits", names)})
	}
	return want{routed: true, silence: x.resolve(at, none.answered()), unknown: x.resolve(at, other.answered())}
}

// routedBy is the check of a routed address.
func routedBy(place routes.Place) Check {
	if place.Parameter == "actions" {
		return RoutedPost
	}
	return RoutedGet
}

// noVersion is one that no build makes, as it would have to be a hash of nothing.
const noVersion = "000000000000"

// nothing asks for what is not there: a step, a version, and a name in capitals.
func (x *index) nothing(v *version) []ask {
	request := opening(v.provider.posts, session)
	unknownVersion := v.flow + "/v/" + noVersion + "/" + v.Target + "/"
	absent := func(at string, k Kind) ask {
		return ask{check: Missing, request: request, at: at, want: want{refused: k}}
	}
	if len(v.Files) == 0 {
		return nil
	}
	first := v.Files[0].Path
	list := []ask{
		absent(v.Folder+"no-such-step-here"+path.Ext(first), FoundNothing),
		absent(unknownVersion+first, FoundNothing),
		absent(v.Folder+capitals(first), CaseBlind),
	}
	for _, route := range v.Router[:min(len(v.Router), 1)] {
		a := absent(unknownVersion+route.Path, FoundNothing)
		if place, ok := routes.At("/" + a.at); ok {
			q := odd(place, nil)[0]
			a.request, a.shown = q.request, q.shown
		}
		list = append(list, a)
	}
	return list
}

// capitals is a file's name in capitals, with its suffix as it is.
func capitals(file string) string {
	suffix := path.Ext(file)
	return strings.ToUpper(strings.TrimSuffix(file, suffix)) + suffix
}

// outside asks for a file that every server has.
func outside() []ask {
	var list []ask
	for _, at := range []string{"../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd"} {
		list = append(list, ask{check: Outside, request: fetch.Request{Method: http.MethodGet}, at: at, want: want{refused: OutsideTree}})
	}
	return list
}
