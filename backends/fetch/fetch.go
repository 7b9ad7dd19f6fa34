// Package fetch gets documents as a provider does: from a published tree in
// memory or on disk through the host rule (package routes), or over HTTP.
//
// In: a request as a provider makes it. Out: the answer that a host gives, with
// status and content type; an error only where nobody answers. It refuses to
// know what a document says.
package fetch

import (
	"net/http"
	"net/url"
)

// Request is one request of a provider.
type Request struct {
	Method string // GET or POST
	// URL is absolute; a GET's parameters are in Query and not yet in it.
	URL   string
	Query url.Values
	// Form is the body of a POST in url-encoded form, JSON one in JSON, XML one in
	// XML.
	Form url.Values
	JSON []byte
	XML  []byte
	// Forgery is what is wrong with the request's signature; empty for nothing. It
	// means something where requests are signed.
	Forgery Forgery
}

// Response is a host's answer.
type Response struct {
	Status      int
	ContentType string
	// Header is what else the host sent; nil for a tree.
	Header http.Header
	Body   []byte
}

// Fetcher gets documents.
type Fetcher interface {
	// Fetch gets one document. The error says that no answer came.
	Fetch(Request) (Response, error)
}
