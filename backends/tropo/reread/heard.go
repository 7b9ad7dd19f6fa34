package reread

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/backends/tropo/decode"
	"ivrc/backends/verify"
)

// reader reads the files of one flow and version.
type reader struct {
	files map[string][]byte
	// base is the address of the version's folder, folder its place in the output
	// tree, flow the place of the entries; all with a final slash.
	base, folder, flow string
	// current is the file that is being read.
	current  string
	problems []string
	// owner is the path of the document that has certain bytes: the first of those
	// whose documents are equal.
	owner map[string]string
	// known are texts whose owner was looked for, by their first byte: files that
	// repeat a document mostly share its bytes.
	known map[*byte]known
	// documents reads them with one memory.
	documents decode.Reader
	// answers are those of results, orders the verdicts on orders of verbs, as far as
	// they were asked for.
	answers map[action]string
	orders  map[string]bool
}

func newReader(p verify.Published) *reader {
	flow := p.Flow + "/"
	folder := flow + p.Segment + p.Target + "/"
	return &reader{files: p.Files, base: p.Base + folder, folder: folder, flow: flow, owner: map[string]string{}, known: map[*byte]known{},
		answers: map[action]string{}, orders: map[string]bool{}}
}

// report keeps a difference of the current file.
func (r *reader) report(format string, args ...any) {
	r.problems = append(r.problems, r.current+": "+fmt.Sprintf(format, args...))
}

// file is the text of a path: "main", "pin/_.1".
func (r *reader) file(path string) (text []byte, ok bool) {
	text, ok = r.files[r.folder+path+extension]
	return text, ok
}

// all reads every file: documents, answers that repeat one, and entries, which
// repeat one under a name that does not change. Whatever else there is is
// reported.
func (r *reader) all() []verify.Heard {
	var paths, others []string
	for name := range r.files {
		if path, ok := r.path(name); ok && !strings.Contains(path, "/") {
			paths = append(paths, path)
		} else {
			others = append(others, name)
		}
	}
	slices.Sort(paths)
	slices.Sort(others)
	for _, path := range paths {
		if text, _ := r.file(path); r.owner[string(text)] == "" {
			r.owner[string(text)] = path
		}
	}
	heard := make([]verify.Heard, 0, len(paths)+usualEntries)
	step := make(map[string]int, len(paths))
	for i, path := range paths {
		text, _ := r.file(path)
		r.current = r.folder + path + extension
		step[path] = i
		heard = append(heard, r.page(path, text))
	}
	for _, name := range others {
		r.current = name
		heard = r.other(name, step, heard)
	}
	for i := range heard {
		slices.SortFunc(heard[i].Edges, byOutcome)
	}
	return heard
}

// usualEntries are more documents than most flows have besides those of their steps.
const usualEntries = 8

func byOutcome(a, b verify.Edge) int {
	if c := strings.Compare(a.Outcome, b.Outcome); c != 0 {
		return c
	}
	return strings.Compare(a.To, b.To)
}

// known is the owner of a text of that length; ok is false for none.
type known struct {
	length int
	owner  string
	ok     bool
}

// ownerOf is the document that has the same bytes. It is asked for when all documents
// have been seen.
func (r *reader) ownerOf(text []byte) (path string, ok bool) {
	if len(text) == 0 {
		path, ok = r.owner[""]
		return path, ok
	}
	k, seen := r.known[&text[0]]
	if !seen || k.length != len(text) {
		k.length = len(text)
		k.owner, k.ok = r.owner[string(text)]
		r.known[&text[0]] = k
	}
	return k.owner, k.ok
}

// path is the path of a document or answer; ok is false for other files.
func (r *reader) path(name string) (path string, ok bool) {
	path, inside := strings.CutPrefix(name, r.folder)
	path, named := strings.CutSuffix(path, extension)
	return path, inside && named && path != ""
}

// other is an answer or an entry, or what follows an entry that an application
// refuses: a document of its own below its step. step has the places of the
// steps in the list.
func (r *reader) other(name string, step map[string]int, heard []verify.Heard) []verify.Heard {
	text := r.files[name]
	to, repeats := r.ownerOf(text)
	path, ok := r.path(name)
	if !ok {
		if entry, below := strings.CutPrefix(name, r.flow); !below || strings.Contains(entry, "/") {
			r.report("the file is neither a document of this version nor an entry")
		} else if !repeats {
			r.report("the entry repeats no document of this version")
		} else {
			heard = append(heard, verify.Heard{ID: entry, Act: "entry", Edges: []verify.Edge{{Outcome: "answer", To: to}}})
		}
		return heard
	}
	owner, answer, _ := strings.Cut(path, "/")
	i, known := step[owner]
	switch {
	case strings.Contains(answer, "/") || answer == "" || !known:
		r.report("the file belongs to no step")
	case repeats:
		heard[i].Edges = append(heard[i].Edges, verify.Edge{Outcome: "answer " + answer, To: to})
	default:
		heard = append(heard, r.page(path, text))
	}
	return heard
}
