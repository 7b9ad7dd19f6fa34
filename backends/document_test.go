package backends

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func plain(dst []byte, text string) []byte { return append(dst, text...) }

func entities(dst []byte, text string) []byte {
	return append(dst, strings.ReplaceAll(text, "&", "&amp;")...)
}

var site = Site{Base: "https://ivr.example.com/", Flow: "desk", Target: "plivo", Extension: ".xml"}

func TestLinksStandInsideOneVersion(t *testing.T) {
	var b Body
	b.Link(site, FileLink("main"), plain)
	b.Write(" ")
	b.Link(site, RouteLink("main/Digits.1"), plain)
	require.Equal(t, "https://ivr.example.com/desk/v/1a/plivo/main.xml https://ivr.example.com/desk/v/1a/plivo/main/Digits.1", string(b.Render("v/1a/")))
	require.Equal(t, "https://ivr.example.com/desk/plivo/main.xml https://ivr.example.com/desk/plivo/main/Digits.1", string(b.Render("")))
	require.Equal(t, len(b.Render("v/1a/")), b.Size(len("v/1a/")))
}

func TestUserTextNeverLooksLikeAVersion(t *testing.T) {
	var b Body
	b.Escaped("v/1a/ \x00", plain)
	require.Equal(t, "v/1a/ \x00", string(b.Render("v/2b/")))
}

func TestApplicationsGetTheBaseAndTheRefusal(t *testing.T) {
	refuse := FileLink("pin/_.1")
	for address, before := range map[string]string{
		"https://app.example.com/pin":       "https://app.example.com/pin?",
		"https://app.example.com/pin?x=1":   "https://app.example.com/pin?x=1&amp;",
		"https://app.example.com/pin#rt=20": "https://app.example.com/pin?",
	} {
		var b Body
		b.Application(site, Application{URL: address, Refuse: &refuse}, entities)
		text := string(b.Render("v/1a/"))
		require.True(t, strings.HasPrefix(text, before), text)
		u, err := url.Parse(strings.ReplaceAll(text, "&amp;", "&"))
		require.NoError(t, err)
		require.Equal(t, "https://ivr.example.com/desk/v/1a/plivo/", u.Query().Get("ivr_base"))
		require.Equal(t, "https://ivr.example.com/desk/v/1a/plivo/pin/_.1.xml", u.Query().Get("ivr_nomatch"))
		require.Equal(t, strings.Contains(address, "#"), u.Fragment == "rt=20")
	}
}

func TestABaseWithEscapesReachesTheApplicationAsItIs(t *testing.T) {
	odd := Site{Base: "https://ivr.example.com/a%2Fb&c+d=e/", Flow: "desk", Target: "plivo", Extension: ".xml"}
	var b Body
	b.Application(odd, Application{URL: "https://app.example.com/pin"}, plain)
	u, err := url.Parse(string(b.Render("v/1a/")))
	require.NoError(t, err)
	require.Equal(t, "https://ivr.example.com/a%2Fb&c+d=e/desk/v/1a/plivo/", u.Query().Get("ivr_base"))
}

func bundle(text string) *Bundle {
	var main, end Body
	main.Write(text)
	main.Link(site, FileLink("end"), plain)
	end.Write("<end/>")
	return &Bundle{
		Site: site, MediaType: "text/xml", Documents: []Document{{"main", main}, {"end", end}},
		Answers: []Answer{{Path: "main/1", Of: "end"}},
		Routes:  []Route{{Path: "main/Digits.1", Step: "main"}},
		Entries: []EntryFile{{Name: "plivo.xml", Use: "answer", Of: "main"}},
	}
}

func TestTheVersionIsAHashOverEverythingButItself(t *testing.T) {
	version := func(b *Bundle) string {
		r, err := Assemble("desk", []*Bundle{b}, "")
		require.NoError(t, err)
		require.Len(t, r.Version, versionLength)
		return r.Version
	}
	one := version(bundle("hello "))
	require.Equal(t, one, version(bundle("hello ")))
	require.NotEqual(t, one, version(bundle("hullo ")))
	answer := bundle("hello ")
	answer.Answers[0].Path = "main/2"
	require.NotEqual(t, one, version(answer))
	entry := bundle("hello ")
	entry.Entries[0].Of = "end"
	require.NotEqual(t, one, version(entry))
}

func TestAReleaseListsItsFilesUnderTheirVersion(t *testing.T) {
	r, err := Assemble("desk", []*Bundle{bundle("hello ")}, "spring.1")
	require.NoError(t, err)
	versioned, entries := r.Files(r.Bundles[0])
	file := func(path, text string) File {
		return File{Path: path, Text: []byte(text), SHA256: hashOf([]byte(text))}
	}
	hello := "hello https://ivr.example.com/desk/v/spring.1/plivo/end.xml"
	require.Equal(t, []File{
		file("desk/v/spring.1/plivo/main.xml", hello),
		file("desk/v/spring.1/plivo/end.xml", "<end/>"),
		file("desk/v/spring.1/plivo/main/1.xml", "<end/>"),
	}, versioned)
	require.Equal(t, []File{file("desk/plivo.xml", hello)}, entries)
	r, err = Assemble("desk", []*Bundle{bundle("hello ")}, NoVersion)
	require.NoError(t, err)
	versioned, _ = r.Files(r.Bundles[0])
	require.Equal(t, "desk/plivo/main.xml", versioned[0].Path)
}

func TestReleasesThatCannotBeFilesAreRefused(t *testing.T) {
	for _, name := range []string{"A", "a/b", ".", "..", "-a", "a.", strings.Repeat("a", 64), "ä", "a b"} {
		_, err := Assemble("desk", []*Bundle{bundle("x")}, name)
		require.Error(t, err, name)
	}
	twice := bundle("x")
	twice.Answers = append(twice.Answers, Answer{Path: "main", Of: "end"})
	_, err := Assemble("desk", []*Bundle{twice}, "")
	require.ErrorContains(t, err, "two files at main")
	lost := bundle("x")
	lost.Answers[0].Of = "nowhere"
	_, err = Assemble("desk", []*Bundle{lost}, "")
	require.ErrorContains(t, err, "no document")
}

func TestTheBaseIsMadeCanonical(t *testing.T) {
	for base, want := range map[string]string{
		"https://IVR.Example.com":         "https://ivr.example.com/",
		"HTTPS://ivr.example.com:443/a":   "https://ivr.example.com/a/",
		"http://ivr.example.com:80/":      "http://ivr.example.com/",
		"http://127.0.0.1:8080/x/":        "http://127.0.0.1:8080/x/",
		"https://[2001:DB8::1]:8443/":     "https://[2001:db8::1]:8443/",
		"https://ivr.example.com/a b/":    "https://ivr.example.com/a%20b/",
		"https://ivr.example.com/%C3%A9/": "https://ivr.example.com/%C3%A9/",
	} {
		got, err := CanonicalBase(base)
		require.NoError(t, err, base)
		require.Equal(t, want, got)
	}
	for _, base := range []string{
		"", "ivr.example.com", "ftp://x/", "https:///x", "https://u:p@x/", "https://x/?a=1", "https://x/#a", "https://x/../y", "https://x/?", "%zz",
	} {
		_, err := CanonicalBase(base)
		require.Error(t, err, base)
		require.NotContains(t, err.Error(), "u:p")
	}
}

func TestTheManifestKeepsWhatABuildDidNotTouch(t *testing.T) {
	var m Manifest
	first, err := Assemble("desk", []*Bundle{bundle("one ")}, "")
	require.NoError(t, err)
	m.Describe(first)
	other, err := Assemble("annex", []*Bundle{bundle("x ")}, "")
	require.NoError(t, err)
	m.Describe(other)
	second, err := Assemble("desk", []*Bundle{bundle("two ")}, "")
	require.NoError(t, err)
	m.Describe(second)
	m.Describe(second)
	require.Equal(t, []string{"annex", "desk"}, []string{m.Flows[0].Flow, m.Flows[1].Flow})
	desk := m.Flows[1]
	require.Len(t, desk.Versions, 2)
	require.Len(t, desk.Entries, 1)
	require.Equal(t, 2+3*3, m.FileCount(), "two entries, and three files in each of three versions")
	require.Equal(t, second.Version, desk.Entries[0].Version)
	require.Equal(t, "https://ivr.example.com/desk/plivo.xml", desk.Entries[0].URL)
	require.Equal(t, []ManifestRoute{{Step: "main", Path: "main/Digits.1"}}, desk.Versions[0].Router)
}
