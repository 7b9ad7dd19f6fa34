// Package backends is what all providers share: the interface of a backend, the
// table of what each can do, the gate that reads it, and the model of documents,
// answers and routes that a flow compiles to.
//
// In: a verified ir.Flow. Out: bundles of documents, and a release: the files of
// one version of a flow. It refuses to drop anything silently: what a provider
// does differently is a warning, what it cannot do fails the build, and both are
// rows of its support table.
package backends

import (
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// Backend compiles flows for one provider. Implementations have no state:
// Compile may run for several flows at once.
type Backend interface {
	// Name is the target's name on the command line and in the output tree.
	Name() string
	// Support says for every Feature what the provider can do.
	Support() Table
	// Compile makes the documents of a flow that the gate has let through. The
	// bundle is nil when the list has errors.
	Compile(flow *ir.Flow, opts Options) (*Bundle, diag.List)
}

// Options are what a backend needs to know besides the flow.
type Options struct {
	// Base is the canonical address under which the output tree is published; it
	// ends in a slash.
	Base string
	// Numbers are those that earlier builds gave (see Number), sorted by name.
	Numbers []Number
	// Verdict says that nobody wants more than what is to be said about the flow: the
	// bundle need not have documents.
	Verdict bool
}

// Number is a number by which a person knows something at a provider, such as a
// prompt that was drawn by hand. It stays while its name stands, so that nobody
// draws anything twice.
type Number struct {
	// Name is a step's id, or what belongs to one: "main", "main.2".
	Name   string
	Number int
	// Print is a short fingerprint of what is drawn, empty where nobody knows it: it
	// tells a new name for the same thing from a new thing.
	Print string
	// Retired says that nothing has the name any more; its number is not used again.
	Retired bool
	// Span is the number in the lock file, the zero Span for a new one.
	Span source.Span
}

// Numbered is a backend whose numbers are kept in a file beside the flow.
type Numbered interface {
	// LockFile is the file's name.
	LockFile() string
}
