//go:build linux

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// load is what the machine and this run have used so far, in seconds of CPU.
type load struct {
	at time.Time
	// busy is everything, what the host took away included; ours this process and its
	// children; kernel the threads of the kernel, which write our files.
	busy, ours, kernel float64
}

// tick is the unit of the kernel's counters.
const tick = 1.0 / 100

func readLoad() load {
	return load{at: time.Now(), busy: busy(), ours: used(syscall.RUSAGE_SELF) + used(syscall.RUSAGE_CHILDREN), kernel: kernelThreads()}
}

// since is the share of the machine that others have used since then.
func (l load) since(before load) float64 {
	wall := l.at.Sub(before.at).Seconds() * float64(runtime.NumCPU())
	other := (l.busy - before.busy) - (l.ours - before.ours) - max(0, l.kernel-before.kernel)
	return max(0, other/wall)
}

// busy is the first line of /proc/stat without idle and iowait.
func busy() float64 {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(text), "\n")
	sum := 0.0
	for i, field := range strings.Fields(line) {
		// cpu user nice system idle iowait irq softirq steal; guests are in user.
		if n, err := strconv.ParseFloat(field, 64); err == nil && i != 4 && i != 5 && i <= 8 {
			sum += n * tick
		}
	}
	return sum
}

// kernelThreads is the time of all children of kthreadd.
func kernelThreads() float64 {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	sum := 0.0
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if len(fields) < 13 || fields[1] != "2" {
			continue
		}
		for _, field := range fields[11:13] {
			n, _ := strconv.ParseFloat(field, 64)
			sum += n * tick
		}
	}
	return sum
}

// used is the time of this process or of its children that have ended.
func used(who int) float64 {
	var u syscall.Rusage
	if syscall.Getrusage(who, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
