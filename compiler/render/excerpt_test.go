package render

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// shownAt is the excerpt of the span between » and «, as two lines.
func shownAt(text string) string {
	start := strings.Index(text, "»")
	text = strings.Replace(text, "»", "", 1)
	end := strings.Index(text, "«")
	text = strings.Replace(text, "«", "", 1)
	e := excerptOf(source.Span{File: source.NewFile("a", []byte(text)), Start: start, End: end})
	return e.text + "\n" + strings.Repeat(" ", e.indent) + strings.Repeat("^", e.marks)
}

// The columns of these pictures are those of a terminal: é is one wide, 日 and 😀
// are two.
func TestTheCaretStandsUnderTheToken(t *testing.T) {
	for _, c := range []struct{ name, text, line, marks string }{
		{"plain", "a: »bc«d", "a: bcd", "   ^^"},
		{"nothing", "a: »«b", "a: b", "   ^"},
		{"the end", "a: b»«", "a: b", "    ^"},
		{"an empty line", "»«", "", "^"},
		{"trailing space", "a:»  «", "a:", "  ^^"},
		{"tabs", "\ta:\t»b\tc«", "    a:    b    c", "          ^^^^^^"},
		{"é", "é: »é«", "é: é", "   ^"},
		{"e and an accent", "e\u0301: »e\u0301«", "e\u0301: e\u0301", "   ^"},
		{"an accent alone", "e»\u0301«x", "e\u25cc\u0301x", " ^"},
		{"CJK", "日本: »語«ー", "日本: 語ー", "      ^^"},
		{"Hangul in letters", "»\u1112\u1161\u11ab«x", "\u1112\u1161\u11abx", "^^"},
		{"full width", "Ａ: »：«", "Ａ: ：", "    ^^"},
		{"emoji", "😀 »📞«x", "😀 📞x", "   ^^"},
		{"emoji that are one wide", "☎ »🌡«x", "☎ 🌡x", "  ^"},
		{"old emoji that are two wide", "⌚ »✅«x", "⌚ ✅x", "   ^^"},
		{"a family", "»👨\u200d👩\u200d👧«!", "👨·👩·👧!", "^^^^^^^^"},
		{"behind a family", "👨\u200d👩: »x«", "👨·👩: x", "       ^"},
		{"a flag", "🇩🇪: »🇫🇷«", "🇩🇪: 🇫🇷", "    ^^"},
		{"a flag of tags", "🏴\U000e0067\U000e007f»x«", "🏴··x", "    ^"},
		{"a heart with a selector", "\u2764\ufe0f: »x«", "\u2764: x", "   ^"},
		{"a selector alone", "\u2764»\ufe0f«: x", "\u2764·: x", " ^"},
		{"a keycap", "1\ufe0f\u20e3: »x«", "1\u20e3: x", "   ^"},
		{"a skin tone", "👍🏽: »👍🏿«", "👍: 👍", "    ^^"},
		{"a skin tone alone", "a🏽: »x«", "a🏽: x", "     ^"},
		{"direction signs", "a\u202eb: »c\u2066«", "a·b: c·", "     ^^"},
		{"controls", "a\x1b[1m\x00: »\x7f\u009b«x", "a·[1m·: ··x", "        ^^"},
		{"other line ends", "a\u2028b\u0085: »c\rd«", "a·b·: c·d", "      ^^^"},
		{"broken bytes", "a\xff\xfe: »\xc3«x", "a··: ·x", "     ^"},
		{"a heap of marks", "»a\u0301\u0302\u0303\u0304\u0305\u0306«: x", "a\u0301\u0302\u0303\u0304: x", "^"},
		{"several lines", "a: »b\n  c: d«\n", "a: b", "   ^"},
		{"several lines that end in CR LF", "a: »bcd\r\n  c« d\r\n", "a: bcd", "   ^^^"},
		{"the second line", "a: b\r\n  »c«: d", "  c: d", "  ^"},
	} {
		require.Equal(t, c.line+"\n"+c.marks, shownAt(c.text), c.name)
	}
}

func TestLongLinesAreCutAroundTheCaret(t *testing.T) {
	x := strings.Repeat("x", 300)
	for _, c := range []struct{ name, text, line string }{
		{"right", "a: »bc«" + x, "a: bc" + x[:95] + "…"},
		{"left", x + "»bc«", "…" + x[:66] + "bc"},
		{"both", x + "»bc«" + x, "…" + x[:66] + "bc" + x[:32] + "…"},
		{"the token", "»" + x + "«y", x[:100] + "…"},
		{"the token, in the middle", x + "»" + x + "«y", "…" + x[:66] + x[:34] + "…"},
		{"before a wide one", "😀" + x[:65] + "»b«", "…" + x[:65] + "b"},
		{"beyond what is looked at", strings.Repeat("\u0301", 3000) + "»b«" + strings.Repeat("\u0301", 3000), "…\u25cc\u0301\u0301\u0301\u0301b\u25cc\u0301\u0301\u0301\u0301…"},
	} {
		line, marks, _ := strings.Cut(shownAt(c.text), "\n")
		require.Equal(t, c.line, line, c.name)
		require.LessOrEqual(t, width(marks), width(line), c.name)
	}
}

// FuzzRender throws any source, place and hidden part at every form: no panic,
// documents that can be read, a caret inside its line, and no hidden word.
func FuzzRender(f *testing.F) {
	for _, text := range []string{
		"", "a: b", "a: é\tx\r\n日本 😀 \u202e", "\xff\xfe\x00\x1b[31m\n", strings.Repeat("x", 300) + "\n\n", "👨\u200d👩\u200d👧 🇩🇪 \u2764\ufe0f e\u0301",
		`"<&>]]>" %0A ::error::x | [a](b)`,
	} {
		f.Add([]byte(text), 0, len(text))
		f.Add([]byte(text), len(text)/2, len(text)+9)
		f.Add([]byte(text), -3, 1)
	}
	f.Fuzz(func(t *testing.T, text []byte, start, end int) {
		const secret = "hunter2-hunter2"
		text = slices.Concat(text, []byte("\n"+secret+"\n"))
		file := source.NewFile("a\x1b.yaml", text)
		file.Hide([]source.Hidden{{Start: len(text) - len(secret) - 1, End: len(text) - 1}}, []string{secret, source.Stars})
		at := source.Span{File: file, Start: start, End: end}
		d := diag.New(diag.UnknownStep, at, "found %q", at.Text()).WithRelated(at, "%s", text).WithNote("%s", text).WithHelp("%s", text).
			WithFix(diag.Fix{Message: "mend it", Edits: []diag.Edit{{Span: at, New: string(text)}, {Span: at}}, Safe: true}).InStep(at.Text())
		r := Report{List: diag.List{d, diag.New(diag.SilentCycle, at, "%s", text)}, Files: []*source.File{file}}
		for _, format := range Formats() {
			var b bytes.Buffer
			require.NoError(t, Write(&b, format, r))
			require.NotContains(t, b.String(), secret, format)
			require.True(t, utf8.Valid(b.Bytes()), format)
			for _, c := range b.String() {
				require.True(t, c == '\n' || !hidden(c), "%s holds %U", format, c)
			}
			readable(t, format, b.Bytes())
		}
		e := excerptOf(at)
		require.LessOrEqual(t, width(e.text), maxColumns+2)
		require.LessOrEqual(t, e.indent+e.marks, maxColumns+2)
		require.NotContains(t, e.text, "\n")
		require.GreaterOrEqual(t, e.marks, 1)
	})
}

func readable(t *testing.T, format Format, text []byte) {
	t.Helper()
	switch format {
	case FormatJSON, FormatSARIF:
		require.True(t, json.Valid(text))
	case FormatJUnit:
		for d := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := d.Token(); err == io.EOF {
				return
			} else {
				require.NoError(t, err)
			}
		}
	case FormatGitHub:
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		require.Len(t, lines, 5)
		require.True(t, strings.HasPrefix(lines[1], "::error file=") && strings.HasPrefix(lines[2], "::warning file="), lines)
	}
}
