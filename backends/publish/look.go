package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
)

// reader looks at files of the output.
type reader struct{ cursor }

// found is what stands at a path. The sum is empty for what is not a file.
type found struct {
	exists, isFolder, readable bool
	sum                        string
}

// look reads what stands at a path.
func (r *reader) look(file string) (found, error) {
	if r.root == nil {
		return found{}, nil
	}
	folder, err := r.to(path.Dir(file))
	if errors.Is(err, fs.ErrNotExist) {
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
	f := found{exists: true, isFolder: info.IsDir(), readable: r.public() && isPublic(info.Mode())}
	if info.Mode().IsRegular() {
		f.sum, err = hashFile(folder, name)
	}
	return f, err
}

func hashFile(folder *os.Root, name string) (string, error) {
	file, err := folder.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func hashOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
