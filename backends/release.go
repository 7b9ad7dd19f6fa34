package backends

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// NoVersion as a release name leaves the version segment out of every path, for
// hosts that cannot have it; a deploy then changes documents under calls that
// are in progress.
const NoVersion = "none"

// Release is one version of a flow, compiled for one or more targets.
type Release struct {
	Flow string
	// Version is the hash over all documents, or the name given; empty for
	// NoVersion.
	Version string
	Bundles []*Bundle

	// made are the files of each bundle, kept because every part of a build asks for
	// them; nil for a release that Assemble did not make.
	made  []made
	files int
	bytes int64
}

// File is one file of the output tree. Files that repeat a document share its text.
type File struct {
	// Path is relative to the output folder, with slashes.
	Path string
	Text []byte
	// SHA256 is that of the text in hexadecimal; empty where nobody has computed it.
	SHA256 string
}

// Assemble gives the bundles of one flow their version: the name, or a hash over
// every path and document with the version left open, so that the same input has
// the same version on any machine. The error is for a name that cannot be part
// of a path, or for two files of one path. The bundles are not changed any more: the
// release keeps the files that are made of them.
func Assemble(flow string, bundles []*Bundle, name string) (*Release, error) {
	r := &Release{Flow: flow, Bundles: bundles, Version: name}
	switch {
	case name == "":
		r.Version = fingerprint(bundles)
	case name == NoVersion:
		r.Version = ""
	case !isReleaseName(name):
		return nil, fmt.Errorf("a release name has 1 to 63 letters a-z, digits, -, _ and dots inside, unlike %q", name)
	case isDevice(name):
		return nil, fmt.Errorf("a release cannot be called %q: Windows keeps that name for a device, whatever stands behind the dot", name)
	}
	for _, b := range bundles {
		of, err := b.sources()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.Site.Target, err)
		}
		r.made = append(r.made, r.make(b, of))
	}
	for _, m := range r.made {
		for _, list := range [][]File{m.versioned, m.entries} {
			r.files += len(list)
			for i := range list {
				r.bytes += int64(len(list[i].Text))
			}
		}
	}
	return r, nil
}

func isReleaseName(s string) bool {
	if len(s) < 1 || len(s) > 63 || strings.Trim(s, "._-") != s {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && !strings.ContainsRune("._-", rune(c)) {
			return false
		}
	}
	return true
}

// versionLength is in hexadecimal digits: 48 bits, far more than the versions a
// flow will ever have.
const versionLength = 12

func fingerprint(bundles []*Bundle) string {
	p := print{Hash: sha256.New()}
	for _, b := range bundles {
		p.texts(b.Site.Target, b.MediaType)
		for i := range b.Documents {
			d := &b.Documents[i]
			p.texts(d.Path)
			p.body(&d.Body)
		}
		for _, a := range b.Answers {
			p.texts(a.Path, a.Of)
		}
		for _, e := range b.Entries {
			p.texts(e.Name, e.Of)
		}
	}
	return hex.EncodeToString(p.Sum(nil))[:versionLength]
}

// print hashes texts, each behind its length, so that no two lists of texts look
// alike.
type print struct {
	hash.Hash
	buffer []byte
}

func (p *print) texts(texts ...string) {
	for _, t := range texts {
		p.length(len(t))
		p.buffer = append(p.buffer, t...)
		p.Write(p.buffer)
	}
}

// body hashes a body with a zero byte where the version goes.
func (p *print) body(b *Body) {
	const open = "\x00"
	p.length(b.Size(len(open)))
	p.buffer = b.appendTo(p.buffer, open)
	p.Write(p.buffer)
}

func (p *print) length(n int) {
	p.buffer = append(strconv.AppendInt(p.buffer[:0], int64(n), 10), ':')
}

// isAnswer is the source of a file that repeats a document.
const isAnswer = -1

// sources are the files of a bundle by their paths: the position of a document, or
// isAnswer. It refuses bundles whose files would overwrite each other or repeat a
// document that does not exist.
func (b *Bundle) sources() (map[string]int, error) {
	of := make(map[string]int, len(b.Documents)+len(b.Answers))
	for i := range b.Documents {
		path := b.Documents[i].Path
		if _, twice := of[path]; twice {
			return nil, fmt.Errorf("two documents at %s", path)
		}
		of[path] = i
	}
	for _, a := range b.Answers {
		if _, twice := of[a.Path]; twice {
			return nil, fmt.Errorf("two files at %s", a.Path)
		}
		of[a.Path] = isAnswer
		if i, ok := of[a.Of]; !ok || i == isAnswer {
			return nil, fmt.Errorf("%s repeats %s, which is no document", a.Path, a.Of)
		}
	}
	for _, e := range b.Entries {
		if i, ok := of[e.Of]; !ok || i == isAnswer {
			return nil, fmt.Errorf("%s repeats %s, which is no document", e.Name, e.Of)
		}
	}
	return of, nil
}

// segment is the version's part of every link.
func (r *Release) segment() string {
	if r.Version == "" {
		return ""
	}
	return "v/" + r.Version + "/"
}

// Folder is where the bundle's documents stand, relative to the output folder,
// with a final slash.
func (r *Release) Folder(b *Bundle) string { return r.Flow + "/" + r.segment() + b.Site.Target + "/" }

// CanonicalBase is the address under which a tree is published: lower-case
// scheme and host, no default port, a final slash. The error says what is wrong
// with it and never repeats a password.
func CanonicalBase(base string) (string, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return "", errors.New("the base URL is not an address")
	case u.User != nil:
		return "", errors.New("the base URL holds a user name or password, and it would be published")
	case strings.ToLower(u.Scheme) != "https" && strings.ToLower(u.Scheme) != "http":
		return "", errors.New("the base URL must begin with https:// or http://, for example https://ivr.example.com/")
	case u.Hostname() == "":
		return "", errors.New("the base URL names no host")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", errors.New("the base URL must have no ? and no #: file names are put behind it")
	}
	scheme, host, port := strings.ToLower(u.Scheme), strings.ToLower(u.Hostname()), u.Port()
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && !(scheme == "https" && port == "443") && !(scheme == "http" && port == "80") {
		host += ":" + port
	}
	path := u.EscapedPath()
	if slices.ContainsFunc(strings.Split(path, "/"), func(s string) bool { return s == "." || s == ".." }) {
		return "", errors.New("the base URL must not contain . or .. as a folder")
	}
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	return scheme + "://" + host + path, nil
}
