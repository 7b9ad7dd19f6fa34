package publish

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"ivrc/backends"
)

// Retirement withdraws a version.
type Retirement struct {
	// Bad is the version that callers shall hear no more, Good the one to which they
	// are led.
	Bad, Good string
	// Flow is the only flow to look at; empty for all that have Bad.
	Flow string
	// DryRun changes nothing.
	DryRun bool
	// Begins says whether a caller who is on the line can be led to where a version
	// begins: not where it dials somebody, or turns calls away. The base is that of
	// the version. Nil says that it can always.
	Begins func(target, flow, base string, read func(path string) ([]byte, bool)) bool
}

// Led says where the callers of a withdrawn version are led.
type Led struct {
	Flow, Version, Target string
	// Same counts the documents that were replaced by that of the same step, Other
	// those whose step the good version does not have.
	Same, Other int
	// Gone are those steps; Where is what their callers get.
	Gone  []string
	Where string
	// Entries counts the entries that lead to the good version now.
	Entries int
}

// Retire puts the documents of the good version in the place of those of the bad
// one: a caller who is in a step of the bad version gets the same step of the
// good one, and goes on there. Entries of the bad version become those of the
// good one. Errors and their effect are those of Write.
func Retire(r Retirement, o Options) (*Report, []Led, error) {
	out, err := published(o)
	if err != nil {
		return nil, nil, err
	}
	var led []Led
	planned := func(p *publication) (pl *plan, err error) {
		pl, led, err = p.retire(r)
		return pl, err
	}
	run := write
	if r.DryRun {
		run = compare
	}
	report, err := run(o, out, planned)
	return report, led, err
}

func (p *publication) retire(r Retirement) (*plan, []Led, error) {
	m, err := p.manifest()
	if err != nil {
		return nil, nil, err
	}
	if r.Bad == r.Good {
		return nil, nil, refuse("version %s cannot be retired to itself", r.Bad)
	}
	was := formerOf(m)
	w := withdrawal{Retirement: r, p: p, old: reader{cursor: cursor{root: p.old}}, texts: map[string][]byte{}}
	defer w.old.close()
	for i := range m.Flows {
		f := &m.Flows[i]
		if r.Flow != "" && f.Flow != r.Flow || !has(f, r.Bad) {
			continue
		}
		if err := w.flow(f); err != nil {
			return nil, nil, err
		}
	}
	if len(w.led) == 0 {
		return nil, nil, refuse("no flow in %s has a version %s; %s", p.Folder, r.Bad, versionsOf(m, r.Flow))
	}
	pl, err := p.against(was, m, slices.Concat(w.documents, w.entries))
	return pl, w.led, err
}

func has(f *backends.ManifestFlow, version string) bool {
	return slices.ContainsFunc(f.Versions, func(v backends.ManifestVersion) bool { return v.Version == version })
}

// versionsOf says which versions there are.
func versionsOf(m *backends.Manifest, flow string) string {
	var list []string
	for _, f := range m.Flows {
		var names []string
		for _, v := range f.Versions {
			if !slices.Contains(names, v.Version) && v.Version != "" {
				names = append(names, v.Version)
			}
		}
		if (flow == "" || f.Flow == flow) && len(names) > 0 {
			list = append(list, f.Flow+" has "+strings.Join(names, ", "))
		}
	}
	if len(list) == 0 {
		return "it has none"
	}
	return strings.Join(list, "; ")
}

// withdrawal collects what a retirement writes.
type withdrawal struct {
	Retirement
	p                  *publication
	old                reader
	documents, entries []backends.File
	led                []Led
	texts              map[string][]byte // of the good version, by their path
}

// flow withdraws the version in one flow: its own documents, and those of
// versions whose callers were led to it before.
func (w *withdrawal) flow(f *backends.ManifestFlow) error {
	if to, ok := f.RetiredTo(w.Good); ok {
		return refuse("version %s of %s was retired to %s: lead callers there, or to another version", w.Good, f.Flow, to)
	}
	for i := range f.Versions {
		v := &f.Versions[i]
		to, before := f.RetiredTo(v.Version)
		if v.Version != w.Bad && !(before && to == w.Bad) {
			continue
		}
		good, err := w.goodFor(f, v.Target)
		if err != nil {
			return err
		}
		led, err := w.version(f.Flow, v, good, before)
		if err != nil {
			return err
		}
		if v.Version == w.Bad {
			if led.Entries, err = w.enter(f, good); err != nil {
				return err
			}
		}
		w.led = append(w.led, led)
	}
	f.Retire(w.Bad, w.Good)
	return nil
}

func (w *withdrawal) goodFor(f *backends.ManifestFlow, target string) (*backends.ManifestVersion, error) {
	for i := range f.Versions {
		v := &f.Versions[i]
		switch {
		case v.Version != w.Good || v.Target != target:
		case len(v.Starts) == 0:
			return nil, refuse("version %s of %s was built by an older ivrc, which did not write down its entries: build it again first", w.Good, f.Flow)
		default:
			return v, nil
		}
	}
	if !has(f, w.Good) {
		return nil, refuse("%s has no version %s; %s", f.Flow, w.Good, versionsOf(&backends.Manifest{Flows: []backends.ManifestFlow{*f}}, ""))
	}
	return nil, refuse("version %s of %s has no documents for %s, and version %s has: there is nothing to lead its callers to", w.Good, f.Flow, target, w.Bad)
}

// version replaces every document of a version.
func (w *withdrawal) version(flow string, v, good *backends.ManifestVersion, before bool) (Led, error) {
	l := newLeader(v, good, before)
	led := Led{Flow: flow, Version: v.Version, Target: v.Target}
	var documents []string
	for _, file := range v.Files {
		to, ok := l.to(file)
		if ok {
			led.Same++
		} else {
			led.Other++
			if isStep(file.Path) {
				led.Gone = append(led.Gone, strings.TrimSuffix(file.Path, path.Ext(file.Path)))
			}
		}
		documents = append(documents, to)
	}
	other := ""
	if led.Other > 0 {
		var err error
		if other, led.Where, err = w.other(flow, good, led.Gone); err != nil {
			return led, err
		}
	}
	for i := range v.Files {
		if documents[i] == "" {
			documents[i] = other
		}
		text, err := w.text(good, documents[i])
		if err != nil {
			return led, err
		}
		w.documents = append(w.documents, backends.File{Path: v.Folder + v.Files[i].Path, Text: text})
		v.Files[i].SHA256, v.Files[i].Size = hashOf(text), len(text)
	}
	return led, nil
}

// other is the document for callers whose step the good version does not have:
// where it begins, else what it says after an error, else the end.
func (w *withdrawal) other(flow string, good *backends.ManifestVersion, gone []string) (document, where string, err error) {
	read := func(file string) ([]byte, bool) {
		name, ok := strings.CutPrefix(file, good.Folder)
		if !ok {
			for _, s := range good.Starts {
				if s.Path == file {
					name, ok = s.Document, true
				}
			}
		}
		if !ok {
			return nil, false
		}
		text, err := w.text(good, name)
		return text, err == nil
	}
	first := slices.IndexFunc(good.Starts, func(s backends.ManifestStart) bool { return s.Entry == "" })
	if first >= 0 && (w.Begins == nil || w.Begins(good.Target, flow, good.Base, read)) {
		return good.Starts[first].Document, "the beginning", nil
	}
	for _, s := range good.Starts {
		if s.Entry == "" && s.Use == "fallback" {
			return s.Document, "what follows an error", nil
		}
	}
	end := "end" + path.Ext(good.Files[0].Path)
	if slices.ContainsFunc(good.Files, func(f backends.ManifestFile) bool { return f.Path == end }) {
		return end, "a hang-up", nil
	}
	return "", "", refuse("version %s of %s begins by dialling or by turning calls away, and has no step for callers in %s; nothing was changed",
		w.Good, flow, strings.Join(gone, ", "))
}

// text is a document of the good version, held to its hash.
func (w *withdrawal) text(good *backends.ManifestVersion, document string) ([]byte, error) {
	name := good.Folder + document
	if text, ok := w.texts[name]; ok {
		return text, nil
	}
	shown := path.Join(w.p.Folder, name)
	i := slices.IndexFunc(good.Files, func(f backends.ManifestFile) bool { return f.Path == document })
	if i < 0 {
		return nil, refuse("the manifest says that %s begins calls, and does not list it", shown)
	}
	folder, err := w.old.to(path.Dir(name))
	var text []byte
	if err == nil {
		text, err = folder.ReadFile(path.Base(name))
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w; nothing was changed", shown, err)
	}
	if hashOf(text) != good.Files[i].SHA256 {
		return nil, refuse("%s was changed since ivrc wrote it, so callers cannot be led there; nothing was changed", shown)
	}
	w.texts[name] = text
	return text, nil
}
