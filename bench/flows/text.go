package flows

import (
	"encoding/json"
	"fmt"
	"strings"
)

// writer writes one flow as block YAML.
type writer struct {
	strings.Builder
	shape Shape
	// named is the anchor that was written last.
	named string
}

func (w *writer) line(indent int, format string, values ...any) {
	w.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(w, format, values...)
	w.WriteByte('\n')
}

// block is a flow as people write it.
func block(id string, p *plan, shape Shape) []byte {
	w := &writer{shape: shape}
	w.line(0, "ivr: 1")
	w.line(0, "flow: %s", id)
	w.line(0, "start: %s", p.steps[0].name)
	w.line(0, "language: en-US")
	w.line(0, "events: {hangup: end, error: end}")
	w.line(0, "steps:")
	for i, s := range p.steps {
		if shape == Comments {
			for n := range 8 {
				w.line(1, "# %s, part %d: what was said about it, and when it was heard last", s.name, n+1)
			}
		}
		if shape == Wrong && i%100 == 50 {
			w.wrong(s, i/100)
			continue
		}
		w.step(s, i)
	}
	return []byte(w.String())
}

// step writes one step.
func (w *writer) step(s step, i int) {
	w.line(1, "%s:", s.name)
	switch s.kind {
	case menu:
		w.menu(s)
		return
	case transfer:
		w.prompt(2, s.text, "")
		w.line(2, "transfer:")
		w.line(3, "to: %q", "+14075550100")
		w.line(3, "from: %q", "+14075550199")
		w.line(3, "timeout: 20s")
		w.line(2, "events: {incomplete: %s}", s.next)
	case record:
		w.line(2, "record:")
		w.prompt(3, s.text, "")
		w.line(3, "send: https://example.com/voicemail")
		w.line(3, "max: 90s")
		w.line(2, "events: {timeout: %s}", s.next)
	default:
		w.spoken(s, i)
	}
	if s.kind == last {
		w.line(2, "hangup: true")
		return
	}
	w.line(2, "goto: %s", s.next)
}

// spoken writes a step that speaks and leads on. With Anchors one in a hundred steps
// names its text and the others repeat it: aliases add less than half of what the
// reader lets them add to one file.
func (w *writer) spoken(s step, i int) {
	if w.shape != Anchors || s.text.language != "" {
		w.prompt(2, s.text, "")
		return
	}
	name := fmt.Sprintf("said-%d", i/100)
	if w.named != name {
		w.named = name
		w.line(2, "say: &%s %q", name, s.text.text)
		return
	}
	w.line(2, "say: *%s", name)
}

func (w *writer) menu(s step) {
	text := s.text
	if text.language != "" { // one language for each prompt, as a voice has only one
		w.prompt(2, text, "")
		text = prompt{form: text.form}
	}
	w.line(2, "menu:")
	w.prompt(3, text, choices(s))
	w.line(3, "keys:")
	for _, k := range s.keys {
		if w.shape == Comments {
			w.line(4, "%s: %s # for %s, as agreed with the front desk", k.key, k.target, k.topic)
			continue
		}
		w.line(4, "%s: %s", k.key, k.target)
	}
	if s.retry {
		w.line(3, "timeout: 6s")
		w.line(3, "retry: {timeout: %q, nomatch: %q}", "I did not hear anything.", "That is not one of the choices.")
	}
	w.line(2, "events: {incomplete: %s}", s.next)
}

// choices are the sentences about the keys of a menu.
func choices(s step) string {
	var b strings.Builder
	for _, k := range s.keys {
		topic := "For " + k.topic
		if k.key == "star" {
			topic = "T" + k.topic[1:]
		}
		fmt.Fprintf(&b, " %s, press %s.", topic, k.key)
	}
	return b.String()
}

// prompt writes say, with the keys of a menu after the text. Plain text that YAML
// would cut short is quoted after all.
func (w *writer) prompt(indent int, p prompt, keys string) {
	if p.language != "" {
		w.line(indent, "say:")
		w.line(indent, "  text: %s", oneQuote(p.text))
		w.line(indent, "  language: %s", p.language)
		return
	}
	text := strings.TrimSpace(p.text + keys)
	switch {
	case p.form == folded:
		w.line(indent, "say: >-")
		for _, l := range folds(text) {
			w.line(indent+1, "%s", l)
		}
	case p.form == plain && !strings.ContainsAny(text, `"#`) && !strings.Contains(text, ": "):
		w.line(indent, "say: %s", text)
	default:
		w.line(indent, "say: %s", oneQuote(text))
	}
}

func oneQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// folds breaks a text into lines of about 80 letters.
func folds(text string) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+len(word) > 80 {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}

// oneLine is the flow as JSON, which is YAML of one line.
func oneLine(id string, p *plan) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `{"ivr":1,"flow":%q,"start":%q,"language":"en-US","events":{"hangup":"end","error":"end"},"steps":{`, id, p.steps[0].name)
	for i, s := range p.steps {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `%q:%s`, s.name, asJSON(s))
	}
	b.WriteString("}}\n")
	return []byte(b.String())
}

// asJSON is one step; the keys of a map stand in the order of their names.
func asJSON(s step) []byte {
	type object = map[string]any
	o := object{}
	said := any(s.text.text)
	if s.text.language != "" {
		said = object{"text": s.text.text, "language": s.text.language}
	}
	switch s.kind {
	case menu:
		keys := object{}
		for _, k := range s.keys {
			keys[k.key] = k.target
		}
		o["say"] = said
		o["menu"] = object{"say": strings.TrimSpace(choices(s)), "keys": keys}
		o["events"] = object{"incomplete": s.next}
	case transfer:
		o["say"], o["goto"] = said, s.next
		o["transfer"] = object{"to": "+14075550100", "from": "+14075550199", "timeout": "20s"}
		o["events"] = object{"incomplete": s.next}
	case record:
		o["goto"] = s.next
		o["record"] = object{"say": said, "send": "https://example.com/voicemail", "max": "90s"}
		o["events"] = object{"timeout": s.next}
	case last:
		o["say"], o["hangup"] = said, true
	default:
		o["say"], o["goto"] = said, s.next
	}
	text, err := json.Marshal(o)
	if err != nil {
		panic(err) // strings and maps of them
	}
	return text
}
