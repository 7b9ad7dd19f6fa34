// Package servetest makes small published trees for tests of hosts.
//
// In: a base address and a word that tells releases apart. Out: a release with a
// menu, a transfer and plain steps for Plivo and Tropo, in memory or on disk. It
// has no case of its own.
package servetest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// Flow is the id of the flow.
const Flow = "desk"

// Base is an address for trees that nobody fetches from outside.
const Base = "https://ivr.example.com/"

// Release is a release of the flow whose documents say the word.
func Release(t testing.TB, base, word string) *backends.Release {
	t.Helper()
	r, err := backends.Assemble(Flow, []*backends.Bundle{plivo(base, word), tropo(base, word)}, "")
	require.NoError(t, err)
	return r
}

func plivo(base, word string) *backends.Bundle {
	site := backends.Site{Base: base, Flow: Flow, Target: "plivo", Extension: ".xml"}
	b := &backends.Bundle{Site: site, MediaType: "text/xml; charset=utf-8"}
	write := func(path, text string) {
		var body backends.Body
		body.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Speak>" + word + " " + text + "</Speak></Response>\n")
		b.Documents = append(b.Documents, backends.Document{Path: path, Body: body})
	}
	fill(b, write)
	for _, answer := range [][2]string{{"main/_.1", "main.again"}, {"main/timeout.1", "main.again"}} {
		b.Answers = append(b.Answers, backends.Answer{Path: answer[0], Of: answer[1]})
	}
	b.Answers = append(b.Answers, backends.Answer{Path: "sales/completed", Of: "end"})
	b.Routes = []backends.Route{{Path: "main/Digits.1", Step: "main"}, {Path: "sales/DialStatus", Step: "sales"}}
	b.Entries = []backends.EntryFile{{Name: "plivo.xml", Use: "answer", Of: "main"}, {Name: "plivo.error.xml", Use: "fallback", Of: "end"}}
	b.Posted = []string{"end"}
	return b
}

func tropo(base, word string) *backends.Bundle {
	site := backends.Site{Base: base, Flow: Flow, Target: "tropo", Extension: ".json"}
	b := &backends.Bundle{Site: site, MediaType: "application/json; charset=utf-8"}
	write := func(path, text string) {
		var body backends.Body
		body.Write(`{"tropo":[{"say":[{"value":"` + word + " " + text + "\"}]}]}\n")
		b.Documents = append(b.Documents, backends.Document{Path: path, Body: body})
	}
	fill(b, write)
	b.Answers = append(b.Answers, backends.Answer{Path: "main/_", Of: "main.again"}, backends.Answer{Path: "main/timeout", Of: "main.again"})
	b.Routes = []backends.Route{{Path: "main/actions", Step: "main"}, {Path: "sales/actions", Step: "sales"}}
	b.Entries = []backends.EntryFile{{Name: "tropo.json", Use: "answer", Of: "main"}}
	for _, d := range b.Documents {
		b.Posted = append(b.Posted, d.Path)
	}
	return b
}

// fill writes what both have: the keys 1, 2, * and # of main, and how the dial of
// sales ends.
func fill(b *backends.Bundle, write func(path, text string)) {
	for _, step := range []string{"main", "main.again", "sales", "support", "voicemail", "end"} {
		write(step, step)
	}
	for _, answer := range [][2]string{
		{"main/1", "sales"}, {"main/2", "support"}, {"main/star", "main"}, {"main/pound", "end"}, {"main/12", "voicemail"},
		{"sales/busy", "support"}, {"sales/no-answer", "voicemail"}, {"sales/failed", "voicemail"}, {"sales/_", "voicemail"},
	} {
		b.Answers = append(b.Answers, backends.Answer{Path: answer[0], Of: answer[1]})
	}
}

// Write puts releases, the newest last, into a folder with their manifest.
func Write(t testing.TB, folder string, releases ...*backends.Release) {
	t.Helper()
	var m backends.Manifest
	for _, r := range releases {
		m.Describe(r)
		for _, b := range r.Bundles {
			versioned, entries := r.Files(b)
			for _, f := range append(versioned, entries...) {
				Put(t, folder, f.Path, f.Text)
			}
		}
	}
	text, err := m.Encode()
	require.NoError(t, err)
	Put(t, folder, "ivrc-manifest.json", text)
}

// Put writes one file, as a publish does: nobody sees half of it.
func Put(t testing.TB, folder, path string, text []byte) {
	t.Helper()
	file := filepath.Join(folder, filepath.FromSlash(path))
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file+".new", text, 0o644))
	require.NoError(t, os.Rename(file+".new", file))
}
