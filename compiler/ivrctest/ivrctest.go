// Package ivrctest reads golden cases for tests.
//
// In: txtar files beside the package that owns the behaviour: a comment that
// says the intent, then named sections. Out: subtests that compare what the code
// makes with the sections. With IVRC_UPDATE=1 in the environment sections are
// rewritten, and the run still fails, so that nobody accepts a golden unread. It
// refuses sections of one name, goldens that are missing, and outputs that no
// section names. Only tests import it.
package ivrctest

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// updateVariable makes a run rewrite its goldens when it is 1.
const updateVariable = "IVRC_UPDATE"

// Updating says that this run rewrites goldens (and fails where it did).
func Updating() bool { return os.Getenv(updateVariable) == "1" }

// Case is one txtar file: inputs, and outputs to compare.
type Case struct {
	// Name is the file's name without its suffix; Comment the text before the
	// first section.
	Name, Comment string

	path     string
	archive  *txtar.Archive
	outputs  map[string]bool
	rewrites bool
}

// Run runs every case that the pattern matches ("testdata/*.txtar") as a subtest
// of the case's name. It fails where nothing matches.
func Run(t *testing.T, pattern string, test func(t *testing.T, c *Case)) {
	t.Helper()
	paths, err := filepath.Glob(filepath.FromSlash(pattern))
	require.NoError(t, err)
	require.NotEmpty(t, paths, "no case matches %s", pattern)
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			c := Load(t, path)
			test(t, c)
			c.finish(t)
		})
	}
}

// Load reads one case without running it.
func Load(t testing.TB, path string) *Case {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	a := txtar.Parse(data)
	c := &Case{
		Name:    strings.TrimSuffix(filepath.Base(path), ".txtar"),
		Comment: string(a.Comment),
		path:    path, archive: a, outputs: map[string]bool{},
	}
	seen := map[string]bool{}
	for _, f := range a.Files {
		require.False(t, seen[f.Name], "%s: section %s stands twice", path, f.Name)
		seen[f.Name] = true
	}
	return c
}

// Names are the sections in order.
func (c *Case) Names() []string {
	names := make([]string, len(c.archive.Files))
	for i, f := range c.archive.Files {
		names[i] = f.Name
	}
	return names
}

// Has says that the case has a section.
func (c *Case) Has(name string) bool { return slices.Contains(c.Names(), name) }

// Input is a section's text; the test fails where there is none.
func (c *Case) Input(t testing.TB, name string) []byte {
	t.Helper()
	for _, f := range c.archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	require.Fail(t, "missing section", "%s has no section %s", c.path, name)
	return nil
}

// Expect compares an output with the section of that name. An output that is
// empty may have no section. Text that lacks a final newline is compared as if
// it had one, because txtar cannot hold it.
func (c *Case) Expect(t testing.TB, name, got string) {
	t.Helper()
	if got != "" && !strings.HasSuffix(got, "\n") {
		got += "\n"
	}
	c.outputs[name] = true
	i := slices.Index(c.Names(), name)
	want := ""
	if i >= 0 {
		want = string(c.archive.Files[i].Data)
	}
	if got == want {
		return
	}
	if Updating() {
		c.set(i, name, got)
		return
	}
	require.Equal(t, want, got, "%s: section %s (IVRC_UPDATE=1 rewrites it)", c.path, name)
}

func (c *Case) set(i int, name, got string) {
	c.rewrites = true
	switch {
	case got == "" && i >= 0:
		c.archive.Files = slices.Delete(c.archive.Files, i, i+1)
	case i >= 0:
		c.archive.Files[i].Data = []byte(got)
	default:
		c.archive.Files = append(c.archive.Files, txtar.File{Name: name, Data: []byte(got)})
	}
}

// DropOutputs forgets sections under a prefix that this run did not compare, so
// that an update removes outputs that are made no longer; without an update such
// a section fails the case.
func (c *Case) DropOutputs(t testing.TB, prefix string) {
	t.Helper()
	for _, name := range c.Names() {
		if strings.HasPrefix(name, prefix) && !c.outputs[name] {
			if !Updating() {
				require.Fail(t, "stale section", "%s: nothing makes %s any more", c.path, name)
			}
			c.set(slices.Index(c.Names(), name), name, "")
		}
	}
}

func (c *Case) finish(t *testing.T) {
	t.Helper()
	if !c.rewrites {
		return
	}
	require.NoError(t, os.WriteFile(c.path, txtar.Format(c.archive), 0o644))
	t.Errorf("%s was rewritten: read the difference, then run again without %s", c.path, updateVariable)
}
