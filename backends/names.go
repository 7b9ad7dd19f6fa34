package backends

import (
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// CheckNames reports the ids of which a file or folder is named and that Windows
// keeps for devices: a tree that holds one cannot be checked out, copied or
// unpacked there (reliability-ux.md B.2). Every other id is a name on every
// system, because ids are a-z, digits, - and _. The format takes all of them: it
// is the tree that cannot be stored (IVR610).
func CheckNames(flow *ir.Flow) diag.List {
	var list diag.List
	add := func(at source.Span, step, what, id, file string) {
		if !isDevice(id) || at.IsZero() {
			return
		}
		list.Add(diag.New(diag.DeviceName, at, "the %s %q becomes %s, and Windows keeps that name for a device", what, id, file).
			WithHelp("give it another id, for example %s-1", id).InStep(step))
	}
	add(flow.Span, "", "flow", flow.ID, "the folder "+flow.ID)
	for _, e := range flow.Entries {
		add(e.IDSpan, "", "entry", e.ID, "the files "+e.ID+".*")
	}
	for _, s := range flow.Steps {
		add(s.Span, s.ID, "step", s.ID, "the files "+s.ID+".*")
	}
	return list
}

// isDevice says that Windows opens a device and no file by the name, in any
// folder and whatever stands behind the first dot.
func isDevice(name string) bool {
	base, _, _ := strings.Cut(name, ".")
	switch base {
	case "con", "prn", "aux", "nul":
		return true
	}
	digit, ok := strings.CutPrefix(base, "com")
	if !ok {
		digit, ok = strings.CutPrefix(base, "lpt")
	}
	return ok && len(digit) == 1 && digit[0] >= '0' && digit[0] <= '9'
}
