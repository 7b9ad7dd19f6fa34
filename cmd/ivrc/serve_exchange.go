package main

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"

	"ivrc/backends"
	"ivrc/backends/serve"
)

// exchange is one run of ivrc serve: like that of a telephone company it holds the
// lines together.
type exchange struct {
	session  session
	flags    *serveFlags
	listener net.Listener
	profile  serve.Profile
	// counters is where metrics are asked for, nil for nowhere.
	counters net.Listener
	// names are those under which requests are taken.
	names []string
	// mutex keeps lines whole: requests and changes of flows are told side by side.
	mutex sync.Mutex
}

// address is where a client of this machine reaches the server.
func (e *exchange) address() string {
	return "http://" + e.listener.Addr().String() + "/"
}

// open says that others than this machine reach the server.
func (e *exchange) open() bool {
	at, ok := e.listener.Addr().(*net.TCPAddr)
	return !ok || !at.IP.IsLoopback()
}

// called sets the names under which requests are taken. A server that others reach
// must have one, or a page in a browser could be led to it under any name.
func (e *exchange) called(bases ...string) error {
	e.names = serve.LoopbackHosts()
	own := 0
	take := func(name string) {
		if name = strings.ToLower(name); name != "" && !slices.Contains(e.names, name) {
			e.names = append(e.names, name)
			own++
		}
	}
	for _, host := range e.flags.hosts {
		if host == "" || strings.ContainsAny(host, "/@ ") {
			return usage("--host takes a name such as ivr.example.com, not %q", host)
		}
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		take(strings.Trim(host, "[]"))
	}
	for _, base := range bases {
		if u, err := url.Parse(base); err == nil {
			take(u.Hostname())
		}
	}
	if own == 0 && e.open() {
		return usage("--listen %s can be reached from outside: under which name? Say so with --host ivr.example.com", e.flags.listen)
	}
	// Nobody can lead a page here by an address without a name, so its own is taken.
	if at, ok := e.listener.Addr().(*net.TCPAddr); ok && !at.IP.IsUnspecified() {
		take(at.IP.String())
	}
	return nil
}

// recorder counts and tells requests.
func (e *exchange) recorder(metrics *serve.Metrics) func(serve.Record) {
	return func(r serve.Record) {
		metrics.Count(r)
		var line string
		switch e.flags.log {
		case logNone:
			return
		case logJSON:
			text, err := r.JSON()
			if err != nil {
				return // a record holds nothing that JSON cannot say
			}
			line = string(text)
		default:
			line = r.Time.Format("15:04:05") + " " + r.Text()
		}
		e.mutex.Lock()
		defer e.mutex.Unlock()
		// A log that nobody reads any more is no reason to leave callers alone.
		_, _ = fmt.Fprintln(e.session.out, line)
	}
}

// begin tells where the server is.
func (e *exchange) begin(what string) {
	fmt.Fprintf(e.session.talk, "serving %s at %s", what, e.address())
	if e.profile.Name != serve.Plain().Name {
		fmt.Fprintf(e.session.talk, " as %s: %s", e.profile.Name, e.profile.Means)
	}
	fmt.Fprintln(e.session.talk)
	if e.open() {
		fmt.Fprintf(e.session.talk, "others than this machine reach it, as %s\n", strings.Join(e.names[len(serve.LoopbackHosts()):], ", "))
	}
}

// ofFolder serves a published tree.
func (e *exchange) ofFolder(folder string) error {
	source, err := serve.NewFolder(folder)
	if err != nil {
		return usage("%s cannot be served: %w", folder, reason(err))
	}
	tree, err := source.Tree()
	if err != nil {
		return failure(err)
	}
	var bases []string
	for _, f := range tree.About().Flows {
		for _, v := range f.Versions {
			if !slices.Contains(bases, v.Base) {
				bases = append(bases, v.Base)
			}
		}
	}
	if err := e.called(bases...); err != nil {
		return err
	}
	e.begin(folder)
	for _, f := range tree.About().Flows {
		fmt.Fprintln(e.session.talk, f.Flow)
		for _, entry := range f.Entries {
			if entry.Use == backends.UseReply {
				continue // the host chooses those
			}
			fmt.Fprintf(e.session.talk, "  %-9s %s\n", entry.Use, entry.URL)
		}
	}
	for _, base := range bases {
		if base != e.address() {
			fmt.Fprintf(e.session.talk, "its links lead to %s\n", base)
		}
	}
	fmt.Fprintln(e.session.talk, "a deploy into it is seen by the next request; Ctrl-C stops")
	return e.run(source, nil)
}
