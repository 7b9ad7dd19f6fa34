package main

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"ivrc/backends/publish"
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// gitObject is one file of a folder in git.
type gitObject struct{ hash, path string }

// folderAt are the flows below a folder, passed over as in a folder that is
// there.
func (r repository) folderAt(revision, hash, shown string) ([]revisionFlow, error) {
	files, err := r.filesIn(hash)
	if err != nil {
		return nil, failure(fmt.Errorf("listing %s of %s: %w", shown, revision, err))
	}
	top, err := filepath.Abs(filepath.FromSlash(shown))
	if err != nil {
		return nil, failure(err)
	}
	var outputs []string // folders that a build wrote
	var ignored rules
	for _, file := range files {
		switch path.Base(file.path) {
		case publish.ManifestName:
			outputs = append(outputs, strings.TrimSuffix(file.path, publish.ManifestName))
		case ignoreName:
			text, err := r.run("cat-file", "blob", file.hash)
			if err != nil {
				return nil, failure(err)
			}
			own, err := parseIgnore(shown+"/"+file.path, filepath.Join(top, filepath.FromSlash(path.Dir(file.path))), string(text))
			if err != nil {
				return nil, err
			}
			ignored.list = append(ignored.list, own...) // outer folders come first in git's order too
		}
	}
	if slices.Contains(outputs, "") {
		return nil, usage("%s:%s is what a build wrote: check that revision out to compare it", revision, shown)
	}
	var out []revisionFlow
	for _, file := range files {
		built := slices.ContainsFunc(outputs, func(folder string) bool { return strings.HasPrefix(file.path, folder) })
		if isFlowName(file.path) && !built && !hiddenIn(file.path) && !ignored.passes(top, file.path) {
			out = append(out, r.flow(revision, file.hash, path.Join(shown, file.path)))
		}
	}
	return out, nil
}

// filesIn are the files below a folder; links, and repositories inside this one,
// are none.
func (r repository) filesIn(hash string) ([]gitObject, error) {
	list, err := r.run("ls-tree", "-r", "-z", "--full-tree", hash)
	if err != nil {
		return nil, err
	}
	var out []gitObject
	for _, line := range strings.Split(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		about, name, ok := strings.Cut(line, "\t")
		fields := strings.Fields(about)
		if ok && len(fields) == 3 && fields[1] == "blob" && strings.HasPrefix(fields[0], "100") {
			out = append(out, gitObject{fields[2], name})
		}
	}
	return out, nil
}

// hiddenIn says that a folder on the way is one that is not looked into.
func hiddenIn(file string) bool {
	folders := strings.Split(path.Dir(file), "/")
	return slices.ContainsFunc(folders, func(name string) bool {
		return name != "." && strings.HasPrefix(name, ".") || name == "node_modules"
	})
}

// passes says that the rules pass over a file or a folder on the way to it.
func (r *rules) passes(top, file string) bool {
	at := filepath.Join(top, filepath.FromSlash(file))
	if r.match(at, false) {
		return true
	}
	for at = filepath.Dir(at); len(at) > len(top); at = filepath.Dir(at) {
		if r.match(at, true) {
			return true
		}
	}
	return false
}

// flow is one flow at a revision.
func (r repository) flow(revision, hash, shown string) revisionFlow {
	name := revision + ":" + shown
	return revisionFlow{input: input{path: name}, read: func() (*source.File, diag.List, error) {
		text, err := r.run("cat-file", "blob", hash)
		if known := (fault{}); errors.As(err, &known) {
			return nil, nil, err
		}
		if err != nil {
			return nil, nil, failure(fmt.Errorf("reading %s: %w", name, err))
		}
		return syntax.Read(name, bytes.NewReader(text), syntax.DefaultLimits())
	}}
}
