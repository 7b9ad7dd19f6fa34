package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"ivrc/backends"
	"ivrc/backends/plivo"
	plivoreread "ivrc/backends/plivo/reread"
	"ivrc/backends/tropo"
	troporeread "ivrc/backends/tropo/reread"
	"ivrc/backends/verify"
	"ivrc/backends/voiceshot"
	voiceshotreread "ivrc/backends/voiceshot/reread"
	"ivrc/compiler/diag"
	"ivrc/compiler/render"
	"ivrc/ir"
)

// rereader reads the published files of a target back and lists how they differ
// from the flow.
type rereader struct {
	target string
	reread func(verify.Published, *ir.Flow) []string
	// read is what the files alone say, and what in them cannot be read.
	read func(verify.Published) (heard []verify.Heard, problems []string)
}

// rereaders is the registration of what proves a build: one line per provider.
func rereaders() []rereader {
	return []rereader{
		{plivo.Name, plivoreread.Reread, plivoreread.Read},
		{tropo.Name, troporeread.Reread, troporeread.Read},
		{voiceshot.Name, voiceshotreread.Reread, voiceshotreread.Read},
	}
}

// errUnproven ends a publish whose documents differ from their flows.
var errUnproven = errors.New("the documents say something else than their flows")

// differencesShown are enough to see what went wrong; one wrong link can show at
// every step.
const differencesShown = 20

// proven reads the files of all releases back, as they will be written, and
// prints as IVR904 how they differ from their flows. With an error nothing may be
// published.
func (s session) proven(all []compiled, releases []*backends.Release) error {
	return s.judged(s.differing(all, releases, func(int) {}))
}

// proving is proven for who has something else to do meanwhile: the function waits for
// the differences, as often as it is asked. A defect of the reading itself is one. It
// keeps a flow no longer than it needs it.
func (s session) proving(all []compiled, releases []*backends.Release) func() diag.List {
	var found diag.List
	all, releases = slices.Clone(all), slices.Clone(releases)
	done := make(chan struct{})
	go func() {
		defer close(done)
		found = s.differing(all, releases, func(i int) { all[i].flow = nil })
	}()
	return func() diag.List {
		<-done
		return found
	}
}

// differing is how files differ from their flows, flow by flow. It says which release
// it is done with.
func (s session) differing(all []compiled, releases []*backends.Release, done func(i int)) diag.List {
	type piece struct{ release, bundle int }
	var pieces []piece
	left := make([]atomic.Int64, len(releases))
	for i, r := range releases {
		if r == nil {
			continue // proven when it was published
		}
		left[i].Store(int64(len(r.Bundles)))
		for k := range r.Bundles {
			pieces = append(pieces, piece{i, k})
		}
	}
	lists := make([]diag.List, len(pieces))
	s.eachOf(len(pieces), func(i int) {
		at := pieces[i].release
		r := releases[at]
		lists[i] = reread(all[at].flow, r, r.Bundles[pieces[i].bundle])
		if left[at].Add(-1) == 0 {
			done(at)
		}
	})
	return oneList(lists)
}

// oneList is one list of all, in its order.
func oneList(lists []diag.List) (all diag.List) {
	for _, list := range lists {
		all.Add(list...)
	}
	all.Sort()
	return all
}

// judged prints differences.
func (s session) judged(found diag.List) error {
	if len(found) == 0 {
		return nil
	}
	if err := render.Text(s.err, found, render.TextOptions{Max: differencesShown}); err != nil {
		return failure(err)
	}
	fmt.Fprintln(s.err, "the documents were not published; nothing was written")
	return errBug
}

// reread reads one bundle of a release back. A defect of the reading itself is a
// difference too.
func reread(flow *ir.Flow, r *backends.Release, b *backends.Bundle) (list diag.List) {
	target := b.Site.Target
	unproven := func(difference string) {
		list.Add(diag.New(diag.Unproven, flow.Span, "the documents for %s say something else than the flow: %s", target, difference).
			WithHelp("this is a defect of ivrc: please report it with the flow; nothing was written"))
	}
	defer func() {
		if fault := recover(); fault != nil {
			unproven(fmt.Sprint("reading them back failed: ", fault))
		}
	}()
	for _, row := range rereaders() {
		if row.target != target {
			continue
		}
		for _, difference := range row.reread(publishedTree(r, b), flow) {
			unproven(difference)
		}
		return list
	}
	unproven("nothing reads them back")
	return list
}

// publishedTree is what will lie in the output tree for one bundle.
func publishedTree(r *backends.Release, b *backends.Bundle) verify.Published {
	segment := strings.TrimPrefix(strings.TrimSuffix(r.Folder(b), b.Site.Target+"/"), r.Flow+"/")
	p := verify.Published{Base: b.Site.Base, Flow: r.Flow, Target: b.Site.Target, Segment: segment}
	versioned, entries := r.Files(b)
	p.Files = make(map[string][]byte, len(versioned)+len(entries))
	for _, f := range append(versioned, entries...) {
		p.Files[f.Path] = f.Text
	}
	return p
}
