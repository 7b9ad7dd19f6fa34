package tropo

import (
	"fmt"
	"strings"
	"time"

	"ivrc/ir"
)

// dialDefault is Tropo's own wait for an answer, undisputed and therefore left
// out (tropo.md §1.4).
const dialDefault = 30 * time.Second

// keyGap is the wait between keys of a recording. A recording has one key only,
// its terminator, so the value never matters; it is written because its default
// is disputed (tropo.md §1.4).
const keyGap = 3 * time.Second

// transfer blocks until one side hangs up, so what follows continue is heard by a
// caller whom the other side left.
func (l *lowering) transfer(s *ir.Step, t *ir.Transfer) {
	incomplete, apart := l.incomplete(ir.Busy, ir.NoAnswer, ir.Failed)
	v := transfer{Name: t.Name, To: l.dialled(t.To, t.Digits), From: t.From, Timeout: dialTimeout(t.Timeout)}
	if t.Music != "" {
		v.Ring.Value = audioValue(t.Music)
		// Pages differ on whether the sound is looped or heard ringRepeat times, once
		// by default; one for each second of ringing lasts in either case.
		v.RingRepeat = int(max(1, (t.Timeout+time.Second-1)/time.Second))
	}
	l.add(s.ID, l.handlers(l.done(), incomplete), append(l.lead(), v)...)
	if apart {
		l.dialAnswers()
	}
}

// call places the call; whatever the step says or records comes after the
// answer.
func (l *lowering) call(s *ir.Step, c *ir.Call) {
	incomplete, apart := l.incomplete(ir.Busy, ir.NoAnswer, ir.Failed)
	verbs := []verb{call{To: l.dialled(c.To, c.Digits), From: c.From, Timeout: dialTimeout(c.Timeout)}}
	verbs = append(verbs, l.lead()...)
	verbs = append(verbs, l.says(c.Say)...)
	l.add(s.ID, l.handlers(l.done(), incomplete), verbs...)
	if apart {
		l.dialAnswers()
	}
}

// record asks once: the flow's own handler for timeout says what comes next.
// Its method is left out, because POST is Tropo's own (tropo.md §1.4).
func (l *lowering) record(s *ir.Step, r *ir.Record) {
	timeout := l.link(l.target(ir.Timeout))
	v := record{
		Name: r.Name, URL: r.Send, Format: audioFormat(r.Format), Attempts: 1, Beep: r.Beep,
		MaxTime: r.Max, MaxSilence: r.Silence, Timeout: r.Timeout,
		InterdigitTimeout: keyGap, Terminator: r.Finish,
	}
	if prompt, _ := l.single(r.Say); prompt.Value != "" {
		v.Voice, prompt.Voice = prompt.Voice, ""
		v.Say = []spoken{prompt}
	}
	l.add(s.ID, l.handlers(l.done(), &timeout), append(l.lead(), v)...)
}

// dialTimeout leaves out Tropo's default.
func dialTimeout(d time.Duration) time.Duration {
	if d == dialDefault {
		return 0
	}
	return d
}

// dialled are the addresses with the keys that are sent after the answer.
func (l *lowering) dialled(to []ir.Address, digits string) []string {
	options, rounded := dialOptions(digits)
	if rounded {
		l.lossy(l.step.Span, fmt.Sprintf("between the digits %q a wait is written in whole seconds, so the half second is rounded up", digits),
			"write waits between digits as W or ww")
	}
	out := make([]string, len(to))
	for i, a := range to {
		out[i] = a.Value + options
		if options != "" && a.IsSIP() {
			l.lossy(a.Span, "digits after the answer are documented for numbers only; a sip: address may not take them",
				"dial a number, or let the other side need no digits")
		}
	}
	return out
}

// dialOptions writes digits and waits as Tropo's dial options: p is a second,
// and pause is the wait before the first digit, in milliseconds where it must be
// (tropo.md §1.4). rounded says that a wait between digits was not of whole
// seconds. Waits after the last digit wait for nothing and are left out.
func dialOptions(digits string) (options string, rounded bool) {
	var post strings.Builder
	pause, wait := 0, 0 // in half seconds
	for _, r := range strings.TrimRight(digits, "wW") {
		switch r {
		case 'w':
			wait++
			continue
		case 'W':
			wait += 2
			continue
		}
		if post.Len() == 0 {
			pause = wait
		} else {
			rounded = rounded || wait%2 == 1
			post.WriteString(strings.Repeat("p", (wait+1)/2))
		}
		wait = 0
		post.WriteRune(r)
	}
	switch {
	case post.Len() == 0:
		return "", false
	case pause == 0:
		return ";postd=" + post.String(), rounded
	case pause%2 == 0:
		return fmt.Sprintf(";postd=%s;pause=%ds", post.String(), pause/2), rounded
	}
	return fmt.Sprintf(";postd=%s;pause=%dms", post.String(), pause*500), rounded
}
