// Command write writes the flows that are measured into a folder, to look at them or
// to give them to a profiler.
//
// In: how many steps, in which layout and shape, by which seed. Out: the folder, and
// one line with its size.
package main

import (
	"flag"
	"fmt"
	"os"

	"ivrc/bench/flows"
)

func main() {
	steps := flag.Int("steps", 1000, "how many steps in all")
	layout := flag.String("layout", string(flows.Many), "one, or many: files of 50 steps")
	shape := flag.String("shape", string(flows.Plain), fmt.Sprint("one of ", flows.Shapes()))
	seed := flag.Uint64("seed", 1, "what the texts and targets are chosen by")
	out := flag.String("out", "", "the `folder` to write into; required")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	n, err := flows.Write(*out, flows.Wish{Steps: *steps, Layout: flows.Layout(*layout), Shape: flows.Shape(*shape), Seed: *seed})
	if err != nil {
		fmt.Fprintln(os.Stderr, "write:", err)
		os.Exit(1)
	}
	fmt.Printf("%d steps, %d bytes in %s\n", *steps, n, *out)
}
