package tropo

import (
	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// routed is the last segment of routed URLs: where a host finds the answer in
// what Tropo posts.
const routed = "/actions"

// lowering is one flow on its way into documents.
type lowering struct {
	flow *ir.Flow
	// step is the one that is being lowered.
	step  *ir.Step
	found diag.List

	documents []document
	answers   []backends.Answer
	routes    []backends.Route
	// refusals are answers to which applications send the call themselves.
	refusals []string
	// ends says that something leads to the document that hangs up.
	ends bool
}

func newLowering(flow *ir.Flow) *lowering { return &lowering{flow: flow} }

// steps lowers every step in source order; the document `end` comes last, and
// only where something leads to it.
func (l *lowering) steps() {
	for _, s := range l.flow.Steps {
		l.step = s
		l.act(s)
	}
	for _, e := range l.flow.Entries {
		l.path(e.Step)
	}
	if l.ends {
		l.documents = append(l.documents, document{path: backends.EndPath, verbs: []verb{hangup{}}})
	}
}

// act lowers one step. Acts whose verb raises incomplete, or whose order of verbs
// is their own, have functions of their own.
func (l *lowering) act(s *ir.Step) {
	switch act := s.Act.(type) {
	case *ir.Menu:
		l.menu(s, act)
	case *ir.Collect:
		l.collect(s, act)
	case *ir.Record:
		l.record(s, act)
	case *ir.Transfer:
		l.transfer(s, act)
	case *ir.Call:
		l.call(s, act)
	case *ir.Conference:
		l.live(s, conference{ID: act.Room, Name: s.ID, Mute: act.Muted, Terminator: act.Leave})
	case *ir.Message:
		l.message(s, act)
	case *ir.Handoff:
		app := &backends.Application{URL: act.URL}
		l.add(s.ID, l.handlers(&next{application: app}, nil), l.lead()...)
		l.returns(act.Returns)
	case *ir.Redirect:
		l.alone(s, redirect{To: act.To.Value})
	case *ir.Reject:
		l.alone(s, reject{})
	case *ir.Hangup:
		l.add(s.ID, l.handlers(nil, nil), append(l.lead(), hangup{})...)
	default:
		l.live(s)
	}
}

// live is a step whose verbs can only be done, with nothing that is incomplete.
func (l *lowering) live(s *ir.Step, verbs ...verb) {
	l.add(s.ID, l.handlers(l.done(), nil), append(l.lead(), verbs...)...)
}

// alone is a step on a call that is not answered: its verb stands alone in the
// document (tropo.md §1.4), so nothing can be recorded there. That it says
// nothing is an invariant of the graph.
func (l *lowering) alone(s *ir.Step, v verb) {
	if s.Recording != nil {
		l.found.Add(diag.New(diag.ProviderValue, l.place(s.Recording.Span), "on tropo: the call is not answered at %q, so there is nothing to record", s.ID).
			InStep(s.ID).WithHelp("take recording out of this step"))
	}
	l.add(s.ID, nil, v)
}

// message is a handler for incomplete like those of dialling: Tropo's pages do
// not list message under that event, and one that never fires does no harm.
func (l *lowering) message(s *ir.Step, m *ir.Message) {
	if len(m.Text) > 0 && m.Text[0] == '<' {
		l.lossy(m.To.Span, "a message that begins with < is taken for speech markup", "begin the text with another sign")
	}
	failed := l.link(l.target(ir.Failed))
	l.add(s.ID, l.handlers(l.done(), &failed),
		append(l.lead(), message{Text: m.Text, To: m.To.Value, From: m.From})...)
}

// lead is what a step does before its act: recording first, so that what it says
// is recorded too.
func (l *lowering) lead() []verb {
	return append(l.recording(), l.says(l.step.Say)...)
}

// recording is the change of the call's own recording, if there is one.
func (l *lowering) recording() []verb {
	switch r := l.step.Recording; {
	case r == nil:
		return nil
	case r.Start:
		return []verb{startRecording{URL: r.Send, Format: audioFormat(r.Format)}}
	}
	return []verb{stopRecording{}}
}

// audioFormat is the flow's word in Tropo's (tropo.md §1.4).
func audioFormat(format string) string {
	if format == "wav" {
		return "audio/wav"
	}
	return "audio/mp3"
}

// add keeps a finished document.
func (l *lowering) add(path string, handlers []on, verbs ...verb) {
	l.documents = append(l.documents, document{path: path, on: handlers, verbs: verbs})
}

// lossy reports a value that Tropo takes differently.
func (l *lowering) lossy(at source.Span, what, instead string) {
	l.found.Add(diag.New(diag.Lossy, l.place(at), "on tropo: %s", what).InStep(l.step.ID).WithHelp("%s", instead))
}

// place is a span, or the step's where there is none.
func (l *lowering) place(at source.Span) source.Span {
	if at.IsZero() {
		return l.step.Span
	}
	return at
}

// bundle encodes everything.
func (l *lowering) bundle(opts backends.Options) *backends.Bundle {
	b := &backends.Bundle{
		Site:      backends.Site{Base: opts.Base, Flow: l.flow.ID, Target: Name, Extension: ".json"},
		MediaType: mediaType,
		Answers:   l.answers,
		Routes:    l.routes,
	}
	if opts.Verdict {
		return b // encoding decides nothing
	}
	b.Documents = make([]backends.Document, 0, len(l.documents))
	// Tropo fetches everything by POST (tropo.md §5).
	b.Posted = make([]string, 0, len(l.documents)+len(l.refusals))
	w := jsonWriter{site: b.Site}
	for _, d := range l.documents {
		b.Documents = append(b.Documents, backends.Document{Path: d.path, Body: w.document(d)})
		b.Posted = append(b.Posted, d.path)
	}
	b.Posted = append(b.Posted, l.refusals...)
	for _, e := range l.flow.Entries {
		name := Name + b.Site.Extension
		if e.ID != "" {
			name = e.ID + "." + name
		}
		b.Entries = append(b.Entries, backends.EntryFile{Name: name, Entry: e.ID, Use: "answer", Of: l.path(e.Step)})
	}
	return b
}
