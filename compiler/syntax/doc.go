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
package syntax
