package serve

import "net/http"

// Profile is what a kind of host does with a tree: which requests it routes, and
// how it refuses the others. The facts are those of edge.md §3, measured there on
// the real programs unless a row says otherwise.
type Profile struct {
	// Name is the word behind --as; Means says what it is in a few words, From where
	// the facts stand.
	Name, Means, From string
	// Query and Body say whether answers in the query and in bodies are routed.
	Query, Body bool
	// Post is the status of a POST whose body is not read: 200 serves the file as
	// for a GET. PostRouted is that at a routed URL, 0 for the same.
	Post, PostRouted int
	// Missing is the status where no file is.
	Missing int
	// XML and JSON are content types, Cache the cache rule; empty are those of the
	// manifest. NoCache sends none.
	XML, JSON, Cache string
	NoCache          bool
	// HTML says that page.html is redirected to page.
	HTML bool
}

// Plain is the profile of ivrc serve itself: everything is routed.
func Plain() Profile {
	return Profile{
		Name: "ivrc", Means: "every request is routed", Query: true, Body: true, Post: http.StatusOK, Missing: http.StatusNotFound,
	}
}

// Content types that hosts give by the suffix (edge.md §5).
const (
	textXML        = "text/xml"
	applicationXML = "application/xml"
	plainJSON      = "application/json"
)

// Profiles are all hosts that can be imitated, Plain first, the others by name.
func Profiles() []Profile {
	return []Profile{
		Plain(),
		{
			Name: "apache", Means: "Apache with an .htaccess: a GET is routed, a body is not seen", From: "§3, §4.5",
			Query: true, Post: http.StatusOK, Missing: http.StatusNotFound, XML: textXML + "; charset=utf-8", JSON: plainJSON,
		},
		{
			Name: "caddy-files", Means: "Caddy from 2.7, files only", From: "§1.5, §5",
			Post: http.StatusMethodNotAllowed, Missing: http.StatusNotFound, XML: textXML + "; charset=utf-8", JSON: plainJSON, NoCache: true,
		},
		{
			Name: "cloudflare-assets", Means: "Cloudflare assets without a worker", From: "§4.9",
			Post: http.StatusMethodNotAllowed, Missing: http.StatusNotFound, XML: applicationXML, JSON: plainJSON,
			Cache: "public, max-age=0, must-revalidate", HTML: true,
		},
		{
			Name: "cloudfront", Means: "a CloudFront function before a bucket: a GET is routed", From: "§3, §4.10",
			Query: true, Post: http.StatusMethodNotAllowed, Missing: http.StatusForbidden, XML: textXML, JSON: plainJSON,
		},
		{
			Name: "express", Means: "express.static, files only", From: "§1.5, §5",
			Post: http.StatusNotFound, Missing: http.StatusNotFound, XML: applicationXML, JSON: plainJSON + "; charset=UTF-8", Cache: "public, max-age=0",
		},
		{
			Name: "github-pages", Means: "GitHub Pages: files only, no headers can be set (documentation only)", From: "§3",
			Post: http.StatusMethodNotAllowed, Missing: http.StatusNotFound, XML: applicationXML, JSON: plainJSON + "; charset=utf-8", Cache: "max-age=600",
		},
		{
			Name: "lighttpd", Means: "lighttpd, files only", From: "§1.5",
			Post: http.StatusOK, Missing: http.StatusNotFound, XML: textXML, JSON: plainJSON, NoCache: true,
		},
		{
			Name: "netlify", Means: "Netlify's redirect rules: a GET is routed, a POST finds nothing", From: "§3, §4.7",
			Query: true, Post: http.StatusNotFound, Missing: http.StatusNotFound, XML: applicationXML, JSON: plainJSON,
			Cache: "public, max-age=0, must-revalidate",
		},
		{
			Name: "nginx", Means: "nginx as ivrc host nginx sets it up: a GET is routed, a body is not seen", From: "§4.1",
			Query: true, Post: http.StatusOK, PostRouted: http.StatusMethodNotAllowed, Missing: http.StatusNotFound,
		},
		{
			Name: "nginx-files", Means: "nginx, files only", From: "§1.5, §5",
			Post: http.StatusMethodNotAllowed, Missing: http.StatusNotFound, XML: textXML, JSON: plainJSON, NoCache: true,
		},
		{
			Name: "python", Means: "python -m http.server, files only", From: "§1.5, §5",
			Post: http.StatusNotImplemented, Missing: http.StatusNotFound, XML: applicationXML, JSON: plainJSON, NoCache: true,
		},
		{
			Name: "s3", Means: "a bucket of S3 as a website: files only", From: "§3",
			Post: http.StatusMethodNotAllowed, Missing: http.StatusNotFound, XML: applicationXML, JSON: plainJSON, NoCache: true,
		},
		{
			Name: "vercel", Means: "Vercel's rewrites: a GET is routed (known, not measured)", From: "§3, §4.8",
			Query: true, Post: http.StatusMethodNotAllowed, Missing: http.StatusNotFound, XML: applicationXML, JSON: plainJSON + "; charset=utf-8",
			Cache: "public, max-age=0, must-revalidate",
		},
	}
}

// post is the status of a POST whose body is not read.
func (p Profile) post(routed bool) int {
	if routed && p.PostRouted != 0 {
		return p.PostRouted
	}
	return p.Post
}

// contentType is the profile's own, where it has one.
func (p Profile) contentType(extension, manifests string) string {
	switch {
	case extension == ".xml" && p.XML != "":
		return p.XML
	case extension == ".json" && p.JSON != "":
		return p.JSON
	}
	return manifests
}

// cache is the profile's own rule, where it has one; empty sends none.
func (p Profile) cache(manifests string) string {
	switch {
	case p.NoCache:
		return ""
	case p.Cache != "":
		return p.Cache
	}
	return manifests
}
