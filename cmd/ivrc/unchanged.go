package main

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"

	"ivrc/backends"
	"ivrc/backends/publish"
)

// rebuild is a build of which something may have been done already.
type rebuild struct {
	cache  cache
	key    cacheKey // of everything but the flows
	folder string
	job    job
	inputs []compiled // as they were read; those that are known have their past
	keys   []cacheKey // of the inputs
	past   *pastBuild // nil for none
	held   []byte     // what the cache has, nil for nothing
}

// rebuild reads the inputs and looks which of them were built before: nil where
// that cannot be known. A build that reads something else besides its flows, or that
// shall look at every byte, has no past.
func (s session) rebuild(w *work, f *publishFlags) *rebuild {
	if f.noCache || f.check || f.carry != "" || f.force || w.numbers() {
		return nil
	}
	folder, err := filepath.Abs(f.out)
	if err != nil {
		return nil
	}
	r := &rebuild{cache: s.newCache(), folder: folder, job: w.job}
	if r.cache.folder == "" {
		return nil
	}
	h := sha256.New()
	if !identity(h) {
		return nil
	}
	settings := w.job
	text(h, folder, f.release, settings.base, settings.audioBase, fmt.Sprintf("%+v", settings.budgets))
	for _, b := range settings.targets {
		text(h, "target", b.Name())
	}
	h.Sum(r.key[:0])
	if !s.readFlows(r, w.inputs) {
		return nil
	}
	r.recall()
	return r
}

// readFlows reads the flows; ok is false where one cannot be read or is no file.
func (s session) readFlows(r *rebuild, inputs []input) (ok bool) {
	if slices.ContainsFunc(inputs, func(in input) bool { return in.stdin }) {
		return false
	}
	r.inputs, r.keys = make([]compiled, len(inputs)), make([]cacheKey, len(inputs))
	var failed atomic.Bool
	s.eachOf(len(inputs), func(i int) {
		if failed.Load() || s.interrupted() != nil {
			failed.Store(true)
			return
		}
		file, list, err := readFile(inputs[i].path)
		if err != nil || len(list) > 0 {
			failed.Store(true)
			return
		}
		r.inputs[i] = compiled{input: inputs[i], file: file}
		h := sha256.New()
		text(h, file.Name)
		h.Write(file.Text) // the end needs no mark
		r.keys[i] = cacheKey(h.Sum(nil))
	})
	return !failed.Load()
}

// text writes texts so that no two lists of texts look alike.
func text(w io.Writer, texts ...string) {
	for _, t := range texts {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(t)))
		w.Write(length[:])
		io.WriteString(w, t)
	}
}

// identity writes what tells this program from every other build of it: the beginning
// of its file, where the linker leaves its mark, and how the file looks.
func identity(w io.Writer) bool {
	path, err := os.Executable()
	if err != nil {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return false
	}
	const beginning = 16 << 10
	_, err = io.CopyN(w, file, min(beginning, info.Size()))
	text(w, path, fmt.Sprint(info.Size(), info.ModTime().UnixNano()), version())
	return err == nil
}

// whole are the flows of a build that was done before, if its files are as it left
// them.
func (r *rebuild) whole(o publish.Options) []compiled {
	if r == nil || r.past == nil {
		return nil
	}
	for i := range r.inputs {
		if r.inputs[i].past == nil {
			return nil
		}
	}
	fresh, ok := publish.Sealed(o, r.past.seal, pastIDs(r.inputs))
	if !ok {
		r.forget()
		return nil
	}
	if fresh != nil {
		r.store(r.past, r.inputs, fresh)
	}
	return r.inputs
}

// forget makes a build of which nothing was done.
func (r *rebuild) forget() {
	for i := range r.inputs {
		in := &r.inputs[i]
		*in = compiled{input: in.input, file: in.file}
	}
	r.past = nil
}

// seal is what is known of the files of those flows that are as they were before, nil
// for nothing.
func (r *rebuild) seal(all []compiled) *publish.Seal {
	if r == nil || r.past == nil {
		return nil
	}
	flows := pastIDs(all)
	if len(flows) == 0 {
		return nil
	}
	return r.past.seal.Part(flows)
}

// pastIDs are the flows that are as they were before.
func pastIDs(all []compiled) (flows []string) {
	for _, c := range all {
		if c.past != nil {
			flows = append(flows, c.past.ID)
		}
	}
	return flows
}

// compileRest compiles the flows that are not as they were before. Each is given on as
// soon as it is compiled, some of them side by side.
func (s session) compileRest(w *work, r *rebuild, take func(i int, c *compiled)) ([]compiled, error) {
	if r == nil {
		return s.compileAll(w, take)
	}
	all := make([]compiled, len(r.inputs))
	err := s.compileEach(all, func(i int) error {
		all[i] = r.inputs[i]
		if all[i].past == nil {
			all[i] = r.compile(i)
			take(i, &all[i])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if r.past != nil && (r.seal(all) == nil || twice(all)) {
		r.forget()
		return s.compileRest(w, r, take)
	}
	sameFlows(all)
	return all, nil
}

// compile is one of the inputs after all phases, as it was read.
func (r *rebuild) compile(i int) compiled {
	c := r.job.compile(r.inputs[i].file)
	c.input, c.file = r.inputs[i].input, r.inputs[i].file
	return c
}

// twice says that two flows have one id. What is said about that needs both.
func twice(all []compiled) bool {
	seen := map[string]bool{}
	for _, c := range all {
		if c.flow == nil || c.flow.ID == "" {
			continue
		}
		if seen[c.flow.ID] {
			return true
		}
		seen[c.flow.ID] = true
	}
	return false
}

// compileKept compiles the flows whose files turned out to be other ones than an
// earlier build left.
func (s session) compileKept(all []compiled, releases []*backends.Release, f *publishFlags, r *rebuild) error {
	rest := make([]compiled, len(all))
	err := s.compileEach(all, func(i int) error {
		if rest[i] = all[i]; all[i].past != nil {
			rest[i] = r.compile(i)
		} else {
			rest[i].past = &pastFlow{} // its release is made already
		}
		return nil
	})
	if err != nil {
		return err
	}
	again, err := s.assembled(rest, f.release, nil)
	if err == nil {
		err = s.proven(rest, again)
	}
	if err != nil {
		return err
	}
	for i := range all {
		if again[i] == nil {
			continue
		}
		if len(rest[i].list) > 0 {
			return failure(fmt.Errorf("%s was remembered as a flow without findings, and has some: build with --no-cache", rest[i].input.path))
		}
		all[i], releases[i] = rest[i], again[i]
	}
	return nil
}
