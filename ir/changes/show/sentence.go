package show

import (
	"fmt"
	"strings"

	"ivrc/ir"
	"ivrc/ir/changes"
)

// where is the place that a change is about, before a colon.
func where(c changes.Change) string {
	switch {
	case c.IsEntry && c.Entry == "":
		return "the start"
	case c.IsEntry:
		return "entry " + c.Entry
	case c.Step == "":
		return "flow"
	}
	return steps(append([]string{c.Step}, c.Also...))
}

// mostSteps is how many steps are named where a change is the same at many.
const mostSteps = 5

func steps(ids []string) string {
	switch n := len(ids); {
	case n == 1:
		return ids[0]
	case n > mostSteps:
		return fmt.Sprintf("%s and %d more steps", strings.Join(ids[:mostSteps-1], ", "), n-mostSteps+1)
	default:
		return strings.Join(ids[:n-1], ", ") + " and " + ids[n-1]
	}
}

// only says at which providers a change is, where it is not at all of them.
func only(c changes.Change) string {
	if c.Targets == nil {
		return ""
	}
	return " (" + strings.Join(c.Targets, ", ") + " only)"
}

// sentence is what a change is, without its place and without the words of a
// prompt that changed.
func sentence(c changes.Change) string {
	switch c.Kind {
	case changes.FindingNew:
		return fmt.Sprintf("a new %s, %s: %s", c.Severity, c.What, c.New)
	case changes.FindingGone:
		return fmt.Sprintf("a %s is gone, %s: %s", c.Severity, c.What, c.Old)
	case changes.PersonLost:
		return "nobody can be reached any more"
	case changes.PersonFound:
		return "somebody can be reached now, after " + c.New
	case changes.StepCutOff:
		return "callers no longer get here, unless there is an error or the call is over"
	case changes.StepReconnects:
		return "callers get here now"
	case changes.TargetGone:
		return "no longer published for " + c.What
	case changes.TargetAdded:
		return "published for " + c.What + " now"
	case changes.FlowIDChanged:
		return fmt.Sprintf("its id is %s, no longer %s: the addresses to set at the providers change", c.New, c.Old)
	case changes.ActChanged:
		return fmt.Sprintf("%s now, no longer %s", doing(c.New), doing(c.Old))
	case changes.StepAdded, changes.StepGone:
		return presence(c.Kind == changes.StepAdded, c.Old+c.New)
	case changes.StepRenamed:
		return "the new name of " + c.Old
	}
	if text := wayText(c); text != "" {
		return text
	}
	if text := timeText(c); text != "" {
		return text
	}
	return valueText(c)
}

func presence(isNew bool, about string) string {
	word := "gone"
	if isNew {
		word = "new"
	}
	if about == "" {
		return word
	}
	return word + " (" + about + ")"
}

// wayText is a change of where something leads.
func wayText(c changes.Change) string {
	switch c.Kind {
	case changes.EntryAdded:
		return "new, leads to " + c.New
	case changes.EntryGone:
		return "gone, led to " + c.Old
	case changes.EntryMoved:
		return fmt.Sprintf("leads to %s, no longer to %s", c.New, c.Old)
	case changes.KeyAdded:
		return fmt.Sprintf("%s is new and leads to %s", c.What, c.New)
	case changes.KeyGone:
		return fmt.Sprintf("%s is gone, led to %s", c.What, c.Old)
	case changes.KeyMoved, changes.OutcomeMoved:
		return fmt.Sprintf("%s leads to %s, no longer to %s", outcome(c.What), c.New, c.Old)
	case changes.OutcomeAdded:
		return fmt.Sprintf("%s can happen now and leads to %s", outcome(c.What), c.New)
	case changes.OutcomeGone:
		return fmt.Sprintf("%s can no longer happen, led to %s", outcome(c.What), c.Old)
	case changes.ReturnAdded:
		return "the application may send calls back to " + c.New
	case changes.ReturnGone:
		return "the application may no longer send calls back to " + c.Old
	case changes.ReturnRenamed:
		return fmt.Sprintf("the application must send calls back to %s, no longer to %s", c.New, c.Old)
	}
	return ""
}

// timeText is a change of how long something takes.
func timeText(c changes.Change) string {
	switch c.Kind {
	case changes.PersonTime:
		return fmt.Sprintf("the quickest way to a person takes %s (before: %s)", c.New, c.Old)
	case changes.SilentPerson:
		switch {
		case c.NewTime == nil:
			return fmt.Sprintf("a caller who does nothing no longer gets to a person (before: %s)", c.Old)
		case c.OldTime == nil:
			return fmt.Sprintf("a caller who does nothing gets to a person now, after %s", c.New)
		}
		return fmt.Sprintf("a caller who does nothing gets to a person after %s at the latest (before: %s)", c.New, c.Old)
	case changes.SilentLine:
		return fmt.Sprintf("a line on which nobody does anything stays up %s (before: %s)", c.New, c.Old)
	case changes.LongestMenu:
		before := c.OldTime.String()
		if c.Old != c.New {
			before = c.Old + ", " + before
		}
		return fmt.Sprintf("the longest menu, it speaks for %s (before: %s)", c.NewTime, before)
	}
	return ""
}

// valueText is a change of what is heard or of how something is done.
func valueText(c changes.Change) string {
	switch c.Kind {
	case changes.PromptAdded:
		return fmt.Sprintf("%s is new%s: %s", c.What, took(c), c.New)
	case changes.PromptGone:
		return fmt.Sprintf("%s is gone%s: %s", c.What, took(c), c.Old)
	case changes.PromptChanged:
		return c.What + " changes" + took(c)
	case changes.VoiceChanged:
		return fmt.Sprintf("%s is spoken as %s, no longer %s", c.What, orUsual(c.New), orUsual(c.Old))
	}
	old, new := quoted(c, c.Old), quoted(c, c.New)
	switch {
	case c.Old == "":
		return fmt.Sprintf("%s is %s now, there was none", c.What, new)
	case c.New == "":
		return fmt.Sprintf("%s is gone, it was %s", c.What, old)
	case c.Old == c.New:
		return fmt.Sprintf("%s is another one: %s", c.What, new) // both are masked
	}
	return fmt.Sprintf("%s is %s, no longer %s", c.What, new, old)
}

// quoted is a value in quotes where it is a text that people read.
func quoted(c changes.Change, value string) string {
	if c.What == "text" {
		return "“" + value + "”"
	}
	return value
}

// outcome is the word by which a flow says where an outcome leads.
func outcome(what string) string {
	if what == ir.Done.Word() {
		return "goto"
	}
	return what
}

// doing is an act in words.
func doing(act string) string {
	switch act {
	case "say":
		return "words alone"
	case "record":
		return "a recording"
	}
	return "a " + act
}

func orUsual(speech string) string {
	if speech == "" {
		return "the provider chooses"
	}
	return speech
}

// took is how long a prompt is heard, on both sides where that differs.
func took(c changes.Change) string {
	switch {
	case c.OldTime == nil && c.NewTime == nil:
		return ""
	case c.OldTime == nil:
		return fmt.Sprintf(" (%s)", c.NewTime)
	case c.NewTime == nil || c.OldTime.String() == c.NewTime.String():
		return fmt.Sprintf(" (%s)", c.OldTime)
	}
	return fmt.Sprintf(" (%s, before %s)", c.NewTime, c.OldTime)
}
