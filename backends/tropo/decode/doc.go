// Package decode reads Tropo's documents.
//
// In: the bytes of one document, or the value of a say. Out: the JSON values in
// the order of the file, and what a value makes a caller hear. It refuses what is
// not printable ASCII JSON with one newline at its end, names that stand twice in
// one object, and values that the engine would read in another way than they are
// meant (tropo.md §5). It shares no code with the encoder.
package decode
