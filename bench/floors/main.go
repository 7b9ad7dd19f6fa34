//go:build linux

// Command floors does what no build can do without, and nothing else: it starts with
// the libraries of ivrc inside, it parses, it writes files. Builds are measured
// against it.
//
// In: what to do, and folders. Out: one line of JSON with the time that it took
// inside the process, from the first byte that is needed to the last.
//
//	floors start                 nothing: S
//	floors parse FOLDER          every file of the folder to yaml.Node: P
//	floors write TREE FOLDER     the files of TREE once more, into a new FOLDER: W
//	floors sync TREE FOLDER      the same, and the time of one syncfs after it
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	// The schema library is there for the price of starting with it.
	_ "github.com/santhosh-tekuri/jsonschema/v5"
	"golang.org/x/sys/unix"
	"gopkg.in/yaml.v3"
)

// took is what one run says about itself.
type took struct {
	// Wall and CPU are seconds of the work, without the start of the process.
	Wall  float64 `json:"wall"`
	CPU   float64 `json:"cpu"`
	Files int     `json:"files"`
	Bytes int64   `json:"bytes"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "floors:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "start":
		return nil
	case len(args) == 2 && args[0] == "parse":
		return parse(args[1])
	case len(args) == 3 && args[0] == "write":
		return write(args[1], args[2])
	case len(args) == 3 && args[0] == "sync":
		return synced(args[1], args[2])
	}
	return errors.New("usage: floors start | parse FOLDER | write TREE FOLDER | sync TREE FOLDER")
}

// parse reads every file of a folder to its end, in one goroutine; the nodes of a
// file are dropped before the next is read.
func parse(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	return timed(func(t *took) error {
		for _, e := range entries {
			text, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				return err
			}
			d := yaml.NewDecoder(bytes.NewReader(text))
			var n yaml.Node
			if err := d.Decode(&n); err != nil {
				return fmt.Errorf("%s: %w", e.Name(), err)
			}
			var more yaml.Node
			if err := d.Decode(&more); !errors.Is(err, io.EOF) {
				return fmt.Errorf("%s: more than one document: %w", e.Name(), err)
			}
			t.Files++
			t.Bytes += int64(len(text))
		}
		return nil
	})
}

// file is one file of a tree, in memory; a folder has no text.
type file struct {
	path   string
	text   []byte
	folder bool
}

// write makes a tree once more, in one goroutine, by os.Mkdir and os.WriteFile. The
// tree is read before the time starts.
func write(tree, folder string) error {
	files, err := inMemory(tree, folder)
	if err != nil {
		return err
	}
	return timed(func(t *took) error { return create(files, t) })
}

// synced makes a tree once more, and takes the time of waiting for it.
func synced(tree, folder string) error {
	files, err := inMemory(tree, folder)
	if err != nil {
		return err
	}
	if err := create(files, &took{}); err != nil {
		return err
	}
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer f.Close()
	return timed(func(*took) error { return unix.Syncfs(int(f.Fd())) })
}

// inMemory are the files of a tree, with the paths that they shall have.
func inMemory(tree, folder string) (files []file, err error) {
	err = filepath.WalkDir(tree, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		f := file{path: filepath.Join(folder, path[len(tree):]), folder: e.IsDir()}
		if !f.folder {
			f.text, err = os.ReadFile(path)
		}
		files = append(files, f)
		return err
	})
	return files, err
}

func create(files []file, t *took) error {
	for _, f := range files {
		if f.folder {
			if err := os.Mkdir(f.path, 0o755); err != nil {
				return err
			}
			continue
		}
		if err := os.WriteFile(f.path, f.text, 0o644); err != nil {
			return err
		}
		t.Files++
		t.Bytes += int64(len(f.text))
	}
	return nil
}

// timed does the work and says how long it took.
func timed(work func(*took) error) error {
	var t took
	start, before := time.Now(), cpu()
	if err := work(&t); err != nil {
		return err
	}
	t.Wall, t.CPU = time.Since(start).Seconds(), cpu()-before
	return json.NewEncoder(os.Stdout).Encode(t)
}

// cpu is what this process has used so far, in seconds.
func cpu() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
