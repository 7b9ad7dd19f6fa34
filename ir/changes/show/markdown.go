package show

import (
	"fmt"
	"io"
	"strings"

	"ivrc/ir/changes"
)

// Marker is the first line of the Markdown, by which a program finds the comment
// that it wrote before.
const Marker = "<!-- ivrc diff -->"

// Markdown writes the report for a pull request: a summary, then each flow that
// changed behind a line that opens. The error is the writer's own.
func Markdown(w io.Writer, r Report, options Options) error {
	p := page{left: options.Max, all: options.Max == 0}
	fmt.Fprintf(&p.b, "%s\n### What changes for callers\n\n%s\n", Marker, summary(r))
	for _, f := range r.Flows {
		if f.Status != Same {
			p.details(f)
		}
	}
	if p.hidden > 0 {
		fmt.Fprintf(&p.b, "\nand %s\n", plural(p.hidden, "more change"))
	}
	_, err := w.Write(p.b.Bytes())
	return err
}

// summary is one line about all flows.
func summary(r Report) string {
	sides := fmt.Sprintf("From %s to %s", cell(r.Old), cell(r.New))
	changed := 0
	for _, f := range r.Flows {
		if f.Status != Same {
			changed++
		}
	}
	switch {
	case changed == 0:
		return sides + ": nothing."
	case len(r.Flows) == 1:
		return sides + "."
	}
	return fmt.Sprintf("%s: %d of %s.", sides, changed, plural(len(r.Flows), "flow"))
}

func (p *page) details(f Flow) {
	if f.Status != Changed {
		fmt.Fprintf(&p.b, "\n**%s**: %s\n", cell(f.ID), heading(f))
		return
	}
	fmt.Fprintf(&p.b, "\n<details><summary><b>%s</b>: %s%s</summary>\n", cell(f.ID), heading(f), first(f.Changes))
	for _, g := range changes.Groups() {
		p.table(g, f.Changes)
	}
	p.b.WriteString("\n</details>\n")
}

// first is the change that matters most, for those who do not open the rest.
func first(list []changes.Change) string {
	c := list[0]
	return "; " + cell(where(c)) + ": " + cell(sentence(c))
}

func (p *page) table(g changes.Group, list []changes.Change) {
	titled := false
	for _, c := range of(g, list) {
		if !p.takes() {
			continue
		}
		if !titled {
			fmt.Fprintf(&p.b, "\n**%s**\n\n| where | what | before | now |\n| --- | --- | --- | --- |\n", g.Title)
			titled = true
		}
		what, before, now := row(c)
		fmt.Fprintf(&p.b, "| %s | %s | %s | %s |\n", cell(where(c)), cell(what+only(c)), before, now)
	}
}

// row is what a change is about and its two sides, the sides as Markdown.
func row(c changes.Change) (what, before, now string) {
	before, now = cell(c.Old), cell(c.New)
	switch c.Kind {
	case changes.FindingNew, changes.FindingGone:
		return c.Severity + " " + c.What, before, now
	case changes.PromptChanged:
		return c.What + took(c), marked(c.Words, changes.Gone, "del"), marked(c.Words, changes.New, "ins")
	case changes.PromptAdded, changes.PromptGone:
		return c.What + took(c), before, now
	case changes.LongestMenu:
		return "the longest menu", cell(c.Old + ", " + c.OldTime.String()), cell(c.New + ", " + c.NewTime.String())
	case changes.PersonTime:
		return "the quickest way to a person", before, now
	case changes.SilentPerson:
		return "a caller who does nothing gets to a person, at the latest", before, now
	case changes.SilentLine:
		return "a line on which nobody does anything stays up", before, now
	case changes.PersonLost, changes.PersonFound, changes.StepCutOff, changes.StepReconnects, changes.TargetGone, changes.TargetAdded:
		return sentence(c), "", ""
	case changes.StepAdded:
		return "a new step", before, now
	case changes.StepGone:
		return "the step is gone", before, now
	case changes.StepRenamed:
		return "renamed", before, now
	case changes.ActChanged:
		return "what it does", cell(doing(c.Old)), cell(doing(c.New))
	case changes.FlowIDChanged:
		return "its id: the addresses to set at the providers change", before, now
	case changes.EntryAdded:
		return "a new entry", before, now
	case changes.EntryGone, changes.EntryMoved:
		return "leads to", before, now
	case changes.ReturnAdded, changes.ReturnGone, changes.ReturnRenamed:
		return "the application sends calls back to", before, now
	case changes.OutcomeMoved, changes.OutcomeAdded, changes.OutcomeGone:
		return outcome(c.What), before, now
	case changes.VoiceChanged:
		return c.What + ", spoken as", before, now
	}
	return c.What, before, now
}

// marked is one side of a prompt with its own words marked.
func marked(list []changes.Word, own changes.Op, tag string) string {
	var b strings.Builder
	for i, w := range list {
		if w.Op != own && w.Op != changes.Kept {
			continue
		}
		if w.Gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		if w.Op == own {
			fmt.Fprintf(&b, "<%s>%s</%s>", tag, cell(w.Text), tag)
		} else {
			b.WriteString(cell(short(w.Text, i == 0, i == len(list)-1)))
		}
	}
	return b.String()
}

// mostCell is how much of a text stands in a cell, in characters: a comment of a
// pull request has room for 65 536.
const mostCell = 300

// signs mean something inside a line of Markdown.
const signs = "\\`*_[]|~@#"

// cell is plain text inside a table.
func cell(text string) string {
	var b strings.Builder
	n := 0
	for _, r := range printable(text) {
		if n++; n > mostCell {
			b.WriteRune('…')
			break
		}
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune(signs, r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
