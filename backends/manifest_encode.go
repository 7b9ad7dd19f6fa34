package backends

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
)

// Encode is the manifest as JSON with a final newline: the bytes of encoding/json, in
// a twentieth of its time. A tree has a file for every key of every menu, and each has
// a line here.
func (m *Manifest) Encode() ([]byte, error) {
	var text bytes.Buffer
	text.Grow(1024 + usualLine*m.FileCount())
	err := m.EncodeTo(&text)
	return text.Bytes(), err
}

// EncodeTo writes what Encode gives, flow by flow. The error is one of the writer.
func (m *Manifest) EncodeTo(to io.Writer) error {
	w := manifestWriter{}
	w.open('{')
	w.number("ivrc_manifest", m.Format)
	w.key("flows")
	list(&w, m.Flows, func(w *manifestWriter, f ManifestFlow) {
		w.flush(to)
		w.flow(f)
	})
	w.key("headers")
	list(&w, m.Headers, (*manifestWriter).header)
	listUnlessEmpty(&w, "upload", m.Upload, (*manifestWriter).quoted)
	w.close('}')
	w.out = append(w.out, '\n')
	w.flush(to)
	return w.err
}

// usualLine is about as many bytes as a file takes in a manifest.
const usualLine = 216

// manifestWriter writes indented JSON.
type manifestWriter struct {
	out   []byte
	depth int
	begun bool // something stands in the innermost brackets
	err   error
}

// flush writes what there is so far.
func (w *manifestWriter) flush(to io.Writer) {
	if w.err == nil {
		_, w.err = to.Write(w.out)
	}
	w.out = w.out[:0]
}

func list[T any](w *manifestWriter, items []T, write func(*manifestWriter, T)) {
	if items == nil {
		w.out = append(w.out, "null"...)
		return
	}
	w.open('[')
	for _, item := range items {
		w.next()
		write(w, item)
	}
	w.close(']')
}

func listUnlessEmpty[T any](w *manifestWriter, name string, items []T, write func(*manifestWriter, T)) {
	if len(items) > 0 {
		w.key(name)
		list(w, items, write)
	}
}

func (w *manifestWriter) flow(f ManifestFlow) {
	if f.unread != "" {
		w.out = append(w.out, f.unread...)
		w.begun = true
		return
	}
	w.open('{')
	w.text("flow", f.Flow)
	w.key("entries")
	list(w, f.Entries, (*manifestWriter).entry)
	w.key("versions")
	list(w, f.Versions, (*manifestWriter).version)
	listUnlessEmpty(w, "retired", f.Retired, (*manifestWriter).retired)
	w.close('}')
}

func (w *manifestWriter) entry(e ManifestEntry) {
	w.open('{')
	w.text("target", e.Target)
	w.unlessEmpty("entry", e.Entry)
	w.text("use", e.Use)
	w.text("url", e.URL)
	w.unlessEmpty("version", e.Version)
	w.properties(e.ManifestFile)
	w.close('}')
}

func (w *manifestWriter) version(v ManifestVersion) {
	w.open('{')
	w.unlessEmpty("version", v.Version)
	w.text("target", v.Target)
	w.text("base", v.Base)
	w.text("folder", v.Folder)
	w.text("media_type", v.MediaType)
	w.key("router")
	list(w, v.Router, (*manifestWriter).route)
	w.key("posted")
	list(w, v.Posted, (*manifestWriter).quoted)
	w.unlessEmpty("events", v.Events)
	w.key("files")
	list(w, v.Files, (*manifestWriter).file)
	listUnlessEmpty(w, "starts", v.Starts, (*manifestWriter).start)
	w.close('}')
}

func (w *manifestWriter) route(r ManifestRoute) {
	w.open('{')
	w.text("step", r.Step)
	w.text("path", r.Path)
	w.close('}')
}

func (w *manifestWriter) start(s ManifestStart) {
	w.open('{')
	w.text("path", s.Path)
	w.unlessEmpty("entry", s.Entry)
	w.text("use", s.Use)
	w.text("document", s.Document)
	w.close('}')
}

func (w *manifestWriter) retired(r ManifestRetired) {
	w.open('{')
	w.text("version", r.Version)
	w.text("to", r.To)
	w.close('}')
}

func (w *manifestWriter) file(f ManifestFile) {
	w.open('{')
	w.properties(f)
	w.close('}')
}

func (w *manifestWriter) properties(f ManifestFile) {
	w.text("path", f.Path)
	w.text("sha256", f.SHA256)
	w.number("size", f.Size)
}

func (w *manifestWriter) header(h ManifestHeader) {
	w.open('{')
	w.text("files", h.Files)
	w.unlessEmpty("content_type", h.ContentType)
	w.text("cache_control", h.CacheControl)
	w.close('}')
}

func (w *manifestWriter) open(bracket byte) {
	w.out = append(w.out, bracket)
	w.depth++
	w.begun = false
}

func (w *manifestWriter) close(bracket byte) {
	w.depth--
	if w.begun {
		w.newline()
	}
	w.out = append(w.out, bracket)
	w.begun = true
}

// next begins another item or property.
func (w *manifestWriter) next() {
	if w.begun {
		w.out = append(w.out, ',')
	}
	w.newline()
	w.begun = true
}

func (w *manifestWriter) newline() {
	w.out = append(w.out, '\n')
	for range w.depth {
		w.out = append(w.out, "  "...)
	}
}

func (w *manifestWriter) key(name string) {
	w.next()
	w.quoted(name)
	w.out = append(w.out, ": "...)
}

func (w *manifestWriter) text(name, value string) {
	w.key(name)
	w.quoted(value)
}

func (w *manifestWriter) unlessEmpty(name, value string) {
	if value != "" {
		w.text(name, value)
	}
}

func (w *manifestWriter) number(name string, value int) {
	w.key(name)
	w.out = strconv.AppendInt(w.out, int64(value), 10)
}

// quoted leaves to the library what needs more than quotes.
func (w *manifestWriter) quoted(text string) {
	for i := 0; i < len(text); i++ {
		if !needsNoMore(text[i]) {
			escaped, _ := json.Marshal(text) // a string has no error
			w.out = append(w.out, escaped...)
			return
		}
	}
	w.out = append(w.out, '"')
	w.out = append(w.out, text...)
	w.out = append(w.out, '"')
}

// needsNoMore says that a character stands in JSON as it is: what can be seen of ASCII,
// but " \ < > &. Most of a manifest is looked at here, so the characters are bits.
func needsNoMore(c byte) bool {
	const (
		low  = (1<<32 - 1) << 32 &^ (1<<'"' | 1<<'&' | 1<<'<' | 1<<'>')
		high = (1<<63 - 1) &^ (1 << ('\\' - 64))
	)
	if c < 64 {
		return uint64(low)>>c&1 == 1
	}
	return c < 128 && uint64(high)>>(c-64)&1 == 1
}
