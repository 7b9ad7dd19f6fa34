package backends

import (
	"strings"

	"ivrc/ir"
)

// Provided is a backend that can say what a person sets at its provider.
type Provided interface {
	// Sheet describes the settings of a flow. Addresses of published files come from
	// the tree, which is the manifest's own view of them.
	Sheet(flow *ir.Flow, tree Tree) Sheet
}

// Tree is what a manifest says about one flow at one target.
type Tree struct {
	Flow    string
	Entries []ManifestEntry
	Version ManifestVersion
	// Mutable says that the release has no version: its folder changes with every
	// deploy.
	Mutable bool
	// Numbers are those of the bundle.
	Numbers []Number
}

// TreeOf is the part of a release that one bundle makes, as the manifest of its
// build would list it.
func TreeOf(r *Release, b *Bundle) Tree {
	var m Manifest
	m.Describe(&Release{Flow: r.Flow, Version: r.Version, Bundles: []*Bundle{b}})
	f := m.Flow(r.Flow)
	return Tree{Flow: r.Flow, Entries: f.Entries, Version: f.Versions[0], Mutable: r.Version == "", Numbers: b.Numbers}
}

// Address is the address of the entry file with that use, empty where the
// provider has none.
func (t Tree) Address(entry, use string) string {
	for _, e := range t.Entries {
		if e.Entry == entry && e.Use == use {
			return e.URL
		}
	}
	return ""
}

// AnyVersion stands in addresses on a sheet for the version, which changes with
// every release that changes a document.
const AnyVersion = "<version>"

// Folder is the address of the folder to whose steps an application sends calls
// back, with AnyVersion in the place of the version.
func (t Tree) Folder() string {
	folder := t.Version.Folder
	if !t.Mutable {
		folder = strings.Replace(folder, "/"+t.Version.Version+"/", "/"+AnyVersion+"/", 1)
	}
	return t.Version.Base + folder
}

// Sheet is what a person sets at a provider, once, and what others have to answer
// it.
type Sheet struct {
	Flow   string `json:"flow"`
	Target string `json:"target"`
	// Entries are the settings for each place where calls begin.
	Entries []SheetEntry `json:"entries"`
	// Tables are what a person draws or uploads, and what to know of it.
	Tables []SheetTable `json:"tables,omitempty"`
	// Applications get the call, or a recording, while the flow runs.
	Applications []SheetApplication `json:"applications"`
	Host         SheetHost          `json:"host"`
	// Notes are sentences about the target as a whole.
	Notes []string `json:"notes"`
}

// SheetTable is a table of a sheet.
type SheetTable struct {
	Title string `json:"title"`
	// Intro stands before the table.
	Intro   string     `json:"intro,omitempty"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
}

// SheetEntry is one entry of the flow.
type SheetEntry struct {
	Entry string `json:"entry"` // empty for the flow's start
	Step  string `json:"step"`
	// Outbound says that the flow places the call itself.
	Outbound bool `json:"outbound"`
	// Place is where the settings are entered, in the provider's words.
	Place    string    `json:"place"`
	Settings []Setting `json:"settings"`
	// Request starts an outbound call; nil for an inbound entry.
	Request *SheetRequest `json:"request,omitempty"`
}

// Setting is a name and a value, with what to know about it.
type Setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Note  string `json:"note,omitempty"`
}

// SheetRequest is a request to the provider's interface.
type SheetRequest struct {
	Method string    `json:"method"`
	URL    string    `json:"url"`
	Fields []Setting `json:"fields"`
	// Body is the template of the request's body, empty where fields are all.
	Body string `json:"body,omitempty"`
}

// SheetApplication is somebody's application and its part of the bargain.
type SheetApplication struct {
	Step string `json:"step"`
	// Word is the flow's word for what it is given: collect, handoff, record,
	// recording.
	Word   string `json:"word"`
	URL    string `json:"url"`
	Method string `json:"method"`
	// Gets are the parameters that decide; a provider sends more.
	Gets []Setting `json:"gets"`
	// Returns are the addresses to which it may send the call, by target. Empty
	// where its answer does not matter, or where the call never comes back.
	Returns []Setting `json:"returns"`
	// Answer is what it must answer, in a sentence; Example a document that does.
	Answer  string `json:"answer"`
	Example string `json:"example,omitempty"`
	// Allow is the list with which it compares ivr_base. Each address stands for
	// those of every version.
	Allow []string `json:"allow"`
	// Refusals are the addresses that ivr_nomatch may have; empty where the
	// application takes no entry.
	Refusals []string `json:"refusals"`
}

// SheetHost is what the host of the files must do.
type SheetHost struct {
	Types []Setting `json:"types"`
	// Posted are the addresses that the provider fetches by POST, with * for all.
	Posted []string `json:"posted"`
	// Routes are the addresses at which the host chooses between files, by step.
	Routes []Setting `json:"routes"`
}

// Outbound says that calls of the entry are placed by the flow.
func Outbound(flow *ir.Flow, to ir.Target) (act *ir.Call, outbound bool) {
	if s := flow.Step(to); s != nil {
		act, outbound = s.Act.(*ir.Call)
	}
	return act, outbound
}

// HostOf is what the manifest's lists mean for a host. Everything is posted where
// the provider posts every document.
func HostOf(t Tree) SheetHost {
	h := SheetHost{Types: []Setting{}, Posted: []string{}, Routes: []Setting{}}
	extension := ""
	if len(t.Version.Files) > 0 {
		path := t.Version.Files[0].Path
		extension = path[strings.LastIndexByte(path, '.'):]
	}
	h.Types = append(h.Types, Setting{Name: "*" + extension, Value: t.Version.MediaType})
	for _, path := range t.Version.Posted {
		h.Posted = append(h.Posted, t.Folder()+path)
	}
	for _, r := range t.Version.Router {
		h.Routes = append(h.Routes, Setting{Name: r.Step, Value: t.Folder() + r.Path})
	}
	return h
}

// Returns are the documents of a list of targets.
func (t Tree) Returns(flow *ir.Flow, returns []ir.Return, extension string) []Setting {
	out := make([]Setting, 0, len(returns))
	for _, r := range returns {
		name := flow.TargetName(r.To)
		out = append(out, Setting{Name: name, Value: t.Folder() + name + extension})
	}
	return out
}

// Refusals is where an application may send a caller whose entry it does not take,
// one address for each attempt of the step.
func (t Tree) Refusals(step string) []string {
	var out []string
	for _, f := range t.Version.Files {
		if strings.HasPrefix(f.Path, step+"/_.") {
			out = append(out, t.Folder()+f.Path)
		}
	}
	return out
}
