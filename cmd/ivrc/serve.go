package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"ivrc/backends/publish"
	"ivrc/backends/serve"
	"ivrc/compiler/nearest"
)

// serveFlags are those of ivrc serve.
type serveFlags struct {
	flowFlags
	listen, metrics, as, log string
	hosts                    []string
}

const (
	usualListen = "127.0.0.1:8080"
	logText     = "text"
	logJSON     = "json"
	logNone     = "none"
)

const serveWords = `Serve flows, or a folder that ivrc build wrote, to providers and to tools. Requests
are answered by the rule that every host follows, so what works here works there.

A FLOW is compiled in memory; when its file is saved, the entries lead to the new
version, and a call that is in progress stays on the one it began with. A DIR is
served as it is; a deploy into it is seen by the next request.

Only this machine is answered unless --listen says otherwise. Ctrl-C and SIGTERM
end it when the answers that have begun are sent, with the exit code 0.`

func (s session) serveCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "serve [DIR|FLOW...]",
		Short: "Serve flows or a published folder on this machine",
		Long:  serveWords,
		Example: "  ivrc serve flows/front-desk.ivr.yaml\n" +
			"  ivrc serve flows --base-url https://abc.tunnel.example/     behind a tunnel\n" +
			"  ivrc serve dist --as s3                                     as a bucket would refuse\n" +
			"  ivrc serve dist --listen :8080 --host ivr.example.com       as the one static binary",
		RunE: func(c *cobra.Command, args []string) error { return s.serve(c, &f, args) },
	}
	f.register(c, "target", "base-url", "audio-base", "budget")
	c.Flags().StringVar(&f.listen, "listen", usualListen, "`ADDRESS` and port to listen on; port 0 takes a free one")
	c.Flags().StringSliceVar(&f.hosts, "host", nil, "`NAMES` under which requests are taken, besides this machine's own and those of the base URL")
	c.Flags().StringVar(&f.as, "as", serve.Plain().Name, "`KIND` of host whose refusals are imitated; \"list\" lists them")
	c.Flags().StringVar(&f.metrics, "metrics", "", "`ADDRESS` and port for metrics in Prometheus' text form (default none)")
	c.Flags().StringVar(&f.log, "log", logText, "a line for each request: text, json or none")
	return c
}

func (s session) serve(c *cobra.Command, f *serveFlags, args []string) error {
	if f.as == "list" {
		return s.listProfiles()
	}
	profile, err := profileNamed(f.as)
	if err != nil {
		return err
	}
	if !slices.Contains([]string{logText, logJSON, logNone}, f.log) {
		return usage("--log takes text, json or none, not %q", f.log)
	}
	folder, err := servedFolder(args)
	if err != nil {
		return err
	}
	listener, err := listenOn("--listen", f.listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	e := &exchange{session: s, flags: f, listener: listener, profile: profile}
	if f.metrics != "" {
		if e.counters, err = listenOn("--metrics", f.metrics); err != nil {
			return err
		}
		defer e.counters.Close()
	}
	if folder != "" {
		for _, name := range []string{"target", "base-url", "audio-base", "budget", "max", "stdin-filename"} {
			if c.Flags().Changed(name) {
				return usage("--%s is for flows, and %s is published already", name, folder)
			}
		}
		return e.ofFolder(folder)
	}
	return e.ofFlows(args)
}

// servedFolder is the published tree that is named, empty where flows are.
func servedFolder(args []string) (string, error) {
	for _, arg := range args {
		if arg == "-" {
			return "", usage("serve reads its flows again when they change, and standard input can be read once; name the file")
		}
		if _, err := os.Lstat(filepath.Join(arg, publish.ManifestName)); err != nil {
			continue
		}
		if len(args) > 1 {
			return "", usage("serve takes one published folder, or flows")
		}
		return arg, nil
	}
	return "", nil
}

func profileNamed(name string) (serve.Profile, error) {
	for _, p := range serve.Profiles() {
		if p.Name == name {
			return p, nil
		}
	}
	names := profileNames()
	if near := nearest.Name(name, names); near != "" {
		return serve.Profile{}, usage("there is no kind of host %q; did you mean %q?", name, near)
	}
	return serve.Profile{}, usage("there is no kind of host %q; there are %s", name, strings.Join(names, ", "))
}

func profileNames() []string {
	var names []string
	for _, p := range serve.Profiles() {
		names = append(names, p.Name)
	}
	return names
}

func (s session) listProfiles() error {
	for _, p := range serve.Profiles() {
		if _, err := fmt.Fprintf(s.out, "%-18s %s\n", p.Name, p.Means); err != nil {
			return err
		}
	}
	return nil
}

// listenOn opens an address of this machine.
func listenOn(flag, address string) (net.Listener, error) {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return nil, usage("%s takes an address and a port, for example %s, not %q", flag, usualListen, address)
	}
	l, err := net.Listen("tcp", address)
	var name *net.DNSError
	var wrong *net.AddrError
	switch {
	case errors.As(err, &name), errors.As(err, &wrong):
		return nil, usage("%s: %q is no address and port of this machine", flag, address)
	case isTaken(err):
		return nil, failure(fmt.Errorf("%s %s: another program listens there; port 0 takes a free one", flag, address))
	case err != nil:
		var system *os.SyscallError
		if errors.As(err, &system) {
			err = system.Err
		}
		return nil, failure(fmt.Errorf("%s %s: %w", flag, address, err))
	}
	return l, nil
}

// isTaken says that a port has a listener already.
func isTaken(err error) bool {
	const onWindows = syscall.Errno(10048) // WSAEADDRINUSE, which syscall does not name
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, onWindows)
}

// run answers requests until somebody stops it.
func (e *exchange) run(source serve.Source, beside func(context.Context)) error {
	limits := serve.UsualLimits()
	var server *serve.Server
	metrics := serve.NewMetrics(func() int { return server.Connections() })
	handler := serve.New(source, serve.Options{Profile: e.profile, Hosts: e.names, Record: e.recorder(metrics)})
	server = serve.NewServer(e.listener, handler, limits)
	ctx, stop := context.WithCancelCause(e.session.ctx)
	defer stop(nil)
	counted := make(chan error, 1)
	if e.counters == nil {
		close(counted)
	} else {
		fmt.Fprintf(e.session.talk, "metrics: http://%s/metrics\n", e.counters.Addr())
		go func() {
			err := serve.NewServer(e.counters, metrics, limits).Run(ctx)
			stop(err)
			counted <- err
			close(counted)
		}()
	}
	var others sync.WaitGroup
	if beside != nil {
		others.Go(func() { beside(ctx) })
	}
	err := server.Run(ctx)
	stop(err)
	others.Wait()
	if err = errors.Join(err, <-counted); err != nil {
		return failure(fmt.Errorf("serving: %w", err))
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	fmt.Fprintln(e.session.talk, "stopped")
	return nil
}
