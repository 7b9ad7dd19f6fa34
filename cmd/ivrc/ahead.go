package main

import (
	"fmt"
	"slices"
	"sync/atomic"

	"ivrc/backends"
	"ivrc/backends/publish"
	"ivrc/compiler/beside"
	"ivrc/compiler/diag"
)

// ahead is what a build does of publishing while it still compiles: into an output that
// is not there yet, the documents of each flow are written, where nobody sees them, and
// read back as soon as it is compiled. Then they go, and so does the flow, so that no more
// than some flows are in memory. Nil does nothing ahead.
type ahead struct {
	session
	fresh    *publish.Fresh
	release  string
	problems []error     // why flows could not be assembled
	lists    []diag.List // how documents differ from their flows
	says     []*pastFlow

	queue   chan *inUse
	written func()      // waits for the last of the queue
	failed  error       // why something could not be written; good when written
	gaveUp  atomic.Bool // there will be no output
	closed  bool
}

// inUse is a release that is being written and read back.
type inUse struct {
	*backends.Release
	users atomic.Int32
}

// done is said by each who needed the files.
func (t *inUse) done() {
	if t.users.Add(-1) == 0 {
		t.DropFiles()
	}
}

// queued is how many flows may wait to be written: enough that neither who compiles nor
// who writes waits for the other.
const queued = 4

// ahead begins, or is nil where the output has to be compared with what there is, and
// where it cannot be had at once: whoever publishes later says why.
func (s session) ahead(w *work, f *publishFlags, o publish.Options, again *rebuild) *ahead {
	reads := slices.ContainsFunc(w.inputs, func(in input) bool { return in.stdin })
	if f.check || reads || again != nil && again.past != nil {
		return nil
	}
	n := len(w.inputs)
	a := &ahead{
		session: s, release: f.release, problems: make([]error, n), lists: make([]diag.List, n), says: make([]*pastFlow, n),
		queue: make(chan *inUse, queued),
	}
	o.Seal, o.LockTimeout, o.Ready = again != nil, 0, provenBy(a.differences)
	fresh, err := publish.Begin(o)
	if fresh == nil || err != nil {
		return nil
	}
	a.fresh = fresh
	a.written = beside.Do(true, a.write)
	return a
}

// take is given each flow once it is compiled. Of those that it takes, only the name and
// what must be drawn is left.
func (a *ahead) take(i int, c *compiled) {
	if a == nil {
		return
	}
	if c.failed != nil || c.list.HasErrors() {
		a.gaveUp.Store(true)
	}
	if a.gaveUp.Load() {
		return
	}
	r, err := c.assembled(a.release)
	if err != nil {
		a.problems[i] = err
		a.gaveUp.Store(true)
		return
	}
	t := &inUse{Release: r}
	t.users.Store(2)
	a.queue <- t
	for _, b := range r.Bundles {
		a.lists[i].Add(reread(c.flow, r, b)...)
	}
	a.says[i] = a.saying(c, r)
	t.done()
	c.flow = named(c.flow)
	c.bundles = slices.DeleteFunc(slices.Clone(c.bundles), func(b *backends.Bundle) bool { return len(b.Numbers) == 0 })
}

// write writes what is in the queue until that is closed.
func (a *ahead) write() {
	defer func() {
		for range a.queue { // after a defect, so that nobody waits for ever
		}
	}()
	for t := range a.queue {
		if !a.gaveUp.Load() {
			if err := a.fresh.Add(t.Release); err != nil {
				a.failed = err
				a.gaveUp.Store(true)
			}
		}
		t.done()
	}
}

// wait waits until everything is written that was taken.
func (a *ahead) wait() {
	if !a.closed {
		a.closed = true
		close(a.queue)
		a.written()
	}
}

// differences are how the documents of all flows differ from them.
func (a *ahead) differences() diag.List { return oneList(a.lists) }

// finish is publish.Write for releases of which all but the end is done.
func (a *ahead) finish([]*backends.Release, publish.Options) (*publish.Report, error) {
	a.wait()
	if a.failed != nil {
		return nil, a.fresh.Drop(a.failed)
	}
	return a.fresh.Finish()
}

// dropped takes back what was not finished.
func (s session) dropped(a *ahead) {
	if a == nil {
		return
	}
	a.gaveUp.Store(true)
	a.wait()
	if err := a.fresh.Drop(nil); err != nil {
		fmt.Fprintln(s.err, "warning:", err)
	}
}
