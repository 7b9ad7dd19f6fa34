package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"ivrc/backends"
	"ivrc/backends/publish"
	"ivrc/ir"
)

// pastBuild is a build that found nothing to say and is in the output folder: what it
// prints when it is asked for again, and the seal of its files.
type pastBuild struct {
	Flows []pastFlow `json:"flows"`
	Files int        `json:"files"`
	Bytes int64      `json:"bytes"`
	Held  int        `json:"held"` // files in the output folder by its manifest
}

// pastFlow is one flow, in the order of the inputs.
type pastFlow struct {
	ID    string `json:"id"`
	Steps int    `json:"steps"`
	// Out and Talk are what it prints when it is published.
	Out  string `json:"out"`
	Talk string `json:"talk"`
}

// rebuild is a build that may have been done already.
type rebuild struct {
	cache  cache
	key    cacheKey
	folder string
	inputs []compiled // as they were read
}

// rebuild reads the inputs and looks whether the same was built before: nil where
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
	r := &rebuild{cache: s.newCache(), folder: folder}
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
	for _, in := range w.inputs {
		if in.stdin || s.interrupted() != nil {
			return nil
		}
		file, list, err := readFile(in.path)
		if err != nil || len(list) > 0 {
			return nil
		}
		text(h, file.Name, string(file.Text))
		r.inputs = append(r.inputs, compiled{input: in, file: file})
	}
	h.Sum(r.key[:0])
	return r
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

// past is the same build, if it was done and its files are as it left them.
func (r *rebuild) past(o publish.Options) (*pastBuild, []compiled) {
	value := r.cache.load(r.folder, r.key)
	if len(value) < 8 {
		return nil, nil
	}
	n := binary.LittleEndian.Uint64(value)
	if n > uint64(len(value)-8) {
		return nil, nil
	}
	var b pastBuild
	if json.Unmarshal(value[8:8+n], &b) != nil || len(b.Flows) != len(r.inputs) {
		return nil, nil
	}
	fresh, ok := publish.Sealed(o, value[8+n:])
	if !ok {
		return nil, nil
	}
	if fresh != nil {
		r.cache.store(r.folder, r.key, slices.Concat(value[:8+n], fresh))
	}
	for i, f := range b.Flows {
		r.inputs[i].flow, r.inputs[i].steps = &ir.Flow{ID: f.ID}, f.Steps
	}
	return &b, r.inputs
}

// remember stores a build that had nothing to say about its flows.
func (r *rebuild) remember(s session, all []compiled, releases []*backends.Release, report *publish.Report) {
	if r == nil || report.Seal == nil || len(all) != len(r.inputs) {
		return
	}
	b := pastBuild{Files: report.Files, Bytes: report.Bytes, Held: report.Manifest.FileCount()}
	for i, c := range all {
		if len(c.list) > 0 || !bytes.Equal(c.file.Text, r.inputs[i].file.Text) {
			return
		}
		var out, talk bytes.Buffer
		quiet := s
		quiet.out, quiet.talk = &out, &talk
		quiet.released(releases[i])
		quiet.routers(releases[i])
		b.Flows = append(b.Flows, pastFlow{ID: c.flow.ID, Steps: c.steps, Out: out.String(), Talk: talk.String()})
	}
	described, err := json.Marshal(b)
	if err != nil {
		return
	}
	value := binary.LittleEndian.AppendUint64(nil, uint64(len(described)))
	r.cache.store(r.folder, r.key, append(append(value, described...), report.Seal...))
}

// repeated prints what the build prints when nothing is to be changed.
func (s session) repeated(b *pastBuild, all []compiled, f *publishFlags) {
	s.hints(b.Held, f)
	for _, flow := range b.Flows {
		io.WriteString(s.out, flow.Out)
		io.WriteString(s.talk, flow.Talk)
	}
	s.total(all, b.Files, b.Bytes, f, &publish.Report{})
}
