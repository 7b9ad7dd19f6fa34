package crawl

import "ivrc/backends/fetch"

// Provider is what a provider does with published files.
type provider struct {
	target, extension string
	// posts says that every document is fetched by POST, with JSON.
	posts bool
	// events is one that posts what happens to one address and fetches nothing else.
	events bool
	// types are the content types that it reads.
	types []string
	read  func(text []byte) document
}

// document is what matters here of one document.
type document struct {
	links []link
	// problems are what the provider could not read.
	problems []string
}

// link is an address in a document.
type link struct {
	address string
	// posted is a file of ours that is fetched by POST.
	posted bool
	// application is one that gets the call, with parameters of ours.
	application bool
}

// providers is the table: one row for each that fetches files (plivo.md §3.6,
// tropo.md §5, voiceshot.md §1.1).
var providers = []provider{
	{target: "plivo", extension: ".xml", types: []string{"text/xml", "application/xml"}, read: readPlivo},
	{target: "tropo", extension: ".json", posts: true, types: []string{"application/json"}, read: readTropo},
	{target: "voiceshot", extension: ".xml", events: true, types: []string{"text/xml"}, read: readVoiceshot},
}

func providerOf(target string) (provider, bool) {
	for _, p := range providers {
		if p.target == target {
			return p, true
		}
	}
	return provider{}, false
}

// to is the link of an address, an application's where parameters of ours say so.
func to(address string) link {
	return link{address: address, application: fetch.ApplicationAt(address).Base != ""}
}
