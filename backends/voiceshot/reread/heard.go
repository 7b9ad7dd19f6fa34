package reread

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ivrc/backends/verify"
	"ivrc/backends/voiceshot/decode"
)

// reader reads the files of one flow.
type reader struct {
	tree     verify.Published
	folder   string // of the version, with its final slash
	campaign *decode.Campaign
	used     map[string]bool
	problems []string
}

func newReader(p verify.Published) *reader {
	return &reader{tree: p, folder: p.Flow + "/" + p.Segment + p.Target + "/", used: map[string]bool{}}
}

func (r *reader) problem(path, format string, args ...any) {
	r.problems = append(r.problems, path+": "+fmt.Sprintf(format, args...))
}

// read is everything that the files say: the drawings, each prompt with the
// replies to its keys, and the documents in the folder of the version.
func (r *reader) read() []verify.Heard {
	var out []verify.Heard
	paths := slices.Sorted(maps.Keys(r.tree.Files))
	for _, path := range paths {
		name, ok := strings.CutPrefix(path, r.tree.Flow+"/")
		if !ok || strings.Contains(name, "/") {
			continue
		}
		r.used[path] = true
		if h, ok := r.drawing(name, path); ok {
			out = append(out, h)
		}
	}
	if r.campaign == nil {
		return out
	}
	for i := range r.campaign.Prompts {
		out = append(out, r.prompt(&r.campaign.Prompts[i]))
	}
	out = append(out, r.rest(), r.sounds())
	for _, path := range paths {
		if inside, ok := strings.CutPrefix(path, r.folder); ok && !r.used[path] {
			if h, ok := r.document(inside, path); ok {
				out = append(out, h)
			}
		}
	}
	for _, path := range paths {
		if !r.used[path] {
			r.problem(path, "nothing in the flow leads to this file")
		}
	}
	return out
}

// drawing is the campaign of one entry. All of them hold the same prompts.
func (r *reader) drawing(name, path string) (verify.Heard, bool) {
	c, err := decode.ReadCampaign(r.tree.Files[path])
	if err != nil {
		r.problem(path, "%s", err)
		return verify.Heard{}, false
	}
	if r.campaign == nil {
		r.campaign = c
	} else if !slices.EqualFunc(c.Prompts, r.campaign.Prompts, func(a, b decode.Prompt) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) ||
		!slices.Equal(c.Sounds, r.campaign.Sounds) {
		r.problem(path, "it draws other prompts than the drawing before it")
	}
	first, _ := c.Prompt(c.First) // decode has looked
	events, ours := strings.CutPrefix(c.Events, r.tree.Base)
	if !ours {
		events = c.Events + ", which is not where the tree is published"
	}
	return verify.Heard{
		ID: name, Act: "campaign",
		Facts: []verify.Fact{{Name: "events", Value: events}, {Name: "flow", Value: c.Flow}},
		Edges: []verify.Edge{{Outcome: "first", To: first.Step}},
	}, true
}

// name is a prompt by its number.
func (r *reader) name(number int) string {
	if p, ok := r.campaign.Prompt(number); ok {
		return p.Step
	}
	return fmt.Sprintf("prompt %d, which is not there", number)
}

// to is where a way leads, with what is played there.
func (r *reader) to(w decode.Way) string {
	to := endID
	switch {
	case w.Goto != 0:
		to = r.name(w.Goto)
	case len(w.Transfer) > 0:
		to = "transfer " + strings.Join(w.Transfer, ",")
	}
	for _, s := range sound(w) {
		to += fmt.Sprintf(" playing %s %q", s.Kind, s.What)
	}
	return to
}

func sound(w decode.Way) []verify.Sound {
	switch {
	case w.TTS != "":
		return []verify.Sound{{Kind: "text", What: w.TTS}}
	case w.Filename != "":
		return []verify.Sound{{Kind: "audio", What: w.Filename}}
	}
	return nil
}

func (r *reader) prompt(p *decode.Prompt) verify.Heard {
	h := verify.Heard{ID: "prompt " + p.Step, Say: sound(p.Play), Act: "play"}
	edge := func(outcome, to string) { h.Edges = append(h.Edges, verify.Edge{Outcome: outcome, To: to}) }
	switch {
	case !p.Question && p.Dials:
		h.Act = "transfer"
		edge("then", r.to(p.Then))
	case !p.Question:
		edge("then", r.to(p.Then))
		if p.Follows {
			h.Facts = append(h.Facts, verify.Fact{Name: "goes on", Value: "yes"})
		}
	default:
		h.Act = "ask"
		h.Facts = append(h.Facts, verify.Fact{Name: "digits", Value: strconv.Itoa(p.Digits)})
		if p.Finish != "" {
			h.Facts = append(h.Facts, verify.Fact{Name: "finish", Value: p.Finish})
		}
		edge("no response", r.to(p.NoResponse))
		edge("error", r.to(p.Error))
	}
	for _, answer := range r.answers(strconv.Itoa(p.Number) + ".") {
		edge("key "+answer, r.reply(r.stable(strconv.Itoa(p.Number)+"."+answer)))
	}
	return h
}

func (r *reader) stable(answer string) string {
	return r.tree.Flow + "/" + r.tree.Target + "/call/" + answer + extension
}

// answers are those that have a file with this beginning of its name.
func (r *reader) answers(prefix string) []string {
	var out []string
	for path := range r.tree.Files {
		if rest, ok := strings.CutPrefix(path, r.tree.Flow+"/"+r.tree.Target+"/call/"+prefix); ok && strings.HasSuffix(rest, extension) {
			out = append(out, strings.TrimSuffix(rest, extension))
		}
	}
	slices.Sort(out)
	return out
}

// reply is where the file leads; one that lets the campaign go on leads nowhere.
// Each repeats a document of the version.
func (r *reader) reply(path string) string {
	r.used[path] = true
	text := r.tree.Files[path]
	w, err := decode.Reply(text)
	if err != nil {
		r.problem(path, "%s", err)
		return "no reply"
	}
	if w.IsZero() {
		return "the campaign goes on"
	}
	for _, s := range r.campaign.Sounds {
		if s.Filename == w.Filename {
			return r.to(w)
		}
	}
	if w.Filename != "" {
		r.problem(path, "it plays %s, which is no sound of the campaign", w.Filename)
	}
	return r.to(w)
}

// rest are the replies that belong to no prompt.
func (r *reader) rest() verify.Heard {
	h := verify.Heard{ID: "events", Act: "replies"}
	for _, answer := range []string{"_", "answer", "hangup"} {
		if path := r.stable(answer); r.tree.Files[path] != nil {
			h.Edges = append(h.Edges, verify.Edge{Outcome: answer, To: r.reply(path)})
		}
	}
	return h
}

func (r *reader) sounds() verify.Heard {
	h := verify.Heard{ID: "sounds", Act: "stored"}
	for _, s := range r.campaign.Sounds {
		h.Facts = append(h.Facts, verify.Fact{Name: s.Filename, Value: s.From})
	}
	return h
}

// document is a file in the folder of the version. It is kept under names that
// calls do not use; each must be what its name says.
func (r *reader) document(inside, path string) (verify.Heard, bool) {
	id, isXML := strings.CutSuffix(inside, extension)
	if !isXML {
		return verify.Heard{}, false
	}
	h := verify.Heard{ID: "document " + id, Act: "reply"}
	text := r.tree.Files[path]
	r.used[path] = true
	if id == drawingID || strings.HasPrefix(id, drawingID+".") {
		name := r.tree.Target + extension
		if entry, ok := strings.CutPrefix(id, drawingID+"."); ok {
			name = entry + "." + name
		}
		h.Act = "campaign"
		if string(r.tree.Files[r.tree.Flow+"/"+name]) != string(text) {
			r.problem(path, "it is not %s", name)
		}
		return h, true
	}
	h.Edges = []verify.Edge{{Outcome: "reply", To: r.reply(path)}}
	return h, true
}
