package publish

import (
	"fmt"
	"path"

	"ivrc/backends"
)

// refusePlace refuses folders that this build cannot go into.
func (pl *plan) refusePlace(o Options) error {
	if pl.blocked != nil {
		return refuse("in the output folder %s, %v; move it away", o.Folder, pl.blocked)
	}
	if pl.unknown && !o.Force {
		return refuse("the output folder %s is not empty and was not written by ivrc: choose another folder, or use --force, which keeps the files that are there", o.Folder)
	}
	return nil
}

// refuseForeign refuses to write over the work of others.
func (pl *plan) refuseForeign(o Options) error {
	if len(pl.foreign) == 0 || o.Force {
		return nil
	}
	return refuse("%s was changed or made by something else than ivrc, and this build would write over it%s; nothing was changed: move it away, or use --force",
		path.Join(o.Folder, pl.foreign[0]), more(len(pl.foreign)-1))
}

// refuseLarge refuses a manifest that the next build could not read.
func (p *publication) refuseLarge(m *backends.Manifest, size int64) error {
	most := int64(manifestLimit)
	if p.manifestMost > 0 {
		most = p.manifestMost
	}
	if size <= most {
		return nil
	}
	return refuse("%s would hold %d files with its earlier versions, and its manifest cannot list so many; nothing was changed: delete versions that no call is on with ivrc gc, or choose another folder with --out",
		p.Folder, m.FileCount())
}

func more(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " (and over 1 more file)"
	}
	return fmt.Sprintf(" (and over %d more files)", n)
}
