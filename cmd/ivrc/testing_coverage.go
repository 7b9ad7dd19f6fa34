package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"ivrc/compiler/script"
)

// cover counts the calls that ran.
func (r *testRun) cover() []*testedFlow {
	var flows []*testedFlow
	for _, t := range r.order {
		if t.usable() {
			t.coverage = script.NewCoverage(t.flow)
			flows = append(flows, t)
		}
	}
	for _, u := range r.suites {
		for _, result := range u.results {
			u.flow.coverage.Add(result.Transcript)
		}
	}
	return flows
}

// outcomes are how many outcomes of all flows calls took, and how many there are.
func (r *testRun) outcomes() (taken, all int) {
	for _, t := range r.cover() {
		taken, all = taken+t.coverage.Taken(), all+t.coverage.Total()
	}
	return taken, all
}

// share is a percentage, never rounded up.
func share(part, all int) string {
	if all == 0 {
		return "100 %"
	}
	return fmt.Sprintf("%d %%", part*100/all)
}

func (r *testRun) coverageText(w io.Writer) error {
	var b strings.Builder
	for _, t := range r.cover() {
		c := t.coverage
		fmt.Fprintf(&b, "%s: %d of %s, %d of %s (%s)\n", filepath.ToSlash(t.path), c.Reached(), plural(len(c.Steps), "step"), c.Taken(), plural(c.Total(), "outcome"), share(c.Taken(), c.Total()))
		for _, step := range c.Steps {
			if step.Times == 0 {
				fmt.Fprintf(&b, "  %s is never reached (%s:%d)\n", step.Step.ID, filepath.ToSlash(t.path), step.Step.Span.Line())
			}
		}
		for _, o := range c.Missing() {
			fmt.Fprintf(&b, "  %s is never tested (%s:%d)\n", outcomeName(o), filepath.ToSlash(t.path), o.Span.Line())
		}
		for _, o := range c.Impossible() {
			fmt.Fprintf(&b, "  not counted: %s, which no call can take (%s:%d)\n", outcomeName(o), filepath.ToSlash(t.path), o.Span.Line())
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// outcomeName is an outcome in words: "key 9 of main", or "hangup of any step" for
// what one flow-wide handler serves.
func outcomeName(o script.CoveredOutcome) string {
	switch {
	case o.Step != nil:
		return o.Outcome + " of " + o.Step.ID
	case o.Steps == 1:
		return o.Outcome + " of the flow"
	}
	return fmt.Sprintf("%s of any of %d steps", o.Outcome, o.Steps)
}

type jsonCoverage struct {
	Version int                `json:"ivrc_coverage"`
	Flows   []jsonFlowCoverage `json:"flows"`
}

type jsonFlowCoverage struct {
	Flow     string            `json:"flow"`
	File     string            `json:"file"`
	Reached  int               `json:"reached"`
	Taken    int               `json:"taken"`
	Steps    []jsonStepTimes   `json:"steps"`
	Outcomes []jsonOutcomeTime `json:"outcomes"`
}

type jsonStepTimes struct {
	Step  string `json:"step"`
	Line  int    `json:"line"`
	Times int    `json:"times"`
}

type jsonOutcomeTime struct {
	// Step is empty for the handler of the whole flow.
	Step    string `json:"step"`
	Outcome string `json:"outcome"`
	To      string `json:"to"`
	Line    int    `json:"line"`
	Times   int    `json:"times"`
	// Possible is false for what no call can take; it does not count.
	Possible bool `json:"possible"`
}

func (r *testRun) coverageJSON(w io.Writer) error {
	out := jsonCoverage{Version: 1, Flows: []jsonFlowCoverage{}}
	for _, t := range r.cover() {
		c := t.coverage
		f := jsonFlowCoverage{Flow: t.flow.ID, File: filepath.ToSlash(t.path), Reached: c.Reached(), Taken: c.Taken(), Steps: []jsonStepTimes{}, Outcomes: []jsonOutcomeTime{}}
		for _, s := range c.Steps {
			f.Steps = append(f.Steps, jsonStepTimes{s.Step.ID, s.Step.Span.Line(), s.Times})
		}
		for _, o := range c.Outcomes {
			id := ""
			if o.Step != nil {
				id = o.Step.ID
			}
			f.Outcomes = append(f.Outcomes, jsonOutcomeTime{id, o.Outcome, o.To, o.Span.Line(), o.Times, o.Possible})
		}
		out.Flows = append(out.Flows, f)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

// lcov writes a tracefile: the lines are those where steps and targets are
// written, with how often a call came by; the branches are the outcomes.
func (r *testRun) lcov(w io.Writer) error {
	var b strings.Builder
	for _, t := range r.cover() {
		b.WriteString("TN:\nSF:" + filepath.ToSlash(t.path) + "\n")
		lines, branches := linesOf(t.coverage)
		taken := 0
		for _, br := range branches {
			times := "-" // the line was never come by
			if lines[br.line] > 0 {
				times = fmt.Sprint(br.times)
			}
			if br.times > 0 {
				taken++
			}
			fmt.Fprintf(&b, "BRDA:%d,0,%d,%s\n", br.line, br.number, times)
		}
		fmt.Fprintf(&b, "BRF:%d\nBRH:%d\n", len(branches), taken)
		numbers, hit := make([]int, 0, len(lines)), 0
		for line, times := range lines {
			numbers = append(numbers, line)
			if times > 0 {
				hit++
			}
		}
		slices.Sort(numbers)
		for _, line := range numbers {
			fmt.Fprintf(&b, "DA:%d,%d\n", line, lines[line])
		}
		fmt.Fprintf(&b, "LF:%d\nLH:%d\nend_of_record\n", len(lines), hit)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// branch is an outcome on a line.
type branch struct{ line, number, times int }

// linesOf are how often calls came by each line on which a step or a target is
// written, and the outcomes by line.
func linesOf(c *script.Coverage) (lines map[int]int, branches []branch) {
	lines = map[int]int{}
	by := map[string]int{}
	for _, s := range c.Steps {
		by[s.Step.ID] = s.Times
		lines[s.Step.Span.Line()] += s.Times
	}
	stepLines := map[int]bool{}
	for _, s := range c.Steps {
		stepLines[s.Step.Span.Line()] = true
	}
	for _, o := range c.Outcomes {
		if !o.Possible && o.Times == 0 {
			continue
		}
		line := o.Span.Line()
		branches = append(branches, branch{line: line, times: o.Times})
		switch {
		case o.Step == nil:
			lines[line] = max(lines[line], o.Times)
		case !stepLines[line]:
			lines[line] = max(lines[line], by[o.Step.ID])
		}
	}
	slices.SortStableFunc(branches, func(a, b branch) int { return cmp.Compare(a.line, b.line) })
	for i := 1; i < len(branches); i++ {
		if branches[i].line == branches[i-1].line {
			branches[i].number = branches[i-1].number + 1
		}
	}
	return lines, branches
}
