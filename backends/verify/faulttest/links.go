package faulttest

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// link is one address of ours in a file.
type link struct {
	file string
	// nth counts the links of the file from 1, those in parameters for themselves.
	nth        int
	start, end int
	// path is below the version's folder, query that it stands in a parameter of
	// another address.
	path  string
	query bool
}

// links sends every address of ours elsewhere: to other documents that exist, to
// other routed addresses, to another version and out of the tree.
func (s *spoiler) links() {
	all := s.allLinks()
	var routed []string
	for _, l := range all {
		if l.path != "" && !strings.HasSuffix(l.path, s.extension) {
			routed = append(routed, l.path)
		}
	}
	slices.Sort(routed)
	routed = slices.Compact(routed)
	var files, steps []string
	for _, file := range s.paths {
		if rest := s.inside(file); rest != "" {
			files = append(files, rest)
		}
	}
	for _, file := range s.steps() {
		steps = append(steps, s.inside(file))
	}
	for _, l := range all {
		others := []string{after(steps, l.path, 1), after(steps, l.path, len(steps)/2), after(files, l.path, 1), after(routed, l.path, 1)}
		slices.Sort(others)
		for _, other := range slices.Compact(others) {
			if other != "" && other != l.path {
				s.relink("wrong link", l, s.tree.Segment, other)
			}
		}
		s.relink("another version", l, "v/another/", l.path)
		s.relink("no such document", l, s.tree.Segment, "zz-nowhere"+s.extension)
	}
}

// after is the path that stands n places behind in a sorted list, as in a circle;
// empty for an empty list.
func after(list []string, path string, n int) string {
	if len(list) == 0 {
		return ""
	}
	at, _ := slices.BinarySearch(list, path)
	return list[(at+n)%len(list)]
}

func (s *spoiler) relink(operator string, l link, segment, path string) {
	address := s.prefix() + segment + s.tree.Target + "/" + path
	if l.query {
		address = url.QueryEscape(address)
	}
	text := s.tree.Files[l.file]
	changed := slices.Concat(text[:l.start], []byte(address), text[l.end:])
	same := ""
	before, there := s.tree.Files[s.folder+l.path]
	if now := s.tree.Files[s.folder+path]; there && segment == s.tree.Segment && bytes.Equal(before, now) {
		same = fmt.Sprintf("%s and %s are the same bytes", l.path, path)
	}
	s.mutant(operator, fmt.Sprintf("%s, link %s, to %s%s/%s", l.file, l.name(), segment, s.tree.Target, path), same, map[string][]byte{l.file: changed})
}

// name is the link's number, the same however long the texts before it are.
func (l link) name() string {
	if l.query {
		return fmt.Sprintf("%d in a parameter", l.nth)
	}
	return fmt.Sprint(l.nth)
}

func (s *spoiler) prefix() string { return s.tree.Base + s.tree.Flow + "/" }

// allLinks finds the addresses of ours in all files. The characters at which an
// address ends are the same in XML and JSON, and our paths hold none of them.
func (s *spoiler) allLinks() []link {
	var out []link
	for _, file := range s.paths {
		text := s.tree.Files[file]
		for _, query := range []bool{false, true} {
			prefix := s.prefix() + s.tree.Segment + s.tree.Target + "/"
			if query {
				prefix = url.QueryEscape(s.prefix()) + s.tree.Segment + url.QueryEscape(s.tree.Target+"/")
			}
			for from, nth := 0, 1; ; nth++ {
				i := bytes.Index(text[from:], []byte(prefix))
				if i < 0 {
					break
				}
				start := from + i
				end := start + len(prefix)
				for end < len(text) && !bytes.ContainsAny(text[end:end+1], "\"<>&#\\ \r\n\t") {
					end++
				}
				rest := string(text[start+len(prefix) : end])
				if query {
					rest, _ = url.QueryUnescape(rest)
				}
				out = append(out, link{file: file, nth: nth, start: start, end: end, path: rest, query: query})
				from = end
			}
		}
	}
	return out
}
