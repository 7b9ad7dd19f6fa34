package lower

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// Limits of named prompts. A prompt may speak other prompts, so a short file
// could ask for any number of items.
const (
	maxPromptItems = 1_000   // in one prompt
	maxFlowItems   = 200_000 // that names add to a whole flow
	maxPromptDepth = 64      // prompts that speak prompts
)

// prompt reads a string, one item, or a list of items.
func (d *decoder) prompt(n *syntax.Node) ir.Prompt {
	if n == nil {
		return nil
	}
	if n.Kind != syntax.List {
		return d.item(n, nil)
	}
	if len(n.Items) == 0 {
		d.malformed(n, "at least one item")
	}
	out := make(ir.Prompt, 0, len(n.Items))
	for _, item := range n.Items {
		out = d.item(item, out)
	}
	return out
}

// itemKinds are the keys of which an item has exactly one; text is one only
// where it stands without audio.
var itemKinds = []string{"audio", "ssml", "pause", "digits", "number", "date", "prompt", "text"}

func (d *decoder) item(n *syntax.Node, out ir.Prompt) ir.Prompt {
	if n.Kind != syntax.Map {
		if text, ok := d.text(n); ok {
			out = append(out, &ir.Text{Text: text, Speech: d.speak(level{}, n.Place()), Span: n.Place()})
		}
		return out
	}
	kind := ""
	for _, k := range itemKinds {
		if n.Get(k) != nil {
			kind = k
			break
		}
	}
	allowed := []string{kind, "voice", "language"}
	switch kind {
	case "":
		d.malformed(n, "one of "+strings.Join(itemKinds, ", "))
		return out
	case "audio":
		allowed = []string{"audio", "text"}
	case "pause", "prompt":
		allowed = []string{kind}
	}
	f := d.fields(n, allowed...)
	return d.itemOf(kind, f, d.speak(d.level(f), n.Place()), out)
}

func (d *decoder) itemOf(kind string, f fields, speech ir.Speech, out ir.Prompt) ir.Prompt {
	n, at := f.get(kind), f.node.Place()
	switch kind {
	case "text":
		if text, ok := d.text(n); ok {
			out = append(out, &ir.Text{Text: text, Speech: speech, Span: at})
		}
	case "audio":
		transcript, _ := d.text(f.get("text"))
		if address, ok := d.audio(n); ok {
			out = append(out, &ir.Audio{URL: address, Transcript: transcript, Speech: speech, Span: n.Place()})
		}
	case "ssml":
		if markup, ok := d.markup(n); ok {
			out = append(out, &ir.SSML{Markup: markup, Speech: speech, Span: n.Place()})
		}
	case "pause":
		if length := d.duration(n, 0); length > 0 {
			out = append(out, &ir.Pause{Length: length, Speech: speech, Span: n.Place()})
		}
	case "prompt":
		return d.named(n, out)
	default:
		if item := d.readOut(kind, n, speech); item != nil {
			out = append(out, item)
		}
	}
	return out
}

func (d *decoder) readOut(kind string, n *syntax.Node, speech ir.Speech) ir.Item {
	as, valid := ir.ReadDigits, func(s string) bool { return allDigits(s) && len(s) <= 32 }
	switch kind {
	case "number":
		as, valid = ir.ReadNumber, isAmount
	case "date":
		as, valid = ir.ReadDate, isDate
	}
	value, ok := d.scalar(n, kind != "date", kind, valid)
	if !ok {
		return nil
	}
	if kind == "digits" {
		d.sameForAll(n)
	}
	if kind == "date" {
		if _, err := time.Parse("2006-01-02", value); err != nil {
			d.report(diag.New(diag.BadRange, n.Place(), "there is no day %s", value).WithHelp("write year, month and day: 2026-02-28"))
			return nil
		}
	}
	return &ir.ReadOut{As: as, Value: value, Speech: speech, Span: n.Place()}
}

// named speaks a prompt by its id, with the voice of the step that speaks it.
func (d *decoder) named(n *syntax.Node, out ir.Prompt) ir.Prompt {
	id, ok := d.word(n, false, "the id of a prompt", isStepID)
	if !ok {
		return out
	}
	prompt := d.prompts[id]
	switch {
	case prompt == nil:
		found := diag.New(diag.UnknownPrompt, n.Place(), "prompt %q does not exist", id)
		names := make([]string, 0, len(d.prompts))
		for name := range d.prompts {
			names = append(names, name)
		}
		slices.Sort(names)
		if name := nearest.Name(id, names); name != "" {
			found = found.WithHelp("did you mean %q?", name).WithFix(instead(n, name))
		} else {
			found = found.WithHelp("add it to prompts, or write the text here")
		}
		d.report(found)
		return out
	case slices.Contains(d.open, id):
		d.promptCycle(n, d.open[slices.Index(d.open, id):])
		return out
	}
	if d.items++; d.items > maxFlowItems || len(d.open) >= maxPromptDepth {
		return d.tooMany(n, out)
	}
	d.open = append(d.open, id)
	spoken := d.prompt(prompt)
	d.open = d.open[:len(d.open)-1]
	if d.items += len(spoken); len(out)+len(spoken) > maxPromptItems {
		return d.tooMany(n, out)
	}
	return append(out, spoken...)
}

// promptCycle reports prompts that speak each other, once for all of them.
func (d *decoder) promptCycle(n *syntax.Node, members []string) {
	cycle := strings.Join(slices.Sorted(slices.Values(members)), " ")
	if d.cycles[cycle] {
		return
	}
	if d.cycles == nil {
		d.cycles = map[string]bool{}
	}
	d.cycles[cycle] = true
	d.report(diag.New(diag.PromptCycle, n.Place(), "prompt %q speaks itself: %s", members[0], strings.Join(append(slices.Clone(members), members[0]), " → ")).
		WithHelp("take prompt %q out of one of them", members[0]))
}

func (d *decoder) tooMany(n *syntax.Node, out ir.Prompt) ir.Prompt {
	d.report(diag.New(diag.TooLarge, n.Place(), "too many prompts are spoken inside prompts here").
		WithHelp("write the text itself; a prompt may have %d parts and stand %d deep", maxPromptItems, maxPromptDepth))
	return out
}

// audio reads the address of a sound file and makes it absolute.
func (d *decoder) audio(n *syntax.Node) (string, bool) {
	address, ok := d.scalar(n, false, "the address of a sound file", noSpace)
	if !ok || !d.visible(n) {
		return "", false
	}
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() && u.Scheme != "https" && u.Scheme != "http" {
		d.report(diag.New(diag.BadValue, n.Place(), "%q is not the address of a sound file", address).
			WithHelp("write a whole address: https://cdn.example.com/welcome.mp3"))
		return "", false
	}
	if u.IsAbs() {
		return address, true
	}
	base, err := url.Parse(d.options.AudioBase)
	if err != nil || d.options.AudioBase == "" {
		d.report(diag.New(diag.RelativeAudio, n.Place(), "a provider cannot fetch %q: it is relative, and there is no base for audio", address).
			WithHelp("write the whole address: https://cdn.example.com/%s", strings.TrimPrefix(address, "/")).
			WithHelp("or say in ivrc.yaml where all of them lie:  audio_base: https://cdn.example.com/"))
		return "", false
	}
	return base.ResolveReference(u).String(), true
}
