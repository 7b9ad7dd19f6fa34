// Package publish writes releases into an output folder.
//
// In: the releases of one build and the folder. Out: the folder with the new
// tree, and a report of what became different. The new tree is made beside the
// folder and takes its place in one step; of a large tree in which one flow
// changes, only the folder of that flow does, and then the manifest. Where a
// system cannot do that, files are replaced one by one. What is more than one step
// has a journal, from which the next run finishes. A publish that fails leaves the
// folder as it was.
//
// It replaces only the flows and targets it was given, deletes only files that
// the previous manifest lists and that still have the hash recorded there, and
// never deletes a version. It refuses to write outside the folder (links that
// lead out of it are errors), and a manifest that it cannot read is an error, not
// a reason to forget what was built before.
package publish

import (
	"errors"
	"fmt"
	"time"

	"ivrc/backends"
)

// ManifestName is the manifest's file in the output folder.
const ManifestName = "ivrc-manifest.json"

// Options say where and how to publish.
type Options struct {
	// Folder is the output folder as the user wrote it.
	Folder string
	// Inputs are the files that the build read; the output must not hold them.
	Inputs []string
	// Carry is a folder with a manifest, or its manifest, whose versions the new
	// tree shall hold as well; empty for none.
	Carry string
	// Force takes a folder that is not ours, and writes over files that somebody
	// else changed or made.
	Force bool
	// Follow publishes into the folder that Folder is a link to.
	Follow bool
	// NoSync leaves out waiting for the disk: a power cut may then cost the tree.
	NoSync bool
	// RequireAtomic makes an error of a place where the tree cannot be exchanged in
	// one step.
	RequireAtomic bool
	// LockTimeout is how long to wait for another build.
	LockTimeout time.Duration
	// Past is the part of a seal (see Seal.Part) that has the files of all flows of this build
	// that are not among the releases: they are taken for what the build would make, if
	// the seal is unbroken, and are not counted in the report. Otherwise Write changes
	// nothing and returns ErrUnsealed. Nil where all flows are among the releases.
	Past *Seal
	// Seal asks for the seal of the tree in the report.
	Seal bool
	// Notify is told what takes time, in one line without an end; nil for nobody.
	Notify func(line string)
	// Stopped is asked now and then until the tree is exchanged; its error ends the
	// publish, and the output is as it was. Nil never stops.
	Stopped func() error
	// Ready is asked once the new tree is whole and before anybody can see it, or
	// before the report says that nothing is to be done; its error ends the publish,
	// and the output is as it was. Nil is always ready.
	Ready func() error

	// inPlace is for tests: folders cannot be exchanged. So are manifestMost and
	// wholeMost, limits below those of every day (-1 is less than none); 0 for these.
	inPlace      bool
	manifestMost int64
	wholeMost    int
}

// Report says what a build made different. Paths are relative to the output
// folder, sorted, without the manifest.
type Report struct {
	Manifest *backends.Manifest
	// Files and Bytes count what this build made, without the manifest.
	Files int
	Bytes int64
	// Added, Changed and Removed are the differences from the tree before.
	Added, Changed, Removed []string
	// Kept are files that no build makes any more and that were changed since they
	// were written: they stay, and are no longer ours.
	Kept []string
	// ManifestChanged says that the manifest has other bytes than before.
	ManifestChanged bool
	// NotAtomic is why the tree could not be exchanged in one step, empty if it was.
	NotAtomic string
	// Seal is what Sealed takes, nil where the tree could not be sealed.
	Seal *Seal
	// Warnings are sentences about what could not be tidied up.
	Warnings []string
}

// Current says that the output folder held this build already.
func (r *Report) Current() bool {
	return len(r.Added)+len(r.Changed)+len(r.Removed) == 0 && !r.ManifestChanged
}

// Refusal is a request that publishing does not take; another command line
// helps. Every other error is one of the environment.
type Refusal struct{ text string }

// Error is the sentence for the user.
func (r *Refusal) Error() string { return r.text }

func refuse(format string, args ...any) error { return &Refusal{fmt.Sprintf(format, args...)} }

// Write publishes the releases. After an error the output is as it was before,
// unless the error says otherwise. Errors name the file and the cause.
func Write(releases []*backends.Release, o Options) (*Report, error) {
	out, err := locate(o)
	if err != nil {
		return nil, err
	}
	if fresh, err := begin(o, out); fresh != nil || err != nil {
		return writeFresh(fresh, releases, err)
	}
	made, err := out.makeParents()
	if err == nil {
		var r *Report
		if r, err = write(o, out, func(p *publication) (*plan, error) { return p.plan(releases) }); err == nil {
			return r, nil
		}
	}
	removeEmpty(made)
	return nil, err
}

// write publishes what a plan says, which is made under the lock.
func write(o Options, out *output, planned func(*publication) (*plan, error)) (*Report, error) {
	p, err := open(o, out)
	if err != nil {
		return nil, err
	}
	defer p.close()
	if err := p.removeStages(); err != nil {
		return nil, err
	}
	kept, err := p.stays()
	if err != nil {
		return nil, err
	}
	if err := p.recover(); err != nil {
		return nil, err
	}
	pl, err := planned(p)
	if err != nil {
		return nil, err
	}
	pl.kept = kept
	if err := pl.refusePlace(o); err != nil {
		return nil, err
	}
	if err := pl.refuseForeign(o); err != nil {
		return nil, err
	}
	if p.report.Current() {
		if err := p.ready(); err != nil {
			return nil, err
		}
	} else {
		if err := p.stopped(); err != nil {
			return nil, err
		}
		if err := p.publish(pl); err != nil {
			return nil, err
		}
	}
	if o.Seal {
		p.report.Seal = p.seal(pl)
	}
	return &p.report, nil
}

// Compare says what Write would make different, and writes nothing.
func Compare(releases []*backends.Release, o Options) (*Report, error) {
	out, err := locate(o)
	if err != nil {
		return nil, err
	}
	if !out.exists {
		p := &publication{Options: o, out: out, contentOnly: true}
		_, err := p.plan(releases)
		return &p.report, err
	}
	return compare(o, out, func(p *publication) (*plan, error) { return p.plan(releases) })
}

// compare is write without the writing.
func compare(o Options, out *output, planned func(*publication) (*plan, error)) (*Report, error) {
	p, err := open(o, out)
	if err != nil {
		return nil, err
	}
	defer p.close()
	p.contentOnly = true
	pl, err := planned(p)
	if err != nil {
		return nil, err
	}
	if err := pl.refusePlace(o); err != nil {
		return nil, err
	}
	if p.unfinished() {
		p.report.ManifestChanged = true
		p.report.Warnings = append(p.report.Warnings, "a build into "+o.Folder+" did not finish: the next one does")
	}
	return &p.report, nil
}

// publish is the ladder: in one step where that is possible, one flow of a large tree in
// two of which callers see one, else file by file.
func (p *publication) publish(pl *plan) error {
	var no *notAtomicError
	if flow := p.aloneIn(pl); flow != "" {
		if err := p.exchangeFlow(pl, flow); !errors.As(err, &no) {
			return err
		}
	}
	err := pl.readAll(p.report.Manifest)
	if err != nil {
		return err
	}
	err = p.exchangeTree(pl)
	if !errors.As(err, &no) || !p.out.exists {
		return err
	}
	if p.RequireAtomic {
		return fmt.Errorf("%s cannot be published in one step because %s, and --atomic=require asks for that; nothing was changed", p.Folder, no.why)
	}
	p.report.NotAtomic = no.why
	return p.replaceFiles(pl)
}
