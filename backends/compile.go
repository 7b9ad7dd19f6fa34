package backends

import (
	"fmt"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// Compile runs the gate and then the backend for each target, in the order
// given. all are the backends that messages may recommend. A target with errors
// has no bundle; the list says why. A backend that fails becomes IVR901.
func Compile(flow *ir.Flow, targets, all []Backend, opts Options) ([]*Bundle, diag.List) {
	var list diag.List
	var bundles []*Bundle
	uses := Uses(flow)
	for _, b := range targets {
		found := Gate(flow, uses, b, all)
		// Values are looked at even where the gate is shut, so that nothing is found
		// only after the first mistake is mended.
		bundle, more := compileOne(flow, b, opts)
		found.Add(more...)
		list.Add(found...)
		if bundle != nil && !found.HasErrors() {
			bundles = append(bundles, bundle)
		}
	}
	return bundles, list
}

func compileOne(flow *ir.Flow, b Backend, opts Options) (bundle *Bundle, list diag.List) {
	defer func() {
		if fault := recover(); fault != nil {
			bundle = nil
			list.Add(diag.New(diag.Crash, flow.Span, "ivrc failed while compiling for %s: %s", b.Name(), fmt.Sprint(fault)).
				WithHelp("this is a defect of ivrc: please report it with the flow; nothing was written"))
		}
	}()
	return b.Compile(flow, opts)
}
