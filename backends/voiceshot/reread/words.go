package reread

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"ivrc/backends/verify"
	"ivrc/ir"
)

// played is a prompt as VoiceShot plays it: one stored sound, or one text.
func (e *expectation) played(p ir.Prompt) []verify.Sound {
	items := slices.DeleteFunc(slices.Clone(p), func(item ir.Item) bool {
		_, silence := item.(*ir.Pause)
		return silence
	})
	if len(items) == 0 {
		return nil
	}
	if a, ok := items[0].(*ir.Audio); ok && len(items) == 1 {
		name := stored(a.URL)
		if !slices.ContainsFunc(e.sounds, func(f verify.Fact) bool { return f.Name == name }) {
			e.sounds = append(e.sounds, verify.Fact{Name: name, Value: a.URL})
		}
		return []verify.Sound{{Kind: "audio", What: name}}
	}
	var words []string
	for _, item := range items {
		words = append(words, strings.Fields(said(item))...)
	}
	if len(words) == 0 {
		return nil
	}
	return []verify.Sound{{Kind: "text", What: strings.Join(words, " ")}}
}

func (e *expectation) playing(p ir.Prompt) string {
	out := ""
	for _, s := range e.played(p) {
		out += fmt.Sprintf(" playing %s %q", s.Kind, s.What)
	}
	return out
}

// stored is the name of an uploaded sound: VoiceShot stores WAV.
func stored(address string) string {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	name := path.Base(address)
	return strings.TrimSuffix(name, path.Ext(name)) + ".wav"
}

// said is what a voice says of an item.
func said(item ir.Item) string {
	switch item := item.(type) {
	case *ir.Text:
		return item.Text
	case *ir.Audio:
		return item.Transcript
	case *ir.SSML:
		return item.Spoken()
	case *ir.ReadOut:
		if item.As != ir.ReadDigits {
			return item.Value
		}
		var digits []string
		for _, r := range strings.ReplaceAll(item.Value, " ", "") {
			digits = append(digits, string(r))
		}
		return strings.Join(digits, " ")
	}
	return ""
}
