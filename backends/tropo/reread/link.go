package reread

import (
	"net/url"
	"strings"
)

// link is where a handler's next leads.
type link struct {
	// path is that of a document of this version, empty for the other kinds.
	path string
	// route is the step whose answers a host chooses from.
	route string
	// application is the address of somebody's application, without what was added
	// to its query, and refuse the document for an entry that it does not take.
	application, refuse string
}

// link takes an address apart. Everything but an application must be inside this
// version and exist.
func (r *reader) link(next string) link {
	if app, ok := r.application(next); ok {
		return app
	}
	path, ok := strings.CutPrefix(next, r.base)
	if !ok {
		r.report("%s leads out of this version", next)
		return link{}
	}
	if step, ok := strings.CutSuffix(path, "/"+actions); ok {
		return link{route: step}
	}
	return link{path: r.document(path)}
}

// document is the path of a document that must exist.
func (r *reader) document(file string) string {
	path, ok := strings.CutSuffix(file, extension)
	if _, exists := r.file(path); !ok || !exists {
		r.report("%s%s does not exist", r.base, file)
		return ""
	}
	return path
}

const (
	baseParameter   = "ivr_base="
	refuseParameter = "&ivr_nomatch="
)

// application reads an address that gets ivr_base, the folder of this version,
// and, where it takes an entry, ivr_nomatch (design §2.2, leaving and coming
// back).
func (r *reader) application(next string) (link, bool) {
	next, fragment, hasFragment := strings.Cut(next, "#")
	i := strings.LastIndex(next, baseParameter)
	if i < 1 || next[i-1] != '?' && next[i-1] != '&' {
		return link{}, false
	}
	l := link{application: next[:i-1]}
	if wanted := strings.Contains(l.application, "?"); wanted != (next[i-1] == '&') {
		r.report("%s has its parameters in a wrong form", next)
	}
	if hasFragment {
		l.application += "#" + fragment
	}
	base, refuse, refuses := strings.Cut(next[i+len(baseParameter):], refuseParameter)
	if folder, err := url.QueryUnescape(base); err != nil || folder != r.base {
		r.report("ivr_base of %s is not the folder of this version", l.application)
	}
	if refuses {
		file, err := url.QueryUnescape(refuse)
		inside, ok := strings.CutPrefix(file, r.base)
		if err != nil || !ok {
			r.report("ivr_nomatch of %s leads out of this version", l.application)
		} else {
			l.refuse = r.document(inside)
		}
	}
	return l, true
}
