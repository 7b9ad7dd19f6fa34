// Package faults spoils published Tropo trees, to show that the re-reading
// notices.
//
// In: a tree that is right. Out: mutants as those of verify/faulttest, which knows
// no provider; these here are those that only somebody who knows the verbs of
// Tropo would think of, and damage to single bytes. It refuses to judge whether a
// call is the same. Only tests import it.
package faults

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"ivrc/backends/verify"
	"ivrc/backends/verify/faulttest"
)

// Each visits one of every so many mutants of a tree, in a fixed order; first is
// the number of the first one. Answers and entries that repeat a document are
// left alone: whatever is done to them, they repeat it no more. It says how many
// mutants there are.
func Each(p verify.Published, first, every int, visit func(faulttest.Mutant)) int {
	s := spoiler{tree: p, visit: visit, texts: texts(p), count: -first, every: every}
	seen := map[string]bool{}
	for _, file := range documentsFirst(p) {
		if text := string(p.Files[file]); seen[text] {
			continue
		} else {
			seen[text] = true
		}
		s.versions(file)
		s.bytes(file)
		s.numbers(file)
		s.words(file)
		s.handlers(file)
		s.properties(file)
		s.verbs(file)
		s.prompts(file)
	}
	return s.count + first
}

// documentsFirst are all files, those that stand higher in the tree of the
// version first, entries last.
func documentsFirst(p verify.Published) []string {
	files := slices.Sorted(maps.Keys(p.Files))
	folder := p.Flow + "/" + p.Segment + p.Target + "/"
	depth := func(file string) int {
		if !strings.HasPrefix(file, folder) {
			return len(file)
		}
		return strings.Count(file, "/") - strings.Count(folder, "/")
	}
	slices.SortStableFunc(files, func(a, b string) int { return depth(a) - depth(b) })
	return files
}

type spoiler struct {
	tree  verify.Published
	visit func(faulttest.Mutant)
	// texts are all values that are spoken, each once.
	texts []string
	// count is the number of mutants up to now, of which one of every so many is
	// visited.
	count, every int
}

// splice puts text in the place of some bytes of a file. Spaces between the signs
// of JSON are no fault: they are the same document to Tropo.
func (s *spoiler) splice(operator, file string, start, end int, by string) {
	s.count++
	if s.count%s.every != 0 {
		return
	}
	old := s.tree.Files[file]
	text := slices.Concat(old[:start], []byte(by), old[end:])
	if compact(text) == compact(old) {
		return
	}
	tree := s.tree
	tree.Files = maps.Clone(s.tree.Files)
	tree.Files[file] = text
	site := fmt.Sprintf("%s, byte %d: %q to %q", file, start, old[start:end], by)
	s.visit(faulttest.Mutant{Operator: operator, Site: site, Tree: tree})
}

// whole puts another text in the place of a file.
func (s *spoiler) whole(operator, file, text string) {
	s.splice(operator, file, 0, len(s.tree.Files[file]), text)
}

// compact is JSON without spaces, or the text itself.
func compact(text []byte) string {
	var out bytes.Buffer
	if json.Compact(&out, text) != nil {
		return string(text)
	}
	return out.String()
}

// versions makes a file one of another version as a whole, as a copy that came too
// late would be, and of another place.
func (s *spoiler) versions(file string) {
	text := string(s.tree.Files[file])
	here := s.tree.Flow + "/" + s.tree.Segment + s.tree.Target + "/"
	s.whole("file of another version", file, strings.ReplaceAll(text, here, s.tree.Flow+"/v/other/"+s.tree.Target+"/"))
	s.whole("file of another place", file, strings.ReplaceAll(text, s.tree.Base, "https://other.example.com/"))
}

// bytes takes every byte away or changes it, in turn, and puts foreign ones
// around the text.
func (s *spoiler) bytes(file string) {
	text := s.tree.Files[file]
	for i, c := range text {
		if c == ' ' || c == '\n' {
			continue // a text without its spaces is "other prompt"
		}
		if i%2 == 0 {
			s.splice("byte dropped", file, i, i+1, "")
		} else {
			s.splice("byte changed", file, i, i+1, string(rune(c^1)))
		}
	}
	for _, around := range [][2]string{{"\ufeff", ""}, {"", "{}\n"}, {"", "\x00"}} {
		s.whole("bytes around", file, around[0]+string(text)+around[1])
	}
}

var number = regexp.MustCompile(`": ([0-9.]+)`)

// numbers makes each number one more, one less, ten times as much, and other
// types.
func (s *spoiler) numbers(file string) {
	for _, m := range number.FindAllSubmatchIndex(s.tree.Files[file], -1) {
		var n float64
		old := string(s.tree.Files[file][m[2]:m[3]])
		if json.Unmarshal([]byte(old), &n) != nil {
			continue
		}
		for _, by := range []string{fmt.Sprint(n + 1), fmt.Sprint(n - 1), old + "0", `"` + old + `"`, "null", "true", "-" + old, old + "e1"} {
			s.splice("another number", file, m[2], m[3], by)
		}
	}
}

// vocabulary are words of Tropo that a value or a name may become.
var vocabulary = [][]string{
	{`"continue"`, `"error"`, `"hangup"`, `"incomplete"`, `"ring"`, `"connect"`, `"timeout"`, `"nomatch"`, `"nomatch:1"`},
	{`"say"`, `"ask"`, `"record"`, `"transfer"`, `"call"`, `"conference"`, `"message"`, `"startRecording"`, `"redirect"`},
	{`"hangup": null`, `"reject": null`, `"stopRecording": null`, `"hangup": {}`, `"wait": {"milliseconds": 500}`},
	{`"DIGITS"`, `"NUMBER"`, `"DATE"`},
	{`"dtmf"`, `"speech"`, `"any"`},
	{`"audio/mp3"`, `"audio/wav"`, `"audio/au"`},
	{`"TEXT"`, `"VOICE"`}, {`"SMS"`, `"MMS"`},
	{`"timeout"`, `"interdigitTimeout"`, `"maxTime"`, `"maxSilence"`, `"attempts"`},
	{`"to"`, `"from"`, `"url"`, `"id"`, `"name"`, `"value"`, `"voice"`},
	{`.json"`, `"`, `.xml"`, `.json?x=1"`, `.json#x"`, `/actions"`},
	{`1`, `2`, `3`, `*`, `#`},
}

// words puts each word of Tropo in the place of its relatives.
func (s *spoiler) words(file string) {
	text := string(s.tree.Files[file])
	for _, family := range vocabulary {
		for _, old := range family {
			for at := 0; ; {
				i := strings.Index(text[at:], old)
				if i < 0 {
					break
				}
				at += i
				for _, by := range family {
					if by != old {
						s.splice("another word", file, at, at+len(old), by)
					}
				}
				at += len(old)
			}
		}
	}
}
