package publish

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// twoFlows are releases of two flows; the text is of the first.
func twoFlows(t *testing.T, text string) (first, second *backends.Release) {
	return made(t, "desk", "plivo", "", steps{"main": text}), made(t, "other", "plivo", "", steps{"main": "the same", "more": "x"})
}

// pastTree is a folder with two flows, and the seal of both.
func pastTree(t *testing.T) (Options, *Seal) {
	t.Helper()
	o := into(filepath.Join(t.TempDir(), "dist"))
	o.Seal = true
	first, second := twoFlows(t, "one")
	return o, written(t, o, first, second).Seal
}

// TestWhatStaysNeedNotBeBuilt writes one of two flows and takes the other for current:
// the tree, its seal and the report are those of a build of both.
func TestWhatStaysNeedNotBeBuilt(t *testing.T) {
	for _, text := range []string{"one", "two"} {
		o, seal := pastTree(t)
		all, _ := pastTree(t)
		first, second := twoFlows(t, text)
		want := written(t, all, first, second)
		o.Past = seal.Part([]string{"other"})
		require.NotNil(t, o.Past)
		got := written(t, o, first)
		require.Equal(t, treeOf(t, all.Folder), treeOf(t, o.Folder))
		require.Equal(t, want.Added, got.Added)
		require.Equal(t, want.Changed, got.Changed)
		require.Equal(t, want.ManifestChanged, got.ManifestChanged)
		_, ok := Sealed(o, got.Seal, []string{"desk", "other"})
		require.True(t, ok, "the next build knows both")
		require.NoError(t, os.WriteFile(filepath.Join(o.Folder, "other", "plivo.xml"), []byte("x"), 0o644))
		_, ok = Sealed(o, got.Seal, []string{"desk", "other"})
		require.False(t, ok)
		_, ok = Sealed(o, got.Seal, []string{"desk"})
		require.True(t, ok, "nobody asked for the other")
	}
}

// TestWhatDoesNotStayIsBuilt changes a file of the flow that is taken for current.
func TestWhatDoesNotStayIsBuilt(t *testing.T) {
	for _, file := range []string{"other/plivo.xml", ManifestName} {
		o, seal := pastTree(t)
		first, _ := twoFlows(t, "two")
		o.Past = seal.Part([]string{"other"})
		text, err := os.ReadFile(filepath.Join(o.Folder, file))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(o.Folder, file), append(text, '\n'), 0o644))
		before := treeOf(t, o.Folder)
		_, err = Write([]*backends.Release{first}, o)
		require.ErrorIs(t, err, ErrUnsealed)
		require.Equal(t, before, treeOf(t, o.Folder))
	}
	o, seal := pastTree(t)
	first, _ := twoFlows(t, "two")
	o.Past = seal.Part([]string{"other"})
	require.NoError(t, os.RemoveAll(o.Folder))
	_, err := Write([]*backends.Release{first}, o)
	require.ErrorIs(t, err, ErrUnsealed)
	require.NoDirExists(t, o.Folder)
	o.Past = &Seal{}
	_, err = Write([]*backends.Release{first}, o)
	require.ErrorIs(t, err, ErrUnsealed, "what is no seal is no reason to leave a flow out")
}

func TestAPartOfASealIsOfTheFlowsThatItHas(t *testing.T) {
	_, seal := pastTree(t)
	require.Equal(t, seal.Encode(), seal.Part([]string{"desk", "other"}).Encode())
	require.Nil(t, seal.Part([]string{"desk", "third"}))
	require.Nil(t, (*Seal)(nil).Part(nil))
	require.Less(t, len(seal.Part(nil).Encode()), len(seal.Encode()), "the manifest alone")
}
