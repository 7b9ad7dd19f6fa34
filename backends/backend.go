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
}
