package publish

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

func release(t *testing.T, text string) *backends.Release {
	t.Helper()
	var body backends.Body
	body.Write(text)
	r, err := backends.Assemble("desk", []*backends.Bundle{{
		Site:      backends.Site{Base: "https://ivr.example.com/", Flow: "desk", Target: "plivo", Extension: ".xml"},
		Documents: []backends.Document{{Path: "main", Body: body}},
		Answers:   []backends.Answer{{Path: "main/1", Of: "main"}},
		Entries:   []backends.EntryFile{{Name: "plivo.xml", Use: "answer", Of: "main"}},
	}}, "")
	require.NoError(t, err)
	return r
}

// into are the options of most tests: nobody pulls the plug.
func into(out string) Options { return Options{Folder: out, NoSync: true} }

func TestABuildWritesTheTreeAndEarlierVersionsStay(t *testing.T) {
	out := filepath.Join(t.TempDir(), "deep", "dist")
	one, two := release(t, "one"), release(t, "two")
	report, err := Write([]*backends.Release{one}, into(out))
	require.NoError(t, err)
	require.Equal(t, [2]int{3, 3}, [2]int{report.Files, len(report.Added)})
	_, err = Write([]*backends.Release{two}, into(out))
	require.NoError(t, err)
	for file, want := range map[string]string{
		"desk/plivo.xml": "two",
		"desk/v/" + one.Version + "/plivo/main.xml":   "one",
		"desk/v/" + two.Version + "/plivo/main.xml":   "two",
		"desk/v/" + two.Version + "/plivo/main/1.xml": "two",
	} {
		text, err := os.ReadFile(filepath.Join(out, file))
		require.NoError(t, err)
		require.Equal(t, want, string(text), file)
	}
}

func TestASecondBuildOfTheSameWritesNothing(t *testing.T) {
	out := t.TempDir()
	_, err := Write([]*backends.Release{release(t, "one")}, into(out))
	require.NoError(t, err)
	manifest, err := os.ReadFile(filepath.Join(out, ManifestName))
	require.NoError(t, err)
	report, err := Write([]*backends.Release{release(t, "one")}, into(out))
	require.NoError(t, err)
	require.True(t, report.Current())
	again, err := os.ReadFile(filepath.Join(out, ManifestName))
	require.NoError(t, err)
	require.Equal(t, string(manifest), string(again))
}

func TestAForeignManifestIsNotOverwritten(t *testing.T) {
	for _, text := range []string{"", "{}", "[]", `{"ivrc_manifest": 99}`, "not json"} {
		out := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(out, ManifestName), []byte(text), 0o644))
		_, err := Write([]*backends.Release{release(t, "one")}, into(out))
		require.ErrorContains(t, err, "move it away")
		kept, err := os.ReadFile(filepath.Join(out, ManifestName))
		require.NoError(t, err)
		require.Equal(t, text, string(kept))
	}
}

func TestNothingIsWrittenThroughALinkThatLeadsOut(t *testing.T) {
	outside, out := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(out, "desk")); err != nil {
		t.Skip("this system has no symbolic links for us")
	}
	_, err := Write([]*backends.Release{release(t, "one")}, into(out))
	require.Error(t, err)
	left, err := os.ReadDir(outside)
	require.NoError(t, err)
	require.Empty(t, left)
}
