package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"ivrc/ir/call"
)

// walk is one call as far as it has gone.
type walk struct {
	*walkable
	entry string
	turns []call.Turn
}

// begin begins the call, or begins it again.
func (w *walk) begin() error {
	m, err := w.engine.Start(w.entry)
	if err != nil {
		return err
	}
	w.turns = []call.Turn{{Moment: m}}
	return nil
}

// do goes on with an input.
func (w *walk) do(in call.Input) error {
	m, err := w.engine.Do(in)
	if err != nil {
		return err
	}
	w.turns = append(w.turns, call.Turn{Input: in, Moment: m})
	return nil
}

// back takes inputs back. An engine only goes on, and goes the same way each time.
func (w *walk) back(inputs int) error {
	before := w.turns
	if err := w.begin(); err != nil {
		w.turns = before
		return err
	}
	for _, turn := range before[1 : len(before)-inputs] {
		if err := w.do(turn.Input); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) wait() call.Wait { return w.turns[len(w.turns)-1].Moment.Wait }

// at is the step at which the call is, or the document where no steps are known.
func (w *walk) at() string {
	if step := w.wait().Step; step != "" {
		return step
	}
	for i := len(w.turns) - 1; i >= 0; i-- {
		events := w.turns[i].Moment.Events
		for j := len(events) - 1; j >= 0; j-- {
			if events[j].Kind == call.Reached {
				return events[j].Text
			}
		}
	}
	return "the beginning"
}

// transcript is the call without what nobody may see.
func (w *walk) transcript() call.Transcript {
	return call.Transcript{Entry: w.entry, Turns: w.turns}.Masked(w.mask)
}

// notOffered is the sentence for the n-th input, which the moment does not take.
func (w *walk) notOffered(n int, in call.Input) string {
	wait := w.wait()
	shown := in.Hidden(wait)
	if wait.Kind == call.Over {
		return fmt.Sprintf("input %d (%s) comes after the end of the call: %s", n, shown, wait.End)
	}
	return fmt.Sprintf("input %d (%s) is not possible at %s, which %s: it takes %s", n, shown, w.at(), w.mask(wait.Doing()), wait.Takes())
}

// mostWords is the size of a call on standard input, in bytes: far longer than any
// call that people make.
const mostWords = 1 << 20

// readInputs reads the words of a call from standard input.
func (s session) readInputs() ([]call.Input, error) {
	if s.terminal(s.in) {
		fmt.Fprintln(s.talk, "reading the call from the keyboard; Ctrl-D ends it")
	}
	text, err := io.ReadAll(io.LimitReader(untilStopped{s.ctx, s.in}, mostWords+1))
	switch {
	case s.interrupted() != nil:
		return nil, errInterrupted
	case err != nil:
		return nil, failure(fmt.Errorf("reading standard input: %w", err))
	case len(text) > mostWords:
		return nil, usage("standard input holds more than %d kB, which is no call", mostWords>>10)
	}
	return callInputs(string(text), "standard input")
}

// callInputs are the words of a call; all that are none are reported.
func callInputs(text, from string) ([]call.Input, error) {
	var inputs []call.Input
	var problems []error
	for i, word := range strings.Fields(text) {
		in, err := call.ParseInput(word)
		if err != nil {
			problems = append(problems, usage("%s, word %d: %w", from, i+1, err))
			continue
		}
		inputs = append(inputs, in)
	}
	if len(problems) > 0 {
		return nil, joined(problems)
	}
	return inputs, nil
}

// scripted walks the call to the end of its words and prints it.
func (s session) scripted(w *walk, f *callFlags, inputs []call.Input) error {
	refused := ""
	for i, in := range inputs {
		if s.interrupted() != nil {
			return errInterrupted
		}
		err := w.do(in)
		if errors.Is(err, call.ErrNotOffered) {
			refused = w.notOffered(i+1, in)
			break
		}
		if err != nil {
			return failure(err)
		}
	}
	if s.interrupted() != nil {
		return errInterrupted
	}
	if err := s.printCall(w, f.transcript); err != nil {
		return err
	}
	if refused != "" {
		return fault{exitFlow, errors.New(refused)}
	}
	if wait := w.wait(); wait.Kind != call.Over {
		fmt.Fprintf(s.talk, "the call waits at %s, which %s: it takes %s\n", w.at(), w.mask(wait.Doing()), wait.Takes())
	}
	return saveCall(w, f.save)
}

// printCall prints the whole call.
func (s session) printCall(w *walk, format string) error {
	t := w.transcript()
	if format == "json" {
		text, err := t.JSON(w.id, w.target)
		if err == nil {
			_, err = s.out.Write(text)
		}
		if err != nil {
			return failure(err)
		}
		return nil
	}
	p := s.paper(w.walkable)
	for i, turn := range t.Turns {
		p.turn(turn, t.Before(i))
	}
	p.line(call.Line{Who: "-", Text: t.Totals().String()})
	return p.failed()
}

// freeToSave refuses a file that exists, because a call is never written over another,
// and one in a folder that is not there.
func freeToSave(path string) error {
	if path == "" {
		return nil
	}
	if _, err := os.Lstat(path); err == nil {
		return usage("--save: %s exists; the call is written to a new file only", path)
	}
	return noFolder("--save", path)
}
