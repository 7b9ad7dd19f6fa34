package publish

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"sync/atomic"
)

// worthWriting are so many files that need not be read any more that a fresh seal costs
// less than reading them again.
const worthWriting = 1000

// Sealed says that the output folder holds the files of a seal, and that nothing waits
// to be done there. It is false where that cannot be found out. The fresh seal, nil for
// none, says the same and needs fewer files to be read.
func Sealed(o Options, seal []byte) (fresh []byte, ok bool) {
	folders, ok := readSeal(seal)
	if !ok {
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
	p.removeStages()
	if p.old == nil || len(p.report.Warnings) > 0 {
		return nil, false
	}
	if _, err := p.old.Lstat(pendingName); !errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	var settled atomic.Int64
	size := func(i int) int { return len(folders[i].files) }
	err = inParts(len(folders), size, func(from, to int) error {
		in := reader{cursor: cursor{root: p.old}}
		defer in.close()
		for _, f := range folders[from:to] {
			n, err := in.unbroken(f)
			if err != nil {
				return err
			}
			settled.Add(int64(n))
		}
		return nil
	})
	if err == nil && settled.Load() > worthWriting {
		fresh = []byte{sealFormat}
		fresh = binary.AppendUvarint(fresh, uint64(len(folders)))
		for _, f := range folders {
			fresh = f.append(fresh)
		}
	}
	return fresh, err == nil
}

// sealedFolder is what a seal says of one folder.
type sealedFolder struct {
	path  string
	files []sealedFile
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
func (r *reader) unbroken(f sealedFolder) (settled int, err error) {
	folder, err := r.to(f.path)
	if err != nil {
		return 0, err
	}
	for i := range f.files {
		file := &f.files[i]
		info, err := folder.Lstat(file.name)
		if err != nil {
			return 0, err
		}
		m := markOf(info)
		if m.ino == 0 || m.sum() != file.mark || !r.public() {
			return 0, errUnsealed
		}
		if file.sum == "" {
			continue
		}
		if sum, err := hashFile(folder, file.name); err != nil || sum != file.sum {
			return 0, errUnsealed
		}
		if m.settled() {
			file.sum = ""
			settled++
		}
	}
	return settled, nil
}
