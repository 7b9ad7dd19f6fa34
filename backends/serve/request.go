package serve

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"

	"ivrc/backends/routes"
)

// Bounds of what a provider sends.
const (
	bodyLimit = 64 << 10 // bytes of a body; a result of Tropo is a few hundred (tropo.md §4)
	pathLimit = 1024     // bytes of a path; no build writes a longer one
)

// refusal is a request that is not answered with a file.
type refusal struct {
	status int
	// why is for the log and for the one who asks.
	why string
}

// pathOf is the path in the tree that a request names, or why it names none.
func pathOf(u *url.URL, about *About) (string, *refusal) {
	raw := u.EscapedPath()
	if len(raw) > pathLimit {
		return "", &refusal{http.StatusRequestURITooLong, "the path is too long"}
	}
	lower := strings.ToLower(raw)
	if strings.Contains(lower, "%2f") || strings.Contains(lower, "%5c") || strings.Contains(u.Path, `\`) {
		return "", &refusal{http.StatusBadRequest, "the path hides a slash"}
	}
	for i := 0; i < len(u.Path); i++ {
		if u.Path[i] < ' ' || u.Path[i] == 0x7f {
			return "", &refusal{http.StatusBadRequest, "the path has a character that no file has"}
		}
	}
	inside := about.inside(u.Path)
	for _, segment := range strings.Split(inside, "/") {
		switch {
		case segment == "." || segment == "..":
			return "", &refusal{http.StatusBadRequest, "the path leads out of a folder"}
		case segment == "", segment[0] == '.', strings.Contains(segment, ":"):
			return "", &refusal{http.StatusNotFound, "there is no such file"}
		}
	}
	return inside, nil
}

// mediaType is what a body is called; broken and absent ones are nothing.
func mediaType(h http.Header) string {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// sent is what decides at a routed URL. An event is taken whatever it is called: one
// that nobody understands gets the empty reply, because its campaign goes on.
func sent(r *http.Request, body []byte, place routes.Place) (routes.Request, *refusal) {
	request := routes.Request{Query: parameters(r.URL.RawQuery)}
	if len(body) == 0 {
		return request, nil
	}
	if place.Parameter == routes.EventsParameter {
		request.XML = body
		return request, nil
	}
	switch kind := mediaType(r.Header); {
	case r.Header.Get("Content-Encoding") != "" && r.Header.Get("Content-Encoding") != "identity":
		return request, &refusal{http.StatusUnsupportedMediaType, "the body is packed"}
	case kind == "application/json", strings.HasSuffix(kind, "+json"), kind == "text/json":
		request.JSON = body
	case kind == "application/x-www-form-urlencoded":
		request.Form = parameters(string(body))
	case kind == "", kind == "text/plain":
		// Nobody says what it is: each route takes the form that it knows.
		request.JSON, request.Form = body, parameters(string(body))
	default:
		return request, &refusal{http.StatusUnsupportedMediaType, "the body is neither a form nor JSON"}
	}
	return request, nil
}

// parameters reads a query or form as browsers do: what is wrongly escaped stays
// as it is, because an answer that nobody understands is not silence.
func parameters(text string) url.Values {
	values := url.Values{}
	for len(text) > 0 {
		var pair string
		pair, text, _ = strings.Cut(text, "&")
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		values.Add(unescaped(name), unescaped(value))
	}
	return values
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// readBody reads what a POST brings, within the limit. What says that it is larger
// is not read at all.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, *refusal) {
	if r.ContentLength > bodyLimit {
		return nil, &refusal{http.StatusRequestEntityTooLarge, "the body is too large"}
	}
	if r.Body == nil || r.ContentLength == 0 {
		return nil, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &refusal{http.StatusRequestEntityTooLarge, "the body is too large"}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, &refusal{http.StatusRequestTimeout, "the body takes too long"}
	case err != nil:
		return nil, &refusal{http.StatusBadRequest, "the body breaks off"}
	}
	return body, nil
}
