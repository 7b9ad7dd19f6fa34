package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// wholeMost is how many files a tree may have outside of the one flow that changes, so
// that it is exchanged as a whole all the same: each of them is linked into the new tree
// and taken out of the old one, which is some 20 µs (perf.md §2.4).
const wholeMost = 1000

// aloneIn is the flow that has everything that changes besides the manifest, where the rest
// of the tree is so large that only the folder of that flow is exchanged; empty where
// the tree is exchanged as a whole. Whoever asks for one step gets one.
func (p *publication) aloneIn(pl *plan) string {
	if p.old == nil || p.inPlace || p.RequireAtomic || pl.unknown || p.cannotExchange() != "" {
		return ""
	}
	flow, only := "", true
	in := func(file string) {
		first, _, below := strings.Cut(file, "/")
		if flow == "" {
			flow = first
		}
		only = only && below && first == flow
	}
	for _, c := range pl.written() {
		if c.Path != ManifestName {
			in(c.Path)
		}
	}
	for _, s := range pl.stale {
		in(s.Path)
	}
	if flow == "" || !only {
		return ""
	}
	most, outside := wholeMost, p.report.Manifest.FileCount()
	if p.wholeMost != 0 {
		most = p.wholeMost
	}
	for file := range pl.ours {
		if strings.HasPrefix(file, flow+"/") {
			outside--
		}
	}
	if outside <= most {
		return ""
	}
	return flow
}

// exchangeFlow publishes a plan that changes one flow: its folder is exchanged in one
// step, which is all that callers can see, and then the manifest. A run that is killed
// between the two is finished by the next one. After an error the output is as before.
func (p *publication) exchangeFlow(pl *plan, flow string) error {
	was, err := p.flowFolder(flow)
	if err != nil {
		return err
	}
	return p.staged(func(s *stage) error { return p.fillFlow(s, pl, flow) }, func(s *stage) error {
		if err := p.showFlow(s, flow, was); err != nil {
			return err
		}
		p.flow = flow
		if err := p.parent.RemoveAll(s.name); err != nil {
			p.warn("what was there before could not be removed, the next build tries again: %v", err)
		}
		return nil
	})
}

// flowFolder is the folder of a flow in the tree as it is.
func (p *publication) flowFolder(flow string) (fs.FileInfo, error) {
	info, err := p.old.Lstat(flow)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, notAtomic("there is no folder for that flow yet")
	case err != nil:
		return nil, fmt.Errorf("looking at %s in %s: %w; nothing was changed", flow, p.Folder, err)
	case !info.IsDir():
		return nil, notAtomic(flow + " in it is no folder")
	}
	return info, nil
}

// fillFlow makes the new folder of one flow, the new manifest, and the journal.
func (p *publication) fillFlow(s *stage, pl *plan, flow string) error {
	if err := p.keepFlow(s, pl, flow); err != nil {
		return err
	}
	if err := p.writeNew(s, pl); err != nil {
		return err
	}
	if err := removeEmptyFolders(s.root, pl.stale); err != nil {
		return fmt.Errorf("removing empty folders: %w; nothing was changed", err)
	}
	j, err := flowJournalOf(s.root, flow)
	if err == nil {
		err = j.write(s.root)
	}
	if err == nil {
		err = p.sync(s.root)
	}
	if err != nil {
		return fmt.Errorf("preparing %s for %s: %w; nothing was changed", flow, p.Folder, err)
	}
	return nil
}

// showFlow exchanges the folder of the flow, and then the manifest if it is another one.
func (p *publication) showFlow(s *stage, flow string, was fs.FileInfo) error {
	staged, out, err := openTwo(s.root, p.old)
	if err != nil {
		return fmt.Errorf("opening %s: %w; nothing was changed", p.Folder, err)
	}
	defer staged.Close()
	defer out.Close()
	var done []string
	for _, name := range []string{flow, ManifestName} {
		if _, err = s.root.Lstat(name); errors.Is(err, fs.ErrNotExist) && name == ManifestName {
			err = nil // it is as it was
			continue
		}
		if err == nil {
			err = exchangeNames(staged, out, name)
		}
		if err != nil {
			break
		}
		done = append(done, name)
	}
	if err == nil {
		err = p.isFlowExchanged(s, flow, was)
	}
	if err == nil && !p.NoSync {
		err = out.Sync()
	}
	if err == nil {
		return nil
	}
	return p.hideFlow(staged, out, done, err)
}

// hideFlow takes back what showFlow did.
func (p *publication) hideFlow(staged, out *os.File, done []string, cause error) error {
	for n := len(done) - 1; n >= 0; n-- {
		if err := exchangeNames(staged, out, done[n]); err != nil {
			return &unfinishedError{fmt.Errorf("%s has the new %s, and not everything that belongs to it: %w (and going back: %v): the next build finishes",
				p.Folder, done[n], cause, err)}
		}
	}
	if no := (*notAtomicError)(nil); errors.As(cause, &no) {
		return cause
	}
	return fmt.Errorf("exchanging a flow of %s: %w; nothing was changed", p.Folder, cause)
}

// isFlowExchanged looks whether the folder that was looked at is the one that was taken
// out, and whether the output still is where it was.
func (p *publication) isFlowExchanged(s *stage, flow string, was fs.FileInfo) error {
	out, err := p.parent.Lstat(p.out.name)
	if err != nil {
		return err
	}
	taken, err := s.root.Lstat(flow)
	if err != nil {
		return err
	}
	if !os.SameFile(out, p.out.info) || !os.SameFile(taken, was) {
		return errors.New("a folder was replaced by something else during the build")
	}
	return nil
}

// unfinishedError is a publish of which a part is to be seen: what the next run needs
// for the rest stays.
type unfinishedError struct{ error }

// Unwrap is the cause.
func (e *unfinishedError) Unwrap() error { return e.error }

func openTwo(a, b *os.Root) (inA, inB *os.File, err error) {
	if inA, err = a.Open("."); err != nil {
		return nil, nil, err
	}
	if inB, err = b.Open("."); err != nil {
		inA.Close()
		return nil, nil, err
	}
	return inA, inB, nil
}
