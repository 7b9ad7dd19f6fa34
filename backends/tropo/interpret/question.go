package interpret

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ivrc/ir/call"
)

// question is an ask as a caller meets it.
type question struct {
	// keys are the choices by the key, with what Tropo posts for it; nil where the
	// choices are a number of digits, from least to most.
	keys        map[string]string
	least, most int
	terminator  string
	attempts    int
}

// usualTerminator is that of the engine's own (tropo.md §2).
const usualTerminator = "#"

var digitChoice = regexp.MustCompile(`^\[(?:(\d+)-)?(\d+) DIGITS?\]$`)

// questionOf reads the choices of an ask (tropo.md §2). Without attempts it asks
// once (§5).
func questionOf(o object) question {
	q := question{attempts: o.whole("attempts", 1), terminator: usualTerminator}
	n, _ := o.get("choices")
	choices := object{n}
	if own := choices.text("terminator"); own != "" {
		q.terminator = own
	}
	value := choices.text("value")
	if m := digitChoice.FindStringSubmatch(value); m != nil {
		q.most, _ = strconv.Atoi(m[2])
		if q.least = q.most; m[1] != "" {
			q.least, _ = strconv.Atoi(m[1])
		}
		return q
	}
	q.keys = map[string]string{}
	for _, choice := range strings.Split(value, ",") {
		name, keys, concept := strings.Cut(strings.TrimSpace(choice), "(")
		if !concept {
			q.keys[name] = name
			continue
		}
		for _, key := range strings.Split(strings.TrimSuffix(keys, ")"), ",") {
			q.keys[strings.TrimSpace(key)] = name
		}
	}
	return q
}

// names are the keys of a menu, sorted.
func (q question) names() []string {
	var out []string
	for key := range q.keys {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

// entry is what the recogniser makes of keys and the pause behind them: what was
// keyed, what it posts, and whether that is one of the choices.
func (q question) entry(keys string) (keyed, posted string, ok bool) {
	if q.keys == nil {
		keyed, _, _ = strings.Cut(keys, q.terminator)
		keyed = keyed[:min(len(keyed), q.most)]
		return keyed, keyed, len(keyed) >= q.least && strings.Trim(keyed, "0123456789") == ""
	}
	for i := range keys {
		if keys[i:i+1] == q.terminator {
			break
		}
		keyed = keys[:i+1]
		if !q.longer(keyed) {
			break // nothing can follow, so nothing is waited for
		}
	}
	posted, ok = q.keys[keyed]
	return keyed, posted, ok
}

// longer says that a choice begins with the keys and has more of them.
func (q question) longer(keys string) bool {
	for key := range q.keys {
		if len(key) > len(keys) && strings.HasPrefix(key, keys) {
			return true
		}
	}
	return false
}

// ask is heard: what belongs to the event before it, then the question, which is
// the say without an event. That the question comes again after what an event
// says is implied by every sample and written nowhere (tropo.md §3).
func (l *line) ask(attempt int, after string) {
	l.wait.Attempt = attempt
	for _, one := range l.act.list("say") {
		events := strings.Fields(one.text("event"))
		occurrence := after + ":" + strconv.Itoa(attempt-1)
		if len(events) == 0 || after != "" && (slices.Contains(events, after) || slices.Contains(events, occurrence)) {
			l.hear(one)
		}
	}
	l.spoken = false
	l.say(call.Asked, "")
}

// again is the next attempt, or incomplete after the last.
func (l *line) again(event, disposition string) {
	if l.wait.Attempt < l.asked.attempts {
		l.ask(l.wait.Attempt+1, event)
		return
	}
	l.raise("incomplete", "", l.result("ANSWERED", false, action{Name: l.act.text("name"), Attempts: l.wait.Attempt, Disposition: disposition}))
}
