package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// repository asks git. Nothing that a person typed gets to it as an option:
// revisions are turned into their hashes first, and paths stand behind them.
type repository struct {
	ctx context.Context
	// folder is where git is asked from; empty is the working folder.
	folder string
}

// errNoGit is what people read where git is not installed.
var errNoGit = errors.New("git is not installed, or not on the PATH: it is needed to read another revision")

// run is what git answers. Its own words about what went wrong are in the error.
func (r repository) run(args ...string) ([]byte, error) {
	c := exec.CommandContext(r.ctx, "git", args...)
	c.Dir = r.folder
	c.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0")
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	err := c.Run()
	switch {
	case err == nil:
		return out.Bytes(), nil
	case r.ctx.Err() != nil:
		return nil, errInterrupted
	case errors.Is(err, exec.ErrNotFound):
		return nil, failure(errNoGit)
	}
	return nil, errors.New(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(said.String()), "fatal: ")))
}

// commit is the hash of a revision.
func (r repository) commit(revision string) (string, error) {
	if strings.HasPrefix(revision, "-") || strings.ContainsAny(revision, "\x00\n\r") || strings.TrimSpace(revision) == "" {
		return "", usage("%q is no git revision: name a branch, a tag or a commit", revision)
	}
	hash, err := r.run("rev-parse", "--verify", "--quiet", revision+"^{commit}")
	if err == nil {
		return strings.TrimSpace(string(hash)), nil
	}
	if known := (fault{}); errors.As(err, &known) {
		return "", err
	}
	if _, err := r.run("rev-parse", "--git-dir"); err != nil {
		if known := (fault{}); errors.As(err, &known) {
			return "", err
		}
		return "", usage("there is no git repository here to look for %s in", revision)
	}
	return "", usage("git knows no revision %s (a copy of a repository may lack its history: git fetch brings it)", revision)
}

// revisions are the two sides of --git; new is empty for the working files. The
// path says which repository is meant.
func revisions(ctx context.Context, given, path string) (old, new string, err error) {
	if before, after, ok := strings.Cut(given, "..."); ok {
		r, _ := repositoryAt(ctx, path)
		base, err := r.mergeBase(orHead(before), orHead(after))
		return base, orHead(after), err
	}
	if before, after, ok := strings.Cut(given, ".."); ok {
		return orHead(before), orHead(after), nil
	}
	return given, "", nil
}

func orHead(revision string) string {
	if revision == "" {
		return "HEAD"
	}
	return revision
}

// shownHash is how much of a hash people read.
const shownHash = 12

// mergeBase is where two revisions parted.
func (r repository) mergeBase(a, b string) (string, error) {
	first, err := r.commit(a)
	if err != nil {
		return "", err
	}
	second, err := r.commit(b)
	if err != nil {
		return "", err
	}
	base, err := r.run("merge-base", first, second)
	if known := (fault{}); errors.As(err, &known) {
		return "", err
	}
	if err != nil {
		return "", usage("%s and %s have no revision in common, as far as this copy of the repository goes", a, b)
	}
	return string(bytes.TrimSpace(base))[:shownHash], nil
}

// gitSide is REVISION:PATH as a side, the path as git takes it: from the top of
// the repository, or from here where it begins with a dot.
func (s session) gitSide(revision, path string) (*side, error) {
	r := repository{ctx: s.ctx}
	files, err := r.flows(revision, path, path)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, usage("%s has no flow %s", revision, path)
	}
	return &side{name: revision + ":" + path, inputs: files}, nil
}

// repositoryAt is the repository around a path of this system, and the path as git sees it
// from there.
func repositoryAt(ctx context.Context, place string) (repository, string) {
	place = filepath.Clean(place)
	if info, err := os.Stat(place); err == nil && info.IsDir() {
		return repository{ctx: ctx, folder: place}, "./"
	}
	rest := filepath.Base(place)
	folder := filepath.Dir(place)
	for {
		// A folder may be gone now that a revision has.
		if info, err := os.Stat(folder); err == nil && info.IsDir() || filepath.Dir(folder) == folder {
			return repository{ctx: ctx, folder: folder}, "./" + filepath.ToSlash(rest)
		}
		folder, rest = filepath.Dir(folder), filepath.Join(filepath.Base(folder), rest)
	}
}

// flows are those of a path at a revision: the file, or those below the folder;
// none where the revision does not have it. shown is the path as people named it.
func (r repository) flows(revision, inside, shown string) ([]revisionFlow, error) {
	commit, err := r.commit(revision)
	if err != nil {
		return nil, err
	}
	object, err := r.run("rev-parse", "--verify", "--quiet", commit+":"+inside)
	if known := (fault{}); errors.As(err, &known) {
		return nil, err
	}
	if err != nil {
		return nil, nil
	}
	hash := strings.TrimSpace(string(object))
	kind, err := r.run("cat-file", "-t", hash)
	if err != nil {
		return nil, failure(err)
	}
	shown = strings.TrimSuffix(shown, "/")
	if strings.TrimSpace(string(kind)) == "blob" {
		if err := (&search{kind: flowKind()}).wrongFile(shown); err != nil {
			return nil, err
		}
		return []revisionFlow{r.flow(revision, hash, shown)}, nil
	}
	return r.folderAt(revision, hash, shown)
}
