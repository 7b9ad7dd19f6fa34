package reread

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"ivrc/backends/routes"
	"ivrc/backends/tropo/decode"
	"ivrc/backends/verify"
	"ivrc/ir"
)

// ask is a menu where its choices are keys, and a collect where they are a number
// of digits.
func (p *page) ask(o *object) {
	p.fact("name", o.text("name"))
	if n, ok := o.need("choices", decode.IsObject); ok {
		choices := p.r.object(n, "choices of ask")
		p.grammar(choices.text("value"))
		choices.always("mode", "dtmf")
		p.fact("finish", p.key(choices, "terminator"))
		choices.close()
	}
	attempts := o.whole("attempts")
	p.fact("attempts", attempts)
	p.fact("timeout", o.wait("timeout"))
	p.fact("between", o.wait("interdigitTimeout"))
	bargein := "true"
	if o.has("bargein") {
		o.fixed("bargein", false)
		bargein = "false"
	}
	p.fact("bargein", bargein)
	if o.has("asrLogSecurity") {
		o.always("asrLogSecurity", "suppress")
		p.fact("secret", "true")
	}
	voice := o.optional("voice")
	p.fact("voice", voice)
	if n, ok := o.need("say", decode.IsArray); ok {
		p.attempts(p.listed(n, "say of ask"), voice, attempts != "1")
	}
}

var digitChoice = pattern(`^\[(?:([1-9][0-9]*)-)?([1-9][0-9]*) (DIGITS?)\]$`)

// grammar reads choices (tropo.md §2).
func (p *page) grammar(grammar string) {
	var m []string
	if strings.HasPrefix(grammar, "[") {
		m = digitChoice().FindStringSubmatch(grammar)
	}
	if m != nil {
		p.heard.Act = "collect"
		if (m[3] == "DIGIT") != (m[1] == "" && m[2] == "1") || m[1] == m[2] {
			p.r.report("the choices %s are not in the documented form", grammar)
		}
		p.fact("digits", strings.TrimPrefix(m[1]+"-"+m[2], "-"))
		return
	}
	p.heard.Act = "menu"
	p.fact("keys", strings.ReplaceAll(grammar, ",", " "))
	for _, choice := range strings.Split(grammar, ",") {
		if _, _, err := pressed(choice); err != nil {
			p.r.report("the choices %q: %v", grammar, err)
		}
	}
}

// pressed is the key of a choice and what Tropo posts when it is pressed: the
// name where there is one (tropo.md §2, value versus interpretation). Names must
// be those by which files are named.
func pressed(choice string) (key, posted string, err error) {
	if choice != "" && digitsOf(choice) == len(choice) {
		return choice, choice, nil
	}
	name, key, ok := named(choice)
	switch {
	case !ok:
		return "", "", fmt.Errorf("%q is neither a key nor a name for one", choice)
	case routes.Clean(key) != name:
		return "", "", fmt.Errorf("%q is not the name of its key", choice)
	}
	return key, name, nil
}

// named takes a name for keys apart: small letters and digits, then * or # and digits in
// brackets.
func named(choice string) (name, key string, ok bool) {
	name, key, _ = strings.Cut(choice, "(")
	key, ok = strings.CutSuffix(key, ")")
	letters := 0
	for letters < len(name) && name[letters] >= 'a' && name[letters] <= 'z' {
		letters++
	}
	ok = ok && letters > 0 && digitsOf(name[letters:]) == len(name)-letters &&
		key != "" && (key[0] == '*' || key[0] == '#') && digitsOf(key[1:]) == len(key)-1
	return name, key, ok
}

// digitsOf is how many digits a text begins with.
func digitsOf(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// attempts are what is heard: first the question, the object without an event;
// later what its event says, then the question again (tropo.md §3). What is
// heard at the second attempt is heard at all later ones.
func (p *page) attempts(list []*object, voice string, several bool) {
	lead := map[string][]verify.Sound{}
	var question []verify.Sound
	for i, o := range list {
		value, event := o.text("value"), o.optional("event")
		last := i == len(list)-1
		switch {
		case last && event == "":
			question = p.sounds(value, voice)
		case last:
			p.r.report("the ask has no question behind what it says at events")
		case event != ir.Timeout.Word() && event != ir.NoMatch.Word() || lead[event] != nil:
			p.r.report("a say of ask has the event %q, or has it twice", event)
		case event == ir.Timeout.Word() && lead[ir.NoMatch.Word()] != nil:
			p.r.report("what the ask says after nomatch stands before what it says after timeout")
		case !several:
			p.r.report("what the ask says at %s is never heard", event)
		}
		if event != "" {
			lead[event] = p.sounds(value, p.ownVoice(o, voice))
		}
		o.close()
	}
	p.heard.Attempts = []verify.Attempt{{Number: 1, Sounds: question}}
	if !several {
		return
	}
	for _, event := range []string{ir.NoMatch.Word(), ir.Timeout.Word()} {
		sounds := append(append([]verify.Sound(nil), lead[event]...), question...)
		p.heard.Attempts = append(p.heard.Attempts, verify.Attempt{Number: 2, After: event, Sounds: sounds})
	}
}

// ownVoice is the voice of what is said at an event, the ask's where it has none
// of its own. It is not named once more.
func (p *page) ownVoice(o *object, voice string) string {
	own := o.optional("voice")
	switch {
	case own == "":
		return voice
	case own == voice:
		p.r.report("what is said at an event has the ask's own voice once more")
	}
	return own
}

// pattern is a regular expression that is compiled when it is asked for first: most runs
// need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
