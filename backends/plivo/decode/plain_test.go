package decode

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// samples are what stands behind the declaration, in documents and elsewhere.
func samples(t testing.TB) []string {
	t.Helper()
	out := []string{
		"<Response/>", "\n<Response>\n  <Hangup reason=\"busy\"/>\n</Response>\n", `<Response><Speak voice="Polly.Mia" language='es-MX'>¿Sí? &amp; &lt;b&gt; &quot;x&quot; &apos;</Speak></Response>`,
		`<Response><Speak>a<break time="1s"/>b <say-as interpret-as="date" format="yyyymmdd">20260101</say-as></Speak></Response>`,
		`<Response><Speak>a<b></Speak></b></Response>`, `<Response></response>`, `<Response>`, `<Response/><Response/>`, `text`, ``, `<Response/>text`,
		`<Response><!-- c --></Response>`, `<Response><?pi?></Response>`, `<Response><![CDATA[x]]></Response>`, `<Response>]]></Response>`, `<Response>a]b</Response>`,
		`<a:Response/>`, `<Response a:b="c"/>`, `<Response a="<"/>`, `<Response a=">"/>`, `<Response a="&nbsp;"/>`, `<Response a="&#65;"/>`, `<Response a = "1"/>`, `<Response a="1"b="2"/>`,
		`<Response a/>`, `<Response a=1/>`, `< Response/>`, `<Response / >`, `<Response/`, `</Response >`, "<Response a=\"1\n2\"/>", "<Response>\r\n</Response>", "<Response>\x00</Response>",
		"<Response>\xc3</Response>", "<Response>\ufffe</Response>", "<Response>&</Response>", "<Response>&amp</Response>", "<Response>a > b</Response>", "<R-1/>", "<-R/>", "<1R/>", "<R.a/>",
	}
	files, err := filepath.Glob("../testdata/*.txtar")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for i, part := range strings.Split(string(text), Declaration) {
			if body, _, found := strings.Cut(part, "</Response>"); i > 0 && i < 6 && found {
				out = append(out, body+"</Response>\n")
			}
		}
	}
	return out
}

// sameAsTheLibrary wants of what is read byte by byte that the library reads it too,
// and reads the same.
func sameAsTheLibrary(t *testing.T, body []byte) (read bool) {
	got, ok := plain(body)
	if !ok {
		return false
	}
	want, err := library(body)
	require.NoError(t, err, "%q", body)
	require.Equal(t, want, got, "%q", body)
	return true
}

// TestDocumentsAreReadAsTheLibraryReadsThem changes documents in all sorts of ways.
func TestDocumentsAreReadAsTheLibraryReadsThem(t *testing.T) {
	list := samples(t)
	dice := rand.New(rand.NewPCG(6, 2))
	read := 0
	for round := range 20_000 {
		body := []byte(list[round%len(list)])
		if round >= len(list) && len(body) > 0 {
			for range 1 + dice.IntN(3) {
				switch at := dice.IntN(len(body)); dice.IntN(3) {
				case 0:
					body[at] = "<>/=\"' &;a\n]"[dice.IntN(12)]
				case 1:
					body = append(body[:at:at], body[min(len(body)-1, at+1+dice.IntN(9)):]...)
				default:
					body = append(body[:at:at], append([]byte{body[dice.IntN(len(body))]}, body[at:]...)...)
				}
			}
		}
		if sameAsTheLibrary(t, body) {
			read++
		}
	}
	require.Greater(t, read, 1000)
}

func FuzzDocumentsAreReadAsTheLibraryReadsThem(f *testing.F) {
	for _, s := range samples(f) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) { sameAsTheLibrary(t, body) })
}
