package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"ivrc/backends/publish"
)

// search looks for files of a kind in folders. What is hidden, ignored, or the output of a
// build is passed over; links to folders are not followed, so no loop of them has
// no end.
type search struct {
	kind    kind
	root    string                  // the project's folder: ignore files count from here
	ignored map[string][]ignoreRule // by absolute folder
	looked  []string                // folders and ignore files that were looked at
}

// isPattern says that the text can stand for several files.
func isPattern(arg string) bool { return strings.ContainsAny(arg, "*?[{") }

// splitPattern cuts a pattern (with forward slashes) into the folder that holds
// all that it can match and the rest.
func splitPattern(pattern string) (folder, rest string) {
	return doublestar.SplitPattern(pattern)
}

// folder are all files of the kind below a folder.
func (s *search) folder(folder string) ([]string, error) {
	if isOutput(folder) {
		return nil, usage("%s is what a build wrote (it holds %s): name the folder with the %ss", folder, publish.ManifestName, s.kind.noun)
	}
	var other string // the first file that could be one by its suffix
	found, err := s.walk(folder, func(path, _ string) bool {
		if other == "" && s.kind == flowKind() && !s.kind.isName(path) && !scriptKind().isName(path) && looksLikeFlow(path) {
			other = path
		}
		return s.kind.isName(path)
	})
	switch {
	case err != nil || len(found) > 0:
		return found, err
	case other != "":
		return nil, usage("the folder %s holds no flow: of a folder only files that end in %s are taken; name %s itself, or rename it", folder, s.kind.suffixWords(), other)
	}
	return nil, usage("the folder %s holds no %s (a file that ends in %s)", folder, s.kind.noun, s.kind.suffixWords())
}

// looksLikeFlow says that the suffix is one of YAML or JSON.
func looksLikeFlow(path string) bool {
	switch filepath.Ext(path) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}

// pattern are the files of the kind that a pattern matches.
func (s *search) pattern(pattern string) ([]string, error) {
	slashed := filepath.ToSlash(pattern)
	if !doublestar.ValidatePattern(slashed) {
		return nil, usage("%s is not a pattern: a [ or { is not closed", pattern)
	}
	folder, rest := splitPattern(slashed)
	folder = filepath.FromSlash(folder)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, usage("no file matches %s: there is no folder %s", pattern, folder)
	}
	others := 0
	found, err := s.walk(folder, func(path, below string) bool {
		if !doublestar.MatchUnvalidated(rest, below) {
			return false
		}
		if !s.kind.isName(path) {
			others++
		}
		return s.kind.isName(path)
	})
	switch {
	case err != nil || len(found) > 0:
		return found, err
	case others > 0:
		return nil, usage("%s matches %s, but no %s: of a pattern only files that end in %s are taken", pattern, plural(others, "file"), s.kind.noun, s.kind.suffixWords())
	}
	return nil, usage("no file matches %s", pattern)
}

// walk are the files below a folder that keep takes, by name. keep gets the path
// and the part below the folder, with forward slashes.
func (s *search) walk(folder string, keep func(path, below string) bool) ([]string, error) {
	rules, err := s.rulesAbove(folder)
	if err != nil {
		return nil, err
	}
	var found []string
	// With a separator at its end, a folder that is a link is the folder behind it.
	top := filepath.Clean(folder) + string(filepath.Separator)
	err = filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return failure(fmt.Errorf("looking for %ss: %w", s.kind.noun, err))
		}
		if path == top {
			s.looked = append(s.looked, folder)
			return rules.enter(folder)
		}
		switch {
		case entry.IsDir() && (passedOver(path, entry.Name()) || rules.match(path, true)):
			return fs.SkipDir
		case entry.IsDir():
			s.looked = append(s.looked, path)
			return rules.enter(path)
		}
		below, err := filepath.Rel(folder, path)
		if err != nil {
			return failure(err)
		}
		if keep(path, filepath.ToSlash(below)) && !rules.match(path, false) && !isFolder(path, entry) {
			found = append(found, path)
		}
		return nil
	})
	return found, err
}

// passedOver says that a folder is not looked into unless it is named.
func passedOver(path, name string) bool {
	return strings.HasPrefix(name, ".") || name == "node_modules" || isOutput(path)
}

// isOutput says that a build wrote the folder.
func isOutput(folder string) bool {
	info, err := os.Lstat(filepath.Join(folder, publish.ManifestName))
	return err == nil && info.Mode().IsRegular()
}

// isFolder says that an entry is a link to a folder.
func isFolder(path string, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
