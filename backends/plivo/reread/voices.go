package reread

import (
	"slices"
	"strings"

	"ivrc/ir"
)

// The voices that are not Polly's; WOMAN and en-US are what Plivo takes where a
// document names none (plivo.md §1.3).
const (
	woman    = "WOMAN"
	man      = "MAN"
	polly    = "Polly."
	american = "en-US"
)

// tongues are the languages that Plivo speaks and their voices (plivo.md §3.9):
// who speaks where nobody is chosen stands first.
var tongues = []string{
	"cmn-CN Polly.Zhiyu",
	"cy-GB Polly.Gwyneth",
	"da-DK WOMAN Polly.Naja Polly.Mads",
	"de-DE WOMAN MAN Polly.Vicki Polly.Marlene Polly.Hans",
	"en-AU WOMAN MAN Polly.Nicole Polly.Russell",
	"en-GB WOMAN MAN Polly.Amy Polly.Emma Polly.Brian",
	"en-GB-WLS Polly.Geraint",
	"en-IN Polly.Raveena Polly.Aditi",
	"en-US WOMAN MAN Polly.Joanna Polly.Salli Polly.Kendra Polly.Kimberly Polly.Ivy Polly.Matthew Polly.Justin Polly.Joey",
	"es-ES WOMAN MAN Polly.Conchita Polly.Enrique",
	"es-MX Polly.Mia",
	"es-US WOMAN MAN Polly.Penelope Polly.Lupe-Standard Polly.Miguel",
	"fr-CA WOMAN Polly.Chantal",
	"fr-FR WOMAN MAN Polly.Lea Polly.Celine Polly.Mathieu",
	"hi-IN Polly.Aditi",
	"is-IS Polly.Dora Polly.Karl",
	"it-IT WOMAN MAN Polly.Carla Polly.Giorgio",
	"ja-JP Polly.Mizuki Polly.Takumi",
	"ko-KR Polly.Seoyeon",
	"nb-NO Polly.Liv",
	"nl-NL WOMAN MAN Polly.Lotte Polly.Ruben",
	"pl-PL WOMAN MAN Polly.Ewa Polly.Maja Polly.Jacek Polly.Jan",
	"pt-BR WOMAN MAN Polly.Vitoria Polly.Ricardo",
	"pt-PT MAN Polly.Ines Polly.Cristiano",
	"ro-RO Polly.Carmen",
	"ru-RU WOMAN Polly.Tatyana Polly.Maxim",
	"sv-SE WOMAN Polly.Astrid",
	"tr-TR Polly.Filiz",
}

// told is what Plivo is told about who speaks an item: nothing for the voice that
// it takes by itself. ok is false where Plivo does not have what was chosen.
func told(s ir.Speech, target string) (voice, language string, ok bool) {
	tag := s.Language
	if strings.EqualFold(tag, "zh-CN") {
		tag = "cmn-CN" // the same language in the words of most people
	}
	for _, line := range tongues {
		language, rest, _ := strings.Cut(line, " ")
		if !strings.EqualFold(language, tag) {
			continue
		}
		voices := strings.Fields(rest)
		chosen, _ := s.Voice.At(target)
		switch {
		case chosen != "":
			return chosen, language, slices.Contains(voices, chosen)
		case language == american:
			return "", "", true
		case voices[0] == woman:
			return "", language, true
		}
		return voices[0], language, true
	}
	return "", "", false
}
