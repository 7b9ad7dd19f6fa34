package backends

import (
	"strconv"
	"strings"
)

// DecodeAsEncoded reads a manifest that Encode wrote, byte for byte; ok is false for any
// other text, which may be a manifest as well. Nearly all manifests that are read are as
// they were written, and package json takes ten times as long.
//
// It is right without further proof: what it returns is encoded again and compared.
func DecodeAsEncoded(text []byte) (m *Manifest, ok bool) {
	r := manifestReader{text: string(text)}
	m = r.manifest()
	if r.broken {
		return nil, false
	}
	again, err := m.Encode()
	return m, err == nil && string(again) == r.text
}

// manifestReader reads properties in the order of Encode. White space and commas are
// not looked at: encoding again does that.
type manifestReader struct {
	text   string
	at     int
	broken bool // the text does not go on as a manifest
}

func (r *manifestReader) space() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\n' || r.text[r.at] == ',') {
		r.at++
	}
}

// take skips what stands there if it is that.
func (r *manifestReader) take(what string) bool {
	r.space()
	if !strings.HasPrefix(r.text[r.at:], what) {
		return false
	}
	r.at += len(what)
	return true
}

func (r *manifestReader) must(what string) {
	if !r.take(what) {
		r.broken = true
	}
}

// key skips the name of a property, if it is the next.
func (r *manifestReader) key(name string) bool {
	r.space()
	rest := r.text[r.at:]
	n := len(name)
	if len(rest) < n+3 || rest[0] != '"' || rest[1:n+1] != name || rest[n+1] != '"' || rest[n+2] != ':' {
		return false
	}
	r.at += n + 3
	return true
}

// quoted is a string without escapes.
func (r *manifestReader) quoted() string {
	if !r.take(`"`) {
		r.broken = true
		return ""
	}
	end := strings.IndexByte(r.text[r.at:], '"')
	if end < 0 || strings.IndexByte(r.text[r.at:r.at+end], '\\') >= 0 {
		r.broken = true
		return ""
	}
	text := r.text[r.at : r.at+end]
	r.at += end + 1
	return text
}

// property is a string that must be there, optional one that may be missing.
func (r *manifestReader) property(name string) string {
	if !r.key(name) {
		r.broken = true
		return ""
	}
	return r.quoted()
}

func (r *manifestReader) optional(name string) string {
	if !r.key(name) {
		return ""
	}
	return r.quoted()
}

func (r *manifestReader) number(name string) int {
	if !r.key(name) {
		r.broken = true
		return 0
	}
	r.space()
	from := r.at
	for r.at < len(r.text) && (r.text[r.at] >= '0' && r.text[r.at] <= '9' || r.text[r.at] == '-') {
		r.at++
	}
	n, err := strconv.Atoi(r.text[from:r.at])
	r.broken = r.broken || err != nil
	return n
}

// items is a list that must be there; null is none.
func items[T any](r *manifestReader, name string, read func(*manifestReader) T) []T {
	if !r.key(name) {
		r.broken = true
		return nil
	}
	if r.take("null") {
		return nil
	}
	r.must("[")
	list := []T{}
	for !r.broken && !r.take("]") {
		list = append(list, read(r))
	}
	return list
}

func itemsIfAny[T any](r *manifestReader, name string, read func(*manifestReader) T) []T {
	if at := r.at; r.key(name) {
		r.at = at
		return items(r, name, read)
	}
	return nil
}

func (r *manifestReader) manifest() *Manifest {
	r.must("{")
	m := &Manifest{
		Format:  r.number("ivrc_manifest"),
		Flows:   items(r, "flows", (*manifestReader).flow),
		Headers: items(r, "headers", (*manifestReader).header),
		Upload:  itemsIfAny(r, "upload", (*manifestReader).quoted),
	}
	r.must("}")
	return m
}

func (r *manifestReader) flow() ManifestFlow {
	r.must("{")
	f := ManifestFlow{
		Flow:     r.property("flow"),
		Entries:  items(r, "entries", (*manifestReader).entry),
		Versions: items(r, "versions", (*manifestReader).version),
		Retired:  itemsIfAny(r, "retired", (*manifestReader).retired),
	}
	r.must("}")
	return f
}

func (r *manifestReader) entry() ManifestEntry {
	r.must("{")
	e := ManifestEntry{
		Target: r.property("target"), Entry: r.optional("entry"), Use: r.property("use"), URL: r.property("url"),
		Version: r.optional("version"), ManifestFile: r.properties(),
	}
	r.must("}")
	return e
}

func (r *manifestReader) version() ManifestVersion {
	r.must("{")
	v := ManifestVersion{
		Version: r.optional("version"), Target: r.property("target"), Base: r.property("base"), Folder: r.property("folder"),
		MediaType: r.property("media_type"),
		Router:    items(r, "router", (*manifestReader).route),
		Posted:    items(r, "posted", (*manifestReader).quoted),
		Events:    r.optional("events"),
		Files:     items(r, "files", (*manifestReader).file),
		Starts:    itemsIfAny(r, "starts", (*manifestReader).start),
	}
	r.must("}")
	return v
}

func (r *manifestReader) route() ManifestRoute {
	r.must("{")
	route := ManifestRoute{Step: r.property("step"), Path: r.property("path")}
	r.must("}")
	return route
}

func (r *manifestReader) start() ManifestStart {
	r.must("{")
	s := ManifestStart{Path: r.property("path"), Entry: r.optional("entry"), Use: r.property("use"), Document: r.property("document")}
	r.must("}")
	return s
}

func (r *manifestReader) retired() ManifestRetired {
	r.must("{")
	old := ManifestRetired{Version: r.property("version"), To: r.property("to")}
	r.must("}")
	return old
}

func (r *manifestReader) file() ManifestFile {
	r.must("{")
	f := r.properties()
	r.must("}")
	return f
}

func (r *manifestReader) properties() ManifestFile {
	return ManifestFile{Path: r.property("path"), SHA256: r.property("sha256"), Size: r.number("size")}
}

func (r *manifestReader) header() ManifestHeader {
	r.must("{")
	h := ManifestHeader{Files: r.property("files"), ContentType: r.optional("content_type"), CacheControl: r.property("cache_control")}
	r.must("}")
	return h
}
