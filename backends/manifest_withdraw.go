package backends

import (
	"slices"
	"strings"
)

// ManifestStart is an entry of one version.
type ManifestStart struct {
	// Path is the entry's file in the tree, Document the file of which it is a copy,
	// relative to the folder of the version.
	Path     string `json:"path"`
	Entry    string `json:"entry,omitempty"` // empty for the flow's start
	Use      string `json:"use"`
	Document string `json:"document"`
}

// ManifestRetired is a version that was withdrawn.
type ManifestRetired struct {
	Version string `json:"version"`
	// To is the version to which its callers are led.
	To string `json:"to"`
}

func (r *Release) starts(b *Bundle) []ManifestStart {
	starts := make([]ManifestStart, 0, len(b.Entries))
	for _, e := range b.Entries {
		starts = append(starts, ManifestStart{Path: r.Flow + "/" + e.Name, Entry: e.Entry, Use: e.Use, Document: e.Of + b.Site.Extension})
	}
	return starts
}

// uploadOrder: nothing leads to a file that is not there yet. A pattern's ** is any
// number of folders and a file; the first pattern that fits counts. What is in the
// second are entries in a folder of their own.
func uploadOrder() []string { return []string{"*/v/**", "*/*/**", "*/*", "ivrc-manifest.json"} }

// RetiredTo is the version to which callers of a withdrawn one are led; ok is
// false for a version that is not withdrawn.
func (f *ManifestFlow) RetiredTo(version string) (to string, ok bool) {
	for _, r := range f.Retired {
		if r.Version == version {
			return r.To, true
		}
	}
	return "", false
}

// Retire marks a version as withdrawn. Versions whose callers were led to it go
// where it goes.
func (f *ManifestFlow) Retire(version, to string) {
	f.Restore(version)
	f.Retired = append(f.Retired, ManifestRetired{Version: version, To: to})
	for i := range f.Retired {
		if f.Retired[i].To == version {
			f.Retired[i].To = to
		}
	}
	slices.SortFunc(f.Retired, func(a, b ManifestRetired) int { return strings.Compare(a.Version, b.Version) })
}

// Restore takes the mark off a version.
func (f *ManifestFlow) Restore(version string) {
	f.Retired = slices.DeleteFunc(f.Retired, func(r ManifestRetired) bool { return r.Version == version })
}
