package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"

	"ivrc/backends/crawl"
	"ivrc/backends/fetch"
	"ivrc/backends/publish"
	"ivrc/compiler/secret"
)

// verifyFolder looks at a tree on disk.
func (s session) verifyFolder(f *verifyFlags, folder string) (*verification, error) {
	if f.manifest != "" || len(f.entries) > 0 {
		return nil, usage("--manifest and --entry are for hosts; a folder is compared with its own manifest")
	}
	if f.secret != "" {
		return nil, usage("--plivo-signature is for hosts; nobody signs what a folder holds")
	}
	info, err := os.Stat(folder)
	switch {
	case folder == "-":
		return nil, usage("verify takes a folder or an address, and reads nothing from standard input")
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage("there is no folder %s; an address begins with https://", folder)
	case err == nil && !info.IsDir():
		return nil, usage("%s is not a folder", folder)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, failure(fmt.Errorf("opening %s: %w", folder, reason(err)))
	}
	defer root.Close()
	v := &verification{place: folder}
	text, err := root.ReadFile(publish.ManifestName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage("%s holds no %s: a build writes one into its output", folder, publish.ManifestName)
	case err != nil:
		return nil, failure(fmt.Errorf("reading the manifest in %s: %w", folder, reason(err)))
	}
	m, err := publish.Decode(text)
	if err != nil {
		v.report.Fail(crawl.Manifest, crawl.Damaged, "%s: %v", publish.ManifestName, err)
		return v, nil
	}
	s.status.say("reading %s", plural(m.FileCount(), "file"))
	report, tree, err := crawl.Disk(root.FS(), m, secret.Mask)
	if err != nil {
		return nil, failure(fmt.Errorf("reading %s: %w", folder, err))
	}
	v.manifest, v.report = m, report
	v.report.OK(crawl.Manifest)
	return v, s.compareFlows(f, v, tree)
}

// mostManifest is the largest manifest that is fetched: about 400 000 files.
const mostManifest = 64 << 20

// host is a place over HTTP.
type host struct {
	base string
	web  fetch.Web
}

// verifyHost looks at what a host gives.
func (s session) verifyHost(f *verifyFlags, address string) (*verification, error) {
	base, err := hostBase(address)
	if err != nil {
		return nil, err
	}
	client := providersClient(f.patience, f.atOnce)
	defer client.CloseIdleConnections()
	h := host{base, fetch.Web{Client: client}}
	v := &verification{place: secret.Mask(base)}
	o := crawl.Options{Most: f.most, Given: f.mostGiven, AtOnce: f.atOnce, Mask: secret.Mask}
	if len(f.entries) > 0 {
		if h.web.Signature, err = s.signature(f.secret, base, nil); err != nil {
			return nil, err
		}
		s.status.say("asking %s", base)
		v.report, err = crawl.Walk(s.ctx, h.web, base, pathsBelow(f.entries, base), o)
		return v, unreachable(err)
	}
	if err := s.expected(f, h, v); err != nil || v.manifest == nil {
		return v, err // without a manifest nothing says what must be there
	}
	if h.web.Signature, err = s.signature(f.secret, base, v.manifest); err != nil {
		return nil, err
	}
	before := v.report.Row(crawl.Manifest)
	s.status.say("asking %s", base)
	report, tree, err := crawl.Host(s.ctx, h.web, base, v.manifest, o)
	if err != nil {
		return nil, unreachable(err)
	}
	v.report = report
	v.report.Add(before)
	crawl.Bases(&v.report, v.manifest, base)
	return v, s.compareFlows(f, v, tree)
}

// providersClient asks hosts as providers do: none is known to ask for compressed
// answers, so it asks for none.
func providersClient(patience time.Duration, atOnce int) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableCompression = true
	transport.MaxIdleConnsPerHost = atOnce
	return &http.Client{Timeout: patience, Transport: transport}
}

// pathsBelow are addresses as paths of the tree.
func pathsBelow(addresses []string, base string) []string {
	paths := make([]string, len(addresses))
	for i, address := range addresses {
		paths[i] = strings.TrimPrefix(address, base)
	}
	return paths
}

// expected finds the manifest to compare with: the one that is given, the one that
// the host publishes, or that of the flows that are given.
func (s session) expected(f *verifyFlags, h host, v *verification) error {
	given, err := givenManifest(f.manifest)
	if err != nil {
		return err
	}
	s.status.say("asking %s for its manifest", h.base)
	web := h.web
	web.Most = mostManifest
	answer, err := web.Fetch(fetch.Request{Method: http.MethodGet, URL: h.base + publish.ManifestName})
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return unreachable(crawl.Unreachable{Err: err})
	}
	published, problem := publishedManifest(answer)
	switch {
	case err != nil:
		problem, answer.Status = "it breaks off", http.StatusOK
		v.report.Fail(crawl.Manifest, crawl.BreaksOff, "%s", publish.ManifestName)
	case published != nil && given != nil:
		v.manifest = given
		compareManifests(&v.report, given, published)
		return nil
	case published != nil:
		v.manifest = published
		v.report.OK(crawl.Manifest)
		return nil
	case answer.Status/100 == 2:
		v.report.Fail(crawl.Manifest, crawl.Damaged, "%s: %s", publish.ManifestName, problem)
	}
	switch {
	case given != nil:
		v.manifest = given
	case len(f.flows) > 0:
		v.manifest, err = s.manifestOfFlows(f, h.base)
		if err != nil {
			return err
		}
	case answer.Status/100 != 2:
		return usage("the host publishes no manifest (%s): say with what to compare, --manifest dist, --flow FILE, or --entry front-desk/plivo.xml", problem)
	}
	fmt.Fprintf(s.talk, "the host publishes no manifest that can be used (%s); calls do not need it\n", problem)
	return nil
}
