package plivo

import (
	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

const (
	// documentLimit is the largest document that Plivo reads (plivo.md §3.6), in
	// the smaller reading of 100 KB.
	documentLimit = 100_000
	// segmentAllowance is more than the version segment of a link will ever have.
	segmentAllowance = 128
	// silentPath is the document for hang-up addresses, whose answer Plivo ignores.
	// No step can be called `end`, so nothing else stands there.
	silentPath = backends.EndPath + "/hangup"
)

// lowering turns one flow into a bundle.
type lowering struct {
	flow     *ir.Flow
	writer   writer
	bundle   backends.Bundle
	problems diag.List
	// verdict says that documents are measured and dropped.
	verdict bool
	// current is the step at work, asked its question, if it has one.
	current *ir.Step
	asked   *question
	// ringing are the steps at which an inbound call arrives unanswered.
	ringing map[ir.Target]bool
	// toEnd says that something refers to the document that hangs up.
	toEnd bool
}

func newLowering(flow *ir.Flow, opts backends.Options) *lowering {
	site := backends.Site{Base: opts.Base, Flow: flow.ID, Target: Name, Extension: extension}
	l := &lowering{flow: flow, writer: writer{site: site}, ringing: map[ir.Target]bool{}, verdict: opts.Verdict}
	l.bundle.Site, l.bundle.MediaType = site, mediaType
	for _, e := range flow.Entries {
		if s := flow.Step(e.Step); s != nil && s.Act.Word() != "call" {
			l.ringing[e.Step] = true
		}
	}
	return l
}

// step makes the step's own document and whatever belongs to it.
func (l *lowering) step(at ir.Target, s *ir.Step) {
	l.current, l.asked = s, l.question(s)
	before := len(l.problems)
	elements := append(l.recording(s), l.prompt(s.Say, outside)...)
	elements = append(elements, l.act(s)...)
	// What could not be lowered is missing here, so nothing is said about the rest.
	if l.ringing[at] && !l.problems[before:].HasErrors() {
		l.checkPickUp(s, elements)
	}
	l.document(s.ID, elements)
	if l.asked != nil {
		l.laterAttempts(s, l.asked)
	}
	if t, ok := s.Act.(*ir.Transfer); ok && t.Music != "" {
		l.music(s, t)
	}
}

// act is what the act does after the step has spoken, with the way on.
func (l *lowering) act(s *ir.Step) []Element {
	switch act := s.Act.(type) {
	case *ir.Menu, *ir.Collect:
		return l.asked.attempt(l, 1, ir.Timeout)
	case *ir.Record:
		return append(l.prompt(act.Say, outside), l.record(act), l.onward(s, ir.Done))
	case *ir.Transfer:
		return []Element{l.transfer(s, act)}
	case *ir.Call:
		// The call itself is a request that somebody else makes; this document runs
		// when it has been answered.
		return append(l.prompt(act.Say, outside), l.onward(s, ir.Done))
	case *ir.Conference:
		return []Element{l.conference(act), l.onward(s, ir.Done)}
	case *ir.Message:
		l.checkCharacters(act.Text, s.Span)
		return []Element{
			&Message{Src: act.From, Dst: act.To.Value, Type: "sms", Text: act.Text},
			l.onward(s, ir.Done),
		}
	case *ir.Handoff:
		return []Element{l.handoff(act)}
	case *ir.Redirect:
		l.absent(backends.RedirectAct, act.To.Span)
	case *ir.Reject:
		return []Element{l.reject(s, act)}
	case *ir.Hangup:
		return []Element{&Hangup{}}
	case *ir.Speak:
		return []Element{l.onward(s, ir.Done)}
	}
	return nil
}

// onward goes where an outcome leads, without a request where the call ends.
func (l *lowering) onward(s *ir.Step, kind ir.OutcomeKind) Element {
	to := target(s, kind)
	if to == ir.End {
		return &Hangup{}
	}
	return l.redirect(l.flow.TargetName(to))
}

// redirect goes on with a document of ours.
func (l *lowering) redirect(path string) *Redirect {
	return &Redirect{Method: GET, To: file(path)}
}

func file(path string) Address {
	link := backends.FileLink(path)
	return Address{Link: &link}
}

func route(path string) Address {
	link := backends.RouteLink(path)
	return Address{Link: &link}
}

// target is where an outcome of the step leads; an outcome that nobody handles
// cannot come here, and would end the call.
func target(s *ir.Step, kind ir.OutcomeKind) ir.Target {
	if e, ok := s.Edge(ir.Of(kind)); ok && e.To.IsStep() {
		return e.To
	}
	return ir.End
}

// pathOf is the document of a target.
func (l *lowering) pathOf(to ir.Target) string {
	if to.IsStep() {
		return l.flow.TargetName(to)
	}
	l.toEnd = true
	return backends.EndPath
}

// document adds a document and reports one that is too long.
func (l *lowering) document(path string, elements []Element) {
	body := l.writer.response(&Response{Elements: elements})
	if size := body.Size(segmentAllowance); size > documentLimit {
		l.report(diag.New(diag.TooLong, l.current.Span, "the Plivo document %s%s has %d bytes, and Plivo reads at most %d", path, extension, size, documentLimit).
			WithHelp("say less in this step, or spread it over steps with goto"))
	}
	if !l.verdict {
		l.bundle.Documents = append(l.bundle.Documents, backends.Document{Path: path, Body: body.Copy()})
	}
}

// answer adds a copy of a target's document.
func (l *lowering) answer(path string, to ir.Target) {
	l.bundle.Answers = append(l.bundle.Answers, backends.Answer{Path: path, Of: l.pathOf(to)})
}

func (l *lowering) routed(s *ir.Step, parameter string) Address {
	path := s.ID + "/" + parameter
	l.bundle.Routes = append(l.bundle.Routes, backends.Route{Path: path, Step: s.ID})
	return route(path)
}

// entries names the three stable files of each entry. Plivo would use the answer
// file for the end of the call as well, if nothing else were named (plivo.md
// §2.2), and errors exist for it alone: they go to the entry step's own handler.
func (l *lowering) entries() {
	for _, e := range l.flow.Entries {
		prefix := Name
		if e.ID != "" {
			prefix = e.ID + "." + Name
		}
		failed := ir.End
		if s := l.flow.Step(e.Step); s != nil {
			failed = target(s, ir.Errored)
		}
		l.bundle.Entries = append(l.bundle.Entries,
			backends.EntryFile{Name: prefix + extension, Entry: e.ID, Use: "answer", Of: l.pathOf(e.Step)},
			backends.EntryFile{Name: prefix + ".error" + extension, Entry: e.ID, Use: "fallback", Of: l.pathOf(failed)},
			backends.EntryFile{Name: prefix + ".hangup" + extension, Entry: e.ID, Use: "hangup", Of: silentPath})
	}
}

// ends adds the documents that belong to no step.
func (l *lowering) ends() {
	if l.toEnd {
		l.document(backends.EndPath, []Element{&Hangup{}})
	}
	if len(l.bundle.Entries) > 0 {
		l.document(silentPath, nil)
	}
}

func (l *lowering) report(d diag.Diagnostic) {
	l.problems.Add(d.InStep(l.current.ID))
}

// absent reports a feature that the gate should have stopped.
func (l *lowering) absent(f backends.Feature, at source.Span) {
	row := support[f]
	l.report(diag.New(diag.Absent, at, "%s", backends.Verdict(diag.Absent, "plivo", f, row)).WithHelp("%s", row.Instead))
}
