package crawl

import (
	"path"
	"slices"
	"strings"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/backends/routes"
)

// Structure reads the documents of a tree and follows their links: can each be read,
// does everything lead to something, has every answer a file, and is there nothing
// that no call reaches. tree are the files that are there, by path; one
// that the manifest lists and that is not among them is reported elsewhere.
func Structure(r *Report, m *backends.Manifest, tree map[string][]byte) {
	x := newIndex(m)
	for i := range x.versions {
		if v := &x.versions[i]; v.provider.read != nil {
			s := structure{Report: r, index: x, version: v, tree: tree, read: map[string]*document{}}
			s.all()
		}
	}
}

// structure looks at one version.
type structure struct {
	*Report
	*index
	*version
	tree map[string][]byte
	// read are the documents by their bytes: answers repeat documents.
	read map[string]*document

	// routed are the routed addresses that documents name, linked the files, both by
	// path; chosen are the steps between whose files a host or an application chooses.
	routed, linked, chosen map[string]bool
}

func (s *structure) all() {
	if to := s.ledTo(s.version); to != nil {
		s.withdrawn(to)
		return
	}
	s.begin()
	for _, file := range s.Files {
		s.document(s.Folder + file.Path)
	}
	whole := s.whole()
	s.routes(func(at string) bool { return s.routed[at] || !whole })
	for _, file := range s.Posted {
		if !s.exists(s.Folder + file) {
			s.Fail(Links, Unposted, "%s%s is to be posted to, and the manifest lists no such file", s.Folder, file)
		}
	}
	if whole {
		s.unreached()
	}
}

func (s *structure) begin() {
	s.routed, s.linked, s.chosen = map[string]bool{}, map[string]bool{}, map[string]bool{}
}

// routes looks at the routed addresses of the manifest, of which named says that a
// document leads there.
func (s *structure) routes(named func(at string) bool) {
	for _, route := range s.Router {
		at := s.Folder + route.Path
		place, ok := routes.At("/" + at)
		switch {
		case !ok || place.Step != route.Step:
			s.Fail(Links, Unrouted, "%s in the manifest is no routed address of the step %s", at, route.Step)
		case !named(at):
			s.Fail(Links, Unrouted, "%s is in the manifest, and no document leads to it", at)
		default:
			s.answers(at, place)
		}
	}
}

// whole says that every file came, so that what is not seen is not there.
func (s *structure) whole() bool {
	for _, file := range s.Files {
		if _, ok := s.tree[s.Folder+file.Path]; !ok {
			return false
		}
	}
	return true
}

// parsed is a file as a document, nil where it did not come.
func (s *structure) parsed(file string) *document {
	text, ok := s.tree[file]
	if !ok {
		return nil
	}
	d := s.read[string(text)]
	if d == nil {
		own := s.provider.read(text)
		d = &own
		s.read[string(text)] = d
	}
	return d
}

func (s *structure) document(file string) {
	d := s.parsed(file)
	if d == nil {
		return
	}
	if len(d.problems) > 0 {
		s.Fail(Documents, Unreadable, "%s: %s", file, s.foreign(strings.Join(d.problems, "; ")))
	} else {
		s.OK(Documents)
	}
	for _, l := range d.links {
		s.link(file, l)
	}
}

// link looks at one link of a file.
func (s *structure) link(file string, l link) {
	at, kind := s.where(l)
	switch kind {
	case leadsOut:
		s.Fail(Links, LeadsOut, "%s leads to %s", file, s.address(l.address))
	case leadsNowhere:
		s.Fail(Links, LeadsNowhere, "%s leads to %s", file, s.address(l.address))
	case toRoute:
		step, _, _ := strings.Cut(strings.TrimPrefix(at, s.Folder), "/")
		s.routed[at], s.chosen[step] = true, true
		if !slices.ContainsFunc(s.Router, func(r backends.ManifestRoute) bool { return s.Folder+r.Path == at && r.Step == step }) {
			s.Fail(Links, Unrouted, "%s asks %s, which the manifest does not list", file, at)
			return
		}
		s.OK(Links)
	case toFile:
		s.linked[at] = true
		if l.posted && !slices.Contains(s.Posted, strings.TrimPrefix(at, s.Folder)) {
			s.Fail(Links, Unposted, "%s leads to %s by POST, which the manifest does not say", file, at)
			return
		}
		s.OK(Links)
	case toApplication:
		if step, _, below := strings.Cut(strings.TrimPrefix(at, s.Folder), "/"); below {
			s.chosen[step] = true
		}
		s.OK(Links)
	}
}

// unreached reports files beside a step to which nothing leads. A step's own
// document may be one that this provider never runs, such as what follows a call
// that nobody answers at Plivo.
func (s *structure) unreached() {
	for _, file := range s.Files {
		step, _, below := strings.Cut(file.Path, "/")
		at := s.Folder + file.Path
		if below && !s.chosen[step] && !s.linked[at] && !s.begins(file) {
			s.Fail(Links, Unreached, "%s", at)
		}
	}
}

// begins says that an entry repeats the file, now or when the version was the
// newest, and no step's own document is the one that it repeats.
func (s *structure) begins(file backends.ManifestFile) bool {
	if slices.ContainsFunc(s.Starts, func(start backends.ManifestStart) bool { return start.Document == file.Path }) {
		return true
	}
	own := slices.ContainsFunc(s.Files, func(f backends.ManifestFile) bool { return f.SHA256 == file.SHA256 && !strings.Contains(f.Path, "/") })
	return !own && slices.ContainsFunc(s.entries, func(e entry) bool { return e.SHA256 == file.SHA256 })
}

// address is a link in words: what is ours from the tree on.
func (s *structure) address(address string) string {
	if inside, ours := strings.CutPrefix(address, s.Base); ours {
		return inside
	}
	return s.foreign(address)
}

type linkKind uint8

const (
	leadsOut linkKind = iota
	leadsNowhere
	toFile
	toRoute
	toApplication
)

// where takes a link apart: the path in the tree and what stands there.
func (s *structure) where(l link) (at string, k linkKind) {
	folder := s.Base + s.Folder
	if l.application {
		a := fetch.ApplicationAt(l.address)
		switch inside, ours := strings.CutPrefix(a.Refuse, folder); {
		case a.Base == "":
			return "", toApplication // a recording, or a handoff that never returns
		case a.Base != folder, a.Refuse != "" && !ours:
			return "", leadsOut
		case a.Refuse != "" && !s.exists(s.Folder+inside):
			return "", leadsNowhere
		case a.Refuse != "":
			return s.Folder + inside, toApplication
		}
		return "", toApplication
	}
	inside, ours := strings.CutPrefix(l.address, folder)
	if !ours {
		return "", leadsOut
	}
	at = s.Folder + inside
	if _, routed := routes.At("/" + at); routed {
		return at, toRoute
	}
	if !s.exists(at) || path.Clean(at) != at {
		return "", leadsNowhere
	}
	return at, toFile
}

// answers looks for a file for everything that a provider can send.
func (s *structure) answers(at string, place routes.Place) {
	names := s.beside[s.Folder+place.Step]
	for _, q := range append(every(place), odd(place, names)...) {
		if s.resolve(at, q.answered()) == "" {
			s.Fail(Answers, NoAnswerFile, "%s with %s has no file", at, q.shown)
		} else {
			s.OK(Answers)
		}
	}
}

// every are the answers that providers know by themselves.
func every(place routes.Place) []question {
	var list []question
	switch place.Parameter {
	case "DialStatus":
		for _, word := range []string{"completed", "busy", "no-answer", "failed", "timeout", "cancel"} {
			list = append(list, asked(place.Parameter, word))
		}
	case "Digits":
		for _, key := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#"} {
			list = append(list, asked(place.Parameter, key))
		}
	case "actions":
		for _, answer := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "star", "pound", "timeout", "nomatch", "busy", "failed"} {
			list = append(list, postedAs(answer)...)
		}
	}
	return list
}
