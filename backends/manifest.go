package backends

import (
	"slices"
	"strings"
)

// Manifest says what an output tree holds. It has no times, no machine and no
// user in it: the same input gives the same bytes.
type Manifest struct {
	Format int            `json:"ivrc_manifest"`
	Flows  []ManifestFlow `json:"flows"`
	// Headers are what a host should send.
	Headers []ManifestHeader `json:"headers"`
	// Upload is the order in which files go to a host, as patterns: what entries lead
	// to, the entries, the manifest.
	Upload []string `json:"upload,omitempty"`
}

// ManifestFormat is the version of the manifest's format.
const ManifestFormat = 1

// ManifestFlow is one flow of the tree.
type ManifestFlow struct {
	Flow     string            `json:"flow"`
	Entries  []ManifestEntry   `json:"entries"`
	Versions []ManifestVersion `json:"versions"`
	// Retired are the versions that were withdrawn, whether their files are still
	// there or not.
	Retired []ManifestRetired `json:"retired,omitempty"`

	// unread is the flow as Encode wrote it, where nobody asked for more than its name
	// and the number of its files; else empty (DecodePart).
	unread string
	files  int
}

// ManifestEntry is a stable file that a provider's settings name.
type ManifestEntry struct {
	Target  string `json:"target"`
	Entry   string `json:"entry,omitempty"` // empty for the flow's start
	Use     string `json:"use"`
	URL     string `json:"url"`
	Version string `json:"version,omitempty"`
	ManifestFile
}

// ManifestVersion is the folder of one version and target.
type ManifestVersion struct {
	Version   string `json:"version,omitempty"`
	Target    string `json:"target"`
	Base      string `json:"base"`
	Folder    string `json:"folder"`
	MediaType string `json:"media_type"`
	// Router are the steps at which a host must choose between files.
	Router []ManifestRoute `json:"router"`
	// Posted are files that the provider fetches by POST, relative to the folder.
	Posted []string `json:"posted"`
	// Events is the address to which the provider posts what happens in a call. It is
	// outside of the folder and the same for all versions.
	Events string         `json:"events,omitempty"`
	Files  []ManifestFile `json:"files"`
	// Starts are the entries as this version has them, whether they are in force or
	// not: what a rollback puts back.
	Starts []ManifestStart `json:"starts,omitempty"`
}

// ManifestRoute is one routed URL, relative to its folder.
type ManifestRoute struct {
	Step string `json:"step"`
	Path string `json:"path"`
}

// ManifestFile is a file with its SHA-256 and size in bytes. The path is
// relative to the folder of its version, or to the tree for an entry.
type ManifestFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Size   int    `json:"size"`
}

// ManifestHeader is what a host should send with files of a kind.
type ManifestHeader struct {
	Files        string `json:"files"`
	ContentType  string `json:"content_type,omitempty"`
	CacheControl string `json:"cache_control"`
}

func manifestFile(path string, f File) ManifestFile {
	return ManifestFile{Path: path, SHA256: f.SHA256, Size: len(f.Text)}
}

// FileCount is the number of files that the manifest lists, entries and all
// versions together.
func (m *Manifest) FileCount() int {
	n := 0
	for i := range m.Flows {
		n += m.Flows[i].fileCount()
	}
	return n
}

func (f *ManifestFlow) fileCount() int {
	n := f.files + len(f.Entries)
	for i := range f.Versions {
		n += len(f.Versions[i].Files)
	}
	return n
}

// Describe adds a release to the manifest: its version replaces one of the same
// name and target, and its entries those of the same target. Other flows,
// targets and versions stay as they are.
func (m *Manifest) Describe(r *Release) {
	m.Format = ManifestFormat
	m.Headers = headers()
	m.Upload = uploadOrder()
	f := m.Flow(r.Flow)
	for _, b := range r.Bundles {
		versioned, entries := r.Files(b)
		f.replaceEntries(r, b, entries)
		f.AddVersion(r.version(b, versioned))
	}
}

// Flow is the flow of that id, added if the manifest does not have it. The
// pointer is good until the next flow is added.
func (m *Manifest) Flow(id string) *ManifestFlow {
	if i := slices.IndexFunc(m.Flows, func(f ManifestFlow) bool { return f.Flow == id }); i >= 0 {
		return &m.Flows[i]
	}
	i, _ := slices.BinarySearchFunc(m.Flows, id, func(f ManifestFlow, id string) int { return strings.Compare(f.Flow, id) })
	m.Flows = slices.Insert(m.Flows, i, ManifestFlow{Flow: id})
	return &m.Flows[i]
}

// AddEntry adds an entry of another build, in the order of targets.
func (f *ManifestFlow) AddEntry(e ManifestEntry) {
	f.Entries = append(f.Entries, e)
	slices.SortStableFunc(f.Entries, func(a, b ManifestEntry) int { return strings.Compare(a.Target, b.Target) })
}

func (f *ManifestFlow) replaceEntries(r *Release, b *Bundle, files []File) {
	f.Entries = slices.DeleteFunc(f.Entries, func(e ManifestEntry) bool { return e.Target == b.Site.Target })
	for i, e := range b.Entries {
		f.Entries = append(f.Entries, ManifestEntry{
			Target: b.Site.Target, Entry: e.Entry, Use: e.Use, Version: r.Version,
			URL: b.Site.Base + files[i].Path, ManifestFile: manifestFile(files[i].Path, files[i]),
		})
	}
	slices.SortStableFunc(f.Entries, func(a, b ManifestEntry) int { return strings.Compare(a.Target, b.Target) })
}

// AddVersion adds a version; one of the same name and target is replaced.
func (f *ManifestFlow) AddVersion(v ManifestVersion) {
	same := func(o ManifestVersion) bool { return o.Version == v.Version && o.Target == v.Target }
	if i := slices.IndexFunc(f.Versions, same); i >= 0 {
		f.Versions[i] = v
		return
	}
	f.Versions = append(f.Versions, v)
	slices.SortStableFunc(f.Versions, func(a, b ManifestVersion) int {
		if c := strings.Compare(a.Version, b.Version); c != 0 {
			return c
		}
		return strings.Compare(a.Target, b.Target)
	})
}

func (r *Release) version(b *Bundle, files []File) ManifestVersion {
	folder := r.Folder(b)
	v := ManifestVersion{
		Version: r.Version, Target: b.Site.Target, Base: b.Site.Base, Folder: folder, MediaType: b.MediaType,
		Router: []ManifestRoute{}, Posted: []string{}, Files: make([]ManifestFile, 0, len(files)),
	}
	if b.Events != "" {
		v.Events = b.Site.Base + r.Flow + "/" + b.Events
	}
	for _, route := range b.Routes {
		v.Router = append(v.Router, route.manifest())
	}
	for _, path := range b.Posted {
		v.Posted = append(v.Posted, path+b.Site.Extension)
	}
	for _, file := range files {
		v.Files = append(v.Files, manifestFile(strings.TrimPrefix(file.Path, folder), file))
	}
	v.Starts = r.starts(b)
	return v
}

func (r Route) manifest() ManifestRoute { return ManifestRoute{Step: r.Step, Path: r.Path} }

// headers are what hosts should send (edge.md §5): entries switch at once,
// versioned documents never change but keep a short life as a kill switch, and
// routed answers depend on the request.
func headers() []ManifestHeader {
	return []ManifestHeader{
		{Files: "*/*.xml", ContentType: "text/xml; charset=utf-8", CacheControl: "no-cache"},
		{Files: "*/*.json", ContentType: "application/json; charset=utf-8", CacheControl: "no-cache"},
		{Files: "*/v/**.xml", ContentType: "text/xml; charset=utf-8", CacheControl: "public, max-age=300"},
		{Files: "*/v/**.json", ContentType: "application/json; charset=utf-8", CacheControl: "public, max-age=300"},
		{Files: "routed", CacheControl: "private, no-store"},
	}
}
