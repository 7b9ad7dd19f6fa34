package crawl

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"ivrc/backends"
	"ivrc/backends/fetch"
)

// Verdict is what came of a probe.
type Verdict string

// The verdicts.
const (
	// Right is a host that did as callers need it.
	Right Verdict = "right"
	// Wrong is one that did not, where callers of this tree meet it.
	Wrong Verdict = "wrong"
	// Unneeded is one that did not, where no provider asks for it with this tree.
	Unneeded Verdict = "unneeded"
	// Skipped is a probe for which the tree has no place.
	Skipped Verdict = "skipped"
)

// Probe is one thing that a host must do, and what came of the request that shows
// it.
type Probe struct {
	// Group and Name say what is looked at; both are the same for every tree.
	Group, Name string
	Verdict     Verdict
	// Request is what was asked, in words; Reason why nothing was, or why it is not
	// needed.
	Request, Reason string
	// Kind and Found are what is wrong.
	Kind  Kind
	Found string
}

// probe is a Probe that is still to be made.
type probe struct {
	group, name string
	// unneeded says why no provider asks for it; skipped why it cannot be asked.
	unneeded, skipped string
	// bodiless is a request whose answer has no body.
	bodiless bool
	ask      ask
}

// Probes makes the requests that show whether a host can serve a tree of ivrc: one
// for each thing that hosts are known to get wrong (edge.md §3). They are chosen from
// the manifest, the same ones each time. base ends in a slash. The error is the
// context's, or Unreachable.
func Probes(ctx context.Context, f fetch.Fetcher, base string, m *backends.Manifest, o Options) ([]Probe, error) {
	planning := newProbing(m)
	planning.plan()
	planning.signatureProbes(o.Signed)
	planned := planning.list
	var asks []ask
	for _, p := range planned {
		if p.skipped == "" {
			asks = append(asks, p.ask)
		}
	}
	replies, err := run(ctx, f, base, asks, o.AtOnce)
	if err != nil {
		return nil, fmt.Errorf("asking the host: %w", err)
	}
	if err := silent(replies); err != nil {
		return nil, err
	}
	x := newIndex(m)
	var list []Probe
	headers := Report{Mask: o.Mask}
	for _, p := range planned {
		done := Probe{Group: p.group, Name: p.name, Verdict: Skipped, Reason: p.skipped}
		if p.skipped == "" {
			done = x.probed(p, replies[0], &headers)
			replies = replies[1:]
		}
		list = append(list, done)
	}
	withoutPost(list, planned)
	return append(list, headerProbes(&headers)...), nil
}

// withoutPost names hosts that find nothing by POST, files that they have included:
// they refuse it by 404.
func withoutPost(list []Probe, planned []probe) {
	files := false
	for i, p := range planned {
		posts := p.skipped == "" && p.ask.want.file != "" && p.ask.request.Method == http.MethodPost
		if kind := list[i].Kind; posts && kind != NotThere && kind != NotRouted {
			return
		}
		files = files || posts && !p.ask.want.routed
	}
	got := func(p Probe) bool { return p.Verdict == Right && strings.HasPrefix(p.Request, http.MethodGet+" ") }
	if !files || !slices.ContainsFunc(list, got) {
		return
	}
	for i := range list {
		if strings.HasPrefix(list[i].Request, http.MethodPost+" ") && list[i].Verdict != Right {
			list[i].Kind = RefusesPost
		}
	}
}

// probed is the verdict on one reply. Its headers are collected: a right answer with
// a wrong header is another probe.
func (x *index) probed(p probe, got reply, headers *Report) Probe {
	done := Probe{Group: p.group, Name: p.name, Verdict: Right, Request: p.ask.String()}
	r := Report{Mask: headers.Mask}
	if p.bodiless {
		x.bodiless(&r, &p.ask, got)
	} else {
		x.judge(&r, &p.ask, got)
	}
	for _, row := range r.Rows() {
		switch {
		case row.Check == Types || row.Check == Caching:
			headers.merge(row)
		case row.Failed > 0:
			done.Verdict, done.Kind, done.Found = Wrong, row.Findings[0].Kind, row.Findings[0].Examples[0]
		}
	}
	if done.Verdict == Wrong && p.unneeded != "" {
		done.Verdict, done.Reason = Unneeded, p.unneeded
	}
	return done
}

// bodiless looks at the answer to HEAD: as to GET, without the body.
func (x *index) bodiless(r *Report, a *ask, got reply) {
	switch {
	case got.err != nil:
		r.Fail(a.check, silenceOf(got.err), "%s: %s", a, r.foreign(reason(got.err)))
	case got.response.Status/100 != 2:
		x.status(r, a, got)
	case len(got.response.Body) > 0:
		r.Fail(a.check, OtherBytes, "%s gets a body", a)
	default:
		r.OK(a.check)
		x.headers(r, a, got)
	}
}

// merge adds the counts and findings of a row.
func (r *Report) merge(more Row) {
	row := r.row(more.Check)
	row.OK += more.OK
	row.Failed += more.Failed
	row.Findings = append(row.Findings, more.Findings...)
}

// headerProbes are those on which every right answer is a vote.
func headerProbes(r *Report) []Probe {
	var list []Probe
	for _, c := range []Check{Types, Caching} {
		row := r.Row(c)
		p := Probe{Group: "headers", Name: map[Check]string{Types: "content types", Caching: "how long caches may keep it"}[c], Verdict: Right, Request: fmt.Sprintf("%d answers", row.OK+row.Failed)}
		switch {
		case row.OK+row.Failed == 0:
			p.Verdict, p.Request, p.Reason = Skipped, "", "no answer was right"
		case row.Failed > 0:
			p.Verdict, p.Kind, p.Found = Wrong, row.Findings[0].Kind, row.Findings[0].Examples[0]
			if more := row.Failed - 1; more > 0 {
				p.Found += fmt.Sprintf(", and %d more", more)
			}
		}
		list = append(list, p)
	}
	return list
}

// get is a request without anything behind the path.
func get() fetch.Request { return fetch.Request{Method: http.MethodGet} }

// inForm is a question put into a form instead of the query.
func (q question) inForm() question {
	q.request = fetch.Request{Method: http.MethodPost, Form: q.request.Query}
	q.shown += " in a form"
	return q
}

// large is a body as no provider sends it and every host must bear.
const large = 40 << 10

// padded is a result of some size.
func padded(value string) question {
	body := `{"result":{"transcript":"` + strings.Repeat("a", large) + `","actions":{"name":"menu","disposition":"SUCCESS","value":"` + value + `"}}}`
	return question{fetch.Request{Method: http.MethodPost, JSON: []byte(body)}, value + ", in 40 kB"}
}
