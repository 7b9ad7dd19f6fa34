package tropo

import (
	"strconv"
	"time"

	"ivrc/backends"
)

// document writes a document: ASCII, two spaces of indentation, properties in one
// fixed order. The memory of the document before is used again.
func (w *jsonWriter) document(d document) backends.Body {
	w.body.Reset()
	w.open('{')
	w.key("tropo")
	w.open('[')
	for _, o := range d.on {
		w.item()
		w.open('{')
		w.key("on")
		w.on(o)
		w.close('}')
	}
	for _, v := range d.verbs {
		w.item()
		w.open('{')
		w.key(v.word())
		w.verb(v)
		w.close('}')
	}
	w.close(']')
	w.close('}')
	w.body.Write("\n")
	return w.body.Copy()
}

func (w *jsonWriter) on(o on) {
	w.open('{')
	w.text("event", string(o.event))
	w.key("next")
	w.body.Write(`"`)
	if app := o.next.application; app != nil {
		w.body.Application(w.site, *app, escape)
	} else {
		w.body.Link(w.site, o.next.link, escape)
	}
	w.body.Write(`"`)
	w.close('}')
}

// verb writes what follows a verb's name. The empty verbs are null, as on the
// vendor's own pages (tropo.md §1.2).
func (w *jsonWriter) verb(v verb) {
	switch v := v.(type) {
	case say:
		w.spoken(v.Spoken)
	case ask:
		w.ask(v)
	case record:
		w.record(v)
	case transfer:
		w.transfer(v)
	case call:
		w.open('{')
		w.to(v.To)
		w.optional("from", v.From)
		w.wait("timeout", v.Timeout)
		w.close('}')
	case conference:
		w.open('{')
		w.text("name", v.Name)
		w.text("id", v.ID)
		w.boolean("mute", v.Mute)
		w.boolean("playTones", false)
		w.optional("terminator", string(v.Terminator))
		w.close('}')
	case message:
		w.message(v)
	case startRecording:
		w.open('{')
		w.text("url", v.URL)
		w.text("format", v.Format)
		w.boolean("asyncUpload", true)
		w.close('}')
	case redirect:
		w.open('{')
		w.text("to", v.To)
		w.close('}')
	default:
		w.body.Write("null")
	}
}

func (w *jsonWriter) ask(a ask) {
	w.open('{')
	w.text("name", a.Name)
	w.key("choices")
	w.open('{')
	w.text("value", a.Choices.Value)
	w.text("mode", "dtmf")
	w.optional("terminator", string(a.Choices.Terminator))
	w.close('}')
	w.key("say")
	w.spoken(a.Say)
	w.integer("attempts", a.Attempts)
	w.seconds("timeout", a.Timeout)
	w.seconds("interdigitTimeout", a.InterdigitTimeout)
	if !a.Bargein {
		w.boolean("bargein", false)
	}
	w.optional("voice", a.Voice)
	if a.Secret {
		w.text("asrLogSecurity", "suppress")
	}
	w.close('}')
}

func (w *jsonWriter) record(r record) {
	w.open('{')
	w.text("name", r.Name)
	w.text("url", r.URL)
	w.boolean("asyncUpload", true)
	w.text("format", r.Format)
	if len(r.Say) > 0 {
		w.key("say")
		w.spoken(r.Say)
	}
	w.integer("attempts", r.Attempts)
	w.boolean("beep", r.Beep)
	w.seconds("maxTime", r.MaxTime)
	w.seconds("maxSilence", r.MaxSilence)
	w.seconds("timeout", r.Timeout)
	w.seconds("interdigitTimeout", r.InterdigitTimeout)
	if r.Terminator != "" {
		w.key("choices")
		w.open('{')
		w.text("terminator", string(r.Terminator))
		w.close('}')
	}
	w.optional("voice", r.Voice)
	w.close('}')
}

func (w *jsonWriter) transfer(t transfer) {
	w.open('{')
	w.text("name", t.Name)
	w.to(t.To)
	w.optional("from", t.From)
	w.wait("timeout", t.Timeout)
	if t.Ring.Value != "" {
		w.integer("ringRepeat", t.RingRepeat)
		w.key("on")
		w.open('{')
		w.text("event", "ring")
		w.key("say")
		w.spoken([]spoken{t.Ring})
		w.close('}')
	}
	w.close('}')
}

func (w *jsonWriter) message(m message) {
	w.open('{')
	w.key("say")
	w.spoken([]spoken{{Value: m.Text}})
	w.text("to", m.To)
	w.text("from", m.From)
	w.text("channel", "TEXT")
	w.text("network", "SMS")
	w.close('}')
}

// spoken writes say objects, always as an array (tropo.md §1.2).
func (w *jsonWriter) spoken(list []spoken) {
	w.open('[')
	for _, s := range list {
		w.item()
		w.open('{')
		w.text("value", s.Value)
		w.optional("event", s.Event)
		w.optional("as", s.As)
		w.optional("voice", s.Voice)
		w.close('}')
	}
	w.close(']')
}

// to writes one address as a string and several as an array.
func (w *jsonWriter) to(list []string) {
	if len(list) == 1 {
		w.text("to", list[0])
		return
	}
	w.key("to")
	w.open('[')
	for _, address := range list {
		w.item()
		w.quoted(address)
	}
	w.close(']')
}

// wait writes a time that Tropo has a good value for: 0 leaves it out.
func (w *jsonWriter) wait(name string, d time.Duration) {
	if d > 0 {
		w.seconds(name, d)
	}
}

func (w *jsonWriter) seconds(name string, d time.Duration) {
	w.key(name)
	w.body.Write(decimalSeconds(d))
}

func (w *jsonWriter) integer(name string, n int) {
	w.key(name)
	w.body.Write(strconv.Itoa(n))
}

func (w *jsonWriter) boolean(name string, value bool) {
	w.key(name)
	w.body.Write(strconv.FormatBool(value))
}
