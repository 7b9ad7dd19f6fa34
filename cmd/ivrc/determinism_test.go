package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A project is a folder with copies of the shipped flows.
type project struct {
	folder string
	// both are the flows that every target can express, by name; tropo those that
	// Plivo cannot.
	both, tropo []string
}

// tropoOnly is the shipped flow that only Tropo can express.
const tropoOnly = "number-moved.ivr.yaml"

func newProject(t *testing.T, change func([]byte) []byte) project {
	t.Helper()
	p := project{folder: t.TempDir()}
	for _, path := range shippedFlows(t) {
		name := filepath.Base(path)
		text := bytes.ReplaceAll([]byte(read(t, path)), []byte("\r\n"), []byte("\n"))
		require.NoError(t, os.MkdirAll(filepath.Join(p.folder, "flows"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(p.folder, "flows", name), change(text), 0o644))
		if name == tropoOnly {
			p.tropo = append(p.tropo, name)
		} else {
			p.both = append(p.both, name)
		}
	}
	require.NotEmpty(t, p.tropo)
	return p
}

func asItIs(text []byte) []byte { return text }

func withCRLF(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")) }

// under are the flows with a path before their names.
func under(path string, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = path + name
	}
	return out
}

// builds are the arguments of the two builds that make the whole tree.
func (p project) builds(flows, out string) [][]string {
	rest := []string{"--base-url", "https://ivr.example.com/", "--out", out}
	return [][]string{
		slices.Concat([]string{"build"}, under(flows, p.both), rest),
		slices.Concat([]string{"build"}, under(flows, p.tropo), []string{"--target", "tropo"}, rest),
	}
}

// fingerprintOf is a hash over every name, mode and byte below a folder.
func fingerprintOf(t *testing.T, folder string) string {
	t.Helper()
	h := sha256.New()
	files := 0
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%q %s\n", filepath.ToSlash(name), info.Mode())
		if entry.IsDir() {
			return nil
		}
		files++
		text, err := os.ReadFile(path)
		fmt.Fprintf(h, "%d %s\n", len(text), text)
		return err
	}))
	require.Greater(t, files, 100)
	return hex.EncodeToString(h.Sum(nil))
}

// TestTheSameFlowsGiveTheSameTree builds in this process what differs without a
// new one; the matrix has all of them.
func TestTheSameFlowsGiveTheSameTree(t *testing.T) {
	p := newProject(t, asItIs)
	crlf := newProject(t, withCRLF)
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	build := func(commands [][]string) {
		t.Helper()
		for _, args := range commands {
			code, stdout, stderr := runIvrc(t, args...)
			require.Equal(t, exitOK, code, stdout+stderr)
		}
	}
	flows := p.folder + "/flows/"
	first := filepath.Join(t.TempDir(), "dist")
	build(p.builds(flows, first))
	want := fingerprintOf(t, first)
	build(p.builds(flows, first))
	require.Equal(t, want, fingerprintOf(t, first), "a second run over its own output")
	t.Chdir(p.folder)
	for _, c := range []struct {
		name  string
		cores int
		build func(out string) [][]string
	}{
		{"one core, relative paths", 1, func(out string) [][]string { return p.builds("flows/", out) }},
		{"eight cores, other spellings", 8, func(out string) [][]string { return p.builds("./flows/../flows/", out+"/") }},
		{"lines that end in CRLF", before, func(out string) [][]string { return crlf.builds(crlf.folder+"/flows/", out) }},
		{"the other way round", before, func(out string) [][]string { return p.reversed("flows/", out) }},
	} {
		runtime.GOMAXPROCS(c.cores)
		out := filepath.Join(t.TempDir(), "dist")
		build(c.build(out))
		require.Equal(t, want, fingerprintOf(t, out), c.name)
	}
}

// reversed are the builds and their arguments in the opposite order.
func (p project) reversed(flows, out string) [][]string {
	r := p
	r.both, r.tropo = slices.Clone(p.both), slices.Clone(p.tropo)
	slices.Reverse(r.both)
	slices.Reverse(r.tropo)
	commands := r.builds(flows, out)
	slices.Reverse(commands)
	return commands
}

// A surrounding is what a build must not depend on. Empty fields are the usual.
type surrounding struct {
	name string
	// env is added to the test's own variables, or replaces them if alone is set.
	env      []string
	alone    bool
	umask    string
	folder   string // to stand in
	program  string
	commands [][]string
	before   func(t *testing.T, out string)
}

// TestMatrixOneTreeInEverySurrounding builds the shipped flows with the program
// itself in two dozen surroundings: all trees are one, names, modes and bytes.
func TestMatrixOneTreeInEverySurrounding(t *testing.T) {
	matrixOnly(t)
	programs := t.TempDir()
	program, racing := filepath.Join(programs, "ivrc"), filepath.Join(programs, "racing")
	goBuild(t, program)
	goBuild(t, racing, "-race")
	p, crlf := newProject(t, asItIs), newProject(t, withCRLF)
	want := ""
	all := surroundings(p, crlf, racing)
	require.GreaterOrEqual(t, len(all), 24)
	for _, s := range all {
		out := filepath.Join(t.TempDir(), "dist")
		if s.before != nil {
			s.before(t, out)
		}
		if s.program == "" {
			s.program = program
		}
		if s.folder == "" {
			s.folder = p.folder
		}
		for _, args := range s.commands {
			s.run(t, args, out)
		}
		got := fingerprintOf(t, out)
		if want == "" {
			want = got
		}
		require.Equal(t, want, got, s.name)
	}
}

func goBuild(t *testing.T, to string, flags ...string) {
	t.Helper()
	output, err := exec.Command("go", slices.Concat([]string{"build", "-o", to}, flags, []string{"."})...).CombinedOutput()
	require.NoError(t, err, "go build:\n%s", output)
}

// outHere stands in commands for the output folder.
const outHere = "OUT"

func (s surrounding) run(t *testing.T, args []string, out string) {
	t.Helper()
	umask := s.umask
	if umask == "" {
		umask = "022"
	}
	line := []string{"-c", "umask " + umask + ` && exec "$0" "$@"`, s.program}
	for _, arg := range args {
		line = append(line, strings.ReplaceAll(arg, outHere, out))
	}
	c := exec.Command("/bin/sh", line...)
	c.Dir = s.folder
	c.Env = s.env
	if !s.alone {
		c.Env = slices.Concat(os.Environ(), s.env)
	}
	output, err := c.CombinedOutput()
	require.NoError(t, err, "%s: %s\n%s", s.name, args, output)
}

func surroundings(p, crlf project, racing string) []surrounding {
	usual := p.builds("flows/", outHere)
	list := []surrounding{{name: "the usual", commands: usual}}
	for _, env := range []string{
		"GOMAXPROCS=1", "GOMAXPROCS=2", "GOMAXPROCS=8", "GOGC=1", "TZ=UTC", "TZ=Asia/Kolkata", "TZ=America/St_Johns",
		"LC_ALL=C", "LC_ALL=tr_TR.UTF-8", "LANG=de_DE.ISO-8859-1", "SOURCE_DATE_EPOCH=0", "HOME=/nowhere", "USER=somebody", "NO_COLOR=1",
	} {
		list = append(list, surrounding{name: env, env: []string{env}, commands: usual})
	}
	for _, umask := range []string{"000", "077", "027"} {
		list = append(list, surrounding{name: "umask " + umask, umask: umask, commands: usual})
	}
	absolute := p.folder + "/flows/"
	return append(list,
		surrounding{name: "no environment at all", alone: true, commands: usual},
		surrounding{name: "another folder, absolute paths", folder: "/", commands: p.builds(absolute, outHere)},
		surrounding{name: "from inside, relative paths", folder: filepath.Join(p.folder, "flows"), commands: p.builds("", outHere)},
		surrounding{name: "other spellings of a path", commands: p.builds(".//flows/../flows/./", outHere+"/../dist/")},
		surrounding{name: "the other way round", commands: p.reversed("flows/", outHere)},
		surrounding{name: "one build for each flow", commands: p.oneByOne("flows/", outHere)},
		surrounding{name: "the same twice", commands: slices.Concat(usual, usual)},
		surrounding{name: "lines that end in CRLF", folder: crlf.folder, commands: usual},
		surrounding{name: "a link to the flows", commands: p.builds("linked/", outHere), before: func(t *testing.T, _ string) {
			require.NoError(t, os.Symlink("flows", filepath.Join(p.folder, "linked")))
		}},
		surrounding{name: "files that are read-only and old", commands: usual, before: func(t *testing.T, _ string) { ageFiles(t, p) }},
		surrounding{name: "with the race detector", program: racing, commands: usual},
	)
}

// oneByOne builds each flow by itself, the last one first.
func (p project) oneByOne(flows, out string) [][]string {
	var commands [][]string
	for _, name := range p.both {
		one := p
		one.both = []string{name}
		commands = append(commands, one.builds(flows, out)[0])
	}
	slices.Reverse(commands)
	return append(commands, p.builds(flows, out)[1])
}

// ageFiles takes the right to write from the flows and makes them old.
func ageFiles(t *testing.T, p project) {
	t.Helper()
	for _, name := range slices.Concat(p.both, p.tropo) {
		file := filepath.Join(p.folder, "flows", name)
		require.NoError(t, os.Chmod(file, 0o444))
		require.NoError(t, os.Chtimes(file, time.Unix(0, 0), time.Unix(86_400, 0)))
	}
}
