package voiceshot

import (
	"fmt"
	"strings"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/ir"
)

// gap is what becomes of one outcome that no event reports (voiceshot.md §1.4,
// §1.9): drawn by hand, or never run.
type gap struct {
	act  string // empty for every act
	kind ir.OutcomeKind
	// drawn is how a person draws it, empty for what cannot be drawn.
	drawn string
	// reason says why nothing runs.
	reason string
}

// gapTable is the whole list. What is not in it is a key, replied to by a host.
var gapTable = [...]gap{
	{"menu", ir.Timeout, "under NO RESPONSE of the last attempt", "VoiceShot reports no silence"},
	{"collect", ir.Timeout, "under NO RESPONSE of the last attempt", "VoiceShot reports no silence"},
	{"menu", ir.Errored, "under ERROR of each attempt", "VoiceShot reports no error"},
	{"collect", ir.Errored, "under ERROR of each attempt", "VoiceShot reports no error"},
	{"say", ir.Done, "as a jump under NO RESPONSE and OTHER", "VoiceShot does not report that a prompt has been played"},
	{"call", ir.Done, "as a jump under NO RESPONSE and OTHER", "VoiceShot does not report that an outbound call was answered"},
	{"transfer", ir.Done, "", "VoiceShot reports nothing of a transfer, and the call ends with it"},
	{"transfer", ir.Busy, "", "VoiceShot reports nothing of a transfer, and the call ends with it"},
	{"transfer", ir.NoAnswer, "", "VoiceShot reports nothing of a transfer, and the call ends with it"},
	{"transfer", ir.Failed, "", "VoiceShot reports nothing of a transfer, and the call ends with it"},
	{"transfer", ir.Cancel, "", "nobody is on the line any more"},
	{"call", ir.Busy, "", "VoiceShot tells the Call Summary alone"},
	{"call", ir.NoAnswer, "", "VoiceShot tells the Call Summary alone"},
	{"call", ir.Failed, "", "VoiceShot tells the Call Summary alone"},
	{"", ir.HungUp, "", "nobody is on the line any more"},
	{"", ir.Errored, "", "nothing is asked while it plays or rings, so no error is noticed"},
}

func gapOf(s *ir.Step, kind ir.OutcomeKind) (gap, bool) {
	for _, g := range gapTable {
		if g.kind == kind && (g.act == "" || g.act == s.Act.Word()) {
			return g, true
		}
	}
	return gap{}, false
}

// says is what happens in place of the outcome.
func (g gap) says() string {
	if g.drawn != "" {
		return "drawn by hand " + g.drawn + ": " + g.reason
	}
	return "never happens: " + g.reason
}

// gaps reports outcomes that lead to a step and that nobody is told of. What the
// gate has a feature for it has said.
func (c *campaign) gaps() {
	c.silences()
	for _, s := range c.flow.Steps {
		if _, ok := s.Act.(*ir.Transfer); ok {
			c.current = s
			c.transfer(s)
		}
	}
	c.current = nil
}

// silences is one note for the flow: where silence leads is drawn, step by step.
func (c *campaign) silences() {
	var first *ir.Step
	n := 0
	for _, s := range c.flow.Steps {
		if _, _, asks := ir.Asked(s.Act); asks {
			if n++; first == nil {
				first = s
			}
		}
	}
	if first == nil {
		return
	}
	more := ""
	if n > 1 {
		more = fmt.Sprintf(", and so on at %d more", n-1)
	}
	e, _ := first.Edge(ir.Of(ir.Timeout))
	g, _ := gapOf(first, ir.Timeout)
	at := e.Span
	if at.IsZero() {
		at = first.Span
	}
	c.report(diag.New(diag.TargetNote, at, "on voiceshot: timeout of %s leads to %s because a person draws it %s%s (%s)",
		first.ID, c.flow.TargetName(e.To), g.drawn, more, g.reason).
		WithHelp("ivrc sheet --target voiceshot lists what to draw"))
}

// transfer is one warning for all that can come after a transfer.
func (c *campaign) transfer(s *ir.Step) {
	outcomes := []ir.OutcomeKind{ir.Done}
	to := target(s, ir.Of(ir.Busy))
	if target(s, ir.Of(ir.NoAnswer)) == to && target(s, ir.Of(ir.Failed)) == to {
		outcomes = append(outcomes, ir.Busy, ir.NoAnswer, ir.Failed)
	}
	var never []string
	at := s.Span
	for _, kind := range outcomes {
		if e, ok := s.Edge(ir.Of(kind)); ok && e.To.IsStep() {
			if never = append(never, kind.Word()+" → "+c.flow.TargetName(e.To)); len(never) == 1 && !e.Span.IsZero() {
				at = e.Span
			}
		}
	}
	if len(never) == 0 {
		return
	}
	g, _ := gapOf(s, outcomes[0])
	c.report(diag.New(diag.Lossy, at, "voiceshot does this differently: of %s, %s never happens (%s)", s.ID, strings.Join(never, ", "), g.reason).
		WithHelp("transfer to a number where somebody always answers, and write end for what comes after"))
}

// choosing refuses a collect whose application would have to choose.
func (c *campaign) choosing(s *ir.Step, act *ir.Collect) {
	var names []string
	for _, r := range act.Returns {
		names = append(names, c.flow.TargetName(r.To))
	}
	c.report(diag.New(diag.Absent, act.SendSpan, "voiceshot cannot do this: returns %s of %s (the application gets the digits when the call is over, so nobody chooses between them)",
		strings.Join(names, ", "), s.ID).
		WithNote("a menu key can have several digits, where the entries are few and no secret").
		WithHelp("let the collect return to one step, or use plivo or tropo for this flow"))
}

// gapList is every outcome of the flow that no event reports, for the sheet.
func gapList(flow *ir.Flow) backends.SheetTable {
	t := backends.SheetTable{
		Title:   "What this campaign is not told",
		Intro:   "VoiceShot reports keys, and the beginning and the end of a call. Where these outcomes lead is drawn, or never happens:",
		Columns: []string{"step", "outcome", "leads to", "at VoiceShot"},
	}
	for _, s := range flow.Steps {
		for _, e := range s.Edges {
			g, ok := gapOf(s, e.Outcome.Kind)
			if !ok || !e.To.IsStep() && g.drawn == "" {
				continue
			}
			t.Rows = append(t.Rows, []string{"`" + s.ID + "`", e.Outcome.String(), "`" + flow.TargetName(e.To) + "`", g.says()})
		}
	}
	return t
}
