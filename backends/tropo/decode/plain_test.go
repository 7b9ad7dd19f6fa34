package decode

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// samples are texts as documents have them, and others.
func samples(t testing.TB) []string {
	t.Helper()
	out := []string{
		"{}\n", "{ \"a\" : [ ] , \"b\" : { } }\n", `{"a": [1, 0, 0.5, 10.25, true, false, null, "x"]}` + "\n",
		`{"a": "\u00e9 \"b\" \\ \n \/ \ud83d\ude00 \ud83d"}` + "\n", `{"a": 01}` + "\n", `{"a": -1}` + "\n", `{"a": 1e3}` + "\n", `{"a": 1.}` + "\n",
		`{"a": 1, "a": 2}` + "\n", `{"a": 1,}` + "\n", `{"a" 1}` + "\n", `{"a": [1 2]}` + "\n", `{"a": [1,]}` + "\n", `{"a": [,1]}` + "\n", "{}}\n", "{}{}\n",
		`{"a": "x` + "\n" + `y"}` + "\n", `{"a": tru}` + "\n", `{"a": nul}` + "\n", `{"": ""}` + "\n", `{"\u0061": 1, "a": 2}` + "\n", `{"a": "\x"}` + "\n", "[{}\n",
		`{"a": ` + strings.Repeat("[", 15) + strings.Repeat("]", 15) + "}\n", `{"a": ` + strings.Repeat("[", 16) + strings.Repeat("]", 16) + "}\n",
		"{" + strings.Repeat(`"a": 1, `, 40) + `"b": 2}` + "\n",
	}
	var many []string
	for i := range 50 {
		many = append(many, `"n`+strings.Repeat("x", i)+`": 1`)
	}
	out = append(out, "{"+strings.Join(many, ", ")+"}\n", "{"+strings.Join(append(many, many[3]), ", ")+"}\n")
	files, err := filepath.Glob("../testdata/*.txtar")
	require.NoError(t, err)
	document := regexp.MustCompile(`(?m)^\{\n(?:.*\n)*?\}\n`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		out = append(out, document.FindAllString(string(text), 5)...)
	}
	return out
}

// sameAsTheLibrary wants of what is read byte by byte that the library reads it too,
// and reads the same.
func sameAsTheLibrary(t *testing.T, text []byte) (read bool) {
	got, ok := new(plainReader).plain(text)
	if !ok {
		return false
	}
	for _, c := range text {
		if c >= 0x7f || c < ' ' && c != '\n' {
			return false // Parse refuses these before
		}
	}
	if !strings.HasSuffix(string(text), "}\n") {
		return false
	}
	want, err := library(text)
	require.NoError(t, err, "%q", text)
	require.Equal(t, want, got, "%q", text)
	return true
}

// TestDocumentsAreReadAsTheLibraryReadsThem changes documents in all sorts of ways.
func TestDocumentsAreReadAsTheLibraryReadsThem(t *testing.T) {
	list := samples(t)
	dice := rand.New(rand.NewPCG(4, 2))
	read := 0
	for round := range 20_000 {
		text := []byte(list[round%len(list)])
		if round >= len(list) {
			for range 1 + dice.IntN(3) {
				switch at := dice.IntN(len(text)); dice.IntN(3) {
				case 0:
					text[at] = `{}[]",:0nt1. \u`[dice.IntN(15)]
				case 1:
					text = append(text[:at:at], text[min(len(text)-1, at+1+dice.IntN(9)):]...)
				default:
					text = append(text[:at:at], append([]byte{text[dice.IntN(len(text))]}, text[at:]...)...)
				}
			}
		}
		if sameAsTheLibrary(t, text) {
			read++
		}
	}
	require.Greater(t, read, 1000)
}

func TestOrdinaryDocumentsNeedNoLibrary(t *testing.T) {
	_, ok := new(plainReader).plain([]byte(`{"tropo": [{"on": {"event": "error", "next": "https://x.example/end.json"}}, {"say": [{"value": "\u00bfS\u00ed?"}]}, {"hangup": null}]}` + "\n"))
	require.True(t, ok)
}

func FuzzDocumentsAreReadAsTheLibraryReadsThem(f *testing.F) {
	for _, s := range samples(f) {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) { sameAsTheLibrary(t, text) })
}
