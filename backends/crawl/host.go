package crawl

import (
	"context"
	"fmt"

	"ivrc/backends"
	"ivrc/backends/fetch"
)

// Unreachable says that a host answered nothing at all.
type Unreachable struct{ Err error }

// Error is the reason of the first request.
func (u Unreachable) Error() string { return "the host does not answer: " + reason(u.Err) }

// Unwrap is the cause.
func (u Unreachable) Unwrap() error { return u.Err }

// Host asks a host for everything that a manifest lists, under base, which ends in
// a slash. The tree are the
// files that came as they should, by path. The error is the context's, or
// Unreachable.
func Host(ctx context.Context, f fetch.Fetcher, base string, m *backends.Manifest, o Options) (Report, map[string][]byte, error) {
	r := Report{Mask: o.Mask}
	x := newIndex(m)
	asks := x.plan()
	r.Planned = len(asks)
	if o.Most > 0 && len(asks) > o.Most {
		asks = asks[:o.Most]
		if !o.Given {
			r.Fail(Limit, NotAsked, "%d of %d requests were made; --max-requests %d makes them all", o.Most, r.Planned, r.Planned)
		}
	}
	r.Requests = len(asks)
	replies, err := run(ctx, f, base, asks, o.AtOnce)
	if err != nil {
		return r, nil, fmt.Errorf("asking the host: %w", err)
	}
	if err := silent(replies); err != nil {
		return r, nil, err
	}
	for i := range asks {
		x.judge(&r, &asks[i], replies[i])
	}
	tree := x.got(asks, replies)
	Structure(&r, m, tree)
	return r, tree, nil
}

// silent is the error of a host from which nothing came, not even a part.
func silent(replies []reply) error {
	for _, got := range replies {
		if got.err == nil || silenceOf(got.err) == BreaksOff {
			return nil
		}
	}
	if len(replies) == 0 {
		return nil
	}
	return Unreachable{replies[0].err}
}

// Bases compares the address at which a tree is looked at with the one that its
// links name.
func Bases(r *Report, m *backends.Manifest, base string) {
	x := newIndex(m)
	for _, v := range x.versions {
		switch {
		case !v.current:
		case v.Base == base:
			r.OK(Base)
		default:
			r.Fail(Base, OtherBase, "the links of %s lead to %s", v.Folder, v.Base)
		}
	}
}
