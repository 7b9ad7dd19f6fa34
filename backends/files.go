package backends

import (
	"crypto/sha256"
	"encoding/hex"
)

// made are the files of one bundle in the order of Files.
type made struct{ versioned, entries []File }

// Files are the documents and answers of a bundle, then its entry files, each in
// the bundle's order. Paths are relative to the output folder. The lists are the
// release's own: they are read only.
func (r *Release) Files(b *Bundle) (versioned, entries []File) {
	for i := range r.made {
		if r.Bundles[i] == b {
			return r.made[i].versioned, r.made[i].entries
		}
	}
	of := make(map[string]int, len(b.Documents))
	for i := range b.Documents {
		of[b.Documents[i].Path] = i
	}
	m := r.make(b, of)
	return m.versioned, m.entries
}

// DropDocuments gives away what the files of the bundles were made of. Files still has
// the files; nothing else can be made of the bundles any more.
func (r *Release) DropDocuments() {
	if len(r.made) != len(r.Bundles) {
		return
	}
	for _, b := range r.Bundles {
		b.Documents, b.Answers = nil, nil
	}
}

// DropFiles gives away the files too: Size is what is known of them.
func (r *Release) DropFiles() {
	if len(r.made) != len(r.Bundles) {
		return
	}
	r.DropDocuments()
	clear(r.made)
}

// Size is how many files Assemble made, and how many bytes they are.
func (r *Release) Size() (files int, bytes int64) { return r.files, r.bytes }

// make renders each document once, and hashes it once, however many files repeat it.
// The positions of documents are by their paths.
func (r *Release) make(b *Bundle, documents map[string]int) made {
	folder, segment, extension := r.Folder(b), r.segment(), b.Site.Extension
	m := made{versioned: make([]File, 0, len(b.Documents)+len(b.Answers))}
	for i := range b.Documents {
		d := &b.Documents[i]
		text := d.Body.Render(segment)
		f := File{Path: folder + d.Path + extension, Text: text, SHA256: hashOf(text)}
		m.versioned = append(m.versioned, f)
	}
	for _, a := range b.Answers {
		m.versioned = append(m.versioned, m.versioned[documents[a.Of]].under(folder+a.Path+extension))
	}
	for _, e := range b.Entries {
		m.entries = append(m.entries, m.versioned[documents[e.Of]].under(r.Flow+"/"+e.Name))
	}
	return m
}

// under is a copy of the file at another path.
func (f File) under(path string) File {
	f.Path = path
	return f
}

func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
