package plivo

import (
	"slices"
	"strconv"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/ir"
)

// mostDigits is the most that one GetDigits takes (plivo.md §1.6).
const mostDigits = 99

// question is a menu or a collect: the same element, another address.
type question struct {
	step   *ir.Step
	say    ir.Prompt
	asking ir.Asking
	// digits is what all attempts share.
	digits GetDigits
	// collect is nil for a menu.
	collect *ir.Collect
	// played are prompts as elements, by the place of the prompt: attempts share most.
	played map[*ir.Item][]Element
}

// question reads the step's question, nil where it asks nothing.
//
// GetDigits is used and not GetInput, whose one time limit of 5 to 60 s cannot
// say how long to wait for the first key and for each further one (plivo.md
// §1.6, §1.7). It asks once: what a second pass would sound like is written
// nowhere, so each attempt is a document of its own. A menu never ends by a key,
// because the finishing key is not reported and # may be a choice.
func (l *lowering) question(s *ir.Step) *question {
	say, asking, ok := ir.Asked(s.Act)
	if !ok {
		return nil
	}
	q := &question{step: s, say: say, asking: asking, played: map[*ir.Item][]Element{}}
	q.digits = GetDigits{Timeout: seconds(asking.Timeout), Retries: 1, FinishOnKey: "none"}
	switch act := s.Act.(type) {
	case *ir.Menu:
		q.digits.Method = GET
		for _, k := range act.Keys {
			q.digits.NumDigits = max(q.digits.NumDigits, len(k.Key))
		}
	case *ir.Collect:
		q.collect = act
		q.digits.Method = POST
		q.digits.NumDigits = act.Max
		if act.Finish != "" {
			q.digits.FinishOnKey = string(act.Finish)
		}
		if act.Secret {
			q.digits.Log = Off
		}
	}
	if q.digits.NumDigits > 1 {
		q.digits.DigitTimeout = seconds(asking.Between)
	}
	return q
}

// attempt is the k-th asking, after silence or a wrong key, and then the way on
// of a caller who presses nothing. With bargein off the prompt stands before the
// question, where no key interrupts it.
func (q *question) attempt(l *lowering, k int, after ir.OutcomeKind) []Element {
	lead, ask := ir.AttemptParts(q.say, q.asking, k, after)
	prompt := slices.Concat(q.prompt(l, lead), q.prompt(l, ask))
	digits := q.digits
	var elements []Element
	if q.asking.Bargein {
		digits.Prompt = prompt
	} else {
		elements = prompt
	}
	digits.Action = q.action(l, k, after)
	return append(elements, &digits, l.redirect(q.path("timeout", k)))
}

// prompt is what plays a prompt of the question, made once.
func (q *question) prompt(l *lowering, p ir.Prompt) []Element {
	if len(p) == 0 {
		return nil
	}
	elements, known := q.played[&p[0]]
	if !known {
		in := outside
		if q.asking.Bargein {
			in = inside
		}
		elements = l.prompt(p, in)
		q.played[&p[0]] = elements
	}
	return elements
}

// action is a routed address of a menu, the application of a collect.
func (q *question) action(l *lowering, k int, after ir.OutcomeKind) Address {
	if q.collect == nil {
		parameter := "Digits." + strconv.Itoa(k)
		if after == ir.NoMatch {
			// The attempt after silence has the same route and has added it.
			return route(q.step.ID + "/" + parameter)
		}
		return l.routed(q.step, parameter)
	}
	l.checkAddress(q.collect.Send, q.collect.SendSpan)
	l.comesBack(q.collect.Returns)
	refuse := backends.FileLink(q.path("_", k))
	return Address{Application: &backends.Application{URL: q.collect.Send, Refuse: &refuse}}
}

func (q *question) path(answer string, k int) string {
	return q.step.ID + "/" + answer + "." + strconv.Itoa(k)
}

// laterAttempts adds what follows silence and wrong keys at each attempt: the
// next attempt, or after the last the target; and a menu's keys, which all
// attempts share.
func (l *lowering) laterAttempts(s *ir.Step, q *question) {
	if n := q.digits.NumDigits; n > mostDigits {
		l.report(diag.New(diag.ProviderValue, s.Span, "Plivo takes at most %d digits at once, not %d", mostDigits, n).
			WithHelp("ask for fewer digits, or in two steps"))
	}
	last := q.asking.Attempts
	for k := 1; k < last; k++ {
		l.document(q.path("timeout", k), q.attempt(l, k+1, ir.Timeout))
		if len(q.asking.Retry.Timeout)+len(q.asking.Retry.NoMatch) == 0 {
			l.repeat(q.path("_", k), q.path("timeout", k))
			continue
		}
		l.document(q.path("_", k), q.attempt(l, k+1, ir.NoMatch))
		l.shareEqual()
	}
	if menu, ok := s.Act.(*ir.Menu); ok {
		var e ir.Edge
		at := 0
		for _, key := range menu.Keys {
			e, at, _ = s.EdgeFrom(at, ir.KeyOutcome(key.Key))
			l.answer(s.ID+"/"+key.Key.FileName(), e.To)
		}
	}
	l.answer(q.path("timeout", last), target(s, ir.Timeout))
	l.answer(q.path("_", last), target(s, ir.NoMatch))
}

// shareEqual makes the last document a copy of the one before where the two are
// the same.
func (l *lowering) shareEqual() {
	documents := l.bundle.Documents
	n := len(documents)
	if n == 0 || !documents[n-1].Body.Equal(&documents[n-2].Body) {
		return
	}
	l.bundle.Documents = documents[:n-1]
	l.repeat(documents[n-1].Path, documents[n-2].Path)
}

// repeat adds a copy of a document.
func (l *lowering) repeat(path, of string) {
	l.bundle.Answers = append(l.bundle.Answers, backends.Answer{Path: path, Of: of})
}

// comesBack notes that an application may end the call by our own document.
func (l *lowering) comesBack(returns []ir.Return) {
	for _, r := range returns {
		if r.To == ir.End {
			l.toEnd = true
		}
	}
}
