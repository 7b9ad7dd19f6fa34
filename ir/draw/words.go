package draw

import (
	"strconv"
	"strings"
	"time"

	"ivrc/ir"
)

// words are the outcomes of a way as people read them: the keys first, then the
// words of the flow format. A way with nothing beside it says nothing: a step
// that only speaks goes on.
func (p *picture) words(w way) (keys, words []string) {
	s := p.flow.Steps[w.from]
	family := p.wholeFamily(s, w)
	for _, o := range w.outcomes {
		switch {
		case o.Kind == ir.KeyPressed:
			keys = append(keys, o.Name)
		case o.Kind == ir.Done && len(familyOf(s, p.flow)) == 0:
		case family && o.Kind.Family() == ir.FamilyIncomplete:
			if len(words) == 0 || words[len(words)-1] != ir.FamilyIncomplete {
				words = append(words, ir.FamilyIncomplete)
			}
		default:
			words = append(words, o.Kind.Word())
		}
	}
	return keys, words
}

// label is the words of a way in one line.
func (p *picture) label(w way) string {
	keys, words := p.words(w)
	return strings.Join(append(keys, words...), ", ")
}

// familyOf are the members of "incomplete" that the step can end with.
func familyOf(s *ir.Step, f *ir.Flow) (members []ir.OutcomeKind) {
	for _, o := range s.Act.Outcomes(f) {
		if o.Kind.Family() == ir.FamilyIncomplete {
			members = append(members, o.Kind)
		}
	}
	return members
}

// wholeFamily says that the way holds every member of "incomplete", and more than
// one.
func (p *picture) wholeFamily(s *ir.Step, w way) bool {
	has := 0
	for _, o := range w.outcomes {
		if o.Kind.Family() == ir.FamilyIncomplete {
			has++
		}
	}
	return has > 1 && has == len(familyOf(s, p.flow))
}

func kindWords(kinds []ir.OutcomeKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = k.Word()
	}
	return strings.Join(words, ", ")
}

// heard is a prompt as text: what audio says or its address, and no pauses.
func (p *picture) heard(prompt ir.Prompt) string {
	var parts []string
	for _, item := range prompt {
		switch item := item.(type) {
		case *ir.Text:
			parts = append(parts, p.mask(item.Text))
		case *ir.Audio:
			if item.Transcript != "" {
				parts = append(parts, p.mask(item.Transcript))
			} else {
				parts = append(parts, "["+p.mask(item.URL)+"]")
			}
		case *ir.SSML:
			parts = append(parts, (&ir.SSML{Markup: p.mask(item.Markup)}).Spoken())
		case *ir.ReadOut:
			parts = append(parts, p.mask(item.Value))
		}
	}
	return strings.Join(strings.Fields(p.mask(strings.Join(parts, " "))), " ")
}

// spoken is what a step says before anything else happens: its own words and the
// first prompt of its act.
func (p *picture) spoken(s *ir.Step) string {
	prompts := []ir.Prompt{s.Say}
	switch act := s.Act.(type) {
	case *ir.Menu:
		prompts = append(prompts, act.Say)
	case *ir.Collect:
		prompts = append(prompts, act.Say)
	case *ir.Record:
		prompts = append(prompts, act.Say)
	case *ir.Call:
		prompts = append(prompts, act.Say)
	}
	var all ir.Prompt
	for _, prompt := range prompts {
		all = append(all, prompt...)
	}
	return p.heard(all)
}

// detail says what the act does it to: the number that is dialled, the digits
// that are asked for. Empty where there is nothing to say.
func (p *picture) detail(s *ir.Step) string {
	text := ""
	switch act := s.Act.(type) {
	case *ir.Collect:
		text = digits(act.Min, act.Max)
	case *ir.Record:
		text = "up to " + length(act.Max)
	case *ir.Transfer:
		text = "to " + addresses(act.To)
	case *ir.Call:
		text = "to " + addresses(act.To)
	case *ir.Conference:
		text = "room " + act.Room
	case *ir.Message:
		text = "to " + act.To.Value + ": " + act.Text
	case *ir.Handoff:
		text = "to " + act.URL
	case *ir.Redirect:
		text = "to " + act.To.Value
	case *ir.Reject:
		if act.Reason != "" {
			text = "as " + act.Reason
		}
	}
	return strings.Join(strings.Fields(p.mask(text)), " ")
}

func digits(least, most int) string {
	switch {
	case least == most && most == 1:
		return "1 digit"
	case least == most:
		return strconv.Itoa(most) + " digits"
	}
	return strconv.Itoa(least) + " to " + strconv.Itoa(most) + " digits"
}

func addresses(to []ir.Address) string {
	all := make([]string, len(to))
	for i, a := range to {
		all[i] = a.Value
	}
	return strings.Join(all, ", ")
}

// length is a duration in the words of the flow format.
func length(d time.Duration) string {
	switch {
	case d >= time.Hour && d%time.Hour == 0:
		return strconv.FormatInt(int64(d/time.Hour), 10) + "h"
	case d >= time.Minute && d%time.Minute == 0:
		return strconv.FormatInt(int64(d/time.Minute), 10) + "m"
	case d%time.Second == 0:
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	return strconv.FormatInt(int64(d/time.Millisecond), 10) + "ms"
}

// entryName is what stands on the shape of an entry.
func entryName(e ir.Entry) string {
	if e.ID == "" {
		return "start"
	}
	return e.ID
}

// heading is the flow's title, or its id.
func (p *picture) heading() string {
	title := strings.Join(strings.Fields(p.mask(p.flow.Title)), " ")
	if title == "" {
		return p.flow.ID
	}
	return title
}
