package ir

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The steps of the sample, by number.
const (
	ring = iota
	welcome
	mainMenu
	pin
	leave
	desk
	room
	note
	away
	back
	sip
	no
	bye
)

func TestVerifyFindsEachBrokenInvariant(t *testing.T) {
	cases := map[string]struct {
		change func(f *Flow)
		want   string
	}{
		"flow id":              {func(f *Flow) { f.ID = "A" }, `the flow's id "A" is not well formed`},
		"broken flow":          {func(f *Flow) { f.Broken = true }, "part of the flow could not be read"},
		"no entry":             {func(f *Flow) { f.Entries = nil }, "there is no entry"},
		"start not first":      {func(f *Flow) { f.Entries[0].ID = "day" }, `the first entry is "day" and not the start`},
		"two starts":           {func(f *Flow) { f.Entries[1].ID = "" }, `the entry id "" is not well formed`},
		"entry to the end":     {func(f *Flow) { f.Entries[1].Step = End }, `the entry "night" leads to no step`},
		"entry out of range":   {func(f *Flow) { f.Entries[1].Step = 99 }, `the entry "night" leads to no step`},
		"nil step":             {func(f *Flow) { f.Steps[bye] = nil }, "a step is nil"},
		"step called end":      {func(f *Flow) { f.Steps[bye].ID = "end" }, `step "end": the id is not well formed`},
		"two steps of one id":  {func(f *Flow) { f.Steps[bye].ID = "no" }, `step "no": two steps have this id`},
		"broken step":          {func(f *Flow) { f.Steps[bye].Broken = true }, `step "bye": part of the step could not be read`},
		"nil act":              {func(f *Flow) { f.Steps[bye].Act = nil }, `step "bye": the act is nil`},
		"nil pointer as act":   {func(f *Flow) { f.Steps[bye].Act = (*Hangup)(nil) }, `step "bye": the act is nil`},
		"nil item":             {func(f *Flow) { f.Steps[bye].Say[0] = nil }, `step "bye": say: item 1 is nil`},
		"nil pointer as item":  {func(f *Flow) { f.Steps[bye].Say[0] = (*Text)(nil) }, `step "bye": say: item 1 is nil`},
		"no language":          {func(f *Flow) { f.Steps[bye].Say[0].(*Text).Language = "" }, `step "bye": say: item 1 has no language`},
		"empty text":           {func(f *Flow) { f.Steps[bye].Say[0].(*Text).Text = "" }, `step "bye": say: a text is empty`},
		"no pause":             {func(f *Flow) { f.Steps[welcome].Say[4].(*Pause).Length = 0 }, `step "welcome": say: a pause is 0s`},
		"voices not sorted":    {swapVoices, `step "welcome": say: the voices of item 1 are not sorted`},
		"unresolved target":    {func(f *Flow) { f.Steps[note].Edges[0].To = Unresolved }, `step "note": the edge of done leads nowhere (-2)`},
		"target out of range":  {func(f *Flow) { f.Steps[note].Edges[0].To = 13 }, `step "note": the edge of done leads nowhere (13)`},
		"no origin":            {func(f *Flow) { f.Steps[note].Edges[0].Origin = 0 }, `step "note": the edge of done has no origin`},
		"foreign outcome":      {func(f *Flow) { f.Steps[note].Edges[1].Outcome = Of(Busy) }, `step "note": busy has an edge, but a message cannot end like that`},
		"two edges":            {func(f *Flow) { f.Steps[note].Edges[1].Outcome = Of(Done) }, `step "note": done has two edges`},
		"edges out of order":   {swapEdges, `step "note": the edge of done is out of order`},
		"missing done":         {drop(welcome, Done), `step "welcome": done has no edge`},
		"missing timeout":      {drop(mainMenu, Timeout), `step "main": timeout has no edge`},
		"missing hangup":       {drop(mainMenu, HungUp), `step "main": hangup has no edge`},
		"missing error":        {drop(ring, Errored), `step "ring": error has no edge`},
		"missing failed":       {drop(note, Failed), `step "note": failed has no edge`},
		"return and edge":      {func(f *Flow) { f.Steps[back].Edges[0].To = 1 }, `step "back": the edge of returns main leads elsewhere`},
		"no keys":              {func(f *Flow) { f.Steps[mainMenu].Act.(*Menu).Keys = nil }, `step "main": the menu has no keys`},
		"key by name":          {func(f *Flow) { f.Steps[mainMenu].Act.(*Menu).Keys[0].Key = "star" }, `step "main": the key "star" is not canonical`},
		"key twice":            {func(f *Flow) { f.Steps[mainMenu].Act.(*Menu).Keys[0].Key = "#" }, `step "main": the key "#" stands twice`},
		"no attempts":          {func(f *Flow) { f.Steps[mainMenu].Act.(*Menu).Attempts = 0 }, `step "main": menu.attempts is 0`},
		"no wait":              {func(f *Flow) { f.Steps[mainMenu].Act.(*Menu).Timeout = 0 }, `step "main": menu.timeout is 0s`},
		"no digits":            {func(f *Flow) { f.Steps[pin].Act.(*Collect).Min = 0 }, `step "pin": collect takes 0 to 10 digits`},
		"range turned round":   {func(f *Flow) { f.Steps[pin].Act.(*Collect).Max = 3 }, `step "pin": collect takes 4 to 3 digits`},
		"long finish key":      {func(f *Flow) { f.Steps[pin].Act.(*Collect).Finish = "12" }, `step "pin": collect.finish is "12"`},
		"no way back":          {func(f *Flow) { f.Steps[pin].Act.(*Collect).Returns = nil }, `step "pin": collect has nowhere to come back to`},
		"negative silence":     {func(f *Flow) { f.Steps[leave].Act.(*Record).Silence = -1 }, `step "leave": record.silence is -1ns`},
		"unknown format":       {func(f *Flow) { f.Steps[leave].Act.(*Record).Format = "ogg" }, `step "leave": record has the format "ogg"`},
		"nobody to ring":       {func(f *Flow) { f.Steps[desk].Act.(*Transfer).To = nil }, `step "desk": transfer dials nobody`},
		"not a number":         {func(f *Flow) { f.Steps[desk].Act.(*Transfer).To[0].Value = "911" }, `step "desk": transfer dials "911"`},
		"letters as tones":     {func(f *Flow) { f.Steps[ring].Act.(*Call).Digits = "a" }, `step "ring": call sends "a"`},
		"no room":              {func(f *Flow) { f.Steps[room].Act.(*Conference).Room = "" }, `step "room": conference has no room`},
		"empty message":        {func(f *Flow) { f.Steps[note].Act.(*Message).Text = "" }, `step "note": message has no sender or no text`},
		"nowhere to hand off":  {func(f *Flow) { f.Steps[away].Act.(*Handoff).URL = "" }, `step "away": handoff has no address`},
		"redirect to a number": {func(f *Flow) { f.Steps[sip].Act.(*Redirect).To.Value = "+1" }, `step "sip": redirect goes to "+1", which is no sip: address`},
		"unknown reason":       {func(f *Flow) { f.Steps[no].Act.(*Reject).Reason = "tired" }, `step "no": reject has the reason "tired"`},
		"reject that speaks":   {func(f *Flow) { f.Steps[no].Say = f.Steps[bye].Say }, `step "no": a reject cannot speak`},
		"recording to nowhere": {func(f *Flow) { f.Steps[welcome].Recording.Send = "" }, `step "welcome": recording has nowhere to go`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := sample()
			c.change(f)
			problems := Verify(f)
			var texts []string
			for _, p := range problems {
				texts = append(texts, p.String())
			}
			require.Contains(t, strings.Join(texts, "\n"), c.want)
		})
	}
}

func drop(step int, kind OutcomeKind) func(*Flow) {
	return func(f *Flow) {
		s := f.Steps[step]
		for i, e := range s.Edges {
			if e.Outcome == Of(kind) {
				s.Edges = append(s.Edges[:i], s.Edges[i+1:]...)
				return
			}
		}
	}
}

func swapEdges(f *Flow) {
	edges := f.Steps[note].Edges
	edges[0], edges[1] = edges[1], edges[0]
}

func swapVoices(f *Flow) {
	voices := f.Steps[welcome].Say[0].(*Text).Voice.For
	voices[0], voices[1] = voices[1], voices[0]
}

func TestHangupAndErrorMayBeMissingWhereNobodyNeedsToBeOnTheLine(t *testing.T) {
	f := sample()
	for _, step := range []int{note, away} {
		drop(step, HungUp)(f)
		drop(step, Errored)(f)
	}
	require.Empty(t, Verify(f))
	drop(bye, HungUp)(f) // it speaks, so somebody must be there
	require.Len(t, Verify(f), 1)
}

func TestVerifyNamesStepAndPlace(t *testing.T) {
	f := sample()
	f.Steps[desk].Broken = true
	problems := Verify(f)
	require.Len(t, problems, 1)
	require.Equal(t, "desk", problems[0].Step)
	require.Equal(t, "desk", problems[0].Span.Text())
}

func TestMissingListsOutcomesInTheOrderOfEdges(t *testing.T) {
	f := sample()
	require.Empty(t, f.Steps[mainMenu].Missing(f))
	drop(mainMenu, Timeout)(f)
	drop(mainMenu, Errored)(f)
	require.Equal(t, []Outcome{Of(Timeout), Of(Errored)}, f.Steps[mainMenu].Missing(f))
}
