//go:build linux

package main

import (
	"os"
	"path/filepath"

	"ivrc/bench/flows"
)

// quick is how often in one round what takes milliseconds is measured.
const quick = 9

// times is how often a command is measured in one round: the shorter, the more often.
func (in *input) times() int {
	switch {
	case in.wish.Steps > 10_000:
		return 1
	case in.wish.Steps > 1_000:
		return 3
	}
	return 5
}

// several is the median of some runs.
func several(times int, run func() (sample, error)) (sample, error) {
	var all []sample
	for range times {
		s, err := run()
		if err != nil {
			return s, err
		}
		all = append(all, s)
	}
	return median(all), nil
}

// builds measures one input from the floor up: P, W, S, check, and builds that are cold,
// change nothing, or follow an edit. Names begin with that of the input.
func (b *bench) builds(r round, in *input) error {
	var err error
	keep := func(name string, s sample, fault error) {
		r[in.name+" "+name] = s
		if err == nil {
			err = fault
		}
	}
	s, fault := several(quick, func() (sample, error) { return b.floor("start") })
	keep("S", s, fault)
	s, fault = several(in.times(), func() (sample, error) { return b.floor("parse", in.folder) })
	keep("P", s, fault)
	s, fault = several(in.times(), func() (sample, error) { return b.check(in) })
	keep("check", s, fault)
	if err != nil {
		return err
	}
	place, drop, err := b.fresh(in.documents())
	if err != nil {
		return err
	}
	defer drop()
	s, fault = b.build(in, b.target, place, "--no-sync")
	keep("cold", s, fault)
	if err != nil {
		return err
	}
	if err := b.written(r, in, place); err != nil {
		return err
	}
	return b.rebuilds(r, in, place)
}

// written measures W and a cold build that waits for the disk.
func (b *bench) written(r round, in *input, built string) error {
	place, drop, err := b.fresh(in.documents())
	if err != nil {
		return err
	}
	r[in.name+" W"], err = b.floor("write", filepath.Join(built, "dist"), filepath.Join(place, "dist"))
	drop()
	if err != nil {
		return err
	}
	if place, drop, err = b.fresh(in.documents()); err != nil {
		return err
	}
	defer drop()
	r[in.name+" cold, synced"], err = b.build(in, b.target, place)
	return err
}

// rebuilds measures builds of a tree that exists: without a change, and after an edit,
// in turn.
func (b *bench) rebuilds(r round, in *input, place string) error {
	var same, edited []sample
	for range in.times() {
		s, err := b.build(in, b.target, place, "--no-sync")
		if err != nil {
			return err
		}
		same = append(same, s)
		if !in.edited() {
			continue
		}
		if err := in.edit(); err != nil {
			return err
		}
		if s, err = b.build(in, b.target, place, "--no-sync"); err != nil {
			return err
		}
		edited = append(edited, s)
	}
	if b.hasCache() {
		s, err := several(in.times(), func() (sample, error) { return b.build(in, b.target, place, "--no-sync", "--no-cache") })
		if err != nil {
			return err
		}
		r[in.name+" no-op, no cache"] = s
	}
	r[in.name+" no-op"] = median(same)
	if in.edited() {
		r[in.name+" edited"] = median(edited)
	}
	return nil
}

// edited says that a build after an edit is measured: not for the largest flow, because
// no manifest lists the files of two of its versions.
func (in *input) edited() bool { return in.wish.Layout == flows.Many || in.wish.Steps <= 10_000 }

// buildRows are the ratios of one input. An edit has a limit only where flows are
// small: it makes a new version of its flow, every document of which is written.
func buildRows(in *input, cold, noop float64) []row {
	n := in.name + " "
	perByte, edit := 2.5, 8.0
	if in.wish.Layout == flows.One {
		perByte, edit = 4, 0
	}
	if in.wish.Steps > 10_000 {
		edit = 0
	}
	rows := []row{
		ratio(n+"cold build / (P + W)", cold, n+"cold", n+"P", n+"W"),
		ratio(n+"the same, waiting for the disk", 0, n+"cold, synced", n+"P", n+"W"),
		ratio(n+"check / P", 1.2, n+"check", n+"P"),
		ratio(n+"no-op / cold build", noop, n+"no-op", n+"cold"),
		memoryFor(n+"peak of the cold build, over 14 MiB / input", perByte, n+"cold", in.bytes),
	}
	if in.edited() {
		rows = append(rows, row{title: n + "one prompt edited, over the no-op", most: edit, unit: " ms", value: func(r round, t timeOf) float64 {
			return (t(r[n+"edited"]) - t(r[n+"no-op"])) * 1000
		}})
	}
	return rows
}

// buildNames are the samples of one input.
func (b *bench) buildNames(in *input) []string {
	names := []string{"P", "W", "S", "check", "cold", "cold, synced", "no-op"}
	if in.edited() {
		names = append(names, "edited")
	}
	if b.hasCache() {
		names = append(names, "no-op, no cache")
	}
	for i, name := range names {
		names[i] = in.name + " " + name
	}
	return names
}

// small measures a build of ten steps, often.
func (b *bench) small(r round, in *input) error {
	place, drop, err := b.fresh(100 * in.documents())
	if err != nil {
		return err
	}
	defer drop()
	samples := map[string][]sample{}
	for i := range 20 {
		here := filepath.Join(place, string(rune('a'+i)))
		if err := os.Mkdir(here, 0o755); err != nil {
			return err
		}
		for _, one := range []struct {
			name string
			run  func() (sample, error)
		}{
			{"S", func() (sample, error) { return b.floor("start") }},
			{"build", func() (sample, error) { return b.build(in, b.target, here, "--no-sync") }},
			{"W", func() (sample, error) {
				return b.floor("write", filepath.Join(here, "dist"), filepath.Join(here, "again"))
			}},
			{"no-op", func() (sample, error) { return b.build(in, b.target, here, "--no-sync") }},
			{"build, synced", func() (sample, error) { return b.build(in, b.target, filepath.Join(here, "synced")) }},
			{"syncfs", func() (sample, error) {
				return b.floor("sync", filepath.Join(here, "dist"), filepath.Join(here, "third"))
			}},
		} {
			s, err := one.run()
			if err != nil {
				return err
			}
			samples[one.name] = append(samples[one.name], s)
		}
	}
	for name, all := range samples {
		r[name] = median(all)
	}
	return nil
}

// smallRows are the ratios of ten steps.
func smallRows() []row {
	return []row{
		{title: "10 steps: own CPU, less W, / S", most: 1.5, one: true, value: func(r round, _ timeOf) float64 {
			return (r["build"].cpu - r["W"].cpu) / r["S"].cpu
		}},
		{title: "10 steps: (wall − S − 1.2 W) / one syncfs", most: 1, one: true, value: func(r round, _ timeOf) float64 {
			return (r["build, synced"].wall - r["S"].wall - 1.2*r["W"].wall) / r["syncfs"].wall
		}},
		{title: "10 steps: wall − S − 1.2 W, not waiting", one: true, unit: " ms", value: func(r round, _ timeOf) float64 {
			return (r["build"].wall - r["S"].wall - 1.2*r["W"].wall) * 1000
		}},
	}
}
