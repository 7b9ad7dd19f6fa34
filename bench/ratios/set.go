//go:build linux

package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// round is what one round measured, by name.
type round map[string]sample

// set is what is measured together, and the ratios that follow from it.
type set struct {
	name    string
	measure func(round) error
	rows    []row
	// shown are the samples of the second table, in order.
	shown  []string
	rounds []round
	thrown int
	// long is a set whose programs run for so long that they need no warming up.
	long bool
}

// row is one ratio. Its value is taken in every round, by the time of the wall clock or
// of the CPU.
type row struct {
	title string
	// most is the greatest value that holds; 0 stands for a row that only informs.
	most  float64
	unit  string
	value func(round, timeOf) float64
	// one says that the value has one meaning, whatever the clock.
	one bool
}

// timeOf chooses a clock.
type timeOf func(sample) float64

func wall(s sample) float64 { return s.wall }
func cpu(s sample) float64  { return s.cpu }

// ratio divides one sample by the sum of others.
func ratio(title string, most float64, above string, below ...string) row {
	return row{title: title, most: most, value: func(r round, t timeOf) float64 {
		sum := 0.0
		for _, name := range below {
			sum += t(r[name])
		}
		return t(r[above]) / sum
	}}
}

// exponent is that of growth between two sizes, less the start of the program.
func exponent(title string, most float64, small, large, start string, factor float64) row {
	return row{title: title, most: most, value: func(r round, t timeOf) float64 {
		return math.Log((t(r[large])-t(r[start]))/(t(r[small])-t(r[start]))) / math.Log(factor)
	}}
}

// memoryFor is the peak less 14 MiB, as a multiple of the input.
func memoryFor(title string, most float64, name string, bytes int64) row {
	return row{title: title, most: most, one: true, unit: " ×", value: func(r round, _ timeOf) float64 {
		return (r[name].peak - 14) / (float64(bytes) / (1 << 20))
	}}
}

// table is the ratios, then the figures that they were made of.
func (s *set) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s\n\n%d rounds, %d thrown away because of other load.\n\n", s.name, len(s.rounds), s.thrown)
	b.WriteString("| ratio | at most | median | least–greatest | by CPU | |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, row := range s.rows {
		low, middle, high := s.spread(func(r round) float64 { return row.value(r, wall) })
		most, verdict, byCPU := "", "", ""
		if row.most != 0 {
			most, verdict = short(row.most)+row.unit, "holds"
			if !(middle <= row.most) {
				verdict = "**no**"
			}
		}
		if !row.one {
			_, c, _ := s.spread(func(r round) float64 { return row.value(r, cpu) })
			byCPU = short(c)
		}
		fmt.Fprintf(&b, "| %s | %s | %s%s | %s–%s | %s | %s |\n", row.title, most, short(middle), row.unit, short(low), short(high), byCPU, verdict)
	}
	b.WriteString("\n| medians | wall ms | CPU ms | peak MiB |\n| --- | --- | --- | --- |\n")
	for _, name := range s.shown {
		_, w, _ := s.spread(func(r round) float64 { return r[name].wall * 1000 })
		_, c, _ := s.spread(func(r round) float64 { return r[name].cpu * 1000 })
		_, m, _ := s.spread(func(r round) float64 { return r[name].peak })
		fmt.Fprintf(&b, "| %s | %s | %s | %.0f |\n", name, short(w), short(c), m)
	}
	return b.String()
}

// spread is the least, the median and the greatest value over the rounds.
func (s *set) spread(value func(round) float64) (low, middle, high float64) {
	var all []float64
	for _, r := range s.rounds {
		all = append(all, value(r))
	}
	slices.Sort(all)
	n := len(all)
	return all[0], (all[(n-1)/2] + all[n/2]) / 2, all[n-1]
}

// short is a number with as many digits as are worth reading.
func short(v float64) string {
	switch a := math.Abs(v); {
	case a >= 100:
		return fmt.Sprintf("%.0f", v)
	case a >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// median is the sample in the middle, each figure for itself.
func median(all []sample) sample {
	of := func(value func(sample) float64) float64 {
		values := make([]float64, len(all))
		for i, s := range all {
			values[i] = value(s)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return sample{of(wall), of(cpu), of(func(s sample) float64 { return s.peak })}
}
