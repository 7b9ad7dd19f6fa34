package main

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/compiler/diag"
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
	all := allBackends()
	return job{targets: all, all: all, base: checkBase}.compile(source.NewFile("characters.ivr.yaml", h.flow(texts)))
}

// documents are the files of a flow whose texts are all allowed.
func (h hand) documents(t *testing.T, texts []string) []backends.File {
	t.Helper()
	c := h.compile(texts)
	require.False(t, c.list.HasErrors(), "%s:\n%s", h.name, c.list.Detailed())
	return releasedFiles(t, c)
}

// between puts letters around a text, because providers trim white space and the
// first sign of a text can decide how it is read.
func between(text string) string { return "a" + text + "z" }

// codePoints are all of the first planes' scripts, and the edges elsewhere:
// surrogates, non-characters, variation selectors, tags, pictures.
func codePoints() []rune {
	var out []rune
	for r := rune(0); r < 0x3000; r++ {
		out = append(out, r)
	}
	for _, edge := range []rune{0x3000, 0xd7ff, 0xd7fb, 0xe000, 0xe001, 0xf8ff, 0xfb01, 0xfe0e, 0xfe0f, 0xfe20, 0xff21, 0xffa0, 0xfdcf, 0xfdf0, 0xfeff,
		0xfffb, 0xfffc, 0xfffd, 0x1d165, 0x1d1bc, 0x1f1e6, 0x1f3ff, 0x1f468, 0x1f600, 0xe0001, 0xe0020, 0xe007f, 0xe0100, 0xe01ef, 0x10000, 0x10fffd} {
		out = append(out, edge)
	}
	for r := rune(0xfdd0); r <= 0xfdef; r++ {
		out = append(out, r)
	}
	for plane := rune(0); plane <= 0x10; plane++ {
		out = append(out, plane<<16|0xfffe, plane<<16|0xffff, plane<<16|0xfffd)
	}
	return out
}

// pieces are what texts of several characters are made of: what breaks markup,
// strings and readers.
var pieces = []string{
	"&", "<", ">", `"`, "'", `\`, "]]>", "<!--", "-->", "--", "<![CDATA[", "&amp;", "&#7;", "&lt;b&gt;", "</Speak>", "</speak>", "<?xml?>", "{{x}}", "%s", "%00", "\\u0041",
	" ", "  ", "\n", "\t", "\n\n", ": ", " #", "- ", "*a", "!x", "|", "://", "https://x.example/a?b&c", "$", "$1", "`", "\u00a0", "\u00ad", "\u3000", "\u2009",
	"e\u0301", "\u00e9", "a\u0308\u0323", "\u1112\u1161\u11ab", "\ud55c", "ﬁ", "ſ", "ß", "İ", "ı", "Ａ", "Σς", "क्‍ष", "می‌خواهم", "שלום", "سلام", "ไทย", "日本語", "中文。",
	"👍", "👍🏽", "👨\u200d👩\u200d👧", "❤\ufe0f", "🇫🇷", "🏴\U000e0067\U000e0062\U000e007f", "1\ufe0f\u20e3", "\u200f", "\u202e", "\u2066x\u2069", "\u2028", "\u0085", "\u200b", "\ufeff",
	"𝒳", "\U00010000", "\U0010fffd", "\ue000", "\x7f", "\x00", "\x1b", "\ufffe", "\uffff", "\ufffd", "word", "42", "Z",
}

// randomText joins pieces and characters of any plane.
func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.Intn(12) {
		switch r.Intn(5) {
		case 0:
			c := rune(r.Intn(0x11 << 16))
			if c >= 0xd800 && c < 0xe000 {
				c = 'x' // no text holds half a pair
			}
			b.WriteRune(c)
		case 1:
			b.WriteRune(rune(0x20 + r.Intn(0x2fe0)))
		default:
			b.WriteString(pieces[r.Intn(len(pieces))])
		}
	}
	return b.String()
}

// sortOut divides texts by what the hand may write.
func (h hand) sortOut(texts []string) (allowed, refused []string) {
	for _, text := range texts {
		if h.allows(text) {
			allowed = append(allowed, text)
		} else {
			refused = append(refused, text)
		}
	}
	return allowed, refused
}

// TestTextsAreHeardByteForByteOrRefused writes texts into flows in every way
// there is. What may be said is in the documents of every provider as it was
// meant, and what may not be said is reported at its place.
func TestTextsAreHeardByteForByteOrRefused(t *testing.T) {
	heard, refused := writeByEveryHand(t, 400, 20)
	require.Greater(t, heard, 20_000)
	require.Greater(t, refused, 500)
}

// TestMatrixTextsAreHeardByteForByteOrRefused is the same with more of them.
func TestMatrixTextsAreHeardByteForByteOrRefused(t *testing.T) {
	matrixOnly(t)
	heard, refused := writeByEveryHand(t, 40_000, 1)
	require.Greater(t, heard, 150_000)
	require.Greater(t, refused, 5_000)
}

// writeByEveryHand lets the first escaped and the first raw hand write every code
// point, the others one in so many, and each hand so many random texts.
func writeByEveryHand(t *testing.T, random, oneIn int) (heard, refused int) {
	t.Helper()
	r := rand.New(rand.NewSource(1))
	for i, h := range hands {
		var texts []string
		for k, c := range codePoints() {
			if i < 2 || k%oneIn == 0 {
				texts = append(texts, between(string(c)))
			}
		}
		for range random {
			texts = append(texts, between(randomText(r)))
		}
		good, bad := h.sortOut(texts)
		for batch := range slices.Chunk(good, 6_000) {
			requireHeard(t, h, batch)
		}
		bad = bad[:min(len(bad), 2_000)]
		for _, text := range bad {
			requireRefused(t, h, text)
		}
		heard, refused = heard+len(good), refused+len(bad)
	}
	t.Logf("%d texts heard, %d refused", heard, refused)
	return heard, refused
}

func requireHeard(t *testing.T, h hand, texts []string) {
	t.Helper()
	spoken := spokenTexts(t, h.documents(t, texts))
	for k := 0; k*textsPerStep < len(texts); k++ {
		for _, target := range []string{"plivo", "tropo"} {
			requireSameTexts(t, h.name+" for "+target, wantedTexts(texts, k), spoken[fmt.Sprintf("%s/s%d", target, k)])
		}
	}
}

// wantedTexts are what the document of a step should hold: each text as text, as
// an attribute and as content, and then the message.
func wantedTexts(texts []string, k int) []string {
	var want []string
	for _, text := range stepTexts(texts, k) {
		want = append(want, text, text, text)
	}
	return append(want, messageText(texts, k))
}

// requireSameTexts names the first difference and not a thousand texts.
func requireSameTexts(t *testing.T, where string, want, got []string) {
	t.Helper()
	for i := range want {
		if i >= len(got) || want[i] != got[i] {
			have := "nothing"
			if i < len(got) {
				have = fmt.Sprintf("%+q", got[i])
			}
			require.Fail(t, "a text changed", "%s, text %d: %+q became %s", where, i, want[i], have)
		}
	}
	require.Len(t, got, len(want), where)
}

// refusals are how a text is turned down: as a character, a line break, an
// encoding, because YAML itself does not know the escape, or as a variable.
var refusals = []diag.Code{diag.Invisible, diag.LineBreak, diag.Encoding, diag.Syntax, diag.Reserved}

func requireRefused(t *testing.T, h hand, text string) {
	t.Helper()
	c := h.compile([]string{text})
	require.True(t, c.list.HasErrors(), "%s: %+q is not refused", h.name, text)
	require.Empty(t, c.bundles)
	for _, d := range c.list {
		require.Contains(t, refusals, d.Code, "%s: %+q: %s", h.name, text, d.Detailed())
		require.NotEmpty(t, d.Help, "%s", d.Detailed())
		require.Positive(t, d.Primary.Start, "%s: %+q: no place: %s", h.name, text, d.Detailed())
	}
}

// TestHalvesOfPairsAreRefused writes the halves of characters that UTF-16 needs
// two of: by escapes, and as the bytes that careless programs make of them.
func TestHalvesOfPairsAreRefused(t *testing.T) {
	for _, written := range []string{
		`\ud800`, `\udbff`, `\udc00`, `\udfff`, `\ud83d x`, `\ude00\ud83d`, `\ud83d\ud83d\ude00`,
		"\xed\xa0\x80", "\xed\xaf\xbf", "\xed\xb0\x80", "\xed\xbf\xbf", "\xed\xa0\xbd\xed\xb8\x80", "\xc0\x80", "\xf4\x90\x80\x80", "\xff", "\xc3",
	} {
		for _, head := range []string{"", yamlHead} {
			h := hand{name: "half", head: head, write: func(text string) string { return `"` + text + `"` }}
			requireRefused(t, h, "a"+written+"z")
		}
	}
}

// TestLongTextsAreHeardWhole looks at texts over the limit of one Speak: they are
// cut into several, and nothing but white space at the cuts is lost.
func TestLongTextsAreHeardWhole(t *testing.T) {
	for _, piece := range []string{"x", "é", "語", "👍", "&<", "word ", "One sentence. ", "長い文。", "a\u0301"} {
		for _, size := range []int{2_990, 3_000, 3_010, 9_000, 15_000} {
			text := strings.Repeat(piece, size/len(piece))
			flow := fmt.Sprintf("ivr: 1\nflow: long\nstart: a\nvoice: {plivo: Polly.Joanna}\nevents: {hangup: end, error: end}\nsteps:\n  a: {say: %s, hangup: true}\n", inDoubleQuotes(text, escapeLittle))
			all := allBackends()
			c := job{targets: all, all: all, base: checkBase}.compile(source.NewFile("long.ivr.yaml", []byte(flow)))
			require.False(t, c.list.HasErrors(), c.list.Detailed())
			for name, spoken := range spokenTexts(t, releasedFiles(t, c)) {
				if !strings.HasSuffix(name, "/a") {
					continue
				}
				require.Equal(t, strings.ReplaceAll(text, " ", ""), strings.ReplaceAll(strings.Join(spoken, ""), " ", ""), "%s %q × %d", name, piece, size)
				for _, part := range spoken {
					require.True(t, utf8.ValidString(part))
				}
			}
		}
	}
}
