package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

const flowWords = `A FLOW is a file, a folder (every *.ivr.yaml, *.ivr.yml and *.ivr.json below it),
a pattern in quotes ('flows/**/*.ivr.yaml'), or - for standard input. Without
one, the flows of ivrc.yaml are taken.`

// flowFlags are those of the commands that take flows.
type flowFlags struct {
	settingFlags
	most int
	// format and file are how and where findings are written; chosen says that there
	// are flags for it.
	format, file string
	chosen       bool
}

func (f *flowFlags) register(c *cobra.Command, names ...string) {
	f.settingFlags.register(c, names...)
	c.Flags().StringVar(&f.stdinName, "stdin-filename", "", "`NAME` of the flow that - reads, for messages")
	c.Flags().IntVar(&f.most, "max", usualMax, "`NUMBER` of problems to show as text; 0 shows all")
}

// usualMax is the number of problems shown where nobody says otherwise.
const usualMax = 50

// work is what one command line asks for.
type work struct {
	flags    *flowFlags
	settings *settings
	inputs   []input
	job      job
}

// work reads the settings and finds the flows.
func (s session) work(f *flowFlags, args []string, n extent) (*work, error) {
	if err := f.checkForms(); err != nil {
		return nil, err
	}
	if f.given("stdin-filename") && !slices.Contains(args, "-") {
		return nil, usage("--stdin-filename says what - is called, and there is no - here")
	}
	set, err := s.resolve(&f.settingFlags, args)
	if err != nil {
		return nil, err
	}
	j, err := set.job(n)
	if err != nil {
		return nil, err
	}
	files, err := inputs(args, &f.settingFlags, set)
	if err != nil {
		return nil, err
	}
	w := &work{flags: f, settings: set, inputs: files, job: j}
	return w, w.checkOutput("--output-file", f.file)
}

// paths are the files that were read, for those who must not write over them.
func (w *work) paths() []string {
	var paths []string
	for _, in := range w.inputs {
		if !in.stdin {
			paths = append(paths, in.path)
		}
	}
	if w.settings.file != "" {
		paths = append(paths, w.settings.file)
	}
	return append(paths, w.lockPaths()...)
}

// compileAll reads and compiles every input. A file that cannot be read is
// remembered, so that the others are reported all the same. Each is given on as soon as
// it is compiled, some of them side by side.
func (s session) compileAll(w *work, take func(i int, c *compiled)) ([]compiled, error) {
	all := make([]compiled, len(w.inputs))
	err := s.compileEach(all, func(i int) (err error) {
		if all[i], err = s.compile(w.inputs[i], w.job); err == nil {
			take(i, &all[i])
		}
		return err
	})
	sameFlows(all)
	return all, err
}

// nobody takes a flow before all are compiled.
func nobody(int, *compiled) {}

// compileEach compiles inputs side by side.
func (s session) compileEach(all []compiled, compile func(i int) error) error {
	s.status.begin()
	problems := make([]error, len(all))
	var begun atomic.Int64
	s.eachOf(len(all), func(i int) {
		s.status.say("%d of %s", begun.Add(1), plural(len(all), "flow"))
		if problems[i] = s.interrupted(); problems[i] == nil {
			problems[i] = compile(i)
		}
	})
	return firstOf(problems)
}

// compile is one input after all phases. The error is that of a run that cannot
// go on; what only this file has is kept in the result.
func (s session) compile(in input, j job) (compiled, error) {
	file, list, err := s.read(in)
	if s.interrupted() != nil {
		return compiled{}, s.interrupted()
	}
	if err != nil || list.HasErrors() {
		if file == nil && len(list) > 0 {
			file = list[0].Primary.File
		}
		return compiled{input: in, file: file, list: list, failed: err}, nil
	}
	c := j.compile(file)
	c.list.Add(list...)
	c.input, c.file = in, file
	return c, nil
}

// read reads one input within the limits.
func (s session) read(in input) (*source.File, diag.List, error) {
	if !in.stdin {
		return readFile(in.path)
	}
	if s.terminal != nil && s.terminal(s.in) {
		fmt.Fprintln(s.talk, "reading a flow from the keyboard; Ctrl-D ends it")
	}
	file, list, err := syntax.Read(in.path, untilStopped{s.ctx, s.in}, syntax.DefaultLimits())
	if err != nil {
		err = failure(fmt.Errorf("reading standard input: %w", reason(err)))
	}
	return file, list, err
}

// untilStopped is a reader that does not wait for more than the context does.
type untilStopped struct {
	ctx context.Context
	in  io.Reader
}

// Read reads, or gives up when the context ends. What is read afterwards is lost,
// as nobody is there to take it.
func (r untilStopped) Read(p []byte) (int, error) {
	type result struct {
		text []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		own := make([]byte, len(p))
		n, err := r.in.Read(own)
		done <- result{own[:n], err}
	}()
	select {
	case got := <-done:
		return copy(p, got.text), got.err
	case <-r.ctx.Done():
		return 0, context.Cause(r.ctx)
	}
}

// readFile reads one file within the limits. Only regular files are read: a pipe
// or device could go on for ever.
func readFile(path string) (*source.File, diag.List, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, cannotRead(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, usage("%s is not a file; to read from a pipe, use -", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, cannotRead(path, err)
	}
	defer f.Close()
	file, list, err := syntax.Read(filepath.ToSlash(path), f, syntax.DefaultLimits())
	if err != nil {
		return nil, nil, cannotRead(path, err)
	}
	return file, list, nil
}

func cannotRead(path string, err error) error {
	return failure(fmt.Errorf("reading %s: %w", path, reason(err)))
}

// extent is how much a command needs besides the flows.
type extent uint8

const (
	nothingMore  extent = iota
	baseURL             // the output holds addresses
	frontEndOnly        // what targets say of the flow does not matter
)

// oneFlow compiles the one flow that a command is about. Findings that forbid an
// answer are printed.
func (s session) oneFlow(command string, f *flowFlags, args []string, n extent) (*one, error) {
	w, err := s.work(f, args, n)
	if err != nil {
		return nil, err
	}
	if len(w.inputs) != 1 {
		from := w.settings.file
		if len(args) > 0 {
			from = strings.Join(args, " ")
		}
		return nil, usage("%s takes one flow, and %s holds %d: name one of them", command, from, len(w.inputs))
	}
	all, err := s.compileAll(w, nobody)
	if err != nil {
		return nil, err
	}
	if all[0].failed != nil || hasErrors(all) {
		return nil, s.refused(all, w)
	}
	return &one{all[0], w}, nil
}

// one is a flow without errors, and the settings under which it was compiled.
type one struct {
	compiled
	work *work
}
