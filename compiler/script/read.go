package script

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// Limits of one file: more calls, or longer ones, are not what a person wrote.
const (
	MaxCalls = 10_000 // calls of a file
	MaxLines = 1_000  // lines of a call
	maxName  = 200    // characters of a call's name
	maxKeys  = 32     // keys that are pressed in one go
)

// Options are what reading depends on besides the file.
type Options struct {
	Limits syntax.Limits
	// Targets are the names that a call's targets may use.
	Targets []string
}

// Read reads one file. The script holds what could be read; it is fit for use only
// if the list has no errors. It knows nothing of the flow: Check does.
func Read(file *source.File, o Options) (*Script, diag.List) {
	root, list := syntax.Parse(file, o.Limits)
	list = aboutCalls(list)
	s := &Script{File: file}
	if root == nil {
		return s, list
	}
	r := &reader{options: o, damaged: list.HasErrors(), names: map[string]*syntax.Node{}}
	r.script(root, s)
	list.Add(r.list...)
	list.Sort()
	return s, list
}

// aboutCalls replaces what the reader of YAML says of flows.
func aboutCalls(list diag.List) diag.List {
	for i, d := range list {
		switch {
		case d.Code == diag.OneDocument && len(d.Related) == 0:
			list[i].Help = []string{"call scripts begin with   ivr-calls: 1"}
		case d.Code == diag.OneDocument:
			list[i].Message = "a second document begins here; one file holds the calls of one flow"
		case d.Code == diag.TooLarge:
			list[i].Help = []string{"split it into several files; each names the flow"}
		}
	}
	return list
}

// reader turns the tree into calls.
type reader struct {
	options Options
	list    diag.List
	// damaged says that something of the file could not be read: what is missing
	// may well stand there.
	damaged bool
	names   map[string]*syntax.Node // the calls so far
}

// key is one key that exists, and what reads its value.
type key struct {
	name string
	read func(*syntax.Entry)
	// example is a good value as YAML; a key that must be there needs one.
	example  string
	required bool
}

func (r *reader) add(d diag.Diagnostic) { r.list.Add(d) }

func (r *reader) script(root *syntax.Node, s *Script) {
	if root.Kind != syntax.Map {
		r.add(diag.New(diag.WrongKind, root.Place(), "call scripts are written as keys (ivr-calls, flow, calls), not as %s", root.Kind.Word()).
			WithHelp("begin with   ivr-calls: 1"))
		return
	}
	at := root.Place()
	if len(root.Entries) > 0 {
		at = root.Entries[0].Key.Place()
	}
	if root.Entry("steps") != nil && root.Entry("calls") == nil {
		r.add(diag.New(diag.MissingKey, at, "this file is a flow, not a call script").
			WithHelp("call scripts have a file of their own, which begins with   ivr-calls: 1"))
		return
	}
	r.keys(root, "a call script", at, []key{
		{"ivr-calls", r.version, "1", true},
		{"flow", func(e *syntax.Entry) { s.Flow, s.FlowSpan = r.text(e, wantPath, isPath), e.Value.Place() }, "front-desk.ivr.yaml", true},
		{"calls", func(e *syntax.Entry) { s.Calls = r.calls(e) }, "", true},
	})
}

// keys hands each pair to what reads it, and reports keys that do not exist and
// those that are missing.
func (r *reader) keys(n *syntax.Node, owner string, at source.Span, known []key) {
	for i := range n.Entries {
		e := &n.Entries[i]
		if strings.HasPrefix(e.Key.Text, "x-") {
			continue
		}
		if k := slices.IndexFunc(known, func(k key) bool { return k.name == e.Key.Text }); k >= 0 {
			known[k].read(e)
			continue
		}
		var names []string
		for _, k := range known {
			names = append(names, k.name)
		}
		r.unknown(n, e.Key, owner, names)
	}
	for _, k := range known {
		if !k.required || n.Entry(k.name) != nil || r.damaged || r.misspelt(n, k.name) {
			continue
		}
		d := diag.New(diag.MissingKey, at, "%s needs %q", owner, k.name)
		if k.example != "" {
			d = d.WithHelp("add   %s: %s", k.name, k.example)
		} else {
			d = d.WithHelp("add   %s:   and what belongs there below it", k.name)
		}
		r.add(d)
	}
}

func (r *reader) unknown(n, at *syntax.Node, owner string, names []string) {
	free := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return n.Entry(name) != nil })
	d := diag.New(diag.UnknownKey, at.Place(), "there is no %q in %s", at.Text, owner)
	if near := meant(at.Text, free); near != "" {
		r.add(d.WithHelp("did you mean %q?", near))
		return
	}
	r.add(d.WithHelp("the keys of %s are %s; a key of your own begins with x-", owner, strings.Join(names, ", ")))
}

// otherWords are what other formats and people call a key.
var otherWords = map[string]string{
	"version": "ivr-calls", "ivr": "ivr-calls", "ivrc": "ivr-calls", "ivr_calls": "ivr-calls", "file": "flow", "tests": "calls", "scripts": "calls", "cases": "calls",
	"title": "name", "id": "name", "test": "name", "start": "entry", "entries": "entry", "steps": "call", "script": "call", "lines": "call", "do": "call", "end": "ends", "result": "ends",
	"not": "never", "budgets": "budget", "limits": "budget", "only": "targets", "target": "targets",
	"expect": "hear", "say": "hear", "says": "hear", "prompt": "hear", "text": "contains", "is": "equals", "exactly": "equals", "regex": "matches", "regexp": "matches", "pattern": "matches",
	"step": "at", "in": "at", "on": "at", "key": "press", "keys": "press", "dial": "press", "digits": "press", "dtmf": "press", "transfer": "answer", "network": "answer", "status": "answer",
	"silence": "wait", "pause": "wait", "quiet": "wait", "timeout": "wait", "goto": "return", "returns": "return", "record": "speak", "talk": "speak", "message": "speak",
	"nomatch": "refuse", "reject": "refuse", "hang_up": "hangup", "hang-up": "hangup", "bye": "hangup", "error": "fault", "fail": "fault", "seconds": "time", "duration": "time",
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

// wrong reports a value that is not taken there; what is taken is said in words,
// and example is a good line as YAML.
func (r *reader) wrong(what string, n, key *syntax.Node, want, example string) {
	code, message := diag.BadValue, fmt.Sprintf("%s takes %s, not %s", what, want, n.Shown())
	at := n.Place()
	switch {
	case n.Kind == syntax.Null:
		code, message = diag.WrongKind, fmt.Sprintf("%s is empty: it takes %s", what, want)
		if n.Span.Start == n.Span.End && key != nil {
			at = key.Place()
		}
	case !n.IsScalar():
		code = diag.WrongKind
	}
	r.add(diag.New(code, at, "%s", message).WithHelp("for example   %s", example))
}

// wrongValue is wrong for the value of a key.
func (r *reader) wrongValue(e *syntax.Entry, want, example string) {
	r.wrong(e.Key.Text, e.Value, e.Key, want, e.Key.Text+": "+example)
}
