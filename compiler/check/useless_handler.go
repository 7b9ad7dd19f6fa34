package check

import (
	"fmt"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/ir"
)

// uselessHandler (IVR308): a handler or goto at a step for an outcome that the
// step can never have, or a flow-wide one for a word that is no outcome. The caller is safe, but whoever wrote it expects
// something that will not happen.
func uselessHandler(p *Pass) {
	for _, u := range p.Flow.Useless {
		own := ownWord(u.Word)
		d := diag.New(diag.UselessEvent, u.Span, "nothing is called %q here, so this handler never runs: the word is %s", u.Word, own).
			WithHelp("%s", instead(p.Flow, u, own))
		p.Report(renamed(d, u, own, p.Flow.Useless, p.flowHandles(own)))
	}
	for i, s := range p.Flow.Steps {
		if s.Broken {
			continue
		}
		for _, u := range s.Useless {
			d := p.uselessly(s, u).InStep(s.ID)
			p.Report(p.theCall(d, i, -1))
		}
	}
}

func (p *Pass) uselessly(s *ir.Step, u ir.UselessHandler) diag.Diagnostic {
	switch own := ownWord(u.Word); {
	case u.Word == "goto" && p.meantForMissing(s, u):
		return diag.New(diag.UselessEvent, u.Span, "the goto of %q is never followed: %s", s.ID, insteadOfGoto(s.Act)).
			WithHelp("%s", instead(p.Flow, u, ir.FamilyIncomplete))
	case u.Word == "goto":
		return diag.New(diag.UselessEvent, u.Span, "the goto of %q is never followed: %s", s.ID, insteadOfGoto(s.Act)).
			WithHelp("delete the goto, or %s", whereItGoes(s.Act))
	case u.Shadowed:
		return diag.New(diag.UselessEvent, u.Span, "%q does nothing at %q: every outcome it stands for has a handler of its own", u.Word, s.ID).
			WithHelp("delete %s, or one of the handlers for %s", u.Word, list(p.served(s, u.Word), "and"))
	case own != "" && p.canEnd(s, own):
		d := diag.New(diag.UselessEvent, u.Span, "nothing is called %q here, so this handler never runs: the word is %s", u.Word, own).
			WithHelp("%s", instead(p.Flow, u, own))
		return renamed(d, u, own, s.Useless, handles(s, own, ir.FromStep))
	case own != "":
		return p.cannotEnd(s, u, fmt.Sprintf("%q, called %s here,", u.Word, own))
	}
	return p.cannotEnd(s, u, fmt.Sprintf("%q", u.Word))
}

// meantForMissing says that nobody handles what a useless handler was meant for.
func (p *Pass) meantForMissing(s *ir.Step, u ir.UselessHandler) bool {
	var missing []ir.OutcomeKind
	for _, o := range s.Missing(p.Flow) {
		missing = append(missing, o.Kind)
	}
	_, ok := meantFor(u, missing)
	return ok
}

func (p *Pass) cannotEnd(s *ir.Step, u ir.UselessHandler, what string) diag.Diagnostic {
	return diag.New(diag.UselessEvent, u.Span, "%s never happens at %q: %s", what, s.ID, p.ends(s)).
		WithHelp("delete  %s:  from the events of %q", u.Word, s.ID)
}

// ends says how a step can end.
func (p *Pass) ends(s *ir.Step) string {
	subject := withArticle(s.Act.Word())
	if _, speaks := s.Act.(*ir.Speak); speaks {
		subject = "a step that only speaks"
	}
	var words []string
	for _, o := range s.Act.Outcomes(p.Flow) {
		word := o.Kind.Word()
		switch o.Kind {
		case ir.KeyPressed:
			word = "one of its keys"
		case ir.Returned:
			word = "one of its returns"
		}
		if len(words) == 0 || words[len(words)-1] != word {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return "after " + subject + " nothing follows"
	}
	return fmt.Sprintf("%s ends with %s", subject, list(words, "or"))
}

func (p *Pass) canEnd(s *ir.Step, word string) bool {
	for _, o := range s.Act.Outcomes(p.Flow) {
		if o.Kind.Word() == word {
			return true
		}
	}
	return false
}

// served are the outcomes of a step for which a family stands.
func (p *Pass) served(s *ir.Step, family string) []string {
	var words []string
	for _, o := range s.Act.Outcomes(p.Flow) {
		if o.Kind.Family() == family {
			words = append(words, o.Kind.Word())
		}
	}
	return words
}

func insteadOfGoto(act ir.Act) string {
	switch act := act.(type) {
	case *ir.Menu:
		return "a menu goes where its keys lead"
	case *ir.Collect:
		return "the application chooses one of the returns"
	case *ir.Handoff:
		if len(act.Returns) == 0 {
			return "the call does not come back from the application"
		}
		return "the application chooses one of the returns"
	case *ir.Hangup:
		return "the call ends here"
	}
	return "the call leaves the flow here"
}

func whereItGoes(act ir.Act) string {
	switch act.(type) {
	case *ir.Menu:
		return "write its step at a key, for example  keys: {1: sales}"
	case *ir.Collect, *ir.Handoff:
		return "name its step in the list, for example  returns: [main]"
	case *ir.Hangup:
		return "delete  hangup: true  if the call goes on"
	}
	return fmt.Sprintf("delete the %s if the call goes on", act.Word())
}

func withArticle(word string) string { return "a " + word }

// ownWord is what an outcome that other tools name differently is called here,
// empty for a word of nobody and for one of the format itself.
func ownWord(word string) string {
	if own := nearest.Outcome(word); own != word {
		return own
	}
	return ""
}
