package tropo

import (
	"slices"
	"strings"
)

// defaultVoice speaks where a document names no voice (tropo.md §5).
const defaultVoice = "allison"

// language is one language that Tropo speaks and the voices it has for it, as
// tropo.md §5 lists them.
type language struct {
	// Tag is how a flow writes it.
	Tag string
	// Also are further tags, in lower case, that mean the same speech: the bare
	// language, and its home region. Every other region of the language is another
	// accent and is not guessed: de-AT is not de-DE.
	Also []string
	// AnyRegion says that the voices speak the written standard, which has no home.
	AnyRegion bool
	// Newer are the voices of 2015 and later, Older those up to about 2014. The
	// first is the one for flows that name none.
	Newer, Older []string
}

var languages = [...]language{
	{Tag: "ar", AnyRegion: true, Newer: voices("maged tarik laila")},
	{Tag: "bg-BG", Also: tags("bg"), Newer: voices("daria")},
	{Tag: "ca-ES", Also: tags("ca ca-ad"), Newer: voices("montserrat jordi"), Older: voices("montserrat jordi")},
	{Tag: "ca-ES-valencia", Also: tags("va va-es ca-valencia"), Newer: voices("empar"), Older: voices("empar")},
	{Tag: "cs-CZ", Also: tags("cs"), Newer: voices("iveta zuzana")},
	{Tag: "da-DK", Also: tags("da"), Newer: voices("sara magnus"), Older: voices("frida magnus")},
	{Tag: "de-DE", Also: tags("de"), Newer: voices("anna petra markus yannick"), Older: voices("katrin stefan")},
	{Tag: "el-GR", Also: tags("el"), Newer: voices("melina nikos"), Older: voices("afroditi nikos")},
	{Tag: "en-AU", Newer: voices("karen lee"), Older: voices("grace alan")},
	{Tag: "en-GB", Newer: voices("kate serena daniel oliver"), Older: voices("elizabeth kate simon")},
	{Tag: "en-GB-scotland", Also: tags("en-scotland en-scot"), Newer: voices("fiona")},
	{Tag: "en-IE", Newer: voices("moira")},
	{Tag: "en-IN", Newer: voices("veena")},
	{Tag: "en-US", Also: tags("en"), Newer: voices("ava evelyn samantha susan zoe allison tom victor"),
		Older: voices("allison susan vanessa veronica dave steven victor")},
	{Tag: "en-ZA", Newer: voices("tessa")},
	{Tag: "es-AR", Newer: voices("diego"), Older: voices("diego")},
	{Tag: "es-CL", Older: voices("francisca")},
	{Tag: "es-CO", Newer: voices("soledad carlos")},
	{Tag: "es-ES", Also: tags("es"), Newer: voices("monica jorge"), Older: voices("carmen leonor jorge juan")},
	{Tag: "es-MX", Newer: voices("angelica paulina juan"), Older: voices("soledad ximena esperanza carlos")},
	{Tag: "eu-ES", Also: tags("eu"), Newer: voices("miren")},
	{Tag: "fi-FI", Also: tags("fi"), Newer: voices("satu onni"), Older: voices("milla mikko")},
	{Tag: "fr-CA", Newer: voices("amelie chantal nicolas"), Older: voices("charlotte olivier")},
	{Tag: "fr-FR", Also: tags("fr"), Newer: voices("audrey aurelie thomas"), Older: voices("florence juliette bernard")},
	{Tag: "gl-ES", Also: tags("gl"), Newer: voices("carmela"), Older: voices("carmela")},
	{Tag: "he-IL", Also: tags("he"), Newer: voices("carmit")},
	{Tag: "hi-IN", Also: tags("hi"), Newer: voices("lekha")},
	{Tag: "hu-HU", Also: tags("hu"), Newer: voices("mariska")},
	{Tag: "id-ID", Also: tags("id"), Newer: voices("damayanti")},
	{Tag: "it-IT", Also: tags("it"), Newer: voices("alice federica paola luca"),
		Older: voices("giulia paola silvana valentina luca marcello matteo roberto")},
	{Tag: "ja-JP", Also: tags("ja"), Newer: voices("kyoko otoya")},
	{Tag: "ko-KR", Also: tags("ko"), Newer: voices("sora")},
	{Tag: "nb-NO", Also: tags("nb no no-no"), Newer: voices("nora henrik"), Older: voices("vilde henrik")},
	{Tag: "nl-BE", Newer: voices("ellen")},
	{Tag: "nl-NL", Also: tags("nl"), Newer: voices("xander claire"), Older: voices("saskia willem")},
	{Tag: "pl-PL", Also: tags("pl"), Newer: voices("ewa zosia krzysztof"), Older: voices("zosia krzysztof")},
	{Tag: "pt-BR", Newer: voices("luciana felipe"), Older: voices("fernanda gabriela felipe")},
	{Tag: "pt-PT", Also: tags("pt"), Newer: voices("catarina joana joaquim"), Older: voices("amalia eusebio")},
	{Tag: "ru-RU", Also: tags("ru"), Newer: voices("katya milena yuri"), Older: voices("olga dmitri")},
	{Tag: "sk-SK", Also: tags("sk"), Newer: voices("laura")},
	{Tag: "sv-SE", Also: tags("sv"), Newer: voices("alva klara oskar"), Older: voices("annika sven")},
	{Tag: "th-TH", Also: tags("th"), Newer: voices("kanya")},
	{Tag: "tr-TR", Also: tags("tr"), Newer: voices("yelda cem")},
	{Tag: "yue-HK", Also: tags("yue zh-hk zh-hant-hk"), Newer: voices("sin-ji")},
	{Tag: "zh-CN", Also: tags("zh zh-hans zh-hans-cn cmn cmn-cn cmn-hans-cn"), Newer: voices("tian-tian"), Older: voices("linlin lisheng")},
	{Tag: "zh-TW", Also: tags("zh-hant zh-hant-tw cmn-tw cmn-hant-tw"), Newer: voices("mei-jia")},
}

func voices(names string) []string { return strings.Fields(names) }

func tags(names string) []string { return strings.Fields(names) }

// languageOf finds the language of a BCP 47 tag, without regard to letter case:
// the tag itself, then the tags that mean the same.
func languageOf(tag string) (found *language, ok bool) {
	same := func(other string) bool { return strings.EqualFold(other, tag) }
	for i := range languages {
		l := &languages[i]
		if same(l.Tag) || slices.ContainsFunc(l.Also, same) || l.AnyRegion && within(tag, l.Tag) {
			return l, true
		}
	}
	return nil, false
}

// within says that a tag is a language with something behind it: ar-EG is within
// ar.
func within(tag, language string) bool {
	n := len(language)
	return len(tag) > n && tag[n] == '-' && strings.EqualFold(tag[:n], language)
}

// has says that a voice, in lower case, speaks the language.
func (l *language) has(voice string) bool {
	return slices.Contains(l.Newer, voice) || slices.Contains(l.Older, voice)
}

// names are the voices in order, each once.
func (l *language) names() []string {
	names := slices.Clone(l.Newer)
	for _, v := range l.Older {
		if !slices.Contains(names, v) {
			names = append(names, v)
		}
	}
	return names
}

// usual is the voice for flows that name none, empty where Tropo's own default
// speaks the language.
func (l *language) usual() string {
	switch {
	case l.has(defaultVoice):
		return ""
	case len(l.Newer) > 0:
		return l.Newer[0]
	}
	return l.Older[0]
}

// relatives are the tags of the languages that share a tag's primary language;
// all tags where there is none.
func relatives(tag string) []string {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	var near, all []string
	for _, l := range languages {
		all = append(all, l.Tag)
		if own, _, _ := strings.Cut(strings.ToLower(l.Tag), "-"); own == primary {
			near = append(near, l.Tag)
		}
	}
	if len(near) > 0 {
		return near
	}
	return all
}

// speakers are the tags of the languages that have a voice of that name.
func speakers(voice string) []string {
	var out []string
	for _, l := range languages {
		if l.has(voice) {
			out = append(out, l.Tag)
		}
	}
	return out
}
