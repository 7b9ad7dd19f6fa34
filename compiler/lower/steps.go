package lower

import (
	"slices"

	"ivrc/compiler/syntax"
	"ivrc/ir"
)

var stepKeys = []string{"say", "goto", "events", "allow", "note", "voice", "language", "recording"}

// actKeys are the properties of each act that is a map.
var actKeys = map[string][]string{
	"menu":       {"say", "keys", "timeout", "between", "attempts", "retry", "bargein"},
	"collect":    {"say", "digits", "send", "returns", "finish", "timeout", "between", "attempts", "retry", "bargein", "secret", "name"},
	"record":     {"say", "send", "max", "silence", "timeout", "finish", "beep", "format", "name"},
	"transfer":   {"to", "from", "timeout", "limit", "music", "digits", "name"},
	"call":       {"to", "from", "timeout", "digits", "say"},
	"conference": {"room", "muted", "leave", "max"},
	"message":    {"to", "from", "text"},
	"handoff":    {"url", "returns"},
	"redirect":   {"to"},
}

// required are the properties that an act cannot do without.
var required = map[string][]string{
	"menu": {"keys"}, "collect": {"digits", "send", "returns"}, "record": {"send"}, "transfer": {"to"}, "call": {"to"},
	"conference": {"room"}, "message": {"to", "from", "text"}, "handoff": {"url"}, "redirect": {"to"},
}

// acts are the words of which a step has at most one, in the order of the page.
var acts = []string{
	"menu", "collect", "record", "transfer", "call", "conference", "message", "handoff", "redirect", "reject", "hangup",
}

// defaultActs are the acts that `defaults` may hold, and neverDefault the
// properties that belong to one step alone.
var (
	defaultActs  = []string{"menu", "collect", "record", "transfer", "call"}
	neverDefault = []string{"say", "keys", "to", "send", "url", "room", "returns"}
)

func (d *decoder) readStep(s *ir.Step, e syntax.Entry) {
	if d.options.Damaged != nil {
		s.Broken = d.options.Damaged(s.ID)
	}
	f := d.fields(e.Value, append(slices.Clone(stepKeys), acts...)...)
	if f.node == nil {
		s.Broken = true
		return
	}
	act := ""
	for _, word := range acts {
		if f.get(word) == nil {
			continue
		}
		if act != "" {
			d.malformed(f.node, "one act")
			continue
		}
		act = word
	}
	d.speech = append(d.speech[:1], d.level(f))
	s.Note, _ = d.text(f.get("note"))
	s.Say = d.prompt(f.get("say"))
	s.Recording = d.recording(f.get("recording"))
	s.Allow = d.allow(f.get("allow"))
	if act != "" {
		d.stepAct(s, act, f)
	} else if f.get("say") == nil && f.get("goto") == nil {
		d.malformed(f.node, "say, an act or goto")
	}
	d.edges(s, f.get("goto"), f.get("events"), e)
	d.speech = d.speech[:1]
}

func (d *decoder) stepAct(s *ir.Step, word string, f fields) {
	n := f.get(word)
	silent := word == "call" || word == "redirect" || word == "reject"
	if silent && f.get("say") != nil {
		d.malformed(f.node, "no say beside "+word)
	}
	switch word {
	case "hangup":
		if n.Kind != syntax.Bool || !d.boolean(n, false) {
			d.malformed(n, "true")
		}
		s.Act = &ir.Hangup{}
		return
	case "reject":
		s.Act = &ir.Reject{Reason: d.rejection(n), Span: n.Place()}
		return
	}
	own := d.fields(n, actKeys[word]...)
	if own.node == nil {
		s.Broken = true
		return
	}
	d.need(own, required[word]...)
	s.Act = d.readAct(word, properties{own: own.node, otherwise: d.defaults[word]})
	if c, ok := s.Act.(*ir.Conference); ok {
		c.Span = n.Place()
	}
	d.names(s)
}

// names gives acts without a name the id of their step.
func (d *decoder) names(s *ir.Step) {
	switch act := s.Act.(type) {
	case *ir.Collect:
		act.Name = either(act.Name, s.ID)
	case *ir.Record:
		act.Name = either(act.Name, s.ID)
	case *ir.Transfer:
		act.Name = either(act.Name, s.ID)
	}
}

func either(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func (d *decoder) rejection(n *syntax.Node) string {
	if n.Kind == syntax.Bool {
		if !d.boolean(n, false) {
			d.malformed(n, "true")
		}
		return ""
	}
	return d.choice(n, "", "busy", "rejected")
}

func (d *decoder) recording(n *syntax.Node) *ir.Recording {
	if n == nil {
		return nil
	}
	if n.Kind != syntax.Map {
		if d.choice(n, "", "stop") == "" {
			return nil
		}
		return &ir.Recording{Span: n.Place()}
	}
	f := d.fields(n, "send", "format")
	d.need(f, "send")
	send, _ := d.url(f.get("send"))
	return &ir.Recording{Start: true, Send: send, Format: d.choice(f.get("format"), "mp3", "mp3", "wav"), Span: n.Place()}
}
