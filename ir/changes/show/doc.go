// Package show writes what changed for callers: as text for people, as Markdown
// for a pull request, as JSON for programs.
//
// In: the flows of two sides and their changes, already masked. Out: one of the
// forms. It refuses to judge: what changed and in which order is decided in
// package changes.
package show

import "ivrc/ir/changes"

// Report is everything that one comparison has to say.
type Report struct {
	// Old and New name the two sides as the user did.
	Old, New string
	// Flows are in the order of their ids.
	Flows []Flow
}

// Status is what became of a flow.
type Status string

// What can become of a flow.
const (
	Same    Status = "same"
	Changed Status = "changed"
	Added   Status = "added"
	Gone    Status = "gone"
)

// Flow is one flow on both sides.
type Flow struct {
	ID     string
	Status Status
	// OldFile and NewFile are where it was read, empty where it is not.
	OldFile, NewFile string
	// Steps is their number, where the flow is on one side only.
	Steps   int
	Changes []changes.Change
}

// Changed says that somebody can notice a difference.
func (r Report) Changed() bool {
	for _, f := range r.Flows {
		if f.Status != Same {
			return true
		}
	}
	return false
}
