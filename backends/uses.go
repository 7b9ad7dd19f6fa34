package backends

import (
	"time"

	"ivrc/compiler/source"
	"ivrc/ir"
)

// Use is one place where a flow uses a feature.
type Use struct {
	Feature Feature
	Step    *ir.Step
	Span    source.Span
}

// Uses lists what a flow uses, step by step in source order, each feature at
// most once per step and place. A feature that makes no difference in this flow
// is not used: two outcomes that lead to one step are never apart.
func Uses(flow *ir.Flow) []Use {
	w := usesOf{flow: flow, fromEntry: map[*ir.Step]bool{}, seen: map[place]bool{}}
	for _, e := range flow.Entries {
		if s := flow.Step(e.Step); s != nil {
			w.fromEntry[s] = true
		}
	}
	for _, s := range flow.Steps {
		w.step(s)
	}
	return w.uses
}

type usesOf struct {
	flow      *ir.Flow
	fromEntry map[*ir.Step]bool
	uses      []Use
	current   *ir.Step
	// seen are the uses of the current step: a menu can have any number of keys.
	seen map[place]bool
}

// manyUses is more than the uses of any step but a large menu.
const manyUses = 64

// place is a feature and where a step uses it.
type place struct {
	feature Feature
	at      source.Span
}

func (w *usesOf) add(f Feature, at source.Span) {
	if at.IsZero() {
		at = w.current.Span
	}
	if w.seen[place{f, at}] {
		return
	}
	w.seen[place{f, at}] = true
	w.uses = append(w.uses, Use{Feature: f, Step: w.current, Span: at})
}

// when adds a feature that a step uses only if the condition holds.
func (w *usesOf) when(condition bool, f Feature, at source.Span) {
	if condition {
		w.add(f, at)
	}
}

func (w *usesOf) step(s *ir.Step) {
	w.current = s
	if len(w.seen) > manyUses {
		w.seen = map[place]bool{} // clearing costs what the map once held
	}
	clear(w.seen)
	if s.Recording != nil {
		if s.Recording.Start {
			w.add(RecordingStart, s.Recording.Span)
		} else {
			w.add(RecordingStop, s.Recording.Span)
		}
	}
	s.Prompts(w.prompt)
	w.act(s)
	for _, e := range s.Edges {
		if e.To == ir.End {
			continue
		}
		switch e.Outcome.Kind {
		case ir.HungUp:
			w.add(HangupStep, e.Span)
		case ir.Errored:
			w.when(!w.fromEntry[s], ErrorStep, e.Span)
		}
	}
}

func (w *usesOf) prompt(p ir.Prompt) {
	for _, item := range p {
		switch item := item.(type) {
		case *ir.Text:
			w.add(SayText, item.Span)
		case *ir.Audio:
			w.add(SayAudio, item.Span)
		case *ir.SSML:
			w.add(SaySSML, item.Span)
		case *ir.Pause:
			w.add(SayPause, item.Span)
		case *ir.ReadOut:
			w.add(readFeature(item.As), item.Span)
		}
	}
}

func readFeature(as ir.ReadAs) Feature {
	switch as {
	case ir.ReadDigits:
		return SayDigits
	case ir.ReadNumber:
		return SayNumber
	}
	return SayDate
}

func (w *usesOf) act(s *ir.Step) {
	switch act := s.Act.(type) {
	case *ir.Menu:
		w.add(MenuAct, s.Span)
		w.keys(act.Keys)
		w.asking(s, act.Asking)
	case *ir.Collect:
		w.add(CollectAct, s.Span)
		w.when(act.Min != act.Max, CollectRange, s.Span)
		w.when(act.Secret, CollectSecret, s.Span)
		w.asking(s, act.Asking)
	case *ir.Record:
		w.record(s, act)
	case *ir.Transfer:
		w.transfer(s, act)
	case *ir.Call:
		w.call(s, act)
	case *ir.Conference:
		w.conference(s, act)
	case *ir.Message:
		w.add(MessageAct, s.Span)
		w.when(w.apart(s, ir.Done, ir.Failed), MessageApart, w.at(s, ir.Failed))
	case *ir.Handoff:
		w.add(HandoffAct, act.URLSpan)
	case *ir.Redirect:
		w.add(RedirectAct, act.To.Span)
	case *ir.Reject:
		w.add(RejectAct, act.Span)
		w.when(act.Reason == "busy", RejectReason, act.Span)
	case *ir.Hangup:
		w.add(HangupAct, s.Span)
	}
}

func (w *usesOf) keys(keys []ir.MenuKey) {
	for _, k := range keys {
		w.when(len(k.Key) > 1, MenuDigits, k.Span)
		w.when(k.Key[0] == '*', MenuStar, k.Span)
		w.when(k.Key[0] == '#', MenuPound, k.Span)
	}
}

func (w *usesOf) asking(s *ir.Step, a ir.Asking) {
	again := a.Attempts > 1
	w.when(again, AskAttempts, s.Span)
	w.when(again && len(a.Retry.Timeout)+len(a.Retry.NoMatch) > 0, AskRetry, first(a.Retry.Timeout, a.Retry.NoMatch))
	w.when(again && len(a.Retry.Say) > 0, AskRetrySay, first(a.Retry.Say))
	w.when(!a.Bargein, AskNoBargein, s.Span)
	w.when(w.apart(s, ir.Timeout, ir.NoMatch), AskApart, w.at(s, ir.NoMatch))
	w.when(fraction(a.Timeout) || fraction(a.Between), WaitSubsecond, s.Span)
}

func (w *usesOf) record(s *ir.Step, r *ir.Record) {
	w.add(RecordAct, r.SendSpan)
	w.add(RecordTimeout, s.Span)
	w.when(r.Format == "wav", RecordWAV, s.Span)
	w.when(!r.Beep, RecordNoBeep, s.Span)
	w.when(w.apart(s, ir.Done, ir.Timeout), RecordApart, w.at(s, ir.Timeout))
	w.when(fraction(r.Max) || fraction(r.Silence) || fraction(r.Timeout), WaitSubsecond, s.Span)
}

func (w *usesOf) transfer(s *ir.Step, t *ir.Transfer) {
	w.add(TransferAct, s.Span)
	w.when(len(t.To) > 1, TransferList, t.To[0].Span)
	for _, to := range t.To {
		w.when(to.IsSIP(), TransferSIP, to.Span)
	}
	w.when(t.From != "", TransferFrom, s.Span)
	w.when(t.Limit > 0, TransferLimit, s.Span)
	w.when(t.Music != "", TransferMusic, t.MusicSpan)
	w.when(t.Digits != "", TransferDigits, s.Span)
	w.when(w.apart(s, ir.Busy, ir.NoAnswer, ir.Failed), TransferApart, s.Span)
	w.when(w.apart(s, ir.Cancel, ir.HungUp), TransferCancel, w.at(s, ir.Cancel))
	w.when(fraction(t.Timeout) || fraction(t.Limit), WaitSubsecond, s.Span)
}

func (w *usesOf) call(s *ir.Step, c *ir.Call) {
	w.add(CallAct, s.Span)
	w.when(len(c.To) > 1, CallList, c.To[0].Span)
	w.when(c.Digits != "", CallDigits, s.Span)
	for _, kind := range []ir.OutcomeKind{ir.Busy, ir.NoAnswer, ir.Failed} {
		if e, ok := s.Edge(ir.Of(kind)); ok && e.To != ir.End {
			w.add(CallIncomplete, e.Span)
			break
		}
	}
	w.when(w.apart(s, ir.Busy, ir.NoAnswer, ir.Failed), CallApart, s.Span)
	w.when(fraction(c.Timeout), WaitSubsecond, s.Span)
}

func (w *usesOf) conference(s *ir.Step, c *ir.Conference) {
	w.add(ConferenceAct, c.Span)
	w.when(c.Muted, ConferenceMuted, c.Span)
	w.when(c.Leave == "*", ConferenceStar, c.Span)
	w.when(c.Leave != "" && c.Leave != "*", ConferenceLeave, c.Span)
	w.when(c.Max > 0, ConferenceMax, c.Span)
	w.when(fraction(c.Max), WaitSubsecond, s.Span)
}

// apart says that the outcomes do not all lead to one place.
func (w *usesOf) apart(s *ir.Step, kinds ...ir.OutcomeKind) bool {
	one, _ := s.Edge(ir.Of(kinds[0]))
	for _, k := range kinds[1:] {
		if e, _ := s.Edge(ir.Of(k)); e.To != one.To {
			return true
		}
	}
	return false
}

// at is where the person wrote the target of an outcome.
func (w *usesOf) at(s *ir.Step, kind ir.OutcomeKind) source.Span {
	e, _ := s.Edge(ir.Of(kind))
	return e.Span
}

func first(prompts ...ir.Prompt) source.Span {
	for _, p := range prompts {
		if len(p) > 0 {
			return p[0].Place()
		}
	}
	return source.Span{}
}

func fraction(d time.Duration) bool { return d%time.Second != 0 }
