package crawltest

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"path"
	"strings"

	"ivrc/backends/routes"
)

// Fault is one thing that a host does wrong, and the row and kind that must name
// it.
type Fault struct {
	Name        string
	Check, Kind string
	// Before answers in the host's place, and says whether it did; Asked changes what
	// the host sees of a request, After what it sends.
	Before func(*Host, http.ResponseWriter, *http.Request) bool
	Asked  func(*routes.Request)
	After  func(*Host, *http.Request, *Answer)
}

// Faults are those of real hosts (edge.md §3, §5).
func Faults() []Fault {
	return append(requestFaults(), answerFaults()...)
}

// requestFaults are hosts that do not see or do not take a request.
func requestFaults() []Fault {
	return []Fault{
		{Name: "ignores the query", Check: "routed-get", Kind: "parameter-unseen", Asked: func(r *routes.Request) { r.Query = nil }},
		{Name: "ignores what is posted", Check: "routed-post", Kind: "parameter-unseen", Asked: func(r *routes.Request) { r.JSON = nil }},
		{Name: "knows digits only", Check: "routed-get", Kind: "answer-unknown", Asked: func(r *routes.Request) {
			for _, values := range r.Query {
				if values[0] == "*" {
					values[0] = "-"
				}
			}
		}},
		{Name: "refuses POST", Check: "posted", Kind: "refuses-post", Before: func(_ *Host, w http.ResponseWriter, r *http.Request) bool {
			return r.Method == http.MethodPost && refuse(w, http.StatusMethodNotAllowed)
		}},
		{Name: "has no route for POST", Check: "routed-post", Kind: "not-routed", Before: func(_ *Host, w http.ResponseWriter, r *http.Request) bool {
			return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/actions") && refuse(w, http.StatusNotFound)
		}},
		{Name: "adds a slash", Check: "entries", Kind: "redirected", Before: func(_ *Host, w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/ivrc-manifest.json" || strings.HasSuffix(r.URL.Path, "/") {
				return false
			}
			http.Redirect(w, r, r.URL.Path+"/", http.StatusMovedPermanently)
			return true
		}},
		{Name: "does not know capitals", Check: "missing", Kind: "case-blind", Before: func(_ *Host, _ http.ResponseWriter, r *http.Request) bool {
			if _, routed := routes.At(r.URL.Path); !routed {
				r.URL.Path = strings.ToLower(r.URL.Path)
			}
			return false
		}},
		{Name: "gives out the machine's files", Check: "outside", Kind: "outside-the-tree", Before: func(_ *Host, w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasSuffix(r.URL.Path, "/etc/passwd") {
				return false
			}
			_, _ = w.Write([]byte("root:x:0:0::/:/bin/sh\n"))
			return true
		}},
		{Name: "does not answer in time", Check: "files", Kind: "slow", Before: func(_ *Host, _ http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/plivo/main.xml") {
				<-r.Context().Done() // until the client gives up
				return true
			}
			return false
		}},
		{Name: "breaks down", Check: "files", Kind: "wrong-status", Before: func(_ *Host, w http.ResponseWriter, r *http.Request) bool {
			return strings.HasSuffix(r.URL.Path, "/plivo/main.xml") && refuse(w, http.StatusBadGateway)
		}},
	}
}

func refuse(w http.ResponseWriter, status int) bool {
	w.WriteHeader(status)
	return true
}

// answerFaults are hosts that send something else.
func answerFaults() []Fault {
	header := func(name, value string, only func(a *Answer) bool) func(*Host, *http.Request, *Answer) {
		return func(_ *Host, _ *http.Request, a *Answer) {
			if a.Path != "" && only(a) {
				a.Header.Set(name, value)
			}
		}
	}
	all := func(*Answer) bool { return true }
	entry := func(a *Answer) bool { return strings.Count(a.Path, "/") == 1 }
	document := func(a *Answer) bool { return strings.Count(a.Path, "/") > 1 }
	xml := func(a *Answer) bool { return path.Ext(a.Path) == ".xml" }
	return []Fault{
		{Name: "sends another type", Check: "types", Kind: "wrong-type", After: header("Content-Type", "text/html; charset=utf-8", all)},
		{Name: "sends octets", Check: "types", Kind: "wrong-type", After: header("Content-Type", "application/octet-stream", xml)},
		{Name: "names another alphabet", Check: "types", Kind: "wrong-charset", After: header("Content-Type", "text/xml; charset=iso-8859-1", xml)},
		{Name: "keeps entries", Check: "caching", Kind: "kept-too-long", After: header("Cache-Control", "public, max-age=86400", entry)},
		{Name: "keeps documents for ever", Check: "caching", Kind: "kept-too-long", After: header("Cache-Control", "public, max-age=31536000, immutable", document)},
		{Name: "says nothing about keeping", Check: "caching", Kind: "kept-unsaid", After: func(_ *Host, _ *http.Request, a *Answer) { a.Header.Del("Cache-Control") }},
		{Name: "has a page for everything", Check: "missing", Kind: "found-what-is-not-there", After: func(_ *Host, _ *http.Request, a *Answer) {
			if a.Path == "" {
				*a = page()
			}
		}},
		{Name: "shows a page instead", Check: "files", Kind: "web-page", After: func(_ *Host, _ *http.Request, a *Answer) {
			if strings.HasSuffix(a.Path, "/plivo/main.xml") {
				*a = page()
			}
		}},
		{Name: "has a stale document", Check: "files", Kind: "other-bytes", After: func(_ *Host, _ *http.Request, a *Answer) {
			if strings.HasSuffix(a.Path, "/plivo/main.xml") {
				a.Body = bytes.Replace(a.Body, []byte("press 1"), []byte("press 7"), 1)
			}
		}},
		{Name: "lost a document", Check: "files", Kind: "not-there", After: func(_ *Host, _ *http.Request, a *Answer) {
			if strings.HasSuffix(a.Path, "/tropo/main/1.json") {
				*a = Answer{Status: http.StatusNotFound}
			}
		}},
		{Name: "cuts answers short", Check: "entries", Kind: "breaks-off", After: func(_ *Host, _ *http.Request, a *Answer) { a.Body = a.Body[:len(a.Body)/2] }},
		{Name: "drops the end", Check: "entries", Kind: "other-bytes", After: func(_ *Host, _ *http.Request, a *Answer) {
			a.Body = bytes.TrimSpace(a.Body)
			a.Header.Del("Content-Length")
		}},
		{Name: "compresses unasked", Check: "entries", Kind: "compressed", After: func(_ *Host, r *http.Request, a *Answer) {
			if r.URL.Path == "/ivrc-manifest.json" {
				return
			}
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write(a.Body) // a buffer takes everything
			_ = z.Close()
			a.Body = b.Bytes()
			a.Header.Set("Content-Encoding", "gzip")
			a.Header.Del("Content-Length")
		}},
	}
}

func page() Answer {
	return Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte("<!doctype html><title>Welcome</title>\n")}
}
