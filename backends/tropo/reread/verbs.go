package reread

import (
	"strconv"
	"strings"

	"ivrc/backends/tropo/decode"
	"ivrc/backends/verify"
)

// verb reads one verb with all its properties (tropo.md §1.4).
func (p *page) verb(name string, n decode.Node) {
	switch name {
	case "say":
		p.say(n)
		return
	case "hangup", "reject", "stopRecording":
		if n.Kind != decode.IsNull {
			p.r.report("%s has properties", name)
		}
		if name == "stopRecording" {
			p.fact("recording", "stop")
		} else {
			p.heard.Act = name
		}
		return
	}
	o := p.r.object(n, name)
	switch name {
	case "ask":
		p.ask(o)
	case "record":
		p.record(o)
	case "transfer":
		p.transfer(o)
	case "call":
		p.heard.Act = name
		p.dial(o)
	case "conference":
		p.heard.Act = name
		p.fact("room", o.text("id"))
		p.fact("name", o.text("name"))
		p.flag("muted", o.truth("mute"))
		o.fixed("playTones", false)
		p.fact("leave", p.key(o, "terminator"))
	case "message":
		p.message(o)
	case "startRecording":
		p.fact("recording", "start")
		p.fact("recording-send", o.text("url"))
		p.fact("recording-format", p.format(o))
		o.fixed("asyncUpload", true)
	case "redirect":
		p.heard.Act = name
		p.fact("to", o.text("to"))
	default:
		p.r.report("there is no verb %q", name)
		return
	}
	o.close()
}

// readings are the values of as.
var readings = map[string]string{"DATE": "date", "DIGITS": "digits", "NUMBER": "number"}

// say is what is heard by itself; each object has a voice of its own.
func (p *page) say(n decode.Node) {
	for _, o := range p.listed(n, "say") {
		sounds := p.sounds(o.text("value"), o.optional("voice"))
		if as := o.optional("as"); as != "" {
			if readings[as] == "" || len(sounds) != 1 || sounds[0].Kind != decode.Text {
				p.r.report("a say cannot be read as %q", as)
			} else {
				sounds[0].Kind = readings[as]
			}
		}
		o.close()
		p.heard.Say = append(p.heard.Say, sounds...)
	}
}

// key is one key of the phone, empty for none.
func (p *page) key(o *object, name string) string {
	key := o.optional(name)
	if key != "" && (len(key) != 1 || !strings.Contains("0123456789*#", key)) {
		p.r.report("%s of %s is %q and no key", name, o.what, key)
	}
	return key
}

// format is the flow's word for a format of recordings.
func (p *page) format(o *object) string {
	format := o.text("format")
	short, ok := strings.CutPrefix(format, "audio/")
	if !ok || short != "mp3" && short != "wav" {
		p.r.report("%s has the format %q", o.what, format)
	}
	return short
}

// record takes a message once; what is asked before is its only attempt.
func (p *page) record(o *object) {
	p.heard.Act = "record"
	p.fact("name", o.text("name"))
	p.fact("send", o.text("url"))
	o.fixed("asyncUpload", true)
	p.fact("format", p.format(o))
	p.fact("attempts", o.whole("attempts"))
	p.fact("beep", strconv.FormatBool(o.truth("beep")))
	p.fact("max", o.wait("maxTime"))
	p.fact("silence", o.wait("maxSilence"))
	p.fact("timeout", o.wait("timeout"))
	p.fact("between", o.wait("interdigitTimeout"))
	if n, ok := o.get("choices"); ok {
		choices := p.r.object(n, "choices of record")
		choices.text("terminator")
		p.fact("finish", p.key(choices, "terminator"))
		choices.close()
	}
	voice := o.optional("voice")
	p.fact("voice", voice)
	n, ok := o.get("say")
	if !ok {
		return
	}
	say := p.one(n, "say of record")
	p.heard.Attempts = []verify.Attempt{{Number: 1, Sounds: p.sounds(say.text("value"), voice)}}
	say.close()
}

// transfer connects the caller. The only event inside it is ring, whose sound is
// heard while it rings.
func (p *page) transfer(o *object) {
	p.heard.Act = "transfer"
	p.fact("name", o.text("name"))
	p.dial(o)
	n, ok := o.get("on")
	if !ok {
		return
	}
	p.fact("music-rounds", o.whole("ringRepeat"))
	ring := p.r.object(n, "on of transfer")
	ring.always("event", "ring")
	if list, ok := ring.need("say", decode.IsArray); ok {
		say := p.one(list, "say of ring")
		for _, s := range p.sounds(say.text("value"), "") {
			p.fact("music", s.What)
			if s.Kind != decode.Audio {
				p.r.report("what is heard while it rings is no sound file")
			}
		}
		say.close()
	}
	ring.close()
}

// dial is what call and transfer share. Without a timeout Tropo waits 30 s
// (tropo.md §1.4).
func (p *page) dial(o *object) {
	var to, digits []string
	n, _ := o.get("to")
	list := n.Items
	if n.Kind == decode.IsString {
		list = []decode.Node{n}
	}
	if n.Kind != decode.IsString && (n.Kind != decode.IsArray || len(n.Items) < 2) {
		p.r.report("to of %s is neither an address nor a list of several", o.what)
	}
	for _, item := range list {
		number, sent := p.dialled(item)
		to, digits = append(to, number), append(digits, sent)
		if sent != digits[0] {
			p.r.report("%s sends different digits to its addresses", o.what)
		}
	}
	p.fact("to", words(to))
	if len(digits) > 0 {
		p.fact("digits", digits[0])
	}
	p.fact("from", o.optional("from"))
	wait := "30s"
	if o.has("timeout") {
		wait = o.wait("timeout")
	}
	p.fact("timeout", wait)
}

// dialOptions are the digits that are sent after the answer and the wait before
// them.
var dialOptions = pattern(`^(.+);postd=([0-9*#][0-9*#p]*)(?:;pause=([1-9][0-9]*)(s|ms))?$`)

// dialled takes an address and its dial options apart; digits are in the flow's
// own signs, w for each half second.
func (p *page) dialled(n decode.Node) (to, digits string) {
	if n.Kind != decode.IsString || n.Text == "" {
		p.r.report("an address to dial is no text")
		return "", ""
	}
	var m []string
	if strings.Contains(n.Text, ";postd=") {
		m = dialOptions().FindStringSubmatch(n.Text)
	}
	if m == nil {
		return n.Text, ""
	}
	wait, _ := strconv.Atoi(m[3])
	if m[4] == "s" {
		wait *= 1000
	}
	const halfSecond = 500
	if wait%halfSecond != 0 || wait > 3600_000 {
		p.r.report("the wait of %s is not in half seconds", n.Text)
		wait = 0
	}
	return m[1], strings.Repeat("w", wait/halfSecond) + strings.ReplaceAll(m[2], "p", "ww")
}

// message is an SMS; its text is no markup.
func (p *page) message(o *object) {
	p.heard.Act = "message"
	o.always("channel", "TEXT")
	o.always("network", "SMS")
	p.fact("to", o.text("to"))
	p.fact("from", o.text("from"))
	if n, ok := o.need("say", decode.IsArray); ok {
		say := p.one(n, "say of message")
		p.fact("text", say.text("value"))
		say.close()
	}
}
