package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// ignoreName is the file that says what folders and patterns pass over.
const ignoreName = ".ivrcignore"

// ignoreRule is one line of it.
type ignoreRule struct {
	folder  string // absolute, of the file
	pattern string
	again   bool // with !: taken after all
	folders bool // with / at its end: folders only
}

// rules are the lines that count where the search is, outer folders first. The
// last one that matches decides.
type rules struct {
	search *search
	list   []ignoreRule
}

// rulesAbove are those of the folders from the project's own down to the one
// above the folder; of the folder itself alone where it lies outside.
func (s *search) rulesAbove(folder string) (*rules, error) {
	r := &rules{search: s}
	top, err := filepath.Abs(s.root)
	if err != nil {
		return nil, failure(err)
	}
	at, err := filepath.Abs(folder)
	if err != nil {
		return nil, failure(err)
	}
	below, err := filepath.Rel(top, at)
	if err != nil || below == "." || below == ".." || strings.HasPrefix(below, ".."+string(filepath.Separator)) {
		return r, nil
	}
	var above []string
	for above = append(above, filepath.Dir(at)); len(above[len(above)-1]) > len(top); {
		above = append(above, filepath.Dir(above[len(above)-1]))
	}
	slices.Reverse(above)
	for _, folder := range above {
		if err := r.enter(folder); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// enter adds the rules of a folder and drops those of folders that the search has
// left.
func (r *rules) enter(folder string) error {
	at, err := filepath.Abs(folder)
	if err != nil {
		return failure(err)
	}
	own, known := r.search.ignored[at]
	if !known {
		if own, err = readIgnore(folder, at); err != nil {
			return err
		}
		r.search.ignored[at] = own
	}
	if path := filepath.Join(folder, ignoreName); !known && exists(path) {
		r.search.looked = append(r.search.looked, path)
	}
	r.list = slices.DeleteFunc(r.list, func(rule ignoreRule) bool { return !within(at, rule.folder) })
	r.list = append(r.list, own...)
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func within(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, string(filepath.Separator))+string(filepath.Separator))
}

// match says that a path is passed over.
func (r *rules) match(path string, folder bool) bool {
	if len(r.list) == 0 {
		return false
	}
	at, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	for _, rule := range slices.Backward(r.list) {
		below, err := filepath.Rel(rule.folder, at)
		if err != nil || !within(at, rule.folder) || rule.folders && !folder {
			continue
		}
		if doublestar.MatchUnvalidated(rule.pattern, filepath.ToSlash(below)) {
			return !rule.again
		}
	}
	return false
}

func readIgnore(folder, at string) ([]ignoreRule, error) {
	path := filepath.Join(folder, ignoreName)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		return nil, usage("%s is not a file", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, failure(err)
	}
	return parseIgnore(path, at, string(text))
}

// parseIgnore reads the lines as .gitignore has them, without its rarer rules:
// braces are letters.
func parseIgnore(path, at, text string) (list []ignoreRule, err error) {
	for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line = strings.TrimRight(line, " \t\r")
		if line == "" || line[0] == '#' {
			continue
		}
		rule := ignoreRule{folder: at}
		line, rule.again = strings.CutPrefix(line, "!")
		line, rule.folders = strings.CutSuffix(line, "/")
		anchored := strings.Contains(line, "/")
		line = strings.TrimPrefix(line, "/")
		if line == "" {
			continue
		}
		rule.pattern = strings.NewReplacer("{", `\{`, "}", `\}`).Replace(line)
		if !anchored {
			rule.pattern = "**/" + rule.pattern
		}
		if !doublestar.ValidatePattern(rule.pattern) {
			return nil, fault{exitUsage, fmt.Errorf("%s:%d: %s is not a pattern: a [ is not closed", filepath.ToSlash(path), i+1, line)}
		}
		list = append(list, rule)
	}
	return list, nil
}
