package voiceshot

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// endName is the prompt that ends the call. No step can have its name.
const endName = "end"

// spoken is what one prompt or reply plays: a text or a stored sound, or nothing.
type spoken struct {
	TTS, Filename string
}

// link is where a campaign goes. The zero link leads nowhere: nothing is drawn
// there, and the call ends.
type link struct {
	// To is the name of a prompt.
	To string
	// Transfer are numbers of ten digits; a reply can have one only.
	Transfer []string
	// step is the step that the link stands for.
	step string
}

// ends says that the call is over there.
func (l link) ends() bool { return l.To == "" && len(l.Transfer) == 0 }

// prompt is one prompt as a person draws it.
type prompt struct {
	// Name is the step's id, with ".2" and so on for further attempts of a question.
	Name    string
	Step    string
	Attempt int
	Play    spoken
	// Question says that key events are on. It takes up to Digits keys; Finish ends
	// them early.
	Question bool
	Digits   int
	Finish   string
	// Silence is played where nobody presses a key (NO RESPONSE) before OnSilence;
	// OnError is drawn under ERROR.
	Silence            spoken
	OnSilence, OnError link
	// Then is where the campaign goes after a prompt that only plays, whatever is
	// pressed.
	Then link
	// Dials says that the prompt belongs to a transfer: what it plays is the
	// transfer's own, and Then is where it connects.
	Dials bool
	// Follows says that a step follows in the flow, if only one that ends the call.
	Follows bool
	// replies are those to key events, in order.
	replies []reply
}

// reply is what the campaign gets for one answer at a prompt.
type reply struct {
	Answer string // "1234", "star", "len4", "_"
	Say    spoken
	To     link
	// own is the path of the document where the reply is not simply the way to a
	// step.
	own string
}

// campaign is a flow as it is drawn, before it has numbers.
type campaign struct {
	flow    *ir.Flow
	prompts []prompt
	// first are the prompts at which entries begin, by their place in the flow.
	first []string
	// sounds are the files to upload: their name at VoiceShot and their address.
	sounds   []sound
	problems diag.List

	// own says which steps are prompts of their own.
	own     []bool
	toEnd   bool
	current *ir.Step
	said    map[string]bool
}

type sound struct {
	Filename, URL string
	Transcript    string
	span          source.Span
}

// draw decides which steps are prompts and how they are joined.
func draw(flow *ir.Flow) *campaign {
	c := &campaign{flow: flow, own: make([]bool, len(flow.Steps)), said: map[string]bool{}}
	for i, s := range flow.Steps {
		c.own[i] = isPrompt(s)
	}
	for _, e := range flow.Entries {
		c.first = append(c.first, c.begin(e.Step))
	}
	for i, s := range flow.Steps {
		c.current = s
		c.checkNumbers(s)
		if c.own[i] {
			c.step(s)
		}
	}
	c.current = nil
	c.keepReached()
	if c.toEnd {
		c.prompts = append(c.prompts, prompt{Name: endName, Step: endName, Attempt: 1})
	}
	return c
}

// keepReached leaves prompts out that no call of this campaign comes to, such as
// those behind a transfer, and sounds that only they play: nobody needs to draw
// them.
func (c *campaign) keepReached() {
	at := map[string]int{}
	for i, p := range c.prompts {
		at[p.Name] = i
	}
	reached := make([]bool, len(c.prompts))
	for queue := slices.Clone(c.first); len(queue) > 0; queue = queue[1:] {
		i, ok := at[queue[0]]
		if !ok || reached[i] {
			continue
		}
		reached[i] = true
		p := &c.prompts[i]
		queue = append(queue, p.Then.To, p.OnSilence.To, p.OnError.To)
		for _, r := range p.replies {
			queue = append(queue, r.To.To)
		}
	}
	var kept []prompt
	played := map[string]bool{}
	for i, p := range c.prompts {
		if !reached[i] {
			continue
		}
		kept = append(kept, p)
		played[p.Play.Filename], played[p.Silence.Filename] = true, true
		for _, r := range p.replies {
			played[r.Say.Filename] = true
			c.toEnd = c.toEnd || r.To.ends()
		}
	}
	c.prompts = kept
	c.sounds = slices.DeleteFunc(c.sounds, func(s sound) bool { return !played[s.Filename] })
}

// isPrompt says that something is heard or waited for, or that a reply cannot do
// what the step does: it can name one number to transfer to, and nothing said
// before (voiceshot.md §1.5).
func isPrompt(s *ir.Step) bool {
	switch act := s.Act.(type) {
	case *ir.Speak, *ir.Hangup:
		return len(s.Say) > 0
	case *ir.Call:
		return len(act.Say) > 0
	case *ir.Transfer:
		return len(s.Say) > 0 || len(act.To) > 1
	}
	return true
}

// begin is the prompt at which an entry begins: a campaign begins with a prompt,
// so what would be a bare transfer becomes one.
func (c *campaign) begin(at ir.Target) string {
	for range len(c.flow.Steps) + 1 {
		s := c.flow.Step(at)
		if s == nil || c.own[at] {
			break
		}
		if _, transfers := s.Act.(*ir.Transfer); transfers {
			c.own[at] = true
			break
		}
		at = c.after(s)
	}
	if s := c.flow.Step(at); s != nil && c.own[at] {
		return s.ID
	}
	c.toEnd = true
	return endName
}

// after is where a step goes that nobody notices.
func (c *campaign) after(s *ir.Step) ir.Target {
	if _, ends := s.Act.(*ir.Hangup); ends {
		return ir.End
	}
	return target(s, ir.Of(ir.Done))
}

// target is where an outcome of the step leads.
func target(s *ir.Step, o ir.Outcome) ir.Target {
	if e, ok := s.Edge(o); ok && e.To.IsStep() {
		return e.To
	}
	return ir.End
}

// link resolves a target: steps at which nothing is heard are passed over.
func (c *campaign) link(at ir.Target) link {
	for range len(c.flow.Steps) + 1 {
		s := c.flow.Step(at)
		if s == nil {
			return link{}
		}
		if c.own[at] {
			return link{To: s.ID, step: s.ID}
		}
		if t, ok := s.Act.(*ir.Transfer); ok {
			return link{Transfer: tenDigits(t.To), step: s.ID}
		}
		at = c.after(s)
	}
	return link{}
}

func (c *campaign) outcome(s *ir.Step, kind ir.OutcomeKind) link {
	return c.link(target(s, ir.Of(kind)))
}

// names are those of all prompts, in the order in which new numbers are given:
// the steps as they stand in the flow, then the end, then further attempts.
func (c *campaign) names() []named {
	var first, later []named
	for _, p := range c.prompts {
		n := named{Name: p.Name, Print: p.print()}
		if p.Attempt > 1 {
			later = append(later, n)
		} else {
			first = append(first, n)
		}
	}
	return append(first, later...)
}

// report adds a finding about the step at work, once.
func (c *campaign) report(d diag.Diagnostic) {
	if c.current != nil && d.Code != diag.TargetNote {
		d = d.InStep(c.current.ID)
	}
	key := fmt.Sprint(d.Code, d.Primary.Start, d.Message)
	if !c.said[key] {
		c.said[key] = true
		c.problems.Add(d)
	}
}

// tenDigits are numbers as VoiceShot writes them; those that it cannot dial have
// been reported (voiceshot.md §1.5).
func tenDigits(to []ir.Address) []string {
	out := make([]string, 0, len(to))
	for _, a := range to {
		out = append(out, strings.TrimPrefix(a.Value, "+1"))
	}
	return out
}
