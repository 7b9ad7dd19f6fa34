// Package decode reads Plivo's documents.
//
// In: the bytes of one document. Out: its elements, with what is spoken in order.
// It refuses what Plivo's pages do not have: Parse a document that is not
// well-formed, does not begin with the declaration or is too long; Check an
// element, attribute or nesting. It shares no code with the encoder: both are
// written from Plivo's pages (plivo.md §1).
package decode

// DocumentLimit is the longest document that Plivo reads, in bytes (plivo.md
// §3.6).
const DocumentLimit = 100_000
