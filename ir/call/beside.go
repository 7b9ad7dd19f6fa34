package call

import (
	"fmt"
	"slices"
	"strings"
)

// Difference is the first thing about which two walks of one call disagree.
type Difference struct {
	// Turn is the number of the turn, 0 for the beginning; Input what led to it.
	Turn  int
	Input Input
	// Want are the lines of the flow's walk at that turn, Got those of the other, as
	// Told makes them; the last line of each says what the call waits for.
	Want, Got []string
	// Before is what the flow's call waited for when the input came.
	Before Wait
}

// Error is the difference in a sentence.
func (d *Difference) Error() string {
	return fmt.Sprintf("turn %d (%s): the flow says %q, the documents say %q", d.Turn, d.Input, strings.Join(d.Want, " | "), strings.Join(d.Got, " | "))
}

// Beside walks one call over the flow and over documents, and stops where both
// are over, where the inputs end or at the first difference. What runs behind a
// call is not compared: no provider promises it. An outbound call of a provider
// whose documents begin with the answer is compared from there. The error is that
// of an input that the flow itself does not take.
func Beside(flow, documents Engine, entry string, inputs []Input) (*Difference, error) {
	want, err := flow.Start(entry)
	if err != nil {
		return nil, err
	}
	b := beside{documents: documents, entry: entry, flow: want}
	if got, err := documents.Start(entry); err != nil {
		return b.differ(0, Input{}, Wait{}, []string{err.Error()}), nil
	} else if b.now = got; want.Wait.Kind == Ringing && want.Wait.Alone && !got.Wait.Alone {
		b.later = true
	} else if d := b.compare(0, Input{}, Wait{}); d != nil {
		return d, nil
	}
	for i, in := range inputs {
		before := b.flow.Wait
		if b.flow, err = flow.Do(in); err != nil {
			return nil, fmt.Errorf("input %d (%s): %w", i+1, in, err)
		}
		if b.over {
			continue
		}
		if d := b.turn(i+1, in, before); d != nil {
			return d, nil
		}
	}
	return nil, nil
}

// beside is two walks of one call.
type beside struct {
	documents Engine
	entry     string
	flow, now Moment
	// later says that the documents begin with the answer, over that the line is
	// down.
	later, over bool
}

func (b *beside) turn(n int, in Input, before Wait) *Difference {
	switch {
	case b.later && in.Kind == Answer && in.Value == Answered:
		b.later = false // the moment of the documents' beginning is the one to compare
		for i, e := range b.now.Events {
			// Nobody refuses a call that has been placed and answered: it is ended.
			if e.Kind == Ended && e.Text == Rejected.String() {
				b.now.Events[i].Text = HungUp.String()
			}
		}
	case b.later:
		b.over = true // the documents know nothing of a call that did not come about
		return nil
	default:
		var err error
		if b.now, err = b.documents.Do(in); err != nil {
			return b.differ(n, in, before, []string{"not offered: " + in.String()})
		}
		b.refused()
	}
	return b.compare(n, in, before)
}

// refused plays the application of an entry that the flow itself does not take: a
// provider that knows no least number of digits gives it every entry, and it
// refuses what is too short.
func (b *beside) refused() {
	if b.now.Wait.Kind != Application || !b.now.Wait.Refusable || slices.ContainsFunc(b.flow.Events, isHanded) {
		return
	}
	given := slices.DeleteFunc(slices.Clone(b.now.Events), isHanded)
	m, err := b.documents.Do(Input{Kind: Refuse})
	if err != nil {
		return
	}
	b.now = Moment{Events: append(given, m.Events...), Wait: m.Wait}
}

func isHanded(e Event) bool { return e.Kind == Handed }

func (b *beside) compare(n int, in Input, before Wait) *Difference {
	want, wantEnd := onTheLine(b.flow)
	got, gotEnd := onTheLine(b.now)
	b.over = wantEnd != 0
	// A call that is given away for good and one that may come back look alike in a
	// document.
	if wantEnd == HandedOff && b.now.Wait.Kind == Application {
		want = want[:len(want)-1]
	} else if wantEnd != gotEnd || wantEnd == 0 && b.flow.Wait.Kind != b.now.Wait.Kind {
		return b.differ(n, in, before, got)
	}
	if !slices.Equal(want, got) {
		return b.differ(n, in, before, got)
	}
	return nil
}

func (b *beside) differ(n int, in Input, before Wait, got []string) *Difference {
	want, _ := onTheLine(b.flow)
	return &Difference{
		Turn: n, Input: in, Before: before,
		Want: append(want, "waits: "+b.flow.Wait.Kind.String()),
		Got:  append(slices.Clip(got), "waits: "+b.now.Wait.Kind.String()),
	}
}

// onTheLine is what is told of a moment while somebody can hear it, and how the
// line went down, 0 while it is up.
func onTheLine(m Moment) (lines []string, end Ending) {
	for i, e := range m.Events {
		if e.Kind == Ended {
			return Told(m.Events[:i+1]), endingOf(e.Text)
		}
	}
	return Told(m.Events), 0
}

func endingOf(word string) Ending {
	for e := HungUp; e <= Lost; e++ {
		if e.String() == word {
			return e
		}
	}
	return 0
}
