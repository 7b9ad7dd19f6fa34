package serve

import (
	"path"
	"strings"

	"ivrc/backends"
)

// routedFiles is the manifest's word for what depends on the request.
const routedFiles = "routed"

// types are the content types of what a tree can hold besides documents: sounds
// that prompts play, and what people look at.
var types = map[string]string{
	".xml": "text/xml; charset=utf-8", ".json": "application/json; charset=utf-8",
	".mp3": "audio/mpeg", ".wav": "audio/x-wav", ".ulaw": "audio/basic", ".gsm": "audio/x-gsm",
	".txt": "text/plain; charset=utf-8", ".html": "text/html; charset=utf-8", ".svg": "image/svg+xml",
}

// unknownType is sent for any other name.
const unknownType = "application/octet-stream"

// headersOf are the content type and the cache rule for a file: those of the most
// special row of the manifest, which is the last.
func headersOf(rows []backends.ManifestHeader, file string, routed bool) (contentType, cache string) {
	contentType, cache = types[path.Ext(file)], "no-cache"
	if contentType == "" {
		contentType = unknownType
	}
	for _, row := range rows {
		if row.Files == routedFiles && routed {
			cache = row.CacheControl
			continue
		}
		if !matches(row.Files, file) {
			continue
		}
		if row.ContentType != "" {
			contentType = row.ContentType
		}
		if !routed {
			cache = row.CacheControl
		}
	}
	return contentType, cache
}

// matches reads the manifest's patterns: * is anything without a slash, ** is
// anything.
func matches(pattern, file string) bool {
	before, after, deep := strings.Cut(pattern, "**")
	if !deep {
		ok, err := path.Match(pattern, file)
		return ok && err == nil
	}
	n := strings.Count(before, "/")
	segments := strings.SplitAfterN(file, "/", n+1)
	if len(segments) <= n {
		return false
	}
	head := strings.Join(segments[:n], "")
	ok, err := path.Match(before, head)
	return ok && err == nil && strings.HasSuffix(segments[n], after)
}
