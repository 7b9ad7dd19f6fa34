package lock

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/syntax"
)

var (
	isFlow  = pattern(`^[a-z][a-z0-9_-]{0,62}$`)
	isName  = pattern(`^[a-z][a-z0-9_-]{0,62}(\.([2-9]|[1-9][0-9]))?$`)
	isCount = pattern(`^[1-9][0-9]{0,5}$`)
	isPrint = pattern(`^[0-9a-f]{8}$`)
)

type reader struct {
	lock *Lock
	list diag.List
	// damaged says that something of the file could not be read: what is missing
	// may well stand there.
	damaged bool
}

func (r *reader) add(d diag.Diagnostic) { r.list.Add(d) }

func (r *reader) root(root *syntax.Node) {
	if root.Kind != syntax.Map {
		r.add(diag.New(diag.WrongKind, root.Place(), "this file is written as keys (%s, flows)", versionKey).WithHelp("begin with   %s: 1", versionKey))
		return
	}
	versioned := false
	for i := range root.Entries {
		e := &root.Entries[i]
		switch name := e.Key.Text; {
		case name == versionKey:
			versioned = true
			if e.Value.Kind != syntax.Int || e.Value.Text != "1" {
				r.add(diag.New(diag.BadValue, e.Value.Place(), "this ivrc reads version 1 of this file").WithHelp("write   %s: 1", versionKey))
			}
		case name == "flows":
			r.flows(e)
		case !strings.HasPrefix(name, "x-"):
			versioned = versioned || nearest.Name(name, []string{versionKey}) != ""
			r.unknown(e.Key, "this file", []string{versionKey, "flows"})
		}
	}
	if !versioned && !r.damaged {
		at := root.Place()
		if len(root.Entries) > 0 {
			at = root.Entries[0].Key.Place()
		}
		r.add(diag.New(diag.MissingKey, at, "this file needs %q, the version of its format", versionKey).WithHelp("add   %s: 1", versionKey))
	}
}

func (r *reader) unknown(key *syntax.Node, owner string, known []string) {
	d := diag.New(diag.UnknownKey, key.Place(), "there is no %q in %s", key.Text, owner)
	if near := nearest.Name(key.Text, known); near != "" {
		r.add(d.WithHelp("did you mean %q?", near))
		return
	}
	r.add(d.WithHelp("the keys of %s are %s; a key of your own begins with x-", owner, strings.Join(known, ", ")))
}

func (r *reader) flows(e *syntax.Entry) {
	if e.Value.Kind == syntax.Null {
		return
	}
	if e.Value.Kind != syntax.Map {
		r.add(diag.New(diag.WrongKind, e.Value.Place(), "flows holds the ids of flows, each with its steps").WithHelp("for example   flows: {front-desk: {main: 1}}"))
		return
	}
	for i := range e.Value.Entries {
		flow := &e.Value.Entries[i]
		id := flow.Key.Text
		switch {
		case strings.HasPrefix(id, "x-"):
		case !isFlow().MatchString(id):
			r.add(diag.New(diag.BadValue, flow.Key.Place(), "%q is not the id of a flow", id).WithHelp("an id has small letters, digits, - and _, and begins with a letter"))
		default:
			r.flow(id, flow)
		}
	}
}

func (r *reader) flow(id string, e *syntax.Entry) {
	if e.Value.Kind == syntax.Null {
		return
	}
	if e.Value.Kind != syntax.Map {
		r.add(diag.New(diag.WrongKind, e.Value.Place(), "%s holds steps with their numbers", id).WithHelp("for example   %s: {main: 1}", id))
		return
	}
	var entries []Entry
	for i := range e.Value.Entries {
		step := &e.Value.Entries[i]
		name := step.Key.Text
		if strings.HasPrefix(name, "x-") {
			continue
		}
		if !isName().MatchString(name) {
			r.add(diag.New(diag.BadValue, step.Key.Place(), "%q is not the id of a step", name).
				WithHelp("an id has small letters, digits, - and _; a further attempt of a question is written   main.2"))
			continue
		}
		if entry, ok := r.entry(name, step); ok {
			entries = append(entries, entry)
		}
	}
	r.twice(entries)
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	r.lock.flows[id] = entries
}

// twice reports numbers that two names have.
func (r *reader) twice(entries []Entry) {
	first := map[int]Entry{}
	highest := 0
	for _, e := range entries {
		highest = max(highest, e.Number)
	}
	for _, e := range entries {
		before, taken := first[e.Number]
		if !taken {
			first[e.Number] = e
			continue
		}
		highest++
		r.add(diag.New(diag.BadValue, e.Span, "prompt %d is %s already, and cannot be %s as well", e.Number, before.Name, e.Name).
			WithRelated(before.Span, "the other one").
			WithHelp("give the one that nobody has drawn yet another number; %d is free", highest))
	}
}

// entry is `main: 1` or `main: {prompt: 1, print: "0a1b2c3d", retired: true}`.
func (r *reader) entry(name string, e *syntax.Entry) (Entry, bool) {
	out := Entry{Name: name}
	if e.Value.Kind != syntax.Map {
		return out, r.number(&out, e.Value)
	}
	good, numbered := true, false
	for i := range e.Value.Entries {
		pair := &e.Value.Entries[i]
		switch key := pair.Key.Text; {
		case key == "prompt":
			numbered = true
			good = r.number(&out, pair.Value) && good
		case key == "print":
			if out.Print = pair.Value.Text; !isPrint().MatchString(out.Print) || !pair.Value.IsScalar() {
				r.add(diag.New(diag.BadValue, pair.Value.Place(), "print takes eight digits and letters a-f, as ivrc build writes them").WithHelp("leave it out: the next build writes it"))
				good = false
			}
		case key == "retired":
			if out.Retired = pair.Value.Kind == syntax.Bool && pair.Value.Text == "true"; !out.Retired {
				r.add(diag.New(diag.BadValue, pair.Value.Place(), "retired takes true").WithHelp("leave it out where the prompt is in use"))
				good = false
			}
		case !strings.HasPrefix(key, "x-"):
			r.unknown(pair.Key, name, []string{"prompt", "print", "retired"})
			good = false
		}
	}
	if !numbered && !r.damaged {
		r.add(diag.New(diag.MissingKey, e.Key.Place(), "%s needs %q, its number", name, "prompt").WithHelp("for example   %s: {prompt: 1}", name))
		good = false
	}
	return out, good && numbered
}

func (r *reader) number(e *Entry, n *syntax.Node) bool {
	e.Span = n.Place()
	if n.Kind == syntax.Int && isCount().MatchString(n.Text) {
		e.Number, _ = strconv.Atoi(n.Text)
		return true
	}
	r.add(diag.New(diag.BadValue, n.Place(), "the number of a prompt is a whole number from 1 to 999999").WithHelp("for example   %s: 1", e.Name))
	return false
}

// pattern is a regular expression that is compiled when it is asked for first: most runs
// need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
