package fetch

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"ivrc/backends/routes"
)

// Content types of documents, as the manifest asks hosts to send them.
var contentTypes = map[string]string{
	".xml":  "application/xml",
	".json": "application/json",
}

// Tree answers from a published tree as a host with the routing rule does: GET
// and POST alike, 404 for what is not there.
type Tree struct {
	// Base is the address under which the tree is published; it ends in a slash.
	Base string
	// Read is a file's content by its path in the tree, ok false where it does not
	// exist.
	Read func(path string) (text []byte, ok bool)
}

// Fetch answers a request; it never fails.
func (t Tree) Fetch(r Request) (Response, error) {
	file, ok := t.file(r)
	if !ok {
		return Response{Status: http.StatusNotFound, ContentType: "text/plain"}, nil
	}
	body, ok := t.Read(file)
	if !ok {
		return Response{Status: http.StatusNotFound, ContentType: "text/plain"}, nil
	}
	return Response{Status: http.StatusOK, ContentType: contentTypes[path.Ext(file)], Body: body}, nil
}

// file is the path of the file that answers.
func (t Tree) file(r Request) (string, bool) {
	inside, ok := strings.CutPrefix(r.URL, t.Base)
	if !ok {
		return "", false
	}
	inside, _, _ = strings.Cut(inside, "#")
	inside, query, _ := strings.Cut(inside, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return "", false
	}
	// A provider adds its parameters to those that the address has.
	for name, more := range r.Query {
		values[name] = append(values[name], more...)
	}
	answer := routes.Request{Query: values, Form: r.Form, JSON: r.JSON, XML: r.XML}
	exists := func(file string) bool {
		_, ok := t.Read(strings.TrimPrefix(file, "/"))
		return ok
	}
	if _, routed := routes.At("/" + inside); routed {
		file, ok := routes.Resolve("/"+inside, answer, exists)
		return strings.TrimPrefix(file, "/"), ok
	}
	return inside, inside != "" && path.Clean("/"+inside) == "/"+inside
}
