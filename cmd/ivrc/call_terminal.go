package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"ivrc/ir/call"
)

// conversation is a call with a person at a terminal.
type conversation struct {
	session
	*walk
	*paper
}

// margin is where the words of ivrc itself begin, below those of the call.
const margin = call.WhoWidth + 1

// conversation asks what happens until the person leaves, and prints the call as a
// test then.
func (s session) conversation(w *walk, save string) error {
	d := conversation{s, w, s.paper(w.walkable)}
	d.hint("%s over %s; ? lists what can be typed, q leaves", w.id, overWords(w.target))
	d.last()
	lines := bufio.NewReader(untilStopped{s.ctx, s.in})
	for leaves := false; !leaves && d.failed() == nil; {
		d.ask()
		line, err := lines.ReadString('\n')
		if s.interrupted() == nil {
			leaves = d.obey(line)
		}
		switch {
		case s.interrupted() != nil:
			d.write("\n")
			return errors.Join(d.leave(), errInterrupted)
		case err == io.EOF:
			d.write("\n")
			leaves = true
		case err != nil:
			return failure(err)
		}
	}
	if err := d.leave(); err != nil {
		return err
	}
	return d.saved(save)
}

func overWords(target string) string {
	if target == targetIR {
		return "the flow"
	}
	return "its documents for " + target
}

// obey does what a line says, word by word. A word that does not fit loses
// nothing but the words behind it.
func (d conversation) obey(line string) (leaves bool) {
	words := strings.Fields(line)
	for i, word := range words {
		var problem string
		switch word {
		case "?", "help":
			d.help()
		case "q", "quit", "exit":
			return true
		case "back":
			problem = d.undo()
		case "again", "restart":
			problem = d.restart()
		default:
			problem = d.happens(word)
		}
		if d.ctx.Err() != nil {
			return true
		}
		if problem == "" {
			continue
		}
		if rest := words[i+1:]; len(rest) > 0 {
			problem += "; not used: " + strings.Join(rest, " ")
		}
		d.block(strings.Repeat(" ", margin)+problem, margin, red)
		return false
	}
	return false
}

// happens goes on with what a word stands for; problem is a sentence where it
// stands for nothing.
func (d conversation) happens(word string) (problem string) {
	wait := d.wait()
	if wait.Kind == call.Over {
		return "the call is over: back takes the last input back, again begins another call, q leaves"
	}
	in, err := typed(word, wait, d.leaveKey())
	if err != nil {
		return err.Error() + "; ? lists the words"
	}
	err = d.do(in)
	if errors.Is(err, call.ErrNotOffered) {
		return word + " does not fit: " + d.at() + " " + d.mask(wait.Doing())
	}
	if err != nil {
		return err.Error()
	}
	d.last()
	return ""
}

func (d conversation) undo() (problem string) {
	if len(d.turns) == 1 {
		return "there is nothing to take back"
	}
	if err := d.back(1); err != nil {
		return "the documents are not as they were: " + err.Error()
	}
	d.hint("back at:")
	d.last()
	return ""
}

func (d conversation) restart() (problem string) {
	if err := d.begin(); err != nil {
		return err.Error()
	}
	d.hint("another call:")
	d.last()
	return ""
}

// last writes the last turn.
func (d conversation) last() {
	from := max(len(d.turns)-2, 0)
	t := call.Transcript{Turns: d.turns[from:]}.Masked(d.mask)
	n := len(t.Turns) - 1
	for _, line := range t.Turns[n].Lines(t.Before(n)) {
		if line.Event != call.Asked { // the line above the cursor asks
			d.line(line)
		}
	}
}

// hint writes what ivrc itself has to say.
func (d conversation) hint(format string, args ...any) { d.note(dim, format, args...) }

// ask says what the call waits for and what can be typed.
func (d conversation) ask() {
	if wait := d.wait(); wait.Kind == call.Over {
		d.hint("%s · back · again · q leave", d.transcript().Totals())
	} else {
		d.hint("%s %s: %s", d.at(), d.mask(wait.Doing()), strings.Join(offers(wait), " · "))
	}
	d.write("> ")
}

// leave prints the call as a test.
func (d conversation) leave() error {
	if len(d.turns) == 1 {
		return d.failed()
	}
	text, err := d.asTest("")
	if err != nil {
		return failure(err)
	}
	d.hint("this call as a test, for a file such as %s.call.yaml:", d.id)
	d.write("\n%s", text)
	return d.failed()
}

func (d conversation) saved(path string) error {
	if path == "" {
		return nil
	}
	if err := saveCall(d.walk, path); err != nil {
		return err
	}
	d.hint("written to %s", path)
	return d.failed()
}

func (d conversation) help() {
	rows := [...][2]string{
		{"keys", "0-9 * # as the caller presses them before a pause; a space begins the next input"},
		{".", "time passes: silence at a question, or the other side ends it"},
		{"h", "the caller hangs up"},
		{"speak", "a message is spoken; leave leaves a conference"},
		{"fault", "the provider fails, or the application that has the call"},
		{"back", "takes the last input back"},
		{"again", "begins another call (restart too)"},
		{"q", "leaves, and prints the call as a test (end of input too)"},
	}
	for _, row := range rows {
		d.note("", "%-6s %s", row[0], row[1])
	}
	d.note("", "A number stands for what the line above the cursor numbers.")
}

func (d conversation) note(color, format string, args ...any) {
	d.block(strings.Repeat(" ", margin)+fmt.Sprintf(format, args...), margin, color)
}
