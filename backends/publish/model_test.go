package publish

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// model is what a person knows about an output folder.
type model struct {
	t      *testing.T
	o      Options
	random *rand.Rand
	// theirs are files of others, and ours that somebody edited.
	theirs map[string]string
	// gone are files of ours that somebody deleted.
	gone map[string]bool
	// versions are the folders of every version that was ever published.
	versions map[string]bool
	builds   int
}

func TestRandomHistoriesLoseNoWorkAndLeaveNothingStale(t *testing.T) { histories(t, 5) }

func TestMatrixHistories(t *testing.T) {
	matrixOnly(t)
	histories(t, 200)
}

func histories(t *testing.T, n int) {
	for seed := range n {
		everyWay(t, func(t *testing.T, o Options) {
			m := &model{
				t: t, o: o, random: rand.New(rand.NewPCG(uint64(seed), 3)),
				theirs: map[string]string{}, gone: map[string]bool{}, versions: map[string]bool{},
			}
			m.build()
			for range 15 {
				m.step()
			}
			require.Positive(t, m.builds)
		})
	}
}

func (m *model) step() {
	switch m.random.IntN(8) {
	case 0:
		m.put(fmt.Sprintf("notes-%d.txt", m.random.IntN(9)))
	case 1: // beside our own, with a name as we give them
		m.put(path.Join("desk/v/spring/plivo", fmt.Sprintf("s%d.xml", m.random.IntN(4))))
	case 2:
		if file := m.ours(); file != "" {
			m.put(file)
		}
	case 3:
		if file := m.ours(); file != "" {
			require.NoError(m.t, os.Remove(filepath.Join(m.o.Folder, file)))
			m.gone[file] = true
			delete(m.theirs, file)
		}
	default:
		m.build()
	}
}

// put writes a file that a build would not.
func (m *model) put(file string) {
	full := filepath.Join(m.o.Folder, file)
	require.NoError(m.t, os.MkdirAll(filepath.Dir(full), 0o755))
	text := fmt.Sprintf("somebody's %d", m.random.Int())
	require.NoError(m.t, os.WriteFile(full, []byte(text), 0o644))
	m.theirs[file] = text
	delete(m.gone, file)
}

// ours is a file that the manifest lists and that is there.
func (m *model) ours() string {
	var there []string
	for file := range m.listed() {
		if !m.gone[file] {
			there = append(there, file)
		}
	}
	if len(there) == 0 {
		return ""
	}
	slices.Sort(there)
	return there[m.random.IntN(len(there))]
}

func (m *model) listed() map[string]backends.ManifestFile {
	root, err := os.OpenRoot(m.o.Folder)
	require.NoError(m.t, err)
	defer root.Close()
	manifest, err := Read(root)
	require.NoError(m.t, err)
	return listed(manifest)
}

// build publishes a random flow; if somebody's work is in the way, that must be
// said, and the work is then given up with --force.
func (m *model) build() {
	flow := []string{"desk", "shop"}[m.random.IntN(2)]
	target := []string{"plivo", "tropo"}[m.random.IntN(2)]
	name := []string{"", "", "spring", backends.NoVersion}[m.random.IntN(4)]
	s := steps{"s0": "start"}
	for i := range m.random.IntN(4) {
		s[fmt.Sprintf("s%d", i)] = fmt.Sprint(m.random.IntN(3))
	}
	r := made(m.t, flow, target, name, s)
	files := map[string]string{}
	versioned, entries := r.Files(r.Bundles[0])
	for _, f := range append(versioned, entries...) {
		files[f.Path] = string(f.Text)
	}
	blocked := false
	for file := range m.theirs {
		_, ok := files[file]
		blocked = blocked || ok
	}
	o := m.o
	if blocked {
		before := treeOf(m.t, o.Folder)
		_, err := Write([]*backends.Release{r}, o)
		var refusal *Refusal
		require.True(m.t, errors.As(err, &refusal), "%v", err)
		require.Equal(m.t, before, treeOf(m.t, o.Folder))
		o.Force = true
	}
	_, err := Write([]*backends.Release{r}, o)
	require.NoError(m.t, err)
	m.builds++
	m.versions[r.Folder(r.Bundles[0])] = true
	for file := range files {
		delete(m.theirs, file)
		delete(m.gone, file)
	}
	m.look(files)
}

// look compares the folder with what the model says.
func (m *model) look(built map[string]string) {
	tree, listed := treeOf(m.t, m.o.Folder), m.listed()
	for file, text := range built {
		require.Equal(m.t, text, tree[file], file)
		require.Contains(m.t, listed, file)
	}
	for file, text := range m.theirs {
		require.Equal(m.t, text, tree[file], "lost: %s", file)
	}
	for file, want := range listed {
		if _, edited := m.theirs[file]; !edited && !m.gone[file] {
			require.Equal(m.t, want.SHA256, hashOf([]byte(tree[file])), file)
		}
	}
	for file := range tree {
		_, ours := listed[file]
		_, theirs := m.theirs[file]
		require.True(m.t, ours || theirs || strings.HasSuffix(file, "/") || file == ManifestName, "stale: %s", file)
	}
	for _, folder := range slices.Sorted(maps.Keys(m.versions)) {
		found := slices.ContainsFunc(slices.Collect(maps.Keys(listed)), func(file string) bool { return strings.HasPrefix(file, folder) })
		require.True(m.t, found, "the version in %s is gone", folder)
	}
	for file := range m.gone {
		if _, ours := listed[file]; !ours {
			delete(m.gone, file)
		}
	}
}
