// Command ivrc compiles call flows written in YAML to the documents that
// telephony platforms fetch during a call.
//
// In: flow files. Out: an output tree, or diagnostics. It puts the compiler and
// the backends together and has no opinion of its own about flows.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"ivrc/backends"
	"ivrc/backends/plivo"
	"ivrc/backends/publish"
	"ivrc/backends/tropo"
	"ivrc/backends/voiceshot"
	"ivrc/compiler/secret"
)

// Exit codes: whose fault it is.
const (
	exitOK          = 0
	exitFlow        = 1 // problems in a flow
	exitUsage       = 2 // wrong usage or configuration
	exitFailure     = 3 // the environment or ivrc itself failed
	exitInterrupted = 130
	exitTerminated  = 143
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	ctx := untilSignal(context.Background())
	// A reader that goes away is an error of a write, not the end of the program
	// without a word.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(runIn(process{ctx: ctx, in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, clock: systemClock()}, os.Args[1:]))
}

// collectAt is by how many percent memory may grow before what is not used any more is
// collected, unless GOGC says something else. A build takes a fifth less CPU time than
// with Go's own 100, and a sixth more memory (docs/performance.md).
const collectAt = 200

// untilSignal is a context that the first Ctrl-C or SIGTERM ends, so that the
// command stops where nothing is half done. Then the handler is gone, and the
// second signal ends the program at once.
func untilSignal(parent context.Context) context.Context {
	ctx, end := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		got := <-signals
		signal.Stop(signals)
		if got == syscall.SIGTERM {
			end(errTerminated)
		} else {
			end(errInterrupted)
		}
		systemClock().after(statusPatience, func() { fmt.Fprintln(os.Stderr, "ivrc: stopping; a second Ctrl-C ends it at once") })
	}()
	return ctx
}

// allBackends is the registration: one line per provider.
func allBackends() []backends.Backend {
	return []backends.Backend{
		plivo.New(),
		tropo.New(),
		voiceshot.New(),
	}
}

// fault is an error with the exit code it leads to.
type fault struct {
	code int
	err  error
}

// Error is the sentence for the user.
func (f fault) Error() string { return f.err.Error() }

// Unwrap is the cause.
func (f fault) Unwrap() error { return f.err }

// usage is an error of the command line or the configuration.
func usage(format string, args ...any) error { return fault{exitUsage, fmt.Errorf(format, args...)} }

// failure is an error of the environment.
func failure(err error) error { return fault{exitFailure, err} }

// What has been printed already: only the exit code is left to say.
var (
	errFindings = fault{exitFlow, errors.New("problems found")}
	errBug      = fault{exitFailure, errors.New("ivrc failed")}
	errConfig   = fault{exitUsage, errors.New("problems in the settings")}
)

// Somebody, or the system, stopped the command.
var (
	errInterrupted = fault{exitInterrupted, errors.New("interrupted; nothing was changed")}
	errTerminated  = fault{exitTerminated, errors.New("terminated; nothing was changed")}
)

// process are what the program gets from the system.
type process struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	clock    clock
	// terminal says of the streams that a person looks at them; nil asks the system.
	terminal func(any) bool
	// workers is how many flows are worked on side by side; 0 takes the processors.
	workers int
}

// session is what a command works with.
type session struct {
	ctx context.Context
	in  io.Reader
	// out takes results, err what is wrong, and talk what is good to know.
	out, err, talk io.Writer
	getenv         func(string) string
	clock          clock
	terminal       func(any) bool
	status         *status
	flags          *commonFlags
	workers        int
}

// commonFlags are those of every command.
type commonFlags struct {
	config   string
	noConfig bool
	color    string
	quiet    bool
}

// run is the whole program with its streams; it returns the exit code.
func run(args []string, in io.Reader, out, stderr io.Writer) int {
	return runIn(process{ctx: context.Background(), in: in, out: out, err: stderr, getenv: os.Getenv, clock: systemClock()}, args)
}

func runIn(p process, args []string) int {
	s, results := p.session()
	root := s.root()
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	err := root.ExecuteContext(s.ctx)
	s.status.end()
	switch {
	case errors.Is(results.failed, syscall.EPIPE):
		err = failure(errors.New("writing the results: the reader went away"))
	case results.failed != nil:
		err = failure(fmt.Errorf("writing the results: %w", reason(results.failed)))
	}
	return s.verdict(root, args, err)
}

// session puts the streams together; results are what its out becomes.
func (p process) session() (s session, results *stream) {
	if p.terminal == nil {
		p.terminal = isTerminal
	}
	line := &status{clock: p.clock}
	messages := &stream{to: p.err, terminal: p.terminal(p.err), status: line}
	if messages.terminal {
		line.to = p.err
	}
	results = &stream{to: p.out, terminal: p.terminal(p.out), status: line}
	s = session{
		ctx: p.ctx, in: p.in, out: results, err: messages, getenv: p.getenv, clock: p.clock, terminal: p.terminal,
		status: line, flags: &commonFlags{}, workers: p.workers,
	}
	s.talk = talk{to: messages, quiet: &s.flags.quiet}
	return s, results
}

// interrupted is the error of a command that shall stop, nil while it may go on.
func (s session) interrupted() error {
	switch cause := context.Cause(s.ctx); {
	case cause == nil:
		return nil
	case errors.Is(cause, errTerminated):
		return errTerminated
	}
	return errInterrupted
}

// sentence is what a user reads of an error, one line per problem. A name in it may
// hold what a terminal obeys.
func sentence(f fault) string {
	problems := []error{f.err}
	if several, ok := f.err.(interface{ Unwrap() []error }); ok {
		problems = several.Unwrap()
	}
	var lines []string
	for _, problem := range problems {
		text := problem.Error()
		var refusal *publish.Refusal
		if f.code == exitUsage && !errors.As(problem, &refusal) {
			text = secret.Mask(text) // it repeats what was typed; a refusal names folders only
		}
		lines = append(lines, "ivrc: "+seen(text))
	}
	return strings.Join(lines, "\n")
}
