package lower

import (
	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
	"slices"
	"sort"
	"strings"
)

// DefaultLanguage is what a flow speaks that names no language.
const DefaultLanguage = "en-US"

// level is one place where a language and a voice can be chosen: the flow, a
// step, an item. Nearer levels win.
type level struct {
	language     string // empty where none is chosen
	languageSpan source.Span
	voice        ir.Voice
}

func (d *decoder) voice(n *syntax.Node) ir.Voice {
	if n == nil {
		return ir.Voice{}
	}
	v := ir.Voice{Span: n.Place()}
	if n.Kind != syntax.Map {
		v.Any, _ = d.text(n)
		return v
	}
	if len(entries(n)) == 0 {
		d.malformed(n, "at least one provider")
	}
	for _, e := range entries(n) {
		if !isProvider(e.Key.Text) {
			d.malformed(e.Key, "a provider")
			continue
		}
		if d.options.Providers != nil && !slices.Contains(d.options.Providers, e.Key.Text) {
			found := diag.New(diag.UnknownKey, e.Key.Place(), "there is no provider %q", e.Key.Text)
			if name := nearest.Name(e.Key.Text, d.options.Providers); name != "" {
				found = found.WithHelp("did you mean %q?", name)
				if n.Get(name) == nil {
					found = found.WithFix(instead(e.Key, name))
				}
			} else {
				found = found.WithHelp("the providers are %s", strings.Join(d.options.Providers, ", "))
			}
			d.report(found)
		}
		if name, ok := d.text(e.Value); ok {
			v.For = append(v.For, ir.ProviderVoice{Provider: e.Key.Text, Name: name, Span: e.Value.Place()})
		}
	}
	sort.SliceStable(v.For, func(i, j int) bool { return v.For[i].Provider < v.For[j].Provider })
	return v
}

// speak resolves language and voice for an item at a place. A voice speaks one
// language, so a voice chosen farther away than the language does not count.
func (d *decoder) speak(own level, at source.Span) ir.Speech {
	speech := ir.Speech{Language: DefaultLanguage, LanguageSpan: at}
	for i := len(d.speech); i >= 0; i-- {
		l := own
		if i < len(d.speech) {
			l = d.speech[i]
		}
		if speech.Voice.Any == "" {
			speech.Voice = merge(speech.Voice, l.voice)
		}
		if l.language != "" {
			speech.Language, speech.LanguageSpan = l.language, l.languageSpan
			break
		}
	}
	return speech
}

// merge adds what a farther level chooses for providers that the nearer one does
// not name.
func merge(near, far ir.Voice) ir.Voice {
	if near.Any == "" && len(near.For) == 0 {
		return far
	}
	out := ir.Voice{Any: far.Any, Span: near.Span, For: slices.Clone(near.For)}
	if far.Any != "" {
		out.Span = far.Span
	}
	for _, v := range far.For {
		if !slices.ContainsFunc(near.For, func(n ir.ProviderVoice) bool { return n.Provider == v.Provider }) {
			out.For = append(out.For, v)
		}
	}
	sort.SliceStable(out.For, func(i, j int) bool { return out.For[i].Provider < out.For[j].Provider })
	return out
}

func (d *decoder) level(f fields) level {
	var l level
	if n := f.get("language"); n != nil {
		l.language, _ = d.word(n, false, "a language tag", isLanguage)
		l.languageSpan = n.Place()
	}
	l.voice = d.voice(f.get("voice"))
	return l
}
