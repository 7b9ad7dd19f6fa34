package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// reader looks at files of the output.
type reader struct {
	cursor
	buffer []byte
	// missing is a folder that was looked for last and is not there, with its slash.
	missing string
}

// found is what stands at a path. The sum is empty for what is not a file.
type found struct {
	exists, isFolder, readable bool
	sum                        string
	mark                       mark
}

// look reads what stands at a path.
func (r *reader) look(file string) (found, error) {
	r.missing = "" // somebody may have made it since
	return r.compare(file, nil, "")
}

// compare is look for a place where a text is expected, whose sum is known: a file
// that holds it is not hashed.
func (r *reader) compare(file string, text []byte, sum string) (found, error) {
	if r.root == nil {
		return found{}, nil
	}
	if r.missing != "" && strings.HasPrefix(file, r.missing) {
		return found{}, nil
	}
	folder, err := r.to(path.Dir(file))
	if errors.Is(err, fs.ErrNotExist) {
		r.missing = path.Dir(file) + "/"
		return found{}, nil
	}
	if err != nil {
		return found{}, err
	}
	name := path.Base(file)
	info, err := folder.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return found{}, nil
	}
	if err != nil {
		return found{}, err
	}
	f := found{exists: true, isFolder: info.IsDir(), readable: r.public() && isPublic(info.Mode()), mark: markOf(info)}
	switch {
	case !info.Mode().IsRegular():
	case sum != "" && info.Size() == int64(len(text)):
		if f.sum, err = r.same(folder, name, text, sum); f.sum == "" && err == nil {
			f.sum, err = hashFile(folder, name)
		}
	default:
		f.sum, err = hashFile(folder, name)
	}
	return f, err
}

// same is the sum where the file holds exactly the text, else empty.
func (r *reader) same(folder *os.Root, name string, text []byte, sum string) (string, error) {
	file, err := folder.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	if cap(r.buffer) <= len(text) {
		r.buffer = make([]byte, 2*len(text)+1)
	}
	// One more than there may be: the file could have grown since it was looked at.
	n, err := io.ReadFull(file, r.buffer[:len(text)+1])
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return "", err
	}
	if !bytes.Equal(r.buffer[:n], text) {
		return "", nil
	}
	return sum, nil
}

func hashFile(folder *os.Root, name string) (string, error) {
	file, err := folder.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	buffer := make([]byte, 4096) // most files are smaller
	for {
		n, err := file.Read(buffer)
		sum.Write(buffer[:n])
		if err == io.EOF {
			return hex.EncodeToString(sum.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
}

func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
