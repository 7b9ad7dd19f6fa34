package plivo

import (
	"strings"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// speaker is who says an item: the attributes of its Speak, and whether markup
// works.
type speaker struct {
	voice, language string // as written, empty to leave out
	polly           bool
	// tongue is the language itself, for what has to be proposed.
	tongue language
}

// voiceOf chooses the voice of an item; ok is false where Plivo does not have
// what was chosen.
//
// Without a chosen voice the language decides: WOMAN where she speaks it, because
// a document that names no voice gets her anyway, then MAN, then the first Polly
// voice.
func voiceOf(item ir.Item) (s speaker, ok bool) {
	speech := item.Voiced()
	tongue, ok := languageOf(speech.Language)
	if !ok {
		return speaker{}, false
	}
	voice, _ := speech.Voice.At(Name)
	switch {
	case voice == "":
		return ownVoice(tongue), true
	case tongue.speaks(voice):
		return speaker{voice: voice, language: tongue.tag, polly: isPolly(voice), tongue: tongue}, true
	}
	return speaker{tongue: tongue}, false
}

// speaker is voiceOf for an item that speaks. It reports what Plivo does not have
// (IVR503, IVR504): a language that the voice does not speak ends the call with
// cause 8011 (plivo.md §1.3).
func (l *lowering) speaker(item ir.Item) (s speaker, ok bool) {
	s, ok = voiceOf(item)
	switch {
	case ok:
	case s.tongue.tag == "":
		l.unknownLanguage(item)
	default:
		l.unknownVoice(item, s.tongue)
	}
	return s, ok
}

func (l *lowering) unknownVoice(item ir.Item, tongue language) {
	speech := item.Voiced()
	voice, at := speech.Voice.At(Name)
	if at.IsZero() {
		at = item.Place()
	}
	d := diag.New(diag.UnknownVoice, at, "Plivo has no voice %q", voice)
	if known(voice) {
		d = diag.New(diag.UnknownVoice, at, "the Plivo voice %q does not speak %s", voice, tongue.tag)
		if chosen := speech.LanguageSpan; chosen != at && chosen != item.Place() && !chosen.IsZero() {
			d = d.WithRelated(chosen, "the language is chosen here")
		}
	}
	l.report(d.WithNote("the voices for %s are %s", tongue.tag, strings.Join(tongue.voices(), ", ")).
		WithHelp("write a voice that speaks it: voice: {plivo: %s}", tongue.meant(voice)))
}

func ownVoice(tongue language) speaker {
	s := speaker{tongue: tongue}
	switch {
	case tongue.tag == defaultLanguage:
	case tongue.woman:
		s.language = tongue.tag
	case tongue.man:
		s.voice, s.language = man, tongue.tag
	default:
		s.voice, s.language, s.polly = tongue.firstPolly(), tongue.tag, true
	}
	return s
}

func isPolly(voice string) bool { return strings.HasPrefix(voice, pollyPrefix) }

func (l *lowering) unknownLanguage(item ir.Item) {
	speech := item.Voiced()
	at := speech.LanguageSpan
	if at.IsZero() {
		at = item.Place()
	}
	d := diag.New(diag.UnknownLanguage, at, "Plivo does not speak %q", speech.Language)
	if near := related(speech.Language); len(near) > 0 {
		d = d.WithHelp("write one of its kind: language: %s", strings.Join(near, ", or language: "))
	} else {
		d = d.WithHelp("record the prompt and play it: say: {audio: https://…/prompt.mp3}")
	}
	l.report(d.WithNote("the languages are %s", strings.Join(tags(), ", ")))
}

// speak is a Speak of the speaker.
func (s speaker) speak(content ...Mark) *Speak {
	return &Speak{Voice: s.voice, Language: s.language, Content: content}
}
