package hosts

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestATreeInsideAModuleHoldsEachTextOnce(t *testing.T) {
	m := inline([]Document{
		{"/f/v/1/plivo/main/2.xml", []byte("<b/>")}, {"/f/plivo.xml", []byte("<a é=\"\u2028</script>\"/>\n")}, {"/f/v/1/plivo/main/1.xml", []byte("<a é=\"\u2028</script>\"/>\n")},
	})
	var texts []string
	require.NoError(t, json.Unmarshal([]byte(strings.Replace(m.Texts, ",\n]", "]", 1)), &texts))
	require.Equal(t, []string{"<a é=\"\u2028</script>\"/>\n", "<b/>"}, texts)
	var folders [][]any
	require.NoError(t, json.Unmarshal([]byte(strings.Replace(m.Folders, ",\n]", "]", 1)), &folders))
	require.Equal(t, [][]any{{"/f/", "plivo.xml", 0.0}, {"/f/v/1/plivo/main/", "1.xml", 0.0, "2.xml", 1.0}}, folders)
}

func TestTheModuleIsTheSameWhateverIsPublished(t *testing.T) {
	for _, name := range []string{"worker", "cloudflare", "netlify", "vercel", "lambda-edge"} {
		h, ok := Find(name)
		require.True(t, ok)
		for _, tree := range [][]Document{nil, {{"/f/plivo.xml", []byte("<a/>")}}} {
			code := string(h.Files(Settings{Tree: tree})[indexOf(h, "ivr.mjs")].Text)
			require.Equal(t, tree != nil, strings.Contains(code, "FOLDERS"), name)
			require.Equal(t, tree == nil, strings.Contains(code, "ASSETS"), name)
			require.NotContains(t, code, "<<", name)
		}
	}
}

// indexOf is the place of the module among a host's files.
func indexOf(h Host, suffix string) int {
	for i, path := range h.Paths() {
		if strings.HasSuffix(path, suffix) && !strings.HasSuffix(path, "api/ivr.mjs") && !strings.HasSuffix(path, "edge-functions/ivr.mjs") {
			return i
		}
	}
	panic(h.Name + " has no " + suffix)
}

func TestAStoreIsAnAddressWithASchemeOfItsOwn(t *testing.T) {
	require.Equal(t, "http://127.0.0.1:9000", moduleFor(Settings{Store: "127.0.0.1:9000"}).StoreAddress)
	require.Equal(t, "https://bucket.example.com/a", moduleFor(Settings{Store: "https://bucket.example.com/a/"}).StoreAddress)
	require.Empty(t, moduleFor(Settings{}).StoreAddress)
	require.Equal(t, "https://ivr.example.com:8443", moduleFor(Settings{ServerName: "ivr.example.com:8443"}).Public)
	require.Empty(t, moduleFor(Settings{}).Public)
}

func TestRowsOfAKeyValueStoreKeepItsLimits(t *testing.T) {
	tree := []Document{{"/f/plivo.xml", nil}, {"/f/v/1/plivo/main.xml", nil}, {"/f/v/1/tropo/main/1.json", nil}, {"/f/v/1/plivo/other/_.xml", nil}}
	var names []string
	for i := range 400 {
		name := fmt.Sprintf("%07d", i)
		names = append(names, name)
		tree = append(tree, Document{"/f/v/1/plivo/main/" + name + ".xml", nil})
	}
	var file struct {
		Data []struct{ Key, Value string } `json:"data"`
	}
	require.NoError(t, json.Unmarshal(rows(tree), &file))
	var got []string
	for i, r := range file.Data[:len(file.Data)-1] {
		require.LessOrEqual(t, len(r.Value), longestValue)
		key := "/f/v/1/plivo/main"
		if i > 0 {
			key += fmt.Sprintf("/%d", i+1)
		}
		require.Equal(t, key, r.Key)
		part, more := strings.CutSuffix(r.Value, " +")
		require.Equal(t, i < len(file.Data)-2, more, "a + says that a row follows")
		got = append(got, strings.Fields(part)...)
	}
	require.Equal(t, names, got)
	require.Equal(t, "/f/v/1/plivo/other", file.Data[len(file.Data)-1].Key)
	require.Equal(t, "_", file.Data[len(file.Data)-1].Value)
}

func TestATokenIsNotTakenForTheNameOfASecret(t *testing.T) {
	for _, wrong := range []string{"MAXXXXXXXXXXXXXXXXXX/abc", "mytoken0001", "Y2E0ZjdhNTk", "A'B", "A B", "1A", "_A"} {
		require.Error(t, Settings{Secret: wrong}.Check(), wrong)
	}
	require.NoError(t, Settings{Secret: "OTHER_TOKEN_2"}.Check())
	require.NoError(t, Settings{}.Check())
}
