package backends

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// threeFlows is a manifest as builds write them.
func threeFlows() *Manifest {
	m := &Manifest{Format: ManifestFormat, Headers: headers(), Upload: uploadOrder()}
	for i, id := range []string{"clinic", "desk", "survey"} {
		f := m.Flow(id)
		file := ManifestFile{Path: id + "/tropo.json", SHA256: "aa", Size: 5}
		f.AddEntry(ManifestEntry{Target: "tropo", Use: "answer", Version: "v1", ManifestFile: file})
		for n := range i + 1 {
			v := ManifestVersion{Version: fmt.Sprint("v", n), Target: "tropo", Router: []ManifestRoute{{Step: "main", Path: "main/actions"}}, Posted: []string{}}
			for k := range 2 {
				v.Files = append(v.Files, ManifestFile{Path: fmt.Sprintf("main/%d.json", k), SHA256: "bb", Size: k})
			}
			f.AddVersion(v)
		}
	}
	m.Flow("desk").Retire("v0", "v1")
	return m
}

// TestAPartOfAManifestIsEncodedAsTheWhole reads each choice of flows: those are as they
// are in the whole, and the others are written back byte for byte.
func TestAPartOfAManifestIsEncodedAsTheWhole(t *testing.T) {
	whole := threeFlows()
	text, err := whole.Encode()
	require.NoError(t, err)
	full, ok := DecodeAsEncoded(text)
	require.True(t, ok)
	for choice := range 8 {
		wanted := map[string]bool{}
		for i, f := range full.Flows {
			wanted[f.Flow] = choice>>i&1 == 1
		}
		m, ok := DecodePart(string(text), func(flow string) bool { return wanted[flow] })
		require.True(t, ok)
		require.Equal(t, choice != 7, m.Unread())
		require.Equal(t, whole.FileCount(), m.FileCount())
		again, err := m.Encode()
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))
		for i, f := range m.Flows {
			if wanted[f.Flow] {
				require.Equal(t, full.Flows[i], f)
			} else {
				require.Empty(t, f.Versions)
			}
		}
		// What is replaced is replaced as in the whole.
		for _, to := range []*Manifest{m, whole} {
			to.Flow("between").AddVersion(ManifestVersion{Version: "v9", Target: "tropo"})
		}
		again, err = m.Encode()
		require.NoError(t, err)
		want, err := whole.Encode()
		require.NoError(t, err)
		require.Equal(t, string(want), string(again))
		whole = threeFlows()
	}
}

func TestAManifestWithoutFlowsHasNoParts(t *testing.T) {
	for _, m := range []*Manifest{{Format: 1}, {Format: 1, Flows: []ManifestFlow{}}} {
		text, err := m.Encode()
		require.NoError(t, err)
		if got, ok := DecodePart(string(text), func(string) bool { return true }); ok {
			again, err := got.Encode()
			require.NoError(t, err)
			require.Equal(t, string(text), string(again))
		}
	}
}

// FuzzAPartOfAManifestIsEncodedAsTheWhole holds any text that Encode could have written.
func FuzzAPartOfAManifestIsEncodedAsTheWhole(f *testing.F) {
	text, err := threeFlows().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, uint8(2))
	f.Add(bytes.Replace(text, []byte(`"flow": "desk"`), []byte(`"flow": "desk\n    }"`), 1), uint8(5))
	f.Add(bytes.Replace(text, []byte("clinic"), []byte("zoo"), 1), uint8(1))
	f.Fuzz(func(t *testing.T, text []byte, choice uint8) {
		full, ok := DecodeAsEncoded(text)
		if !ok {
			return
		}
		wanted := map[string]bool{}
		for i, flow := range full.Flows {
			wanted[flow.Flow] = choice>>(i%8)&1 == 1
		}
		part, ok := DecodePart(string(text), func(flow string) bool { return wanted[flow] })
		if !ok {
			return
		}
		again, err := part.Encode()
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))
	})
}
