package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"ivrc/compiler"
	"ivrc/compiler/config"
	"ivrc/compiler/diag"
	"ivrc/compiler/render"
	"ivrc/compiler/syntax"
)

// configuration reads the ivrc.yaml that is in force for these arguments; without
// one it is empty.
func (s session) configuration(f *settingFlags, args []string) (*config.Config, *settings, error) {
	path, err := s.configPath(f, args)
	if err != nil || path == "" {
		return &config.Config{}, &settings{folder: "."}, err
	}
	set := &settings{file: filepath.ToSlash(path), folder: filepath.Dir(path)}
	file, list, err := readFile(path)
	if err != nil {
		return nil, nil, err
	}
	c := &config.Config{}
	if file != nil {
		compiler.Hide(file)
		var found diag.List
		c, found = config.Parse(file, config.Options{Limits: syntax.DefaultLimits(), Targets: targetNames()})
		list.Add(found...)
		list.Sort()
	}
	if len(list) == 0 {
		return c, set, nil
	}
	if err := s.text(s.err, list); err != nil {
		return nil, nil, failure(err)
	}
	if list.Count(diag.Bug) > 0 {
		return nil, nil, errBug
	}
	if list.HasErrors() {
		return nil, nil, errConfig
	}
	return c, set, nil
}

// text writes a list for people to one of the two streams.
func (s session) text(to io.Writer, list diag.List) error {
	return render.Write(to, render.FormatText, render.Report{List: list, Version: version(), Max: usualMax, Color: s.colors(to)})
}

// configPath is the file that a flag or a variable names, else the one that is
// found from the first input upwards; empty for none.
func (s session) configPath(f *settingFlags, args []string) (string, error) {
	named, by := s.flags.config, "--config"
	switch {
	case s.flags.noConfig && named != "":
		return "", usage("--config and --no-config cannot both be given")
	case s.flags.noConfig:
		return "", nil
	case named == "":
		named, by = s.getenv("IVRC_CONFIG"), "IVRC_CONFIG"
	}
	if named == "" {
		return findConfig(startFolder(args, f.stdinName))
	}
	info, err := os.Stat(named)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", usage("%s: there is no file %s", by, named)
	case err != nil:
		return "", failure(err)
	case info.IsDir():
		return "", usage("%s: %s is a folder; name the file, for example %s", by, named, filepath.Join(named, config.FileName))
	}
	return named, nil
}

// startFolder is where the search for ivrc.yaml begins: the folder of the first
// input, else the working folder.
func startFolder(args []string, stdinName string) string {
	if len(args) == 0 {
		return "."
	}
	first := args[0]
	if first == "-" {
		return filepath.Dir(stdinName) // "." for no name
	}
	if info, err := os.Stat(first); err == nil && info.IsDir() {
		return first
	} else if err != nil && isPattern(first) {
		folder, _ := splitPattern(filepath.ToSlash(first))
		return folder
	}
	return filepath.Dir(first)
}

// roots are what lies in the top folder of a repository.
var roots = [...]string{".git", ".hg", ".svn", ".jj"}

// findConfig looks for ivrc.yaml in a folder and those above it, and stops at the
// top of the repository.
func findConfig(folder string) (string, error) {
	at, err := filepath.Abs(folder)
	if err != nil {
		return "", failure(err)
	}
	for {
		path := filepath.Join(at, config.FileName)
		// What cannot be looked at is not there: the input itself gets the sentence.
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return shortPath(path), nil
		} else if link, linkErr := os.Lstat(path); linkErr == nil && link.Mode()&fs.ModeSymlink != 0 && errors.Is(err, fs.ErrNotExist) {
			return "", usage("%s is a link to something that is not there", shortPath(path))
		}
		above := filepath.Dir(at)
		if above == at || slices.ContainsFunc(roots[:], func(name string) bool {
			_, err := os.Lstat(filepath.Join(at, name))
			return err == nil
		}) {
			return "", nil
		}
		at = above
	}
}

// shortPath is a path as seen from the working folder.
func shortPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	relative, err := filepath.Rel(here, path)
	if err != nil {
		return path
	}
	return relative
}

// path is a relative path of ivrc.yaml as seen from the working folder.
func (set *settings) path(written string) string {
	if filepath.IsAbs(written) {
		return written
	}
	return filepath.Join(set.folder, filepath.FromSlash(written))
}

func targetNames() []string {
	var names []string
	for _, b := range allBackends() {
		names = append(names, b.Name())
	}
	return names
}
