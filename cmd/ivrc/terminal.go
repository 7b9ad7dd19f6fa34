package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// stream is an output of the program. It remembers the first error, because a
// full disk or a closed pipe shows at a write and must not end in success, and it
// takes the status line away before anything else is written.
type stream struct {
	to       io.Writer
	terminal bool
	status   *status
	failed   error
}

// Write passes on and remembers.
func (w *stream) Write(p []byte) (int, error) {
	n, err := w.status.aside(func() (int, error) { return w.to.Write(p) })
	if err != nil && w.failed == nil {
		w.failed = err
	}
	return n, err
}

// talk is where ivrc says what it does; --quiet silences it.
type talk struct {
	to    io.Writer
	quiet *bool
}

// Write passes on, unless it shall be quiet.
func (w talk) Write(p []byte) (int, error) {
	if *w.quiet {
		return len(p), nil
	}
	return w.to.Write(p)
}

// isTerminal says that a person sits at a stream of the program.
func isTerminal(w any) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd())) && (file == os.Stdin || obeys(file))
}

// colors says whether an output gets colours: as --color says, else by the
// variables that tools share, else on a terminal only. Whoever wants none gets
// none: NO_COLOR is stronger than what forces them.
func (s session) colors(w io.Writer) bool {
	if s.flags.color != "auto" {
		return s.flags.color == "always"
	}
	to, ok := w.(*stream)
	switch {
	case s.getenv("NO_COLOR") != "":
		return false
	case forces(s.getenv("FORCE_COLOR")), forces(s.getenv("CLICOLOR_FORCE")):
		return ok
	}
	return ok && to.terminal && s.getenv("TERM") != "dumb"
}

func forces(value string) bool { return value != "" && value != "0" }
