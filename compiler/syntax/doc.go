// Package syntax turns the bytes of one file into a tree of values with exact
// places.
//
// In: a source.File and limits. Out: a tree (nil when nothing can be read) and
// diagnostics 0xx. The bytes are looked at before any parser sees them; YAML is
// parsed to yaml.Node and walked by hand, never decoded into Go values; JSON
// has a reader of its own, because YAML parsers refuse legal JSON escapes.
// Package syntax knows nothing of flows: which keys exist, and what they mean,
// is for schema and lower. It refuses what cannot be read one way only: wrong
// encodings, several documents, duplicate and null keys, tags, merge keys, and
// text that a comment or a comma cuts short without a word.
//
// A text in the plain core of YAML without a mistake, which is what nearly all flows
// are, is read by core*.go alone, in a tenth of the time. Every other text goes the long
// way, and a test and a fuzzer hold the two to the same trees.
//
// The steps of the long way, in order: bytes (bytes.go, invisible.go); one pass of the lexer for
// limits, documents and lost keys (survey.go); yaml.v3 (yaml.go) and the walk over
// its tree (walk*.go), or JSON (json.go). Where yaml.v3 refuses a text, its words
// and lines are not used: diagnose*.go and brackets.go find the slips by running
// the lexer again in repair mode, structure.go and repair*.go find the line whose
// indentation is odd, and bisect.go is the last resort.
package syntax
