package main

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

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
	if testing.Short() {
		t.Skip("long, and nothing runs side by side")
	}
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
			all := usualBackends()
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
