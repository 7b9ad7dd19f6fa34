package voiceshot

import (
	"fmt"

	"ivrc/ir"
)

// attemptName is the prompt of an attempt.
func attemptName(step string, attempt int) string {
	if attempt <= 1 {
		return step
	}
	return fmt.Sprintf("%s.%d", step, attempt)
}

// step draws the prompts of a step.
func (c *campaign) step(s *ir.Step) {
	p := prompt{Name: s.ID, Step: s.ID, Attempt: 1}
	switch act := s.Act.(type) {
	case *ir.Menu:
		c.question(s, act.Say, act.Asking, func(k int) prompt { return c.menu(s, act, k) })
		return
	case *ir.Collect:
		c.question(s, act.Say, act.Asking, func(k int) prompt { return c.collect(s, act) })
		return
	case *ir.Transfer:
		p.Then, p.Dials = link{Transfer: tenDigits(act.To), step: s.ID}, true
	case *ir.Call:
		p.Play = c.words(act.Say)
		p.Then = c.outcome(s, ir.Done)
	case *ir.Speak:
		p.Then = c.outcome(s, ir.Done)
	}
	if len(s.Say) > 0 {
		p.Play = c.words(s.Say)
	}
	p.Follows = p.Dials || target(s, ir.Of(ir.Done)).IsStep()
	c.prompts = append(c.prompts, p)
}

// question draws a prompt for each attempt: a jump back to the first would count
// none, and a silent line would never come to anybody.
func (c *campaign) question(s *ir.Step, say ir.Prompt, a ir.Asking, of func(attempt int) prompt) {
	asked := func(k int) ir.Prompt {
		switch {
		case k == 1:
			return append(append(ir.Prompt{}, s.Say...), say...)
		case len(a.Retry.Say) > 0:
			return a.Retry.Say
		}
		return say
	}
	for k := 1; k <= a.Attempts; k++ {
		p := of(k)
		p.Name, p.Step, p.Attempt, p.Question = attemptName(s.ID, k), s.ID, k, true
		p.Play, p.OnError = c.words(asked(k)), c.outcome(s, ir.Errored)
		wrong := reply{Answer: "_"}
		if k < a.Attempts {
			next := link{To: attemptName(s.ID, k+1), step: s.ID}
			p.Silence, p.OnSilence = c.words(a.Retry.Timeout), next
			wrong.To, wrong.own = next, fmt.Sprintf("%s/_.%d", s.ID, k)
			if len(a.Retry.NoMatch) > 0 {
				wrong.Say = c.words(append(append(ir.Prompt{}, a.Retry.NoMatch...), asked(k+1)...))
			}
		} else {
			p.OnSilence, wrong.To = c.outcome(s, ir.Timeout), c.outcome(s, ir.NoMatch)
		}
		p.replies = append(p.replies, wrong)
		c.prompts = append(c.prompts, p)
	}
}

func (c *campaign) menu(s *ir.Step, m *ir.Menu, _ int) prompt {
	var p prompt
	for _, k := range m.Keys {
		p.Digits = max(p.Digits, len(k.Key))
		p.replies = append(p.replies, reply{Answer: k.Key.FileName(), To: c.link(target(s, ir.KeyOutcome(k.Key)))})
	}
	return p
}

// collect takes an entry by its length: no file could stand for every entry.
func (c *campaign) collect(s *ir.Step, act *ir.Collect) prompt {
	p := prompt{Digits: act.Max, Finish: string(act.Finish)}
	if len(act.Returns) != 1 {
		c.choosing(s, act)
		return p
	}
	to := c.link(act.Returns[0].To)
	for n := act.Min; n <= act.Max; n++ {
		p.replies = append(p.replies, reply{Answer: fmt.Sprintf("len%d", n), To: to})
	}
	return p
}
