package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watch looks at the folders of everything that was read. Folders, because an editor
// may put a new file in the place of the old one.
func (l *liveFlows) watch(watcher *fsnotify.Watcher, w *work) error {
	folders := []string{}
	for _, path := range slices.Concat(w.paths(), w.settings.looked) {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			path = filepath.Dir(path)
		}
		folders = append(folders, path)
	}
	for _, folder := range folders {
		if slices.Contains(l.watched, folder) {
			continue
		}
		if err := watcher.Add(folder); err != nil {
			return err
		}
		l.watched = append(l.watched, folder)
	}
	return nil
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
			if matters(event) {
				changed()
			}
		case _, open := <-watcher.Errors:
			if !open {
				return
			}
			changed() // something may have been missed
		case <-rest.C:
			first = time.Time{}
			l.again(watcher)
		}
	}
}

// matters says that a change can be one of a flow or its settings. A folder has no
// suffix, and may bring flows with it.
func matters(event fsnotify.Event) bool {
	if event.Op == fsnotify.Chmod {
		return false
	}
	switch filepath.Ext(event.Name) {
	case ".yaml", ".yml", ".json":
		return true
	case "": // a folder can come and go with its flows
		return event.Op&fsnotify.Write == 0
	}
	return filepath.Base(event.Name) == ignoreName
}
