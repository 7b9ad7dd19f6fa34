package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ivrc/compiler/script"
	"ivrc/compiler/source"
	"ivrc/ir/call"
)

// asTest is the call as a call script that lies in a folder, empty for the working
// one. Secrets are not in it: a secret entry is made of noughts, which goes the
// same way, and of a text with a credential it expects the longest part around it.
func (w *walk) asTest(folder string) (string, error) {
	t := w.transcript()
	c := script.FromTranscript(w.name(t), t)
	kept := c.Lines[:0]
	for _, line := range c.Lines {
		if line.Hear != nil {
			text := longest(strings.Split(line.Hear.Contains, source.Stars))
			if text == "" {
				continue
			}
			line.Hear = &script.Hear{Contains: text}
		}
		kept = append(kept, line)
	}
	c.Lines = kept
	var b strings.Builder
	err := script.Write(&b, script.Script{Flow: w.fileFrom(folder), Calls: []script.Call{c}})
	return b.String(), err
}

func longest(parts []string) string {
	best := ""
	for _, part := range parts {
		if part = strings.TrimSpace(part); len(part) > len(best) {
			best = part
		}
	}
	return best
}

// fileFrom is the flow's file as seen from a folder.
func (w *walk) fileFrom(folder string) string {
	if folder == "" {
		return w.file
	}
	here, err := filepath.Abs(folder)
	if err != nil {
		return w.file
	}
	flow, err := filepath.Abs(filepath.FromSlash(w.file))
	if err != nil {
		return w.file
	}
	relative, err := filepath.Rel(here, flow)
	if err != nil {
		return w.file
	}
	return filepath.ToSlash(relative)
}

// mostNamed is the number of inputs that the name of a call repeats.
const mostNamed = 12

// name tells the call apart from others: its entry and its inputs.
func (w *walk) name(t call.Transcript) string {
	words := []string{w.id}
	if w.entry != "" {
		words = append(words, w.entry)
	}
	for i, turn := range t.Turns {
		switch in := turn.Input; {
		case i == 0:
		case i > mostNamed:
			return strings.Join(words, " ") + fmt.Sprintf(" and %d more", len(t.Turns)-i)
		case in.Kind == call.Quiet:
			words = append(words, "wait")
		default:
			words = append(words, in.String())
		}
	}
	return strings.Join(words, " ")
}

// saveCall writes the call to a new file.
func saveCall(w *walk, path string) error {
	if path == "" {
		return nil
	}
	text, err := w.asTest(filepath.Dir(path))
	if err != nil {
		return failure(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return freeToSave(path)
	}
	if err != nil {
		return failure(fmt.Errorf("writing %s: %w", path, reason(err)))
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Close()); err != nil {
		return failure(fmt.Errorf("writing %s: %w", path, reason(err)))
	}
	return nil
}
