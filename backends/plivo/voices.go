package plivo

import (
	"slices"
	"strings"
)

// The two voices that are not Polly's. Plivo speaks with WOMAN where a document
// names none, and in en-US where it names no language (plivo.md §1.3).
const (
	woman           = "WOMAN"
	man             = "MAN"
	pollyPrefix     = "Polly."
	defaultLanguage = "en-US"
)

// language is one language that Plivo speaks and the voices it has for it
// (plivo.md §3.9). Polly names are without their prefix.
type language struct {
	tag        string
	woman, man bool
	polly      []string
}

// languages are sorted by tag.
var languages = []language{
	{tag: "cmn-CN", polly: []string{"Zhiyu"}},
	{tag: "cy-GB", polly: []string{"Gwyneth"}},
	{tag: "da-DK", woman: true, polly: []string{"Naja", "Mads"}},
	{tag: "de-DE", woman: true, man: true, polly: []string{"Vicki", "Marlene", "Hans"}},
	{tag: "en-AU", woman: true, man: true, polly: []string{"Nicole", "Russell"}},
	{tag: "en-GB", woman: true, man: true, polly: []string{"Amy", "Emma", "Brian"}},
	{tag: "en-GB-WLS", polly: []string{"Geraint"}},
	{tag: "en-IN", polly: []string{"Raveena", "Aditi"}},
	{tag: "en-US", woman: true, man: true, polly: []string{
		"Joanna", "Salli", "Kendra", "Kimberly", "Ivy", "Matthew", "Justin", "Joey"}},
	{tag: "es-ES", woman: true, man: true, polly: []string{"Conchita", "Enrique"}},
	{tag: "es-MX", polly: []string{"Mia"}},
	{tag: "es-US", woman: true, man: true, polly: []string{"Penelope", "Lupe-Standard", "Miguel"}},
	{tag: "fr-CA", woman: true, polly: []string{"Chantal"}},
	{tag: "fr-FR", woman: true, man: true, polly: []string{"Lea", "Celine", "Mathieu"}},
	{tag: "hi-IN", polly: []string{"Aditi"}},
	{tag: "is-IS", polly: []string{"Dora", "Karl"}},
	{tag: "it-IT", woman: true, man: true, polly: []string{"Carla", "Giorgio"}},
	{tag: "ja-JP", polly: []string{"Mizuki", "Takumi"}},
	{tag: "ko-KR", polly: []string{"Seoyeon"}},
	{tag: "nb-NO", polly: []string{"Liv"}},
	{tag: "nl-NL", woman: true, man: true, polly: []string{"Lotte", "Ruben"}},
	{tag: "pl-PL", woman: true, man: true, polly: []string{"Ewa", "Maja", "Jacek", "Jan"}},
	{tag: "pt-BR", woman: true, man: true, polly: []string{"Vitoria", "Ricardo"}},
	{tag: "pt-PT", man: true, polly: []string{"Ines", "Cristiano"}},
	{tag: "ro-RO", polly: []string{"Carmen"}},
	{tag: "ru-RU", woman: true, polly: []string{"Tatyana", "Maxim"}},
	{tag: "sv-SE", woman: true, polly: []string{"Astrid"}},
	{tag: "tr-TR", polly: []string{"Filiz"}},
}

// mandarin is how most people write the language that Plivo calls cmn-CN; it is
// the same one in BCP 47.
const mandarin = "zh-CN"

// languageOf finds a language by its tag in any letter case.
func languageOf(tag string) (language, bool) {
	if strings.EqualFold(tag, mandarin) {
		tag = "cmn-CN"
	}
	for _, l := range languages {
		if strings.EqualFold(l.tag, tag) {
			return l, true
		}
	}
	return language{}, false
}

// tags are all languages, for messages.
func tags() []string {
	out := make([]string, len(languages))
	for i, l := range languages {
		out[i] = l.tag
	}
	return out
}

// related are the languages that share the first part of a tag: en-GB for en.
func related(tag string) []string {
	primary, _, _ := strings.Cut(tag, "-")
	var out []string
	for _, l := range languages {
		if first, _, _ := strings.Cut(l.tag, "-"); strings.EqualFold(first, primary) {
			out = append(out, l.tag)
		}
	}
	return out
}

// voices are the names to write in `voice` for the language, Polly's first.
func (l language) voices() []string {
	var out []string
	for _, name := range l.polly {
		out = append(out, pollyPrefix+name)
	}
	if l.woman {
		out = append(out, woman)
	}
	if l.man {
		out = append(out, man)
	}
	return out
}

// speaks says that a voice can be paired with the language.
func (l language) speaks(voice string) bool {
	switch voice {
	case woman:
		return l.woman
	case man:
		return l.man
	}
	name, ok := strings.CutPrefix(voice, pollyPrefix)
	return ok && slices.Contains(l.polly, name)
}

// firstPolly is the Polly voice to propose for the language; every language has
// one.
func (l language) firstPolly() string { return pollyPrefix + l.polly[0] }

// meant is the voice that a wrong name probably stands for: the same in other
// letters or with Polly's prefix, else the first.
func (l language) meant(name string) string {
	for _, v := range l.voices() {
		if strings.EqualFold(v, name) || strings.EqualFold(v, pollyPrefix+name) {
			return v
		}
	}
	return l.firstPolly()
}

// known says that the name is a voice of any language.
func known(voice string) bool {
	return slices.ContainsFunc(languages, func(l language) bool { return l.speaks(voice) })
}
