package publish

import (
	"slices"
	"strings"

	"ivrc/backends"
)

// leader says which document of the good version takes the place of one of the
// bad version.
//
// Most files of a version are copies: what follows key 1 of a menu is the document
// of the step behind that key. Such a copy becomes the same step's document in the
// good version, so that a caller gets what the menu promised, even where the good
// version has other keys.
type leader struct {
	// steps are the steps' own documents by their hash.
	steps map[string][]string
	good  map[string]string // path to hash
	// before says that the version was led elsewhere already. Documents that are
	// equal may then be those of different steps.
	before bool
}

// isStep says that a file is a step's own document, and not what follows one.
func isStep(file string) bool { return !strings.Contains(file, "/") }

func newLeader(bad, good *backends.ManifestVersion, before bool) leader {
	l := leader{map[string][]string{}, map[string]string{}, before}
	for _, f := range bad.Files {
		if isStep(f.Path) {
			l.steps[f.SHA256] = append(l.steps[f.SHA256], f.Path)
		}
	}
	for _, f := range good.Files {
		l.good[f.Path] = f.SHA256
	}
	return l
}

// to is the document of the good version; ok is false where it has no such step.
func (l leader) to(file backends.ManifestFile) (document string, ok bool) {
	if isStep(file.Path) {
		return l.first(file.Path)
	}
	copied := l.steps[file.SHA256]
	if len(copied) == 0 {
		// What belongs to this step alone, such as its second attempt.
		step, rest, _ := strings.Cut(file.Path, "/")
		extension := ""
		if i := strings.LastIndexByte(rest, '.'); i >= 0 {
			extension = rest[i:]
		}
		return l.first(file.Path, step+extension)
	}
	if l.before && !l.same(copied) {
		return "", false
	}
	return l.first(copied...)
}

func (l leader) first(documents ...string) (string, bool) {
	for _, d := range documents {
		if _, ok := l.good[d]; ok {
			return d, true
		}
	}
	return "", false
}

// same says that it does not matter which of these documents is taken.
func (l leader) same(documents []string) bool {
	for _, d := range documents {
		if l.good[d] != l.good[documents[0]] {
			return false
		}
	}
	return true
}

// enter gives the entries of a target to the good version, if they lead to the
// bad one. An entry that the good version does not have, and that a provider may
// be told to fetch, begins where the good version does.
func (w *withdrawal) enter(f *backends.ManifestFlow, good *backends.ManifestVersion) (int, error) {
	bad := func(e backends.ManifestEntry) bool { return e.Target == good.Target && e.Version == w.Bad }
	starts := map[string]string{}
	var entries []backends.ManifestEntry
	for _, s := range good.Starts {
		starts[s.Path] = s.Document
		entries = append(entries, backends.ManifestEntry{Entry: s.Entry, Use: s.Use, ManifestFile: backends.ManifestFile{Path: s.Path}})
	}
	led := false
	for _, e := range f.Entries {
		if !bad(e) {
			continue
		}
		led = true
		main := slices.IndexFunc(good.Starts, func(s backends.ManifestStart) bool { return s.Entry == "" && s.Use == e.Use })
		if _, ok := starts[e.Path]; !ok && main >= 0 {
			starts[e.Path] = good.Starts[main].Document
			entries = append(entries, e)
			w.p.warn("version %s has no entry %s: callers of %s begin where it begins", w.Good, e.Entry, e.Path)
		}
	}
	if !led {
		return 0, nil
	}
	f.Entries = slices.DeleteFunc(f.Entries, bad)
	for _, e := range entries {
		text, err := w.text(good, starts[e.Path])
		if err != nil {
			return 0, err
		}
		e.Target, e.Version, e.URL = good.Target, w.Good, good.Base+e.Path
		e.SHA256, e.Size = hashOf(text), len(text)
		f.AddEntry(e)
		w.entries = append(w.entries, backends.File{Path: e.Path, Text: text})
	}
	return len(entries), nil
}

// refuseRetired keeps a withdrawn version from coming back unnoticed.
func (p *publication) refuseRetired(f *backends.ManifestFlow, version string) error {
	to, retired := f.RetiredTo(version)
	if !retired {
		return nil
	}
	if !p.Force {
		return refuse("version %s of %s was retired to %s, and this build is that version again: change the flow, name it with --release, or use --force to take the retirement back",
			version, f.Flow, to)
	}
	f.Restore(version)
	p.warn("version %s of %s had been retired to %s, and is published again", version, f.Flow, to)
	return nil
}
