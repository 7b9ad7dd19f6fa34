package changes

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ivrc/ir"
)

// facts are the properties of a step's act that somebody notices, in the order of
// the flow format. What has no effect is left out: a wait between keys where no
// key has two signs, and whatever is off.
func facts(s *ir.Step) []Fact {
	var f factList
	if r := s.Recording; r != nil && r.Start {
		f.add("recording", "starts")
		f.add("recording.send", r.Send)
		f.add("recording.format", r.Format)
	} else if r != nil {
		f.add("recording", "stops")
	}
	switch act := s.Act.(type) {
	case *ir.Menu:
		f.asking(act.Asking, slices.ContainsFunc(act.Keys, func(k ir.MenuKey) bool { return len(k.Key) > 1 }))
	case *ir.Collect:
		f.collect(act)
		f.named(s, act.Name)
	case *ir.Record:
		f.record(act)
		f.named(s, act.Name)
	case *ir.Transfer:
		f.add("to", addresses(act.To))
		f.add("from", act.From)
		f.time("timeout", act.Timeout)
		f.time("limit", act.Limit)
		f.add("music", act.Music)
		f.add("digits", act.Digits)
		f.named(s, act.Name)
	case *ir.Call:
		f.add("to", addresses(act.To))
		f.add("from", act.From)
		f.time("timeout", act.Timeout)
		f.add("digits", act.Digits)
	case *ir.Conference:
		f.add("room", act.Room)
		f.add("muted", yes(act.Muted))
		f.add("leave", string(act.Leave))
		f.time("max", act.Max)
	case *ir.Message:
		f.add("to", act.To.Value)
		f.add("from", act.From)
		f.add("text", act.Text)
	case *ir.Handoff:
		f.add("url", act.URL)
	case *ir.Redirect:
		f.add("to", act.To.Value)
	case *ir.Reject:
		f.add("reason", act.Reason)
	}
	return f
}

type factList []Fact

// add keeps a property; an empty value is none.
func (f *factList) add(name, value string) {
	if value != "" {
		*f = append(*f, Fact{name, value})
	}
}

func (f *factList) time(name string, d time.Duration) {
	if d > 0 {
		f.add(name, exactly(d))
	}
}

// named keeps a name that is not the step's own id, which is what it is where
// nobody says otherwise.
func (f *factList) named(s *ir.Step, name string) {
	if name != s.ID {
		f.add("name", name)
	}
}

func (f *factList) asking(a ir.Asking, several bool) {
	f.time("timeout", a.Timeout)
	if several {
		f.time("between", a.Between)
	}
	f.add("attempts", strconv.Itoa(a.Attempts))
	f.add("bargein", strconv.FormatBool(a.Bargein))
}

func (f *factList) collect(c *ir.Collect) {
	digits := strconv.Itoa(c.Min)
	if c.Max != c.Min {
		digits += "-" + strconv.Itoa(c.Max)
	}
	f.add("send", c.Send)
	f.add("digits", digits)
	f.add("finish", string(c.Finish))
	f.asking(c.Asking, c.Max > 1)
	f.add("secret", yes(c.Secret))
}

func (f *factList) record(r *ir.Record) {
	f.add("send", r.Send)
	f.time("max", r.Max)
	f.time("silence", r.Silence)
	f.time("timeout", r.Timeout)
	f.add("finish", string(r.Finish))
	f.add("beep", strconv.FormatBool(r.Beep))
	f.add("format", r.Format)
}

func yes(is bool) string {
	if is {
		return "true"
	}
	return ""
}

// addresses are the numbers that are rung together, in an order of their own.
func addresses(to []ir.Address) string {
	all := make([]string, len(to))
	for i, a := range to {
		all[i] = a.Value
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// exactly is a time as a flow writes it: 2m, 90s, 500ms.
func exactly(d time.Duration) string {
	for _, unit := range [...]struct {
		length time.Duration
		sign   string
	}{{time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}} {
		if d > 0 && d%unit.length == 0 {
			return strconv.FormatInt(int64(d/unit.length), 10) + unit.sign
		}
	}
	return strconv.FormatInt(int64(d/time.Millisecond), 10) + "ms"
}

// leading are the properties that say where a call, an entry or a recording goes.
var leading = [...]string{"to", "url", "send", "room", "from", "recording.send"}

// leads says that the property decides who or what is reached.
func leads(name string) bool {
	name, _, _ = strings.Cut(name, " ") // documents may say which attempt it is
	return slices.Contains(leading[:], name)
}
