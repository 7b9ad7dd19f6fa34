package crawl

import (
	"math"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHowLongAnAnswerMayBeKept(t *testing.T) {
	for text, want := range map[string]int{
		"no-cache": 0, "no-store": 0, "private, no-store": 0, "max-age=300": 300, "public, max-age=300": 300, "Public, Max-Age=300": 300,
		"max-age=0, s-maxage=86400": 86400, "max-age=86400, s-maxage=0": 0, "max-age=300, no-cache": 0, `max-age="60"`: 60,
		"max-age=soon": math.MaxInt32, "immutable": math.MaxInt32, "max-age=300, immutable": math.MaxInt32,
	} {
		got, said := keeps(http.Header{"Cache-Control": {text}})
		require.True(t, said, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "public", "must-revalidate"} {
		_, said := keeps(http.Header{"Cache-Control": {text}})
		require.False(t, said, text)
	}
	_, said := keeps(nil)
	require.False(t, said)
}

func TestTheManifestSaysHowLongEachFileMayBeKept(t *testing.T) {
	_, m := built(t)
	x := newIndex(m)
	for at, want := range map[string]int{
		"shop/plivo.xml": entriesKept, "shop/night.tropo.json": entriesKept,
		"shop/v/2f754e7d0f64/plivo/main.xml": 300, "shop/v/2f754e7d0f64/tropo/main/1.json": 300,
		"shop/plivo/main.xml": entriesKept, // without versions every file is replaced
	} {
		got, ok := x.allowed(&ask{want: want0(at)})
		require.True(t, ok, at)
		require.Equal(t, want, got, at)
	}
	routed := want0("shop/v/2f754e7d0f64/plivo/main/1.xml")
	routed.routed = true
	got, ok := x.allowed(&ask{want: routed})
	require.True(t, ok)
	require.Zero(t, got)
}

func want0(file string) want { return want{file: file} }

func TestContentTypesThatAProviderReads(t *testing.T) {
	xml := []string{"text/xml", "application/xml"}
	for text, want := range map[string]Kind{
		"text/xml": "", "application/xml": "", "Text/XML; Charset=UTF-8": "", "text/xml;charset=us-ascii": "", `text/xml; charset="utf-8"`: "",
		"": WrongType, "text/html": WrongType, "application/octet-stream": WrongType, "text/xml; =": WrongType, "application/rss+xml": WrongType,
		"text/xml; charset=iso-8859-1": WrongCharset,
	} {
		require.Equal(t, want, wrongType(text, xml), text)
	}
}

func TestEveryKindHasASentenceAndANextStep(t *testing.T) {
	seen := map[Kind]bool{}
	for _, k := range troubles {
		require.False(t, seen[k.kind], k.kind)
		seen[k.kind] = true
		require.NotEmpty(t, k.kind.Says())
		require.NotEmpty(t, k.kind.Mend())
	}
	for _, c := range Checks() {
		require.NotEqual(t, string(c), c.Title())
	}
}
