// Command ivrc compiles call flows written in YAML to the documents that
// telephony platforms fetch during a call.
//
// In: flow files. Out: an output tree, or diagnostics. It puts the compiler and
// the backends together and has no opinion of its own about flows.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"ivrc/backends"
	"ivrc/backends/plivo"
	"ivrc/backends/publish"
	"ivrc/backends/tropo"
	"ivrc/compiler/secret"
)

// Exit codes: whose fault it is.
const (
	exitOK      = 0
	exitFlow    = 1 // problems in a flow
	exitUsage   = 2 // wrong usage or configuration
	exitFailure = 3 // the environment or ivrc itself failed
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// allBackends is the registration: one line per provider.
func allBackends() []backends.Backend {
	return []backends.Backend{
		plivo.New(),
		tropo.New(),
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

// errFindings says that the findings are printed and the flow is at fault.
var errFindings = fault{exitFlow, errors.New("problems found")}

// errBug says that the findings are printed and ivrc itself is at fault.
var errBug = fault{exitFailure, errors.New("ivrc failed")}

// session is what a command works with.
type session struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
}

// run is the whole program with its streams; it returns the exit code.
func run(args []string, in io.Reader, out, stderr io.Writer) int {
	// A full disk or a closed pipe shows at a write to out and must not end in
	// success.
	results := &checkedWriter{to: out}
	s := session{in: in, out: results, err: stderr, getenv: os.Getenv}
	root := s.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(results)
	root.SetErr(stderr)
	err := root.Execute()
	if results.failed != nil {
		err = failure(fmt.Errorf("writing the results: %w", results.failed))
	}
	if err == nil {
		return exitOK
	}
	var f fault
	if !errors.As(err, &f) {
		f = fault{exitUsage, err} // cobra's own errors are about the command line
	}
	if f != errFindings && f != errBug {
		text := f.err.Error()
		var refusal *publish.Refusal
		if f.code == exitUsage && !errors.As(f.err, &refusal) {
			text = secret.Mask(text) // it repeats what was typed; a refusal names folders only
		}
		fmt.Fprintf(stderr, "ivrc: %s\n", text)
		if f.code == exitUsage {
			fmt.Fprintf(stderr, "see: ivrc %s\n", helpFor(root, args))
		}
	}
	return f.code
}

func helpFor(root *cobra.Command, args []string) string {
	if found, _, err := root.Find(args); err == nil && found != root {
		return found.Name() + " --help"
	}
	return "--help"
}

// checkedWriter remembers the first error of its writer.
type checkedWriter struct {
	to     io.Writer
	failed error
}

// Write passes on and remembers.
func (w *checkedWriter) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	if err != nil && w.failed == nil {
		w.failed = err
	}
	return n, err
}
