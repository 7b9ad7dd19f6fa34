package fix

import (
	"slices"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// MaxRounds is how often fixes are carried out and the text is checked again;
// one round does all that do not touch each other.
const MaxRounds = 10

// maxTries bounds the checks of one file, those of changes that are taken back
// included.
const maxTries = 100

// Check says what is wrong with a text. Equal texts must give equal lists.
type Check func(*source.File) diag.List

// Applied is one change that was carried out.
type Applied struct {
	Code diag.Code
	// Message says what was done, in the words of the fix.
	Message string
	// At is the place in the file as it was first.
	At source.Position
	// Old and New are the text that was replaced and what stands there now; both
	// are empty for a fix of several places. Credentials in them are not hidden.
	Old, New string
}

// Refused is one change that could not be proved and was not carried out.
type Refused struct {
	Code diag.Code
	// At is the place in the file as it was first.
	At source.Position
	// Reason is the rest of a sentence that begins with "not fixed: ".
	Reason string
}

// Result is what became of one file.
type Result struct {
	// File holds the new text; it is the file that was given where nothing changed.
	File *source.File
	// List is what the check says about File; fixes that were refused are not safe
	// in it.
	List    diag.List
	Applied []Applied
	Refused []Refused
}

// Changed says that the text is not the old one.
func (r Result) Changed() bool { return len(r.Applied) > 0 }

// Run carries out the safe fixes of a file until none is left that can be
// proved. It never panics over a fix that a maker got wrong: that one is refused.
func Run(file *source.File, check Check) Result {
	r := &run{check: check, first: file, now: newState(file, check), refused: map[refusal]bool{}}
	for rounds := 0; rounds < MaxRounds && r.tries < maxTries; {
		batch := r.choose()
		if len(batch) == 0 {
			break
		}
		if r.round(batch) {
			rounds++
		}
	}
	slices.SortStableFunc(r.applied, func(a, b Applied) int { return comparePositions(a.At, b.At) })
	slices.SortStableFunc(r.refusals, func(a, b Refused) int { return comparePositions(a.At, b.At) })
	return Result{File: r.now.file, List: r.left(), Applied: r.applied, Refused: r.refusals}
}

// left are the findings of the last text. What was refused is not called safe.
func (r *run) left() diag.List {
	list := slices.Clone(r.now.list)
	for i, d := range list {
		if !r.wasRefused(d) {
			continue
		}
		list[i].Fixes = slices.Clone(d.Fixes)
		for k := range d.Fixes {
			list[i].Fixes[k].Safe = false
		}
	}
	return list
}

func comparePositions(a, b source.Position) int {
	if a.Line != b.Line {
		return a.Line - b.Line
	}
	return a.Column - b.Column
}

// state is one text and everything that is known about it.
type state struct {
	file *source.File
	list diag.List
	root *syntax.Node // nil where the text cannot be read
}

func newState(file *source.File, check Check) state {
	root, _ := syntax.Parse(file, syntax.Limits{})
	return state{file: file, list: check(file), root: root}
}

// run is the work on one file.
type run struct {
	check Check
	first *source.File
	now   state
	tries int
	// history are the changes of each round, for finding back to the first text.
	history  []change
	refused  map[refusal]bool
	applied  []Applied
	refusals []Refused
}

// refusal is a finding whose fix is not tried again. Its place moves with the
// text.
type refusal struct {
	code    diag.Code
	message string
	start   int
}

// chosen is a finding and its edits, sorted.
type chosen struct {
	found diag.Diagnostic
	fix   *diag.Fix
	edits []edit
}

// choose gives the safe fixes that do not touch each other, in the order of
// their findings; the first of two that do wins.
func (r *run) choose() []chosen {
	var batch []chosen
	var busy taken
	for _, d := range r.now.list {
		fix := d.SafeFix()
		if fix == nil || d.Primary.File != r.now.file || r.wasRefused(d) {
			continue
		}
		edits, reason := editsOf(fix, r.now.file)
		switch {
		case reason != "":
			r.refuse(d, reason)
		case busy.add(edits):
			batch = append(batch, chosen{found: d, fix: fix, edits: edits})
		}
	}
	return batch
}

func (r *run) wasRefused(d diag.Diagnostic) bool {
	return r.refused[refusal{d.Code, d.Message, d.Primary.Start}]
}

func (r *run) refuse(d diag.Diagnostic, reason string) {
	r.refused[refusal{d.Code, d.Message, d.Primary.Start}] = true
	r.refusals = append(r.refusals, Refused{Code: d.Code, At: r.original(d.Primary.Start), Reason: reason})
}

// round carries out a batch. Where the proof fails it does the first half only,
// down to the one change that is at fault, which is refused.
func (r *run) round(batch []chosen) bool {
	for r.tries < maxTries {
		reason := r.try(batch)
		switch {
		case reason == "":
			return true
		case len(batch) == 1:
			r.refuse(batch[0].found, reason)
			return false
		}
		batch = batch[:len(batch)/2]
	}
	return false
}

// try carries out a batch and keeps the new text if the proof holds; otherwise
// the reason is not empty and nothing has changed.
func (r *run) try(batch []chosen) (reason string) {
	r.tries++
	var edits []edit
	for _, one := range batch {
		edits = append(edits, one.edits...)
	}
	sortEdits(edits)
	after := newState(source.NewFile(r.now.file.Name, apply(r.now.file.Text, edits)), r.check)
	c := newChange(edits)
	p := newProof(r.now, after, c, batch)
	if reason := p.run(); reason != "" {
		return reason
	}
	for _, one := range batch {
		r.applied = append(r.applied, r.appliedOf(one))
	}
	refused := make(map[refusal]bool, len(r.refused))
	for one := range r.refused {
		refused[refusal{one.code, one.message, c.moved(one.start)}] = true
	}
	r.refused = refused
	r.history = append(r.history, c)
	r.now = after
	return ""
}

func (r *run) appliedOf(c chosen) Applied {
	a := Applied{Code: c.found.Code, Message: c.fix.Message, At: r.original(c.edits[0].start)}
	if len(c.edits) == 1 {
		a.Old, a.New = string(r.now.file.Text[c.edits[0].start:c.edits[0].end]), c.edits[0].text
	}
	return a
}

// original is the place in the first text of an offset in the current one. Lines
// are the same in all of them.
func (r *run) original(offset int) source.Position {
	for i := len(r.history) - 1; i >= 0; i-- {
		offset = r.history[i].movedBack(offset)
	}
	return r.first.Position(offset)
}
