package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"ivrc/backends"
)

// ManifestName is the file in the root of a tree that describes it (design §5).
const ManifestName = "ivrc-manifest.json"

// Source gives the tree that is published now.
type Source interface {
	// Tree is the tree as it is now: one request uses one. The error says why there
	// is none.
	Tree() (Tree, error)
}

// Tree is a published tree as it is at one moment.
type Tree interface {
	// Has says that a file is there, by its path without a slash in front.
	Has(path string) bool
	// Open is that file; the error is fs.ErrNotExist where no file is there, and of
	// links that lead out of the tree.
	Open(path string) (*File, error)
	// About is what the manifest says; never nil.
	About() *About
}

// File is one open file.
type File struct {
	io.ReadSeekCloser
	// Size is in bytes; Tag names the content, for ETag.
	Size int64
	Tag  string
}

// About is what a manifest says to a host.
type About struct {
	// Flows have their entries and versions, without the lists of files.
	Flows []Flow
	// Headers are what the host should send.
	Headers []backends.ManifestHeader
	// prefixes are the paths of the base addresses, the longest first, each with a
	// slash in front and behind.
	prefixes []string
}

// Flow is a flow of a tree.
type Flow struct {
	Flow     string                   `json:"flow"`
	Entries  []backends.ManifestEntry `json:"entries"`
	Versions []Version                `json:"versions"`
}

// Version is a version of a flow for one target.
type Version struct {
	Version string `json:"version"`
	Target  string `json:"target"`
	Base    string `json:"base"`
}

// manifestLimit is in bytes: about a million files.
const manifestLimit = 256 << 20

// readAbout reads a manifest. It looks only at what a host needs, and refuses a
// format that this ivrc does not know.
func readAbout(from io.Reader) (*About, error) {
	var m struct {
		Format  int                       `json:"ivrc_manifest"`
		Flows   []Flow                    `json:"flows"`
		Headers []backends.ManifestHeader `json:"headers"`
	}
	text, err := io.ReadAll(io.LimitReader(from, manifestLimit+1))
	if err != nil {
		return nil, err
	}
	if len(text) > manifestLimit {
		return nil, fmt.Errorf("it is larger than %d MB", manifestLimit>>20)
	}
	if json.Unmarshal(text, &m) != nil || m.Format == 0 {
		return nil, errors.New("it was not written by ivrc")
	}
	if m.Format != backends.ManifestFormat {
		return nil, fmt.Errorf("its format is %d, and this ivrc knows %d", m.Format, backends.ManifestFormat)
	}
	return newAbout(m.Flows, m.Headers), nil
}

func newAbout(flows []Flow, headers []backends.ManifestHeader) *About {
	a := &About{Flows: flows, Headers: headers}
	for _, f := range flows {
		for _, v := range f.Versions {
			base, err := url.Parse(v.Base)
			if err != nil {
				continue
			}
			if prefix := base.EscapedPath(); prefix != "/" && prefix != "" && !slices.Contains(a.prefixes, prefix) {
				a.prefixes = append(a.prefixes, prefix)
			}
		}
	}
	slices.SortFunc(a.prefixes, func(a, b string) int { return len(b) - len(a) })
	return a
}

// inside is a path of a request as one in the tree: what the base address has is
// taken off, and nothing where a proxy in front has done so.
func (a *About) inside(path string) string {
	for _, prefix := range a.prefixes {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			return rest
		}
	}
	return strings.TrimPrefix(path, "/")
}

// textFile is a file that is a text in memory.
func textFile(text []byte) *File {
	sum := sha256.Sum256(text)
	return &File{ReadSeekCloser: closable{bytes.NewReader(text)}, Size: int64(len(text)), Tag: hex.EncodeToString(sum[:8])}
}

type closable struct{ *bytes.Reader }

// Close has nothing to do.
func (closable) Close() error { return nil }
