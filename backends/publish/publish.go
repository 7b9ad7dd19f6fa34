// Package publish writes releases into an output folder.
//
// In: the releases of one build and the folder. Out: the files of the tree, the
// entry files behind the documents they lead to, and the manifest last. It
// replaces only the flows and targets it was given and never deletes a version.
// It refuses to write outside the folder (links that lead out of it are errors),
// and a manifest that it cannot read is an error, not a reason to forget what
// was built before.
package publish

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"ivrc/backends"
)

// ManifestName is the manifest's file in the output folder.
const ManifestName = "ivrc-manifest.json"

// Report says what a build wrote.
type Report struct {
	Manifest *backends.Manifest
	// Files is the number of files of this build without the manifest, Written
	// those that were not there with the same bytes already.
	Files, Written int
}

// Write writes the releases. Errors name the file and the cause.
func Write(folder string, releases []*backends.Release) (Report, error) {
	var report Report
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return report, fmt.Errorf("making the output folder: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return report, fmt.Errorf("opening the output folder: %w", err)
	}
	defer root.Close()
	manifest, err := Read(root)
	if err != nil {
		return report, err
	}
	report.Manifest = manifest
	w := writer{root: root, report: &report, made: map[string]bool{".": true}}
	var entries []backends.File
	for _, r := range releases {
		for _, b := range r.Bundles {
			versioned, stable := r.Files(b)
			if err := w.all(versioned); err != nil {
				return report, err
			}
			entries = append(entries, stable...)
		}
		manifest.Describe(r)
	}
	if err := w.all(entries); err != nil {
		return report, err
	}
	text, err := manifest.Encode()
	if err != nil {
		return report, err
	}
	return report, w.file(backends.File{Path: ManifestName, Text: text})
}

// Read is the manifest of an output folder, an empty one where there is none
// yet.
func Read(root *os.Root) (*backends.Manifest, error) {
	text, err := root.ReadFile(ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return &backends.Manifest{Format: backends.ManifestFormat}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the manifest of the output folder: %w", err)
	}
	var m backends.Manifest
	if err := json.Unmarshal(text, &m); err != nil || m.Format != backends.ManifestFormat {
		return nil, fmt.Errorf("%s in the output folder was not written by this version of ivrc: move it away, or choose another folder with --out", ManifestName)
	}
	return &m, nil
}

type writer struct {
	root   *os.Root
	report *Report
	made   map[string]bool
}

func (w writer) all(files []backends.File) error {
	for _, f := range files {
		w.report.Files++
		if err := w.file(f); err != nil {
			return err
		}
	}
	return nil
}

// file writes one file unless it is there with the same bytes.
func (w writer) file(f backends.File) error {
	if folder := path.Dir(f.Path); !w.made[folder] {
		if err := w.root.MkdirAll(folder, 0o755); err != nil {
			return fmt.Errorf("making a folder for %s: %w", f.Path, err)
		}
		w.made[folder] = true
	}
	if old, err := w.root.ReadFile(f.Path); err == nil && bytes.Equal(old, f.Text) {
		return nil
	}
	if err := w.root.WriteFile(f.Path, f.Text, 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", f.Path, err)
	}
	if f.Path != ManifestName {
		w.report.Written++
	}
	return nil
}
