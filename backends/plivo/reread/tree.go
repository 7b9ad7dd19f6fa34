package reread

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ivrc/backends/plivo/decode"
	"ivrc/backends/verify"
)

// reader reads one published tree.
type reader struct {
	tree verify.Published
	// folder is that of the version, in the tree and behind the base: with its
	// final slash.
	folder string
	// own are the paths of steps' own documents by id, ids the ids by the bytes of
	// the document, the first of equal ones.
	own map[string]string
	ids map[string]string
	// beside are the names of the files in the folder of each step, sorted.
	beside map[string][]string
	// copies are the bytes of further attempts by the name that edges give them; no
	// step's own document has the same.
	copies   map[string]string
	used     map[string]bool
	problems []string
	// known are the steps of texts that were looked for, by the first byte of the text:
	// files that repeat a document mostly share its bytes.
	known map[*byte]known
	// answers are those of a host, as far as they were asked for.
	answers map[asking]string
}

// known is the step that has a text of that length, empty for none.
type known struct {
	length int
	id     string
}

// asking is what a host is asked: only the parameter and its value matter.
type asking struct{ parameter, value string }

func newReader(p verify.Published) *reader {
	r := &reader{
		tree: p, folder: p.Flow + "/" + p.Segment + p.Target + "/",
		own: map[string]string{}, ids: map[string]string{}, beside: map[string][]string{},
		copies: map[string]string{}, used: make(map[string]bool, len(p.Files)),
		known: map[*byte]known{}, answers: map[asking]string{},
	}
	for _, path := range slices.Sorted(maps.Keys(p.Files)) {
		inside, ok := strings.CutPrefix(path, r.folder)
		name, isXML := strings.CutSuffix(inside, extension)
		if !ok || !isXML {
			continue
		}
		step, answer, below := strings.Cut(name, "/")
		if below {
			r.beside[step] = append(r.beside[step], answer)
			continue
		}
		r.own[name] = path
		r.used[path] = true
		if text := p.Files[path]; r.ids[string(text)] == "" {
			r.ids[string(text)] = name
		}
	}
	return r
}

func (r *reader) problem(path, format string, args ...any) {
	r.problems = append(r.problems, path+": "+fmt.Sprintf(format, args...))
}

// class is what makes two targets of edges one to a caller: the bytes of their
// documents, for which the first step that has them can stand.
func (r *reader) class(to string) string {
	if path, ok := r.own[to]; ok {
		return "document of " + r.idOf(r.tree.Files[path])
	}
	if text, ok := r.copies[to]; ok {
		return "document " + text // of no step, or place had found it
	}
	return to
}

// place is what a file is as the target of an edge: the step whose own document
// it repeats, a further attempt, or else nothing that a flow knows.
func (r *reader) place(path string) string {
	r.used[path] = true
	inside := strings.TrimSuffix(strings.TrimPrefix(path, r.folder), extension)
	if _, ok := r.own[inside]; ok {
		return inside
	}
	text := r.tree.Files[path]
	if id := r.idOf(text); id != "" {
		return id
	}
	if step, answer, ok := strings.Cut(inside, "/"); ok {
		if after, number, ok := attemptFile(answer); ok {
			name := later(step, number+1, after)
			r.copies[name] = string(text)
			return name
		}
	}
	return path + ", which is no step's document"
}

// idOf is the step whose own document has these bytes, empty for none.
func (r *reader) idOf(text []byte) string {
	if len(text) == 0 {
		return r.ids[""]
	}
	k, seen := r.known[&text[0]]
	if !seen || k.length != len(text) {
		k = known{len(text), r.ids[string(text)]}
		r.known[&text[0]] = k
	}
	return k.id
}

// attemptFile takes the name of a file that follows silence or a wrong key apart.
func attemptFile(name string) (after string, number int, ok bool) {
	answer, digits, ok := strings.Cut(name, ".")
	if !ok {
		return "", 0, false
	}
	number, ok = counting(digits)
	switch {
	case !ok:
	case answer == "timeout":
		return afterTimeout, number, true
	case answer == "_":
		return afterNoMatch, number, true
	}
	return "", 0, false
}

// counting reads a number of one or two digits from 1.
func counting(digits string) (n int, ok bool) {
	if len(digits) < 1 || len(digits) > 2 || digits[0] == '0' {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// inside is the path, below the version's folder, of an address of ours.
func (r *reader) inside(address string) (path string, ok bool) {
	return strings.CutPrefix(address, r.tree.Base+r.folder)
}

// link is the file that an address of ours names; one that names none is a
// problem of the document it stands in.
func (r *reader) link(from, address string) (path string, ok bool) {
	inside, ours := r.inside(address)
	if !ours {
		r.problem(from, "it links to %s, outside of its version", address)
		return "", false
	}
	path = r.folder + inside
	if _, there := r.tree.Files[path]; !there {
		r.problem(from, "it links to %s, which does not exist", address)
		return "", false
	}
	return path, true
}

// unused reports files that nothing leads to.
func (r *reader) unused() {
	for path := range r.tree.Files {
		if !r.used[path] {
			r.problem(path, "nothing in the flow leads to this file")
		}
	}
}

// document reads and checks a file.
func (r *reader) document(path string) (root *decode.Element, ok bool) {
	root, err := decode.Parse(r.tree.Files[path])
	if err != nil {
		r.problem(path, "%s", err)
		return nil, false
	}
	found := decode.Check(root)
	for _, f := range found {
		r.problem(path, "%s", f)
	}
	return root, len(found) == 0
}
