package syntax

import (
	"bytes"
	"encoding/json"

	"ivrc/compiler/diag"
)

// looksLikeJSON says that the text is JSON as a whole. Such a file is not given
// to the YAML reader, which refuses \/ and pairs of \u escapes: what PHP and
// Python write by default (reliability-ux.md A2.2).
func looksLikeJSON(text []byte) bool {
	text = text[bom(text):]
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	return len(trimmed) > 0 && (trimmed[0] == '{' || trimmed[0] == '[') && json.Valid(text)
}

// jsonReader reads text that is known to be valid JSON.
type jsonReader struct {
	*walker
	pos int
}

func readJSON(r *reporter, limits Limits) *Node {
	j := jsonReader{walker: newWalker(r, limits), pos: bom(r.file.Text)}
	return j.read()
}

func (j *jsonReader) skip() {
	for j.pos < len(j.text) && isSpace(j.text[j.pos]) {
		j.pos++
	}
}

// read calls itself once for each level, which the survey has bounded.
func (j *jsonReader) read() *Node {
	j.skip()
	j.nodes++
	switch start := j.pos; j.text[start] {
	case '{':
		return j.object()
	case '[':
		return j.array()
	case '"':
		return j.str()
	default:
		for j.pos < len(j.text) && !isSpace(j.text[j.pos]) && !isFlowSign(j.text[j.pos]) {
			j.pos++
		}
		word := string(j.text[start:j.pos])
		return j.make(Node{Kind: plainKind(word), Text: word, Span: j.span(start, j.pos)})
	}
}

func (j *jsonReader) str() *Node {
	start := j.pos
	j.pos = quotedEnd(j.text, start)
	raw := j.text[start:j.pos]
	n := j.make(Node{Kind: Text, Style: Double, Span: j.span(start, j.pos)})
	if bytes.IndexByte(raw, '\\') < 0 {
		n.Text = string(raw[1 : len(raw)-1])
	} else if err := json.Unmarshal(raw, &n.Text); err != nil {
		j.add(diag.New(diag.Syntax, n.Span, "this text is not JSON").WithHelp("look for a backslash that should be two"))
	}
	return n
}

func (j *jsonReader) object() *Node {
	m := mapping{walker: j.walker, node: j.make(Node{Kind: Map}), flow: true}
	start := j.pos
	j.pos++
	for j.skip(); j.text[j.pos] != '}'; j.skip() {
		if j.text[j.pos] == ',' {
			j.pos++
			j.skip()
		}
		key := j.str()
		j.nodes++
		j.skip()
		j.pos++ // the colon
		m.put(key, j.read())
	}
	j.pos++
	m.node.Span = j.span(start, j.pos)
	return m.node
}

func (j *jsonReader) array() *Node {
	n := j.make(Node{Kind: List})
	start := j.pos
	j.pos++
	for j.skip(); j.text[j.pos] != ']'; j.skip() {
		if j.text[j.pos] == ',' {
			j.pos++
		}
		n.Items = append(n.Items, j.read())
	}
	j.pos++
	n.Span = j.span(start, j.pos)
	return n
}
