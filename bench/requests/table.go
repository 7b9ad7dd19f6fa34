package main

import (
	"fmt"
	"slices"
	"strings"
)

// spread is the middle of some values, with the least and the greatest.
type spread struct{ least, middle, greatest float64 }

func spreadOf(turns []turn, value func(turn) float64) spread {
	var all []float64
	for _, t := range turns {
		all = append(all, value(t))
	}
	slices.Sort(all)
	if len(all) == 0 {
		return spread{}
	}
	return spread{all[0], all[len(all)/2], all[len(all)-1]}
}

func (b *bench) table(servers []*server) string {
	var out strings.Builder
	rate := func(s *server) spread { return spreadOf(s.turns, func(t turn) float64 { return t.perSec }) }
	cost := func(s *server) spread { return spreadOf(s.turns, func(t turn) float64 { return t.server }) }
	load := func(s *server) spread { return spreadOf(s.turns, func(t turn) float64 { return t.load }) }
	compared := servers[1]
	fmt.Fprintf(&out, "%s; %d rounds of %s, %d connections.\n\n", machine(), b.rounds, b.turn, b.connections)
	out.WriteString("| | requests/s | × | CPU µs/request | ÷ | memory MB | asking µs |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, s := range servers {
		r, c := rate(s), cost(s)
		fmt.Fprintf(&out, "| %s | %.0f (%.0f–%.0f) | %s | %.1f (%.1f–%.1f) | %s | %d | %.1f |\n", s.name,
			r.middle, r.least, r.greatest, ratio(s, r.middle/rate(compared).middle), c.middle, c.least, c.greatest,
			ratio(s, cost(compared).middle/c.middle), s.resident()>>20, load(s).middle)
	}
	out.WriteString("\n")
	for _, s := range servers {
		if s.version != "" {
			fmt.Fprintf(&out, "- %s: %s\n", s.name, s.version)
		}
	}
	return out.String()
}

// ratio leaves the floor out: nobody publishes on it.
func ratio(s *server, value float64) string {
	if s.floor {
		return ""
	}
	return fmt.Sprintf("%.1f", value)
}
