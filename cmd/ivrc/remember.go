package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"

	"ivrc/backends"
	"ivrc/backends/publish"
	"ivrc/ir"
)

// pastBuild are the flows of a build that had nothing to say about them and that are in
// the output folder, with the seal of their files and of the manifest.
type pastBuild struct {
	Flows []*pastFlow `json:"flows"`
	Held  int         `json:"held"` // files in the output folder by its manifest
	seal  *publish.Seal
}

// pastFlow is one flow: what it prints when it is published, and how much of the
// output is its own.
type pastFlow struct {
	Key   string `json:"key"` // of its file
	ID    string `json:"id"`
	Steps int    `json:"steps"`
	Files int    `json:"files"`
	Bytes int64  `json:"bytes"`
	Out   string `json:"out"`
	Talk  string `json:"talk"`
}

// recall asks the cache which of the inputs were built before.
func (r *rebuild) recall() {
	r.held = r.cache.load(r.folder, r.key)
	b := readPast(r.held)
	if b == nil {
		return
	}
	flows := make(map[string]*pastFlow, len(b.Flows))
	for _, f := range b.Flows {
		flows[f.Key] = f
	}
	r.past = b
	for i := range r.inputs {
		if f := flows[r.keys[i].text()]; f != nil {
			in := &r.inputs[i]
			in.past, in.flow, in.steps = f, &ir.Flow{ID: f.ID}, f.Steps
		}
	}
	if twice(r.inputs) {
		r.forget()
	}
}

// text is the key in hexadecimal.
func (k cacheKey) text() string { return hex.EncodeToString(k[:]) }

// readPast takes what the cache has apart; nil for nothing.
func readPast(held []byte) *pastBuild {
	if len(held) < 8 {
		return nil
	}
	n := binary.LittleEndian.Uint64(held)
	if n > uint64(len(held)-8) {
		return nil
	}
	seal, ok := publish.ReadSeal(held[8+n:])
	b := &pastBuild{seal: seal}
	if !ok || json.Unmarshal(held[8:8+n], b) != nil || len(b.Flows) == 0 {
		return nil
	}
	for _, f := range b.Flows {
		if f == nil || f.ID == "" {
			return nil
		}
	}
	return b
}

// store keeps the flows that have a past.
func (r *rebuild) store(b *pastBuild, all []compiled, seal *publish.Seal) {
	b = &pastBuild{Held: b.Held}
	var flows []string
	for i, c := range all {
		if c.past != nil {
			c.past.Key = r.keys[i].text()
			b.Flows, flows = append(b.Flows, c.past), append(flows, c.past.ID)
		}
	}
	if seal = seal.Part(flows); seal == nil || len(flows) == 0 {
		return
	}
	described, err := json.Marshal(b)
	if err != nil {
		return
	}
	value := binary.LittleEndian.AppendUint64(nil, uint64(len(described)))
	if value = append(append(value, described...), seal.Encode()...); !bytes.Equal(value, r.held) {
		r.cache.store(r.folder, r.key, value)
	}
}

// remember stores the flows of a build that had nothing to say about them.
func (r *rebuild) remember(s session, all []compiled, releases []*backends.Release, report *publish.Report) {
	if r == nil || report.Seal == nil {
		return
	}
	for i, c := range all {
		if c.past != nil || len(c.list) > 0 || c.file != r.inputs[i].file {
			continue
		}
		past := &pastFlow{ID: c.flow.ID, Steps: c.steps}
		past.Files, past.Bytes = releases[i].Size()
		var out, talk bytes.Buffer
		quiet := s
		quiet.out, quiet.talk = &out, &talk
		quiet.released(releases[i])
		quiet.routers(releases[i])
		past.Out, past.Talk = out.String(), talk.String()
		all[i].past = past
	}
	r.store(&pastBuild{Held: report.Manifest.FileCount()}, all, report.Seal)
}

// repeated prints what the build prints when nothing is to be changed.
func (s session) repeated(b *pastBuild, all []compiled, f *publishFlags) {
	s.hints(b.Held, f)
	files, size := 0, int64(0)
	for _, c := range all {
		s.flowRepeated(c.past)
		files, size = files+c.past.Files, size+c.past.Bytes
	}
	s.total(all, files, size, f, &publish.Report{})
}

func (s session) flowRepeated(flow *pastFlow) {
	io.WriteString(s.out, flow.Out)
	io.WriteString(s.talk, flow.Talk)
}
