// Package serve is a host for a published tree: it answers a provider's requests
// by the routing rule (package routes), from a folder on disk or from memory.
//
// In: a source of trees, what a kind of host does and does not do (a profile), and
// limits. Out: an http.Handler that gives one record per request, a server with
// bounds on time, size and connections, and metrics in Prometheus' text form. It
// follows no link out of the tree, lists no folder, redirects nothing, and
// refuses bodies before it reads them when they are too large. It knows nothing
// of flows: it gives files as they are.
package serve
