package fetch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// most is the largest answer that is read; one byte more says that it is larger
// than any provider takes (plivo.md §3.8: 100 kB).
const most = 1 << 20

// Web fetches over HTTP. It follows no redirect, because nothing says that a
// provider does (plivo.md §3.6, tropo.md §5).
type Web struct {
	// Client has the time limit; its CheckRedirect is not used.
	Client *http.Client
	// Most is the largest answer that is read, in bytes; 0 for that of documents. One
	// byte more comes of a larger one.
	Most int64
	// Context ends a request that is under way; nil for one that nothing ends.
	Context context.Context
	// Signature signs requests; nil for none.
	Signature *Signature
}

// Fetch sends the request; the error says that no whole answer came.
func (w Web) Fetch(r Request) (Response, error) {
	request, err := r.http()
	if err == nil && w.Context != nil {
		request = request.WithContext(w.Context)
	}
	if err == nil && w.Signature != nil {
		err = w.Signature.sign(request, r.Form, r.Forgery)
	}
	if err != nil {
		return Response{}, fmt.Errorf("the address %s cannot be requested: %w", r.URL, err)
	}
	client := *w.Client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := client.Do(request)
	if err != nil {
		return Response{}, fmt.Errorf("no answer: %w", err)
	}
	defer answer.Body.Close()
	limit := w.Most
	if limit == 0 {
		limit = most
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return Response{}, fmt.Errorf("the answer breaks off: %w", err)
	}
	return Response{Status: answer.StatusCode, ContentType: answer.Header.Get("Content-Type"), Header: answer.Header, Body: body}, nil
}

func (r Request) http() (*http.Request, error) {
	address, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	address.Fragment = "" // Plivo's settings for the request, never sent (plivo.md §3.6)
	if len(r.Query) > 0 {
		address.RawQuery = strings.TrimPrefix(address.RawQuery+"&"+r.Query.Encode(), "&")
	}
	var body io.Reader = http.NoBody
	kind := ""
	switch {
	case r.JSON != nil:
		body, kind = bytes.NewReader(r.JSON), "application/json"
	case r.XML != nil:
		body, kind = bytes.NewReader(r.XML), "text/xml"
	case r.Form != nil:
		body, kind = strings.NewReader(r.Form.Encode()), "application/x-www-form-urlencoded"
	}
	request, err := http.NewRequest(r.Method, address.String(), body)
	if err == nil && kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	return request, err
}
