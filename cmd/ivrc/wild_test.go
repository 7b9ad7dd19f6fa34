package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
)

// wild makes flows that nobody would write and that have no errors: every act,
// families and members, attempts, keys of several signs, several entries. They
// are JSON, which the reader takes as YAML.
//
// The steps stand in a chain in which each leads to the next, so that every step
// is reached and every caller gets out; all other edges lead anywhere, but for
// those that rules forbid: what only speaks goes on forwards (IVR303), and behind
// a call there is nobody to speak to (IVR305).
type wild struct {
	*rand.Rand
	// chain is the number of steps of the chain, spare that of those that end a
	// call in some way.
	chain, spare int
}

type object = map[string]any

func wildFlow(r *rand.Rand) []byte {
	w := wild{Rand: r, chain: 2 + r.IntN(7), spare: r.IntN(3)}
	steps := object{}
	for i := range w.chain {
		steps[link(i)] = w.step(i)
	}
	for i := range w.spare {
		steps[fmt.Sprintf("x%d", i)] = w.ending()
	}
	flow := object{
		"ivr": 1, "flow": "wild", "start": link(0), "voice": object{"plivo": "Polly.Joanna"}, "steps": steps,
		"events": object{"hangup": w.one("end", "bye"), "error": w.anywhere(), "incomplete": w.anywhere()},
	}
	if entries := w.entries(steps); len(entries) > 0 {
		flow["entries"] = entries
	}
	if text := encoded(flow); !bytes.Contains(text, []byte(`"bye"`)) {
		return text
	}
	steps["bye"] = object{"message": message("Goodbye."), "goto": "end", "events": object{"failed": "end"}}
	return encoded(flow)
}

func encoded(flow object) []byte {
	text, err := json.Marshal(flow)
	if err != nil {
		panic(err) // texts, numbers and maps of them always encode
	}
	return text
}

func link(i int) string { return fmt.Sprintf("s%02d", i) }

func message(text string) object {
	return object{"to": "+14075550100", "from": "+14075550199", "text": text}
}

func (w wild) one(of ...string) string { return of[w.IntN(len(of))] }
func (w wild) yes() bool               { return w.IntN(2) == 0 }

// anywhere is any step of the chain, or the end.
func (w wild) anywhere() string {
	if i := w.IntN(w.chain + 1); i < w.chain {
		return link(i)
	}
	return "end"
}

func (w wild) forwards(i int) string {
	if i+1 >= w.chain {
		return "end"
	}
	return link(i + 1)
}

func (w wild) words() string {
	return w.one("Hello there.", "Press the key.", "One & two < three.", "日本語です。", "\"Quoted\" text.", "See you, good-bye.", "Numéro déjà vu.", "Up 50% today.")
}

func (w wild) prompt() any {
	var items []any
	for range 1 + w.IntN(3) {
		switch w.IntN(8) {
		case 0:
			items = append(items, object{"audio": "https://cdn.example.com/" + w.one("a.mp3", "b.wav?x=1&y=2"), "text": w.words()})
		case 1:
			items = append(items, object{"pause": w.one("500ms", "1s", "3s")})
		case 2:
			items = append(items, object{"digits": w.one("1234", "007")})
		case 3:
			items = append(items, object{"date": "2026-05-01"})
		case 4:
			items = append(items, object{"ssml": w.one("Wait <break time='1s'/> here.", "<emphasis level='strong'>Now</emphasis> go.", "Plain &amp; simple.")})
		default:
			items = append(items, w.words())
		}
	}
	if len(items) == 1 && w.yes() {
		return items[0]
	}
	return items
}

// step is a link of the chain. The last one hangs up.
func (w wild) step(i int) object {
	s := object{}
	if w.yes() {
		s["say"] = w.prompt()
	}
	if w.IntN(8) == 0 {
		s["recording"] = object{"send": "https://app.example.com/rec", "format": "mp3"}
	}
	if i == w.chain-1 {
		// An entry that only hangs up refuses the call at Plivo (IVR502).
		s["say"], s["hangup"] = w.prompt(), true
		return s
	}
	s["goto"] = w.forwards(i)
	switch w.IntN(9) {
	case 0, 1, 2:
		delete(s, "goto")
		s["menu"] = w.menu(i)
	case 3:
		delete(s, "goto")
		s["collect"] = w.collect(i)
	case 4:
		s["record"] = object{"say": w.prompt(), "send": "https://app.example.com/voicemail"}
	case 5:
		s["transfer"] = w.transfer()
	case 6:
		s["conference"] = object{"room": "green", "leave": "*"}
	case 7:
		s["message"] = message(w.words())
	default:
		s["say"] = w.prompt()
	}
	if events := w.events(s, i); len(events) > 0 {
		s["events"] = events
	}
	return s
}

// events are some handlers of the step's own: families, members, both.
func (w wild) events(s object, i int) object {
	events := object{}
	maybe := func(outcome, to string) {
		if w.IntN(3) == 0 {
			events[outcome] = to
		}
	}
	maybe("hangup", w.one("end", "bye"))
	maybe("error", w.anywhere())
	switch {
	case s["menu"] != nil || s["collect"] != nil:
		maybe("incomplete", w.anywhere())
		maybe("timeout", w.anywhere())
		maybe("nomatch", w.anywhere())
	case s["record"] != nil:
		maybe("timeout", w.anywhere())
	case s["transfer"] != nil:
		maybe("incomplete", w.anywhere())
		maybe("busy", w.anywhere())
		maybe("no-answer", w.anywhere())
		maybe("failed", w.anywhere())
		maybe("cancel", w.one("end", "bye"))
	case s["message"] != nil:
		events["failed"] = w.forwards(i)
	}
	return events
}

// keys are those of a menu: of one sign, of several, or both.
func (w wild) keys() []string {
	all := [][]string{
		{"1", "2", "*"}, {"0", "9", "#"}, {"1", "12", "2"}, {"10", "20", "*"}, {"#1", "#2"}, {"5"}, {"*", "#", "0", "1", "2", "3", "4", "5", "6", "7"}, {"101", "102", "11"},
	}
	return all[w.IntN(len(all))]
}

func (w wild) menu(i int) object {
	keys := object{}
	for n, key := range w.keys() {
		if keys[key] = w.anywhere(); n == 0 {
			keys[key] = w.forwards(i)
		}
	}
	m := object{"say": w.prompt(), "keys": keys, "attempts": 1 + w.IntN(4), "bargein": w.yes()}
	if retry := w.retry(); len(retry) > 0 {
		m["retry"] = retry
		if w.IntN(3) == 0 {
			retry["say"] = w.prompt()
		}
	}
	return m
}

func (w wild) retry() object {
	retry := object{}
	if w.yes() {
		retry["timeout"] = w.prompt()
	}
	if w.yes() {
		retry["nomatch"] = w.prompt()
	}
	return retry
}

func (w wild) collect(i int) object {
	returns := []string{w.forwards(i)}
	if other := w.anywhere(); other != returns[0] {
		returns = append(returns, other)
	}
	c := object{"say": w.prompt(), "digits": w.one("4", "4-10", "1-3"), "send": "https://app.example.com/check?line=1", "returns": returns, "attempts": 1 + w.IntN(4), "secret": w.yes()}
	if retry := w.retry(); len(retry) > 0 {
		c["retry"] = retry
	}
	return c
}

func (w wild) transfer() object {
	to := []any{"+14075550100"}
	if w.yes() {
		to = append(to, "+14075550101")
	}
	t := object{"to": to, "from": "+14075550199", "timeout": w.one("20s", "30s")}
	if w.IntN(4) == 0 {
		t["music"] = "https://cdn.example.com/ring.mp3"
	}
	return t
}

// ending is a step that gives the call away for good, or ends it.
func (w wild) ending() object {
	if w.yes() {
		return object{"say": w.prompt(), "handoff": object{"url": "https://app.example.com/other"}}
	}
	return object{"say": w.prompt(), "hangup": true}
}

// entries are further ways in: into the chain, by a call that the flow places, by
// refusing the caller.
func (w wild) entries(steps object) object {
	entries := object{}
	if w.IntN(3) == 0 {
		entries["side"] = link(w.IntN(w.chain))
	}
	if w.IntN(4) == 0 {
		entries["out"] = "dial"
		placed := object{"to": "+14075550100", "from": "+14075550199"}
		if w.yes() {
			placed["say"] = w.prompt()
		}
		steps["dial"] = object{"call": placed, "goto": w.anywhere(), "events": object{"incomplete": w.one("end", "bye"), "error": "end", "hangup": "end"}}
	}
	if w.spare > 0 {
		keys := object{"9": link(0)}
		for i := range w.spare {
			keys[fmt.Sprint(i)] = fmt.Sprintf("x%d", i)
		}
		entries["more"] = "more"
		steps["more"] = object{"menu": object{"say": w.words(), "keys": keys, "attempts": 2}, "events": object{"incomplete": link(0)}}
	}
	if w.IntN(6) == 0 {
		entries["shut"] = "no"
		steps["no"] = object{"reject": w.one("busy", "rejected")}
	}
	return entries
}
