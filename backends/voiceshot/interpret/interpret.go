// Package interpret is a call in a VoiceShot campaign, walked over published
// replies.
//
// In: something that fetches documents (package fetch), the base address and the
// id of the flow, and what the caller and the network do. Out: the moments of
// ir/call. It sees files and addresses only, never a flow, and shares no code
// with the encoder (backends/voiceshot). What VoiceShot does by itself it does as
// drawn: the published description of the campaign is what the sheet tells a
// person to draw. Everything else is asked by events, and a reply that is none
// lets the campaign go on.
package interpret

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"ivrc/backends/fetch"
	"ivrc/backends/voiceshot/decode"
	"ivrc/ir"
	"ivrc/ir/call"
)

// mostPrompts is the number of prompts after which a call is given up; no page
// names a limit.
const mostPrompts = 9999

// line is one call.
type line struct {
	fetcher    fetch.Fetcher
	base, flow string

	campaign *decode.Campaign
	// prompt is where the call is, nil where it transfers.
	prompt *decode.Prompt
	played int
	wait   call.Wait
	events []call.Event
}

// New is an engine over the replies of a flow below a base address, which ends in
// a slash.
func New(f fetch.Fetcher, base, flow string) call.Engine {
	return &line{fetcher: f, base: base, flow: flow}
}

// Start begins a call in the campaign of an entry: the answer is reported, and
// the first prompt plays.
func (l *line) Start(entry string) (call.Moment, error) {
	*l = line{fetcher: l.fetcher, base: l.base, flow: l.flow}
	name := "voiceshot.xml"
	if entry != "" {
		name = entry + "." + name
	}
	address := l.base + l.flow + "/" + name
	drawn, err := l.fetcher.Fetch(fetch.Request{Method: http.MethodGet, URL: address})
	switch {
	case err != nil:
		l.lost("%s: %v", l.flow+"/"+name, err)
		return l.moment(), nil
	case drawn.Status == http.StatusNotFound:
		return call.Moment{}, fmt.Errorf("%w: %s is not published", call.ErrNoEntry, address)
	case drawn.Status != http.StatusOK:
		l.lost("%s: the host answers with status %d", l.flow+"/"+name, drawn.Status)
		return l.moment(), nil
	}
	if l.campaign, err = decode.ReadCampaign(drawn.Body); err != nil {
		l.lost("%s: %v", l.flow+"/"+name, err)
		return l.moment(), nil
	}
	way, ok := l.post(event{name: "campaign", attributes: []string{"action", "4", "callerid", "8182238964"}})
	if !ok || way.IsZero() {
		way = decode.Way{Goto: l.campaign.First}
	}
	l.proceed(way)
	return l.moment(), nil
}

// event is what a campaign reports; every event names the campaign and the call
// (voiceshot.md §1.4).
type event struct {
	name       string
	attributes []string // names and values in turn
}

func (e event) text() []byte {
	var b strings.Builder
	b.WriteString("<" + e.name + ` menuid="1-3" callid="217356"`)
	for i := 0; i+1 < len(e.attributes); i += 2 {
		b.WriteString(" " + e.attributes[i] + `="`)
		_ = xml.EscapeText(&b, []byte(e.attributes[i+1])) // a Builder takes everything
		b.WriteString(`"`)
	}
	b.WriteString("/>")
	return []byte(b.String())
}

// post reports an event. ok is false where no reply can be had: the condition
// ERROR. A reply that is no call command is none.
func (l *line) post(e event) (way decode.Way, ok bool) {
	reply, err := l.fetcher.Fetch(fetch.Request{Method: http.MethodPost, URL: l.campaign.Events, XML: e.text()})
	switch {
	case err != nil:
		l.say(call.Remark, "the event cannot be reported: %v", err)
		return decode.Way{}, false
	case reply.Status != http.StatusOK:
		l.say(call.Remark, "the host answers the event with status %d", reply.Status)
		return decode.Way{}, false
	}
	way, err = decode.Reply(reply.Body)
	if err != nil {
		l.say(call.Remark, "the reply is no call command: %v", err)
		return decode.Way{}, true
	}
	return way, true
}

func (l *line) moment() call.Moment {
	m := call.Moment{Events: l.events, Wait: l.wait}
	l.events = nil
	return m
}

func (l *line) say(kind call.EventKind, format string, args ...any) {
	l.events = append(l.events, call.Event{Kind: kind, Text: fmt.Sprintf(format, args...)})
}

func (l *line) lost(format string, args ...any) {
	l.say(call.Remark, format, args...)
	l.end(call.Lost)
}

// end is the end of the call, which is reported; the reply does nothing any more.
func (l *line) end(how call.Ending) {
	l.say(call.Ended, "%s", how)
	l.wait = call.Wait{Kind: call.Over, End: how}
	if l.campaign != nil {
		l.post(event{name: "campaign", attributes: []string{"action", "5", "duration", "24"}})
	}
}

// proceed goes where a reply or a drawn condition leads. What a reply plays is played
// at the prompt, in the place of its own words.
func (l *line) proceed(w decode.Way) {
	switch {
	case len(w.Transfer) > 0:
		l.hear(w)
		l.transfer(w.Transfer)
	case w.Goto == 0:
		l.hear(w)
		l.end(call.HungUp)
	default:
		p, ok := l.campaign.Prompt(w.Goto)
		if !ok {
			l.lost("the reply leads to prompt %d, which nobody has drawn", w.Goto)
			return
		}
		l.begin(p, w)
	}
}

// drawn goes where a condition leads; what it plays is heard before.
func (l *line) drawn(w decode.Way) {
	l.hear(w)
	w.TTS, w.Filename = "", ""
	l.proceed(w)
}

// begin plays a prompt and waits as it is drawn.
func (l *line) begin(p *decode.Prompt, said decode.Way) {
	if l.played++; l.played > mostPrompts {
		l.lost("the call went through %d prompts without an end", mostPrompts)
		return
	}
	l.prompt = p
	l.say(call.Reached, "prompt %d (%s)", p.Number, p.Step)
	play := p.Play
	if said.TTS+said.Filename != "" {
		play = said
	}
	heard := l.hear(play)
	switch {
	case p.Question:
		l.say(call.Asked, "")
		l.wait = call.Wait{Kind: call.Asking, Finish: p.Finish}
	case !p.Follows:
		l.end(call.HungUp)
	case p.Dials:
		l.transfer(p.Then.Transfer)
	case !heard:
		l.drawn(p.Then)
	default:
		l.wait = call.Wait{Kind: call.Listening}
	}
}

// hear is what a prompt plays; false for nothing.
func (l *line) hear(w decode.Way) bool {
	s := call.Sound{Kind: call.Words, Text: call.Plain(w.TTS)}
	switch {
	case w.TTS != "":
		s.Length, _ = ir.Prompt{&ir.Text{Text: w.TTS}}.Estimate()
	case w.Filename != "":
		s = call.Sound{Kind: call.Audio, Text: w.Filename}
		if i := slices.IndexFunc(l.campaign.Sounds, func(x decode.Sound) bool { return x.Filename == w.Filename }); i >= 0 {
			s.Text = l.campaign.Sounds[i].From
		}
	default:
		return false
	}
	l.events = append(l.events, call.Event{Kind: call.Heard, Sound: s})
	return true
}

// transfer connects the caller. What becomes of it is reported to nobody.
func (l *line) transfer(to []string) {
	l.prompt = nil
	numbers := make([]string, len(to))
	for i, number := range to {
		numbers[i] = "+1" + number
	}
	l.say(call.Dialled, "%s", strings.Join(numbers, ", "))
	l.wait = call.Wait{Kind: call.Ringing, To: numbers}
}
