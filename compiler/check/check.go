package check

import (
	"ivrc/compiler/beside"
	"ivrc/compiler/diag"
	"ivrc/ir"
)

// Rule looks for one kind of mistake.
type Rule struct {
	// Name is the rule's name in files and folders: unreachable-step.
	Name string
	// Codes are those that Run reports.
	Codes []diag.Code
	// Run reports through the pass. Rules keep nothing and do not know each other;
	// which of them is silent for another is a fact of the pass.
	Run func(*Pass)

	// slow is a rule that takes as long as most others together: it reads every word.
	slow bool
}

// All are the rules in the order of their codes.
func All() []Rule {
	return []Rule{
		{Name: "unreachable-step", Codes: []diag.Code{diag.Unreachable}, Run: unreachableStep},
		{Name: "unhandled-outcome", Codes: []diag.Code{diag.Unhandled}, Run: unhandledOutcome},
		{Name: "endless-cycle", Codes: []diag.Code{diag.EndlessCycle}, Run: endlessCycle},
		{Name: "trapped-caller", Codes: []diag.Code{diag.Trapped}, Run: trappedCaller},
		{Name: "no-call-up", Codes: []diag.Code{diag.NoCallUp}, Run: noCall},
		{Name: "call-is-up", Codes: []diag.Code{diag.CallIsUp}, Run: callUp},
		{Name: "key-wait", Codes: []diag.Code{diag.KeyPrefix}, Run: keyWait},
		{Name: "useless-handler", Codes: []diag.Code{diag.UselessEvent}, Run: uselessHandler},
		{Name: "silent-cycle", Codes: []diag.Code{diag.SilentCycle}, Run: silentCycle},
		{Name: "unspoken-option", Codes: []diag.Code{diag.UnspokenOption}, Run: unspokenOption, slow: true},
		{Name: "long-prompt", Codes: []diag.Code{diag.LongPrompt}, Run: longPrompt},
		{Name: "far-person", Codes: []diag.Code{diag.FarPerson}, Run: farPerson},
		{Name: "many-options", Codes: []diag.Code{diag.ManyOptions}, Run: manyOptions},
	}
}

// Check runs all rules over a flow and sorts what they found.
func Check(f *ir.Flow, budgets Budgets) diag.List {
	p := newPass(f)
	p.Budgets = budgets
	rules := All()
	found := make([]diag.List, len(rules))
	run := func(slow bool) {
		for i, rule := range rules {
			if rule.slow == slow {
				own := *p
				rule.Run(&own)
				found[i] = own.found
			}
		}
	}
	slow := beside.Do(len(f.Steps) >= ManySteps, func() { run(true) })
	run(false)
	slow()
	for _, list := range found {
		p.found.Add(list...)
	}
	p.found.Sort()
	return p.found
}

// ManySteps are so many that parts of the work on one flow are worth doing side by
// side.
const ManySteps = 500

// Pass is one flow and what is known about it.
type Pass struct {
	Flow *ir.Flow
	// Budgets are the limits of the advice.
	Budgets Budgets

	// doubt says that something could not be read or resolved, so that a step
	// without a way to it may have one.
	doubt bool
	// calls are the shortest ways to the steps, over all edges.
	calls *tree
	// states are the shortest ways to the steps in each phase.
	states *tree
	// rounds that calls can make, each reported by one rule only.
	endless, trapped, silent []cycle

	found diag.List
}

func newPass(f *ir.Flow) *Pass {
	p := &Pass{Flow: f, doubt: hasDoubt(f)}
	p.calls = p.findCalls()
	p.states = p.findStates()
	p.findCycles()
	return p
}

// Report adds a finding.
func (p *Pass) Report(d diag.Diagnostic) { p.found.Add(d) }

func hasDoubt(f *ir.Flow) bool {
	doubt := f.Broken || len(f.Entries) == 0
	for _, e := range f.Entries {
		doubt = doubt || f.Step(e.Step) == nil
	}
	for _, s := range f.Steps {
		doubt = doubt || s.Broken
		for _, e := range s.Edges {
			doubt = doubt || e.To != ir.End && f.Step(e.To) == nil
		}
	}
	return doubt
}

func (p *Pass) findCalls() *tree {
	var roots []int
	for _, e := range p.Flow.Entries {
		roots = append(roots, int(e.Step))
	}
	return search(len(p.Flow.Steps), roots, p.allEdges, func(step, edge int) bool {
		return p.kind(step, edge).ReachingOnly()
	})
}

// allEdges are the edges from step to step.
func (p *Pass) allEdges(step int, add func(to, edge int)) {
	for i, e := range p.Flow.Steps[step].Edges {
		if p.Flow.Step(e.To) != nil {
			add(int(e.To), i)
		}
	}
}

// kind is what an edge of a step stands for.
func (p *Pass) kind(step, edge int) ir.OutcomeKind {
	return p.Flow.Steps[step].Edges[edge].Outcome.Kind
}

// mayRun says that a call gets to the step, or that nobody can tell.
func (p *Pass) mayRun(step int) bool { return p.doubt || p.calls.depth[step] >= 0 }

// runs says that the step is reached in a phase.
func (p *Pass) runs(step int, at phase) bool { return p.states.depth[place(step, at)] >= 0 }
