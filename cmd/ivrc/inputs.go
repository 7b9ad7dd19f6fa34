package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"ivrc/backends/publish"
	"ivrc/compiler/config"
	"ivrc/compiler/nearest"
	"ivrc/compiler/source"
)

// kind is a kind of file that people write. Folders and patterns are searched for
// its suffixes; a file that is named may have any suffix.
type kind struct {
	noun string
	stem string // "ivr": the suffixes are .ivr.yaml, .ivr.yml and .ivr.json
}

func flowKind() kind { return kind{noun: "flow", stem: "ivr"} }

func scriptKind() kind { return kind{noun: "call script", stem: "call"} }

func (k kind) suffixes() []string {
	return []string{"." + k.stem + ".yaml", "." + k.stem + ".yml", "." + k.stem + ".json"}
}

func (k kind) suffixWords() string {
	s := k.suffixes()
	return s[0] + ", " + s[1] + " or " + s[2]
}

func (k kind) isName(path string) bool {
	return slices.ContainsFunc(k.suffixes(), func(s string) bool { return strings.HasSuffix(path, s) && filepath.Base(path) != s })
}

func isFlowName(path string) bool { return flowKind().isName(path) }

// input is one flow to read.
type input struct {
	// path is the file as it is named to people; for standard input it is only a
	// name.
	path  string
	stdin bool
}

// stdinName is what standard input is called where nobody says otherwise.
const stdinName = "<stdin>"

// inputs are the flows that the arguments name, or ivrc.yaml where there are
// none, each once, in the order of the arguments and by name within a folder.
func inputs(args []string, f *settingFlags, set *settings) ([]input, error) {
	search := &search{kind: flowKind(), root: set.folder, ignored: map[string][]ignoreRule{}}
	var found []input
	var problems []error
	take := func(arg string, from origin) {
		files, err := search.named(arg)
		if err != nil && !from.span.IsZero() {
			err = aboutFile(from.span, err)
		}
		if err != nil {
			problems = append(problems, err)
		}
		for _, file := range files {
			found = append(found, input{path: file})
		}
	}
	for _, arg := range args {
		if arg == "-" {
			found = append(found, input{path: nameOfStdin(f.stdinName), stdin: true})
			continue
		}
		take(arg, origin{})
	}
	if len(args) == 0 {
		for _, flow := range set.flows {
			take(set.path(flow.value), flow.from)
		}
	}
	set.looked = search.looked
	switch {
	case len(problems) > 0:
		return nil, joined(problems)
	case len(found) == 0 && set.file != "":
		return nil, usage("name at least one flow, for example flows/front-desk.ivr.yaml, or list them in %s:   flows: [flows]", set.file)
	case len(found) == 0:
		return nil, usage("name at least one flow, for example flows/front-desk.ivr.yaml; an %s with   flows: [flows]   saves the typing", config.FileName)
	}
	return once(found), nil
}

func nameOfStdin(given string) string {
	if given == "" {
		return stdinName
	}
	return given
}

// once is the list without what stands in it before.
func once(found []input) []input {
	seen := map[string]bool{}
	return slices.DeleteFunc(found, func(in input) bool {
		clean := filepath.Clean(in.path)
		if in.stdin {
			clean = "-"
		}
		defer func() { seen[clean] = true }()
		return seen[clean]
	})
}

// joined is one error with the sentences of several, and the worst of their codes.
func joined(problems []error) error {
	code := exitOK
	for _, err := range problems {
		var f fault
		if errors.As(err, &f) {
			code = max(code, f.code)
		}
	}
	return fault{code, errors.Join(problems...)}
}

// aboutFile puts the place in ivrc.yaml before a sentence about what stands there.
func aboutFile(at source.Span, err error) error {
	var f fault
	if !errors.As(err, &f) {
		f = fault{exitUsage, err}
	}
	return fault{f.code, fmt.Errorf("%s:%d: %w", at.Name(), at.Line(), f.err)}
}

// named are the files that one argument stands for.
func (s *search) named(arg string) ([]string, error) {
	info, err := os.Stat(arg)
	switch {
	case arg == "":
		return nil, usage("\"\" is no file or folder; is a variable empty?")
	case err != nil && isPattern(arg) && !errors.Is(err, fs.ErrPermission):
		return s.pattern(arg)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return nil, s.missing(arg)
	case err != nil:
		return nil, failure(err)
	case info.IsDir():
		return s.folder(arg)
	}
	return []string{arg}, s.wrongFile(arg)
}

// missing says that nothing is there, and what was probably meant. How files of the
// kind are called at their ends says nothing about which one was meant.
func (s *search) missing(arg string) error {
	if _, err := os.Lstat(arg); err == nil {
		return usage("%s is a link to something that is not there", arg)
	}
	entries, _ := os.ReadDir(filepath.Dir(arg))
	var names []string
	ends := map[string]string{} // by the name without it
	for _, e := range entries {
		name, end := s.cutSuffix(e.Name())
		if e.IsDir() {
			name, end = e.Name(), ""
		}
		if _, known := ends[name]; !known && (e.IsDir() || end != "") {
			names, ends[name] = append(names, name), end
		}
	}
	base, _ := s.cutSuffix(filepath.Base(arg))
	near := base
	if _, known := ends[base]; !known {
		near = nearest.Name(base, names)
	}
	if near == "" {
		return usage("there is no file or folder %s", arg)
	}
	return usage("there is no file or folder %s; did you mean %s?", arg, filepath.Join(filepath.Dir(arg), near+ends[near]))
}

// cutSuffix cuts the suffix of the kind, or one that somebody writes instead.
func (s *search) cutSuffix(name string) (base, suffix string) {
	if s.kind.isName(name) {
		for _, suffix := range s.kind.suffixes() {
			if base, found := strings.CutSuffix(name, suffix); found {
				return base, suffix
			}
		}
	}
	return strings.TrimSuffix(name, filepath.Ext(name)), ""
}

// wrongFile refuses files that are ours and of another kind.
func (s *search) wrongFile(path string) error {
	switch base := filepath.Base(path); {
	case base == publish.ManifestName:
		return usage("%s is what a build wrote, not a %s", path, s.kind.noun)
	case base == config.FileName:
		return usage("%s holds settings, not a %s; it is found by itself, or named with --config", path, s.kind.noun)
	case s.kind != scriptKind() && scriptKind().isName(path):
		return usage("%s holds call scripts, not a %s; to run them, type   ivrc test %s", path, s.kind.noun, path)
	case s.kind != flowKind() && flowKind().isName(path):
		return usage("%s is a flow, not a %s; name the file that ends in %s, or its folder", path, s.kind.noun, s.kind.suffixes()[0])
	}
	return nil
}
