package check

import (
	"fmt"
	"math"
	"time"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// silentCycle (IVR309): any other cycle of edges by themselves. A line on which
// nobody does anything goes round it until a provider cuts it, and all that time
// is paid for.
func silentCycle(p *Pass) {
	for _, c := range p.silent {
		at := p.Flow.Steps[c.at]
		d := diag.New(diag.SilentCycle, at.Span, "a line on which nobody does anything goes round and round: %s", p.circle(c)).InStep(at.ID)
		d = p.theRound(p.relatedRound(d, c), c)
		p.Report(d.WithNote("%s", p.silentCost(c)).WithHelp("%s", p.leave(c)))
	}
}

// silentCost is what a round takes and how often it comes.
func (p *Pass) silentCost(c cycle) string {
	var total time.Duration
	exact := true
	for _, h := range c.round {
		s := p.Flow.Steps[h.to]
		took, known := stay(s, s.Edges[h.edge].Outcome)
		total, exact = total+took, exact && known
	}
	seconds := int(math.Round(total.Seconds()))
	if seconds < 1 {
		return "a round may take no time at all; it goes on, and is paid for, until the provider cuts the line"
	}
	about, often := "about", ""
	if !exact {
		about, often = "at least", "up to "
	}
	rounds := max(int(math.Round(float64(time.Hour)/float64(total))), 1)
	return fmt.Sprintf("a round takes %s %d s: a silent line goes round %s%d %s an hour, and is paid for, until the provider cuts it",
		about, seconds, often, rounds, plural(rounds, "time"))
}

// stay is how long a call stays in a step that ends by itself; known is false
// where some part of it has no length that a flow tells.
func stay(s *ir.Step, o ir.Outcome) (took time.Duration, known bool) {
	total := length{known: true}
	total.prompt(s.Say)
	switch act := s.Act.(type) {
	case *ir.Menu:
		total.asking(act.Say, act.Asking)
	case *ir.Collect:
		total.asking(act.Say, act.Asking)
	case *ir.Record:
		total.prompt(act.Say)
		total.wait(act.Timeout)
	case *ir.Transfer:
		if o.Kind == ir.NoAnswer {
			total.wait(act.Timeout)
		} else {
			total.known = false // busy and failed come when they come, and so does the end of a talk
		}
	case *ir.Conference:
		total.wait(act.Max)
		total.known = total.known && act.Max > 0
	}
	return total.took, total.known
}

// asking adds all attempts at a question that nobody answers.
func (l *length) asking(say ir.Prompt, asking ir.Asking) {
	for attempt := 1; attempt <= asking.Attempts; attempt++ {
		l.prompt(ir.Attempt(say, asking, attempt, ir.Timeout))
		l.wait(asking.Timeout)
	}
}
