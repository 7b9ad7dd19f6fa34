package backends

import (
	"fmt"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// Gate says what a backend cannot do, or does differently, in a flow: IVR501 for
// each absent feature, IVR502 for each lossy one, IVR507 once per flow for each
// noted one. all are the backends that a message may recommend.
func Gate(flow *ir.Flow, uses []Use, backend Backend, all []Backend) diag.List {
	var list diag.List
	table := backend.Support()
	noted := map[Feature]bool{}
	for _, use := range uses {
		row := table[use.Feature]
		switch row.Level {
		case Native, Emulated:
		case Noted:
			if !noted[use.Feature] {
				noted[use.Feature] = true
				list.Add(finding(diag.TargetNote, use, row, backend))
			}
		case Lossy:
			list.Add(finding(diag.Lossy, use, row, backend))
		case Absent:
			d := finding(diag.Absent, use, row, backend)
			if others := able(use.Feature, all); len(others) > 0 {
				d = d.WithNote("%s can do it", strings.Join(others, " and "))
			}
			list.Add(d)
		default:
			list.Add(diag.New(diag.Crash, use.Span, "the support table of %s has no row for %s", backend.Name(), use.Feature))
		}
	}
	return list
}

func finding(code diag.Code, use Use, row Row, backend Backend) diag.Diagnostic {
	d := diag.New(code, use.Span, "%s", Verdict(code, backend.Name(), use.Feature, row)).InStep(use.Step.ID)
	if code == diag.TargetNote {
		d.Step = ""
	}
	if row.Instead != "" {
		d = d.WithHelp("%s", row.Instead)
	}
	return d
}

// Verdict is the sentence about a feature that a target lacks, does differently,
// or that is good to know.
func Verdict(code diag.Code, target string, f Feature, row Row) string {
	form := "on %s: %s (%s)"
	switch code {
	case diag.Absent:
		form = "%s cannot do this: %s (%s)"
	case diag.Lossy:
		form = "%s does this differently: %s (%s)"
	}
	return fmt.Sprintf(form, target, f.Meaning(), row.How)
}

// able are the names of the backends that have the feature in some way.
func able(f Feature, all []Backend) []string {
	var names []string
	for _, b := range all {
		if level := b.Support()[f].Level; level != Absent && level != 0 {
			names = append(names, b.Name())
		}
	}
	return names
}

// Meaning is the feature in words of the flow format.
func (f Feature) Meaning() string {
	for _, e := range features {
		if e.Feature == f {
			return e.Meaning
		}
	}
	return fmt.Sprintf("%q", string(f))
}
