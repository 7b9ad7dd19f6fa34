// Package voiceshot compiles flows to call commands for a VoiceShot campaign: one
// static reply for each thing that the campaign can report.
//
// In: a verified ir.Flow that the gate has let through, and the prompt numbers
// that earlier builds gave. Out: a bundle of replies that lie, under stable names,
// beside the one address to which the campaign posts its events, and a
// description of the campaign, because a person draws it by hand: the interface
// has no call that makes prompts (voiceshot.md §1.2). It refuses what a campaign
// neither reports nor can be drawn to do, and says of every such outcome where
// the caller would have gone.
//
// In this order: support.go says what VoiceShot can do, campaign.go and words.go
// decide what is drawn, numbers.go gives numbers, lower.go makes the replies,
// gaps.go says what nobody is told of, encode.go writes.
//
// Two readings stand behind all of it. A prompt's own words are drawn with it, so
// that a reply is a bare goto; where a reply has words (tts) or a sound
// (filename), they are played at the prompt that goto names in the place of its
// own: VoiceShot's page on designing campaigns says that what a prompt plays is
// set in the campaign or passed in through the API.
package voiceshot

import (
	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/ir"
)

// Name is the target's name on the command line, in `voice` and in the tree.
const Name = "voiceshot"

const (
	extension = ".xml"
	// mediaType is what the provider's own examples answer (voiceshot.md §1.1).
	mediaType = "text/xml; charset=utf-8"
	lockFile  = "voiceshot.lock.yaml"
)

type backend struct{}

// New is the backend for VoiceShot. It has no state.
func New() backends.Backend { return backend{} }

// Name is "voiceshot".
func (backend) Name() string { return Name }

// Support is what VoiceShot can do with each feature.
func (backend) Support() backends.Table { return support }

// LockFile is the file beside the flow that keeps the numbers of prompts.
func (backend) LockFile() string { return lockFile }

// Compile makes the replies and the description of the campaign. It reports IVR501
// (an application that would have to choose during the call), IVR502 (outcomes
// that nobody is told of, sounds beside words), IVR503 and IVR504 (voices and
// languages), IVR506 (numbers and names of sounds that VoiceShot does not take)
// and IVR507 (what a person draws); the bundle is nil when one of them is an
// error.
func (backend) Compile(flow *ir.Flow, opts backends.Options) (*backends.Bundle, diag.List) {
	d := draw(flow)
	d.gaps()
	numbers, doubt := number(opts.Numbers, d.names())
	d.doubt(doubt)
	d.problems.Sort()
	if d.problems.HasErrors() {
		return nil, d.problems
	}
	return newLowering(d, opts, numbers).bundle(), d.problems
}
