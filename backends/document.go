package backends

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
)

// Link names something in the folder of one version and target of a flow.
type Link struct {
	// Path is relative to that folder and has no extension: "main",
	// "main/timeout.1", "main/Digits.1".
	Path string
	Kind LinkKind
}

// LinkKind says what a link leads to.
type LinkKind uint8

// The kinds of link.
const (
	ToFile   LinkKind = iota // a document; the bundle's extension is added
	ToRoute                  // a routed URL, never a file
	ToFolder                 // the folder itself, with its final slash
)

// FileLink leads to a document.
func FileLink(path string) Link { return Link{Path: path} }

// RouteLink leads to a routed URL.
func RouteLink(path string) Link { return Link{Path: path, Kind: ToRoute} }

// EndPath is the document that hangs up: every edge to `end` that needs a
// document leads here.
const EndPath = "end"

// Site is where the documents of one flow and target will stand.
type Site struct {
	// Base is Options.Base, Flow the flow's id, Target the backend's name.
	Base, Flow, Target string
	// Extension is the documents' suffix with its dot.
	Extension string
}

// before and after are the link's text on both sides of the version segment, in
// pieces.
func (s Site) before() [3]string { return [3]string{s.Base, s.Flow, "/"} }

func (s Site) after(l Link) [4]string {
	switch l.Kind {
	case ToFile:
		return [4]string{s.Target, "/", l.Path, s.Extension}
	case ToRoute:
		return [4]string{s.Target, "/", l.Path}
	}
	return [4]string{s.Target, "/"}
}

// Escape appends text in the way a format needs it inside a string: XML
// entities, JSON escapes.
type Escape func(dst []byte, text string) []byte

// Body is the text of a document with the version left open, because the
// version is a hash over all documents. The zero Body is empty and ready.
type Body struct {
	text  []byte
	holes []int // offsets at which the version segment goes, ascending
}

// Write appends text as it is.
func (b *Body) Write(text string) { b.text = append(b.text, text...) }

// Escaped appends text through escape.
func (b *Body) Escaped(text string, escape Escape) { b.text = escape(b.text, text) }

// Link appends an absolute link.
func (b *Body) Link(site Site, link Link, escape Escape) {
	for _, piece := range site.before() {
		b.text = escape(b.text, piece)
	}
	b.holes = append(b.holes, len(b.text))
	for _, piece := range site.after(link) {
		b.text = escape(b.text, piece)
	}
}

// Reset makes the body empty, and keeps its memory for the next document.
func (b *Body) Reset() { b.text, b.holes = b.text[:0], b.holes[:0] }

// Copy is a body of its own, as large as it has to be.
func (b *Body) Copy() Body { return Body{text: bytes.Clone(b.text), holes: slices.Clone(b.holes)} }

// Application is the address of somebody's application that gets the call and
// sends it back.
type Application struct {
	URL string
	// Refuse is where the application sends a caller whose entry it does not take;
	// nil for an application that takes no entry.
	Refuse *Link
}

// Application appends the application's address with ivr_base, the folder to
// whose steps it may send the call back, and ivr_nomatch.
func (b *Body) Application(site Site, app Application, escape Escape) {
	address, fragment, hasFragment := strings.Cut(app.URL, "#")
	b.text = escape(b.text, address)
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	b.parameter(site, separator+"ivr_base=", Link{Kind: ToFolder}, escape)
	if app.Refuse != nil {
		b.parameter(site, "&ivr_nomatch=", *app.Refuse, escape)
	}
	if hasFragment {
		b.text = escape(b.text, "#"+fragment)
	}
}

func (b *Body) parameter(site Site, name string, link Link, escape Escape) {
	before, after := site.before(), site.after(link)
	b.text = escape(b.text, name+inQuery(strings.Join(before[:], "")))
	b.holes = append(b.holes, len(b.text))
	b.text = escape(b.text, inQuery(strings.Join(after[:], "")))
}

// inQuery is an address as the value of a query parameter. Slashes and colons
// may stand there as they are, and people read these addresses in logs.
func inQuery(address string) string {
	return strings.NewReplacer("%2F", "/", "%3A", ":").Replace(url.QueryEscape(address))
}

// Size is the length in bytes with a version segment of that many bytes.
func (b *Body) Size(segment int) int { return len(b.text) + len(b.holes)*segment }

// Render is the document with the version segment ("v/1a2b3c/", or empty) in
// place. Segments need no escaping in any format or query.
func (b *Body) Render(segment string) []byte {
	return b.appendTo(make([]byte, 0, b.Size(len(segment))), segment)
}

func (b *Body) appendTo(out []byte, segment string) []byte {
	from := 0
	for _, hole := range b.holes {
		out = append(out, b.text[from:hole]...)
		out = append(out, segment...)
		from = hole
	}
	return append(out, b.text[from:]...)
}

// Equal says that two bodies are the same text with the same open places.
func (b *Body) Equal(other *Body) bool {
	if len(b.holes) != len(other.holes) || !bytes.Equal(b.text, other.text) {
		return false
	}
	for i := range b.holes {
		if b.holes[i] != other.holes[i] {
			return false
		}
	}
	return true
}

// Bundle is a flow compiled for one target.
type Bundle struct {
	Site      Site
	MediaType string // as the host should send it, with its charset
	// Documents have the paths of the bundle's own files: steps, later attempts,
	// end. Paths are unique.
	Documents []Document
	// Answers are further files, each a byte copy of a document.
	Answers []Answer
	// Routes are the addresses at which a host must choose an answer.
	Routes []Route
	// Entries are the stable files outside the version folder.
	Entries []EntryFile
	// Posted are the paths of documents that the provider fetches by POST although
	// nothing in them depends on the request.
	Posted []string
	// Events is the routed address, relative to the flow's folder, to which the
	// provider posts what happens in a call of any version; empty for none.
	Events string
	// Numbers are those of this bundle and of what was there before, sorted by name.
	Numbers []Number
}

// Document is one file of its own.
type Document struct {
	Path string
	Body Body
}

// Answer is a file that repeats a document: what the host returns when a
// parameter has a certain value.
type Answer struct {
	Path string // "main/1", "main/_.2", "sales/busy"
	Of   string // path of the document
}

// Route is an address at which a host must choose an answer by a parameter.
type Route struct {
	Path string // "main/Digits.1", "sales/DialStatus", "main/actions"
	Step string
}

// UseReply is the use of stable files that a host chooses between; nobody is told
// their addresses.
const UseReply = "reply"

// EntryFile is a stable name for a document.
type EntryFile struct {
	Name string // "plivo.xml", "after-hours.tropo.json"
	// Entry is the id of the flow's entry, empty for the start; Use is what the
	// provider is told to use the file for: "answer", "fallback", "hangup"; UseReply
	// for a file that a host chooses at Bundle.Events.
	Entry, Use string
	Of         string // path of the document
}
