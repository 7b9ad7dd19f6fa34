package publish

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// worthWriting are so many files that need not be read any more that a fresh seal costs
// less than reading them again.
const worthWriting = 1000

// Sealed says that the output folder holds the files that a seal has of these flows, nil
// for all, and the manifest, and that nothing waits to be done there. It is false where that
// cannot be found out. The fresh seal, nil for none, says the same and needs fewer files
// to be read.
func Sealed(o Options, seal *Seal, flows []string) (fresh *Seal, ok bool) {
	if flows != nil {
		seal = seal.Part(flows)
	}
	if seal == nil {
		return nil, false
	}
	out, err := locate(o)
	if err != nil || !out.exists {
		return nil, false
	}
	p, err := open(o, out)
	if err != nil {
		return nil, false
	}
	defer p.close()
	if p.removeStages() != nil || p.old == nil || len(p.report.Warnings) > 0 {
		return nil, false
	}
	if _, err := p.old.Lstat(pendingName); !errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	settled, err := p.unbroken(seal.folders)
	if err == nil && settled > worthWriting {
		fresh = seal
	}
	return fresh, err == nil
}

// Part is what a seal says of the files of these flows, and of the manifest. It is nil
// where the seal is none, or says nothing of one of them.
func (s *Seal) Part(flows []string) *Seal {
	if s == nil {
		return nil
	}
	missing := make(map[string]bool, len(flows)+1)
	missing["."] = true
	for _, flow := range flows {
		missing[flow] = true
	}
	wanted := maps.Clone(missing)
	part := &Seal{folders: make([]sealedFolder, 0, len(s.folders))}
	for _, f := range s.folders {
		if flow, _, _ := strings.Cut(f.path, "/"); wanted[flow] {
			delete(missing, flow)
			part.folders = append(part.folders, f)
		}
	}
	if len(missing) > 0 {
		return nil
	}
	return part
}

// ErrUnsealed says that a file is not as it was sealed: nothing was changed, and a
// build that trusts no seal is needed.
var ErrUnsealed = errors.New("the output folder is not as it was sealed")

// stays are the files that Options.Past has, as they are; ErrUnsealed where one of them
// has changed or something waits to be done first.
func (p *publication) stays() ([]sealedFolder, error) {
	if p.Past == nil {
		return nil, nil
	}
	folders := slices.Clone(p.Past.folders)
	if len(folders) == 0 || p.old == nil {
		return nil, ErrUnsealed
	}
	if _, err := p.old.Lstat(pendingName); !errors.Is(err, fs.ErrNotExist) {
		return nil, ErrUnsealed
	}
	if _, err := p.unbroken(folders); err != nil {
		return nil, ErrUnsealed
	}
	p.sealed = slices.ContainsFunc(folders, func(f sealedFolder) bool { return f.path == "." })
	// The manifest is a file of every build.
	return slices.DeleteFunc(folders, func(f sealedFolder) bool { return f.path == "." }), nil
}

// unbroken looks at all files of a seal; settled is how many need no hash any more.
func (p *publication) unbroken(folders []sealedFolder) (settled int, err error) {
	var all atomic.Int64
	size := func(i int) int { return len(folders[i].files) }
	err = inParts(len(folders), size, func(from, to int) error {
		in, err := descend(p.old)
		if err != nil {
			return err
		}
		defer in.close()
		old := reader{cursor: cursor{root: p.old}}
		defer old.close()
		for i := from; i < to; i++ {
			n, err := folders[i].unbroken(in, &old)
			if err != nil {
				return err
			}
			all.Add(int64(n))
		}
		return nil
	})
	return int(all.Load()), err
}

// sealedFolder is what a seal says of one folder.
type sealedFolder struct {
	path  string
	files []sealedFile
	seen  []mark // how the files looked just now; nil where nobody has looked
}

type sealedFile struct {
	name string
	mark uint64
	sum  string // empty where the mark is enough
}

func (f sealedFolder) append(text []byte) []byte {
	text = binary.AppendUvarint(appendText(text, f.path), uint64(len(f.files)))
	for _, file := range f.files {
		text = file.append(text)
	}
	return text
}

func (f sealedFile) append(text []byte) []byte {
	return appendText(binary.LittleEndian.AppendUint64(appendText(text, f.name), f.mark), f.sum)
}

// unbroken looks at the files of a folder. Hashes that are not needed any more are taken
// out; settled is how many.
func (f *sealedFolder) unbroken(in *descent, old *reader) (settled int, err error) {
	if err := in.to(f.path); err != nil {
		return 0, err
	}
	public := in.public()
	f.seen = make([]mark, len(f.files))
	now := time.Now().UnixNano()
	for i := range f.files {
		file := &f.files[i]
		m, err := in.mark(file.name)
		if err != nil {
			return 0, err
		}
		if m.ino == 0 || m.sum() != file.mark || !public {
			return 0, ErrUnsealed
		}
		m.seen = now
		f.seen[i] = m
		if file.sum == "" {
			continue
		}
		folder, err := old.to(f.path)
		if err != nil {
			return 0, err
		}
		if sum, err := hashFile(folder, file.name); err != nil || sum != file.sum {
			return 0, ErrUnsealed
		}
		if m.settled() {
			file.sum = ""
			settled++
		}
	}
	return settled, nil
}
