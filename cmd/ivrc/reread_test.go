package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/publish"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
)

// TestABuildWhoseDocumentsSaySomethingElseWritesNothing spoils an answer between
// compiling and publishing, as a defect of a backend would.
func TestABuildWhoseDocumentsSaySomethingElseWritesNothing(t *testing.T) {
	for i, target := range usualBackends() {
		all := usualBackends()
		c := job{targets: all, all: all, base: checkBase}.compile(readShipped(t, "../../flows/front-desk.ivr.yaml"))
		require.False(t, c.list.HasErrors(), c.list.Detailed())
		answers := c.bundles[i].Answers
		require.Equal(t, target.Name(), c.bundles[i].Site.Target)
		require.NotEqual(t, answers[0].Of, answers[1].Of)
		answers[0].Of, answers[1].Of = answers[1].Of, answers[0].Of
		out := filepath.Join(t.TempDir(), "dist")
		p, _, messages := around(nil, "")
		s, _ := p.session()
		err := s.publish([]compiled{c}, &publishFlags{}, publish.Options{Folder: out}, nil, nil)
		require.Equal(t, errBug, err)
		require.Equal(t, exitFailure, errBug.code)
		require.Contains(t, messages.String(), "bug: the documents for "+target.Name()+" say something else than the flow: main, key 1: ")
		require.Contains(t, messages.String(), "[IVR904]")
		require.Contains(t, messages.String(), "nothing was written")
		require.NoDirExists(t, out)
	}
}

func TestATargetThatNothingReadsBackIsNotPublished(t *testing.T) {
	all := usualBackends()
	c := job{targets: all, all: all, base: checkBase}.compile(readShipped(t, "../../flows/front-desk.ivr.yaml"))
	r, err := backends.Assemble(c.flow.ID, c.bundles, "")
	require.NoError(t, err)
	r.Bundles[0].Site.Target = "carrier-pigeon"
	found := reread(c.flow, r, r.Bundles[0])
	require.Len(t, found, 1)
	require.Contains(t, found[0].Message, "nothing reads them back")
}

func TestEveryTargetIsReadBack(t *testing.T) {
	var targets, read []string
	for _, b := range allBackends() {
		targets = append(targets, b.Name())
	}
	for _, row := range rereaders() {
		read = append(read, row.target)
	}
	require.Equal(t, targets, read)
}

// goodFlows are the good cases of the codes.
func goodFlows(t testing.TB) (texts [][]byte) {
	t.Helper()
	paths, err := filepath.Glob("testdata/codes/*.txtar")
	require.NoError(t, err)
	for _, path := range paths {
		texts = append(texts, ivrctest.Load(t, path).Input(t, "good.ivr.yaml"))
	}
	require.Greater(t, len(texts), 40)
	return texts
}

// TestGoodFlowsReadBack takes flows with something of everything: acts, prompts,
// languages, odd characters.
func TestGoodFlowsReadBack(t *testing.T) {
	all := allBackends()
	for _, text := range goodFlows(t) {
		for _, target := range all {
			c := job{targets: []backends.Backend{target}, all: all, base: checkBase}.compile(source.NewFile("flow.ivr.yaml", text))
			if len(c.bundles) == 0 {
				continue
			}
			r, err := backends.Assemble(c.flow.ID, c.bundles, backends.NoVersion)
			require.NoError(t, err)
			require.Empty(t, reread(c.flow, r, r.Bundles[0]).Detailed(), "%s", text)
		}
	}
}
