package script

import (
	"ivrc/compiler/diag"
	"ivrc/compiler/syntax"
	"ivrc/ir/call"
)

func (r *reader) calls(e *syntax.Entry) []Call {
	n := e.Value
	switch {
	case n.Kind != syntax.List:
		r.wrongValue(e, "a list of calls", "[{name: nobody presses a key, call: [{wait: true}]}]")
		return nil
	case len(n.Items) == 0:
		r.add(diag.New(diag.BadValue, n.Place(), "calls is an empty list: a script holds at least one call").
			WithHelp("add one, or delete the file"))
		return nil
	case len(n.Items) > MaxCalls:
		r.add(diag.New(diag.TooLarge, n.Items[MaxCalls].Place(), "this is call %d, and a file holds %d at most", MaxCalls+1, MaxCalls).
			WithHelp("split it into several files; each names the flow"))
		return nil
	}
	var out []Call
	for _, item := range n.Items {
		if item.Kind != syntax.Map {
			r.wrong("each of calls", item, nil, "keys and values", "{name: nobody presses a key, call: [{wait: true}]}")
			continue
		}
		out = append(out, r.call(item))
	}
	return out
}

func (r *reader) call(n *syntax.Node) Call {
	c := Call{Span: n.Place()}
	if len(n.Entries) > 0 {
		c.Span = n.Entries[0].Key.Place()
	}
	at := c.Span
	r.keys(n, "a call", at, []key{
		{"name", func(e *syntax.Entry) { r.name(e, &c) }, "nobody presses a key", true},
		{"entry", func(e *syntax.Entry) { c.Entry, c.EntrySpan = r.text(e, wantID, isID), e.Value.Place() }, "", false},
		{"call", func(e *syntax.Entry) { c.Lines = r.lines(e) }, "[{wait: true}]", true},
		{"ends", func(e *syntax.Entry) {
			c.Ends, c.EndsSpan = r.oneOf(e.Key.Text, e.Value, e.Key, Endings()), e.Value.Place()
		}, "", false},
		{"never", func(e *syntax.Entry) { c.Never = r.never(e) }, "", false},
		{"budget", func(e *syntax.Entry) { r.budget(e, &c.Budget) }, "", false},
		{"targets", func(e *syntax.Entry) { c.Only = r.targets(e) }, "", false},
	})
	return c
}

func (r *reader) name(e *syntax.Entry, c *Call) {
	if c.Name = r.text(e, wantName, isName); c.Name == "" {
		return
	}
	c.Span = e.Value.Place()
	if before := r.names[c.Name]; before != nil {
		r.add(diag.New(diag.BadValue, e.Value.Place(), "a call is named %q already", c.Name).
			WithRelated(before.Place(), "first here").WithHelp("give it another name, so that a report says which of them fails"))
		return
	}
	r.names[c.Name] = e.Value
}

func (r *reader) lines(e *syntax.Entry) []Line {
	n := e.Value
	switch {
	case n.Kind != syntax.List:
		r.wrongValue(e, `a list of lines, each with a dash`, `[{press: "1"}, {hear: "Goodbye"}]`)
		return nil
	case len(n.Items) > MaxLines:
		r.add(diag.New(diag.TooLarge, n.Items[MaxLines].Place(), "this is line %d of the call, and a call has %d at most", MaxLines+1, MaxLines).
			WithHelp("end the call earlier"))
		return nil
	}
	var out []Line
	for _, item := range n.Items {
		if line, ok := r.line(item); ok {
			out = append(out, line)
		}
	}
	return out
}

// line reads one line: one key that says what is done or expected.
func (r *reader) line(n *syntax.Node) (Line, bool) {
	if n.Kind != syntax.Map {
		r.wrong("a line of a call", n, nil, "one key and its value", r.lineFor(n))
		return Line{}, false
	}
	l, read := Line{}, []*syntax.Entry{}
	known := []key{
		{name: "hear", read: func(e *syntax.Entry) { l.Hear = r.hear("hear", e.Value, e.Key) }},
		{name: "at", read: func(e *syntax.Entry) { l.At = r.text(e, wantID, isID) }},
		{name: "press", read: func(e *syntax.Entry) { l.Input = r.press(e) }},
		{name: "answer", read: func(e *syntax.Entry) { l.Input = r.answer(e) }},
		{name: "return", read: func(e *syntax.Entry) { l.Input = r.returns(e) }},
	}
	for _, w := range plainWords {
		known = append(known, key{name: w.name, read: func(e *syntax.Entry) { l.Input = r.deed(e, w.kind) }})
	}
	for i := range known {
		inner := known[i].read
		known[i].read = func(e *syntax.Entry) {
			if read = append(read, e); len(read) == 1 {
				l.Span = e.Value.Place()
				inner(e)
			}
		}
	}
	before := len(r.list)
	r.keys(n, "a line of a call", n.Place(), known)
	switch {
	case len(read) > 1:
		r.add(diag.New(diag.TwoActs, read[1].Key.Place(), "a line does one thing, and this one has %q already", read[0].Key.Text).
			WithRelated(read[0].Key.Place(), "the first").WithHelp("give %q a line of its own, with a dash", read[1].Key.Text))
		return l, false
	case len(read) == 0 && len(r.list) == before && !r.damaged:
		r.add(diag.New(diag.MissingKey, n.Place(), "this line says nothing that is done or expected").WithHelp(`for example   - press: "1"`))
	}
	return l, len(read) == 1 && len(r.list) == before
}

// lineFor is the line that was probably meant by a text without a key.
func (r *reader) lineFor(n *syntax.Node) string {
	for _, w := range plainWords {
		if n.IsScalar() && n.Text == w.name {
			return "- " + w.name + ": true"
		}
	}
	if n.IsScalar() && isKeys(n.Text) {
		return `- press: "` + n.Text + `"`
	}
	return `- hear: "Goodbye"`
}

// deed reads one of the keys that take true.
func (r *reader) deed(e *syntax.Entry, kind call.InputKind) *call.Input {
	if e.Value.Kind != syntax.Bool || e.Value.Text != "true" {
		r.wrongValue(e, "true", "true")
		return nil
	}
	return &call.Input{Kind: kind}
}

func (r *reader) press(e *syntax.Entry) *call.Input {
	n := e.Value
	keys := n.Text
	switch keys {
	case "star":
		keys = "*"
	case "pound", "hash":
		keys = "#"
	}
	if n.Kind != syntax.Text && n.Kind != syntax.Int || !isKeys(keys) || len(keys) > maxKeys {
		r.wrongValue(e, "keys of a phone (0-9, * and #, up to 32 in one go)", `"1"`)
		return nil
	}
	return &call.Input{Kind: call.Press, Value: keys}
}

func (r *reader) answer(e *syntax.Entry) *call.Input {
	word := r.oneOf(e.Key.Text, e.Value, e.Key, []string{call.Answered, call.Busy, call.NoAnswer, call.Failed, call.Sent})
	if word == "" {
		return nil
	}
	return &call.Input{Kind: call.Answer, Value: word}
}

func (r *reader) returns(e *syntax.Entry) *call.Input {
	id := r.text(e, "a step that the application may choose, or end", isID)
	if id == "" {
		return nil
	}
	return &call.Input{Kind: call.Return, Value: id}
}
