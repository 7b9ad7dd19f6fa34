// Package lower turns the tree of a flow into the IR.
//
// In: the tree that compiler/syntax read, whose shape has been looked at. Out:
// an ir.Flow with everything resolved (names, families, flow-wide handlers,
// defaults, voices and languages, named prompts) and diagnostics 1xx and 2xx for
// what no schema can say. Each part of the format is read by one function;
// reading is strict on its own account: what the schema would refuse is
// "malformed" here too, and where only one of the two says so the build stops
// with IVR902. It refuses to guess: a target that does not exist becomes
// ir.Unresolved, and what follows from it is not reported again.
package lower
