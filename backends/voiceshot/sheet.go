package voiceshot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ivrc/backends"
	"ivrc/ir"
)

// callAddress is VoiceShot's interface (voiceshot.md §1.1).
const callAddress = "https://api.voiceshot.com/ivrapi.asp"

// Sheet is what a person draws in the web interface and sets there (voiceshot.md
// §1.2, §1.9).
func (backend) Sheet(flow *ir.Flow, tree backends.Tree) backends.Sheet {
	c := draw(flow)
	v := sheetOf{campaign: c, tree: tree, numbers: map[string]int{}}
	for _, n := range tree.Numbers {
		v.numbers[n.Name] = n.Number
	}
	s := backends.Sheet{
		Flow: flow.ID, Target: Name, Entries: []backends.SheetEntry{}, Applications: []backends.SheetApplication{},
		Host: backends.SheetHost{
			Types:  []backends.Setting{{Name: "*" + extension, Value: mediaType}},
			Posted: []string{tree.Version.Events},
			Routes: []backends.Setting{{Name: "call", Value: tree.Version.Events, Note: "by the event in the posted body; a host that reads no bodies cannot serve this target"}},
		},
		Tables: []backends.SheetTable{v.prompts(), v.attempts()},
		Notes: []string{
			"A reply with status 200 and nothing in it lets the campaign go on as it was drawn; the host gives it for every event that it does not know, and for the test button of the web interface.",
			"The numbers of prompts stand in " + lockFile + " beside the flow: keep it with the flow, or the next build may number anew.",
			"Replies change with every deploy, also for calls that are in progress: the campaign knows no versions. Add prompts in the web interface first, and publish then.",
			"An inbound call is reported when it is answered and when it is over, an outbound one by its keys alone.",
		},
	}
	if len(c.sounds) > 0 {
		s.Tables = append(s.Tables, v.sounds())
	}
	if gaps := gapList(flow); len(gaps.Rows) > 0 {
		s.Tables = append(s.Tables, gaps)
	}
	if retired := v.retired(); len(retired.Rows) > 0 {
		s.Tables = append(s.Tables, retired)
	}
	for i, e := range flow.Entries {
		s.Entries = append(s.Entries, v.entry(e, c.first[i]))
	}
	for _, step := range flow.Steps {
		if act, ok := step.Act.(*ir.Collect); ok {
			s.Applications = append(s.Applications, v.application(step, act))
		}
	}
	return s
}

type sheetOf struct {
	*campaign
	tree    backends.Tree
	numbers map[string]int
}

func (v *sheetOf) entry(e ir.Entry, first string) backends.SheetEntry {
	out := backends.SheetEntry{Entry: e.ID, Step: v.flow.TargetName(e.Step), Place: "a campaign that you draw, one for each entry"}
	out.Settings = []backends.Setting{
		{Name: "first prompt", Value: v.prompt(first), Note: "the main greeting of the campaign"},
		{Name: "Call Events URL", Value: v.tree.Version.Events, Note: "of inbound and of outbound campaigns alike"},
		{Name: "the drawing", Value: v.tree.Address(e.ID, "campaign"), Note: "the table below as a file: it changes when there is something to draw"},
	}
	if call, ok := backends.Outbound(v.flow, e.Step); ok {
		out.Outbound = true
		from := "{number}"
		if call.From != "" {
			from = strings.TrimPrefix(call.From, "+1")
		}
		out.Settings = append(out.Settings, backends.Setting{Name: "caller id to authorise", Value: from, Note: "ten digits"})
		out.Request = &backends.SheetRequest{
			Method: "POST", URL: callAddress,
			Fields: []backends.Setting{
				{Name: "menuid", Value: "{menuid}", Note: "of the campaign, such as 1-1234"},
				{Name: "callid", Value: "{callid}", Note: "your own; the Call Summary repeats it"},
			},
			Body: v.request(call, first, from),
		}
		return out
	}
	for _, from := range v.callerIDs() {
		out.Settings = append(out.Settings, backends.Setting{Name: "caller id to authorise", Value: from, Note: "ten digits; no command chooses it for a transfer"})
	}
	return out
}

// callerIDs are those that transfers of the flow ask for, each once.
func (v *sheetOf) callerIDs() []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range v.flow.Steps {
		if t, ok := s.Act.(*ir.Transfer); ok && t.From != "" && !seen[t.From] {
			seen[t.From] = true
			out = append(out, strings.TrimPrefix(t.From, "+1"))
		}
	}
	return out
}

// request is the template of an action=0 request (voiceshot.md §1.6).
func (v *sheetOf) request(call *ir.Call, first, from string) string {
	var b backends.Body
	b.Write(`<campaign menuid="{menuid}" action="0"`)
	attribute(&b, "callerid", from)
	b.Write(">\n  <prompts>\n")
	for _, p := range v.campaign.prompts {
		if p.Name == first && p.Play != (spoken{}) {
			b.Write("    <prompt")
			attribute(&b, "promptid", strconv.Itoa(v.numbers[p.Name]))
			attribute(&b, "tts", p.Play.TTS)
			attribute(&b, "filename", p.Play.Filename)
			b.Write("/>\n")
		}
	}
	b.Write("  </prompts>\n  <phonenumbers>\n")
	for _, to := range tenDigits(call.To) {
		b.Write("    <phonenumber")
		attribute(&b, "number", to)
		attribute(&b, "ext", strings.Trim(call.Digits, "wW"))
		b.Write(` callid="{callid}"/>` + "\n")
	}
	b.Write("  </phonenumbers>\n</campaign>")
	return string(b.Render(""))
}

// prompt is a prompt as people call it.
func (v *sheetOf) prompt(name string) string { return fmt.Sprintf("%d (%s)", v.numbers[name], name) }

// to is where a drawn condition leads.
func (v *sheetOf) to(say spoken, l link) string {
	before := ""
	if say != (spoken{}) {
		before = "play " + played(say) + ", then "
	}
	switch {
	case l.To != "":
		return before + "jump to prompt " + v.prompt(l.To)
	case len(l.Transfer) == 1:
		return before + "transfer to " + l.Transfer[0]
	case len(l.Transfer) > 1:
		return before + "transfer to the group " + strings.Join(l.Transfer, ", ")
	}
	return before + "nothing: the call ends"
}

func played(s spoken) string {
	switch {
	case s.TTS != "":
		return "“" + s.TTS + "”"
	case s.Filename != "":
		return "the sound " + s.Filename
	}
	return "nothing"
}

func (v *sheetOf) prompts() backends.SheetTable {
	t := backends.SheetTable{
		Title:   "The prompts to draw",
		Intro:   "Each is an API prompt with this number. NO RESPONSE, OTHER and ERROR are the conditions of the web interface.",
		Columns: []string{"number", "step", "plays", "key events", "NO RESPONSE", "OTHER", "ERROR"},
	}
	for _, p := range v.sorted() {
		row := []string{strconv.Itoa(v.numbers[p.Name]), "`" + p.Name + "`", played(p.Play)}
		if p.Question {
			keys := fmt.Sprintf("**on**, up to %d keys", p.Digits)
			if p.Digits == 1 {
				keys = "**on**, 1 key"
			}
			if p.Finish != "" {
				keys += ", " + p.Finish + " ends them"
			}
			row = append(row, keys, v.to(p.Silence, p.OnSilence), "nothing: every key is replied to", v.to(spoken{}, p.OnError))
		} else {
			then := v.to(spoken{}, p.Then)
			row = append(row, "off", then, then, "")
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// attempts are the waits and numbers of attempts that the flow asks for.
func (v *sheetOf) attempts() backends.SheetTable {
	t := backends.SheetTable{Title: "How long the prompts wait", Columns: []string{"step", "first key", "between keys"}}
	for _, s := range v.flow.Steps {
		if _, a, ok := ir.Asked(s.Act); ok {
			t.Rows = append(t.Rows, []string{"`" + s.ID + "`", a.Timeout.String(), a.Between.String()})
		}
	}
	if len(t.Rows) == 0 {
		t.Intro = "No prompt waits for keys."
	} else {
		t.Intro = "What the flow asks for, as far as the web interface can be told:"
	}
	return t
}

func (v *sheetOf) sounds() backends.SheetTable {
	t := backends.SheetTable{
		Title: "The sounds to upload", Intro: "As WAV, under these names, in the web interface or by an action=1 request.",
		Columns: []string{"name", "made from", "says"},
	}
	for _, s := range v.campaign.sounds {
		t.Rows = append(t.Rows, []string{"`" + s.Filename + "`", s.URL, s.Transcript})
	}
	return t
}

// retired are prompts that the flow no longer has.
func (v *sheetOf) retired() backends.SheetTable {
	t := backends.SheetTable{Title: "Prompts to take away", Intro: "The flow no longer has them, and their numbers are not used again.", Columns: []string{"number", "was"}}
	for _, n := range v.tree.Numbers {
		if n.Retired {
			t.Rows = append(t.Rows, []string{strconv.Itoa(n.Number), "`" + n.Name + "`"})
		}
	}
	return t
}

// sorted are the prompts by number.
func (v *sheetOf) sorted() []prompt {
	out := slices.Clone(v.campaign.prompts)
	slices.SortFunc(out, func(a, b prompt) int { return v.numbers[a.Name] - v.numbers[b.Name] })
	return out
}

func (v *sheetOf) application(s *ir.Step, act *ir.Collect) backends.SheetApplication {
	return backends.SheetApplication{
		Step: s.ID, Word: "summary", URL: act.Send, Method: "POST",
		Gets: []backends.Setting{
			{Name: "campaign", Note: "the Call Summary in XML, when the call is over: set this address as the Call Summary URL"},
			{Name: "prompt", Value: v.prompt(s.ID), Note: "promptid and keypress: what was keyed in"},
		},
		Returns: []backends.Setting{}, Allow: []string{}, Refusals: []string{},
		Answer: "status 200; the call is over, and the answer is ignored",
	}
}
