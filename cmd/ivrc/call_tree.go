package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"ivrc/backends"
	"ivrc/backends/crawl"
	"ivrc/backends/fetch"
	"ivrc/backends/publish"
	"ivrc/compiler/secret"
)

const (
	// mostRead is the largest file of a tree that is read; no provider takes more
	// than 100 kB (plivo.md §3.8).
	mostRead = 1 << 20
	// mostListed is the largest manifest that is read from a host: a few hundred
	// thousand files.
	mostListed = 64 << 20
	// patience is how long a host may take for one answer: longer than any provider
	// waits.
	patience = 20 * time.Second
)

// begins says that a call begins with a file of that use: the document for the
// answer, or the campaign that is drawn.
func begins(use string) bool { return use == "answer" || use == "campaign" }

// publication is a flow of a tree for one target.
type publication struct {
	flow, target, base string
	entries            []string
}

// placeInFolder is a call over the files of an output folder.
func placeInFolder(f *callFlags, folder string) (*walkable, error) {
	root, m, err := openPublished(folder)
	if err != nil {
		return nil, err
	}
	p, err := f.choose(m, folder)
	if err != nil {
		return nil, err
	}
	return p.place(fetch.Tree{Base: p.base, Read: func(path string) ([]byte, bool) { return readIn(root, path) }})
}

// readIn reads a regular file of a tree.
func readIn(root *os.Root, path string) ([]byte, bool) {
	file, err := root.Open(path)
	if err != nil {
		return nil, false
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > mostRead {
		return nil, false
	}
	text, err := io.ReadAll(io.LimitReader(file, mostRead))
	return text, err == nil
}

// placeOnHost is a call over what a host serves. It fetches below the address that
// was given and nowhere else: links to the base URL of the build are looked up
// there too.
func (s session) placeOnHost(f *callFlags, address string) (*walkable, error) {
	host, err := hostBase(address)
	if err != nil {
		return nil, err
	}
	web := fetch.Web{Client: &http.Client{Timeout: patience}, Context: s.ctx}
	index := web
	index.Most = mostListed
	answer, err := index.Fetch(fetch.Request{Method: http.MethodGet, URL: host + publish.ManifestName})
	switch {
	case s.interrupted() != nil:
		return nil, errInterrupted
	case err != nil:
		return nil, unreachable(crawl.Unreachable{Err: err})
	case answer.Status != http.StatusOK && f.flow != "" && f.target != "":
		// Not every host shows the manifest; the links tell whether the base is right.
		p := publication{flow: f.flow, target: f.target, base: host, entries: []string{""}}
		return p.place(below{web, host, host})
	case answer.Status != http.StatusOK:
		return nil, usage("%s answers %s with status %d; without it, say what is there with --flow and --target", host, publish.ManifestName, answer.Status)
	}
	m, err := publish.Decode(answer.Body)
	if err != nil {
		return nil, usage("%s%s: %w", host, publish.ManifestName, err)
	}
	p, err := f.choose(m, host)
	if err != nil {
		return nil, err
	}
	if p.base != host {
		fmt.Fprintf(s.talk, "the documents were built for %s; they are fetched from %s\n", p.base, host)
	}
	return p.place(below{web, p.base, host})
}

// choose finds the flow and the target in a manifest.
func (f *callFlags) choose(m *backends.Manifest, where string) (publication, error) {
	var ids []string
	for _, flow := range m.Flows {
		ids = append(ids, flow.Flow)
	}
	id := f.flow
	switch {
	case len(ids) == 0:
		return publication{}, usage("%s holds no flow", where)
	case id == "" && len(ids) > 1:
		return publication{}, usage("%s holds %s; say which with --flow", where, strings.Join(ids, ", "))
	case id == "":
		id = ids[0]
	}
	i := slices.Index(ids, id)
	if i < 0 {
		return publication{}, usage("%s holds no flow %q; it holds %s%s", where, id, strings.Join(ids, ", "), didYouMean(id, ids))
	}
	return f.chooseTarget(m.Flows[i], where)
}

func (f *callFlags) chooseTarget(flow backends.ManifestFlow, where string) (publication, error) {
	var targets []string
	for _, e := range flow.Entries {
		if begins(e.Use) && !slices.Contains(targets, e.Target) {
			targets = append(targets, e.Target)
		}
	}
	p := publication{flow: flow.Flow, target: f.target}
	switch {
	case len(targets) == 0:
		return p, usage("%s holds no entry of %s", where, flow.Flow)
	case p.target == "" && len(targets) > 1:
		return p, usage("%s is published for %s; say which with --target", flow.Flow, strings.Join(targets, " and "))
	case p.target == targetIR:
		return p, usage("published documents are walked as a provider runs them: --target %s; to walk the flow itself, name its file", strings.Join(targets, " or "))
	case p.target == "":
		p.target = targets[0]
	case !slices.Contains(targets, p.target):
		return p, usage("%s is not published for %q; it is for %s%s", flow.Flow, p.target, strings.Join(targets, ", "), didYouMean(p.target, targets))
	}
	for _, e := range flow.Entries {
		if e.Target != p.target || !begins(e.Use) {
			continue
		}
		if p.entries = append(p.entries, e.Entry); e.Entry == f.entry || p.base == "" {
			p.base = strings.TrimSuffix(e.URL, e.Path)
		}
	}
	return p, nil
}

func (p publication) place(from fetch.Fetcher) (*walkable, error) {
	e, ok := engineOver(p.target, from, p.base, p.flow)
	if !ok {
		return nil, usage("nothing walks documents for %q", p.target)
	}
	// Nobody knows which parts of the flow were credentials, so what looks like one is
	// taken for one; the version in a path does, and is none.
	mask := func(text string) string {
		if strings.HasPrefix(text, p.flow+"/") {
			return text
		}
		return secret.Mask(text)
	}
	return &walkable{engine: e, target: p.target, id: p.flow, file: p.flow + ".ivr.yaml", entries: p.entries, mask: mask}, nil
}

// below fetches from a host what documents link to under their base URL.
type below struct {
	web        fetch.Fetcher
	base, host string
}

// Fetch refuses addresses outside the base URL: nobody named them.
func (b below) Fetch(r fetch.Request) (fetch.Response, error) {
	inside, ok := strings.CutPrefix(r.URL, b.base)
	if !ok {
		return fetch.Response{}, errors.New("it is not below the address of the call, and not fetched")
	}
	r.URL = b.host + inside
	return b.web.Fetch(r)
}
