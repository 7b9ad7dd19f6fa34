package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ivrc/backends/verify"
	"ivrc/ir"
	"ivrc/ir/changes"
)

// outlineOf is what documents make a caller hear, in the form in which flows are
// compared. Further attempts of a question are told by their number and by what is
// said before the question; files that repeat another are no steps.
func outlineOf(p verify.Published, heard []verify.Heard) *changes.Outline {
	o := &changes.Outline{ID: p.Flow}
	alike := map[string][]string{}
	for _, h := range heard {
		switch {
		case h.Act == "entry":
			o.Entries = append(o.Entries, entryOf(p, h))
		case h.Act == "nothing", h.ID == documentEnd, strings.Contains(h.ID, "/"):
			// A hang-up address's answer, the end itself, the answer to a refused entry.
		default:
			o.Steps = append(o.Steps, stepOf(h))
			alike[ownDocument(p, h.ID)] = append(alike[ownDocument(p, h.ID)], h.ID)
		}
	}
	for i := range o.Steps {
		id := o.Steps[i].ID
		if same := alike[ownDocument(p, id)]; len(same) > 1 {
			o.Steps[i].Same = slices.DeleteFunc(slices.Clone(same), func(other string) bool { return other == id })
		}
	}
	return o
}

// documentEnd is the document that ends a call.
const documentEnd = "end"

// ownDocument is the text of a step's own document.
func ownDocument(p verify.Published, id string) string {
	folder := p.Flow + "/" + p.Segment + p.Target + "/"
	for _, extension := range []string{".xml", ".json"} {
		if text, ok := p.Files[folder+id+extension]; ok {
			return string(text)
		}
	}
	return id
}

// entryOf is an entry file: after-hours.plivo.xml, plivo.error.xml.
func entryOf(p verify.Published, h verify.Heard) changes.Entry {
	name := strings.TrimSuffix(strings.TrimSuffix(h.ID, ".xml"), ".json")
	name, fallback := strings.CutSuffix(name, ".error")
	name = strings.TrimSuffix(strings.TrimSuffix(name, p.Target), ".")
	if fallback && name == "" {
		name = "fallback of the start"
	} else if fallback {
		name = "fallback of " + name
	}
	e := changes.Entry{ID: name, To: documentEnd}
	if len(h.Edges) > 0 {
		e.To = h.Edges[0].To
	}
	return e
}

func stepOf(h verify.Heard) changes.Step {
	s := changes.Step{ID: h.ID, Act: h.Act, Ways: waysOf(h), Prompts: promptsOf(h), Facts: factsOf(h)}
	if h.Act == "hangup" {
		s.Act = "say"
		s.Ways = append(s.Ways, changes.Way{Outcome: ir.Of(ir.Done), To: documentEnd})
	}
	return s
}

// waysOf are where outcomes lead, each once: after the last attempt. The answers
// of a host are the outcomes once more.
func waysOf(h verify.Heard) []changes.Way {
	var out []changes.Way
	seen := map[ir.Outcome]bool{}
	for _, e := range h.Edges {
		o, ok := outcomeOf(e.Outcome)
		if !ok || seen[o] || strings.HasPrefix(e.To, "attempt ") || strings.Contains(e.To, "/") {
			continue
		}
		seen[o] = true
		out = append(out, changes.Way{Outcome: o, To: e.To})
	}
	slices.SortStableFunc(out, func(a, b changes.Way) int { return int(a.Outcome.Kind) - int(b.Outcome.Kind) })
	return out
}

func outcomeOf(word string) (ir.Outcome, bool) {
	if key, ok := strings.CutPrefix(word, "key "); ok {
		return ir.KeyOutcome(ir.Key(key)), true
	}
	if word == ir.Done.Word() {
		return ir.Of(ir.Done), true
	}
	return ir.OutcomeOfWord(word)
}

// factsOf are the properties, without those that say again what ways, prompts and
// attempts say.
func factsOf(h verify.Heard) []changes.Fact {
	values := map[string]string{}
	var names []string
	for _, f := range h.Facts {
		first, _, further := strings.Cut(f.Name, " at attempt ")
		switch {
		case f.Name == "keys", f.Name == "voice", f.Name == "refused", f.Name == "name" && f.Value == h.ID,
			f.Name == "digits" && h.Act == "menu", first == "finish" && f.Value == "none",
			further && (f.Value == values[first] || first == "digits" && h.Act == "menu"):
			continue
		}
		value := f.Value
		if d, err := time.ParseDuration(value); err == nil {
			value = strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"
		}
		if values[f.Name] != "" {
			values[f.Name] += ", " + value // numbers that are rung together
			continue
		}
		names = append(names, f.Name)
		values[f.Name] = value
	}
	var out []changes.Fact
	for _, name := range names {
		out = append(out, changes.Fact{Name: name, Value: values[name]})
	}
	if n := attemptsOf(h); n > 0 && values["attempts"] == "" {
		out = append(out, changes.Fact{Name: "attempts", Value: strconv.Itoa(n)})
	}
	return out
}

func attemptsOf(h verify.Heard) int {
	n := 0
	for _, a := range h.Attempts {
		n = max(n, a.Number)
	}
	return n
}

// promptsOf are what is heard first, the question, and what comes before the
// question at the second attempt; what later attempts say is the same.
func promptsOf(h verify.Heard) []changes.Prompt {
	var out []changes.Prompt
	add := func(name string, say ir.Prompt) {
		if len(say) > 0 {
			out = append(out, changes.Prompt{Name: name, Say: say})
		}
	}
	say, question := promptOf(h.Say), ir.Prompt(nil)
	if len(h.Attempts) > 0 {
		question = promptOf(h.Attempts[0].Sounds)
	}
	if h.Act != "menu" && h.Act != "collect" {
		add("say", append(say, question...))
		return out
	}
	add("say", say)
	add(h.Act+".say", question)
	for _, a := range h.Attempts {
		if a.Number != 2 {
			continue
		}
		if lead, ok := before(promptOf(a.Sounds), question); ok {
			add("retry."+a.After, lead)
		} else {
			add("attempt 2 after "+a.After, promptOf(a.Sounds))
		}
	}
	return out
}

// before is what a prompt says before a question; ok is false where it does not
// end in the question.
func before(whole, question ir.Prompt) (lead ir.Prompt, ok bool) {
	if len(question) == 0 || len(whole) == 0 {
		return whole, len(question) == 0
	}
	asks, isText := question[0].(*ir.Text)
	at := len(whole) - len(question)
	if !isText || at < 0 || !slices.EqualFunc(whole[at+1:], question[1:], sameItem) {
		return nil, false
	}
	last, isText := whole[at].(*ir.Text)
	if !isText || last.Speech.Voice.Any != asks.Speech.Voice.Any {
		return nil, false
	}
	rest, ok := strings.CutSuffix(last.Text, asks.Text)
	if lead = whole[:at:at]; strings.TrimSpace(rest) != "" {
		lead = append(lead, &ir.Text{Text: strings.TrimSpace(rest), Speech: last.Speech})
	}
	return lead, ok
}

func sameItem(a, b ir.Item) bool { return changes.Alike(ir.Prompt{a}, ir.Prompt{b}) }

// promptOf is what is heard as a prompt. A sound of no known kind is a border, not
// something to hear.
func promptOf(sounds []verify.Sound) ir.Prompt {
	var out ir.Prompt
	for _, s := range sounds {
		speech := ir.Speech{Language: s.Language, Voice: ir.Voice{Any: s.Voice}}
		switch s.Kind {
		case "text":
			out = append(out, &ir.Text{Text: s.What, Speech: speech})
		case "audio":
			out = append(out, &ir.Audio{URL: s.What, Speech: speech})
		case "markup":
			out = append(out, &ir.SSML{Markup: s.What, Speech: speech})
		case "pause":
			if ms, err := strconv.Atoi(s.What); err == nil {
				out = append(out, &ir.Pause{Length: time.Duration(ms) * time.Millisecond, Speech: speech})
			}
		case "digits":
			out = append(out, &ir.ReadOut{As: ir.ReadDigits, Value: s.What, Speech: speech})
		case "number":
			out = append(out, &ir.ReadOut{As: ir.ReadNumber, Value: s.What, Speech: speech})
		case "date":
			out = append(out, &ir.ReadOut{As: ir.ReadDate, Value: s.What, Speech: speech})
		}
	}
	return out
}
