package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// flowSuffixes are what a folder is searched for; a file that is named may have
// any suffix.
var flowSuffixes = []string{".ivr.yaml", ".ivr.yml", ".ivr.json"}

// inputs are the flow files that the arguments name, each once, in the order of
// the arguments and by name within a folder.
func inputs(args []string) ([]string, error) {
	if len(args) == 0 {
		return nil, usage("name at least one flow, for example: flows/front-desk.ivr.yaml")
	}
	var paths []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usage("there is no file or folder %s", arg)
		case err != nil:
			return nil, failure(err)
		case !info.IsDir():
			paths = append(paths, arg)
			continue
		}
		found, err := flowsIn(arg)
		if err != nil {
			return nil, err
		}
		paths = append(paths, found...)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(paths, func(p string) bool {
		clean := filepath.Clean(p)
		defer func() { seen[clean] = true }()
		return seen[clean]
	}), nil
}

func flowsIn(folder string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && slices.ContainsFunc(flowSuffixes, func(s string) bool { return strings.HasSuffix(path, s) }) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		return nil, failure(fmt.Errorf("looking for flows: %w", err))
	}
	if len(found) == 0 {
		return nil, usage("the folder %s holds no flow (a file that ends in .ivr.yaml, .ivr.yml or .ivr.json)", folder)
	}
	return found, nil
}

// readFlow reads one file within the limits. Only regular files are flows: a
// pipe or device could go on for ever.
func readFlow(path string) (*source.File, diag.List, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, failure(err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, usage("%s is not a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, failure(err)
	}
	defer f.Close()
	file, list, err := syntax.Read(filepath.ToSlash(path), f, syntax.DefaultLimits())
	if err != nil {
		return nil, nil, failure(fmt.Errorf("reading %s: %w", path, err))
	}
	return file, list, nil
}
