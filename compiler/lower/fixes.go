package lower

import (
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/syntax"
)

// instead is the change of a name to one that exists. It is safe for a slip of
// one letter; more could as well be a step that is still to be written.
func instead(n *syntax.Node, name string) diag.Fix {
	return diag.Fix{
		Message: "write " + name, Safe: nearest.Slip(n.Text, name) && oneLine(n),
		Edits: []diag.Edit{diag.Rename(n.Span, name)},
	}
}

// inQuotes puts an unquoted value into quotes. That is safe where nothing of it
// was cut off: a comment behind it would be taken for one without a word.
func inQuotes(n *syntax.Node) diag.Fix {
	return diag.Fix{
		Message: "put it in quotes", Safe: n.Cut.IsZero() && oneLine(n),
		Edits: []diag.Edit{{Span: n.Span, New: quoted(n.Text)}},
	}
}

// oneLine says that a word stands where it is read, and on one line.
func oneLine(n *syntax.Node) bool {
	return n.Alias.IsZero() && n.Style != syntax.Block && n.Span.Start < n.Span.End && !strings.Contains(n.Span.Text(), "\n")
}
