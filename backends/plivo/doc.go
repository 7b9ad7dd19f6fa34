// Package plivo compiles flows to Plivo Voice XML, one static document per step
// and attempt.
//
// In: a verified ir.Flow that the gate has let through. Out: a bundle of XML
// documents, the answers between which a host chooses by `Digits` or
// `DialStatus`, and the entry, fallback and hang-up files that an application at
// Plivo names. It refuses what Plivo would answer with a dropped call: voices and
// languages it does not have, markup that a voice cannot read, sound files it
// cannot play, documents that are too long.
//
// Three parts, in this order: support.go says what Plivo can do, lower*.go turns
// a step into the elements of document.go and makes every decision, encode.go
// writes them and makes none.
package plivo

import (
	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/ir"
)

// Name is the target's name on the command line, in `voice` and in the tree.
const Name = "plivo"

const (
	extension = ".xml"
	// mediaType is one of the two that Plivo reads (plivo.md §3.6).
	mediaType = "text/xml; charset=utf-8"
)

type backend struct{}

// New is the backend for Plivo. It has no state.
func New() backends.Backend { return backend{} }

// Name is "plivo".
func (backend) Name() string { return Name }

// Support is what Plivo can do with each feature.
func (backend) Support() backends.Table { return support }

// Compile makes the documents of a flow. It reports IVR502 (a pause or a date
// that callers hear differently), IVR503 and IVR504 (voices and languages),
// IVR505 (lengths) and IVR506 (addresses, markup and characters that Plivo does
// not take); the bundle is nil when one of them is an error.
func (backend) Compile(flow *ir.Flow, opts backends.Options) (*backends.Bundle, diag.List) {
	l := newLowering(flow, opts)
	for i, s := range flow.Steps {
		l.step(ir.Target(i), s)
	}
	l.entries()
	l.ends()
	l.problems.Sort()
	if l.problems.HasErrors() {
		return nil, l.problems
	}
	return &l.bundle, l.problems
}
