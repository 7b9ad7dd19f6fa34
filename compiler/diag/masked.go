package diag

import "slices"

// Masked is the diagnostic with stars for what its files hide, in every sentence.
// A fix that would write it is dropped. Renderers show nothing else; excerpts are
// masked by source.File.Shown.
func (d Diagnostic) Masked() Diagnostic {
	if !d.hides() {
		return d
	}
	d.Message = d.clean(d.Message)
	d.Notes, d.Help, d.Related = slices.Clone(d.Notes), slices.Clone(d.Help), slices.Clone(d.Related)
	for i := range d.Notes {
		d.Notes[i] = d.clean(d.Notes[i])
	}
	for i := range d.Help {
		d.Help[i] = d.clean(d.Help[i])
	}
	for i := range d.Related {
		d.Related[i].Label = d.clean(d.Related[i].Label)
	}
	d.Fixes = slices.DeleteFunc(slices.Clone(d.Fixes), func(f Fix) bool {
		return d.clean(f.Message) != f.Message || slices.ContainsFunc(f.Edits, func(e Edit) bool { return d.clean(e.New) != e.New })
	})
	return d
}

func (d Diagnostic) hides() bool {
	return d.Primary.File.Hides() || slices.ContainsFunc(d.Related, func(r Related) bool { return r.Span.File.Hides() })
}

// clean masks what any file of the diagnostic hides.
func (d Diagnostic) clean(text string) string {
	text = d.Primary.File.Masked(text)
	for _, r := range d.Related {
		if r.Span.File != d.Primary.File {
			text = r.Span.File.Masked(text)
		}
	}
	return text
}
