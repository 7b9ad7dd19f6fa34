package tropo

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/ir"

	"github.com/stretchr/testify/require"
)

const base = "https://ivr.example.com/"

// segment stands for the version in goldens.
const segment = "v/1/"

// findings are the gate's and the backend's own.
func findings(flow *ir.Flow) (*backends.Bundle, diag.List) {
	list := backends.Gate(flow, backends.Uses(flow), New(), []backends.Backend{New()})
	bundle, found := New().Compile(flow, backends.Options{Base: base})
	list.Add(found...)
	list.Sort()
	return bundle, list
}

func build(t *testing.T, name string) *ir.Flow {
	t.Helper()
	for _, c := range cases() {
		if c.name == name {
			return c.build(newMaker())
		}
	}
	require.Fail(t, "no case builds "+name)
	return nil
}

// TestGoldens compares what each case compiles to with its file. Every case has
// a file and every file a case.
func TestGoldens(t *testing.T) {
	for _, c := range cases() {
		require.FileExists(t, filepath.Join("testdata", c.name+".txtar"))
	}
	ivrctest.Run(t, "testdata/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		bundle, list := findings(build(t, c.Name))
		c.Expect(t, "diags.txt", list.Detailed())
		if bundle != nil {
			c.Expect(t, "tree.txt", tree(bundle))
			for _, d := range bundle.Documents {
				c.Expect(t, "out/"+d.Path+".json", string(d.Body.Render(segment)))
			}
		}
		c.DropOutputs(t, "diags.txt")
		c.DropOutputs(t, "tree.txt")
		c.DropOutputs(t, "out/")
	})
}

// tree lists what is not a document of its own.
func tree(b *backends.Bundle) string {
	var out strings.Builder
	for _, e := range b.Entries {
		fmt.Fprintf(&out, "entry  %s = %s (%s)\n", e.Name, e.Of, e.Use)
	}
	for _, r := range b.Routes {
		fmt.Fprintf(&out, "route  %s\n", r.Path)
	}
	for _, a := range b.Answers {
		fmt.Fprintf(&out, "answer %s = %s\n", a.Path, a.Of)
	}
	return out.String()
}

// TestEveryRowHasAGolden wants each feature to be used by a case, so that its
// output, or its diagnostic, stands in a file that people read.
func TestEveryRowHasAGolden(t *testing.T) {
	used := map[backends.Feature]bool{}
	said := map[string]bool{}
	for _, c := range cases() {
		flow := c.build(newMaker())
		for _, use := range backends.Uses(flow) {
			used[use.Feature] = true
		}
		_, list := findings(flow)
		for _, d := range list {
			said[d.Message] = true
		}
	}
	for _, e := range backends.Features() {
		require.True(t, used[e.Feature], "no case uses %s", e.Feature)
		if row := New().Support()[e.Feature]; row.Level != backends.Native && row.Level != backends.Emulated {
			code := map[backends.Level]diag.Code{backends.Noted: diag.TargetNote, backends.Lossy: diag.Lossy, backends.Absent: diag.Absent}[row.Level]
			require.True(t, said[backends.Verdict(code, "tropo", e.Feature, row)], "no golden has the diagnostic of %s", e.Feature)
		}
	}
}
