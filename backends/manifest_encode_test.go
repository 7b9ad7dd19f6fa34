package backends

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestManifestsHaveTheBytesOfTheLibrary holds the encoder against encoding/json.
func TestManifestsHaveTheBytesOfTheLibrary(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	texts := []string{"", "", "main", "https://ivr.example.com/a?b=1&c=<2>", "\"q\" \\ \n\x00\x7f", "ü \u2028", "\xff", "front-desk/v/1a2b/plivo/main/1.xml"}
	text := func() string { return texts[random.IntN(len(texts))] }
	file := func() ManifestFile { return ManifestFile{Path: text(), SHA256: text(), Size: random.IntN(3000)} }
	manifest, read := Manifest{}, 0
	for range 300 {
		want, err := json.MarshalIndent(&manifest, "", "  ")
		require.NoError(t, err)
		got, err := manifest.Encode()
		require.NoError(t, err)
		require.Equal(t, string(want)+"\n", string(got))
		read += readsAlike(t, got)
		for range 20 {
			damaged := slices.Clone(got)
			at := random.IntN(len(got))
			damaged[at] = "{}[]\",: \\x0\n"[random.IntN(12)]
			readsAlike(t, damaged)
			readsAlike(t, slices.Delete(damaged, at, min(len(damaged), at+random.IntN(30))))
		}

		manifest = Manifest{Format: random.IntN(3), Flows: some(random, func() ManifestFlow {
			return ManifestFlow{
				Flow: text(),
				Entries: some(random, func() ManifestEntry {
					return ManifestEntry{Target: text(), Entry: text(), Use: text(), URL: text(), Version: text(), ManifestFile: file()}
				}),
				Versions: some(random, func() ManifestVersion {
					return ManifestVersion{
						Version: text(), Target: text(), Base: text(), Folder: text(), MediaType: text(),
						Router: some(random, func() ManifestRoute { return ManifestRoute{Step: text(), Path: text()} }),
						Posted: some(random, text), Events: text(), Files: some(random, file),
						Starts: some(random, func() ManifestStart {
							return ManifestStart{Path: text(), Entry: text(), Use: text(), Document: text()}
						}),
					}
				}),
				Retired: some(random, func() ManifestRetired { return ManifestRetired{Version: text(), To: text()} }),
			}
		}), Upload: some(random, text), Headers: some(random, func() ManifestHeader {
			return ManifestHeader{Files: text(), ContentType: text(), CacheControl: text()}
		})}
	}
	require.Greater(t, read, 3)
	text = func() string { return "main" }
	plain, err := (&Manifest{Flows: []ManifestFlow{{Flow: "main", Entries: []ManifestEntry{{ManifestFile: file()}}}}, Headers: headers()}).Encode()
	require.NoError(t, err)
	require.Equal(t, 1, readsAlike(t, plain))
}

// readsAlike wants of what DecodeAsEncoded takes that the library reads the same.
func readsAlike(t *testing.T, text []byte) (taken int) {
	got, ok := DecodeAsEncoded(text)
	if !ok {
		return 0
	}
	var want Manifest
	require.NoError(t, json.Unmarshal(text, &want), "%s", text)
	require.Equal(t, &want, got)
	return 1
}

// some are a few items, none, or not even a list.
func some[T any](random *rand.Rand, one func() T) []T {
	n := random.IntN(4)
	if n == 3 {
		return nil
	}
	list := []T{}
	for range n {
		list = append(list, one())
	}
	return list
}

func TestCharactersThatNeedMoreThanQuotesAreLeftToTheLibrary(t *testing.T) {
	for c := range 256 {
		plain := c >= ' ' && c <= '~' && !strings.ContainsRune(`"\<>&`, rune(c))
		require.Equal(t, plain, needsNoMore(byte(c)), "%q", c)
	}
}
