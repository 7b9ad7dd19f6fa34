package main

import (
	"os"
	"path/filepath"
	"strings"

	"ivrc/backends/publish"
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// side is one of the two things that are compared.
type side struct {
	// name is what people call it.
	name string
	// inputs are its flows, none for a tree.
	inputs []revisionFlow
	flows  []compiled
	// tree is what a build wrote, nil for flows.
	tree *treeSide
}

// revisionFlow is a flow to read: a file that is there, or one of a git revision.
type revisionFlow struct {
	input
	// read is nil for a file that is there.
	read func() (*source.File, diag.List, error)
}

// workingFiles is what the new side is called where --git names one revision.
const workingFiles = "the working files"

// sides finds what shall be compared, and the settings under which it is.
func (s session) sides(f *diffFlags, args []string) (*work, [2]*side, error) {
	var sides [2]*side
	if f.git == "" && len(args) != 2 {
		return nil, sides, usage("diff takes two things to compare: ivrc diff OLD NEW, or ivrc diff --git REVISION [PATH...]")
	}
	if f.git == "" && args[0] == "-" && args[1] == "-" {
		return nil, sides, usage("only one side can be standard input")
	}
	set, err := s.resolve(&f.settingFlags, settingPlaces(args))
	if err != nil {
		return nil, sides, err
	}
	j, err := set.job(nothingMore)
	if err != nil {
		return nil, sides, err
	}
	w := &work{flags: &f.flowFlags, settings: set, job: j}
	if f.git != "" {
		sides, err = s.gitSides(f, set, args)
		return w, sides, err
	}
	for i, arg := range args {
		if sides[i], err = s.side(f, set, arg); err != nil {
			return nil, sides, err
		}
		if sides[i].tree != nil && f.given("target") {
			sides[i].tree.keep(j.targets)
		}
	}
	return w, sides, nil
}

// settingPlaces are the arguments where ivrc.yaml is looked for: those that are there,
// the new side first, then the paths of revisions.
func settingPlaces(args []string) []string {
	var there, named []string
	for i := len(args) - 1; i >= 0; i-- {
		if _, err := os.Stat(args[i]); err == nil {
			there = append(there, args[i])
		} else if _, path, ok := cutRevision(args[i]); ok {
			named = append(named, filepath.FromSlash(path))
		}
	}
	return append(there, named...)
}

// cutRevision takes REVISION:PATH apart.
func cutRevision(arg string) (revision, path string, ok bool) {
	revision, path, ok = strings.Cut(arg, ":")
	return revision, path, ok && revision != "" && path != ""
}

// side is what one argument stands for.
func (s session) side(f *diffFlags, set *settings, arg string) (*side, error) {
	info, err := os.Stat(arg)
	switch {
	case isAddress(arg):
		return nil, usage("diff compares flows and folders, not hosts; for those there is   ivrc verify %s --flow FLOW", arg)
	case err == nil && info.IsDir() && isOutput(arg):
		return readTree(arg)
	case err == nil && filepath.Base(arg) == publish.ManifestName:
		return readTree(filepath.Dir(arg))
	case err != nil && arg != "-":
		if rev, path, ok := cutRevision(arg); ok && !isPattern(arg) {
			return s.gitSide(rev, path)
		}
	}
	files, err := inputs([]string{arg}, &f.settingFlags, set)
	if err != nil {
		return nil, err
	}
	return &side{name: arg, inputs: working(files)}, nil
}

func working(files []input) []revisionFlow {
	var out []revisionFlow
	for _, file := range files {
		out = append(out, revisionFlow{input: file})
	}
	return out
}

// gitSides are the same paths at two times.
func (s session) gitSides(f *diffFlags, set *settings, args []string) (sides [2]*side, err error) {
	if len(args) == 0 {
		for _, flow := range set.flows {
			args = append(args, set.path(flow.value))
		}
	}
	if len(args) == 0 {
		return sides, usage("name the flows to compare, for example   ivrc diff --git main flows   or list them in ivrc.yaml:   flows: [flows]")
	}
	old, new, err := revisions(s.ctx, f.git, args[0])
	if err != nil {
		return sides, err
	}
	names := [2]string{old, new}
	for i, rev := range names {
		sides[i] = &side{name: rev}
		if rev == "" {
			sides[i].name = workingFiles
		}
		for _, arg := range args {
			files, err := s.pathAt(f, set, rev, arg)
			if err != nil {
				return sides, err
			}
			sides[i].inputs = append(sides[i].inputs, files...)
		}
	}
	if len(sides[0].inputs)+len(sides[1].inputs) == 0 {
		return sides, usage("neither side has a flow %s", strings.Join(args, " "))
	}
	return sides, nil
}

// pathAt are the flows of a path at a revision, or as they are where that is
// empty. At one of the two times there may be none.
func (s session) pathAt(f *diffFlags, set *settings, rev, path string) ([]revisionFlow, error) {
	if rev != "" {
		r, inside := repositoryAt(s.ctx, path)
		return r.flows(rev, inside, filepath.ToSlash(path))
	}
	if _, err := os.Stat(path); os.IsNotExist(err) && !isPattern(path) {
		return nil, nil
	}
	files, err := inputs([]string{path}, &f.settingFlags, set)
	return working(files), err
}
