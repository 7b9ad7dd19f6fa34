// Package crawl looks at a published tree as providers do and says what is wrong
// with it: on disk, or at a host that serves it.
//
// In: the manifest that a build wrote, and either the files or somebody who
// fetches them (package fetch). Out: a report, one row for each thing that was
// looked at, with what failed as values. disk.go reads files, host.go asks a host
// for every file and, at every routed address, for every known answer and for
// what nobody expects; structure.go reads the documents that came and follows
// their links; walk.go finds its own way from entries where there is no manifest.
// It refuses to know flows: comparing with the source is for those who have it. A
// report holds no text of a document but what a problem quotes; who prints it must
// mask it.
package crawl
