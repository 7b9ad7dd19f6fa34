package check

import (
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// unspokenOption (IVR401): a menu whose prompt names some of its keys and not the
// others: a choice was added and never spoken, or taken out of the words and not
// out of the keys. It speaks up only where everything that is heard can be read,
// and where the prompt names at least one key for certain. Not missed are *, #, 0
// and 9, which custom has given a meaning, and keys that do what a spoken key or
// the menu itself does.
func unspokenOption(p *Pass) {
	words := newKeyVocabulary()
	var before *graph // made for the first menu that needs it
	for i, s := range p.Flow.Steps {
		m, ok := s.Act.(*ir.Menu)
		if !ok || s.Broken || !p.mayRun(i) || !singleKeys(m) {
			continue
		}
		h := hearsay{words: words, whole: true}
		h.prompt(s.Say)
		h.prompt(m.Say)
		if !h.whole || h.named&keysOf(m) == 0 || len(p.unheard(i, m, h.heard)) == 0 {
			continue
		}
		h.prompt(m.Retry.Timeout)
		h.prompt(m.Retry.NoMatch)
		h.prompt(m.Retry.Say)
		if before == nil {
			before = p.spokenBefore()
		}
		for _, a := range before.from(i) {
			h.prompt(p.Flow.Steps[a.to].Say)
			h.whole = h.whole && !p.Flow.Steps[a.to].Broken
		}
		if missing := p.unheard(i, m, h.heard); h.whole && len(missing) > 0 {
			p.reportUnspoken(s, m, missing, h.heard)
		}
	}
}

func (p *Pass) reportUnspoken(s *ir.Step, m *ir.Menu, missing []int, heard keySet) {
	var named []int
	for i, k := range m.Keys {
		if keyOf(string(k.Key))&heard != 0 {
			named = append(named, i)
		}
	}
	first := m.Keys[missing[0]]
	d := diag.New(diag.UnspokenOption, first.Span, "the prompt of %q names %s but not %s: callers never hear of %s",
		s.ID, keyNames(m, named), keyNames(m, missing), it(len(missing))).InStep(s.ID)
	for _, key := range missing[1:] {
		d = d.WithRelated(m.Keys[key].Span, "key %s is not spoken either", m.Keys[key].Key)
	}
	d = d.WithNote("summaries of ISO/IEC 13714 want every choice named before its key; *, #, 0 and 9 are not missed, because custom has given them a meaning")
	d = d.WithNote("a key for staff, or for callers who know it, may be left unspoken on purpose")
	p.Report(d.WithHelp("name it in the prompt, as in  \"For …, press %s.\"  or say why not:  allow: {IVR401: \"a key for our own staff\"}", first.Key))
}

// unheard are the keys that nobody hears of and that lead somewhere of their own.
func (p *Pass) unheard(step int, m *ir.Menu, heard keySet) []int {
	var spoken []ir.Target
	for i, k := range m.Keys {
		if keyOf(string(k.Key))&heard != 0 {
			spoken = append(spoken, p.keyTarget(step, i))
		}
	}
	var missing []int
	for i, k := range m.Keys {
		to := p.keyTarget(step, i)
		if keyOf(string(k.Key))&(heard|keyOf("*")|keyOf("#")|keyOf("0")|keyOf("9")) != 0 || int(to) == step || slices.Contains(spoken, to) {
			continue
		}
		missing = append(missing, i)
	}
	return missing
}

func keysOf(m *ir.Menu) keySet {
	var set keySet
	for _, k := range m.Keys {
		set |= keyOf(string(k.Key))
	}
	return set
}

// spokenBefore leads from each menu to the steps that only speak and then go on to
// it: they may have named its keys.
func (p *Pass) spokenBefore() *graph {
	g := newGraph(len(p.Flow.Steps), func(step int, add func(to, edge int)) {
		s := p.Flow.Steps[step]
		if _, speaks := s.Act.(*ir.Speak); speaks && len(s.Say) > 0 {
			p.onward(step, add)
		}
	}).reversed()
	return &g
}

// hearsay is which keys a caller has heard of.
type hearsay struct {
	words        *keyVocabulary
	heard, named keySet
	// whole is false where something is heard that the flow does not tell: a sound
	// file without a transcript.
	whole bool
}

func (h *hearsay) prompt(p ir.Prompt) {
	for _, item := range p {
		switch item := item.(type) {
		case *ir.Text:
			h.text(item.Text)
		case *ir.Audio:
			h.whole = h.whole && strings.TrimSpace(item.Transcript) != ""
			h.text(item.Transcript)
		case *ir.SSML:
			h.whole = h.whole && !strings.Contains(item.Markup, "<audio")
			h.text(item.Spoken())
		case *ir.ReadOut:
			h.text(item.Value)
		}
	}
}

func (h *hearsay) text(text string) {
	heard, named := h.words.keysIn(text)
	h.heard, h.named = h.heard|heard, h.named|named
}
