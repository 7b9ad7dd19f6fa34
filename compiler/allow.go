package compiler

import (
	"strings"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// Allow applies the flow's allows to everything that was found about it, from
// all phases and targets: what is allowed with a reason is dropped, and an allow
// that has no reason, silences nothing, or tries to silence an error is itself a
// warning (IVR108). judged says whether everything that could emit a code has
// run; where it has not, an unused allow is no news.
func Allow(flow *ir.Flow, list diag.List, judged func(diag.Code) bool) diag.List {
	if flow == nil {
		return list
	}
	a := allowsOf(flow)
	if len(a.flow) == 0 && len(a.steps) == 0 {
		return list
	}
	var out diag.List
	for _, d := range list {
		if !a.silences(d) {
			out.Add(d)
		}
	}
	broken := list.HasErrors()
	for _, one := range a.flow {
		out.Add(a.complaint(one, "", broken, judged)...)
	}
	for _, s := range flow.Steps {
		for _, one := range a.steps[s.ID] {
			out.Add(a.complaint(one, s.ID, broken, judged)...)
		}
	}
	out.Sort()
	return out
}

// Stops says that something was found which forbids publishing and which no allow
// of the flow silences.
func Stops(flow *ir.Flow, list diag.List) bool {
	if flow == nil {
		return list.HasErrors()
	}
	var a *allows
	for _, d := range list {
		if !d.Severity.IsError() {
			continue
		}
		if !canSilence(d.Code) {
			return true
		}
		if a == nil {
			of := allowsOf(flow)
			a = &of
		}
		if !a.silences(d) {
			return true
		}
	}
	return false
}

func allowsOf(flow *ir.Flow) allows {
	a := allows{used: map[*ir.Allow]bool{}, steps: map[string][]*ir.Allow{}}
	for i := range flow.Allow {
		a.flow = append(a.flow, &flow.Allow[i])
	}
	for _, s := range flow.Steps {
		for i := range s.Allow {
			a.steps[s.ID] = append(a.steps[s.ID], &s.Allow[i])
		}
	}
	return a
}

type allows struct {
	flow  []*ir.Allow
	steps map[string][]*ir.Allow
	used  map[*ir.Allow]bool
}

// canSilence says that people may decide to live with the code: warnings, and
// what looked like a secret (60x) until somebody looked at it.
func canSilence(code diag.Code) bool {
	return !code.Severity().IsError() || strings.HasPrefix(string(code), "IVR60")
}

func (a allows) silences(d diag.Diagnostic) bool {
	if !canSilence(d.Code) {
		return false
	}
	silenced := false
	for _, list := range [][]*ir.Allow{a.steps[d.Step], a.flow} {
		for _, one := range list {
			if one.Code == string(d.Code) && strings.TrimSpace(one.Reason) != "" {
				a.used[one] = true
				silenced = true
			}
		}
	}
	return silenced
}

func (a allows) complaint(one *ir.Allow, step string, broken bool, judged func(diag.Code) bool) diag.List {
	code := diag.Code(one.Code)
	_, known := diag.Lookup(code)
	var d diag.Diagnostic
	switch {
	case !known:
		d = diag.New(diag.UnusedAllow, one.Span, "there is no code %s", code).WithHelp("take the line out")
	case !canSilence(code):
		d = diag.New(diag.UnusedAllow, one.Span, "%s is an error, and errors cannot be silenced", code).
			WithHelp("mend what it reports, and take the line out")
	case strings.TrimSpace(one.Reason) == "":
		d = diag.New(diag.UnusedAllow, one.Span, "this allow has no reason, so %s is still reported", code).
			WithHelp("say why it is fine here:  %s: callers of this line expect it", code)
	case !a.used[one] && !broken && judged(code):
		d = diag.New(diag.UnusedAllow, one.Span, "nothing here is reported as %s any more", code).WithHelp("take the line out")
	default:
		return nil
	}
	return diag.List{d.InStep(step)}
}
