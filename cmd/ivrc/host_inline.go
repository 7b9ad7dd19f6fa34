package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"

	"ivrc/backends"
	"ivrc/backends/hosts"
	"ivrc/backends/publish"
)

// inlined is a published tree for a host that holds it in its own code: what the
// manifest lists, with the paths of its addresses, and the manifest itself. A file
// without its hash is refused.
func inlined(dist string) ([]hosts.Document, error) {
	root, err := os.OpenRoot(dist)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("--inline: there is no folder %s", dist)
	}
	if err != nil {
		return nil, failure(err)
	}
	defer root.Close()
	m, err := publish.Read(root)
	if err != nil {
		return nil, failure(err)
	}
	if len(m.Flows) == 0 {
		return nil, usage("%s holds no published flow; ivrc build writes one", dist)
	}
	in := inlining{root: root, at: map[string]bool{}}
	for _, f := range m.Flows {
		for _, e := range f.Entries {
			in.add(e.URL, e.Path, &e.ManifestFile)
		}
		for _, v := range f.Versions {
			for _, file := range v.Files {
				in.add(v.Base+v.Folder+file.Path, v.Folder+file.Path, &file)
			}
			in.add(v.Base+publish.ManifestName, publish.ManifestName, nil)
		}
	}
	if in.err != nil {
		return nil, failure(in.err)
	}
	return in.documents, nil
}

// inlining collects documents, and the first error.
type inlining struct {
	root      *os.Root
	at        map[string]bool
	documents []hosts.Document
	err       error
}

func (in *inlining) add(address, file string, want *backends.ManifestFile) {
	if in.err != nil {
		return
	}
	u, err := url.Parse(address)
	if err != nil {
		in.err = err
		return
	}
	if in.at[u.Path] {
		return
	}
	text, err := readDocument(in.root, file)
	if err != nil {
		in.err = err
		return
	}
	if sum := sha256.Sum256(text); want != nil && hex.EncodeToString(sum[:]) != want.SHA256 {
		in.err = fmt.Errorf("%s is not the file that its manifest describes", file)
		return
	}
	in.at[u.Path] = true
	in.documents = append(in.documents, hosts.Document{Path: u.Path, Text: text})
}

// longestDocument is in bytes; no provider takes a longer one.
const longestDocument = 256 << 20

func readDocument(root *os.Root, file string) ([]byte, error) {
	f, err := root.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, longestDocument))
}

// sizes says how large files with documents inside are: hosts have limits.
func (s session) sizes(files []hosts.File, tree []hosts.Document) error {
	different := map[string]bool{}
	for _, d := range tree {
		different[string(d.Text)] = true
	}
	for _, f := range files {
		if base := path.Base(f.Path); base != "ivr.mjs" && base != "_ivr.mjs" && base != "kvs.json" {
			continue
		}
		var packed counter
		w := gzip.NewWriter(&packed)
		_, err := io.Copy(w, bytes.NewReader(f.Text))
		if err := errors.Join(err, w.Close()); err != nil {
			return failure(err)
		}
		if _, err := fmt.Fprintf(s.talk, "%s: %d files, %d of them different; %d kB, %d kB packed\n",
			f.Path, len(tree), len(different), kilo(len(f.Text)), kilo(int(packed))); err != nil {
			return err
		}
	}
	return nil
}

// counter counts what is written.
type counter int

// Write counts, and never fails.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// kilo is a size in kB, rounded up.
func kilo(n int) int { return (n + 999) / 1000 }
