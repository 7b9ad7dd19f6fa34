package backends

import (
	"fmt"
	"sync"

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
	compiled := compileEach(flow, targets, opts)
	for i, b := range targets {
		found := Gate(flow, uses, b, all)
		// Values are looked at even where the gate is shut, so that nothing is found
		// only after the first mistake is mended.
		bundle := compiled[i].bundle
		found.Add(compiled[i].list...)
		list.Add(found...)
		if bundle != nil && !found.HasErrors() {
			bundles = append(bundles, bundle)
		}
	}
	return bundles, list
}

// result is what one target makes of a flow.
type result struct {
	bundle *Bundle
	list   diag.List
}

// manySteps are so many that targets are worth working on side by side.
const manySteps = 500

func compileEach(flow *ir.Flow, targets []Backend, opts Options) []result {
	results := make([]result, len(targets))
	var group sync.WaitGroup
	for i, b := range targets {
		one := func() { results[i].bundle, results[i].list = compileOne(flow, b, opts) }
		if len(flow.Steps) < manySteps || i == len(targets)-1 {
			one()
		} else {
			group.Go(one)
		}
	}
	group.Wait()
	return results
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
