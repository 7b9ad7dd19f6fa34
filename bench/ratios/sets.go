//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"ivrc/bench/flows"
)

// sets are all sets, by name; one is prepared when it is asked for.
func (b *bench) sets() map[string]func() (*set, error) {
	return map[string]func() (*set, error){
		"1k":     func() (*set, error) { return b.plain("1000 steps", 1_000, 0.8, 0.85, 0) },
		"10k":    func() (*set, error) { return b.plain("10 000 steps", 10_000, 0.8, 0.85, 0.12) },
		"small":  b.smallSet,
		"growth": b.growth,
		"shapes": b.shapes,
		"peers":  b.peers,
	}
}

// plain is one size in both layouts.
func (b *bench) plain(name string, steps int, many, one, noop float64) (*set, error) {
	s := &set{name: name}
	var inputs []*input
	for _, layout := range []flows.Layout{flows.Many, flows.One} {
		in, err := b.input(flows.Wish{Steps: steps, Layout: layout, Shape: flows.Plain, Seed: 1})
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, in)
		cold := many
		if layout == flows.One {
			cold = one
		}
		s.rows = append(s.rows, buildRows(in, cold, noop)...)
		s.shown = append(s.shown, b.buildNames(in)...)
	}
	s.measure = func(r round) error {
		for _, in := range inputs {
			if err := b.builds(r, in); err != nil {
				return err
			}
		}
		return nil
	}
	return s, nil
}

func (b *bench) smallSet() (*set, error) {
	in, err := b.input(flows.Wish{Steps: 10, Layout: flows.One, Shape: flows.Plain, Seed: 1})
	return &set{
		name: "10 steps", rows: smallRows(), shown: []string{"S", "W", "build", "no-op", "build, synced", "syncfs"},
		measure: func(r round) error { return b.small(r, in) },
	}, err
}

// growth is 1000 steps and the largest input, in both layouts.
func (b *bench) growth() (*set, error) {
	large, err := b.plain(fmt.Sprintf("Growth from 1000 to %d steps", b.large), b.large, 0, 0.9, 0.10)
	if err != nil {
		return nil, err
	}
	little, err := b.plain("", 1000, 0, 0, 0)
	if err != nil {
		return nil, err
	}
	factor := float64(b.large) / 1000
	for _, layout := range []flows.Layout{flows.Many, flows.One} {
		for _, what := range []string{"cold", "check"} {
			from, to := fmt.Sprintf("1000 %s ", layout), fmt.Sprintf("%d %s ", b.large, layout)
			large.rows = append(large.rows, exponent(fmt.Sprintf("%s: exponent of %s", layout, what), 1.05, from+what, to+what, from+"S", factor))
		}
	}
	large.shown = append(large.shown, little.shown...)
	large.long = true
	one := large.measure
	large.measure = func(r round) error {
		if err := little.measure(r); err != nil {
			return err
		}
		return one(r)
	}
	return large, nil
}

// largest is the greatest size of a shape within what the reader takes: comments make
// files long.
func (b *bench) largest(shape flows.Shape) int {
	if shape == flows.Comments {
		return b.large / 2
	}
	return b.large
}

// shapes is how a check grows with the shapes that a program could be slow at.
func (b *bench) shapes() (*set, error) {
	s := &set{name: "Hostile shapes, one file", long: true}
	var inputs []*input
	for _, shape := range flows.Shapes()[1:] {
		var names []string
		for _, steps := range []int{1000, b.largest(shape)} {
			in, err := b.input(flows.Wish{Steps: steps, Layout: flows.One, Shape: shape, Seed: 1})
			if err != nil {
				return nil, err
			}
			inputs, names = append(inputs, in), append(names, in.name)
		}
		factor := float64(b.largest(shape)) / 1000
		s.rows = append(s.rows, exponent(fmt.Sprintf("%s, check: exponent from 1000 to %d", shape, b.largest(shape)), 1.1, names[0], names[1], "S", factor))
		s.shown = append(s.shown, names...)
	}
	// The files of a huge menu lie in one folder, so its build is measured as well.
	menus := inputs[:2]
	s.rows = append(s.rows, exponent(fmt.Sprintf("%s, cold build: exponent from 1000 to %d", flows.HugeMenu, b.large), 1.1,
		menus[0].name+" build", menus[1].name+" build", "S", float64(b.large)/1000))
	s.shown = append(s.shown, menus[0].name+" build", menus[1].name+" build", "S")
	s.measure = func(r round) (err error) {
		if r["S"], err = several(quick, func() (sample, error) { return b.floor("start") }); err != nil {
			return err
		}
		for _, in := range inputs {
			if r[in.name], err = several(in.times(), func() (sample, error) { return b.check(in) }); err != nil {
				return err
			}
		}
		for _, in := range menus {
			if r[in.name+" build"], err = several(in.times(), func() (sample, error) { return b.cold(in) }); err != nil {
				return err
			}
		}
		return nil
	}
	return s, nil
}

// cold is a build on a file system of its own.
func (b *bench) cold(in *input) (sample, error) {
	place, drop, err := b.fresh(in.documents())
	if err != nil {
		return sample{}, err
	}
	defer drop()
	return b.build(in, b.target, place, "--no-sync")
}

// hasCache says whether this ivrc keeps a cache.
func (b *bench) hasCache() bool {
	help, err := exec.CommandContext(b.ctx, b.ivrc, "build", "--help").Output()
	return err == nil && bytes.Contains(help, []byte("--no-cache"))
}

// machine is where it is measured.
func (b *bench) machine() string {
	model := "a processor without a name"
	text, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	place := "the file system of " + b.work
	if b.tmp != "" {
		place = "a fresh ext4 in memory for every cold build"
	}
	return fmt.Sprintf("%d cores of %s, Linux %s, %s; target %s; %s.\n", runtime.NumCPU(), model, strings.TrimSpace(string(kernel)), runtime.Version(), b.target, place)
}
