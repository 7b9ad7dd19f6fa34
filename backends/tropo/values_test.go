package tropo

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/ir"
)

func TestSupportHasARowForEveryFeature(t *testing.T) {
	table := New().Support()
	require.Len(t, table, len(backends.Features()))
	for _, e := range backends.Features() {
		row, ok := table[e.Feature]
		require.True(t, ok, "no row for %s", e.Feature)
		require.NotEqual(t, "?", row.Level.String(), e.Feature)
		require.NotEmpty(t, row.How, e.Feature)
		require.Regexp(t, `^tropo\.md §`, row.Source, e.Feature)
		require.NotRegexp(t, `\.$`, row.How, "%s: How stands inside a message", e.Feature)
		require.Equal(t, row.Level == backends.Lossy || row.Level == backends.Absent, row.Instead != "", "%s is %s", e.Feature, row.Level)
	}
}

func TestVerbsHaveARowForEachOfTheReference(t *testing.T) {
	var names []string
	for _, v := range Verbs() {
		require.NotContains(t, names, v.Name)
		require.Regexp(t, `\.$`, v.Flow)
		names = append(names, v.Name)
	}
	reference := strings.Fields("ask call conference hangup message on record redirect reject result say session startRecording stopRecording transfer")
	require.Equal(t, reference, names[:len(reference)])
	require.Len(t, New().(backends.Documented).Facts(), 2)
}

func TestDialOptionsWriteWaitsInTroposWay(t *testing.T) {
	for _, c := range []struct {
		digits, want string
		rounded      bool
	}{
		{"", "", false},
		{"wwW", "", false},
		{"1234", ";postd=1234", false},
		{"1234wwww56", ";postd=1234pp56", false},
		{"w1", ";postd=1;pause=500ms", false},
		{"Ww1", ";postd=1;pause=1500ms", false},
		{"WWWWW1234ww", ";postd=1234;pause=5s", false},
		{"1w2*#", ";postd=1p2*#", true},
		{"1www2", ";postd=1pp2", true},
		{"1w", ";postd=1", false},
	} {
		got, rounded := dialOptions(c.digits)
		require.Equal(t, c.want, got, c.digits)
		require.Equal(t, c.rounded, rounded, c.digits)
	}
}

func TestSecondsAreDecimalsWithoutFloatingPoint(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0", 5 * time.Second: "5", 500 * time.Millisecond: "0.5", 1250 * time.Millisecond: "1.25", time.Millisecond: "0.001",
		10 * time.Millisecond: "0.01", time.Hour: "3600", time.Nanosecond: "0.001", 100*time.Second + 100*time.Millisecond: "100.1",
	} {
		require.Equal(t, want, decimalSeconds(d), d.String())
	}
}

func TestTerminatorIsAKeyThatTheMenuLeavesFree(t *testing.T) {
	for keys, want := range map[string]ir.Key{
		"1 2 *": "", "1 #": "*", "* #": "0", "# * 0 1": "2", "#0 *1 2": "3", "0 1 2 3 4 5 6 7 8 9 #": "*",
	} {
		m := newMaker()
		l := newLowering(m.flow(m.bye()))
		require.Equal(t, want, l.menuTerminator(l.flow.Steps[0], m.keys(strings.Fields(keys)...)), keys)
		require.Empty(t, l.found)
	}
}

func TestLanguagesAreFoundByTagOrByTheirHomeRegion(t *testing.T) {
	for tag, want := range map[string]string{
		"en-US": "en-US", "en": "en-US", "EN-gb": "en-GB", "es-MX": "es-MX", "es": "es-ES", "es-es": "es-ES", "fr-FR": "fr-FR", "fr-CA": "fr-CA",
		"no-NO": "nb-NO", "nb": "nb-NO", "pt": "pt-PT", "pt-BR": "pt-BR", "zh-Hant-TW": "zh-TW", "zh-HK": "yue-HK", "ar-SA": "ar", "ca-valencia": "ca-ES-valencia",
	} {
		l, ok := languageOf(tag)
		require.True(t, ok, tag)
		require.Equal(t, want, l.Tag, tag)
	}
	for _, tag := range []string{"es-US", "de-AT", "fr-BE", "en-CA", "sw", "", "e", "arn"} {
		_, ok := languageOf(tag)
		require.False(t, ok, tag)
	}
}

func TestEachLanguageHasVoicesAndTagsOfItsOwn(t *testing.T) {
	seen := map[string]string{}
	for _, l := range languages {
		require.NotEmpty(t, l.names(), l.Tag)
		for _, tag := range append(slices.Clone(l.Also), strings.ToLower(l.Tag)) {
			require.Equal(t, strings.ToLower(tag), tag)
			require.Empty(t, seen[tag], "%s means two languages", tag)
			seen[tag] = l.Tag
		}
		for _, v := range l.names() {
			require.Regexp(t, "^"+voiceName+"$", v)
		}
	}
	require.Empty(t, languages[slices.IndexFunc(languages[:], func(l language) bool { return l.Tag == "en-US" })].usual())
}

func TestAllocationsPerStepDoNotGrowWithTheFlow(t *testing.T) {
	per := func(n int) float64 {
		m := newMaker()
		flow := m.flow(m.bye())
		bye := flow.Steps[0]
		for len(flow.Steps) < n {
			flow.Steps = append(flow.Steps, bye)
		}
		return testing.AllocsPerRun(3, func() { New().Compile(flow, backends.Options{Base: base}) }) / float64(n)
	}
	small, large := per(1000), per(20000)
	require.InEpsilon(t, small, large, 0.1)
}

// hostile are texts that try to leave the place where they stand.
func hostile() []string {
	out := []string{
		`"`, `\`, `"}]}`, "</speak>", "<speak>", "]]>", "&", "&amp;", "a\nb\r\tc", "\x00\x1b\x7f", "\u2028\u2029", "\U0001F600\U0010FFFF", "\xff\xfe", "\xed\xa0\x80",
		"\ufffe\uffff", "${x}", "http://x.example/?a=1&b=2", `<audio src="http://x.example/"/>`, "é", strings.Repeat("long ", 2000), " ", "",
	}
	random := rand.New(rand.NewSource(1))
	alphabet := []rune("ab<>&\"'\\/:{}[],\n\t\x01\u00e9\u2028\U0001F600")
	for range 500 {
		text := make([]rune, random.Intn(12))
		for i := range text {
			text[i] = alphabet[random.Intn(len(alphabet))]
		}
		out = append(out, string(text))
	}
	return out
}

// heard is what a listener gets of a value: plain text as it stands, markup
// without its tags. ok is false where markup is not well formed.
func heard(value string) (text string, tags []string, ok bool) {
	if !strings.HasPrefix(value, "<") {
		return value, nil, !strings.ContainsAny(value, "<>&") && !strings.Contains(value, "://")
	}
	var b strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(value))
	for {
		token, err := decoder.Token()
		switch token := token.(type) {
		case xml.CharData:
			b.Write(token)
		case xml.StartElement:
			tags = append(tags, token.Name.Local)
		}
		if err == io.EOF {
			return b.String(), tags, true
		}
		if err != nil {
			return "", nil, false
		}
	}
}

// TestHostileTextStaysText puts each text into every place for text and wants to
// hear just that text there.
func TestHostileTextStaysText(t *testing.T) {
	for _, text := range hostile() {
		m := newMaker()
		flow := m.flow(m.step("main", ir.Prompt{m.say(text)}, m.menu(ir.Prompt{m.say(text), m.pause(time.Second)}, "1"), to{"key 1": "note"}),
			m.step("note", nil, &ir.Message{To: m.addresses("+14075550100")[0], From: "+14075550199", Text: "_" + text}, nil))
		b, list := New().Compile(flow, backends.Options{Base: base})
		require.False(t, list.HasErrors())

		var main struct {
			Tropo []struct {
				Say     []spoken
				Ask     struct{ Say []spoken }
				Message struct{ Say []spoken }
			}
		}
		read := func(i int) {
			document := b.Documents[i].Body.Render(segment)
			validate(t, document)
			main.Tropo = nil
			require.NoError(t, json.Unmarshal(document, &main))
		}
		want := clean(string([]rune(text)))
		read(0)
		var top, question string
		for _, v := range main.Tropo {
			for _, s := range v.Say {
				top = s.Value
			}
			for _, s := range v.Ask.Say {
				question = s.Value
			}
		}
		if !blank(text) {
			got, tags, ok := heard(top)
			require.True(t, ok, "%q became %q", text, top)
			require.Equal(t, lines(want), lines(got), "%q became %q", text, top)
			require.Subset(t, []string{"speak"}, tags)
		}
		got, tags, ok := heard(question)
		require.True(t, ok, "%q became %q", text, question)
		require.Equal(t, strings.TrimSpace(lines(want)), strings.TrimSpace(lines(got)))
		require.Equal(t, []string{"speak", "break"}, tags)

		read(1)
		require.Equal(t, "_"+string([]rune(text)), main.Tropo[len(main.Tropo)-1].Message.Say[0].Value)
	}
}

// lines reads line ends as XML readers do.
func lines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
