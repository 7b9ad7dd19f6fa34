package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// cache remembers what builds did, one file for each output folder, in the user's cache
// folder. It only saves time: a file that is missing, damaged, of another version or of
// another user is the same as none, and what cannot be written is not written.
//
// A file is a line that names its form, the key of the build, what is remembered, and
// a SHA-256 over all of it.
type cache struct {
	folder string // empty for no cache
}

const cacheForm = "ivrc build cache 2\n"

// cacheLimit is in bytes: about two million files.
const cacheLimit = 128 << 20

// cacheAge is how long a build is remembered that nobody repeats.
const cacheAge = 30 * 24 * time.Hour

// cacheKey is a SHA-256.
type cacheKey [sha256.Size]byte

// newCache is the cache of the user, an empty one where there is no place for it.
func (s session) newCache() cache {
	folder := s.getenv("XDG_CACHE_HOME")
	if folder == "" || !filepath.IsAbs(folder) {
		var err error
		if folder, err = os.UserCacheDir(); err != nil {
			return cache{}
		}
	}
	return cache{folder: filepath.Join(folder, "ivrc")}
}

// path is the file for an output folder.
func (c cache) path(out string) string {
	sum := sha256.Sum256([]byte(out))
	return filepath.Join(c.folder, "build-"+hex.EncodeToString(sum[:16]))
}

// load is what was remembered for the folder under that key; nil for nothing.
func (c cache) load(out string, key cacheKey) []byte {
	if c.folder == "" || !isOurs(c.folder) {
		return nil
	}
	path := c.path(out)
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > cacheLimit || !isOurs(path) {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	held, ok := bytes.CutPrefix(text, []byte(cacheForm))
	if !ok || len(held) < len(key)+sha256.Size {
		return nil
	}
	end := len(held) - sha256.Size
	if sum := sha256.Sum256(text[:len(text)-sha256.Size]); !bytes.Equal(held[end:], sum[:]) || !bytes.Equal(held[:len(key)], key[:]) {
		return nil
	}
	if now := time.Now(); now.Sub(info.ModTime()) > cacheAge/2 {
		os.Chtimes(path, now, now) // it is still in use
	}
	return held[len(key):end]
}

// store remembers something for the folder. The file takes the place of the one before
// in one step, so that builds side by side read the one or the other.
func (c cache) store(out string, key cacheKey, value []byte) {
	if c.folder == "" || os.MkdirAll(c.folder, 0o700) != nil || !isOurs(c.folder) {
		return
	}
	text := slices.Concat([]byte(cacheForm), key[:], value)
	sum := sha256.Sum256(text)
	if len(text)+len(sum) > cacheLimit {
		return
	}
	file, err := os.CreateTemp(c.folder, "new-")
	if err != nil {
		return
	}
	_, err = file.Write(append(text, sum[:]...))
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(file.Name(), c.path(out))
	}
	if err != nil {
		os.Remove(file.Name())
		return
	}
	c.trim(time.Now())
}

// trim deletes what nobody used for long, and what killed builds left.
func (c cache) trim(now time.Time) {
	entries, err := os.ReadDir(c.folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		old, _ := filepath.Match("build-????????????????????????????????", e.Name())
		left, _ := filepath.Match("new-*", e.Name())
		switch {
		case err != nil || !info.Mode().IsRegular():
		case old && now.Sub(info.ModTime()) > cacheAge, left && now.Sub(info.ModTime()) > time.Hour:
			os.Remove(filepath.Join(c.folder, e.Name()))
		}
	}
}
