package crawl

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
)

// judge looks at one reply. One request has one trouble at most: a wrong body's
// headers say nothing.
func (x *index) judge(r *Report, a *ask, got reply) {
	switch {
	case got.err != nil:
		r.Fail(a.check, silenceOf(got.err), "%s: %s", a, r.foreign(reason(got.err)))
	case a.want.file == "":
		x.refused(r, a, got)
	case got.response.Status/100 != 2:
		x.status(r, a, got)
	case encoding(got.response.Header) != "":
		r.Fail(a.check, Compressed, "%s comes as %s", a, r.foreign(encoding(got.response.Header)))
	default:
		x.body(r, a, got)
	}
}

// silenceOf is the kind of an answer that never came.
func silenceOf(err error) Kind {
	var timed interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timed) && timed.Timeout():
		return Slow
	case errors.Is(err, io.ErrUnexpectedEOF):
		return BreaksOff
	}
	return NoAnswer
}

// reason is an error without the address, which stands in front of it.
func reason(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}

func encoding(h http.Header) string {
	if e := strings.ToLower(h.Get("Content-Encoding")); e != "identity" {
		return e
	}
	return ""
}

// refused looks at the reply for something that is not there.
func (x *index) refused(r *Report, a *ask, got reply) {
	status := got.response.Status
	switch {
	case status/100 == 2 && a.want.refused == CaseBlind && !x.given(a, got.response.Body),
		status/100 == 2 && a.want.refused == OutsideTree && !bytes.Contains(got.response.Body, []byte(inPasswd)):
		r.Fail(a.check, FoundNothing, "%s gets %d", a, status)
	case status/100 == 2:
		r.Fail(a.check, a.want.refused, "%s gets %d", a, status)
	case status/100 == 3 && a.check != Outside:
		r.Fail(a.check, Redirected, "%s gets %d to %s", a, status, r.foreign(got.response.Header.Get("Location")))
	case status/100 == 5 && status != http.StatusNotImplemented:
		r.Fail(a.check, WrongStatus, "%s gets %d", a, status)
	default:
		r.OK(a.check)
	}
}

// inPasswd stands in every file of that name, and in no page that a host shows
// instead.
const inPasswd = "root:"

// given says that a body is a file of the folder that was asked.
func (x *index) given(a *ask, body []byte) bool {
	for _, file := range x.bySum[sum(body)] {
		if strings.EqualFold(path.Dir(file), path.Dir(a.at)) {
			return true
		}
	}
	return false
}

func (x *index) status(r *Report, a *ask, got reply) {
	status := got.response.Status
	k := WrongStatus
	switch {
	case status/100 == 3:
		r.Fail(a.check, Redirected, "%s gets %d to %s", a, status, r.foreign(got.response.Header.Get("Location")))
		return
	case a.request.Method == http.MethodPost && (status == http.StatusMethodNotAllowed || status == http.StatusNotImplemented):
		k = RefusesPost
	case a.want.routed && status == http.StatusNotFound:
		k = NotRouted
	case status == http.StatusForbidden, status == http.StatusUnauthorized:
		k = Forbidden
	case status == http.StatusNotFound, status == http.StatusGone:
		k = NotThere
	}
	r.Fail(a.check, k, "%s gets %d", a, status)
}

// body compares with the hash in the manifest, and says what came instead.
func (x *index) body(r *Report, a *ask, got reply) {
	listed, body := x.files[a.want.file], got.response.Body
	if sum(body) == listed.SHA256 {
		r.OK(a.check)
		x.headers(r, a, got)
		return
	}
	instead, k := x.instead(a, body)
	if k == OtherBytes && strings.HasPrefix(mediaType(got.response.ContentType), "text/html") {
		r.Fail(a.check, WebPage, "%s gets %s", a, r.foreign(got.response.ContentType))
		return
	}
	if instead == "" {
		instead = fmt.Sprintf("%d bytes that the manifest does not know", len(body))
	}
	wanted := a.want.file
	if wanted == a.at {
		wanted = fmt.Sprintf("its own %d bytes", listed.Size)
	}
	r.Fail(a.check, k, "%s gets %s instead of %s", a, instead, wanted)
}

// instead names what came and what that means.
func (x *index) instead(a *ask, body []byte) (file string, k Kind) {
	got := sum(body)
	is := func(file string) bool { return file != "" && x.files[file].SHA256 == got }
	if a.want.routed {
		switch {
		case is(a.want.silence):
			return a.want.silence, Unseen
		case is(a.want.unknown):
			return a.want.unknown, Unknown
		}
	}
	paths := x.bySum[got]
	if len(paths) == 0 {
		return "", OtherBytes
	}
	for _, v := range x.versions {
		if v.holds(a.want.file) || a.check == Entries && v.current {
			for _, file := range paths {
				if v.holds(file) {
					return file, OtherFile
				}
			}
		}
	}
	for _, file := range paths {
		if strings.Contains(file, "/v/") {
			return file, OtherVersion
		}
	}
	return paths[0], OtherFile
}

func sum(text []byte) string {
	s := sha256.Sum256(text)
	return hex.EncodeToString(s[:])
}

// headers looks at the headers of a right body.
func (x *index) headers(r *Report, a *ask, got reply) {
	if len(a.provider.types) > 0 {
		if k := wrongType(got.response.ContentType, a.provider.types); k != "" {
			r.Fail(Types, k, "%s gets %q", a, r.foreign(got.response.ContentType))
		} else {
			r.OK(Types)
		}
	}
	allowed, ok := x.allowed(a)
	if !ok {
		return
	}
	switch kept, said := keeps(got.response.Header); {
	case said && kept > allowed:
		r.Fail(Caching, KeptTooLong, "%s gets Cache-Control %q: %d s, and the manifest allows %d", a, r.foreign(got.response.Header.Get("Cache-Control")), kept, allowed)
	case !said && a.request.Method == http.MethodGet && allowed < keptUnsaid:
		r.Fail(Caching, KeptUnsaid, "%s gets no Cache-Control", a)
	default:
		r.OK(Caching)
	}
}

// got are the files that came as they should, by path.
func (x *index) got(asks []ask, replies []reply) map[string][]byte {
	tree := map[string][]byte{}
	for i := range asks {
		at, got := asks[i].at, replies[i]
		if at == asks[i].want.file && got.err == nil && sum(got.response.Body) == x.files[at].SHA256 {
			tree[at] = got.response.Body
		}
	}
	return tree
}
