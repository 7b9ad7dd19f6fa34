package publish

import (
	"encoding/binary"
	"hash/fnv"
	"path"
	"slices"
	"strings"
	"time"

	"ivrc/backends"
)

// Seal is what the files of a build looked like to the file system when the build knew
// what is in them: which file of the disk stands under which path, how large it is, who
// may read it, and when it was last written or changed in any way. A later run that would
// make the same files, and finds the seal unbroken, need not read them. No program can
// set the time of the last change, so a seal is broken by whatever touches a file, also
// by what puts its other time back. Nil is no seal.
//
// A file that was changed just before it was looked at could be changed again in the
// same tick of the clock. For such files the seal has the hash, and they are read. What
// the build itself writes counts as looked at when the new tree is shown: before that
// it lies in a folder that nobody else knows or may enter.
type Seal struct{ folders []sealedFolder }

// sealFormat is the first byte of a seal; another layout gets another one.
const sealFormat = 1

// Ticks are longer than those of any clock of a file system that counts parts of a
// second, and of one that counts seconds.
const (
	tick     = 20 * time.Millisecond
	slowTick = 2100 * time.Millisecond
)

// mark is how a file looked; the zero mark where nobody knows. Times are in
// nanoseconds.
type mark struct {
	dev, ino uint64
	size     int64
	mode     uint32
	written  int64
	changed  int64
	seen     int64 // when the mark was taken
}

// sum is a number that is another one after anything was done to the file.
func (m mark) sum() uint64 {
	var text [48]byte
	at := text[:0]
	for _, n := range [...]uint64{m.dev, m.ino, uint64(m.size), uint64(m.mode), uint64(m.written), uint64(m.changed)} {
		at = binary.LittleEndian.AppendUint64(at, n)
	}
	h := fnv.New64a()
	h.Write(at)
	return h.Sum64()
}

// settled says that the file cannot have been written again in the tick in which it
// was looked at.
func (m mark) settled() bool {
	wait := tick
	if m.changed%int64(time.Second) == 0 {
		wait = slowTick
	}
	return m.seen-m.changed > int64(wait)
}

// renewed is the mark of the same file after its names changed, which the system counts
// as a change of the file.
func (m mark) renewed(now mark) (mark, bool) {
	same := m.ino == now.ino && m.dev == now.dev && m.size == now.size && m.mode == now.mode && m.written == now.written
	return now, same
}

// seal is the seal of the tree as it is when all is done; nil where something is not as
// it should be, or this system says too little about files.
func (p *publication) seal(pl *plan) *Seal {
	if p.report.NotAtomic != "" || len(p.report.Kept)+len(p.report.Warnings) > 0 {
		return nil
	}
	if p.old != nil && !p.report.Current() && (p.renew(pl) != nil || p.renewKept(pl) != nil) {
		return nil
	}
	if p.old == nil {
		for _, c := range pl.written() {
			c.mark.seen = p.shown.UnixNano()
		}
	}
	all := make([]*change, len(pl.files))
	for i := range pl.files {
		all[i] = &pl.files[i]
	}
	groups := byFolder(all)
	folders := make([]sealedFolder, 0, len(groups)+len(pl.kept))
	for _, g := range groups {
		f, ok := g.sealed()
		if !ok {
			return nil
		}
		folders = append(folders, f)
	}
	return sealOf(append(folders, pl.kept...))
}

// sealOf has the folders in their order.
func sealOf(folders []sealedFolder) *Seal {
	slices.SortFunc(folders, func(a, b sealedFolder) int { return strings.Compare(a.path, b.path) })
	return &Seal{folders}
}

// sealed is what a seal says of a folder; ok is false where it is not known how a file of
// the build looks.
func (g group) sealed() (f sealedFolder, ok bool) {
	f = sealedFolder{path: g.folder, files: make([]sealedFile, len(g.files))}
	for i, c := range g.files {
		if c.mark.ino == 0 || c.mark.size != int64(len(c.Text)) {
			return f, false
		}
		f.files[i] = sealedFile{name: path.Base(c.Path), mark: c.mark.sum()}
		if !c.mark.settled() {
			f.files[i].sum = c.sum
		}
	}
	return f, true
}

// renewKept is renew for files that this build took for current by their seal. The
// manifest says what is in those that have to be read again. Where only the folder of
// another flow was exchanged, these are as they were.
func (p *publication) renewKept(pl *plan) error {
	if p.flow != "" && !slices.ContainsFunc(pl.kept, func(f sealedFolder) bool { return below(f.path, p.flow) }) {
		return nil
	}
	tree, err := p.parent.OpenRoot(p.out.name)
	if err != nil {
		return err
	}
	defer tree.Close()
	size := func(i int) int { return len(pl.kept[i].files) }
	return inParts(len(pl.kept), size, func(from, to int) error {
		in, err := descend(tree)
		if err != nil {
			return err
		}
		defer in.close()
		for _, f := range pl.kept[from:to] {
			if err := f.renew(in, pl.ours); err != nil {
				return err
			}
		}
		return nil
	})
}

func (f sealedFolder) renew(in *descent, listed map[string]backends.ManifestFile) error {
	if err := in.to(f.path); err != nil {
		return err
	}
	seen := time.Now().UnixNano()
	for i := range f.files {
		file := &f.files[i]
		now, err := in.mark(file.name)
		if err != nil {
			return err
		}
		now.seen = seen
		now, same := f.seen[i].renewed(now)
		if !same {
			return ErrUnsealed
		}
		if file.mark, file.sum = now.sum(), ""; now.settled() {
			continue
		}
		if file.sum = listed[f.path+"/"+file.name].SHA256; file.sum == "" {
			return ErrUnsealed
		}
	}
	return nil
}

// renew looks again at all files after a new tree has taken the place of an old one:
// those that stayed have had two names for a while.
func (p *publication) renew(pl *plan) error {
	tree, err := p.parent.OpenRoot(p.out.name)
	if err != nil {
		return err
	}
	defer tree.Close()
	return inParts(len(pl.files), each, func(from, to int) error {
		in := reader{cursor: cursor{root: tree}}
		defer in.close()
		for i := from; i < to; i++ {
			f := &pl.files[i]
			folder, err := in.to(path.Dir(f.Path))
			if err != nil {
				return err
			}
			info, err := folder.Lstat(path.Base(f.Path))
			if err != nil {
				return err
			}
			var same bool
			if f.mark, same = f.mark.renewed(markOf(info)); !same {
				return ErrUnsealed
			}
		}
		return nil
	})
}

// below says whether a folder is another one or lies in it.
func below(folder, outer string) bool {
	return folder == outer || strings.HasPrefix(folder, outer+"/")
}

func appendText(text []byte, s string) []byte {
	return append(binary.AppendUvarint(text, uint64(len(s))), s...)
}
