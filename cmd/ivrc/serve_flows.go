package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"

	"github.com/fsnotify/fsnotify"

	"ivrc/backends"
	"ivrc/backends/serve"
)

// ofFlows compiles flows into memory, serves them, and compiles them again when
// their files change.
func (e *exchange) ofFlows(args []string) error {
	w, err := e.session.work(&e.flags.flowFlags, args, nothingMore)
	if err != nil {
		return err
	}
	base := ""
	if w.settings.base.from.span.IsZero() { // that of ivrc.yaml is where builds are published
		base = w.settings.base.value
	}
	if err := e.called(base); err != nil {
		return err
	}
	if base == "" {
		base = e.ownBase()
	}
	l := &liveFlows{exchange: e, args: args, base: base, live: serve.NewLive()}
	watcher, err := fsnotify.NewWatcher()
	if err == nil {
		defer watcher.Close()
		// Watched before they are read: no change falls between the two.
		err = l.watch(watcher, w)
	}
	l.read = contents(w)
	releases, failed := l.compile(e.session, w)
	e.session.status.end()
	if failed != nil {
		return failed
	}
	e.begin(plural(len(releases), "flow"))
	quiet := e.session
	quiet.out = e.session.talk
	for _, r := range releases {
		quiet.released(r)
	}
	if err != nil {
		fmt.Fprintf(e.session.err, "changes of the flows are not noticed here: %v\n", reason(err))
		return e.run(l.live, nil)
	}
	fmt.Fprintln(e.session.talk, "flows are compiled again when they are saved; Ctrl-C stops")
	return e.run(l.live, func(ctx context.Context) { l.follow(ctx, watcher) })
}

// ownBase is the base URL of documents that nobody else serves.
func (e *exchange) ownBase() string {
	if !e.open() {
		return e.address()
	}
	_, port, err := net.SplitHostPort(e.listener.Addr().String())
	if err != nil {
		return e.address() // a listener of this package always has a port
	}
	return "http://" + net.JoinHostPort(e.names[len(serve.LoopbackHosts())], port) + "/"
}

// liveFlows are flows that are compiled again while calls are up.
type liveFlows struct {
	exchange *exchange
	args     []string
	base     string
	live     *serve.Live
	// served are the flows of the last good run.
	served []string
	// folders are those in which a change can matter.
	folders []string
	// read is what the last run read, so that other files do not count.
	read [sha256.Size]byte
	// spoilt says that the last run found problems, unread that it read no flow.
	spoilt, unread bool
}

// compile compiles all flows and publishes them in memory, or does neither.
func (l *liveFlows) compile(s session, w *work) ([]*backends.Release, error) {
	w.job.base = l.base
	all, err := s.compileAll(w, nobody)
	if err != nil {
		return nil, err
	}
	if err := s.findings(s.err, all, w); err != nil {
		return nil, err
	}
	if hasErrors(all) {
		return nil, errFindings
	}
	var releases []*backends.Release
	for _, c := range all {
		r, err := backends.Assemble(c.flow.ID, c.bundles, "")
		if err != nil {
			return nil, usage("%w", err)
		}
		releases = append(releases, r)
	}
	if err := s.proven(all, releases); err != nil {
		return nil, err
	}
	return l.publish(releases), nil
}

// publish serves the releases, and takes away flows that are not there any more. It
// gives those that are new.
func (l *liveFlows) publish(releases []*backends.Release) (fresh []*backends.Release) {
	before := l.served
	l.served = nil
	for _, r := range releases {
		if l.live.Publish(r) {
			fresh = append(fresh, r)
		}
		l.served = append(l.served, r.Flow)
	}
	for _, flow := range before {
		if !slices.Contains(l.served, flow) {
			l.live.Withdraw(flow)
		}
	}
	return fresh
}

// contents stands for the names and texts of everything that is read.
func contents(w *work) (sum [sha256.Size]byte) {
	h := sha256.New()
	for _, path := range slices.Concat(w.paths(), w.settings.looked) {
		text, err := os.ReadFile(path)
		fmt.Fprintf(h, "%q %v %x\n", path, err, sha256.Sum256(text))
	}
	h.Sum(sum[:0])
	return sum
}

// again compiles what the arguments name now, and tells what came of it. What was
// served before stays where that fails. It says whether to look once more, because
// something may have come into a folder before that was watched.
func (l *liveFlows) again(ctx context.Context, watcher *fsnotify.Watcher) (more bool) {
	var said bytes.Buffer
	s := l.exchange.session
	told := &stream{to: &said}
	if to, ok := s.err.(*stream); ok {
		told.terminal = to.terminal
	}
	s.out, s.err, s.talk, s.status = told, told, told, nil
	served, folders := slices.Clone(l.served), l.folders
	var fresh []*backends.Release
	unwatched := l.watchAgain(watcher)
	w, err := s.work(&l.exchange.flags.flowFlags, l.args, nothingMore)
	if err == nil {
		unwatched = errors.Join(unwatched, l.watch(watcher, w))
		now := contents(w)
		if now == l.read && !l.unread {
			return false
		}
		more = !slices.Equal(folders, l.folders)
		l.read = now
		fresh, err = l.compile(s, w)
	}
	l.unread = w == nil
	if ctx.Err() != nil {
		return false
	}
	if unwatched != nil {
		fmt.Fprintf(told, "changes in some folders are not noticed here: %v\n", reason(unwatched))
	}
	var f fault
	switch {
	case errors.As(err, &f) && f.code != exitFlow && !errors.Is(err, errConfig) && !errors.Is(err, errBug):
		fmt.Fprintln(told, sentence(f))
		fallthrough
	case err != nil:
		fmt.Fprintln(told, "what was served before still is")
	}
	l.changes(&said, served, fresh, err)
	return more
}

// changes tells what is served from now on.
func (l *liveFlows) changes(said *bytes.Buffer, before []string, fresh []*backends.Release, err error) {
	for _, r := range fresh {
		fmt.Fprintf(said, "%s is served as %s now; calls in progress stay on their version\n", r.Flow, r.Version)
	}
	gone := 0
	for _, flow := range before {
		if err == nil && !slices.Contains(l.served, flow) {
			gone++
			fmt.Fprintf(said, "%s is gone, and is served no more\n", flow)
		}
	}
	switch {
	case err != nil || len(fresh)+gone > 0:
	case l.spoilt:
		fmt.Fprintln(said, "there are no problems any more, and nothing else for callers")
	default:
		fmt.Fprintln(said, "saved; nothing is different for callers")
	}
	l.spoilt = err != nil
	l.exchange.mutex.Lock()
	defer l.exchange.mutex.Unlock()
	to := l.exchange.session.talk
	if err != nil {
		to = l.exchange.session.err
	}
	_, _ = to.Write(said.Bytes()) // whoever does not read it is served all the same
}
