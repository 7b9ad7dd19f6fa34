package crawl

import (
	"errors"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

func onDisk(files map[string][]byte) fstest.MapFS {
	disk := fstest.MapFS{}
	for path, text := range files {
		disk[path] = &fstest.MapFile{Data: text}
	}
	return disk
}

func look(t *testing.T, files map[string][]byte, m *backends.Manifest) Report {
	t.Helper()
	r, _, err := Disk(onDisk(files), m, nil)
	require.NoError(t, err)
	return r
}

func TestATreeAsItWasBuiltHasNothingWrong(t *testing.T) {
	files, m := withOlder(t)
	files["_headers"], files["notes/mine.txt"] = []byte("a host's own\n"), []byte("mine\n")
	r := look(t, files, m)
	require.Empty(t, failing(&r))
	for _, c := range []Check{Entries, Files, OldOnes, Documents, Links, Answers} {
		require.Positive(t, r.Row(c).OK, c)
	}
}

func TestEveryFileThatIsChangedLostOrSwappedOnDiskIsSeen(t *testing.T) {
	files, m := built(t)
	eachSpoilt(files, func(what string, spoilt map[string][]byte) {
		r := look(t, spoilt, m)
		require.False(t, r.Clean(), what)
	})
}

func TestWhatIsWrongWithFilesIsNamed(t *testing.T) {
	const main = "shop/v/2f754e7d0f64/plivo/main.xml"
	for name, c := range map[string]struct {
		change func(disk fstest.MapFS)
		check  Check
		kind   Kind
	}{
		"gone":               {func(d fstest.MapFS) { delete(d, main) }, Files, FileGone},
		"other size":         {func(d fstest.MapFS) { d[main].Data = d[main].Data[1:] }, Files, FileChanged},
		"other bytes":        {func(d fstest.MapFS) { d[main].Data[9] ^= 1 }, Files, FileChanged},
		"a folder":           {func(d fstest.MapFS) { delete(d, main); d[main+"/x"] = &fstest.MapFile{} }, Files, NoFile},
		"a link":             {func(d fstest.MapFS) { d[main] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("end.xml")} }, Files, NoFile},
		"a file too many":    {func(d fstest.MapFS) { d["shop/v/2f754e7d0f64/plivo/main/7.xml"] = &fstest.MapFile{} }, Files, FileUnlisted},
		"a file in the way":  {func(d fstest.MapFS) { d["shop/v/2f754e7d0f64/plivo/main/Digits.1"] = &fstest.MapFile{} }, Files, FileUnlisted},
		"an entry that left": {func(d fstest.MapFS) { delete(d, "shop/plivo.xml") }, Entries, FileGone},
	} {
		files, m := built(t)
		for path, text := range files {
			files[path] = append([]byte(nil), text...)
		}
		disk := onDisk(files)
		c.change(disk)
		r, _, err := Disk(disk, m, nil)
		require.NoError(t, err)
		require.Contains(t, failing(&r)[c.check], c.kind, name)
	}
}

// broken is a disk that fails at one file.
type broken struct {
	fstest.MapFS
	at string
}

// Lstat fails at one file.
func (b broken) Lstat(name string) (fs.FileInfo, error) {
	if name == b.at {
		return nil, errors.New("input/output error")
	}
	return b.MapFS.Lstat(name)
}

func TestADiskThatCannotBeReadIsAnErrorAndNoFinding(t *testing.T) {
	files, m := built(t)
	for _, at := range []string{"shop/plivo.xml", "shop/v/2f754e7d0f64/tropo/main.json"} {
		_, _, err := Disk(broken{onDisk(files), at}, m, nil)
		require.ErrorContains(t, err, "input/output error")
	}
}

// TestATreeWhoseManifestFitsItIsReadForItself changes documents and writes the
// manifest again, as a build with a defect would.
func TestATreeWhoseManifestFitsItIsReadForItself(t *testing.T) {
	const folder = "shop/v/2f754e7d0f64/"
	replaced := func(old, with string) func(map[string][]byte, *backends.Manifest) {
		return func(files map[string][]byte, _ *backends.Manifest) {
			for path, text := range maps.Clone(files) {
				files[path] = []byte(strings.ReplaceAll(string(text), old, with))
			}
		}
	}
	plivoOf := func(m *backends.Manifest) *backends.ManifestVersion { return &m.Flows[0].Versions[0] }
	for name, c := range map[string]struct {
		change func(files map[string][]byte, m *backends.Manifest)
		check  Check
		kind   Kind
	}{
		"no XML":               {replaced("</Response>", "</Respons>"), Documents, Unreadable},
		"no JSON":              {replaced(`"tropo": [`, `"tropo": {`), Documents, Unreadable},
		"another root":         {replaced(`"tropo": [`, `"topro": [`), Documents, Unreadable},
		"an element too many":  {replaced("<Hangup/>", "<Hang/>"), Documents, Unreadable},
		"a link to nothing":    {replaced("plivo/main/timeout.1.xml<", "plivo/main/timeout.9.xml<"), Links, LeadsNowhere},
		"a link out":           {replaced("2f754e7d0f64/plivo/main/timeout.1.xml<", "2f754e7d0f65/plivo/main/timeout.1.xml<"), Links, LeadsOut},
		"another host":         {replaced(`"next": "https://ivr.example.com`, `"next": "https://ivr.example.org`), Links, LeadsOut},
		"a base elsewhere":     {replaced("ivr_base=https://ivr.example.com", "ivr_base=https://ivr.example.org"), Links, LeadsOut},
		"a refusal to nothing": {replaced("number/_.1.json", "number/_.9.json"), Links, LeadsNowhere},
		"a route unlisted": {func(_ map[string][]byte, m *backends.Manifest) {
			plivoOf(m).Router = plivoOf(m).Router[1:]
		}, Links, Unrouted},
		"a route too many": {func(_ map[string][]byte, m *backends.Manifest) {
			plivoOf(m).Router = append(plivoOf(m).Router, backends.ManifestRoute{Step: "goodbye", Path: "goodbye/Digits.1"})
		}, Links, Unrouted},
		"a route that is none": {func(_ map[string][]byte, m *backends.Manifest) {
			plivoOf(m).Router[0].Path = "main/Keys"
		}, Links, Unrouted},
		"a post unlisted":   {func(_ map[string][]byte, m *backends.Manifest) { plivoOf(m).Posted = nil }, Links, Unposted},
		"a post to nothing": {func(_ map[string][]byte, m *backends.Manifest) { plivoOf(m).Posted[0] += "x" }, Links, Unposted},
		"a copy of nothing": {func(files map[string][]byte, _ *backends.Manifest) { files["shop/plivo.xml"] = []byte("<x/>\n") }, Entries, NoCopy},
		"a wrong address":   {func(_ map[string][]byte, m *backends.Manifest) { m.Flows[0].Entries[0].URL += "x" }, Entries, WrongURL},
		"a version that is not there": {func(_ map[string][]byte, m *backends.Manifest) {
			m.Flows[0].Entries[0].Version = "bbbbbbbbbbbb"
		}, Entries, NoCopy},
		"no file for the rest": {func(files map[string][]byte, _ *backends.Manifest) { delete(files, folder+"plivo/shop/_.xml") }, Answers, NoAnswerFile},
		"no file for silence": {func(files map[string][]byte, _ *backends.Manifest) {
			delete(files, folder+"tropo/main/timeout.json")
			delete(files, folder+"tropo/main/_.json")
		}, Answers, NoAnswerFile},
		"a file to which nothing leads": {func(files map[string][]byte, _ *backends.Manifest) {
			files[folder+"plivo/goodbye/1.xml"] = files[folder+"plivo/main.xml"]
		}, Links, Unreached},
	} {
		files, m := built(t)
		c.change(files, m)
		listed(t, files, m)
		r := look(t, files, m)
		require.Contains(t, failing(&r)[c.check], c.kind, "%s: %v", name, failing(&r))
	}
}

func TestExamplesShowNoCredentialOfADocument(t *testing.T) {
	files, m := built(t)
	for path, text := range files {
		files[path] = []byte(strings.ReplaceAll(string(text), ">https://ivr.example.com/shop/v/2f754e7d0f64/plivo/main/timeout.1.xml<", ">https://ivr.example.org/hush<"))
	}
	listed(t, files, m)
	r, _, err := Disk(onDisk(files), m, func(text string) string { return strings.ReplaceAll(text, "hush", "*****") })
	require.NoError(t, err)
	found := r.Row(Links).Findings
	require.NotEmpty(t, found)
	require.Contains(t, found[0].Examples[0], "https://ivr.example.org/*****")
}
