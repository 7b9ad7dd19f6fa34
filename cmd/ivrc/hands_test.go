package main

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/compiler/source"
)

// A hand is a way to write a text into a flow.
type hand struct {
	name string
	// head stands before the flow: a comment makes it YAML and no JSON.
	head  string
	write func(text string) string
	// raw hands put characters into the file as they are.
	raw bool
}

const yamlHead = "# YAML\n"

var hands = []hand{
	{name: "YAML, escaped", head: yamlHead, write: func(s string) string { return inDoubleQuotes(s, escapeYAML) }},
	{name: "YAML, double quotes", head: yamlHead, raw: true, write: func(s string) string { return inDoubleQuotes(s, escapeLittle) }},
	{name: "YAML, single quotes", head: yamlHead, raw: true, write: func(s string) string {
		if strings.ContainsAny(s, "\n\t") { // which fold there
			return inDoubleQuotes(s, escapeLittle)
		}
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}},
	{name: "JSON, escaped", write: func(s string) string { return inDoubleQuotes(s, escapeJSON) }},
	{name: "JSON, as it is", raw: true, write: func(s string) string { return inDoubleQuotes(s, escapeLittle) }},
}

func inDoubleQuotes(text string, escape func(b *strings.Builder, r rune)) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		escape(&b, r)
	}
	b.WriteByte('"')
	return b.String()
}

func isPlainLetter(r rune) bool {
	return r == ' ' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

func escapeYAML(b *strings.Builder, r rune) {
	switch {
	case isPlainLetter(r):
		b.WriteRune(r)
	case r < 0x100:
		fmt.Fprintf(b, `\x%02X`, r)
	case r < 0x10000:
		fmt.Fprintf(b, `\u%04X`, r)
	default:
		fmt.Fprintf(b, `\U%08X`, r)
	}
}

func escapeJSON(b *strings.Builder, r rune) {
	switch {
	case isPlainLetter(r):
		b.WriteRune(r)
	case r < 0x10000:
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		high, low := utf16.EncodeRune(r)
		fmt.Fprintf(b, `\u%04x\u%04x`, high, low)
	}
}

func escapeLittle(b *strings.Builder, r rune) {
	switch r {
	case '"', '\\':
		b.WriteByte('\\')
		b.WriteRune(r)
	case '\n':
		b.WriteString(`\n`)
	case '\t':
		b.WriteString(`\t`)
	default:
		b.WriteRune(r)
	}
}

// refusedAnywhere says that no flow may speak the character (the test's own
// reading of reliability-ux.md B.1).
func refusedAnywhere(r rune) bool {
	switch {
	case r == '\t', r == '\n':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0, r >= 0xfdd0 && r <= 0xfdef, r == 0xfffd:
		return true
	}
	return r%0x10000 >= 0xfffe
}

// refusedBare says that the character may not stand in the file as it is, between
// letters and in quotes: nobody sees it, or editors and tools disagree about it.
func refusedBare(r rune) bool {
	switch r {
	case 0xfeff, 0x180e, 0x61c, 0x34f, 0x85, 0x2028, 0x2029, 0xfff9, 0xfffa, 0xfffb:
		return true
	}
	return refusedAnywhere(r) || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x2064 || r >= 0x2066 && r <= 0x2069
}

// allows says whether a flow may hold the text, written by this hand. Line breaks
// that editors do not show are ordinary characters in JSON, and joiners belong
// between signs outside of ASCII.
func (h hand) allows(text string) bool {
	if strings.Contains(text, "${") { // reserved
		return false
	}
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case refusedAnywhere(r):
			return false
		case !h.raw || !refusedBare(r):
		case (r == 0x2028 || r == 0x2029) && h.head == "":
		case (r == 0x200c || r == 0x200d) && i > 0 && i+1 < len(runes) && runes[i-1] >= 0x80 && runes[i+1] >= 0x80:
		default:
			return false
		}
	}
	return true
}

// textsPerStep bounds the size of one document.
const textsPerStep = 60

// flow speaks texts: each as a text and as an attribute and the content of
// markup, and the first ones of each step as a message too.
func (h hand) flow(texts []string) []byte {
	var b strings.Builder
	b.WriteString(h.head)
	b.WriteString(`{"ivr": 1, "flow": "characters", "start": "s0", "voice": {"plivo": "Polly.Joanna"},` + "\n" +
		`"events": {"hangup": "end", "error": "end"}, "allow": {"IVR603": "made at random"}, "steps": {`)
	for k := 0; k*textsPerStep < len(texts); k++ {
		next, comma := fmt.Sprintf("s%d", k+1), ","
		if (k+1)*textsPerStep >= len(texts) {
			next, comma = "end", ""
		}
		fmt.Fprintf(&b, "\n\"s%d\": {\"goto\": %q, \"events\": {\"failed\": %q}, \"say\": [\n", k, next, next)
		for i, text := range stepTexts(texts, k) {
			if i > 0 {
				b.WriteString(",\n")
			}
			fmt.Fprintf(&b, `%s, {"ssml": %s}`, h.write(text), h.write(aliasMarkup(text)))
		}
		fmt.Fprintf(&b, "],\n\"message\": {\"to\": \"+14075550100\", \"from\": \"+14075550199\", \"text\": %s}}%s", h.write(messageText(texts, k)), comma)
	}
	b.WriteString("\n}}\n")
	return []byte(b.String())
}

func stepTexts(texts []string, k int) []string {
	return texts[k*textsPerStep : min((k+1)*textsPerStep, len(texts))]
}

func messageText(texts []string, k int) string {
	all := stepTexts(texts, k)
	return strings.Join(all[:min(len(all), 10)], "|")
}

var markupEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;")

// aliasMarkup has the text as an attribute and as content.
func aliasMarkup(text string) string {
	return `<sub alias="` + markupEscapes.Replace(text) + `">` + markupEscapes.Replace(text) + `</sub>`
}

// compile compiles a flow of texts for all targets.
func (h hand) compile(texts []string) compiled {
	all := usualBackends()
	return job{targets: all, all: all, base: checkBase}.compile(source.NewFile("characters.ivr.yaml", h.flow(texts)))
}

// documents are the files of a flow whose texts are all allowed.
func (h hand) documents(t *testing.T, texts []string) []backends.File {
	t.Helper()
	c := h.compile(texts)
	require.False(t, c.list.HasErrors(), "%s:\n%s", h.name, c.list.Detailed())
	return releasedFiles(t, c)
}
