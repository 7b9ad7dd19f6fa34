//go:build linux

// Command ratios measures builds and checks against what no build can do without and
// against other programs on the same input, and prints the tables of
// docs/performance.md.
//
// In: the module that it is started in; for the set peers Node.js and npm as well. Out:
// tables in Markdown. Everything that is compared is measured in the same round, one
// after the other; a round in which other programs used more than a tenth of the
// machine is thrown away and done again. It needs Linux, and measures on a fresh ext4
// file system in memory where it may make one (as root), else in a folder.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	var b bench
	sets := flag.String("sets", "10k,small,growth,shapes,peers", "what to measure: `names` with commas")
	flag.IntVar(&b.rounds, "rounds", 5, "how many quiet rounds of each set to take")
	flag.StringVar(&b.folder, "folder", "", "measure in this `folder` and its file system, not on a fresh ext4 in memory")
	flag.StringVar(&b.ivrc, "ivrc", "", "measure this `program`; otherwise the one of this module is built")
	flag.StringVar(&b.target, "target", "tropo", "the `target` to build for, except in the set peers")
	flag.Float64Var(&b.mostLoad, "load", 0.10, "the greatest `share` of the machine that other programs may use in a round; 1 takes every round")
	flag.IntVar(&b.large, "large", 100_000, "the `steps` of the largest input")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := b.run(ctx, strings.Split(*sets, ","))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "ratios:", err)
		os.Exit(1)
	}
}

// bench is one run of the command.
type bench struct {
	rounds, large  int
	folder, target string
	ivrc           string
	mostLoad       float64

	ctx  context.Context
	work string // programs and input; gone at the end
	tmp  string // where file systems in memory lie
	mntd []mounted
}

// run measures the sets one after the other.
func (b *bench) run(ctx context.Context, names []string) (err error) {
	b.ctx = ctx
	if b.work, err = os.MkdirTemp(b.folder, "ivrc-ratios-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.work)) }()
	defer b.dropAll()
	if err := b.buildPrograms(); err != nil {
		return err
	}
	b.choosePlace()
	known := b.sets()
	for _, name := range names {
		if known[name] == nil {
			return fmt.Errorf("there is no set %q", name)
		}
	}
	fmt.Print(b.machine())
	for _, name := range names {
		s, err := known[name]()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := b.measure(s); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		fmt.Print(s.table())
	}
	return nil
}

// measure takes quiet rounds of a set. After four times as many tries as rounds it
// goes on with what it has.
func (b *bench) measure(s *set) error {
	if !s.long {
		if err := s.measure(round{}); err != nil { // warms up, and finds mistakes
			return err
		}
	}
	for tries := 0; len(s.rounds) < b.rounds && tries < 4*b.rounds; tries++ {
		r, before := round{}, readLoad()
		if err := s.measure(r); err != nil {
			return err
		}
		other := readLoad().since(before)
		fmt.Fprintf(os.Stderr, "%s: round %d of %d, other load %.0f %%\n", s.name, len(s.rounds)+1, b.rounds, other*100)
		if other > b.mostLoad {
			s.thrown++
			continue
		}
		s.rounds = append(s.rounds, r)
	}
	if len(s.rounds) == 0 {
		return fmt.Errorf("other programs used the machine in all %d rounds; -load 1 takes every round", s.thrown)
	}
	return nil
}
