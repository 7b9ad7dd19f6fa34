package check

import (
	"math"
	"time"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// longPrompt (IVR402): more speech in one go than a caller listens to. In one go
// is what a step says together with the prompt of its act, and what a menu or
// collect says before a further attempt. Announcements count like questions: who
// must be heard out can say so with an allow.
func longPrompt(p *Pass) {
	if p.Budgets.Prompt <= 0 {
		return
	}
	for i, s := range p.Flow.Steps {
		if s.Broken || !p.mayRun(i) {
			continue
		}
		for _, h := range hearings(s) {
			if took, known := h.length(); took > p.Budgets.Prompt {
				p.reportLong(s, h, took, known)
				break
			}
		}
	}
}

// hearing is what is heard in one go.
type hearing struct {
	when  string // empty for the first time
	parts [2]ir.Prompt
}

// hearings are what a step may say in one go.
func hearings(s *ir.Step) []hearing {
	say, asking, asks := ir.Asked(s.Act)
	switch act := s.Act.(type) {
	case *ir.Record:
		say = act.Say
	case *ir.Call:
		say = act.Say
	}
	all := []hearing{{"", [2]ir.Prompt{s.Say, say}}}
	if !asks || asking.Attempts < 2 {
		return all
	}
	if len(asking.Retry.Say) > 0 {
		say = asking.Retry.Say
	}
	return append(all,
		hearing{" after no key", [2]ir.Prompt{asking.Retry.Timeout, say}},
		hearing{" after a wrong key", [2]ir.Prompt{asking.Retry.NoMatch, say}})
}

func (h hearing) length() (took time.Duration, known bool) {
	total := length{known: true}
	for _, part := range h.parts {
		total.prompt(part)
	}
	return total.took, total.known
}

// over is the item in which a time is over.
func (h hearing) over(limit time.Duration) source.Span {
	total := length{known: true}
	for _, part := range h.parts {
		for i, item := range part {
			if total.prompt(part[i : i+1]); total.took > limit {
				return item.Place()
			}
		}
	}
	return source.Span{}
}

func (p *Pass) reportLong(s *ir.Step, h hearing, took time.Duration, known bool) {
	limit := p.Budgets.Prompt
	about := "about"
	if !known {
		about = "at least"
	}
	d := diag.New(diag.LongPrompt, s.Span, "%q speaks for %s %d s in one go%s, more than %s",
		s.ID, about, int(math.Ceil(took.Seconds())), h.when, inSeconds(limit)).InStep(s.ID)
	if at := h.over(limit); !at.IsZero() {
		d = d.WithRelated(at, "here the %s run out", inSeconds(limit))
	}
	d = d.WithNote("estimated at %d words a minute; voices differ by a fifth either way", ir.WordsPerMinute)
	if _, asking, ok := ir.Asked(s.Act); ok {
		switch {
		case !asking.Bargein:
			d = d.WithNote("bargein is false: nobody can cut it short")
		case h.when == "" && len(s.Say) > 0:
			d = d.WithNote("callers who know what to press can do so once the prompt of the %s begins; the others hear it all", s.Act.Word())
		default:
			d = d.WithNote("callers who know what to press can do so early; the others hear it all")
		}
	}
	d = d.WithNote("Plum advises at most 20 s for instructions; what the law wants everybody to hear may well take longer")
	over := took - limit
	words := ir.WordsIn(over)
	p.Report(d.WithHelp("take %d s of it out (about %d %s), or say why all of it is needed:  allow: {IVR402: \"a notice that the law demands\"}",
		int(math.Ceil(over.Seconds())), words, plural(words, "word")))
}
