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

// remember stores the flows of a build that had nothing to say about them; told is what
// it printed of each.
func (r *rebuild) remember(all []compiled, told []*pastFlow, report *publish.Report) {
	if r == nil || report.Seal == nil {
		return
	}
	for i, c := range all {
		if c.past == nil && len(c.list) == 0 && c.file == r.inputs[i].file {
			all[i].past = told[i]
		}
	}
	r.store(&pastBuild{Held: report.Manifest.FileCount()}, all, report.Seal)
}

// saying is what is printed of a flow that is published.
func (s session) saying(c *compiled, r *backends.Release) *pastFlow {
	f := &pastFlow{ID: c.flow.ID, Steps: c.steps}
	f.Files, f.Bytes = r.Size()
	var out, talk bytes.Buffer
	s.out, s.talk = &out, &talk
	s.released(r)
	s.routers(r)
	f.Out, f.Talk = out.String(), talk.String()
	return f
}

// sayings are what is printed of all flows. Those that were published before have no
// release.
func (s session) sayings(all []compiled, releases []*backends.Release) []*pastFlow {
	told := make([]*pastFlow, len(all))
	for i := range all {
		if told[i] = all[i].past; told[i] == nil {
			told[i] = s.saying(&all[i], releases[i])
		}
	}
	return told
}

// announce prints what a build says in the end; held is how many files the output folder has.
func (s session) announce(all []compiled, told []*pastFlow, held int, f *publishFlags, report *publish.Report) {
	s.hints(held, f)
	files, size := 0, int64(0)
	for _, flow := range told {
		io.WriteString(s.out, flow.Out)
		io.WriteString(s.talk, flow.Talk)
		files, size = files+flow.Files, size+flow.Bytes
	}
	s.total(all, files, size, f, report)
}
