// Package crawltest is a host that does what the manifest asks for, and hosts
// that do one thing wrong each, as real ones do.
//
// In: the files of a tree and its manifest. Out: a handler to serve from loopback.
// It refuses to be used outside of tests.
package crawltest

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"ivrc/backends"
	"ivrc/backends/routes"
)

// Host serves a tree as design §5 asks hosts to: GET and POST alike, routed
// addresses by the rule, 404 for everything else, and the headers of the manifest.
type Host struct {
	Files    map[string][]byte // by path, the manifest among them
	Manifest *backends.Manifest
	// Faults change what the host does; nil for a host that does it right.
	Faults *Fault
}

// Answer is what a host is about to send.
type Answer struct {
	// Path is the file that was chosen, empty for none.
	Path   string
	Status int
	Header http.Header
	Body   []byte
}

// ServeHTTP answers a request.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f := h.Faults
	if f == nil {
		f = &Fault{}
	}
	if f.Before != nil && f.Before(h, w, r) {
		return
	}
	a := h.answer(r, f)
	if f.After != nil {
		f.After(h, r, &a)
	}
	for name, values := range a.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // a client that went away
}

// answer chooses the file and its headers.
func (h *Host) answer(r *http.Request, f *Fault) Answer {
	at, routed := h.choose(r, f)
	body, ok := h.Files[at]
	if !ok {
		return Answer{Status: http.StatusNotFound, Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte("not found\n")}
	}
	return Answer{Path: at, Status: http.StatusOK, Header: h.header(at, routed), Body: body}
}

const mostPosted = 64 << 10

// choose is the file for a request.
func (h *Host) choose(r *http.Request, f *Fault) (at string, routed bool) {
	at = r.URL.EscapedPath()
	posted, err := io.ReadAll(io.LimitReader(r.Body, mostPosted))
	if err != nil {
		return "", false
	}
	if _, routed = routes.At(at); !routed {
		at = strings.TrimPrefix(at, "/")
		if path.Clean("/"+at) != "/"+at {
			return "", false
		}
		return at, false
	}
	asked := routes.Request{Query: r.URL.Query()}
	switch {
	case r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		asked.JSON = posted
	case r.Method == http.MethodPost && strings.HasPrefix(r.Header.Get("Content-Type"), "text/xml"):
		asked.XML = posted
	case r.Method == http.MethodPost:
		asked.Form, _ = url.ParseQuery(string(bytes.TrimSpace(posted)))
	}
	if f.Asked != nil {
		f.Asked(&asked)
	}
	file, _ := routes.Resolve(at, asked, func(file string) bool {
		_, ok := h.Files[strings.TrimPrefix(file, "/")]
		return ok
	})
	return strings.TrimPrefix(file, "/"), true
}

// header are the headers that the manifest asks for.
func (h *Host) header(at string, routed bool) http.Header {
	out := http.Header{"Content-Length": {strconv.Itoa(len(h.Files[at]))}}
	for _, want := range h.Manifest.Headers {
		versioned := strings.Contains(want.Files, "/v/")
		if want.ContentType == "" {
			if routed {
				out.Set("Cache-Control", want.CacheControl)
			}
			continue
		}
		if path.Ext(want.Files) == path.Ext(at) && versioned == strings.Contains(at, "/v/") {
			out.Set("Content-Type", want.ContentType)
			if !routed {
				out.Set("Cache-Control", want.CacheControl)
			}
		}
	}
	return out
}
