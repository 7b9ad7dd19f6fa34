package tropo

import (
	"fmt"
	"strconv"
	"strings"

	"ivrc/backends"
	"ivrc/ir"
)

// menu is an ask whose answers are files: a document cannot branch on a key by
// itself (tropo.md §6), so continue leads to a routed URL.
func (l *lowering) menu(s *ir.Step, m *ir.Menu) {
	route := l.route()
	incomplete, _ := l.incomplete(ir.Timeout, ir.NoMatch)
	a := l.asking(m.Say, m.Asking)
	a.Name = s.ID
	a.Choices = choices{Value: menuGrammar(m.Keys), Terminator: l.menuTerminator(s, m.Keys)}
	l.add(s.ID, l.handlers(&route, incomplete), append(l.lead(), a)...)

	// Not key by key: a menu may list thousands of numbers.
	for _, e := range s.Edges {
		if e.Outcome.Kind == ir.KeyPressed {
			l.answer(ir.Key(e.Outcome.Name).FileName(), e.To)
		}
	}
	l.questionAnswers()
}

// menuGrammar lists the keys. Digits stand as they are; * and # are concepts
// whose names are the names of the answers' files, because the concept is what
// Tropo posts as the value (tropo.md §2).
func menuGrammar(keys []ir.MenuKey) string {
	words := make([]string, len(keys))
	for i, k := range keys {
		words[i] = string(k.Key)
		if name := k.Key.FileName(); name != words[i] {
			words[i] = name + "(" + string(k.Key) + ")"
		}
	}
	return strings.Join(words, ",")
}

// phoneKeys are the keys of a phone, in the order in which a terminator that
// nobody means to press is looked for.
const phoneKeys = "*0123456789#"

// menuTerminator frees # for a menu that uses it: the engine's own terminator
// was # (tropo.md §2), and a terminator is never part of an answer.
func (l *lowering) menuTerminator(s *ir.Step, keys []ir.MenuKey) ir.Key {
	used := map[rune]bool{}
	pound := -1
	for i, k := range keys {
		for _, r := range k.Key {
			used[r] = true
		}
		if strings.Contains(string(k.Key), "#") && pound < 0 {
			pound = i
		}
	}
	if pound < 0 {
		return ""
	}
	for _, r := range phoneKeys {
		if !used[r] {
			return ir.Key(r)
		}
	}
	l.lossy(keys[pound].Span, fmt.Sprintf("the menu %q uses all twelve keys, so none is left to stand for the end of an entry, and # may be taken for it", s.ID),
		"leave one key free")
	return ""
}

// asking is what menus and collects share. Tropo itself repeats the question:
// what a retry says comes first, under its event, then the question again.
func (l *lowering) asking(say ir.Prompt, a ir.Asking) ask {
	question, _ := l.single(say)
	if question.Value == "" {
		question.Value = silence
	}
	out := ask{
		Attempts: a.Attempts, Timeout: a.Timeout, InterdigitTimeout: a.Between,
		Bargein: a.Bargein, Voice: question.Voice,
	}
	if a.Attempts > 1 {
		out.Say = l.event(out.Say, ir.Timeout, a.Retry.Timeout, out.Voice)
		out.Say = l.event(out.Say, ir.NoMatch, a.Retry.NoMatch, out.Voice)
	}
	question.Voice = "" // stands at the ask
	out.Say = append(out.Say, question)
	return out
}

// event adds what is heard after a timeout or nomatch. It names a voice only
// where it differs from the question's, which may be Tropo's own by name.
func (l *lowering) event(list []spoken, kind ir.OutcomeKind, p ir.Prompt, voice string) []spoken {
	s, voiced := l.single(p)
	if s.Value == "" {
		return list
	}
	s.Event = kind.Word()
	switch {
	case !voiced || s.Voice == voice || s.Voice == "" && voice == defaultVoice:
		s.Voice = ""
	case s.Voice == "":
		s.Voice = defaultVoice
	}
	return append(list, s)
}

// collect asks for digits and gives the call to the application. An application
// that refuses an entry sends the call to ivr_nomatch: a document that asks
// again, with one attempt less and a refusal of its own, until the last one ends
// in nomatch.
func (l *lowering) collect(s *ir.Step, c *ir.Collect) {
	incomplete, apart := l.incomplete(ir.Timeout, ir.NoMatch)
	build := func(path string, refusal int, say ir.Prompt, before []verb, attempts int) {
		asking := c.Asking
		asking.Attempts = attempts
		a := l.asking(say, asking)
		a.Name, a.Secret = c.Name, c.Secret
		a.Choices = choices{Value: digitGrammar(c.Min, c.Max), Terminator: c.Finish}
		refuse := backends.FileLink(l.refusal(refusal))
		app := &backends.Application{URL: c.Send, Refuse: &refuse}
		l.add(path, l.handlers(&next{application: app}, incomplete), append(before, a)...)
	}

	attempts := max(c.Attempts, 1)
	build(s.ID, 1, c.Say, l.lead(), attempts)
	again := c.Retry.Say
	if len(again) == 0 {
		again = c.Say
	}
	for k := 1; k < attempts; k++ {
		// What the retry says stands before the ask, so that a silence after it is
		// not told once more that the entry was wrong.
		build(l.refusal(k), k+1, again, l.says(c.Retry.NoMatch), attempts-k)
	}
	l.answers = append(l.answers, backends.Answer{Path: l.refusal(attempts), Of: l.path(l.target(ir.NoMatch))})
	l.refusals = append(l.refusals, l.refusal(attempts))
	if apart {
		l.questionAnswers()
	}
	l.returns(c.Returns)
}

// returns are the documents to which an application may send the call back; one
// of them may be the end, to which nothing else needs to lead.
func (l *lowering) returns(list []ir.Return) {
	for _, r := range list {
		l.path(r.To)
	}
}

// refusal is where the n-th refused entry of the current step leads.
func (l *lowering) refusal(n int) string {
	return l.step.ID + "/" + anythingElse + "." + strconv.Itoa(n)
}

// digitGrammar is Tropo's grammar for so many digits.
func digitGrammar(least, most int) string {
	if most == 1 {
		return "[1 DIGIT]"
	}
	if least == most {
		return fmt.Sprintf("[%d DIGITS]", most)
	}
	return fmt.Sprintf("[%d-%d DIGITS]", least, most)
}
