package serve

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"ivrc/backends/routes"
)

// Handler answers a provider's requests from a tree.
type Handler struct {
	source  Source
	options Options
}

// Options are how a handler answers.
type Options struct {
	// Profile is the kind of host that it imitates; Plain routes everything.
	Profile Profile
	// Hosts are the names, without ports, under which requests are taken; empty takes
	// all. A browser that was led here under another name (DNS rebinding) is refused.
	Hosts []string
	// Record gets every request when it has been answered; nil for nobody. It is
	// called from many goroutines.
	Record func(Record)
	// Now is the time; nil for the system's.
	Now func() time.Time
}

// New is a handler over a source.
func New(source Source, o Options) *Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Profile.Name == "" {
		o.Profile = Plain()
	}
	return &Handler{source, o}
}

// ServeHTTP answers one request from one tree.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begin := h.options.Now()
	rec := Record{Time: begin, Method: r.Method, Path: r.URL.EscapedPath()}
	rec.Kind = Other
	out := &answer{ResponseWriter: w}
	if no := h.answer(out, r, &rec); no != nil {
		rec.Note = no.why
		out.refuse(r, no)
	}
	rec.Status, rec.Bytes, rec.Duration = out.status, out.bytes, h.options.Now().Sub(begin)
	if h.options.Record != nil && !unrecorded(r.Context()) {
		h.options.Record(rec)
	}
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request, rec *Record) *refusal {
	if no := h.admit(r); no != nil {
		return no
	}
	tree, err := h.source.Tree()
	if err != nil {
		return &refusal{http.StatusServiceUnavailable, "the tree cannot be read"}
	}
	body, no := readBody(w, r)
	if no != nil {
		return no
	}
	for {
		no := h.from(tree, w, r, body, rec)
		if no == nil || no.status != h.options.Profile.Missing {
			return no
		}
		// A publish may have taken the old folder away meanwhile; the new one holds
		// every version that the old one had.
		next, err := h.source.Tree()
		if err != nil || next == tree {
			return no
		}
		tree = next
	}
}

// admit refuses what no tree needs to be asked for.
func (h *Handler) admit(r *http.Request) *refusal {
	if len(h.options.Hosts) > 0 && !isNamed(h.options.Hosts, r.Host) {
		return &refusal{http.StatusMisdirectedRequest, "this server is not called " + quoted(r.Host)}
	}
	if len(h.options.Hosts) > 0 && r.Method == http.MethodPost && foreign(r) {
		return &refusal{http.StatusForbidden, "a page of another site sent this"}
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return nil
	}
	return &refusal{http.StatusMethodNotAllowed, "documents are fetched by GET or POST"}
}

// from answers from one tree, by the routing rule.
func (h *Handler) from(tree Tree, w http.ResponseWriter, r *http.Request, body []byte, rec *Record) *refusal {
	profile := h.options.Profile
	asked, no := pathOf(r.URL, tree.About())
	if no != nil {
		return no
	}
	rec.at(placeOf(asked))
	place, routed := routes.At("/" + asked)
	if status := profile.post(routed); r.Method == http.MethodPost && !profile.Body && status != http.StatusOK {
		return &refusal{status, "this kind of host takes no POST here"}
	}
	if profile.HTML && strings.HasSuffix(asked, ".html") && tree.Has(asked) {
		w.Header().Set("Location", "/"+strings.TrimSuffix(asked, ".html"))
		return &refusal{http.StatusTemporaryRedirect, "this kind of host takes .html away"}
	}
	if !routed || !profile.Query {
		rec.document(asked)
		return h.send(tree, w, r, asked, false)
	}
	if !profile.Body {
		body = nil
	}
	what, no := sent(r, body, place)
	if no != nil {
		return no
	}
	rec.Parameter = path.Base(asked)
	answer := place.Answer(what)
	file, ok := choose(place, answer, tree)
	if !ok {
		return &refusal{profile.Missing, "no file fits the answer"}
	}
	rec.Answer = recorded(answer, file, place)
	rec.document(file)
	return h.send(tree, w, r, file, true)
}

// recorded is an answer as it may stand in a log: keys that no file has can be a PIN,
// and are what the file says instead.
func recorded(answer, file string, p routes.Place) string {
	if !strings.ContainsAny(answer, "0123456789") {
		return answer
	}
	return strings.TrimSuffix(strings.TrimSuffix(path.Base(file), path.Ext(file)), "."+p.Attempt)
}

// choose is the first file of the rule that is there.
func choose(p routes.Place, answer string, tree Tree) (string, bool) {
	for _, candidate := range p.Candidates(answer) {
		if file := strings.TrimPrefix(candidate, "/"); tree.Has(file) {
			return file, true
		}
	}
	return "", false
}

// send sends a file with the headers of its kind.
func (h *Handler) send(tree Tree, w http.ResponseWriter, r *http.Request, name string, routed bool) *refusal {
	file, err := tree.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &refusal{h.options.Profile.Missing, "there is no such file"}
	case err != nil:
		return &refusal{http.StatusInternalServerError, "the file cannot be read"}
	}
	defer file.Close()
	kind, cache := headersOf(tree.About().Headers, name, routed)
	header := w.Header()
	header.Set("Content-Type", h.options.Profile.contentType(path.Ext(name), kind))
	header.Set("X-Content-Type-Options", "nosniff")
	if cache = h.options.Profile.cache(cache); cache != "" {
		header.Set("Cache-Control", cache)
	}
	if r.Method == http.MethodPost || routed {
		// Whole, whatever is asked for: the answer belongs to this request alone.
		header.Set("Content-Length", fmt.Sprint(file.Size))
		w.WriteHeader(http.StatusOK)
		if r.Method != http.MethodHead {
			_, _ = io.Copy(w, file) // who has gone away need not be told
		}
		return nil
	}
	header.Set("ETag", `"`+file.Tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

// answer is a response that remembers what was sent.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader remembers the status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(p)
	a.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// refuse sends a status and a sentence that nobody keeps.
func (a *answer) refuse(r *http.Request, no *refusal) {
	header := a.Header()
	if no.status == http.StatusMethodNotAllowed {
		header.Set("Allow", "GET, HEAD, POST")
		if r.Method == http.MethodPost {
			header.Set("Allow", "GET, HEAD")
		}
	}
	switch no.status {
	case http.StatusRequestEntityTooLarge, http.StatusRequestTimeout:
		header.Set("Connection", "close")
	}
	header.Set("Content-Type", types[".txt"])
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	a.WriteHeader(no.status)
	if r.Method != http.MethodHead {
		_, _ = io.WriteString(a, no.why+"\n")
	}
}
