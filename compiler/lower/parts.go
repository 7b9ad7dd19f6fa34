package lower

import (
	"runtime"

	"ivrc/compiler/beside"
)

// partSteps are so many steps that reading them beside others is worth it.
const partSteps = 500

// usualParts is how many parts the steps of a flow are read in.
func usualParts(steps int) int { return max(1, min(runtime.GOMAXPROCS(0), steps/partSteps)) }

// steps reads all steps, in so many parts beside each other. What is said about a step can
// depend on what was said before it (how many names were suggested, how many items named
// prompts have added), but only if there is something to say: a part about which there is
// something is read once more, behind those before it.
func (d *decoder) steps(parts int) {
	n := len(d.stepEntries)
	type part struct {
		*decoder
		from, to int
		wait     func()
	}
	later := make([]part, parts-1)
	for i := range later {
		p := part{decoder: d.apart(), from: n * (i + 1) / parts, to: n * (i + 2) / parts}
		p.wait = beside.Do(true, func() { p.readSome(p.from, p.to) })
		later[i] = p
	}
	d.readSome(0, n/parts)
	for _, p := range later {
		p.wait() // for all: they read the names of each other's steps
	}
	for _, p := range later {
		if p.silent() && d.items+p.items <= maxFlowItems {
			d.items += p.items
			continue
		}
		for i := p.from; i < p.to; i++ {
			*d.flow.Steps[i] = unread(d.stepEntries[i])
		}
		d.readSome(p.from, p.to)
	}
}

func (d *decoder) readSome(from, to int) {
	for i, e := range d.stepEntries[from:to] {
		d.step = e.Key.Text
		d.readStep(d.flow.Steps[from+i], e)
		d.step = ""
	}
}

// apart is a decoder for steps of the same flow that has said nothing. What changes while
// steps are read is its own.
func (d *decoder) apart() *decoder {
	other := &decoder{
		options: d.options, flow: d.flow, index: d.index, ids: d.ids, stepEntries: d.stepEntries,
		defaults: d.defaults, prompts: d.prompts, speech: []level{d.speech[0]},
	}
	for _, h := range d.events {
		own := *h
		other.events = append(other.events, &own)
	}
	return other
}

// silent says that there was nothing to say about the steps that were read.
func (d *decoder) silent() bool {
	return len(d.list) == 0 && !d.wrong && d.suggestions == 0 && len(d.cycles) == 0
}
