package crawl

import (
	"fmt"
	"slices"
)

// Report is what was looked at and what was wrong.
type Report struct {
	// Requests were made, Planned is how many it takes to ask for everything; both
	// 0 for a tree on disk.
	Requests, Planned int
	// Mask takes credentials out of what documents and hosts say; nil leaves it as it
	// is.
	Mask func(string) string
	rows map[Check]*Row
}

// Row is one check. OK and Failed count files, addresses or documents; Findings
// have one element for each kind of trouble, the one found first before the
// others.
type Row struct {
	Check      Check
	OK, Failed int
	Findings   []Finding
}

// Finding is one kind of trouble in a check.
type Finding struct {
	Kind Kind
	// Count is how often, Examples are the first of them in words.
	Count    int
	Examples []string
}

// examplesKept are enough to see a pattern.
const examplesKept = 3

func (r *Report) row(c Check) *Row {
	if r.rows == nil {
		r.rows = map[Check]*Row{}
	}
	if r.rows[c] == nil {
		r.rows[c] = &Row{Check: c}
	}
	return r.rows[c]
}

// foreign is a text that others wrote, fit to be shown.
func (r *Report) foreign(text string) string {
	if r.Mask == nil {
		return text
	}
	return r.Mask(text)
}

// OK counts one thing that was right.
func (r *Report) OK(c Check) { r.row(c).OK++ }

// Fail counts one thing that was wrong, with words about this very thing.
func (r *Report) Fail(c Check, k Kind, format string, args ...any) {
	row := r.row(c)
	row.Failed++
	i := slices.IndexFunc(row.Findings, func(f Finding) bool { return f.Kind == k })
	if i < 0 {
		i = len(row.Findings)
		row.Findings = append(row.Findings, Finding{Kind: k})
	}
	f := &row.Findings[i]
	f.Count++
	if len(f.Examples) < examplesKept {
		f.Examples = append(f.Examples, fmt.Sprintf(format, args...))
	}
}

// Add puts a row of another report into this one.
func (r *Report) Add(row Row) {
	if row.OK+row.Failed > 0 {
		*r.row(row.Check) = row
	}
}

// Drop takes a check out of the report.
func (r *Report) Drop(c Check) { delete(r.rows, c) }

// Rows are the checks that looked at something, in the order of the table.
func (r *Report) Rows() []Row {
	var rows []Row
	for _, c := range Checks() {
		if row := r.rows[c]; row != nil {
			rows = append(rows, *row)
		}
	}
	return rows
}

// Row is one check's row; it is empty for a check that looked at nothing.
func (r *Report) Row(c Check) Row {
	if row := r.rows[c]; row != nil {
		return *row
	}
	return Row{Check: c}
}

// Clean says that nothing failed.
func (r *Report) Clean() bool {
	return !slices.ContainsFunc(r.Rows(), func(row Row) bool { return row.Failed > 0 })
}
