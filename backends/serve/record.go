package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Record is one request and its answer. Of what a provider sent it holds the path
// and the cleaned answer only: no number of a caller, no digits that no file has.
type Record struct {
	Time time.Time
	// Method and Path are as they were sent; the path is escaped.
	Method, Path string
	Kind         Kind
	// Flow, Version, Target and Step are empty where the path does not name them.
	Flow, Version, Target, Step string
	// Parameter is the last segment of a routed URL ("Digits.1"), Answer what
	// the request said there; keys only where a file has them.
	Parameter, Answer string
	// Document is the file that was sent, from the flow's folder on.
	Document string
	Status   int
	Bytes    int64
	Duration time.Duration
	// Note says why a request was refused.
	Note string
}

func (r *Record) at(p place) {
	r.Kind, r.Flow, r.Version, r.Target, r.Step = p.kind, p.flow, p.version, p.target, p.step
}

func (r *Record) document(file string) {
	r.Document = strings.TrimPrefix(file, r.Flow+"/")
}

// Text is the record as one line without its time.
func (r Record) Text() string {
	at, asked, document := "-", "-", "-"
	switch {
	case r.Step != "":
		at = r.Flow + "/" + r.Step
	case r.Flow != "":
		at = r.Flow
	}
	if r.Parameter != "" {
		asked = r.Parameter + "=" + r.Answer
	}
	switch {
	case r.Status >= http.StatusBadRequest:
		document = cut(r.Path)
	case r.Document != "":
		document = r.Document
	}
	line := fmt.Sprintf("%-4s %d  %-24s %-18s %-44s %s", word(r.Method), r.Status, at, asked, document, milliseconds(r.Duration))
	if r.Note != "" {
		line += "  " + r.Note
	}
	return line
}

// cut is a path that may stand in a line: it is escaped already, but may be long.
func cut(path string) string {
	if len(path) > shown {
		return path[:shown] + "…"
	}
	return path
}

// word is a method that may stand in a line.
func word(method string) string {
	if len(method) > 16 {
		return method[:16]
	}
	return method
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

// JSON is the record as one line of JSON; every property is always there.
func (r Record) JSON() ([]byte, error) {
	return json.Marshal(struct {
		Time      string  `json:"time"`
		Method    string  `json:"method"`
		Path      string  `json:"path"`
		Kind      Kind    `json:"kind"`
		Flow      string  `json:"flow"`
		Version   string  `json:"version"`
		Target    string  `json:"target"`
		Step      string  `json:"step"`
		Parameter string  `json:"parameter"`
		Answer    string  `json:"answer"`
		Document  string  `json:"document"`
		Status    int     `json:"status"`
		Bytes     int64   `json:"bytes"`
		Seconds   float64 `json:"seconds"`
		Note      string  `json:"note"`
	}{
		r.Time.UTC().Format(time.RFC3339Nano), word(r.Method), cut(r.Path), r.Kind, r.Flow, r.Version, r.Target, r.Step,
		r.Parameter, r.Answer, r.Document, r.Status, r.Bytes, r.Duration.Seconds(), r.Note,
	})
}

// silence is the key under which a context says that nobody records.
type silence struct{}

// Unrecorded is a context for requests that are repeated and are in the log
// already.
func Unrecorded(ctx context.Context) context.Context {
	return context.WithValue(ctx, silence{}, true)
}

func unrecorded(ctx context.Context) bool { return ctx.Value(silence{}) != nil }
