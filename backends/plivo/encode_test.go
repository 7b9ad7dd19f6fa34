package plivo

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
)

// again writes a tree the way documents are written; only Speak holds text and
// tags side by side.
func again(b *strings.Builder, e *tree, depth int) {
	if e.name == "" {
		b.Write(escapeText(nil, e.text))
		return
	}
	inline := depth < 0
	if !inline {
		b.WriteString(strings.Repeat("  ", depth))
	}
	b.WriteString("<" + e.name)
	for _, a := range e.attributes {
		b.WriteString(" " + a[0] + `="` + string(escapeAttribute(nil, a[1])) + `"`)
	}
	holdsText := e.name == "Speak" || inline || len(e.children) > 0 && e.children[0].name == ""
	switch {
	case len(e.children) == 0:
		b.WriteString("/>")
	case holdsText:
		b.WriteString(">")
		for _, c := range e.children {
			again(b, c, -1)
		}
		b.WriteString("</" + e.name + ">")
	default:
		b.WriteString(">\n")
		for _, c := range e.children {
			again(b, c, depth+1)
		}
		b.WriteString(strings.Repeat("  ", depth) + "</" + e.name + ">")
	}
	if !inline {
		b.WriteString("\n")
	}
}

func TestDocumentsEqualThemselvesWhenWrittenAgain(t *testing.T) {
	eachDocument(t, func(t *testing.T, path string, document []byte) {
		var b strings.Builder
		b.WriteString(declaration)
		again(&b, parse(t, document), 0)
		require.Equal(t, string(document), b.String(), path)
	})
}

// hostile are strings that people and attackers write.
var hostile = []string{
	`&`, `<`, `>`, `"`, `'`, `]]>`, `&amp;`, `<!--`, `-->`, `<?x?>`, `<![CDATA[`, "\t", "\n", "\r", "\r\n", "a b", "é", "日本", "🙂",
	"\x00", "\x07", "\x1b", "\u0085", "\u2028", "\uFFFE", "\uFFFF", "\xff", "\xc3", `"/><Hangup/><x y="`, `</Speak><Hangup/>`, `${x}`, `%00`,
}

// Whatever stands in a model, a reader gets exactly that back (or a replacement
// sign for what XML cannot hold), and no element that the model does not have.
func TestNothingEscapesItsElement(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		b.WriteString("x")
		for range r.IntN(6) {
			b.WriteString(hostile[r.IntN(len(hostile))])
		}
		return b.String() + "x"
	}
	site := backends.Site{Base: "https://e.example/", Flow: "demo", Target: Name, Extension: extension}
	w := writer{site: site}
	for range 2000 {
		said, room, caller, send, to, sms := text(), text(), text(), text(), text(), text()
		body := w.response(&Response{Elements: []Element{
			&Speak{Voice: caller, Content: []Mark{{Kind: MarkText, Text: said}}},
			&Conference{Room: room},
			&Dial{CallerID: caller, DialMusic: Address{URL: send}, Ring: []Element{&Number{Number: to, SendDigits: send}}},
			&Record{Callback: Address{URL: send}},
			&Redirect{Method: POST, To: Address{URL: to}},
			&Message{Src: caller, Text: sms},
			&Play{URL: send},
		}})
		root := parse(t, body.Render(segment))
		require.Len(t, root.children, 7)
		names := []string{"Speak", "Conference", "Dial", "Record", "Redirect", "Message", "Play"}
		bodies := []string{said, room, to, "", to, sms, send}
		for i, e := range root.children {
			require.Equal(t, names[i], e.name)
			require.Equal(t, readable(bodies[i]), e.body(), e.name)
		}
		got, _ := root.children[2].get("callerId")
		require.Equal(t, readable(caller), got)
		got, _ = root.children[3].get("callbackUrl")
		require.Equal(t, readable(send), got)
	}
}

// readable is what an XML reader can give back of a string.
func readable(s string) string {
	return strings.Map(func(r rune) rune {
		if !writable(r) {
			return '\uFFFD'
		}
		return r
	}, string([]rune(s)))
}

func TestQuotesInAttributesAreWrittenAsEntities(t *testing.T) {
	require.Equal(t, `a&quot;b&#9;c&#10;d&#13;e&amp;f&lt;g&gt;h`, string(escapeAttribute(nil, "a\"b\tc\nd\re&f<g>h")))
	require.Equal(t, "a\"b\tc\nd&#13;e&amp;f&lt;g&gt;h", string(escapeText(nil, "a\"b\tc\nd\re&f<g>h")))
}
