package tropo

import "ivrc/backends"

// Facts are the tables of the page about targets: the provider's rules, and how
// each of its verbs is written in a flow.
func (backend) Facts() []backends.FactTable {
	rules := backends.FactTable{
		Title:   "The rules of Tropo, and how documents keep them",
		Intro:   "By construction means that no flow can make ivrc write anything else; a code is the diagnostic that refuses the flow, or warns.",
		Subject: "rule", Says: "kept",
	}
	for _, r := range Rules() {
		rules.Rows = append(rules.Rows, backends.Fact{Subject: r.Rule, Says: r.Kept})
	}
	verbs := backends.FactTable{Title: "The verbs of Tropo, and how a flow has them", Subject: "verb", Says: "in a flow"}
	for _, v := range Verbs() {
		verbs.Rows = append(verbs.Rows, backends.Fact{Subject: "`" + v.Name + "`", Says: v.Flow})
	}
	return []backends.FactTable{rules, verbs}
}
