package backends

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"net/url"
	"slices"
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
}

// File is one file of the output tree.
type File struct {
	// Path is relative to the output folder, with slashes.
	Path string
	Text []byte
}

// Assemble gives the bundles of one flow their version: the name, or a hash over
// every path and document with the version left open, so that the same input has
// the same version on any machine. The error is for a name that cannot be part
// of a path, or for two files of one path.
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
		if err := b.check(); err != nil {
			return nil, fmt.Errorf("%s: %w", b.Site.Target, err)
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
	h := sha256.New()
	for _, b := range bundles {
		part(h, b.Site.Target, b.MediaType)
		for i := range b.Documents {
			d := &b.Documents[i]
			part(h, d.Path, string(d.Body.Render("\x00")))
		}
		for _, a := range b.Answers {
			part(h, a.Path, a.Of)
		}
		for _, e := range b.Entries {
			part(h, e.Name, e.Of)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:versionLength]
}

// part writes texts so that no two lists of texts look alike.
func part(h hash.Hash, texts ...string) {
	for _, t := range texts {
		fmt.Fprintf(h, "%d:%s", len(t), t)
	}
}

// check refuses bundles whose files would overwrite each other or repeat a
// document that does not exist.
func (b *Bundle) check() error {
	seen := make(map[string]bool, len(b.Documents)+len(b.Answers))
	documents := make(map[string]bool, len(b.Documents))
	for _, d := range b.Documents {
		if seen[d.Path] {
			return fmt.Errorf("two documents at %s", d.Path)
		}
		seen[d.Path], documents[d.Path] = true, true
	}
	for _, a := range b.Answers {
		if seen[a.Path] {
			return fmt.Errorf("two files at %s", a.Path)
		}
		seen[a.Path] = true
		if !documents[a.Of] {
			return fmt.Errorf("%s repeats %s, which is no document", a.Path, a.Of)
		}
	}
	for _, e := range b.Entries {
		if !documents[e.Of] {
			return fmt.Errorf("%s repeats %s, which is no document", e.Name, e.Of)
		}
	}
	return nil
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

// Files are the documents and answers of a bundle, then its entry files, each in
// the bundle's order. Paths are relative to the output folder.
func (r *Release) Files(b *Bundle) (versioned, entries []File) {
	texts := make(map[string][]byte, len(b.Documents))
	folder, segment := r.Folder(b), r.segment()
	versioned = make([]File, 0, len(b.Documents)+len(b.Answers))
	for i := range b.Documents {
		d := &b.Documents[i]
		texts[d.Path] = d.Body.Render(segment)
		versioned = append(versioned, File{Path: folder + d.Path + b.Site.Extension, Text: texts[d.Path]})
	}
	for _, a := range b.Answers {
		versioned = append(versioned, File{Path: folder + a.Path + b.Site.Extension, Text: texts[a.Of]})
	}
	for _, e := range b.Entries {
		entries = append(entries, File{Path: r.Flow + "/" + e.Name, Text: texts[e.Of]})
	}
	return versioned, entries
}

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
