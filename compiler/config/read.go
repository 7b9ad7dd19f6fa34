package config

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// reader turns the tree into settings.
type reader struct {
	file    *source.File
	options Options
	list    diag.List
	// damaged says that something of the file could not be read: what is missing
	// may well stand there.
	damaged bool
}

// key is one key that exists, and what reads its value.
type key struct {
	name string
	read func(*syntax.Entry)
}

func (r *reader) config(root *syntax.Node) *Config {
	c := &Config{}
	if root.Kind != syntax.Map {
		r.add(diag.New(diag.WrongKind, root.Place(), "%s is written as keys (ivrc, flows, base …), not as %s", FileName, root.Kind.Word()).
			WithHelp("begin with   ivrc: 1"))
		return c
	}
	versioned := false
	r.keys(root, FileName, []key{
		{"ivrc", func(e *syntax.Entry) { versioned = true; r.version(e) }},
		{"flows", func(e *syntax.Entry) { c.Flows = r.texts(e, "a file, folder or pattern", isPath) }},
		{"base", func(e *syntax.Entry) { c.Base = r.address(e) }},
		{"audio_base", func(e *syntax.Entry) { c.AudioBase = r.address(e) }},
		{"out", func(e *syntax.Entry) { c.Out = r.text(e, "a folder", isPath) }},
		{"targets", func(e *syntax.Entry) { c.Targets = r.choices(e, r.options.Targets) }},
		{"fail_on", func(e *syntax.Entry) { c.FailOn = r.choice(e, []string{"error", "warning", "never"}) }},
		{"budgets", func(e *syntax.Entry) { r.budgets(e, &c.Budgets) }},
	})
	if !versioned && !r.damaged && !r.misspelt(root, "ivrc") {
		at := root.Place()
		if len(root.Entries) > 0 {
			at = root.Entries[0].Key.Place()
		}
		r.add(diag.New(diag.MissingKey, at, "%s needs %q, the version of its format", FileName, "ivrc").WithHelp("add   ivrc: 1"))
	}
	return c
}

func (r *reader) budgets(e *syntax.Entry, b *Budgets) {
	if e.Value.Kind != syntax.Map {
		r.wrong(e, e.Value, "keys and values", "{options: 5, prompt: 20s, menus: 3}")
		return
	}
	r.keys(e.Value, "budgets", []key{
		{"options", func(e *syntax.Entry) { b.Options = r.count(e, "5") }},
		{"prompt", func(e *syntax.Entry) { b.Prompt = r.duration(e) }},
		{"menus", func(e *syntax.Entry) { b.Menus = r.count(e, "3") }},
	})
}

// keys hands each pair to what reads it and reports keys that do not exist.
func (r *reader) keys(n *syntax.Node, owner string, known []key) {
	for i := range n.Entries {
		e := &n.Entries[i]
		name := e.Key.Text
		if strings.HasPrefix(name, "x-") {
			continue
		}
		if k := slices.IndexFunc(known, func(k key) bool { return k.name == name }); k >= 0 {
			known[k].read(e)
			continue
		}
		r.unknown(n, e.Key, owner, known)
	}
}

func (r *reader) unknown(n *syntax.Node, at *syntax.Node, owner string, known []key) {
	var names, free []string
	for _, k := range known {
		names = append(names, k.name)
		if n.Entry(k.name) == nil {
			free = append(free, k.name)
		}
	}
	d := diag.New(diag.UnknownKey, at.Place(), "there is no %q in %s", at.Text, owner)
	if near := meant(at.Text, free); near != "" {
		r.add(d.WithHelp("did you mean %q?", near))
		return
	}
	if owner == FileName && slices.Contains(flowKeys, at.Text) {
		r.add(d.WithHelp("it belongs in a flow; this file holds the settings of the project"))
		return
	}
	r.add(d.WithHelp("the keys of %s are %s; a key of your own begins with x-", owner, strings.Join(names, ", ")))
}

// flowKeys are keys of flows that people put here.
var flowKeys = []string{"ivr", "flow", "start", "steps", "entries", "language", "voice", "events", "defaults", "prompts"}

// otherWords are what flags, other tools and people call a setting.
var otherWords = map[string]string{
	"base_url": "base", "base-url": "base", "url": "base", "output": "out", "dist": "out", "folder": "out", "target": "targets",
	"providers": "targets", "fail-on": "fail_on", "audio-base": "audio_base", "audio": "audio_base", "files": "flows", "inputs": "flows",
	"version": "ivrc", "budget": "budgets", "limits": "budgets", "keys": "options", "length": "prompt", "depth": "menus",
}

// meant is the free key that an unknown one was probably meant to be.
func meant(name string, free []string) string {
	if near := nearest.Name(name, free); near != "" {
		return near
	}
	if other := otherWords[strings.ToLower(name)]; slices.Contains(free, other) {
		return other
	}
	return ""
}

// misspelt says that an unknown key is probably the one that is missing.
func (r *reader) misspelt(n *syntax.Node, name string) bool {
	return slices.ContainsFunc(n.Entries, func(e syntax.Entry) bool { return meant(e.Key.Text, []string{name}) == name })
}

func (r *reader) add(d diag.Diagnostic) { r.list.Add(d) }

// wrong reports a value that its key does not take; what it takes is said in
// words, and example is one as YAML.
func (r *reader) wrong(e *syntax.Entry, n *syntax.Node, want, example string) {
	code, message := diag.BadValue, fmt.Sprintf("%s takes %s, not %s", e.Key.Text, want, n.Shown())
	at := n.Place()
	switch {
	case n.Kind == syntax.Null:
		code, message = diag.WrongKind, fmt.Sprintf("%s is empty: it takes %s", e.Key.Text, want)
		if n.Span.Start == n.Span.End {
			at = e.Key.Place()
		}
	case !n.IsScalar():
		code = diag.WrongKind
	}
	help := "for example   " + e.Key.Text + ": " + example
	if n != e.Value {
		first, _, _ := strings.Cut(strings.Trim(example, "[]"), ",")
		help = "for example   " + first
	}
	r.add(diag.New(code, at, "%s", message).WithHelp("%s", help))
}
