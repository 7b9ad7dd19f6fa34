// Package faulttest spoils published trees, to show that a re-reading notices.
//
// In: a tree that is right. Out: mutants, each the same tree with one fault at
// one place and a name for both. It knows XML and JSON and the layout of the
// output tree, and no provider. It refuses to judge: where the fault may change
// nothing for a caller, the mutant says why, and the test decides. Only tests
// import it.
package faulttest

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"

	"ivrc/backends/verify"
)

// Mutant is a tree with one fault.
type Mutant struct {
	// Operator is what was done ("wrong link"), Site where and with what.
	Operator, Site string
	// Same is why the call may be the same after all, empty where the fault must
	// be noticed.
	Same string
	Tree verify.Published
}

// Operators are the names of all faults.
func Operators() []string {
	return []string{
		"file gone", "file empty", "file cut", "file too many", "answer too many", "wrong entry", "swapped", "wrong attempt count",
		"wrong link", "another version", "no such document",
		"part dropped", "part repeated", "parts swapped", "property dropped", "unknown property", "value changed",
	}
}

// Each visits all mutants of a tree in a fixed order. The tree itself is never
// changed; a mutant shares the files that are as before.
func Each(p verify.Published, visit func(Mutant)) {
	s := &spoiler{tree: p, visit: visit, paths: slices.Sorted(maps.Keys(p.Files))}
	s.folder = p.Flow + "/" + p.Segment + p.Target + "/"
	if len(s.paths) > 0 {
		s.extension = path.Ext(s.paths[0])
	}
	s.files()
	s.answers()
	s.attempts()
	s.links()
	for _, file := range s.paths {
		s.parts(file)
	}
}

type spoiler struct {
	tree  verify.Published
	visit func(Mutant)
	// paths are all files, sorted; folder is that of the version, with its slash.
	paths             []string
	folder, extension string
}

// mutant visits the tree with some files replaced; nil takes a file away.
func (s *spoiler) mutant(operator, site, same string, changed map[string][]byte) {
	tree := s.tree
	tree.Files = maps.Clone(s.tree.Files)
	for file, text := range changed {
		if text == nil {
			delete(tree.Files, file)
		} else {
			tree.Files[file] = text
		}
	}
	s.visit(Mutant{Operator: operator, Site: site, Same: same, Tree: tree})
}

func (s *spoiler) one(operator, site, file string, text []byte) {
	s.mutant(operator, site, "", map[string][]byte{file: text})
}

// inside is a path below the version's folder, empty for an entry file.
func (s *spoiler) inside(file string) string {
	rest, ok := strings.CutPrefix(file, s.folder)
	if !ok {
		return ""
	}
	return rest
}

// files takes each file away, empties it and cuts it, adds files that nothing
// leads to, and puts documents in the place of others.
func (s *spoiler) files() {
	for _, file := range s.paths {
		text := s.tree.Files[file]
		s.one("file gone", file, file, nil)
		if len(bytes.TrimSpace(text)) == 0 {
			continue // an empty reply of VoiceShot
		}
		s.one("file empty", file, file, []byte{})
		s.one("file cut", file+", half", file, text[:len(text)/2])
		s.one("file cut", file+", last byte", file, bytes.TrimSpace(text)[:len(bytes.TrimSpace(text))-1])
	}
	some := s.tree.Files[s.paths[0]]
	for _, extra := range []string{
		s.folder + "zz-extra" + s.extension, s.folder + "zz-extra/deep/er" + s.extension, s.folder + "zz-extra.txt",
		s.tree.Flow + "/zz-extra." + s.tree.Target + s.extension, s.tree.Flow + "/zz-extra" + s.extension,
	} {
		s.one("file too many", extra, extra, some)
	}
	own := s.steps()
	for i := 1; i < len(own); i++ {
		s.swap(own[i-1], own[i])
	}
	for _, file := range s.paths {
		if s.inside(file) != "" {
			continue
		}
		for _, step := range own {
			if text := s.tree.Files[step]; !bytes.Equal(text, s.tree.Files[file]) {
				s.one("wrong entry", file+" is "+s.inside(step), file, text)
			}
		}
	}
}

// steps are the documents of their own in the version's folder.
func (s *spoiler) steps() []string {
	var out []string
	for _, file := range s.paths {
		if rest := s.inside(file); rest != "" && !strings.Contains(rest, "/") {
			out = append(out, file)
		}
	}
	return out
}

func (s *spoiler) swap(a, b string) {
	x, y := s.tree.Files[a], s.tree.Files[b]
	if !bytes.Equal(x, y) {
		s.mutant("swapped", a+" and "+path.Base(b), "", map[string][]byte{a: y, b: x})
	}
}

// unused are names of answers; one that a step does not have is a file too many.
var unused = []string{"7", "star", "pound", "0", "busy", "_", "_.1", "timeout"}

// answers adds answers for unused keys at every step and swaps those that there
// are, each with each.
func (s *spoiler) answers() {
	beside := map[string][]string{}
	for _, file := range s.paths {
		if rest := s.inside(file); strings.Contains(rest, "/") {
			beside[path.Dir(file)] = append(beside[path.Dir(file)], file)
		}
	}
	for _, own := range s.steps() {
		folder := strings.TrimSuffix(own, s.extension)
		for _, name := range unused {
			extra := folder + "/" + name + s.extension
			if _, there := s.tree.Files[extra]; !there {
				s.one("answer too many", extra, extra, s.tree.Files[own])
			}
		}
		files := beside[folder]
		for i, a := range files {
			for _, b := range files[i+1:] {
				s.swap(a, b)
			}
		}
	}
}
