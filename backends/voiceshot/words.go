package voiceshot

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// words is what a prompt plays. A prompt has one text or one sound (voiceshot.md
// §1.5), so a sound that stands beside something else is spoken.
func (c *campaign) words(p ir.Prompt) spoken {
	heard := make(ir.Prompt, 0, len(p))
	for _, item := range p {
		if _, silent := item.(*ir.Pause); !silent {
			heard = append(heard, item)
		}
	}
	if len(heard) == 1 {
		if a, ok := heard[0].(*ir.Audio); ok {
			return spoken{Filename: c.sound(a)}
		}
	}
	var texts []string
	for _, item := range heard {
		texts = append(texts, strings.Fields(c.text(item))...)
	}
	return spoken{TTS: strings.Join(texts, " ")}
}

// text is an item as a voice reads it.
func (c *campaign) text(item ir.Item) string {
	if _, isSound := item.(*ir.Audio); !isSound {
		c.checkVoice(item)
	}
	switch item := item.(type) {
	case *ir.Text:
		return item.Text
	case *ir.SSML:
		return item.Spoken()
	case *ir.Audio:
		return c.transcript(item)
	case *ir.ReadOut:
		if item.As == ir.ReadDigits {
			return strings.Join(strings.Split(strings.ReplaceAll(item.Value, " ", ""), ""), " ")
		}
		return item.Value
	}
	return ""
}

func (c *campaign) transcript(a *ir.Audio) string {
	if a.Transcript == "" {
		c.report(diag.New(diag.ProviderValue, a.Span, "a prompt at VoiceShot plays one sound or one text, and this sound beside other things has no text to be spoken instead").
			WithHelp("write what it says:   text: \"…\", or make one sound of the whole prompt"))
		return ""
	}
	c.report(diag.New(diag.Lossy, a.Span, "voiceshot does this differently: a sound beside other parts of a prompt (a prompt plays one sound or one text, so the text of the sound is spoken)").
		WithHelp("make one sound of the whole prompt"))
	return a.Transcript
}

// isFilename are names that a stored sound can have.
var isFilename = pattern(`^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$`)

// sound is the name under which a file is stored: the last part of its address,
// as WAV, the only format that VoiceShot stores (voiceshot.md §1.6, §1.7).
func (c *campaign) sound(a *ir.Audio) string {
	u, err := url.Parse(a.URL)
	stem := ""
	if err == nil {
		stem = strings.TrimSuffix(path.Base(u.Path), path.Ext(u.Path))
	}
	if !isFilename().MatchString(stem) {
		c.report(diag.New(diag.ProviderValue, a.Span, "VoiceShot stores sounds under plain names, and %q gives none", a.URL).
			WithHelp("name the file with up to 60 letters a-z, digits, - and _"))
		return ""
	}
	name := stem + ".wav"
	for _, s := range c.sounds {
		if s.Filename == name && s.URL != a.URL {
			c.report(diag.New(diag.ProviderValue, a.Span, "%s would be stored at VoiceShot as %s, as %s is", a.URL, name, s.URL).
				WithRelated(s.span, "the other sound").WithHelp("give one of the two files another name"))
			return name
		}
		if s.Filename == name {
			return name
		}
	}
	c.sounds = append(c.sounds, sound{Filename: name, URL: a.URL, Transcript: a.Transcript, span: a.Span})
	return name
}

// checkVoice reports voices and languages: both are chosen in the web interface,
// no page lists them, and its examples are English.
func (c *campaign) checkVoice(item ir.Item) {
	speech := item.Voiced()
	if voice, at := speech.Voice.At(Name); voice != "" {
		c.report(diag.New(diag.UnknownVoice, place(at, item), "VoiceShot has no voice %q that a flow could name: the voice is chosen in its web interface", voice).
			WithHelp("take the name for voiceshot out; voices of other providers stand in a list:   voice: {plivo: Polly.Joanna}"))
	}
	if tag := strings.ToLower(speech.Language); tag != "en" && !strings.HasPrefix(tag, "en-") {
		c.report(diag.New(diag.UnknownLanguage, place(speech.LanguageSpan, item), "VoiceShot is not known to speak %s", speech.Language).
			WithHelp("use a sound instead:   audio: https://cdn.example.com/words.wav"))
	}
}

func place(at source.Span, item ir.Item) source.Span {
	if at.IsZero() {
		return item.Place()
	}
	return at
}

var isAmerican = pattern(`^\+1[0-9]{10}$`)

// checkNumbers reports numbers that are not of ten digits behind +1: VoiceShot
// takes no others (voiceshot.md §1.5, §1.6).
func (c *campaign) checkNumbers(s *ir.Step) {
	number := func(value, what string, at source.Span) {
		if strings.HasPrefix(value, "sip:") || isAmerican().MatchString(value) {
			return // an address is the gate's matter
		}
		c.report(diag.New(diag.ProviderValue, at, "VoiceShot %s numbers of ten digits behind +1 only, not %q", what, value).
			WithHelp("write a number of the United States or Canada, for example \"+14075550100\""))
	}
	switch act := s.Act.(type) {
	case *ir.Transfer:
		for _, to := range act.To {
			number(to.Value, "transfers to", to.Span)
		}
	case *ir.Call:
		for _, to := range act.To {
			if to.IsSIP() {
				c.report(diag.New(diag.ProviderValue, to.Span, "VoiceShot calls numbers of ten digits behind +1 only, not %q", to.Value).
					WithHelp("write a number"))
				continue
			}
			number(to.Value, "calls", to.Span)
		}
		if act.From != "" {
			number(act.From, "shows", s.Span)
		}
	}
}

// pattern is a regular expression that is compiled when it is asked for first: most runs
// need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
