package crawl

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"strings"

	"ivrc/backends/fetch"
	"ivrc/backends/routes"
)

// Walk finds its way from entries where there is no manifest: it fetches each as
// its provider does, and whatever the documents lead to, at routed addresses with
// every answer that a provider can give. It can say whether something comes and
// whether the provider could read it, not whether it is what was built. entries
// are paths below base. The error is the context's, or Unreachable.
func Walk(ctx context.Context, f fetch.Fetcher, base string, entries []string, o Options) (Report, error) {
	w := walk{base: base, seen: map[string]bool{}, report: Report{Mask: o.Mask}}
	for _, at := range entries {
		p, ok := providerAt(at)
		if !ok {
			return w.report, fmt.Errorf("no provider reads %s", at)
		}
		w.add(ask{check: Entries, provider: p, at: at, request: opening(p.posts, session)})
	}
	for len(w.next) > 0 {
		wave := w.next
		w.next = nil
		w.report.Planned += len(wave)
		if left := o.Most - w.report.Requests; o.Most > 0 && len(wave) > left {
			wave = wave[:left]
		}
		w.report.Requests += len(wave)
		replies, err := run(ctx, f, base, wave, o.AtOnce)
		if err != nil {
			return w.report, fmt.Errorf("asking the host: %w", err)
		}
		if err := silent(replies); err != nil && w.report.Requests == len(wave) {
			return w.report, err
		}
		for i := range wave {
			w.judge(&wave[i], replies[i])
		}
	}
	if w.report.Requests < w.report.Planned && !o.Given {
		w.report.Fail(Limit, NotAsked, "%d requests were made, and at least %d more are needed", w.report.Requests, w.report.Planned-w.report.Requests)
	}
	return w.report, nil
}

type walk struct {
	base   string
	report Report
	seen   map[string]bool
	next   []ask
}

// providerAt is the provider that reads files of that name.
func providerAt(at string) (provider, bool) {
	for _, p := range providers {
		if path.Ext(at) == p.extension {
			return p, true
		}
	}
	return provider{}, false
}

func (w *walk) add(a ask) {
	key := a.String()
	if !w.seen[key] {
		w.seen[key] = true
		w.next = append(w.next, a)
	}
}

// judge looks at a reply and follows its links.
func (w *walk) judge(a *ask, got reply) {
	var x index
	switch {
	case got.err != nil:
		w.report.Fail(a.check, silenceOf(got.err), "%s: %s", a, w.report.foreign(reason(got.err)))
		return
	case got.response.Status/100 != 2:
		x.status(&w.report, a, got)
		return
	case encoding(got.response.Header) != "":
		w.report.Fail(a.check, Compressed, "%s comes as %s", a, w.report.foreign(encoding(got.response.Header)))
		return
	}
	if k := wrongType(got.response.ContentType, a.provider.types); k != "" {
		w.report.Fail(Types, k, "%s gets %q", a, w.report.foreign(got.response.ContentType))
	} else {
		w.report.OK(Types)
	}
	w.report.OK(a.check)
	d := a.provider.read(got.response.Body)
	if len(d.problems) > 0 {
		w.report.Fail(Documents, Unreadable, "%s: %s", a, w.report.foreign(strings.Join(d.problems, "; ")))
		return
	}
	w.report.OK(Documents)
	for _, l := range d.links {
		w.follow(a, l)
	}
}

// follow asks for what a link leads to.
func (w *walk) follow(from *ask, l link) {
	address := l.address
	if l.application {
		address = fetch.ApplicationAt(address).Refuse
	}
	if address == "" {
		return
	}
	at, ours := strings.CutPrefix(address, w.base)
	if !ours {
		w.report.Fail(Links, LeadsOut, "%s leads to %s", from, w.report.foreign(address))
		return
	}
	w.report.OK(Links)
	p := from.provider
	a := ask{provider: p, at: at}
	place, routed := routes.At("/" + at)
	if !routed {
		a.check, a.request = Files, opening(false, "")
		if l.posted && p.posts {
			a.check, a.request = Posted, result("").request
		} else if l.posted {
			a.check, a.request = Posted, fetch.Request{Method: http.MethodPost, Form: noise()}
		}
		w.add(a)
		return
	}
	for _, group := range []struct {
		check     Check
		questions []question
	}{{routedBy(place), every(place)}, {OddAnswers, odd(place, nil)}} {
		for _, q := range group.questions {
			a.check, a.request, a.shown, a.want.routed = group.check, q.request, q.shown, true
			w.add(a)
		}
	}
}
