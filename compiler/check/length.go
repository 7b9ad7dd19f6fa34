package check

import (
	"strconv"
	"time"

	"ivrc/ir"
)

// length adds up how long something is heard. known turns false where a part of
// it, like a sound file without a transcript, cannot be told from the flow; the
// sum is then the least.
type length struct {
	took  time.Duration
	known bool
}

func (l *length) wait(d time.Duration) { l.took += d }

func (l *length) prompt(p ir.Prompt) {
	heard, known := p.Estimate()
	l.took, l.known = l.took+heard, l.known && known
}

// inSeconds writes a time as people say it: 3 s, 0.5 s.
func inSeconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}
