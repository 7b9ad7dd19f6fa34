package plivo

import (
	"strings"
	"time"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

const (
	// longestCall is when Plivo cuts a connection or a recording anyway (plivo.md
	// §1.8).
	longestCall = 24 * time.Hour
	// largestRoom is written because older pages name other numbers (plivo.md
	// §1.16).
	largestRoom = 20
	// shortestRecording is the least maxLength (plivo.md §1.15).
	shortestRecording = 2
)

// dialAnswers are the values of DialStatus and what they mean (plivo.md §2.3);
// the host sends any other word to the last.
var dialAnswers = []struct {
	answer  string
	outcome ir.OutcomeKind
}{
	{"completed", ir.Done},
	{"busy", ir.Busy},
	{"no-answer", ir.NoAnswer},
	{"failed", ir.Failed},
	{"timeout", ir.Failed}, // of the network while connecting, not of the ringing
	{"cancel", ir.Cancel},
	{"_", ir.Failed},
}

// recording starts the recording of the whole call before anything is heard.
// Redirect is off so that the next element runs whatever Plivo makes of the
// missing action; the length is written because pages disagree about a minute's
// default for recordings of a whole call.
func (l *lowering) recording(s *ir.Step) []Element {
	r := s.Recording
	if r == nil {
		return nil
	}
	if !r.Start {
		l.absent(backends.RecordingStop, r.Span)
		return nil
	}
	l.checkAddress(r.Send, r.Span)
	return []Element{&Record{
		Session: On, Redirect: Off, FileFormat: r.Format, MaxLength: seconds(longestCall),
		Callback: Address{URL: r.Send}, CallbackMethod: POST,
	}}
}

// record takes a message and goes on with the next element without asking
// anybody: the recording goes to the callback, whose answer Plivo ignores.
func (l *lowering) record(r *ir.Record) Element {
	l.checkAddress(r.Send, r.SendSpan)
	length := seconds(r.Max)
	if length < shortestRecording {
		length = shortestRecording
		l.report(diag.New(diag.Lossy, l.current.Span, "on plivo: a recording of at most %s may last %ds: Plivo knows no shorter one", r.Max, length).
			WithHelp("write max: %ds", length))
	}
	finish := "none"
	if r.Finish != "" {
		finish = string(r.Finish)
	}
	beep := Off
	if r.Beep {
		beep = On
	}
	return &Record{
		Redirect: Off, FileFormat: r.Format, Timeout: seconds(r.Silence), MaxLength: length,
		FinishOnKey: finish, PlayBeep: beep, Callback: Address{URL: r.Send}, CallbackMethod: POST,
	}
}

// transfer dials; every way it can end goes to the routed address.
func (l *lowering) transfer(s *ir.Step, t *ir.Transfer) Element {
	dial := &Dial{
		Action: l.routed(s, "DialStatus"), Method: GET,
		Timeout: seconds(t.Timeout), TimeLimit: l.limit(t.Limit), CallerID: t.From,
	}
	if t.Music != "" {
		l.checkAudio(t.Music, t.MusicSpan)
		dial.DialMusic = file(musicPath(s))
	}
	// Plivo waits half a second for w and has no W here (plivo.md §1.9).
	digits := strings.ReplaceAll(t.Digits, "W", "ww")
	for _, to := range t.To {
		if to.IsSIP() {
			dial.Ring = append(dial.Ring, &User{Address: to.Value, SendDigits: digits})
		} else {
			dial.Ring = append(dial.Ring, &Number{Number: to.Value, SendDigits: digits})
		}
	}
	for _, a := range dialAnswers {
		l.answer(s.ID+"/"+a.answer, target(s, a.outcome))
	}
	return dial
}

func musicPath(s *ir.Step) string { return s.ID + "/music" }

// music adds the document that Plivo plays while it dials. It fetches it by POST,
// which no attribute can change (plivo.md §1.8), so a host must answer that.
func (l *lowering) music(s *ir.Step, t *ir.Transfer) {
	l.document(musicPath(s), []Element{&Play{URL: t.Music, Forever: true}})
	l.bundle.Posted = append(l.bundle.Posted, musicPath(s))
}

// limit is a limit of a connection in seconds, 0 for none.
func (l *lowering) limit(d time.Duration) int {
	if d <= 0 {
		return 0
	}
	if d > longestCall {
		l.report(diag.New(diag.Lossy, l.current.Span, "on plivo: a limit of %s is cut at 24h", d).
			WithHelp("write 24h, or leave the limit out"))
		d = longestCall
	}
	return seconds(d)
}

// conference joins the room, alone if need be, until the caller leaves by * or
// the time is over.
func (l *lowering) conference(c *ir.Conference) Element {
	l.checkCharacters(c.Room, c.Span)
	room := &Conference{
		Muted: Off, StayAlone: On, MaxMembers: largestRoom, TimeLimit: l.limit(c.Max),
		HangupOnStar: Off, Redirect: Off, Room: c.Room,
	}
	if c.Muted {
		room.Muted = On
	}
	switch c.Leave {
	case "":
	case "*":
		room.HangupOnStar = On
	default:
		l.absent(backends.ConferenceLeave, c.Span)
	}
	return room
}

func (l *lowering) handoff(h *ir.Handoff) Element {
	l.checkAddress(h.URL, h.URLSpan)
	l.comesBack(h.Returns)
	return &Redirect{Method: POST, To: Address{Application: &backends.Application{URL: h.URL}}}
}

// reject refuses the call; without a reason of its own it says so all the same,
// because Plivo's pages describe a Hangup without one both ways.
func (l *lowering) reject(s *ir.Step, r *ir.Reject) Element {
	if s.Recording != nil {
		l.report(diag.New(diag.Lossy, s.Recording.Span, "on plivo: starting a recording answers the call, so this call is not refused but answered and ended").
			WithHelp("take the recording out of this step"))
	}
	if r.Reason == "" {
		return &Hangup{Reason: "rejected"}
	}
	return &Hangup{Reason: r.Reason}
}

// checkPickUp reports an entry whose document begins with an element that does
// not answer the call (plivo.md §3.2): a Wait delays the answer, a Hangup refuses
// the call instead of answering and ending it.
func (l *lowering) checkPickUp(s *ir.Step, elements []Element) {
	if len(elements) == 0 {
		return
	}
	switch first := elements[0].(type) {
	case *Wait:
		at := firstItem(s)
		l.report(diag.New(diag.Lossy, at, "on plivo: a pause at the very beginning delays the answer: the caller hears ringing for %ds", first.Length).
			WithHelp("speak first, or choose a Polly voice, whose pauses answer the call"))
	case *Hangup:
		if first.Reason == "" {
			l.report(diag.New(diag.Lossy, s.Span, "on plivo: an entry that only hangs up refuses the call instead of answering it").
				WithHelp("say something first, or write reject: true"))
		}
	}
}

// firstItem is the place of the first item that the step plays.
func firstItem(s *ir.Step) source.Span {
	at := s.Span
	seen := false
	s.Prompts(func(p ir.Prompt) {
		if !seen {
			at, seen = p[0].Place(), true
		}
	})
	return at
}
