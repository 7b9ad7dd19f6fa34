package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of times in /proc on every Linux: USER_HZ is 100.
const tick = 10 * time.Millisecond

// stat are the fields of a process behind its name, which may hold anything.
func stat(pid int) ([]string, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil, err
	}
	i := strings.LastIndexByte(string(text), ')')
	fields := strings.Fields(string(text[i+1:]))
	if i < 0 || len(fields) < 13 {
		return nil, fmt.Errorf("process %d has no times", pid)
	}
	return fields, nil
}

// times is what a process has used.
func times(fields []string) time.Duration {
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick
}

func ownCPU() time.Duration {
	fields, err := stat(os.Getpid())
	if err != nil {
		return 0
	}
	return times(fields)
}

// family is the process and all below it.
func family(pid int) ([]int, error) {
	children := map[int][]int{}
	entries, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		child, err := strconv.Atoi(filepath.Base(entry))
		if err != nil {
			continue
		}
		if fields, err := stat(child); err == nil {
			parent, _ := strconv.Atoi(fields[1])
			children[parent] = append(children[parent], child)
		}
	}
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		all = append(all, children[all[i]]...)
	}
	return all, nil
}

// cpu is what the processes of a server have used so far.
func (s *server) cpu() (sum time.Duration, err error) {
	all, err := family(s.process.Pid)
	if err != nil {
		return 0, err
	}
	for _, pid := range all {
		fields, err := stat(pid)
		if err != nil {
			return 0, err
		}
		sum += times(fields)
	}
	return sum, nil
}

// resident is the memory that they hold, in bytes; shared pages count each time.
func (s *server) resident() (sum int64) {
	all, err := family(s.process.Pid)
	if err != nil {
		return 0
	}
	for _, pid := range all {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
		if err != nil {
			continue
		}
		if fields := strings.Fields(string(text)); len(fields) > 1 {
			pages, _ := strconv.ParseInt(fields[1], 10, 64)
			sum += pages * int64(os.Getpagesize())
		}
	}
	return sum
}
