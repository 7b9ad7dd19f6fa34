package serve

import (
	"bytes"
	"io"
	"net/http"
)

// Direct is a client's transport that asks a handler without a network: the same
// answers, and the same records.
func Direct(h http.Handler) http.RoundTripper { return direct{h} }

type direct struct{ handler http.Handler }

// RoundTrip answers a request; it never fails.
func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	own := r.Clone(r.Context())
	own.RequestURI, own.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:0"
	if own.Host == "" {
		own.Host = r.URL.Host
	}
	if own.Body == nil {
		own.Body = http.NoBody
	}
	w := &inMemoryAnswer{header: http.Header{}}
	d.handler.ServeHTTP(w, own)
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

// inMemoryAnswer is a response that nobody sends.
type inMemoryAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is what will be sent.
func (a *inMemoryAnswer) Header() http.Header { return a.header }

// WriteHeader keeps the first status.
func (a *inMemoryAnswer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write keeps the body.
func (a *inMemoryAnswer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}
