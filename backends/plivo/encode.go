package plivo

import (
	"strconv"

	"ivrc/backends"
)

// declaration stands at byte 0: Plivo refuses a document with anything before it
// (plivo.md §8, rule 31).
const declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// response writes a document. It decides nothing: what the model leaves empty is
// left out, the order of attributes is fixed, and white space is added between
// elements only, never inside one that has text. The memory of the document before is
// used again: whoever keeps the body takes a copy.
func (w *writer) response(r *Response) *backends.Body {
	w.body.Reset()
	w.body.Write(declaration)
	w.open("Response")
	w.children("Response", r.Elements)
	return &w.body
}

type writer struct {
	body  backends.Body
	site  backends.Site
	depth int
}

func (w *writer) element(e Element) {
	switch e := e.(type) {
	case *Speak:
		w.speak(e)
	case *Play:
		w.open("Play")
		if e.Forever {
			w.attribute("loop", "0")
		}
		w.text("Play", e.URL)
	case *Wait:
		w.open("Wait")
		w.number("length", e.Length)
		w.empty()
	case *GetDigits:
		w.getDigits(e)
	case *Dial:
		w.dial(e)
	case *Number:
		w.open("Number")
		w.attribute("sendDigits", e.SendDigits)
		w.text("Number", e.Number)
	case *User:
		w.open("User")
		w.attribute("sendDigits", e.SendDigits)
		w.text("User", e.Address)
	case *Record:
		w.record(e)
	case *Conference:
		w.conference(e)
	case *Message:
		w.open("Message")
		w.attribute("src", e.Src)
		w.attribute("dst", e.Dst)
		w.attribute("type", e.Type)
		w.text("Message", e.Text)
	case *Redirect:
		w.open("Redirect")
		w.attribute("method", string(e.Method))
		w.body.Write(">")
		w.value(e.To, escapeText)
		w.close("Redirect")
	case *Hangup:
		w.open("Hangup")
		w.attribute("reason", e.Reason)
		w.empty()
	}
}

func (w *writer) speak(e *Speak) {
	w.open("Speak")
	w.attribute("voice", e.Voice)
	w.attribute("language", e.Language)
	w.body.Write(">")
	for _, m := range e.Content {
		switch m.Kind {
		case MarkText:
			w.body.Escaped(m.Text, escapeText)
		case MarkOpen, MarkEmpty:
			w.body.Write("<" + m.Name)
			for _, a := range m.Attributes {
				w.attribute(a.Name, a.Value)
			}
			if m.Kind == MarkEmpty {
				w.body.Write("/")
			}
			w.body.Write(">")
		case MarkClose:
			w.body.Write("</" + m.Name + ">")
		}
	}
	w.close("Speak")
}

func (w *writer) getDigits(e *GetDigits) {
	w.open("GetDigits")
	w.address("action", e.Action)
	w.attribute("method", string(e.Method))
	w.number("numDigits", e.NumDigits)
	w.number("timeout", e.Timeout)
	w.number("digitTimeout", e.DigitTimeout)
	w.attribute("finishOnKey", e.FinishOnKey)
	w.number("retries", e.Retries)
	w.flag("log", e.Log)
	w.children("GetDigits", e.Prompt)
}

func (w *writer) dial(e *Dial) {
	w.open("Dial")
	w.address("action", e.Action)
	w.attribute("method", string(e.Method))
	w.number("timeout", e.Timeout)
	w.number("timeLimit", e.TimeLimit)
	w.attribute("callerId", e.CallerID)
	w.address("dialMusic", e.DialMusic)
	w.children("Dial", e.Ring)
}

func (w *writer) record(e *Record) {
	w.open("Record")
	w.flag("recordSession", e.Session)
	w.flag("redirect", e.Redirect)
	w.attribute("fileFormat", e.FileFormat)
	w.number("timeout", e.Timeout)
	w.number("maxLength", e.MaxLength)
	w.attribute("finishOnKey", e.FinishOnKey)
	w.flag("playBeep", e.PlayBeep)
	w.address("callbackUrl", e.Callback)
	w.attribute("callbackMethod", string(e.CallbackMethod))
	w.empty()
}

func (w *writer) conference(e *Conference) {
	w.open("Conference")
	w.flag("muted", e.Muted)
	w.flag("stayAlone", e.StayAlone)
	w.number("maxMembers", e.MaxMembers)
	w.number("timeLimit", e.TimeLimit)
	w.flag("hangupOnStar", e.HangupOnStar)
	w.flag("redirect", e.Redirect)
	w.text("Conference", e.Room)
}

// open writes the indentation and a tag that attributes may follow.
func (w *writer) open(name string) {
	for range w.depth {
		w.body.Write("  ")
	}
	w.body.Write("<" + name)
}

// text ends an open tag with a text that no white space surrounds.
func (w *writer) text(name, text string) {
	w.body.Write(">")
	w.body.Escaped(text, escapeText)
	w.close(name)
}

// children ends an open tag with elements on lines of their own.
func (w *writer) children(name string, elements []Element) {
	if len(elements) == 0 {
		w.empty()
		return
	}
	w.body.Write(">\n")
	w.depth++
	for _, e := range elements {
		w.element(e)
	}
	w.depth--
	for range w.depth {
		w.body.Write("  ")
	}
	w.close(name)
}

func (w *writer) close(name string) { w.body.Write("</" + name + ">\n") }

func (w *writer) empty() { w.body.Write("/>\n") }

// attribute leaves an empty value out.
func (w *writer) attribute(name, value string) {
	if value == "" {
		return
	}
	w.body.Write(" " + name + `="`)
	w.body.Escaped(value, escapeAttribute)
	w.body.Write(`"`)
}

func (w *writer) number(name string, n int) {
	if n != 0 {
		w.attribute(name, strconv.Itoa(n))
	}
}

func (w *writer) flag(name string, s Switch) {
	if s != 0 {
		w.attribute(name, strconv.FormatBool(s == On))
	}
}

func (w *writer) address(name string, a Address) {
	if a == (Address{}) {
		return
	}
	w.body.Write(" " + name + `="`)
	w.value(a, escapeAttribute)
	w.body.Write(`"`)
}

func (w *writer) value(a Address, escape backends.Escape) {
	switch {
	case a.Link != nil:
		w.body.Link(w.site, *a.Link, escape)
	case a.Application != nil:
		w.body.Application(w.site, *a.Application, escape)
	default:
		w.body.Escaped(a.URL, escape)
	}
}
