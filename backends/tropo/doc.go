// Package tropo compiles flows into Tropo WebAPI documents: JSON files that
// Tropo fetches by POST, one per step.
//
// In: a verified ir.Flow that the gate has let through, and the address under
// which the files will stand. Out: a bundle: the document of each step, copies
// of documents for the answers that a host chooses between, and the entry files.
// The work is in three parts: support.go says what Tropo can do, lower*.go makes
// every decision and finds the values that Tropo takes differently or not at
// all, and encode.go writes bytes and decides nothing.
//
// It refuses languages and voices that Tropo does not have, and a recording of a
// call that is not answered. It never writes two handlers for one event, two
// verbs that report a result in one document, or a byte outside ASCII.
package tropo

import (
	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/ir"
)

// Name is the target's name on the command line and in the output tree.
const Name = "tropo"

// mediaType carries its charset because without one Tropo read replies as
// Latin-1 (tropo.md §5).
const mediaType = "application/json; charset=utf-8"

// New is the backend for Tropo. It has no state.
func New() backends.Backend { return backend{} }

type backend struct{}

// Name is the target's name.
func (backend) Name() string { return Name }

// Support is the table of what Tropo can do.
func (backend) Support() backends.Table { return support() }

// Compile makes the documents of a flow. The findings are IVR502 for what
// callers hear differently, IVR503 and IVR504 for voices and languages that Tropo
// lacks, IVR506 for what cannot stand where it stands.
func (backend) Compile(flow *ir.Flow, opts backends.Options) (*backends.Bundle, diag.List) {
	l := newLowering(flow)
	l.steps()
	l.found.Sort()
	if l.found.HasErrors() {
		return nil, l.found
	}
	return l.bundle(opts), l.found
}
