package publish

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"ivrc/backends"
)

// Collection says which versions of a tree may go.
type Collection struct {
	// Keep is how many versions of each flow stay whatever their age, those that
	// entries lead to among them. Retired versions do not count.
	Keep int
	// OlderThan is how long no entry may have led to a version that goes.
	OlderThan time.Duration
	// Now is the time from which ages count.
	Now time.Time
	// Flow is the only flow to look at; empty for all.
	Flow string
	// DryRun changes nothing.
	DryRun bool
}

// Fate is what becomes of a version.
type Fate struct {
	Flow, Version string
	Targets       []string
	Files         int
	Bytes         int64
	// Left is when entries stopped leading to the version, or later; zero where
	// entries lead to it, or where the times of its files say nothing.
	Left time.Time
	Goes bool
	// Why is the reason, in words that follow the version's name.
	Why string
}

// Collect deletes the versions that nobody can be on any more. It keeps every
// version that entries lead to, and those to which callers of a retired version
// are led. Errors and their effect are those of Write.
func Collect(c Collection, o Options) (*Report, []Fate, error) {
	out, err := published(o)
	if err != nil {
		return nil, nil, err
	}
	var fates []Fate
	planned := func(p *publication) (pl *plan, err error) {
		pl, fates, err = p.collect(c)
		return pl, err
	}
	run := write
	if c.DryRun {
		run = compare
	}
	report, err := run(o, out, planned)
	return report, fates, err
}

// published finds a folder that has been published into.
func published(o Options) (*output, error) {
	out, err := locate(o)
	if err != nil {
		return nil, err
	}
	if !out.exists {
		return nil, refuse("there is no folder %s", o.Folder)
	}
	return out, nil
}

// manifest is that of the tree, which must have one.
func (p *publication) manifest() (*backends.Manifest, error) {
	if p.old == nil {
		return nil, refuse("there is no folder %s", p.Folder)
	}
	unknown, err := p.isUnknown()
	if err != nil {
		return nil, err
	}
	m, err := Read(p.old)
	if err == nil && (unknown || len(m.Flows) == 0) {
		return nil, refuse("nothing was published into %s: it holds no %s", p.Folder, ManifestName)
	}
	return m, err
}

func (p *publication) collect(c Collection) (*plan, []Fate, error) {
	m, err := p.manifest()
	if err != nil {
		return nil, nil, err
	}
	was := formerOf(m)
	var fates []Fate
	known := false
	for i := range m.Flows {
		f := &m.Flows[i]
		if c.Flow != "" && f.Flow != c.Flow {
			continue
		}
		known = true
		found, err := p.fates(c, f)
		if err != nil {
			return nil, nil, err
		}
		fates = append(fates, found...)
		f.Versions = slices.DeleteFunc(f.Versions, func(v backends.ManifestVersion) bool {
			return slices.ContainsFunc(found, func(o Fate) bool { return o.Goes && o.Version == v.Version })
		})
	}
	if !known {
		var ids []string
		for _, f := range m.Flows {
			ids = append(ids, f.Flow)
		}
		return nil, nil, refuse("%s holds no flow %s; it holds %s", p.Folder, c.Flow, strings.Join(ids, ", "))
	}
	pl, err := p.against(was, m, nil)
	return pl, fates, err
}

// fates judges the versions of a flow, in the order of their age, the newest
// first.
func (p *publication) fates(c Collection, f *backends.ManifestFlow) ([]Fate, error) {
	old := reader{cursor: cursor{root: p.old}}
	defer old.close()
	var fates []Fate
	for _, v := range f.Versions {
		i := slices.IndexFunc(fates, func(o Fate) bool { return o.Version == v.Version })
		if i < 0 {
			i, fates = len(fates), append(fates, Fate{Flow: f.Flow, Version: v.Version})
		}
		if err := fates[i].add(&old, v); err != nil {
			return nil, fmt.Errorf("looking at version %s of %s: %w", v.Version, f.Flow, err)
		}
	}
	inUse := func(v Fate) bool {
		return slices.ContainsFunc(f.Entries, func(e backends.ManifestEntry) bool { return e.Version == v.Version })
	}
	for i := range fates {
		if inUse(fates[i]) {
			fates[i].Left, fates[i].Why = time.Time{}, "entries lead to it"
		}
	}
	slices.SortStableFunc(fates, func(a, b Fate) int {
		return cmp.Or(-cmp.Compare(rank(a), rank(b)), -a.Left.Compare(b.Left), strings.Compare(a.Version, b.Version))
	})
	c.judge(f, fates)
	return fates, nil
}

// rank puts versions in use first, then those of which nothing is known.
func rank(f Fate) int {
	switch {
	case f.Why != "":
		return 2
	case f.Left.IsZero():
		return 1
	}
	return 0
}

func (f *Fate) add(old *reader, v backends.ManifestVersion) error {
	last, err := old.written(v)
	if err != nil {
		return err
	}
	if len(f.Targets) == 0 || !f.Left.IsZero() && (last.IsZero() || last.After(f.Left)) {
		f.Left = last
	}
	f.Targets = append(f.Targets, v.Target)
	f.Files += len(v.Files)
	for _, file := range v.Files {
		f.Bytes += int64(file.Size)
	}
	return nil
}

// judge decides about sorted versions.
func (c Collection) judge(f *backends.ManifestFlow, fates []Fate) {
	kept, last := 0, time.Time{}
	for i := range fates {
		v := &fates[i]
		_, retired := f.RetiredTo(v.Version)
		age := c.Now.Sub(v.Left)
		switch {
		case v.Why != "":
		case v.Left.IsZero():
			v.Why = "its files have no time that says when entries left it"
		case !retired && (kept < c.Keep || v.Left.Equal(last)):
			v.Why = fmt.Sprintf("it is one of the newest %d", c.Keep)
		case age < c.OlderThan:
			v.Why = "callers may be on it: entries led to it until " + ago(age)
		default:
			v.Goes, v.Why = true, "entries led to it until "+ago(age)
		}
		if !v.Goes && !retired {
			kept, last = kept+1, v.Left
		}
	}
	for i := range fates {
		to, retired := f.RetiredTo(fates[i].Version)
		if !retired || fates[i].Goes {
			continue
		}
		for j := range fates {
			if fates[j].Version == to && fates[j].Goes {
				fates[j].Goes, fates[j].Why = false, "callers of "+fates[i].Version+" are led to it"
			}
		}
	}
}

// ago is a length of time for people, not more exact than they need.
func ago(d time.Duration) string {
	switch {
	case d < 0:
		return "a time to come"
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", d/time.Hour)
	}
	return fmt.Sprintf("%d days ago", d/(24*time.Hour))
}
