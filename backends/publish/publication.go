package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"ivrc/backends"
)

// publication is one run over one output folder.
type publication struct {
	Options
	out    *output
	parent *os.Root // the folder around the output
	old    *os.Root // the output, nil where there is none yet
	report Report
	shown  time.Time // when the new tree was, at the earliest
	flow   string    // the only one whose files were touched; empty for all
	sealed bool      // the manifest is as the build left it whose seal is in Past
	locks  []*os.File
	asking sync.Mutex // Stopped is asked by one worker at a time
	// times are those that files brought from elsewhere keep, by their path.
	times map[string]time.Time
	// carriedUses are the versions to which entries lead where they come from.
	carriedUses map[use]bool
	// contentOnly takes files for what they say, whoever may read them.
	contentOnly bool
}

// open takes the locks and opens the folder, in this order: what was looked at
// before the lock may be gone.
func open(o Options, out *output) (*publication, error) {
	parent, err := os.OpenRoot(out.parent)
	if err != nil {
		return nil, fmt.Errorf("opening the folder around the output: %w", err)
	}
	p := &publication{Options: o, out: out, parent: parent}
	if err := p.lockAndOpen(); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *publication) lockAndOpen() error {
	if err := p.lock(p.parent); err != nil {
		return err
	}
	info, err := p.parent.Lstat(p.out.name)
	if errors.Is(err, fs.ErrNotExist) {
		p.out.exists = false
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking at the output folder %s: %w", p.Folder, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("the output folder %s was replaced by something else during the build; nothing was changed", p.Folder)
	}
	if p.old, err = p.parent.OpenRoot(p.out.name); err != nil {
		return fmt.Errorf("opening the output folder %s: %w", p.Folder, err)
	}
	opened, err := p.old.Stat(".")
	if err != nil {
		return fmt.Errorf("looking at the output folder %s: %w", p.Folder, err)
	}
	if !os.SameFile(info, opened) {
		return fmt.Errorf("the output folder %s was replaced by something else during the build; nothing was changed", p.Folder)
	}
	p.out.exists, p.out.info = true, info
	if locksFolders {
		// Another container may see the same folder under another parent.
		return p.lock(p.old)
	}
	return nil
}

func (p *publication) close() {
	for _, l := range p.locks {
		l.Close()
	}
	if p.old != nil {
		p.old.Close()
	}
	p.parent.Close()
}

// stopped is the wish of whoever started the publish to end it.
func (p *publication) stopped() error {
	if p.Stopped == nil {
		return nil
	}
	p.asking.Lock()
	defer p.asking.Unlock()
	return p.Stopped()
}

// ready is the word of whoever started the publish that it may be seen.
func (p *publication) ready() error {
	if p.Ready == nil {
		return nil
	}
	return p.Ready()
}

func (p *publication) notify(format string, args ...any) {
	if p.Notify != nil {
		p.Notify(fmt.Sprintf(format, args...))
	}
}

func (p *publication) warn(format string, args ...any) {
	p.report.Warnings = append(p.report.Warnings, fmt.Sprintf(format, args...))
}

// count adds the files of a release to the report.
func (p *publication) count(r *backends.Release) {
	files, size := r.Size()
	p.report.Files += files
	p.report.Bytes += size
}
