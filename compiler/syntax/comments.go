package syntax

import "ivrc/compiler/source"

// Comments are the comments of a text in source order, each from its # to the
// end of its line. In a text that YAML cannot be read from they are found as the
// search for mistakes finds them: readable is false there. What stands behind a |
// or > on its line belongs to that text and is not told apart.
func Comments(file *source.File, readable bool) []source.Span {
	var found []source.Span
	l := newLexer(file.Text, !readable)
	for t := l.next(); t.kind != endOfText; t = l.next() {
		if t.kind == comment {
			found = append(found, source.Span{File: file, Start: t.start, End: t.end})
		}
	}
	return found
}
