package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// TestTextsSurviveForeignParsers reads documents full of every character with
// parsers that are no work of Go's authors or ours: libxml2 and the JSON parser
// of Node.js. They keep to rules that Go's decoders pass over, such as what
// becomes of a line break in an attribute.
func TestTextsSurviveForeignParsers(t *testing.T) {
	h := hands[0]
	r := rand.New(rand.NewSource(3))
	var texts []string
	for _, c := range codePoints() {
		texts = append(texts, between(string(c)))
	}
	for range 1_000 {
		texts = append(texts, between(randomText(r)))
	}
	texts, _ = h.sortOut(texts)
	files := h.documents(t, texts)
	o := &oracles{}
	t.Run("xmllint", func(t *testing.T) { o.charactersOfXML(t, texts, files) })
	t.Run("node", func(t *testing.T) { o.charactersOfJSON(t, files) })
}

var (
	speakElement   = regexp.MustCompile(`(?s)<Speak[^>]*>(.*?)</Speak>`)
	messageElement = regexp.MustCompile(`(?s)<Message[^>]*>(.*?)</Message>`)
	subElement     = regexp.MustCompile(`(?s)^<sub alias="([^"]*)">(.*)</sub>$`)
	// Canonical XML writes each of these signs in one way only.
	fromCanonical = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#x9;", "\t", "&#xA;", "\n", "&#xD;", "\r")
)

// charactersOfXML lets xmllint write each document in canonical form: what it has
// read, in a form without choices.
func (o *oracles) charactersOfXML(t *testing.T, texts []string, files []backends.File) {
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		o.missing(t, "xmllint")
	}
	folder := t.TempDir()
	documents := 0
	for k := 0; k*textsPerStep < len(texts); k++ {
		file := documentOf(t, files, fmt.Sprintf("/plivo/s%d.xml", k))
		path := filepath.Join(folder, "document.xml")
		require.NoError(t, os.WriteFile(path, file.Text, 0o644))
		output, err := exec.Command(tool, "--nonet", "--c14n", path).Output()
		require.NoError(t, err, file.Path)
		var got []string
		for _, found := range speakElement.FindAllStringSubmatch(string(output), -1) {
			if sub := subElement.FindStringSubmatch(found[1]); sub != nil {
				got = append(got, fromCanonical.Replace(sub[1]), fromCanonical.Replace(sub[2]))
			} else {
				got = append(got, fromCanonical.Replace(found[1]))
			}
		}
		for _, found := range messageElement.FindAllStringSubmatch(string(output), -1) {
			got = append(got, fromCanonical.Replace(found[1]))
		}
		requireSameTexts(t, file.Path, wantedTexts(texts, k), got)
		documents++
	}
	t.Logf("%d documents are the same", documents)
}

func documentOf(t *testing.T, files []backends.File, suffix string) backends.File {
	t.Helper()
	for _, f := range files {
		if strings.HasSuffix(f.Path, suffix) {
			return f
		}
	}
	require.Fail(t, "no document", suffix)
	return backends.File{}
}

// charactersOfJSON lets Node.js read the documents and compare the values with
// those that Go's decoder has read; that these are right is another test's matter.
func (o *oracles) charactersOfJSON(t *testing.T, files []backends.File) {
	folder := t.TempDir()
	expected := map[string][]string{}
	for i, f := range files {
		if filepath.Ext(f.Path) != ".json" || !strings.Contains(f.Path, "/tropo/s") {
			continue
		}
		path := filepath.Join(folder, fmt.Sprintf("%d.json", i))
		require.NoError(t, os.WriteFile(path, f.Text, 0o644))
		expected[path] = tropoRawValues(t, f.Text)
	}
	list, err := json.Marshal(expected)
	require.NoError(t, err)
	path := filepath.Join(folder, "expected")
	require.NoError(t, os.WriteFile(path, list, 0o644))
	o.node(t, "characters.js", path)
}
