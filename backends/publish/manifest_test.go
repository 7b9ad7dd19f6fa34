package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

const aHash = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" // of "foo"

// tampered manifests would each delete, or lead to, a file that no build wrote.
func tampered() map[string]string {
	version := func(flow, version, target, folder, files string) string {
		return fmt.Sprintf(`{"ivrc_manifest": 1, "flows": [{"flow": %q, "entries": [], "versions": [{"version": %q, "target": %q, "base": "", "folder": %q, "media_type": "", "router": [], "posted": [], "files": [%s]}]}], "headers": []}`,
			flow, version, target, folder, files)
	}
	file := func(path string) string { return fmt.Sprintf(`{"path": %q, "sha256": %q, "size": 3}`, path, aHash) }
	in := func(path string) string {
		return version("desk", "spring", "plivo", "desk/v/spring/plivo/", file(path))
	}
	entry := func(path string) string {
		return fmt.Sprintf(`{"ivrc_manifest": 1, "flows": [{"flow": "desk", "entries": [{"target": "plivo", "use": "answer", "url": "", "path": %q, "sha256": %q, "size": 3}], "versions": []}], "headers": []}`, path, aHash)
	}
	cases := map[string]string{
		"empty": "", "no manifest": "{}", "a list": "[]", "another format": `{"ivrc_manifest": 99}`, "no JSON": "not json", "null": "null",
		"more after it":   `{"ivrc_manifest": 1, "flows": [], "headers": []} {}`,
		"unknown fields":  `{"ivrc_manifest": 1, "flows": [], "headers": [], "delete": ["x"]}`,
		"folder upwards":  version("desk", "spring", "plivo", "../", file("x")),
		"folder root":     version("desk", "spring", "plivo", "/", file("x")),
		"other flow":      version("desk", "spring", "plivo", "other/v/spring/plivo/", file("x")),
		"flow upwards":    version("..", "spring", "plivo", "../v/spring/plivo/", file("x")),
		"version upwards": version("desk", "..", "plivo", "desk/v/../plivo/", file("x")),
		"target upwards":  version("desk", "spring", "..", "desk/v/spring/../", file("x")),
		"empty target":    version("desk", "spring", "", "desk/v/spring//", file("x")),
		"file twice":      version("desk", "spring", "plivo", "desk/v/spring/plivo/", file("x")+","+file("x")),
		"letter case":     version("desk", "spring", "plivo", "desk/v/spring/plivo/", file("x.xml")+","+file("X.xml")),
		"no hash":         version("desk", "spring", "plivo", "desk/v/spring/plivo/", `{"path": "x", "sha256": "", "size": 3}`),
		"negative size":   version("desk", "spring", "plivo", "desk/v/spring/plivo/", `{"path": "x", "sha256": "`+aHash+`", "size": -1}`),
		"text as size":    version("desk", "spring", "plivo", "desk/v/spring/plivo/", `{"path": "x", "sha256": "`+aHash+`", "size": "3"}`),
		"entry below":     entry("desk/v/foreign"), "entry beside": entry("foreign"), "entry upwards": entry("desk/.."), "entry of others": entry("other/x"),
		"flow twice": `{"ivrc_manifest": 1, "flows": [{"flow": "desk", "entries": [], "versions": []}, {"flow": "desk", "entries": [], "versions": []}], "headers": []}`,
	}
	for i, path := range []string{
		"../../../../foreign", "/foreign", "..", ".", "", "a/../b", "a//b", "a/", "./a", ".hidden", "a\\b", "a\x00b", "a\nb", "C:", "-rf", "~", "a.", "é",
		strings.Repeat("a", 300), strings.Repeat("a/", 600) + "a",
	} {
		cases[fmt.Sprintf("name %d", i)] = in(path)
	}
	return cases
}

func TestATamperedManifestDeletesNothing(t *testing.T) {
	for name, text := range tampered() {
		t.Run(name, func(t *testing.T) {
			everyWay(t, func(t *testing.T, o Options) {
				for _, file := range []string{"../foreign", "foreign", "desk/v/foreign", "desk/v/spring/plivo/x", "x", "other/x"} {
					file = filepath.Join(o.Folder, file)
					require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
					require.NoError(t, os.WriteFile(file, []byte("foo"), 0o644))
				}
				require.NoError(t, os.WriteFile(filepath.Join(o.Folder, ManifestName), []byte(text), 0o644))
				before := treeOf(t, filepath.Dir(o.Folder))
				o.Force = true
				_, err := Write([]*backends.Release{made(t, "desk", "plivo", "spring", steps{"a": "1"})}, o)
				require.ErrorContains(t, err, "ivrc-manifest.json in the output folder cannot be used: ")
				require.ErrorContains(t, err, "move it away")
				require.Equal(t, before, treeOf(t, filepath.Dir(o.Folder)))
			})
		})
	}
}

func TestAManifestThatIsNoFileOrTooLargeIsRefused(t *testing.T) {
	for says, put := range map[string]func(file string) error{
		"it is a folder": func(file string) error { return os.Mkdir(file, 0o755) },
		"it is a link":   func(file string) error { return os.Symlink("real", file) },
		"it is larger than 256 MB": func(file string) error {
			if err := os.WriteFile(file, nil, 0o644); err != nil {
				return err
			}
			return os.Truncate(file, 1<<30)
		},
	} {
		o := into(filepath.Join(t.TempDir(), "dist"))
		require.NoError(t, os.Mkdir(o.Folder, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(o.Folder, "real"), []byte(`{"ivrc_manifest": 1, "flows": [], "headers": []}`), 0o644))
		if err := put(filepath.Join(o.Folder, ManifestName)); err != nil {
			t.Logf("not tried: %v", err)
			continue
		}
		_, err := Write([]*backends.Release{release(t, "one")}, o)
		require.ErrorContains(t, err, says)
	}
}

// TestABuildThatTheNextOneCouldNotReadIsRefused: versions add up, and the manifest lists
// the files of all.
func TestABuildThatTheNextOneCouldNotReadIsRefused(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		written(t, o, release(t, "one"))
		before := treeOf(t, filepath.Dir(o.Folder))
		info, err := os.Stat(filepath.Join(o.Folder, ManifestName))
		require.NoError(t, err)
		o.manifestMost = info.Size()
		written(t, o, release(t, "one"))
		_, err = Write([]*backends.Release{release(t, "two")}, o)
		var refusal *Refusal
		require.ErrorAs(t, err, &refusal)
		require.ErrorContains(t, err, "ivrc gc")
		require.Equal(t, before, treeOf(t, filepath.Dir(o.Folder)))
	})
}

// TestAListedFileOfOthersIsKeptUnlessItsHashIsRight: a manifest with a right name
// can still only name files whose text its writer knew.
func TestAListedFileOfOthersIsKeptUnlessItsHashIsRight(t *testing.T) {
	everyWay(t, func(t *testing.T, o Options) {
		written(t, o, made(t, "desk", "plivo", "spring", steps{"a": "1"}))
		manifest := filepath.Join(o.Folder, ManifestName)
		text, err := os.ReadFile(manifest)
		require.NoError(t, err)
		more := strings.Replace(string(text), `"files": [`, `"files": [{"path": "mine.xml", "sha256": "`+aHash+`", "size": 3},`, 1)
		require.NoError(t, os.WriteFile(manifest, []byte(more), 0o644))
		mine := filepath.Join(o.Folder, "desk/v/spring/plivo/mine.xml")
		require.NoError(t, os.WriteFile(mine, []byte("bar"), 0o644))
		report := written(t, o, made(t, "desk", "plivo", "spring", steps{"a": "2"}))
		require.Equal(t, []string{"desk/v/spring/plivo/mine.xml"}, report.Kept)
		require.FileExists(t, mine)
	})
}
