package publish

import "encoding/binary"

// ReadSeal takes apart what Encode wrote; ok is false for anything else. Names are held to
// what builds write, as those of a manifest are.
func ReadSeal(text []byte) (seal *Seal, ok bool) {
	s := sealReader{rest: text, names: string(text)}
	if s.octet() != sealFormat {
		return nil, false
	}
	seal = &Seal{}
	for range s.count() {
		f := sealedFolder{path: s.text()}
		n := s.count()
		if f.path != "." && !isPath(f.path) {
			return nil, false
		}
		f.files = make([]sealedFile, 0, n)
		for range n {
			file := sealedFile{name: s.text(), mark: s.mark(), sum: s.text()}
			if s.broken || !isSegment(file.name) || file.sum != "" && !isHash(file.sum) {
				return nil, false
			}
			f.files = append(f.files, file)
		}
		if s.broken {
			return nil, false
		}
		seal.folders = append(seal.folders, f)
	}
	return seal, !s.broken && len(s.rest) == 0 && len(seal.folders) > 0
}

// Encode is the seal as bytes: the same seal, the same bytes.
func (s *Seal) Encode() []byte {
	size := 0
	for _, f := range s.folders {
		size += len(f.path) + usualMark*len(f.files)
	}
	text := binary.AppendUvarint(append(make([]byte, 0, size+16), sealFormat), uint64(len(s.folders)))
	for _, f := range s.folders {
		text = f.append(text)
	}
	return text
}

// usualMark is about as many bytes as a file takes in a seal.
const usualMark = 32

// sealReader reads a seal; broken says that it does not go on as one.
type sealReader struct {
	rest []byte
	// names is the whole seal; the texts in it are parts of this one.
	names  string
	broken bool
}

func (s *sealReader) take(n uint64) []byte {
	if s.broken || n > uint64(len(s.rest)) {
		s.broken = true
		return nil
	}
	taken := s.rest[:n]
	s.rest = s.rest[n:]
	return taken
}

func (s *sealReader) octet() byte {
	if b := s.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

// count is never more than there are bytes left, so that it is safe to make room for.
func (s *sealReader) count() uint64 {
	n, size := binary.Uvarint(s.rest)
	if size <= 0 || n > uint64(len(s.rest)) {
		s.broken = true
		return 0
	}
	s.take(uint64(size))
	return n
}

func (s *sealReader) text() string {
	n := s.count()
	from := len(s.names) - len(s.rest)
	return s.names[from : from+len(s.take(n))]
}

func (s *sealReader) mark() uint64 {
	if b := s.take(8); len(b) == 8 {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}
