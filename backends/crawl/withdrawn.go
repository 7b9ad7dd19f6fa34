package crawl

import "slices"

// ledTo is the version to which callers of a withdrawn one are led; nil for a
// version that is not withdrawn. A withdrawn version whose successor is not there
// is looked at like any other, so that each of its links is reported.
func (x *index) ledTo(v *version) *version {
	for _, f := range x.manifest.Flows {
		if f.Flow != v.flow {
			continue
		}
		to, ok := f.RetiredTo(v.Version)
		if !ok {
			return nil
		}
		i := slices.IndexFunc(x.versions, func(o version) bool { return o.flow == v.flow && o.Target == v.Target && o.Version == to })
		if i < 0 {
			return nil
		}
		return &x.versions[i]
	}
	return nil
}

// withdrawn looks at a version that ivrc retire has withdrawn: each of its documents
// leads into the other version, and what a provider holds from before still gets an
// answer at the routed addresses. Nothing leads from one of its documents to another.
func (s *structure) withdrawn(to *version) {
	other := structure{Report: s.Report, index: s.index, version: to, tree: s.tree, read: s.read}
	other.begin()
	for _, file := range s.Files {
		other.document(s.Folder + file.Path)
	}
	s.routes(func(string) bool { return true })
}
