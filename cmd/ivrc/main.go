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
)

func main() {
	// The first Ctrl-C lets the command stop where nothing is half done. Then the
	// handler is gone, so the second one ends the program at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop)
	// A reader that goes away is an error of a write, not the end of the program
	// without a word.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(runIn(process{ctx: ctx, in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, clock: systemClock()}, os.Args[1:]))
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

// errInterrupted says that somebody stopped the command.
var errInterrupted = fault{exitInterrupted, errors.New("interrupted; nothing was changed")}

// process are what the program gets from the system.
type process struct {
	ctx      context.Context
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	clock    clock
	// terminal says of the streams that a person looks at them; nil asks the system.
	terminal func(any) bool
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

func runIn(around process, args []string) int {
	if around.terminal == nil {
		around.terminal = isTerminal
	}
	line := &status{clock: around.clock}
	if around.terminal(around.err) {
		line.to = around.err
	}
	results := &stream{to: around.out, terminal: around.terminal(around.out), status: line}
	messages := &stream{to: around.err, terminal: around.terminal(around.err), status: line}
	s := session{
		ctx: around.ctx, in: around.in, out: results, err: messages, getenv: around.getenv, clock: around.clock, terminal: around.terminal,
		status: line, flags: &commonFlags{},
	}
	s.talk = talk{to: messages, quiet: &s.flags.quiet}
	root := s.root()
	root.SetArgs(args)
	root.SetIn(around.in)
	root.SetOut(results)
	root.SetErr(messages)
	err := root.ExecuteContext(around.ctx)
	line.end()
	if results.failed != nil {
		err = failure(fmt.Errorf("writing the results: %w", results.failed))
	}
	return s.verdict(root, args, err)
}

// interrupted is the error of a command that shall stop, nil while it may go on.
func (s session) interrupted() error {
	if s.ctx.Err() != nil {
		return errInterrupted
	}
	return nil
}

// sentence is what a user reads of an error, one line per problem.
func sentence(f fault) string {
	text := f.err.Error()
	var refusal *publish.Refusal
	if f.code == exitUsage && !errors.As(f.err, &refusal) {
		text = secret.Mask(text) // it repeats what was typed; a refusal names folders only
	}
	return "ivrc: " + strings.ReplaceAll(text, "\n", "\nivrc: ")
}
