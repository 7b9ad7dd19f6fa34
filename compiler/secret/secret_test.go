package secret

import (
	"bufio"
	"go/build"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is one line of testdata/positive.txt: a text and the credential in it.
type sample struct {
	source, text, secret string
	start                int
}

// positives joins the pieces of the samples: the file itself holds no credential.
func positives(t testing.TB) []sample {
	t.Helper()
	var out []sample
	for _, line := range lines(t, "testdata/positive.txt") {
		source, text, ok := strings.Cut(strings.ReplaceAll(line, "¦", ""), " | ")
		require.True(t, ok, line)
		start := strings.Index(text, "«")
		end := strings.Index(text, "»")
		require.True(t, 0 <= start && start < end, line)
		secret := text[start+len("«") : end]
		out = append(out, sample{source, text[:start] + secret + text[end+len("»"):], secret, start})
	}
	return out
}

func lines(t testing.TB, name string) []string {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	var out []string
	scan := bufio.NewScanner(file)
	for scan.Scan() {
		if line := scan.Text(); line != "" && !strings.HasPrefix(line, "# ") {
			out = append(out, line)
		}
	}
	require.NoError(t, scan.Err())
	return out
}

// covered says that the findings hide every byte of the credential.
func (s sample) covered(found []Finding) bool {
	at := s.start
	for _, f := range found {
		if f.Start <= at && f.End > at {
			at = f.End
		}
	}
	return at >= s.start+len(s.secret)
}

func TestCredentialsAreFound(t *testing.T) {
	all := positives(t)
	require.GreaterOrEqual(t, len(all), 200)
	missed := 0
	for _, s := range all {
		if !s.covered(Find(s.text)) {
			missed++
			t.Logf("missed (%s): %s, found %+v", s.source, s.text, Find(s.text))
		}
	}
	t.Logf("%d of %d found", len(all)-missed, len(all))
	require.LessOrEqual(t, missed*100, len(all)*2, "at least 98 of 100 are found")
}

func TestOrdinaryTextIsNoCredential(t *testing.T) {
	all := lines(t, "testdata/negative.txt")
	require.GreaterOrEqual(t, len(all), 500)
	wrong := 0
	for _, line := range all {
		source, text, ok := strings.Cut(line, " | ")
		require.True(t, ok, line)
		if found := Find(text); len(found) > 0 {
			wrong++
			t.Logf("false alarm (%s): %s: %+v", source, text, found)
		}
	}
	t.Logf("%d false alarms of %d", wrong, len(all))
	require.LessOrEqual(t, wrong*100, len(all), "at most one of 100 is a false alarm")
}

func TestMaskedTextHoldsNoCredential(t *testing.T) {
	for _, s := range positives(t) {
		if s.covered(Find(s.text)) {
			require.NotContains(t, Mask(s.text), s.secret)
			require.Contains(t, Mask(s.text), Stars)
		}
	}
	require.Equal(t, "Press 1.", Mask("Press 1."))
}

func TestFindingsAreInOrderAndApart(t *testing.T) {
	var all strings.Builder
	for _, s := range positives(t) {
		all.WriteString(s.text + "\n")
	}
	at := 0
	for _, f := range Find(all.String()) {
		require.GreaterOrEqual(t, f.Start, at)
		require.Greater(t, f.End, f.Start)
		require.LessOrEqual(t, f.End, all.Len())
		require.NotEmpty(t, f.What)
		at = f.End
	}
	require.Positive(t, at)
}

func TestTheKindSaysWhereACredentialStands(t *testing.T) {
	for text, want := range map[string]Kind{
		"https://bob:hunter22@example.com/in":           Login,
		"https://bob@example.com/in":                    Login,
		"sip:bob:hunter22@example.com":                  Login,
		"see https://example.com/?token=abc12345.":      InAddress,
		"sip:bob@example.com;auth_token=abc12345":       InAddress,
		"https://example.com/token/abc12345def/in":      InAddress,
		"Authorization: Basic Ym9iOmh1bnRlcjIy":         InText,
		"the password=hunter22 opens it":                InText,
		"https://example.com/a.mp3 and secret=hunter22": InText,
	} {
		found := Find(text)
		require.Len(t, found, 1, text)
		require.Equal(t, want, found[0].Kind, text)
	}
}

// FuzzFind: any text is read to its end, in ranges that lie inside it.
func FuzzFind(f *testing.F) {
	for _, s := range positives(f) {
		f.Add(s.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, found := range Find(text) {
			if found.Start < at || found.End <= found.Start || found.End > len(text) {
				t.Fatalf("%+v in %d bytes", found, len(text))
			}
			at = found.End
		}
		Mask(text)
	})
}

func TestAKnownShapeIsNamedRatherThanItsLook(t *testing.T) {
	token := "npm" + "_2tg3rc10lr8ubz9d5t6vldxwk1s5w9gh413x"
	for _, text := range []string{token, "https://app.example.com/collect#" + token, "https://app.example.com/" + token} {
		found := Find(text)
		require.Len(t, found, 1)
		require.Equal(t, "an npm token", found[0].What)
	}
}

// TestCommentsOfGoHoldNoCredential reads a text that nobody chose: every comment
// and address in those packages of Go that speak of keys, tokens and passwords.
func TestCommentsOfGoHoldNoCredential(t *testing.T) {
	root := filepath.Join(build.Default.GOROOT, "src")
	total, wrong := 0, 0
	for _, pkg := range []string{"net/http", "net/url", "net/smtp", "net/textproto", "crypto/tls", "crypto/x509", "encoding/json", "encoding/xml", "go/token", "go/parser", "text/template", "html/template"} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pkg), "*.go"))
		require.NoError(t, err)
		for _, name := range files {
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			for _, line := range strings.Split(string(text), "\n") {
				_, comment, ok := strings.Cut(line, "// ")
				if !ok || strings.HasSuffix(name, "_test.go") {
					continue
				}
				total++
				if found := Find(comment); len(found) > 0 {
					wrong++
					t.Logf("%s: %s: %+v", filepath.Base(name), comment, found)
				}
			}
		}
	}
	if total == 0 {
		t.Skip("Go's source is not installed")
	}
	t.Logf("%d false alarms of %d", wrong, total)
	require.LessOrEqual(t, wrong*1000, total, "at most one of 1000 is a false alarm")
}
