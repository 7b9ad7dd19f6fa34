package lower

import (
	"ivrc/compiler/diag"
	"ivrc/compiler/syntax"
	"ivrc/ir"
	"slices"
	"time"
)

// properties are those of an act, with the flow's defaults behind them. A
// property that stands at the act replaces the default as a whole.
type properties struct {
	own, otherwise *syntax.Node
}

func (p properties) get(key string) *syntax.Node {
	if n := p.own.Get(key); n != nil {
		return n
	}
	if slices.Contains(neverDefault, key) {
		return nil
	}
	return p.otherwise.Get(key)
}

func (d *decoder) readAct(word string, p properties) ir.Act {
	switch word {
	case "menu":
		return &ir.Menu{Say: d.prompt(p.get("say")), Keys: d.keys(p.get("keys")), Asking: d.asking(p)}
	case "collect":
		return d.collect(p)
	case "record":
		return d.record(p)
	case "transfer":
		return d.transfer(p)
	case "call":
		c := &ir.Call{
			Say: d.prompt(p.get("say")), To: d.addresses(p.get("to")), From: d.from(p.get("from"), isAddress),
			Timeout: d.duration(p.get("timeout"), 30*time.Second),
		}
		c.Digits, _ = d.word(p.get("digits"), true, "digits to send", isTones)
		return c
	case "conference":
		c := &ir.Conference{
			Muted: d.boolean(p.get("muted"), false), Leave: d.pressed(p.get("leave"), ""), Max: d.duration(p.get("max"), 0),
		}
		c.Room, _ = d.word(p.get("room"), true, "a room", isWord)
		return c
	case "message":
		m := &ir.Message{From: d.from(p.get("from"), isNumber)}
		m.To, _ = d.address(p.get("to"), isNumber)
		m.Text, _ = d.text(p.get("text"))
		return m
	case "handoff":
		h := &ir.Handoff{Returns: d.returns(p.get("returns"), true)}
		h.URL, h.URLSpan = d.url(p.get("url"))
		return h
	}
	r := &ir.Redirect{}
	r.To, _ = d.address(p.get("to"), isSIP)
	return r
}

func (d *decoder) asking(p properties) ir.Asking {
	a := ir.Asking{
		Timeout:  d.duration(p.get("timeout"), 5*time.Second),
		Between:  d.duration(p.get("between"), 3*time.Second),
		Attempts: d.integer(p.get("attempts"), 1, 10, 3),
		Bargein:  d.boolean(p.get("bargein"), true),
	}
	if n := p.get("retry"); n != nil {
		f := d.fields(n, "timeout", "nomatch", "say")
		if f.node != nil && len(entries(f.node)) == 0 {
			d.malformed(n, "timeout, nomatch or say")
		}
		for _, word := range [...]string{"timeout", "nomatch", "say"} {
			if spoken := f.get(word); spoken != nil && spoken.Kind == syntax.Text && syntax.IsWait(spoken.Text) {
				d.malformed(spoken, "a sentence, not a duration")
			}
		}
		a.Retry = ir.Retry{
			Timeout: d.prompt(f.get("timeout")), NoMatch: d.prompt(f.get("nomatch")), Say: d.prompt(f.get("say")),
		}
	}
	return a
}

func (d *decoder) collect(p properties) ir.Act {
	c := &ir.Collect{
		Say: d.prompt(p.get("say")), Finish: d.pressed(p.get("finish"), "#"), Asking: d.asking(p),
		Secret: d.boolean(p.get("secret"), false), Returns: d.returns(p.get("returns"), false), Min: 1, Max: 1,
	}
	c.Name, _ = d.word(p.get("name"), false, "a name", isWord)
	c.Send, c.SendSpan = d.url(p.get("send"))
	if n := p.get("digits"); n != nil {
		c.Min, c.Max = d.digits(n)
	}
	return c
}

// digits reads how many digits a collect takes.
func (d *decoder) digits(n *syntax.Node) (least, most int) {
	if n.Kind == syntax.Int {
		v := d.integer(n, 1, 32, 1)
		return v, v
	}
	least, most, ok := parseDigits(n.Text)
	if !ok || n.Kind != syntax.Text {
		d.malformed(n, "a number of digits")
		return 1, 1
	}
	if least > most || most > 32 {
		why := "the first number is the greater one"
		if least <= most {
			why = "32 is the most that a collect takes"
		}
		d.report(diag.New(diag.BadRange, n.Place(), "nobody can enter %q digits: %s", n.Text, why).
			WithHelp("write   digits: %d-%d", min(least, most, 32), min(max(least, most), 32)))
		return 1, 1
	}
	return least, most
}

func (d *decoder) record(p properties) ir.Act {
	r := &ir.Record{
		Say:     d.prompt(p.get("say")),
		Max:     d.duration(p.get("max"), 60*time.Second),
		Silence: d.duration(p.get("silence"), 5*time.Second),
		Timeout: d.duration(p.get("timeout"), 10*time.Second),
		Finish:  d.pressed(p.get("finish"), "#"),
		Beep:    d.boolean(p.get("beep"), true),
		Format:  d.choice(p.get("format"), "mp3", "mp3", "wav"),
	}
	r.Name, _ = d.word(p.get("name"), false, "a name", isWord)
	r.Send, r.SendSpan = d.url(p.get("send"))
	return r
}

func (d *decoder) transfer(p properties) ir.Act {
	t := &ir.Transfer{
		To: d.addresses(p.get("to")), From: d.from(p.get("from"), isAddress),
		Timeout: d.duration(p.get("timeout"), 30*time.Second),
		Limit:   d.duration(p.get("limit"), 0),
	}
	t.Music, t.MusicSpan = d.url(p.get("music"))
	t.Digits, _ = d.word(p.get("digits"), true, "digits to send", isTones)
	t.Name, _ = d.word(p.get("name"), false, "a name", isWord)
	return t
}

// returns are the targets to which an application may send the call back.
func (d *decoder) returns(n *syntax.Node, mayBeEmpty bool) []ir.Return {
	if n == nil {
		return nil
	}
	if n.Kind != syntax.List || len(n.Items) == 0 && !mayBeEmpty {
		d.malformed(n, "a list of steps")
		return nil
	}
	var out []ir.Return
	seen := map[string]bool{}
	for _, item := range n.Items {
		to, ok := d.target(item)
		if ok && seen[item.Text] {
			d.malformed(item, "different steps")
			continue
		}
		seen[item.Text] = true
		if ok {
			out = append(out, ir.Return{To: to, Span: item.Place()})
		}
	}
	return out
}

// keys reads the choices of a menu. Two spellings of one key are one key.
func (d *decoder) keys(n *syntax.Node) []ir.MenuKey {
	if n == nil {
		return nil
	}
	if n.Kind != syntax.Map || len(entries(n)) == 0 {
		d.malformed(n, "keys and steps")
		return nil
	}
	out := make([]ir.MenuKey, 0, len(n.Entries))
	d.choices = make([]*syntax.Node, 0, len(n.Entries))
	first := map[string]*syntax.Node{}
	for _, e := range entries(n) {
		key, ok := canonicalKey(e.Key.Text)
		if !ok {
			d.malformed(e.Key, "a key of a phone")
			continue
		}
		d.sameForAll(e.Key)
		if before := first[key]; before != nil {
			d.report(diag.New(diag.DuplicateKey, e.Key.Place(), "key %s is already used in this menu", key).
				WithRelated(before.Place(), "first use").
				WithHelp("remove one of them: %s and %s are the same key on a phone", before.Text, e.Key.Text))
			d.target(e.Value) // what else is wrong with it is said in the same run
			continue
		}
		first[key] = e.Key
		out = append(out, ir.MenuKey{Key: ir.Key(key), Span: e.Key.Place()})
		d.choices = append(d.choices, e.Value)
	}
	return out
}
