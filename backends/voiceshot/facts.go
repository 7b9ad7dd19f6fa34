package voiceshot

import "ivrc/backends"

// Facts is the table of the page about targets: what no event reports, and what
// becomes of it.
func (backend) Facts() []backends.FactTable {
	t := backends.FactTable{
		Title:   "Outcomes that VoiceShot reports to nobody",
		Intro:   "A campaign is drawn by hand and reports the beginning of an inbound call, keys, and its end. For everything else:",
		Subject: "outcome", Says: "at VoiceShot",
	}
	for _, g := range gapTable {
		act := g.act
		if act == "" {
			act = "any other step"
		}
		t.Rows = append(t.Rows, backends.Fact{Subject: act + ": " + g.kind.Word(), Says: g.says()})
	}
	return []backends.FactTable{t}
}
