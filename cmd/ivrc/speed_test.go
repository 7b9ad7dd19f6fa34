package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ivrc/bench/flows"
)

// flowsFor writes flows to measure into a folder of the benchmark.
func flowsFor(b *testing.B, w flows.Wish) string {
	b.Helper()
	folder := b.TempDir()
	bytes, err := flows.Write(folder, w)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(bytes)
	return folder
}

// ivrc runs one command that must succeed.
func ivrc(b *testing.B, args ...string) {
	b.Helper()
	var said strings.Builder
	args = append(args, "--no-config", "--budget", flows.Budgets, "-q")
	if code := run(args, strings.NewReader(""), io.Discard, &said); code != exitOK {
		b.Fatal(said.String())
	}
}

// inputsOfBenchmarks are the sizes at which the whole program is measured; the
// ratios of docs/performance.md have the others.
func inputsOfBenchmarks(b *testing.B, f func(b *testing.B, folder string, steps int)) {
	for _, layout := range []flows.Layout{flows.Many, flows.One} {
		const steps = 1000
		b.Run(fmt.Sprintf("%s/%d", layout, steps), func(b *testing.B) {
			folder := flowsFor(b, flows.Wish{Steps: steps, Layout: layout})
			b.ReportAllocs()
			b.ResetTimer()
			f(b, folder, steps)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(steps), "ns/step")
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	inputsOfBenchmarks(b, func(b *testing.B, folder string, _ int) {
		for b.Loop() {
			ivrc(b, "check", folder)
		}
	})
}

// buildFor builds for one target into a folder, without waiting for the disk.
func buildFor(b *testing.B, target, folder, out string) {
	b.Helper()
	ivrc(b, "build", folder, "--target", target, "--base-url", checkBase, "--no-sync", "--out", out)
}

func BenchmarkBuildIntoAnEmptyFolder(b *testing.B) {
	for _, back := range usualBackends() {
		b.Run(back.Name(), func(b *testing.B) {
			inputsOfBenchmarks(b, func(b *testing.B, folder string, _ int) {
				place, n := b.TempDir(), 0
				for b.Loop() {
					n++
					out := filepath.Join(place, fmt.Sprint(n))
					buildFor(b, back.Name(), folder, out)
					b.StopTimer()
					if err := os.RemoveAll(out); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
				}
			})
		})
	}
}

func BenchmarkBuildThatChangesNothing(b *testing.B) {
	inputsOfBenchmarks(b, func(b *testing.B, folder string, _ int) {
		out := filepath.Join(b.TempDir(), "dist")
		buildFor(b, "tropo", folder, out)
		for b.Loop() {
			buildFor(b, "tropo", folder, out)
		}
	})
}

// BenchmarkBuildAfterAnEdit has so many flows that only the one that was edited is
// exchanged. Versions pile up in that flow, as they do for whoever edits one.
func BenchmarkBuildAfterAnEdit(b *testing.B) {
	b.Setenv("XDG_CACHE_HOME", b.TempDir())
	folder := flowsFor(b, flows.Wish{Steps: 10_000, Layout: flows.Many})
	file := filepath.Join(folder, "flow-0007.ivr.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	out := filepath.Join(b.TempDir(), "dist")
	buildFor(b, "tropo", folder, out)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		edited := strings.Replace(string(text), "press", fmt.Sprint("press ", n), 1)
		if err := os.WriteFile(file, []byte(edited), 0o644); err != nil || edited == string(text) {
			b.Fatal(err, "nothing was edited")
		}
		b.StartTimer()
		buildFor(b, "tropo", folder, out)
	}
}
