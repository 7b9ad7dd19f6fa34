package syntax

import (
	"strings"

	"gopkg.in/yaml.v3"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// scalar reads one text, number or nothing.
func (w *walker) scalar(y *yaml.Node, start int, p place) (*Node, int) {
	n := w.make(Node{Kind: Text, Text: y.Value})
	props := w.properties(start)
	at, end := props.behind, 0
	switch {
	case y.Style&yaml.DoubleQuotedStyle != 0:
		n.Style, end = Double, quotedEnd(w.text, at)
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.Style, end = Single, quotedEnd(w.text, at)
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.Style, end = Block, blockTextEnd(w.text, at, p.parent)
	case y.Value == "":
		at, end = props.end, props.end
		n.Kind = Null
	default:
		end = plainEnd(w.text, at, y.Value)
		n.Kind = plainKind(y.Value)
	}
	n.Span = w.span(at, end)
	if n.Style == Plain {
		n.Cut = w.commentBehind(end)
	}
	if !props.tag.IsZero() {
		w.taggedText(n, props, end)
	}
	return n, end
}

// taggedText keeps the text as the user meant it, tag and all, so that nothing
// else is said about it.
func (w *walker) taggedText(n *Node, props properties, end int) {
	if n.Style != Plain {
		w.refuseTag(props, "")
		return
	}
	n.Kind = Text
	n.Span = w.span(props.tag.Start, max(end, props.tag.End))
	n.Text = n.Span.Text()
	w.refuseTag(props, n.Text)
}

func (w *walker) commentBehind(i int) source.Span {
	if start, end := commentAfter(w.text, i); start >= 0 {
		return w.span(start, end)
	}
	return source.Span{}
}

// plainKind tells apart what every reader of YAML and JSON reads alike. True,
// Null and 0x1 are left as text: readers disagree about them.
func plainKind(text string) Kind {
	switch text {
	case "", "~", "null":
		return Null
	case "true", "false":
		return Bool
	}
	if text[0] == '0' && len(text) > 1 {
		return Text
	}
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			return Text
		}
	}
	return Int
}

// unspaced recognises unquoted text on lines of its own that was meant as keys:
// every line is `key:value` without a space (reliability-ux.md A2.3). Times,
// addresses and URLs have that form too and are left alone.
func (w *walker) unspaced(n *Node) *Node {
	if n == nil || n.Kind != Text || n.Style != Plain || !n.Alias.IsZero() {
		return n
	}
	written := n.Span.Text()
	if !strings.Contains(written, ":") {
		return w.unspacedItems(n, written)
	}
	lines := strings.Split(written, "\n")
	var entries []Entry
	at := n.Span.Start
	for _, line := range lines {
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		word := trimEnd(line[indent:])
		if word != "" {
			e, ok := w.splitEntry(at+indent, word, len(lines) > 1)
			if !ok {
				return n
			}
			entries = append(entries, e)
		}
		at += len(line) + 1
	}
	m := mapping{walker: w, node: w.make(Node{Kind: Map, Span: n.Span})}
	for _, e := range entries {
		w.add(w.missingSpace(e))
		m.put(e.Key, e.Value)
	}
	return m.node
}

func (w *walker) missingSpace(e Entry) diag.Diagnostic {
	at := e.Key.Span.End
	return w.at(diag.MissingSpace, at, at+1, "there is no space after the colon, so %s is one piece of text",
		inQuotes(clipped(w.span(e.Key.Span.Start, e.Value.Span.End).Text()))).
		WithHelp("write   %s: %s", e.Key.Span.Text(), clipped(e.Value.Span.Text())).
		WithFix(safeFix("put a space after the colon", w.span(e.Key.Span.Start, at+1), e.Key.Span.Text()+": "))
}

// splitEntry takes `key:value` apart. Words are keys only where several lines
// agree; digits are keys in front of a name.
func (w *walker) splitEntry(at int, word string, several bool) (Entry, bool) {
	i := strings.IndexByte(word, ':')
	if i < 1 || i+1 == len(word) {
		return Entry{}, false
	}
	key, value := word[:i], word[i+1:]
	if !isKeyPad(key) && !(several && isName(key)) || value[0] == '/' || strings.Contains(value, "@") && isName(key) ||
		isKeyPad(key) && value[0] >= '0' && value[0] <= '9' {
		return Entry{}, false
	}
	// The word may be folded from several lines, so ends are sought in the source.
	colon := plainEnd(w.text, at, key)
	e := Entry{
		Key:   w.make(Node{Kind: plainKind(key), Text: key, Span: w.span(at, colon)}),
		Value: w.make(Node{Kind: plainKind(value), Text: value, Span: w.span(colon+1, plainEnd(w.text, colon+1, value))}),
	}
	if inner := strings.Trim(value, value[:1]); len(value) == len(inner)+2 && value[0] == value[len(value)-1] && (value[0] == '"' || value[0] == '\'') {
		e.Value.Kind, e.Value.Style, e.Value.Text = Text, Double, inner
		if value[0] == '\'' {
			e.Value.Style = Single
		}
	}
	return e, true
}

// unspacedItems recognises `-item` on several lines.
func (w *walker) unspacedItems(n *Node, written string) *Node {
	lines := strings.Split(written, "\n")
	if len(lines) < 2 {
		return n
	}
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if len(line) < 2 || line[0] != '-' || !isWord(line[1]) || line[1] == '-' {
			return n
		}
	}
	w.add(w.at(diag.MissingSpace, n.Span.Start, n.Span.Start+1, "there is no space after the dash, so these lines are one piece of text").
		WithHelp("write   - %s", clipped(strings.TrimSpace(lines[0])[1:])).
		WithFix(w.spacesAfterDashes(n.Span.Start, lines)))
	return n
}

// isKeyPad says that the text consists of signs on a telephone.
func isKeyPad(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; (c < '0' || c > '9') && c != '*' && c != '#' {
			return false
		}
	}
	return text != ""
}

// isName says that the text looks like the name of a key.
func isName(text string) bool {
	for i := 0; i < len(text); i++ {
		if !isWord(text[i]) {
			return false
		}
	}
	return text != "" && (text[0] < '0' || text[0] > '9')
}
