package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"

	"ivrc/compiler/config"
)

// watch looks at the folders of everything that was read. Folders, because an editor
// may put a new file in the place of the old one.
func (l *liveFlows) watch(watcher *fsnotify.Watcher, w *work) error {
	l.folders = nil
	for _, path := range slices.Concat(w.paths(), w.settings.looked) {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			path = filepath.Dir(path)
		}
		if path = filepath.Clean(path); !slices.Contains(l.folders, path) {
			l.folders = append(l.folders, path)
		}
	}
	return l.watchAgain(watcher)
}

// watchAgain looks at the same folders, of which some may have gone and come back:
// what was looked at was the folder that is gone. The folder above tells when one
// comes back.
func (l *liveFlows) watchAgain(watcher *fsnotify.Watcher) error {
	var problem error
	for _, folder := range l.folders {
		if err := watcher.Add(folder); err != nil && problem == nil && !errors.Is(err, fs.ErrNotExist) {
			problem = err
		}
		_ = watcher.Add(filepath.Dir(folder)) // it may belong to somebody else; most folders stay
	}
	return problem
}

// Files must be left alone for so long before they are read, because editors write in
// several steps; but where something is written all the time, they are read all the
// same.
const (
	settled = 80 * time.Millisecond
	restive = time.Second
)

// follow compiles again whenever something was saved.
func (l *liveFlows) follow(ctx context.Context, watcher *fsnotify.Watcher) {
	rest := time.NewTimer(settled)
	rest.Stop()
	var first time.Time
	changed := func() {
		if first.IsZero() {
			first = time.Now()
		}
		if time.Since(first) < restive {
			rest.Reset(settled)
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case event, open := <-watcher.Events:
			if !open {
				return
			}
			if l.matters(event) {
				changed()
			}
		case _, open := <-watcher.Errors:
			if !open {
				return
			}
			changed() // something may have been missed
		case <-rest.C:
			first = time.Time{}
			if l.again(ctx, watcher) {
				changed()
			}
		}
	}
}

// matters says that a change can be one of a flow or its settings. A folder has no
// suffix, and may bring flows with it.
func (l *liveFlows) matters(event fsnotify.Event) bool {
	name := filepath.Clean(event.Name)
	switch {
	case event.Op == fsnotify.Chmod:
		return false
	case slices.Contains(l.folders, name):
		return event.Op != fsnotify.Write
	case filepath.Base(name) == config.FileName:
		return true
	case !slices.Contains(l.folders, filepath.Dir(name)):
		return false // it lies beside the folder
	}
	switch filepath.Ext(name) {
	case ".yaml", ".yml", ".json":
		return true
	case "": // a folder can come and go with its flows
		return event.Op&fsnotify.Write == 0
	}
	return filepath.Base(name) == ignoreName
}
