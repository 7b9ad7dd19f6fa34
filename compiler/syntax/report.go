package syntax

import (
	"fmt"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// mostAlike is how many findings of one code are reported for one file: the
// hundredth duplicate teaches nothing.
const mostAlike = 20

// reporter collects findings and keeps a flood of equal ones short.
type reporter struct {
	file *source.File
	list diag.List
	// count is per code; last is the place in list of its last shown finding.
	// Total counts all of them, shown or not.
	count map[diag.Code]int
	total int
	last  map[diag.Code]int
}

func newReporter(file *source.File) *reporter {
	return &reporter{file: file, count: map[diag.Code]int{}, last: map[diag.Code]int{}}
}

func (r *reporter) add(d diag.Diagnostic) {
	r.count[d.Code]++
	r.total++
	if r.count[d.Code] > mostAlike {
		return
	}
	r.last[d.Code] = len(r.list)
	r.list.Add(d)
}

// enough says that no more of a code will be shown: what costs time to word need
// not be worded.
func (r *reporter) enough(code diag.Code) bool {
	if r.count[code] < mostAlike {
		return false
	}
	r.count[code]++
	r.total++
	return true
}

func (r *reporter) span(start, end int) source.Span {
	return source.Span{File: r.file, Start: start, End: end}
}

func (r *reporter) at(code diag.Code, start, end int, format string, args ...any) diag.Diagnostic {
	return diag.New(code, r.span(start, end), format, args...)
}

// finish is the sorted list, with a note where findings were left out.
func (r *reporter) finish() diag.List {
	for _, entry := range diag.Catalog() {
		if more := r.count[entry.Code] - mostAlike; more > 0 {
			i := r.last[entry.Code]
			r.list[i] = r.list[i].WithNote("%d more of this kind are not shown", more)
		}
	}
	r.list.Sort()
	return r.list
}

// size is a number of bytes in words.
func size(bytes int) string {
	switch {
	case bytes >= 1<<20 && bytes%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", bytes>>20)
	case bytes >= 1<<10 && bytes%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", bytes>>10)
	}
	return fmt.Sprintf("%d bytes", bytes)
}
