package faulttest

import (
	"path"
	"strconv"
	"strings"
)

// attempts adds an attempt to each question, takes one away and repeats one, by
// the files that follow silence and wrong keys.
func (s *spoiler) attempts() {
	for _, file := range s.paths {
		name, ok := strings.CutSuffix(s.inside(file), s.extension)
		if !ok {
			continue
		}
		answer, number, ok := strings.Cut(path.Base(name), ".")
		k, err := strconv.Atoi(number)
		if !ok || err != nil {
			continue
		}
		at := func(k int) string {
			return path.Dir(file) + "/" + answer + "." + strconv.Itoa(k) + s.extension
		}
		text, later, earlier := s.tree.Files[file], s.tree.Files[at(k+1)], s.tree.Files[at(k-1)]
		if later == nil {
			s.one("wrong attempt count", at(k+1)+" added", at(k+1), text)
		} else if string(later) != string(text) {
			s.one("wrong attempt count", file+" is the next one", file, later)
		}
		if earlier != nil && string(earlier) != string(text) {
			s.one("wrong attempt count", file+" is the one before", file, earlier)
		}
	}
}
